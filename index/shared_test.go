package index

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/recent"
	"github.com/interdict/interdict/score"
)

// crowded makes names of few words, so that nearly all share most of theirs:
// initials, nicknames, misspellings, joined words and common names.
func crowded(rng *rand.Rand) string {
	words := []string{
		"Mohammed", "Muhammad", "Mohamed", "Ali", "Aly", "Hassan", "Hasan", "Abdul", "Abd", "al", "Rahman", "Abdulrahman",
		"Robert", "Bob", "William", "Bill", "Elizabeth", "Liz", "M", "R", "J", "Smith", "Smyth", "Smithson",
		"Ivan", "Ivanov", "Ivanova", "Petrov", "Wei", "Xiao", "Xiaowei", "Zhang", "Kazakov", "Kazankov", "Kazakova", "bin",
	}
	out := make([]string, 1+rng.IntN(5))
	for i := range out {
		out[i] = words[rng.IntN(len(words))]
	}
	if len(out) > 2 && rng.IntN(4) == 0 { // two words written as one
		out[0] += strings.ToLower(out[1])
		out = slices.Delete(out, 1, 2)
	}
	return strings.Join(out, " ")
}

// Among names that share most of their words the index still finds exactly
// what exhaustive scoring finds.
func TestSearchEqualsExhaustiveScoringAmongSharedWords(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	listings, subjects := crowd(rng, 1200, 150)
	if hits := against(t, listings, subjects, shipped[:1])[0]; hits < 500 {
		t.Errorf("%d hits: the subjects do not try anything", hits)
	}
}

func crowd(rng *rand.Rand, listed, asked int) (listings []interdict.Listing, subjects []interdict.Subject) {
	for i := range listed {
		schema := interdict.Person
		if i%5 == 0 {
			schema = interdict.Organization
		}
		listings = append(listings, interdict.Listing{
			List: "test", ID: fmt.Sprint(i), Schema: schema,
			Names: []interdict.Name{{Full: crowded(rng)}, {Full: crowded(rng)}},
		})
	}
	for i := range asked {
		s := interdict.Subject{Row: int64(i), Names: []interdict.Name{{Full: crowded(rng)}}}
		if i%2 == 0 {
			s.Schema = interdict.Person
		}
		subjects = append(subjects, s)
	}
	return listings, subjects
}

// What a search finds does not depend on what the cache holds: one that is
// full at every turn finds the same, and holds no more than it may.
func TestCacheChangesNothing(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	listings, subjects := crowd(rng, 400, 200)
	small, fresh := NewSearcher(compile(t, listings), score.Default()), NewSearcher(compile(t, listings), score.Default())
	small.cache = recent.New[around](4)
	var prep score.Preparer
	var p score.Party
	for i := range subjects {
		prep.Subject(&p, &subjects[i])
		want, got := search(t, fresh, &p, interdict.DefaultThreshold), search(t, small, &p, interdict.DefaultThreshold)
		if !slices.Equal(want, got) {
			t.Fatalf("%q: %v with a small cache, %v with a large one", subjects[i].Name(), got, want)
		}
		if small.cache.Len() > 4 {
			t.Fatalf("%d words in a cache of 4", small.cache.Len())
		}
	}
	if small.cache.Len() < 4 {
		t.Error("the small cache was never full")
	}
	if small.Work.Lookups != fresh.Work.Lookups {
		t.Errorf("%d and %d lookups: the snapshot remembers none", small.Work.Lookups, fresh.Work.Lookups)
	}
}

// What one searcher has looked up another of the same snapshot need not, and both
// find the same, at once too.
func TestSearchersShareWords(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 7))
	listings, subjects := crowd(rng, 400, 200)
	snap := compile(t, listings)
	find := func(searcher *Searcher) (all [][]found) {
		var prep score.Preparer
		var p score.Party
		for i := range subjects {
			prep.Subject(&p, &subjects[i])
			all = append(all, search(t, searcher, &p, interdict.DefaultThreshold))
		}
		return all
	}
	want := find(NewSearcher(compile(t, listings), score.Default()))
	var work [3]Work
	var all sync.WaitGroup
	for i := range work[:2] {
		all.Go(func() {
			searcher := NewSearcher(snap, score.Default())
			if got := find(searcher); !reflect.DeepEqual(got, want) {
				t.Error("one of two searchers finds something else")
			}
			work[i] = searcher.Work
		})
	}
	all.Wait()
	third := NewSearcher(snap, score.Default())
	if got := find(third); !reflect.DeepEqual(got, want) || third.Work.Lookups > 0 {
		t.Errorf("after %d and %d lookups %d more", work[0].Lookups, work[1].Lookups, third.Work.Lookups)
	}
}
