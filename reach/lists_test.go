package reach

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/interdict/interdict/name"
	"github.com/interdict/interdict/score"
)

// The short lists of all names' words are read at once, each page once, and in turns
// where they are too many.
func TestShortLists(t *testing.T) {
	members := madeUp(20000)
	f := write(t, members, len(members))
	w := score.Default()
	targets := targets(t, snapshot(t, members[:40]), &w, 7000)
	scanned := newSearch(f, targets)
	scanned.c, scanned.at = &f.chunks[0], -1
	hits, err := scanned.scan(share{0, 1})
	if err != nil {
		t.Fatal(err)
	}
	hits = inOrder(hits)
	for _, keep := range []int{f.keep, 400} {
		f.keep = keep
		s, alone := newSearch(f, targets), newSearch(f, targets)
		for _, s := range []*search{s, alone} {
			s.c, s.at = &f.chunks[0], -1
		}
		turns := 0
		for rest := hits; len(rest) > 0; turns++ {
			before := s.did.Pages
			n, err := s.shorts(rest)
			if err != nil || n == 0 || n < len(rest) && rest[n-1].role.name == rest[n].role.name {
				t.Fatalf("%d hits of %d: %v", n, len(rest), err)
			}
			pages := map[uint32]bool{}
			for _, word := range s.words {
				pages[s.c.lists[word].from/listPage] = true
				got, _ := s.get(word)
				want, err := alone.list(word)
				if err != nil || !slices.Equal(got.postings, want.postings) || !slices.Equal(got.bearers, want.bearers) {
					t.Fatalf("%q: %d postings, %d expected, %v", s.c.word(word), len(got.postings), len(want.postings), err)
				}
			}
			if read := s.did.Pages - before; read > int64(len(pages)) {
				t.Errorf("%d pages were read, %d have short lists", read, len(pages))
			}
			rest = rest[n:]
		}
		if one := keep > 400; one != (turns == 1) {
			t.Errorf("%d turns where %d postings are kept", turns, keep)
		}
	}
}

// Classes of letters and signatures tell of no more errors than were made.
func TestErrorsTo(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 12))
	letter := func() byte { return "abcdeinor"[rng.IntN(9)] }
	exact := 0
	for range 20000 {
		text := make([]byte, 3+rng.IntN(10))
		for i := range text {
			text[i] = letter()
		}
		made := slices.Clone(text)
		errors := rng.IntN(4)
		for range errors {
			i := rng.IntN(len(made) - 1)
			switch rng.IntN(4) {
			case 0:
				made[i] = letter()
			case 1:
				made[i], made[i+1] = made[i+1], made[i]
			case 2:
				made = slices.Insert(made, i, letter())
			default:
				if len(made) > 2 {
					made = slices.Delete(made, i, i+1)
				}
			}
		}
		longer := len(made) - len(text)
		has, of := lettersOf(string(made)), lettersOf(string(text))
		for _, n := range []int{name.LeastErrors(has.set(), of.set(), longer), name.LeastErrors(signature(string(made)), signature(string(text)), longer)} {
			if n > errors {
				t.Fatalf("%q and %q: %d errors told of, %d made", text, made, n, errors)
			}
			if n == errors {
				exact++
			}
		}
	}
	if exact < 5000 {
		t.Errorf("all errors told of only %d times", exact)
	}
}
