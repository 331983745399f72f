package index

import (
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/synth"
	"github.com/interdict/interdict/score"
)

// Hostile subjects cost what a long name costs and no more, by the counters of
// work, whatever their size; and a second one allocates nothing that grows with
// it.
func TestHostileSubjects(t *testing.T) {
	g := synth.New(7, 3000, 0.1)
	var listings []interdict.Listing
	for i := range 2000 {
		l := g.Listing(i)
		l.Addresses = []interdict.Place{{Text: "12 Garden Street, Damascus, Syria"}}
		l.Emails = []string{"office@kometa.example"}
		listings = append(listings, l)
	}
	searcher := NewSearcher(compile(t, listings), score.Default())
	var prep score.Preparer
	var p score.Party
	long := strings.Repeat("mohammed khan ", 5_000)
	for what, s := range map[string]interdict.Subject{
		"ten thousand tokens":     {Names: []interdict.Name{{Full: long}}},
		"ten thousand other ones": {Names: []interdict.Name{{Full: manyWords(10_000)}}},
		"one endless token":       {Names: []interdict.Name{{Full: strings.Repeat("a", 1<<20)}}},
		"combining marks":         {Names: []interdict.Name{{Full: "khan" + strings.Repeat("\u0301\u0323", 1<<18)}}},
		"right-to-left controls":  {Names: []interdict.Name{{Full: strings.Repeat("\u202ekhan\u202c \u200f", 1<<15)}}},
		"broken UTF-8":            {Names: []interdict.Name{{Full: strings.Repeat("kh\xff\xfean \xc3", 1<<15)}}},
		"an endless address":      {Names: []interdict.Name{{Full: "Mohammed Khan"}}, Addresses: []interdict.Place{{Text: manyWords(10_000)}, {Text: strings.Repeat(",", 1<<20)}}},
		"ten thousand addresses":  {Names: []interdict.Name{{Full: "Mohammed Khan"}}, Addresses: repeated(interdict.Place{Text: "Damascus"}, 10_000)},
		"ten thousand e-mails":    {Names: []interdict.Name{{Full: "Mohammed Khan"}}, Emails: repeated("office@kometa.example", 10_000)},
		"ten thousand dates":      {Names: []interdict.Name{{Full: "Mohammed Khan"}}, BirthDates: repeated(interdict.Day(1950, 2, 3), 10_000)},
		"ten thousand countries":  {Names: []interdict.Name{{Full: "Mohammed Khan"}}, Countries: repeated(interdict.Country{Code: "sy"}, 10_000)},
	} {
		s.Schema = interdict.Person
		round := func() {
			prep.Subject(&p, &s)
			if err := searcher.Search(&p, interdict.DefaultThreshold, func(uint32, *score.Outcome, *score.Party) {}); err != nil {
				t.Fatal(err)
			}
		}
		searcher.Work = Work{}
		round()
		w := searcher.Work
		t.Logf("%s: %+v", what, w)
		// Each of at most 32 words is looked up once in each reading, and each of
		// its postings read once for it and once for a pair.
		if n := int64(len(listings)); w.Lookups > 200 || w.Bounded > 8*n || w.Postings > 200*n || w.FullScores > n {
			t.Errorf("%s: %+v", what, w)
		}
		if len(p.Places) > score.MaxPlaces || len(p.Emails) > 32 {
			t.Errorf("%s: %d places, %d e-mail addresses", what, len(p.Places), len(p.Emails))
		}
		if n := testing.AllocsPerRun(3, round); n > 16 {
			t.Errorf("%s: %v allocations", what, n)
		}
	}
}

func manyWords(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(synth.Syllables(uint64(i)))
		b.WriteByte(' ')
	}
	return b.String()
}

func repeated[T any](v T, n int) []T {
	out := make([]T, n)
	for i := range out {
		out[i] = v
	}
	return out
}
