package index

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/synth"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/ofac"
	"github.com/interdict/interdict/lists/uk"
	"github.com/interdict/interdict/lists/un"
	"github.com/interdict/interdict/score"
)

// realLists reads scale S: the editions of OFAC's, the UK's and the UN's list
// that benchmarks use. It skips where they are not stored beside the checkout.
func realLists(t testing.TB) []interdict.Listing {
	t.Helper()
	root := filepath.Join("..", "..", "shared", "data", "lists")
	paths := []string{
		filepath.Join(root, "ofac", "sdn_2024-05-03.csv"),
		filepath.Join(root, "uk", "ConList_2025-04-10.csv"),
		filepath.Join(root, "un", "consolidated_2026-08-01.xml"),
	}
	for _, p := range paths {
		if _, err := os.Stat(p); err != nil {
			t.Skipf("real lists are not stored here: %v", err)
		}
	}
	editions, skipped, err := lists.Collect(context.Background(), paths, []lists.Format{ofac.CSV(), uk.ConList(), un.XML()}, lists.CollectOptions{})
	if err != nil || len(skipped) > 0 || len(editions) != len(paths) {
		t.Fatalf("%d editions, skipped %v: %v", len(editions), skipped, err)
	}
	var all []interdict.Listing
	for i := range editions {
		_, err := editions[i].Read(context.Background(), func(l *interdict.Listing) error {
			all = append(all, *l)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// realSubjects are listed names, half of them altered, with and without a
// birth date and a country, and people who are on no list.
func realSubjects(all []interdict.Listing, n int) []interdict.Subject {
	rng := rand.New(rand.NewPCG(11, 12))
	g := synth.New(13, 50_000, 0.2)
	var out []interdict.Subject
	for i := range n {
		if i%4 == 3 {
			out = append(out, g.Subject(int64(i)))
			continue
		}
		l := &all[rng.IntN(len(all))]
		if len(l.Names) == 0 {
			continue
		}
		name := l.Names[rng.IntN(len(l.Names))]
		s := interdict.Subject{Row: int64(i), Names: []interdict.Name{{Full: name.Full}}}
		if i%2 == 0 && name.Script == "" {
			s.Names = []interdict.Name{{Full: g.Altered(name).Full}}
		}
		if i%3 == 0 {
			s.Schema, s.BirthDates, s.Countries = l.Schema, l.BirthDates, l.Countries
		}
		if i%5 == 0 {
			s.Identifiers = l.Identifiers
		}
		out = append(out, s)
	}
	return out
}

func TestSearchEqualsExhaustiveScoringOnRealLists(t *testing.T) {
	all := realLists(t)
	n := 240
	if testing.Short() {
		n = 40
	}
	if hits := against(t, all, realSubjects(all, n), shipped); hits[0] < n/2 || hits[1] < hits[0] {
		t.Errorf("%d hits of %d subjects: the subjects do not try anything", hits, n)
	}
}

// Every listed name finds its own entity, with strength 1; one that is not in Latin
// letters does so too where nobody says what its bearer is.
func TestListedNamesFindThemselves(t *testing.T) {
	all := realLists(t)
	snap := compile(t, all)
	searcher := NewSearcher(snap, score.Default())
	var prep score.Preparer
	var p score.Party
	missed, tried := 0, 0
	for i := range all {
		for k := range all[i].Names {
			name := &all[i].Names[k]
			if name.Weak() {
				continue
			}
			kinds := []interdict.Schema{all[i].Schema, ""}
			if !strings.ContainsFunc(name.Full, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) }) {
				kinds = kinds[:1]
			}
			for _, kind := range kinds {
				tried++
				prep.Subject(&p, &interdict.Subject{Schema: kind, Names: []interdict.Name{*name}})
				found := false
				err := searcher.Search(&p, interdict.DefaultThreshold, func(n uint32, o *score.Outcome, _ *score.Party) {
					found = found || int(n) == i && o.Strength == 10000
				})
				if err != nil {
					t.Fatal(err)
				}
				if !found {
					if missed++; missed < 10 {
						t.Errorf("%s %s: %q does not find itself as %q", all[i].List, all[i].ID, name.Full, kind)
					}
				}
			}
		}
	}
	t.Logf("%d names tried, %d missed", tried, missed)
}

// BenchmarkSearchReal is one call against the real lists of scale S: clean
// customers.
func BenchmarkSearchReal(b *testing.B) {
	snap := compile(b, realLists(b))
	g := synth.New(8, 300_000, 0.1)
	var subjects []interdict.Subject
	for i := range 400_000 {
		subjects = append(subjects, g.Subject(int64(i)))
	}
	searcher := NewSearcher(snap, score.Default())
	var prep score.Preparer
	var p score.Party
	i := 0
	for b.Loop() {
		prep.Subject(&p, &subjects[i%len(subjects)])
		if err := searcher.Search(&p, interdict.DefaultThreshold, func(uint32, *score.Outcome, *score.Party) {}); err != nil {
			b.Fatal(err)
		}
		i++
	}
}
