package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/entities"
	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/screen"
)

// scale is scale M: the listings in force, joined to entities and compiled
// with this program's analysis, whatever snapshot lies in the data folder.
type scale struct {
	listings []*interdict.Listing
	of       screen.EntityOf
	members  map[string][]*interdict.Listing // of each entity
	engine   *screen.Engine
}

// scaleM loads and compiles scale M once. The error is errAbsent where it has
// not been built.
func (b *bench) scaleM() (*scale, error) {
	if b.scale != nil {
		return b.scale, nil
	}
	if _, err := os.Stat(filepath.Join(b.data, register.FileName)); err != nil {
		return nil, fmt.Errorf("%w: scale M in %s, which `make scales` builds", errAbsent, b.data)
	}
	s := &scale{of: screen.EntityOf{}, members: map[string][]*interdict.Listing{}}
	if err := s.load(b.data); err != nil {
		return nil, err
	}
	for _, l := range s.listings {
		s.members[s.entity(l)] = append(s.members[s.entity(l)], l)
	}
	var err error
	if s.engine, err = s.compile(nil); err != nil {
		return nil, err
	}
	p := policy.Default()
	p.Threshold = b.threshold
	s.engine = s.engine.WithPolicy(p)
	b.scale = s
	return s, nil
}

// load reads the listings in force and joins them, as loading does.
func (s *scale) load(data string) error {
	ctx := context.Background()
	r, err := register.Open(ctx, data, register.Options{})
	if err != nil {
		return err
	}
	defer r.Close()
	view, err := r.InForce(ctx, register.AsOf{})
	if err != nil {
		return err
	}
	j := entities.NewJoiner()
	for l, err := range view.Listings(ctx) {
		if err != nil {
			return err
		}
		kept := *l
		kept.Raw = nil
		s.listings = append(s.listings, &kept)
		j.Add(&kept)
	}
	clusters, _ := j.Join()
	ids, _ := entities.Identify(clusters, &entities.Known{})
	for c := range clusters {
		for _, ref := range clusters[c].Refs {
			s.of[ref] = ids[c]
		}
	}
	return nil
}

// entity is the id of the entity that a listing belongs to.
func (s *scale) entity(l *interdict.Listing) string {
	if id, ok := s.of[l.Ref()]; ok {
		return id
	}
	return entities.ID(l.Ref())
}

// compile makes an engine of the listings, with those names alone that keep
// takes; nil takes all.
func (s *scale) compile(keep func(*interdict.Name) bool) (*screen.Engine, error) {
	return screen.FromListings(func(yield func(*interdict.Listing, error) bool) {
		for _, l := range s.listings {
			l := *l
			if keep != nil {
				l.Names = slices.DeleteFunc(slices.Clone(l.Names), func(n interdict.Name) bool { return !keep(&n) })
			}
			if !yield(&l, nil) {
				return
			}
		}
	}, s.of, "accuracy", nil)
}

// names are all listed names of an entity.
func (s *scale) names(entity string) (all []string) {
	for _, l := range s.members[entity] {
		for i := range l.Names {
			all = append(all, l.Names[i].Full)
		}
	}
	return all
}

// place is how a search went for one who is listed.
type place struct {
	found, first bool
	score        interdict.Score // of the one looked for, 0 where it was not found
	answer       string          // who came first, to be read
}

// place says how a search for a text went whose right answers are these
// entities.
func (s *scale) place(text string, r *interdict.Result, right ...string) place {
	p := place{answer: "nobody"}
	for i := range r.Hits {
		if slices.Contains(right, r.Hits[i].EntityID) {
			p.found, p.score = true, r.Hits[i].Score
			break // hits stand best first
		}
	}
	if len(r.Hits) == 0 {
		return p
	}
	first := &r.Hits[0]
	p.answer = first.MatchedName + " " + first.EntityID
	p.first = slices.Contains(right, first.EntityID)
	if !p.first && s.asGood(text, first, right) {
		p.found, p.first = true, true
	}
	return p
}
