package index

import (
	"flag"
	"fmt"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/synth"
	"github.com/interdict/interdict/score"
)

var large = flag.Bool("large", false, "benchmark at scale L too: a million entities, some gigabytes of memory")

// scales are entities of about three names each: 30,000 make the 90,000 names
// of M, a million the three million of L.
func scales() []int {
	if *large {
		return []int{30_000, 1_000_000}
	}
	return []int{30_000}
}

func synthetic(b *testing.B, entities int) *Snapshot {
	b.Helper()
	g := synth.New(7, entities*3, 0.1)
	builder := NewBuilder()
	for i := range entities {
		l := g.Listing(i)
		if err := builder.Add(&interdict.Entity{ID: l.ID, Listings: []interdict.Listing{l}}); err != nil {
			b.Fatal(err)
		}
	}
	return builder.Snapshot(Meta{})
}

// BenchmarkSearch is one subject against scales M and L: by name alone, and
// with birth date and country.
func BenchmarkSearch(b *testing.B) {
	for _, entities := range scales() {
		snap := synthetic(b, entities)
		for _, facts := range []bool{false, true} {
			b.Run(fmt.Sprintf("names=%d/facts=%v", snap.Names(), facts), func(b *testing.B) {
				g := synth.New(8, 300_000, 0.1)
				var subjects []interdict.Subject
				for i := range 400_000 {
					s := g.Subject(int64(i))
					if !facts {
						s.BirthDates, s.Countries = nil, nil
					}
					subjects = append(subjects, s)
				}
				searcher := NewSearcher(snap, score.Default())
				var prep score.Preparer
				var p score.Party
				i := 0
				b.ReportAllocs()
				for b.Loop() {
					prep.Subject(&p, &subjects[i%len(subjects)])
					if err := searcher.Search(&p, interdict.DefaultThreshold, func(uint32, *score.Outcome, *score.Party) {}); err != nil {
						b.Fatal(err)
					}
					i++
				}
				reportWork(b, &searcher.Work)
			})
		}
	}
}

// BenchmarkNewWord is the cost of a word never seen before.
func BenchmarkNewWord(b *testing.B) {
	for _, entities := range scales() {
		snap := synthetic(b, entities)
		b.Run(fmt.Sprintf("words=%d", len(snap.rarity)), func(b *testing.B) {
			searcher := NewSearcher(snap, score.Default())
			var parties []score.Party
			for i := range 2000 {
				var prep score.Preparer
				var p score.Party
				prep.Subject(&p, &interdict.Subject{Schema: interdict.Person, Names: []interdict.Name{{Full: synth.Syllables(uint64(i)<<40 + 5)}}})
				parties = append(parties, p)
			}
			i := 0
			for b.Loop() {
				if i%len(parties) == 0 {
					searcher.cache.Forget()
				}
				for k := range parties[i%len(parties)].Names {
					n := &parties[i%len(parties)].Names[k]
					for j := range n.Tokens {
						searcher.lookup(&walkWord{token: &n.Tokens[j]})
					}
				}
				i++
			}
		})
	}
}

func BenchmarkOpen(b *testing.B) {
	snap := synthetic(b, 30_000)
	var out sliceWriter
	if _, err := snap.Write(&out); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(out)))
	for b.Loop() {
		if _, err := read(out); err != nil {
			b.Fatal(err)
		}
	}
}

type sliceWriter []byte

func (w *sliceWriter) Write(b []byte) (int, error) {
	*w = append(*w, b...)
	return len(b), nil
}
