package main

import (
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/score"
)

// lines are pairs of listings; those marked doubted, repeated or of one listing
// do not count.
const lines = `
{"label":true,"kind":"shared_reference","schema":"Person","a":{"ref":{"list":"x","id":"1"},"births":["1970-01-02"],"countries":["ru"],"genders":["male"]},"b":{"ref":{"list":"y","id":"1"},"births":["1970-01-02"],"countries":["ru"],"genders":["male"]}}
{"label":true,"kind":"shared_reference","schema":"Person","a":{"ref":{"list":"x","id":"1"},"births":["1970-01-02"],"countries":["ru"]},"b":{"ref":{"list":"y","id":"1"},"births":["1970-01-02"],"countries":["ru"]}}
{"label":true,"kind":"shared_reference","schema":"Person","doubt":"born otherwise","a":{"ref":{"list":"x","id":"2"},"births":["1970-01-02"]},"b":{"ref":{"list":"y","id":"2"},"births":["1950-01-02"]}}
{"label":true,"kind":"alias","schema":"Person","a":{"ref":{"list":"x","id":"3"},"countries":["ru"]},"b":{"ref":{"list":"x","id":"3"},"countries":["ru"]}}
{"label":false,"kind":"other_reference_any","schema":"Person","a":{"ref":{"list":"x","id":"4"},"births":["1950-03-02"],"countries":["ru"]},"b":{"ref":{"list":"x","id":"5"},"births":["1981-12-27"],"countries":["ir"]}}
{"label":false,"kind":"other_birth_date","schema":"Person","a":{"ref":{"list":"x","id":"6"},"births":["1950-03-02"],"countries":["ru"],"identifiers":["passport 51234567 (ru)"]},"b":{"ref":{"list":"x","id":"7"},"births":["1981-12-27"],"countries":["ru"],"identifiers":["passport 59876543 (ru)"]}}
`

func TestCount(t *testing.T) {
	got, err := count(strings.NewReader(lines))
	if err != nil {
		t.Fatal(err)
	}
	births := field{field: score.BirthDateField, who: "persons"}
	countries := field{field: score.CountryField, who: "persons"}
	passports := field{field: score.IdentifierField, who: "persons", space: "passport"}
	for _, c := range []struct {
		field
		score.Rule
		want [populations]int
	}{
		{births, score.SameDay, [populations]int{one: 1}},
		{births, score.OtherDate, [populations]int{anyTwo: 1}}, // the label of the last pair rests on birth dates
		{countries, score.SameCountry, [populations]int{one: 1, nearTwo: 1}},
		{countries, score.OtherCountry, [populations]int{anyTwo: 1}},
		{passports, score.OtherIdentifier, [populations]int{nearTwo: 1}},
	} {
		n := got.rules[c.field][c.Rule]
		if n == nil || *n != c.want {
			t.Errorf("%s, %s: %v, want %v", c.field, c.Words(), n, c.want)
		}
	}
	if len(got.rules) != 4 {
		t.Errorf("%d fields were counted, want 4 with gender", len(got.rules))
	}
}

func TestCountRefuses(t *testing.T) {
	if _, err := count(strings.NewReader(`{"label":true} {`)); err == nil || !strings.Contains(err.Error(), "pair 2") {
		t.Errorf("a line cut short gives %v", err)
	}
}

func FuzzCount(f *testing.F) {
	f.Add(lines)
	f.Add(`{"a":{"identifiers":["passport"," (ru)","imo 9"],"births":["x"]}}`)
	f.Fuzz(func(t *testing.T, s string) {
		if table, err := count(strings.NewReader(s)); err == nil {
			if err := table.write(&strings.Builder{}); err != nil {
				t.Error(err)
			}
		}
	})
}

func TestIdentifier(t *testing.T) {
	for _, c := range []struct{ text, kind, value, country string }{
		{"passport 51 234567 (ru)", "passport", "51 234567", "ru"},
		{"national_id 5440005229635", "national_id", "5440005229635", ""},
		{"imo", "imo", "", ""},
	} {
		want := interdict.Identifier{Type: interdict.IDType(c.kind), Value: c.value, Country: c.country}
		if got := identifier(c.text); got.Type != want.Type || got.Value != want.Value || got.Country != want.Country {
			t.Errorf("%q: %+v, want %+v", c.text, got, want)
		}
	}
}

func TestOdds(t *testing.T) {
	for _, c := range []struct {
		n, of, m, among int
		want            string
	}{{50, 100, 50, 100, "+0.0"}, {100, 100, 25, 100, "+2.0"}, {0, 10, 5, 0, "-"}, {5, 100, 80, 100, "-3.9"}} {
		if got := odds(c.n, c.of, c.m, c.among); got != c.want {
			t.Errorf("odds(%d, %d, %d, %d) = %s, want %s", c.n, c.of, c.m, c.among, got, c.want)
		}
	}
}
