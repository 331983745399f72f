package server

import (
	"github.com/interdict/interdict"
	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/screen"
)

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
