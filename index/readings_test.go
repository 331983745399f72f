package index

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/name"
	"github.com/interdict/interdict/score"
)

// ownScript makes names of few words, in Arabic, Hebrew or Cyrillic letters.
func ownScript(rng *rand.Rand) string {
	words := [][]string{
		{"محمد", "محمود", "علي", "حسن", "حسين", "عبد", "الرحمن", "عبدالرحمن", "بن", "الحسن", "ابو", "رحمت", "الله", "نصر", "ناصر", "السعدي", "قذافي", "كاكا", "زاده", "شركة", "موهممد"},
		{"לוי", "עדן", "כהן", "יוסף", "חסן", "עלי", "בן", "אברהם"},
		{"Иван", "Иванов", "Иванова", "Петров", "Мохаммед", "Али", "Хасан", "Казаков", "ООО", "Роберт"},
	}[rng.IntN(3)]
	out := make([]string, 1+rng.IntN(4))
	for i := range out {
		out[i] = words[rng.IntN(len(words))]
	}
	return strings.Join(out, " ")
}

// A name in its own script that may be a person's or an organisation's finds what
// exhaustive scoring finds, though both readings are walked at once.
func TestReadingsWalkedTogether(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	listings, _ := crowd(rng, 800, 0)
	for i, latin := range []string{"Abdul Rahman", "Kakazada", "Nasrallah", "Rahmatullah", "Hassan al-Saadi", "Gaddafi Company", "Eden Levi", "Yosef Cohen", "Abraham Ben Levi", "Mahmoud Hussein Nasser"} {
		listings = append(listings, interdict.Listing{List: "own", ID: string(rune('a' + i)), Schema: []interdict.Schema{interdict.Person, interdict.Organization, interdict.LegalEntity}[i%3], Names: []interdict.Name{{Full: latin}}})
	}
	for i := range 60 {
		listings = append(listings, interdict.Listing{List: "native", ID: string(rune('a' + i)), Schema: interdict.Person, Names: []interdict.Name{{Full: ownScript(rng)}}})
	}
	var subjects []interdict.Subject
	for i := range 200 {
		s := interdict.Subject{Names: []interdict.Name{{Full: ownScript(rng)}}}
		if i%3 == 0 {
			s.Names = append(s.Names, interdict.Name{Full: crowded(rng)})
		}
		if i%4 == 0 {
			d, err := interdict.ParseDate("1970-01-02")
			if err != nil {
				t.Fatal(err)
			}
			s.BirthDates = append(s.BirthDates, d)
		}
		subjects = append(subjects, s)
	}
	if hits := against(t, listings, subjects, shipped[:1])[0]; hits < 500 {
		t.Errorf("%d hits: the subjects do not try anything", hits)
	}
}

// A name that is read both ways is walked once.
func TestReadingsAreOneWalk(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	listings, _ := crowd(rng, 800, 0)
	snap := compile(t, listings)
	var prep score.Preparer
	var both, one score.Party
	bounded := func(p *score.Party) int64 {
		searcher := NewSearcher(snap, score.Default())
		search(t, searcher, p, interdict.DefaultThreshold)
		return searcher.Work.Bounded
	}
	prep.Subject(&both, &interdict.Subject{Names: []interdict.Name{{Full: "Мохаммед Хасан"}}})
	var same []score.Name // without the form that is compared by its sound
	for i := range both.Names {
		if sameWords(&both.Names[0], &both.Names[i]) {
			same = append(same, both.Names[i])
		}
	}
	if both.Names = same; len(same) < 2 {
		t.Fatalf("%d names with the same words, want two readings", len(same))
	}
	one = both
	one.Names = both.Names[1:]
	if a, b := bounded(&both), bounded(&one); a == 0 || a > b {
		t.Errorf("%d names bounded for both readings, %d for one", a, b)
	}
}

// What is walked for several readings is of their letters' culture, so that no word is
// read with more errors where none of them allows that, and of none where one is.
func TestReadingsKeepTheirCulture(t *testing.T) {
	var prep score.Preparer
	var p score.Party
	prep.Subject(&p, &interdict.Subject{Names: []interdict.Name{{Full: "محمد حسن"}}})
	s := NewSearcher(compile(t, nil), score.Default())
	if n := s.together(p.Names, 0); len(s.readings) < 2 || n.Culture == name.NoCulture {
		t.Errorf("%d readings are walked as of culture %v, want two of theirs", len(s.readings), n.Culture)
	}
	s.readings[1].Culture = name.NoCulture
	if n := s.together(p.Names, 0); n.Culture != name.NoCulture {
		t.Errorf("readings of which one has no culture are walked as of %v", n.Culture)
	}
}
