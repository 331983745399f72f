package index

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/synth"
	"github.com/interdict/interdict/score"
)

// compile builds, writes and reopens a snapshot of the listings.
func compile(t testing.TB, listings []interdict.Listing) *Snapshot {
	t.Helper()
	b := NewBuilder()
	for i := range listings {
		l := &listings[i]
		if err := b.Add(&interdict.Entity{ID: l.List + "-" + l.ID, Listings: []interdict.Listing{*l}}); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "s"+Extension)
	var out bytes.Buffer
	if _, err := b.Snapshot(Meta{}).Write(&out); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// oracle scores a subject against every entity: slow and obvious.
type oracle struct {
	parties []score.Party
	preps   []score.Preparer
	scorer  score.Scorer
}

func newOracle(listings []interdict.Listing) *oracle {
	o := &oracle{
		parties: make([]score.Party, len(listings)),
		preps:   make([]score.Preparer, len(listings)),
		scorer:  score.Scorer{Weights: score.Default()},
	}
	for i := range listings {
		o.preps[i].Entity(&o.parties[i], &interdict.Entity{Listings: listings[i : i+1]})
	}
	return o
}

type found struct {
	entity                    uint32
	score, strength, suffices interdict.Score
	weight                    interdict.Millibits
}

func (o *oracle) search(p *score.Party, threshold interdict.Score) (out []found) {
	for i := range o.parties {
		if r := o.scorer.Score(p, &o.parties[i]); r.Score >= threshold {
			out = append(out, found{uint32(i), r.Score, r.Strength, r.Sufficiency, r.Weight})
		}
	}
	return out
}

func search(t testing.TB, s *Searcher, p *score.Party, threshold interdict.Score) (out []found) {
	t.Helper()
	err := s.Search(p, threshold, func(n uint32, r *score.Outcome, _ *score.Party) {
		out = append(out, found{n, r.Score, r.Strength, r.Sufficiency, r.Weight})
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// against holds the search of each subject against the oracle, at several
// thresholds, and returns how many hits there were at the default one.
func against(t *testing.T, listings []interdict.Listing, subjects []interdict.Subject) (hits int) {
	t.Helper()
	snap := compile(t, listings)
	searcher := NewSearcher(snap, score.Default())
	o := newOracle(listings)
	var prep score.Preparer
	var p score.Party
	for i := range subjects {
		prep.Subject(&p, &subjects[i])
		all := o.search(&p, 5000)
		for _, threshold := range []interdict.Score{5000, 7000, 8500} {
			want := slices.DeleteFunc(slices.Clone(all), func(f found) bool { return f.score < threshold })
			got := search(t, searcher, &p, threshold)
			if threshold == interdict.DefaultThreshold {
				hits += len(want)
			}
			if slices.Equal(want, got) {
				continue
			}
			t.Fatalf("subject %q at %s:\nexhaustive %v\nindex      %v\n%s", subjects[i].Name(), threshold, want, got, difference(listings, want, got))
		}
	}
	return hits
}

func difference(listings []interdict.Listing, want, got []found) string {
	have := map[uint32]bool{}
	for _, g := range got {
		have[g.entity] = true
	}
	for _, w := range want {
		if !have[w.entity] {
			names := "missed:"
			for _, n := range listings[w.entity].Names {
				names += " | " + n.Full
			}
			return names
		}
	}
	return ""
}

// The index finds exactly what exhaustive scoring finds, on synthetic parties
// with typing errors, joined words, initials and swapped orders.
func TestSearchEqualsExhaustiveScoring(t *testing.T) {
	g := synth.New(1, 1000, 0.2)
	var listings []interdict.Listing
	for i := range 3000 {
		listings = append(listings, g.Listing(i))
	}
	var subjects []interdict.Subject
	for i := range 150 {
		s := g.Subject(int64(i))
		if i%2 == 0 { // half of them are altered names of listed parties
			l := &listings[(i*37)%len(listings)]
			s.Names = []interdict.Name{g.Altered(l.Names[i%len(l.Names)])}
			if i%4 == 0 {
				s.BirthDates, s.Countries = l.BirthDates, nil
			}
		}
		if i%5 == 0 {
			s.BirthDates, s.Countries = nil, nil
		}
		subjects = append(subjects, s)
	}
	if hits := against(t, listings, subjects); hits < 40 {
		t.Errorf("%d hits: the subjects do not try anything", hits)
	}
}
