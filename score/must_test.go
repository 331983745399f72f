package score

import (
	"slices"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

// stated is what one side states of a kind of fact: nothing, what agrees with
// the other side, or what contradicts it.
type stated int

const (
	nothing stated = iota
	agreeing
	contradicting
)

// kinds are the facts, each with how a pair comes to state it. The listing
// always states them all.
var kinds = []struct {
	what  string
	state func(s *interdict.Subject, v stated)
}{
	{"birth date", func(s *interdict.Subject, v stated) {
		s.BirthDates = map[stated][]interdict.Date{agreeing: {interdict.Day(1970, 5, 17)}, contradicting: {interdict.Day(1981, 2, 3)}}[v]
	}},
	{"country", func(s *interdict.Subject, v stated) {
		s.Countries = map[stated][]interdict.Country{agreeing: {{Code: "sy"}}, contradicting: {{Code: "fr"}}}[v]
	}},
	{"gender", func(s *interdict.Subject, v stated) {
		s.Genders = map[stated][]string{agreeing: {"male"}, contradicting: {"female"}}[v]
	}},
	{"place of birth", func(s *interdict.Subject, v stated) {
		s.BirthPlaces = map[stated][]interdict.Place{agreeing: {{Text: "Tartus, Syria"}}, contradicting: {{Text: "Lyon, France"}}}[v]
	}},
	{"address", func(s *interdict.Subject, v stated) {
		s.Addresses = map[stated][]interdict.Place{agreeing: {{Text: "Garden Street 12, Damascus, Syria"}}, contradicting: {{Text: "Port Road 5, Lyon, France"}}}[v]
	}},
	{"e-mail address", func(s *interdict.Subject, v stated) {
		s.Emails = map[stated][]string{agreeing: {"office@kometa.example"}, contradicting: {"me@elsewhere.example"}}[v]
	}},
	{"number", func(s *interdict.Subject, v stated) {
		number := func(n string) []interdict.Identifier {
			return []interdict.Identifier{{Type: interdict.Passport, Value: n, Country: "sy"}}
		}
		s.Identifiers = map[stated][]interdict.Identifier{agreeing: number("N1234567"), contradicting: number("N7654321")}[v]
	}},
}

// More agreement never lowers a score, more contradiction never raises it,
// whatever else is stated; what one side alone states moves nothing but
// sufficiency.
func TestEveryFactIsMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := draw(t)
		p := newPair(a, b)
		var whole interdict.Subject
		for i := range kinds {
			kinds[i].state(&whole, agreeing)
		}
		one := p.score()
		p.listing.BirthDates, p.listing.Countries, p.listing.Genders, p.listing.Identifiers = whole.BirthDates, whole.Countries, whole.Genders, whole.Identifiers
		p.listing.BirthPlaces, p.listing.Addresses, p.listing.Emails = whole.BirthPlaces, whole.Addresses, whole.Emails
		if o := p.score(); o.Score != one.Score || o.Weight != one.Weight {
			t.Fatalf("%q and %q: facts on one side alone move %s to %s", a, b, one.Score, o.Score)
		}
		for i := range kinds {
			kinds[i].state(&p.subject, rapid.SampledFrom([]stated{nothing, agreeing, contradicting}).Draw(t, kinds[i].what))
		}
		k := &kinds[rapid.IntRange(0, len(kinds)-1).Draw(t, "kind")]
		var got [3]Outcome
		for v := range got {
			k.state(&p.subject, stated(v))
			got[v] = p.score()
		}
		if got[agreeing].Score < got[nothing].Score || got[contradicting].Score > got[nothing].Score {
			t.Fatalf("%q and %q, %s: nothing stated %s, agreeing %s, contradicting %s", a, b, k.what,
				got[nothing].Score, got[agreeing].Score, got[contradicting].Score)
		}
		if got[agreeing].Sufficiency < got[nothing].Sufficiency || got[contradicting].Sufficiency < got[nothing].Sufficiency {
			t.Fatalf("%s: sufficiency falls from %s", k.what, got[nothing].Sufficiency)
		}
	})
}

// A further name that agrees never lowers a score.
func TestFurtherNamesAreMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := draw(t)
		c, d := draw(t)
		p := newPair(a, b)
		p.listing.Names = append(p.listing.Names, interdict.Name{Full: d, Kind: interdict.AliasName})
		without := p.score()
		p.subject.Names = append(p.subject.Names, interdict.Name{Full: c, Kind: interdict.AliasName})
		if with := p.score(); with.Score < without.Score {
			t.Fatalf("%q against %q and %q: %s; also named %q: %s", a, b, d, without.Score, c, with.Score)
		}
	})
}

// Accents, case and what stands between the words do not count, on either side.
func TestAccentsAndPunctuationDoNotCount(t *testing.T) {
	accents := strings.NewReplacer("a", "á", "e", "ê", "i", "ï", "o", "ó", "u", "ü", "n", "ñ", "c", "ç")
	for what, change := range map[string]func(string) string{
		"accents":            accents.Replace,
		"accents apart":      func(s string) string { return norm.NFD.String(accents.Replace(s)) },
		"capitals":           strings.ToUpper,
		"wide letters":       wide,
		"spaces":             func(s string) string { return "  " + strings.ReplaceAll(s, " ", "\u00a0 \t") + " " },
		"full stops":         func(s string) string { return strings.ReplaceAll(s, " ", ". ") + "." },
		"quotation marks":    func(s string) string { return "“" + s + "”" },
		"zero-width letters": func(s string) string { return strings.Join(strings.Split(s, ""), "\u200b") },
		"direction controls": func(s string) string { return "\u202a" + s + "\u202c\u200e" },
	} {
		rapid.Check(t, func(t *rapid.T) {
			a, b := draw(t)
			// A letter with a full stop is an initial.
			if slices.ContainsFunc(strings.Fields(a+" "+b), func(w string) bool { return len(w) < 3 }) {
				return
			}
			want := newPair(a, b).score().Score
			for _, p := range []*pair{newPair(change(a), b), newPair(a, change(b)), newPair(change(a), change(b))} {
				if got := p.score().Score; got != want {
					t.Fatalf("%s: %q and %q: %s, plain %s", what, p.subject.Names[0].Full, p.listing.Names[0].Full, got, want)
				}
			}
		})
	}
}

// wide writes ASCII as its full-width forms.
func wide(s string) string {
	return strings.Map(func(r rune) rune {
		if '!' <= r && r <= '~' {
			return r - '!' + '！'
		}
		return r
	}, s)
}

// However many names two parties have, and however alike they all are, no pair of
// them is compared more than a few times.
func TestManyNamesCostTheirPairs(t *testing.T) {
	p := newPair("Mohammed Zvezdapribor Khan", "Muhammad Zvezdapribor Khan")
	for range 100 {
		p.subject.Names = append(p.subject.Names, p.subject.Names[0])
	}
	p.listing.Names[0].Kind, p.listing.Names[0].Quality = interdict.AliasName, interdict.Weak
	for range 100 {
		p.listing.Names = append(p.listing.Names, p.listing.Names[0])
	}
	p.score()
	pairs := len(p.a.Names) * len(p.b.Names)
	if most := 2*pairs + maxSecond*maxSecond; p.scorer.aligner.compared > most {
		t.Errorf("%d comparisons of %d pairs of names, at most %d", p.scorer.aligner.compared, pairs, most)
	}
}
