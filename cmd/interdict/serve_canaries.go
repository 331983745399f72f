package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/canary"
	"github.com/interdict/interdict/client"
	"github.com/interdict/interdict/entities"
	"github.com/interdict/interdict/screen"
	"github.com/interdict/interdict/server"
)

// servedCanaries lets the canaries pass through the service's own API and that of
// yente's clients, over HTTP
// and through the handlers that answer everybody.
type servedCanaries struct {
	m     *Main
	g     *globals
	every time.Duration // 0: never
	last  atomic.Pointer[canary.Outcome]

	by screen.Hashes // what the last ones passed by, and when
	at time.Time
}

// canaries reads the flag.
func (c *serveCmd) canaries(m *Main, g *globals) (*servedCanaries, error) {
	s := &servedCanaries{m: m, g: g}
	if c.Canaries == "off" || g.Starter {
		return s, nil
	}
	var err error
	if s.every, err = time.ParseDuration(c.Canaries); err != nil || s.every < time.Minute {
		return nil, wrong("--canaries: write off, or a time of a minute or more such as 1h")
	}
	return s, nil
}

// outcome is what the service tells of them, nil where none pass.
func (s *servedCanaries) outcome() func() *canary.Outcome {
	if s.every == 0 {
		return nil
	}
	return s.last.Load
}

// keep lets them pass from time to time, and as soon as others lists or settings
// answer, until ctx ends.
func (s *servedCanaries) keep(ctx context.Context, source *server.Source, srv *server.Server) *sync.WaitGroup {
	var passing sync.WaitGroup
	if s.every == 0 {
		return &passing
	}
	asks, closeInner := srv.Inner()
	passing.Go(func() {
		defer closeInner() //nolint:errcheck // nobody asks over it any more
		look := time.NewTicker(watchEvery)
		defer look.Stop()
		for {
			if err := s.pass(ctx, source, asks); err != nil && ctx.Err() == nil {
				s.m.say(s.g, "Canaries: %v", err)
			}
			select {
			case <-ctx.Done():
				return
			case <-look.C:
			}
		}
	})
	return &passing
}

// pass lets them pass where it is time.
func (s *servedCanaries) pass(ctx context.Context, source *server.Source, asks *http.Client) error {
	serving, release, err := source.Acquire()
	if err != nil || serving.Demo {
		return nil // there is nothing to be found yet
	}
	defer release()
	if serving.View == nil || s.by == serving.Engine.Hashes() && s.m.Now().Sub(s.at) < s.every {
		return nil
	}
	s.by, s.at = serving.Engine.Hashes(), s.m.Now() // whatever comes of it, not again at once
	set, err := s.m.canariesBeside(ctx, s.g)
	if err != nil {
		return err
	}
	service, err := client.New("http://localhost", client.WithHTTPClient(asks), client.WithPatience(time.Minute))
	if err != nil {
		return err
	}
	asked := &canary.Asked{Intake: canary.Service, At: s.m.Now(), Engine: serving.Engine, Query: serving.Query()}
	by, err := askNative(ctx, set, service, asked)
	if err == nil {
		err = askYente(ctx, set, asks, asked)
	}
	if err != nil {
		return err
	}
	out := set.Judge(asked)
	out.Hashes = by
	s.last.Store(out)
	if !out.OK {
		all, found := out.Count()
		s.m.say(s.g, "Only %d of %d canaries were found by the service: who is listed may not be found. `interdict monitor status` says where they were lost.", found, all)
	}
	return canary.In(s.g.Data).Keep(out) // where the folder cannot be written to, the service still tells of them
}

// matchBatch is how many queries a request to /match takes.
const matchBatch = 100

// askYente puts the canaries to the API of yente's clients, after the service's own:
// those that it finds no more were lost there.
func askYente(ctx context.Context, set *canary.Set, asks *http.Client, asked *canary.Asked) error {
	type query struct {
		Schema     string              `json:"schema"`
		Properties map[string][]string `json:"properties"`
	}
	asked.During = map[string]string{}
	for some := range slices.Chunk(slices.Collect(set.All()), matchBatch) {
		queries := map[string]query{}
		for _, c := range some {
			queries[c.ID] = query{"Thing", map[string][]string{"name": {c.Written}}}
		}
		body, err := json.Marshal(map[string]any{"queries": queries})
		if err != nil {
			return err
		}
		// The most results that it tells, since a name may be common.
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://localhost/match/default?limit=500&cutoff=0.5", bytes.NewReader(body))
		if err != nil {
			return err
		}
		r.Header.Set("Content-Type", "application/json")
		answer, err := asks.Do(r)
		if err != nil {
			return fmt.Errorf("the canaries could not pass through /match: %w", err)
		}
		var matched struct {
			Responses map[string]struct {
				Results []struct {
					ID        string
					Referents []string
				}
			}
		}
		err = json.NewDecoder(answer.Body).Decode(&matched)
		if err = errors.Join(err, answer.Body.Close()); err != nil || answer.StatusCode != http.StatusOK {
			return fmt.Errorf("the canaries could not pass through /match, which answered %d: %w", answer.StatusCode, err)
		}
		for _, c := range some {
			id := entities.ID(interdict.Ref{List: c.List, ID: c.Listing})
			found := false
			for _, result := range matched.Responses[c.ID].Results {
				found = found || result.ID == id || slices.Contains(result.Referents, id)
			}
			if !found && c.In(asked.Answered[c.ID]) {
				asked.During[c.ID] = "/match, which yente's clients ask"
			}
		}
	}
	return nil
}
