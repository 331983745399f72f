package index

import (
	"flag"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/synth"
	"github.com/interdict/interdict/score"
)

var snapshotFile = flag.String("snapshot", "", "a snapshot file for BenchmarkSearchFile")

// BenchmarkSearchFile is one subject against a snapshot of real lists: clean
// customers, 200,000 in turn, by name alone and with birth date and country.
func BenchmarkSearchFile(b *testing.B) {
	if *snapshotFile == "" {
		b.Skip("no -snapshot FILE, such as the current one of a data folder")
	}
	snap, err := Open(*snapshotFile)
	if err != nil {
		b.Fatal(err)
	}
	defer snap.Close()
	for _, facts := range []bool{false, true} {
		what := "name only"
		if facts {
			what = "with facts"
		}
		b.Run(what, func(b *testing.B) {
			g := synth.New(8, 300_000, 0.1)
			var subjects []interdict.Subject
			for i := range 200_000 {
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

// reportWork reports what a search did, which is the same on every machine.
func reportWork(b *testing.B, w *Work) {
	n := float64(w.Subjects)
	b.ReportMetric(float64(w.Lookups)/n, "lookups/op")
	b.ReportMetric(float64(w.Postings)/n, "postings/op")
	b.ReportMetric(float64(w.Bounded)/n, "bounded/op")
	b.ReportMetric(float64(w.NameScores)/n, "names/op")
	b.ReportMetric(float64(w.FullScores)/n, "full/op")
	b.ReportMetric(float64(w.Hits)/n, "hits/op")
}
