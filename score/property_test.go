package score

import (
	"fmt"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/synth"
	"pgregory.net/rapid"
)

// pair scores two people by their names and facts.
type pair struct {
	scorer  Scorer
	left    Preparer
	right   Preparer
	a, b    Party
	subject interdict.Subject
	listing interdict.Listing
}

func newPair(a, b string) *pair {
	return &pair{
		scorer:  Scorer{Weights: Default()},
		subject: interdict.Subject{Schema: interdict.Person, Names: []interdict.Name{{Full: a}}},
		listing: interdict.Listing{Schema: interdict.Person, Names: []interdict.Name{{Full: b, Kind: interdict.PrimaryName}}},
	}
}

func (p *pair) score() Outcome {
	p.left.Subject(&p.a, &p.subject)
	p.right.Entity(&p.b, &interdict.Entity{Listings: []interdict.Listing{p.listing}})
	return p.scorer.Score(&p.a, &p.b)
}

func draw(t *rapid.T) (a, b string) {
	g := synth.New(rapid.Uint64().Draw(t, "seed"), 200, 0.2)
	n := g.Name()
	other := g.Altered(n)
	if rapid.Bool().Draw(t, "unrelated") {
		other = g.Name()
	}
	return n.Full, other.Full
}

func TestIdenticalNamesAreOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, _ := draw(t)
		if o := newPair(a, a).score(); o.Strength != 10000 || o.Score != 10000 {
			t.Fatalf("%q: strength %s", a, o.Strength)
		}
	})
}

// The order of a person's words and their case do not count.
func TestOrderAndCaseDoNotCount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := draw(t)
		first, rest, _ := strings.Cut(a, " ")
		want, got := newPair(a, b).score(), newPair(strings.ToUpper(rest+" "+first), b).score()
		// Words written as one are sought between neighbours only.
		for _, m := range append(want.Name.Matches, got.Name.Matches...) {
			if m.Edge.Kind == JoinEdge || m.Edge.Kind == SplitEdge {
				return
			}
		}
		if want.Score != got.Score {
			t.Fatalf("%q: %s, in another order %s", a, want.Score, got.Score)
		}
	})
}

// A fact that agrees never lowers the score, one that contradicts never
// raises it.
func TestFactsAreMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := draw(t)
		p := newPair(a, b)
		none := p.score().Score
		p.listing.BirthDates = []interdict.Date{interdict.Day(1970, 5, 17)}
		if s := p.score().Score; s != none {
			t.Fatalf("a date on one side moves the score from %s to %s", none, s)
		}
		for _, c := range []struct {
			date    interdict.Date
			against bool
		}{
			{interdict.Day(1970, 5, 17), false},
			{interdict.Date{Year: 1970}, false},
			{interdict.Day(1981, 2, 3), true},
			{interdict.Date{Year: 1958}, true},
		} {
			p.subject.BirthDates = []interdict.Date{c.date}
			s := p.score().Score
			if c.against && s > none || !c.against && s < none {
				t.Fatalf("%q and %q, birth date %s: %s, without it %s", a, b, c.date, s, none)
			}
		}
	})
}

// The same word on both sides never lowers the strength.
func TestSharedWordsAreMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := draw(t)
		word := synth.Syllables(rapid.Uint64().Draw(t, "word"))
		less, more := newPair(a, b).score(), newPair(a+" "+word, b+" "+word).score()
		if more.NameStrength < less.NameStrength {
			t.Fatalf("%q and %q: %s; both with %q: %s", a, b, less.NameStrength, word, more.NameStrength)
		}
	})
}

// What decides is the same in whichever process and order it is computed.
func TestScoringIsDeterministic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := draw(t)
		p := newPair(a, b)
		first := p.score()
		firstMatches := len(first.Name.Matches)
		newPair(b, a).score()
		if again := p.score(); again.Score != first.Score || again.Weight != first.Weight || len(again.Name.Matches) != firstMatches {
			t.Fatalf("%q and %q: %v, then %v", a, b, first, again)
		}
	})
}

func BenchmarkScore(b *testing.B) {
	p := newPair("Dmitrii Ovsiannikov", "Dmitry Vladimirovich OVSYANNIKOV")
	p.subject.BirthDates = []interdict.Date{interdict.Day(1977, 2, 21)}
	p.listing.BirthDates = p.subject.BirthDates
	p.score()
	b.ReportAllocs()
	for b.Loop() {
		p.scorer.Score(&p.a, &p.b)
	}
}

// BenchmarkScoreAndEvidence is the whole of what a hit costs: the score, and the
// evidence in words.
func BenchmarkScoreAndEvidence(b *testing.B) {
	p := newPair("Dmitrii Ovsiannikov", "Dmitry Vladimirovich OVSYANNIKOV")
	p.subject.BirthDates = []interdict.Date{interdict.Day(1977, 2, 21)}
	p.listing.BirthDates = p.subject.BirthDates
	p.subject.Countries = []interdict.Country{{Code: "ru"}}
	p.listing.Countries = p.subject.Countries
	p.score()
	entity := interdict.Entity{Listings: []interdict.Listing{p.listing}}
	b.ReportAllocs()
	for b.Loop() {
		o := p.scorer.Score(&p.a, &p.b)
		Evidence(&o, &p.a, &p.b, &p.subject, &entity)
	}
}

// A subject of unknown kind that states a birth date is a person, unless its
// name is a company's.
func TestKindIsTakenFromFacts(t *testing.T) {
	var prep Preparer
	for _, c := range []struct {
		name  string
		facts bool
		want  interdict.Schema
	}{
		{"Serena Williams", true, interdict.Person},
		{"Serena Williams", false, ""},
		{"Serena Shipping Ltd", true, ""},
	} {
		s := interdict.Subject{Names: []interdict.Name{{Full: c.name}}}
		if c.facts {
			s.BirthDates = []interdict.Date{interdict.Day(1981, 9, 26)}
		}
		var p Party
		if prep.Subject(&p, &s); p.Schema != c.want {
			t.Errorf("%s, facts %t: %q", c.name, c.facts, p.Schema)
		}
	}
}

// Subjects that are made ready together are what each is alone.
func TestSubjectsTogether(t *testing.T) {
	gen := synth.New(8, 500, 0.2)
	some := make([]interdict.Subject, 40)
	for i := range some {
		some[i] = gen.Subject(int64(i))
		if i%3 == 0 {
			some[i].Schema = ""
			some[i].Names = append(some[i].Names, interdict.Name{Full: "محمد بن سلمان " + gen.Name().Full, Kind: interdict.AliasName})
		}
	}
	var together, alone Preparer
	parties := make([]Party, len(some))
	for range 3 { // in buffers used before
		together.Subjects(parties, some)
		for i := range some {
			var p Party
			alone.Subject(&p, &some[i])
			if got, want := fmt.Sprintf("%+v", parties[i]), fmt.Sprintf("%+v", p); got != want {
				t.Fatalf("subject %d: together %s, alone %s", i, got, want)
			}
		}
	}
}
