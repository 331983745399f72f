package index

import (
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/synth"
	"github.com/interdict/interdict/score"
)

// Reading ahead changes no answer and no count of work, whether the words were met
// before or not, and allocates nothing once its room is made.
func TestAheadChangesNothing(t *testing.T) {
	g := synth.New(7, 3000, 0.1)
	var listings []interdict.Listing
	for i := range 1000 {
		listings = append(listings, g.Listing(i))
	}
	with, without := NewSearcher(compile(t, listings), score.Default()), NewSearcher(compile(t, listings), score.Default())
	var prep score.Preparer
	parties, subjects := make([]score.Party, 32), make([]interdict.Subject, 32)
	for round := range 20 {
		for i := range subjects {
			subjects[i] = synth.New(uint64(round/2), 3000, 0).Subject(int64(i))
			if i%4 == 0 {
				subjects[i].Names = []interdict.Name{g.Altered(listings[(round*32+i)%len(listings)].Names[0])}
			}
		}
		prep.Subjects(parties, subjects)
		with.Ahead(parties)
		for i := range parties {
			a, b := search(t, with, &parties[i], interdict.DefaultThreshold), search(t, without, &parties[i], interdict.DefaultThreshold)
			if len(a) != len(b) {
				t.Fatalf("%d hits read ahead, %d otherwise", len(a), len(b))
			}
			for k := range a {
				if a[k] != b[k] {
					t.Fatalf("%v read ahead, %v otherwise", a[k], b[k])
				}
			}
		}
	}
	if with.Work != without.Work || with.Work.Hits == 0 {
		t.Errorf("%+v read ahead, %+v otherwise", with.Work, without.Work)
	}
	if n := testing.AllocsPerRun(5, func() { with.Ahead(parties) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
