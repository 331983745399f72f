package v1

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/screen"
	"github.com/interdict/interdict/server"
)

// Bounds of what is kept beside one state of the lists.
const (
	maxChoices   = 32
	maxListSets  = 8
	maxStandings = 10_000 // of one set of lists; about 10 MB
)

// choice is what requests of one kind are answered from: a threshold, lists
// and kinds of listing over one state.
type choice struct {
	base   *base.Base
	query  screen.Query
	hashes report.Hashes
	stamp  stamp
	*standings
}

func newChoice(b *base.Base, q screen.Query, s *standings) *choice {
	return &choice{base: b, query: q, hashes: b.Hashes(), standings: s}
}

// standings are what is known of entities' standing on some lists. What an
// entity's is stays true for as long as the state answers, so it is found once.
type standings struct {
	of     *base.Base
	mu     sync.RWMutex
	kept   map[string]*interdict.Standing // by entity
	asking sync.Pool                      // of *base.Standings
}

func newStandings(b *base.Base) *standings {
	return &standings{of: b, kept: map[string]*interdict.Standing{}, asking: sync.Pool{New: func() any { return b.Standings() }}}
}

// choices are those made of one state, and the standings on their lists.
type choices struct {
	mu    sync.Mutex
	of    map[string]*choice
	lists map[string]*standings
}

type choicesKey struct{}

// choose finds or makes the choice of a threshold, lists and kinds.
func choose(s *server.Serving, threshold interdict.Score, lists, kinds []string) (*choice, error) {
	all := s.Keep(choicesKey{}, func() any { return &choices{of: map[string]*choice{}, lists: map[string]*standings{}} }).(*choices)
	key := fmt.Sprintf("%d\x00%s\x00%s", threshold, strings.Join(lists, ","), strings.Join(kinds, ","))
	all.mu.Lock()
	defer all.mu.Unlock()
	if c := all.of[key]; c != nil {
		return c, nil
	}
	b, q, err := s.Choose(threshold, lists, kinds)
	if err != nil {
		return nil, err
	}
	if len(all.of) >= maxChoices {
		clear(all.of)
	}
	var on strings.Builder
	for i := range b.Lists {
		on.WriteString(b.Lists[i].ID + " ")
	}
	known := all.lists[on.String()]
	if known == nil {
		if len(all.lists) >= maxListSets {
			clear(all.lists)
		}
		known = newStandings(b)
		all.lists[on.String()] = known
	}
	c := newChoice(b, q, known)
	all.of[key] = c
	return c, nil
}

type wholeKey struct{}

// whole is the choice of all loaded lists, which is what is searched and shown.
func whole(s *server.Serving) *choice {
	return s.Keep(wholeKey{}, func() any {
		b := s.Whole()
		return newChoice(b, screen.Query{}, newStandings(b))
	}).(*choice)
}

// tell gives each hit of a result its standing.
func (c *standings) tell(ctx context.Context, r *interdict.Result) error {
	for _, hits := range [][]interdict.Hit{r.Hits, r.Cleared} {
		for i := range hits {
			var err error
			if hits[i].Standing, err = c.find(ctx, hits[i].EntityID); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *standings) find(ctx context.Context, id string) (*interdict.Standing, error) {
	c.mu.RLock()
	have := c.kept[id]
	c.mu.RUnlock()
	if have != nil {
		return have, nil
	}
	found, err := base.EntitiesWith(c.of.Engine, id)
	if err != nil {
		return nil, err
	}
	for i := range found {
		if found[i].ID != id {
			continue
		}
		s := c.asking.Get().(*base.Standings)
		have, err = s.Of(ctx, &found[i])
		if err != nil {
			return nil, err // and s, of which nobody knows how far it came, is let go
		}
		c.asking.Put(s)
	}
	if have == nil {
		return nil, nil
	}
	c.mu.Lock()
	if len(c.kept) >= maxStandings {
		clear(c.kept)
	}
	c.kept[id] = have
	c.mu.Unlock()
	return have, nil
}
