package screen

import (
	"testing"

	"github.com/interdict/interdict"
)

func TestSpelling(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want interdict.Score
	}{
		{"JSC LOMO", "J.S.C. Lomo", sameLetters},
		{"José Núñez", "JOSE NUNEZ", sameLetters},
		{"LOMO JSC", "JSC, LOMO", sameWords},
		{"", "JSC LOMO", 0},
		{"---", "---", 0},
	} {
		a, b := writtenAs(c.a), writtenAs(c.b)
		if got := spelling(&a, &b); got != c.want {
			t.Errorf("%q and %q: %s, want %s", c.a, c.b, got, c.want)
		}
	}
}

func TestSpellingFalls(t *testing.T) {
	asked := writtenAs("NIMR L.L.C.")
	before := sameLetters + 1
	for _, listed := range []string{"Nimr LLC", "LLC NIMR", "NIMR L.L.P.", "NIMR S.R.L.", "Orbis S.A."} {
		w := writtenAs(listed)
		now := spelling(&asked, &w)
		if back := spelling(&w, &asked); back != now {
			t.Errorf("%q: %s one way, %s the other", listed, now, back)
		}
		if now >= before {
			t.Errorf("%q: %s is not less than %s before it", listed, now, before)
		}
		before = now
	}
}

// A legal form in full is written like its letters.
func TestSpellingInFull(t *testing.T) {
	for _, c := range [][3]string{
		{"Nimr International A Societa Responsabilita Limit Ata", "NIMR INTERNATIONAL S.R.L.", "NIMR INTERNATIONAL L.L.C."},
		{"Orbis GmbH", "Orbis Gesellschaft mit beschraenkter Haftung", "Orbis Limited"},
	} {
		asked, near, far := writtenAs(c[0]), writtenAs(c[1]), writtenAs(c[2])
		a, b := spelling(&asked, &near), spelling(&asked, &far)
		if a <= b || a != spelling(&near, &asked) {
			t.Errorf("%s: %s for %s, %s for %s", c[0], a, c[1], b, c[2])
		}
	}
}

func TestOrder(t *testing.T) {
	hits := []interdict.Hit{
		{EntityID: "d", Score: 9000, Spelling: sameLetters, Weight: 9},
		{EntityID: "c", Score: 10000, Spelling: 4000, Weight: 9},
		{EntityID: "b", Score: 10000, Spelling: sameLetters, Weight: 5},
		{EntityID: "a", Score: 10000, Spelling: sameLetters, Weight: 5},
	}
	order(hits)
	got := ""
	for i := range hits {
		got += hits[i].EntityID
	}
	if got != "abcd" {
		t.Errorf("the order is %s", got)
	}
}

// TestExactNameFirst: of an entity's names and of two entities that agree in
// full, the one that is written as asked comes first.
func TestExactNameFirst(t *testing.T) {
	long := interdict.Name{Full: "Joint Stock Company Lomo", Kind: interdict.PrimaryName}
	short := interdict.Name{Full: "JSC LOMO", Kind: interdict.AliasName}
	e := interdict.Entity{ID: "x", Listings: []interdict.Listing{{ID: "x", Schema: interdict.Organization, Names: []interdict.Name{long, short}}}}
	s := interdict.Subject{Schema: interdict.Organization, Names: []interdict.Name{{Full: "JSC Lomo", Kind: interdict.PrimaryName}}}
	h := (&Matcher{}).Match(&s, &e)
	if h.MatchedName != short.Full || h.Spelling != sameLetters || h.Score != 10000 {
		t.Errorf("matched %q, spelling %s, score %s", h.MatchedName, h.Spelling, h.Score)
	}
	if h.Evidence[0].Entity != short.Full {
		t.Errorf("the evidence names %q", h.Evidence[0].Entity)
	}
}

// Of parties that agree as well, a name in another script puts the one first that is
// written in Latin letters as it is read.
func TestSpellingOfAnotherScript(t *testing.T) {
	named := func(id, full string) interdict.Listing {
		return interdict.Listing{List: "spelled", ID: id, Schema: interdict.Organization, Names: []interdict.Name{{Full: full, Kind: interdict.PrimaryName}}}
	}
	e := engine(t, []interdict.Listing{named("a", "Zvezda PJSC"), named("b", "JSC Zvezda")})
	r, err := e.Screen(&interdict.Subject{Schema: interdict.Organization, Names: []interdict.Name{{Full: "АО Звезда"}}}, Query{})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Hits) != 2 || r.Hits[0].EntityID != "spelled-b" {
		t.Errorf("hits: %+v", r.Hits)
	}
}
