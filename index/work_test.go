package index

import (
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/synth"
	"github.com/interdict/interdict/score"
)

// The work of a fixed input is the same on every machine. It may fall; where
// it must rise, this test says by how much.
func TestWorkIsBounded(t *testing.T) {
	g := synth.New(7, 30_000, 0.1)
	var listings []interdict.Listing
	for i := range 10_000 {
		listings = append(listings, g.Listing(i))
	}
	snap := compile(t, listings)
	customers := synth.New(8, 300_000, 0.1)
	searcher := NewSearcher(snap, score.Default())
	var prep score.Preparer
	var p score.Party
	const rows = 20_000
	for i := range rows {
		s := customers.Subject(int64(i))
		prep.Subject(&p, &s)
		search(t, searcher, &p, interdict.DefaultThreshold)
	}
	w := searcher.Work
	for _, c := range []struct {
		what       string
		have, most float64
	}{
		{"words looked up a row", float64(w.Lookups) / rows, 1.1},
		{"lists read a row", float64(w.Lists) / rows, 0.23},
		{"postings read a row", float64(w.Postings) / rows, 1.4},
		{"names bounded a row", float64(w.Bounded) / rows, 0.75},
		{"names scored a row", float64(w.NameScores) / rows, 0.03},
		{"full scores a row", float64(w.FullScores) / rows, 0.004},
	} {
		if c.have > c.most {
			t.Errorf("%s: %.3f, at most %.3f", c.what, c.have, c.most)
		}
	}
	t.Logf("%+v over %d rows", w, rows)
}

// A birth date spares a search most of the names that agree with the customer's
// in a word or two, since a listed person who was born on another day is nobody that
// the customer could be; and a person's search reads no name of a company.
func TestBirthDatesSpareWork(t *testing.T) {
	g := synth.New(7, 300, 0.1) // few family names, so that many agree
	var listings []interdict.Listing
	for i := range 5_000 {
		l := g.Listing(i)
		l.Schema, l.BirthDates = interdict.Person, []interdict.Date{interdict.Day(1940+i%60, 1+i%12, 1+i%28)}
		listings = append(listings, l)
	}
	work := func(snap *Snapshot, change func(s *interdict.Subject)) Work {
		searcher := NewSearcher(snap, score.Default())
		var prep score.Preparer
		var p score.Party
		for i := range 2_000 {
			s := g.Subject(int64(i))
			s.Schema, s.BirthDates = interdict.Person, []interdict.Date{interdict.Day(1935+i%70, 1+i%11, 1+i%27)}
			change(&s)
			prep.Subject(&p, &s)
			search(t, searcher, &p, interdict.DefaultThreshold)
		}
		return searcher.Work
	}
	snap := compile(t, listings)
	dated := work(snap, func(*interdict.Subject) {})
	undated := work(snap, func(s *interdict.Subject) { s.BirthDates = nil })
	t.Logf("bounded %d with a birth date, %d without", dated.Bounded, undated.Bounded)
	if dated.Bounded*5 > undated.Bounded || dated.Postings*5 > undated.Postings {
		t.Errorf("%+v with a birth date, %+v without", dated, undated)
	}
	for i := range listings {
		listings[i].Schema, listings[i].BirthDates = interdict.Organization, nil
	}
	if w := work(compile(t, listings), func(s *interdict.Subject) { s.BirthDates = nil }); w.Postings > 0 {
		t.Errorf("persons among companies: %+v", w)
	}
}

// A search for words met before allocates nothing.
func TestSearchAllocatesNothing(t *testing.T) {
	g := synth.New(7, 3000, 0.1)
	var listings []interdict.Listing
	for i := range 1000 {
		listings = append(listings, g.Listing(i))
	}
	snap := compile(t, listings)
	searcher := NewSearcher(snap, score.Default())
	preps, parties := make([]score.Preparer, 200), make([]score.Party, 200)
	for i := range parties {
		s := synth.New(uint64(i), 3000, 0).Subject(int64(i))
		preps[i].Subject(&parties[i], &s)
	}
	round := func() {
		for i := range parties {
			_ = searcher.Search(&parties[i], interdict.DefaultThreshold, func(uint32, *score.Outcome, *score.Party) {})
		}
	}
	round()
	if n := testing.AllocsPerRun(5, round); n > 0 {
		t.Errorf("%v allocations in %d rows", n, len(parties))
	}
}

// A common name costs no more than a rare one by more than its candidates.
func TestCommonNamesCostTheirCandidates(t *testing.T) {
	g := synth.New(7, 30_000, 0.1)
	var listings []interdict.Listing
	for i := range 10_000 {
		listings = append(listings, g.Listing(i))
	}
	snap := compile(t, listings)
	searcher := NewSearcher(snap, score.Default())
	var prep score.Preparer
	var p score.Party
	for _, name := range []string{"Mohammed Khan", "Maria Garcia", "John Smith", "Ali Hassan", "Wei Wang"} {
		prep.Subject(&p, &interdict.Subject{Schema: interdict.Person, Names: []interdict.Name{{Full: name}}})
		searcher.Work = Work{}
		search(t, searcher, &p, interdict.DefaultThreshold)
		w := searcher.Work
		t.Logf("%s: %+v", name, w)
		if most := 400 + 20*w.NameScores; w.Bounded > most {
			t.Errorf("%s: %d names bounded for %d worth scoring, at most %d", name, w.Bounded, w.NameScores, most)
		}
	}
}
