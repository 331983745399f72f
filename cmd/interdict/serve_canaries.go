package main

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/interdict/interdict/canary"
	"github.com/interdict/interdict/screen"
	"github.com/interdict/interdict/server"
)

// servedCanaries lets the canaries pass through the service, over HTTP and through
// the handlers that answer everybody.
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
	service, err := openServed("http://localhost", "", asks)
	if err != nil {
		return err
	}
	out, err := service.pass(ctx, set, &canary.Asked{Intake: canary.Service, At: s.m.Now(), Engine: serving.Engine, Query: serving.Query()})
	if err != nil {
		return err
	}
	s.last.Store(out)
	if !out.OK {
		all, found := out.Count()
		s.m.say(s.g, "Only %d of %d canaries were found by the service: who is listed may not be found. `interdict monitor status` says where they were lost.", found, all)
	}
	return canary.In(s.g.Data).Keep(out) // where the folder cannot be written to, the service still tells of them
}
