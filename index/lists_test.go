package index

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/synth"
	"github.com/interdict/interdict/score"
)

// Whoever may have been born when the subject was is in the set of the subject's
// bytes; of others most are not.
func TestBornSetLosesNobody(t *testing.T) {
	t.Parallel()
	tried, passed := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		two := func(what string, from, to uint32) uint32 {
			first := rapid.Uint32Range(from, to).Draw(t, what)
			if rapid.Bool().Draw(t, what+" twice") {
				return first | first<<8
			}
			return first | rapid.Uint32Range(from, to).Draw(t, what)<<8
		}
		asked := score.Born(two("year", 1, 255) | two("day", 0, 254)<<16).Asked()
		entity := score.Born(two("its year", 1, 255) | two("its day", 0, 254)<<16)
		set := mayBe(asked)
		has := set.has(bornByte(entity)) == 1
		if !asked.Contradicts(entity) && !has {
			t.Fatalf("%08x does not contradict %08x", entity, asked)
		}
		if single := entity>>8&0xFF == entity&0xFF && entity>>24 == entity>>16&0xFF; single && asked.Contradicts(entity) {
			tried++
			if has {
				passed++
			}
		}
	})
	if passed*2 > tried {
		t.Errorf("%d of %d that contradict are in the set", passed, tried)
	}
}

// A list has a name that costs at most so much exactly from its least step on.
func TestLeastStep(t *testing.T) {
	t.Parallel()
	g := synth.New(3, 300, 0.1)
	var listings []interdict.Listing
	for i := range 2000 {
		l := g.Listing(i)
		if i%3 == 0 {
			l.BirthDates = []interdict.Date{interdict.Day(1940+i%60, 1+i%12, 1+i%28)}
		}
		listings = append(listings, l)
	}
	snap := compile(t, listings)
	lacks := []int64{0, lackGrain - 1, lackGrain, 1 << 40}
	for lack := int64(500); lack < 120_000; lack += 1700 {
		lacks = append(lacks, lack)
	}
	empty := 0
	for word := range uint32(len(snap.class)) {
		names := snap.postings(word)
		least, persons := snap.leastStep(names)
		if want := names.seek(names.from, snap.firstOf(impersonal)); persons != want {
			t.Fatalf("word %d: persons end at %d, want %d", word, persons, want)
		}
		for _, lack := range lacks {
			end, any := snap.upTo(lack), false
			for i := names.from; i < names.to; i++ {
				n := names.name(i)
				for k := range bearers {
					any = any || n >= snap.firstOf(k) && n < end[k]
				}
			}
			if !any {
				empty++
			}
			if any != (stepOf(lack) >= int64(least)) {
				t.Fatalf("word %d: its least step is %d, and up to %d there is a name: %v", word, least, lack, any)
			}
		}
	}
	if empty < 1000 {
		t.Errorf("%d lists without such a name", empty)
	}
}

// What a search saw of names that are nobody's holds without the birth date and country
// that it was asked with; it sees that of many, not of all.
func TestNobodyElse(t *testing.T) {
	t.Parallel()
	g := synth.New(5, 700, 0.2)
	var listings []interdict.Listing
	for i := range 2500 {
		listings = append(listings, g.Listing(i))
	}
	s := NewSearcher(compile(t, listings), score.Default())
	seen, nobody, withDates := 0, 0, 0
	for row := range int64(4000) {
		subject := g.Subject(row)
		subject.Identifiers = nil
		if row%5 == 0 {
			subject.BirthDates = nil
		}
		var p score.Party
		var prep score.Preparer
		prep.Subject(&p, &subject)
		s.Candidates(&p, interdict.DefaultThreshold)
		told := s.NobodyElse()
		is := s.Nobody(&p, interdict.DefaultThreshold)
		if told && !is {
			t.Fatalf("%v: without facts somebody is found", subject.Names)
		}
		if is {
			nobody++
		}
		if told {
			seen++
		}
		if told && len(p.BirthDates) > 0 {
			withDates++
		}
	}
	if nobody > 3900 || seen < 300 || withDates < 100 {
		t.Errorf("%d are nobody's, it is seen of %d, %d of them with birth dates", nobody, seen, withDates)
	}
}

// A set that grew begins anew as small as it was, and holds what is added to it.
func TestNumberSetShrinks(t *testing.T) {
	t.Parallel()
	var s numberSet
	for _, n := range []uint32{10, 5000, 20, 3000, 200_000} {
		for i := range n {
			if s.has(i*7) || !s.add(i*7) || s.add(i*7) || !s.has(i*7) {
				t.Fatalf("%d of %d", i, n)
			}
		}
		if s.has(n * 7) {
			t.Errorf("%d was not added", n*7)
		}
		s.reset()
		if s.has(0) || len(s.slots) != leastSlots {
			t.Errorf("%d slots after %d numbers", len(s.slots), n)
		}
	}
}
