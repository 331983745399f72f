package reach

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/synth"
	"github.com/interdict/interdict/name"
	"github.com/interdict/interdict/score"
)

// madeUp are made-up members.
func madeUp(n int) []interdict.Subject {
	out := make([]interdict.Subject, n)
	from := synth.New(3, 500, 0.2)
	for i := range out {
		out[i] = from.Subject(int64(i))
	}
	return out
}

// Every word that the hashes and letters lead to is found, as by looking at all.
func TestLookupsFindWhatAScanFinds(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	c := &write(t, madeUp(4000), 4000).chunks[0]
	end := c.kindFrom[plainWord+1]
	found := 0
	for range 800 {
		n := rng.Uint32N(end)
		text := []byte(c.word(n))
		if i := rng.IntN(len(text) + 1); i < len(text) {
			text[i] = byte('a' + rng.IntN(26))
		}
		sig, errors := signature(string(text)), rng.IntN(3)
		for length := range len(text) + 3 {
			var want, got []uint32
			from, to := c.plain.ofLength(length)
			for k := from; k < to; k++ {
				if name.LeastErrors(signature(c.word(k)), sig, length-len(text)) <= errors {
					want = append(want, k)
				}
			}
			c.plain.near(length, sig, errors, length-len(text), func(word uint32) { got = append(got, word) })
			if slices.Sort(got); !slices.Equal(want, got) {
				t.Fatalf("%q within %d errors: %d words of %d letters, %d expected", text, errors, len(got), length, len(want))
			}
			found += len(got)
		}
		var same []uint32
		c.texts.each(short(hashText(c.word(n))), func(word uint32) { same = append(same, word) })
		if !slices.Contains(same, n) {
			t.Fatalf("%q is not found by its hash", c.word(n))
		}
	}
	if found < 1000 {
		t.Errorf("only %d words: it tests little", found)
	}
}

// Looking for one name compares few words of the dictionary, and many names that
// are looked for together read each list once.
func TestWork(t *testing.T) {
	members := madeUp(20000)
	f := write(t, members, len(members))
	w := score.Default()
	find := func(listed ...interdict.Subject) Work {
		_, work, err := f.Find(targets(t, snapshot(t, listed), &w, 7000))
		if err != nil {
			t.Fatal(err)
		}
		return work
	}
	words := int64(f.chunks[0].kindFrom[plainWord+1])
	var alone Work
	for i := range 20 {
		one := find(members[i])
		if 20*one.Compared > words {
			t.Errorf("%d of %d words were compared for %q", one.Compared, words, members[i].Names[0].Full)
		}
		alone.Add(&one)
	}
	together := find(members[:20]...)
	if together.Postings > alone.Postings || together.Pages > int64(f.meta.Chunks[0].ListPages) {
		t.Errorf("%d postings in %d pages were read for all together, %d for each alone, of %d pages", together.Postings, together.Pages, alone.Postings, f.meta.Chunks[0].ListPages)
	}
	t.Logf("%d words; alone %+v, together %+v", words, alone, together)
}
