package main

import (
	"fmt"
	"math"

	"github.com/interdict/interdict"
)

const unList = "un_sc_sanctions"

// unPeople screens people of the UN list, their names as published and
// altered, against scale M.
func unPeople(b *bench) (*result, error) {
	r := &result{}
	for _, file := range []string{"untreated", "treated"} {
		people, err := readPeople(b.stored("matching", "screening_fixtures", "positives_un_"+file+".csv"))
		if err != nil {
			return nil, err
		}
		s, err := b.scaleM()
		if err != nil {
			return nil, err
		}
		var meant []listed
		gone := 0
		index := newUNIndex(s)
		for i := range people {
			if m := index.meant(&people[i], file == "treated"); len(m.entities) > 0 {
				meant = append(meant, m)
			} else {
				gone++
			}
		}
		for _, known := range knowings {
			if err := b.listedPeople(r, s, file, known, meant); err != nil {
				return nil, err
			}
		}
		r.note("%s: %d of %d people are no longer listed and do not count.", file, gone, len(people))
	}
	r.note("The sets state no UN reference: who is meant is the listing with that name; of an altered name, of those born in the same year, the one nearest by letters.")
	return r, nil
}

// listedPeople screens people who are to be found.
func (b *bench) listedPeople(r *result, s *scale, file string, known knowing, meant []listed) error {
	asked := make([]interdict.Subject, len(meant))
	for i := range meant {
		asked[i] = known.of(meant[i].subject)
	}
	results, err := screenAll(s.engine, asked, b.threshold)
	if err != nil {
		return err
	}
	byDefault := s.listedFigures(asked, results, meant)
	for i := range results {
		text := asked[i].Name()
		p := s.place(text, &results[i], meant[i].entities...)
		r.cases = append(r.cases, outcome{id: fmt.Sprintf("%s %d %s", file, asked[i].Row, known.words), text: text,
			expected: meant[i].entities[0], answer: p.answer, score: p.score, right: p.first})
	}
	what := func(said string) string { return fmt.Sprintf("%s, %s: %s", file, known.words, said) }
	r.rate(what("found"), byDefault.found, least(1), peerOf("un", what("found")))
	r.rate(what("right entity first"), byDefault.first, over(0.995), peerOf("un", what("right entity first")))
	if byDefault.altered.of > 0 {
		r.rate(what("found, of altered names"), byDefault.altered, aim{}, peerOf("un", what("found, of altered names")))
	}
	results, err = screenAll(b.strict(s), asked, b.threshold)
	if err != nil {
		return err
	}
	strict := s.listedFigures(asked, results, meant)
	r.strictRate(what("found"), strict.found, byDefault.found)
	r.strictRate(what("right entity first"), strict.first, byDefault.first)
	r.strictRate(what("found, of altered names"), strict.altered, byDefault.altered)
	return nil
}

// listedFigures are how many of those who are meant were found, how many first,
// and how many of altered names.
type listedFigures struct{ found, first, altered share }

func (s *scale) listedFigures(asked []interdict.Subject, results []interdict.Result, meant []listed) (f listedFigures) {
	for i := range results {
		p := s.place(asked[i].Name(), &results[i], meant[i].entities...)
		f.found.add(p.found)
		f.first.add(p.first)
		if meant[i].altered {
			f.altered.add(p.found)
		}
	}
	return f
}

// listed is a subject with the entities that may be meant by it.
type listed struct {
	subject  *interdict.Subject
	entities []string
	altered  bool
}

// unIndex finds UN listings of people.
type unIndex struct {
	s       *scale
	people  []*interdict.Listing
	byPlain map[string][]string // entities
}

func newUNIndex(s *scale) *unIndex {
	x := &unIndex{s: s, byPlain: map[string][]string{}}
	for _, l := range s.listings {
		if l.List != unList || l.Schema != interdict.Person {
			continue
		}
		x.people = append(x.people, l)
		for i := range l.Names {
			key := plain(l.Names[i].Full)
			x.byPlain[key] = append(x.byPlain[key], s.entity(l))
		}
	}
	return x
}

// meant says which entities may be meant by a row: those of just that name;
// where the set has altered names, else those born in a year of the row that
// are nearest by letters and differ in a quarter of them at most.
func (x *unIndex) meant(s *interdict.Subject, treated bool) listed {
	name := s.Name()
	m := listed{subject: s, entities: x.byPlain[plain(name)]}
	if len(m.entities) > 0 || !treated {
		return m
	}
	m.altered = true
	least := math.MaxInt
	for _, l := range x.people {
		if !sameYear(s.BirthDates, l.BirthDates) {
			continue
		}
		var names []string
		for i := range l.Names {
			names = append(names, l.Names[i].Full)
		}
		d := nearestOf(name, names)
		if 4*d > len([]rune(plain(name))) {
			continue
		}
		if d < least {
			least, m.entities = d, nil
		}
		if d == least {
			m.entities = append(m.entities, x.s.entity(l))
		}
	}
	return m
}

// sameYear says whether two share a year of birth; none known contradicts
// nothing.
func sameYear(a, b []interdict.Date) bool {
	for i := range a {
		for j := range b {
			if a[i].First()/10000 <= b[j].Last()/10000 && b[j].First()/10000 <= a[i].Last()/10000 {
				return true
			}
		}
	}
	return len(a) == 0 || len(b) == 0
}
