package compare

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/screen"
)

// Options say what is compared.
type Options struct {
	Client Client
	// Base is what ours is asked of, with all loaded lists, Ours what the policy
	// chose of them, and Query what is looked for.
	Base, Ours *base.Base
	Query      screen.Query
	// Concurrency is how many calls are under way at once.
	Concurrency int
	// Progress is told how many requests are done; nil tells nobody.
	Progress func(done, of int)
}

// comparison is one that is under way.
type comparison struct {
	*Options
	peer  peer
	there map[string]ListThere
	known *known

	standing  sync.Mutex // one asks for standings at a time
	standings *base.Standings
}

// Run puts requests to both sides.
func Run(ctx context.Context, o *Options, requests *Requests) (*Report, error) {
	p, err := open(ctx, &o.Client)
	if err != nil {
		return nil, err
	}
	c := &comparison{Options: o, peer: p}
	if c.there, err = p.lists(ctx); err != nil {
		return nil, fmt.Errorf("its lists cannot be told: %w", err)
	}
	if c.known, err = know(o.Base.Engine); err != nil {
		return nil, err
	}
	r := &Report{Against: o.Client.URL, Kind: p.kind(), Form: requests.Form, Refused: requests.Refused, Cut: requests.Cut, Began: time.Now().UTC()}
	r.Results = make([]Result, len(requests.All))
	if err := c.all(ctx, requests.All, r.Results); err != nil {
		return nil, err
	}
	c.finish(r)
	if r.Summary.Answered == 0 {
		return r, fmt.Errorf("none of the requests was answered: %s", r.Results[0].Failure)
	}
	return r, nil
}

// all compares requests, several at once.
func (c *comparison) all(ctx context.Context, requests []Request, results []Result) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	next := make(chan int)
	var wait sync.WaitGroup
	var mu sync.Mutex
	done := 0
	for range min(max(c.Concurrency, 1), 64) {
		wait.Go(func() {
			for i := range next {
				err := c.one(ctx, &requests[i], &results[i])
				if err != nil {
					cancel(err)
				}
				mu.Lock()
				done++
				if c.Progress != nil {
					c.Progress(done, len(requests))
				}
				mu.Unlock()
			}
		})
	}
feed:
	for i := range requests {
		select {
		case next <- i:
		case <-ctx.Done():
			break feed
		}
	}
	close(next)
	wait.Wait()
	return context.Cause(ctx)
}

// one compares one request. What fails over there is part of the result; what
// fails here is an error.
func (c *comparison) one(ctx context.Context, q *Request, r *Result) error {
	*r = Result{Row: q.Row, ID: q.Subject.ID, Name: q.Subject.Name(), Theirs: []Finding{}, Ours: []Finding{}, Differences: []Difference{}}
	begun := time.Now()
	found, limit, from, err := c.peer.ask(ctx, q)
	r.theirTime = time.Since(begun)
	if err != nil {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		r.Status, r.Failure = Failed, err.Error()
		return nil
	}
	begun = time.Now()
	query := c.Query
	query.On = c.on(q)
	ours, err := c.Ours.Engine.Screen(&q.Subject, query)
	r.ourTime = time.Since(begun)
	if err != nil {
		return err
	}
	return c.tell(ctx, &asked{Request: q, found: found, limit: limit, from: from, hits: ours.Hits}, r)
}

// on is what of our lists a request asks for.
func (c *comparison) on(q *Request) func(string, interdict.Kind) bool {
	list := q.List
	if slices.ContainsFunc(c.Base.Engine.Lists(), func(l screen.ListInfo) bool { return l.ID == q.Dataset }) {
		list = q.Dataset // yente's data set is one list
	}
	if list == "" {
		return c.Query.On
	}
	return func(l string, kind interdict.Kind) bool {
		return l == list && (c.Query.On == nil || c.Query.On(l, kind))
	}
}

// asked is a request with what came of it.
type asked struct {
	*Request
	found []theirs
	limit int
	from  float64
	hits  []interdict.Hit
}

// party is one of theirs, or several that are one entity here.
type party struct {
	*theirs
	entity, how string
}

// parties are theirs, those of one entity of ours as the best of them.
func (c *comparison) parties(found []theirs) (out []party) {
	for i := range found {
		p := party{theirs: &found[i]}
		p.entity, p.how = c.known.entity(p.theirs)
		at := slices.IndexFunc(out, func(o party) bool { return p.entity != "" && o.entity == p.entity })
		if at < 0 {
			out = append(out, p)
			continue
		}
		o := out[at].theirs
		o.Lists = append(slices.Clone(o.Lists), p.Lists...)
		o.Match, o.Score = o.Match || p.Match, max(o.Score, p.Score)
	}
	slices.SortStableFunc(out, func(a, b party) int { return cmp.Compare(b.Score, a.Score) })
	return out
}

// tell says in what the two answers differ.
func (c *comparison) tell(ctx context.Context, a *asked, r *Result) error {
	all := c.parties(a.found)
	var both []string
	for i := range all {
		p := &all[i]
		if !p.Match {
			continue
		}
		f := Finding{ID: p.ID, Caption: p.Caption, Score: round(p.Score), Lists: compact(p.Lists), Entity: p.entity, By: p.how}
		r.Theirs = append(r.Theirs, f)
		if p.entity != "" && hitOf(a.hits, p.entity) != nil {
			both = append(both, p.entity)
			continue
		}
		d, err := c.onlyTheirs(ctx, a, p)
		if err != nil {
			return err
		}
		d.Their = &f
		r.Differences = append(r.Differences, d)
	}
	for i := range a.hits {
		h := &a.hits[i]
		f := Finding{ID: h.EntityID, Caption: h.Caption, Score: float64(h.Score) / 10000, Lists: h.Lists, Entity: h.EntityID}
		r.Ours = append(r.Ours, f)
		if slices.Contains(both, h.EntityID) {
			continue
		}
		d, err := c.onlyOurs(ctx, a, h, all)
		if err != nil {
			return err
		}
		d.Our = &f
		r.Differences = append(r.Differences, d)
	}
	r.Both = len(both)
	if len(r.Differences) > 0 {
		r.Status = Differs
		return nil
	}
	r.Status = Same
	if d := otherOrder(r); d != nil {
		r.Status = OtherOrder
		r.Differences = append(r.Differences, *d)
	}
	return nil
}

// otherOrder says that the same entities come in another order: one is above
// another there, by its score, and below it here. It is nil where none is.
func otherOrder(r *Result) *Difference {
	for i := range r.Theirs {
		for k := i + 1; k < len(r.Theirs); k++ {
			above, below := &r.Theirs[i], &r.Theirs[k]
			a, b := findingOf(r.Ours, above.Entity), findingOf(r.Ours, below.Entity)
			if a == nil || b == nil || above.Score <= below.Score || a.Score >= b.Score {
				continue
			}
			return &Difference{What: Order, Reason: ReasonOrder, Their: above, Our: b,
				Words: fmt.Sprintf("there %s (%.4f) comes before %s (%.4f), here %s (%.4f) before %s (%.4f)",
					above.Caption, above.Score, below.Caption, below.Score, b.Caption, b.Score, a.Caption, a.Score)}
		}
	}
	return nil
}

func findingOf(all []Finding, entity string) *Finding {
	for i := range all {
		if all[i].Entity == entity {
			return &all[i]
		}
	}
	return nil
}

func hitOf(hits []interdict.Hit, entity string) *interdict.Hit {
	for i := range hits {
		if hits[i].EntityID == entity {
			return &hits[i]
		}
	}
	return nil
}

func compact(values []string) []string {
	out := slices.Clone(values)
	slices.Sort(out)
	return slices.Compact(out)
}
