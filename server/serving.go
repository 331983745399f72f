package server

import (
	"context"
	"sync"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/screen"
)

// Serving is what requests are answered from: one state of the lists under one
// policy. Whoever holds it sees no other, whatever is swapped in meanwhile.
type Serving struct {
	*base.Base
	// Since is when it began to answer.
	Since time.Time

	lists []string
	on    func(list string, kind interdict.Kind) bool
	// policy is the one in force, all are the lists that it chose from.
	policy policy.Policy
	all    []report.List
	kept   sync.Map

	aging  sync.Mutex
	aged   []report.List
	agedAt time.Time

	// All below is guarded by the source that it belongs to.
	held    int
	retired bool
}

// Query asks for what the policy has on.
func (s *Serving) Query() screen.Query { return screen.Query{Lists: s.lists, On: s.on} }

// agedFor is how long an age that was told stays true enough.
const agedFor = 10 * time.Second

// Today are the lists that answer, with their age and health now.
func (s *Serving) Today(ctx context.Context) []report.List {
	s.aging.Lock()
	defer s.aging.Unlock()
	if now := time.Now(); now.Sub(s.agedAt) > agedFor {
		if lists, err := s.Aged(ctx); err == nil {
			s.aged, s.agedAt = lists, now
		}
	}
	return s.aged
}

// Choose is what a request is answered from that names a threshold, lists or
// kinds of listing in place of the policy's: a base and a query of its own. None
// of them means the policy's. The base is closed with the state that it is of.
func (s *Serving) Choose(threshold interdict.Score, lists, kinds []string) (*base.Base, screen.Query, error) {
	p := s.policy
	if threshold > 0 {
		p.Threshold = threshold
	}
	b := *s.Base
	b.Lists = s.all
	var q screen.Query
	var err error
	if q.Lists, q.On, err = b.Choose(&p, lists, kinds); err != nil {
		return nil, q, err
	}
	b.Engine = b.Engine.WithPolicy(p)
	return &b, q, nil
}

// Whole is the base with all loaded lists, whatever the policy chose of them.
func (s *Serving) Whole() *base.Base {
	b := *s.Base
	b.Lists = s.all
	return &b
}

// Policy is the one in force.
func (s *Serving) Policy() policy.Policy { return s.policy }

// Keep returns what is kept beside this state under a key, which is made where
// it is not there yet. It is let go with the state, of which alone it may tell.
func (s *Serving) Keep(key any, made func() any) any {
	if have, ok := s.kept.Load(key); ok {
		return have
	}
	have, _ := s.kept.LoadOrStore(key, made())
	return have
}
