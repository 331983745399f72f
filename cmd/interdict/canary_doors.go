package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/canary"
	"github.com/interdict/interdict/client"
	"github.com/interdict/interdict/entities"
	"github.com/interdict/interdict/screen"
	"github.com/interdict/interdict/server/watchman"
)

// served is a service that canaries pass through, over HTTP.
type served struct {
	address string
	asks    *http.Client
	// patience is how long it may be busy.
	patience time.Duration
}

// servedPatience lets a file that a person screens on the pages end first.
const servedPatience = 5 * time.Minute

// openServed is the service at an address; key is empty where it asks for none.
func openServed(address, key string, asks *http.Client) (*served, error) {
	if _, err := client.New(address); err != nil {
		return nil, err
	}
	// Whoever leads elsewhere is not followed: the key is for this service.
	c := &http.Client{Transport: cmp.Or(asks.Transport, http.DefaultTransport), Timeout: servedPatience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	if key != "" {
		c.Transport = keyed{key, c.Transport}
	}
	return &served{strings.TrimRight(address, "/"), c, servedPatience}, nil
}

// keyed sends a key with each request.
type keyed struct {
	key  string
	next http.RoundTripper
}

// RoundTrip asks once.
func (k keyed) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "Bearer "+k.key)
	return k.next.RoundTrip(r)
}

// doors are the ways by which a service screens, beside its own API. Each says who
// of some was found there.
var doors = []struct {
	name string
	find func(s *served, ctx context.Context, some []*canary.Canary) (found map[string]bool, err error)
}{
	{"/match, which yente's clients ask", (*served).match},
	{"/v2/search, which Watchman's clients ask", (*served).watchman},
	{"a file given to the pages", (*served).upload},
}

// pass puts the canaries to the service's own API, and those that are found there
// to its other doors: who is found there no more was lost there.
func (s *served) pass(ctx context.Context, set *canary.Set, asked *canary.Asked) (*canary.Outcome, error) {
	all := slices.Collect(set.All())
	by, err := s.native(ctx, all, asked)
	if err != nil {
		return nil, fmt.Errorf("the canaries could not pass through the service: %w", err)
	}
	asked.During = map[string]string{}
	for _, door := range doors {
		some := slices.DeleteFunc(slices.Clone(all), func(c *canary.Canary) bool { return asked.During[c.ID] != "" || !c.In(asked.Answered[c.ID]) })
		if len(some) == 0 {
			break
		}
		found, err := door.find(s, ctx, some)
		if err != nil {
			return nil, fmt.Errorf("the canaries could not pass through %s: %w", door.name, err)
		}
		for _, c := range some {
			if !found[c.ID] {
				asked.During[c.ID] = door.name
			}
		}
	}
	out := set.Judge(asked)
	out.Hashes = by
	return out, nil
}

// native puts canaries to the service's own API; by is what it answered by.
func (s *served) native(ctx context.Context, all []*canary.Canary, asked *canary.Asked) (by screen.Hashes, err error) {
	service, err := client.New(s.address, client.WithHTTPClient(s.asks), client.WithPatience(s.patience))
	if err != nil {
		return by, err
	}
	asked.Answered = map[string][]interdict.Hit{}
	by = asked.Engine.Hashes()
	for some := range slices.Chunk(all, 500) {
		req := &client.ScreenRequest{}
		for _, one := range some {
			req.Subjects = append(req.Subjects, client.Subject{ID: one.ID, Name: one.Written})
		}
		answer, err := service.Screen(ctx, req)
		if err != nil {
			return by, err
		}
		by = screen.Hashes(answer.AnsweredBy.Hashes)
		for i := range answer.Results {
			r := &answer.Results[i]
			asked.Answered[r.Subject.ID] = hitsOf(r.Hits)
		}
	}
	return by, nil
}

// hitsOf is of hits what tells whose they are.
func hitsOf(hits []client.Hit) []interdict.Hit {
	out := []interdict.Hit{}
	for i := range hits {
		out = append(out, interdict.Hit{Lists: hits[i].Lists, ListingIDs: hits[i].ListingIDs})
	}
	return out
}

// match puts canaries to the API of yente's clients.
func (s *served) match(ctx context.Context, all []*canary.Canary) (map[string]bool, error) {
	type query struct {
		Schema     string              `json:"schema"`
		Properties map[string][]string `json:"properties"`
	}
	out := map[string]bool{}
	for some := range slices.Chunk(all, 100) { // as many as a request takes
		queries := map[string]query{}
		for _, c := range some {
			queries[c.ID] = query{"Thing", map[string][]string{"name": {c.Written}}}
		}
		body, err := json.Marshal(map[string]any{"queries": queries})
		if err != nil {
			return nil, err
		}
		var matched struct {
			Responses map[string]struct {
				Results []struct {
					ID        string
					Referents []string
				}
			}
		}
		// The most results that it tells, since a name may be common.
		if err := s.json(ctx, http.MethodPost, "/match/default?limit=500&cutoff=0.5", "application/json", body, &matched); err != nil {
			return nil, err
		}
		for _, c := range some {
			id := entities.ID(interdict.Ref{List: c.List, ID: c.Listing})
			for _, result := range matched.Responses[c.ID].Results {
				out[c.ID] = out[c.ID] || result.ID == id || slices.Contains(result.Referents, id)
			}
		}
	}
	return out, nil
}

// watchmanMost is how many listings an answer to Watchman's clients holds.
const watchmanMost = 100

// watchman puts canaries to the API of Watchman's clients.
func (s *served) watchman(ctx context.Context, all []*canary.Canary) (map[string]bool, error) {
	out := map[string]bool{}
	for _, c := range all {
		search := url.Values{"name": {c.Written}, "limit": {strconv.Itoa(watchmanMost)}, "minMatch": {"0.5"}}
		for {
			var answer struct {
				Entities []struct{ SourceList, SourceID string }
			}
			if err := s.json(ctx, http.MethodGet, "/v2/search?"+search.Encode(), "", nil, &answer); err != nil {
				return nil, err
			}
			for _, e := range answer.Entities {
				out[c.ID] = out[c.ID] || watchman.List(e.SourceList) == c.List && e.SourceID == c.Listing
			}
			if out[c.ID] || len(answer.Entities) < watchmanMost || search.Has("source") {
				break
			}
			search.Set("source", watchman.Source(c.List)) // those of other lists, who bear a common name, filled the answer
		}
	}
	return out, nil
}

// upload gives a file of canaries to the pages, as people give theirs.
func (s *served) upload(ctx context.Context, all []*canary.Canary) (map[string]bool, error) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	err := form.WriteField("canaries", "yes") // for whom there is no receipt, and whom nothing counts
	if err == nil {
		var file io.Writer
		if file, err = form.CreateFormFile("file", "canaries.csv"); err == nil {
			of := canary.Of{}
			for _, c := range all {
				of.Canaries = append(of.Canaries, *c)
			}
			err = (&canary.Set{Lists: []canary.Of{of}}).WriteCSV(file)
		}
	}
	if err = errors.Join(err, form.Close()); err != nil {
		return nil, err
	}
	answer, err := s.send(ctx, http.MethodPost, "/screen/file", form.FormDataContentType(), body.Bytes(), http.StatusSeeOther)
	if err != nil {
		return nil, err
	}
	answer.Body.Close()
	run := answer.Header.Get("Location")
	if !strings.HasPrefix(run, "/screen/") {
		return nil, errors.New("its answer to a file leads nowhere")
	}
	defer func() { // where it cannot be asked any more, the file goes by itself
		if answer, err := s.send(context.WithoutCancel(ctx), http.MethodPost, run+"/forget", "", nil, http.StatusSeeOther); err == nil {
			answer.Body.Close()
		}
	}()
	if answer, err = s.send(ctx, http.MethodPost, run+"/begin", "", nil, http.StatusSeeOther); err != nil {
		return nil, err
	}
	answer.Body.Close()
	if answer, err = s.send(ctx, http.MethodGet, run+"/results/jsonl", "", nil, http.StatusOK); err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	found := map[string][]interdict.Hit{}
	for lines := json.NewDecoder(answer.Body); ; {
		var line client.Result
		if err := lines.Decode(&line); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		found[line.Subject.ID] = hitsOf(line.Hits)
	}
	out := map[string]bool{}
	for _, c := range all {
		out[c.ID] = c.In(found[c.ID])
	}
	return out, nil
}

// json asks and reads the answer.
func (s *served) json(ctx context.Context, method, path, contentType string, body []byte, out any) error {
	answer, err := s.send(ctx, method, path, contentType, body, http.StatusOK)
	if err != nil {
		return err
	}
	return errors.Join(json.NewDecoder(answer.Body).Decode(out), answer.Body.Close())
}

// send asks, again while the service is busy or the answer not made yet, and wants
// a status.
func (s *served) send(ctx context.Context, method, path, contentType string, body []byte, want int) (*http.Response, error) {
	end := time.Now().Add(s.patience)
	for wait := 10 * time.Millisecond; ; wait = min(2*wait, 5*time.Second) {
		r, err := http.NewRequestWithContext(ctx, method, s.address+path, bytes.NewReader(body))
		if err != nil {
			return nil, err
		}
		if contentType != "" {
			r.Header.Set("Content-Type", contentType)
		}
		answer, err := s.asks.Do(r)
		if err != nil {
			if asked, ok := errors.AsType[*url.Error](err); ok {
				err = asked.Err // without the address, which holds a name
			}
			return nil, err
		}
		if answer.StatusCode == want {
			return answer, nil
		}
		answer.Body.Close()
		busy := slices.Contains([]int{http.StatusTooManyRequests, http.StatusServiceUnavailable, http.StatusConflict}, answer.StatusCode)
		if !busy || time.Now().Add(wait).After(end) {
			return nil, fmt.Errorf("it answered %d", answer.StatusCode)
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}
