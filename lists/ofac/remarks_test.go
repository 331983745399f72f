package ofac

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/interdict/interdict"
)

// TestRemarks reads the cases of testdata/remarks.txt.
func TestRemarks(t *testing.T) {
	f, err := os.Open("testdata/remarks.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	v := newVocabulary()
	sc := bufio.NewScanner(f)
	cases := 0
	for line := 1; sc.Scan(); line++ {
		if sc.Text() == "" || sc.Text()[0] == '#' {
			continue
		}
		part, want, ok := strings.Cut(sc.Text(), " -> ")
		if !ok {
			t.Fatalf("line %d has no ->", line)
		}
		schema := interdict.Person
		for word, s := range map[string]interdict.Schema{"vessel: ": interdict.Vessel, "aircraft: ": interdict.Airplane} {
			if rest, ok := strings.CutPrefix(part, word); ok {
				part, schema = rest, s
			}
		}
		p := v.newParty(sdnList, "1", schema)
		p.addRemarks(part+".", false)
		if got := inWords(p.Listing); got != want {
			t.Errorf("line %d: %s\ngot  %s\nwant %s", line, part, got, want)
		}
		if p.Remarks != part+"." {
			t.Errorf("line %d: the remarks are not whole: %q", line, p.Remarks)
		}
		cases++
	}
	if cases < 50 {
		t.Errorf("only %d cases", cases)
	}
}

// inWords is what a listing of one remark says, in the words of remarks.txt.
func inWords(l *interdict.Listing) string {
	var w []string
	say := func(format string, args ...any) { w = append(w, fmt.Sprintf(format, args...)) }
	for _, d := range l.BirthDates {
		say("birth %s", d)
	}
	for _, p := range l.BirthPlaces {
		say("born in %s [%s]", p.Text, p.Country)
	}
	for _, c := range l.Countries {
		say("country %s %s [%s]", c.Role, c.Name, c.Code)
	}
	for _, g := range l.Genders {
		say("gender %s", g)
	}
	for _, id := range l.Identifiers {
		s := fmt.Sprintf("id %s %s", id.Type, id.Value)
		for _, e := range [][2]string{{"", id.Country}, {"issued ", id.Issued.String()}, {"expires ", id.Expires.String()}, {"note ", id.Note}} {
			if e[1] != "" {
				s += " " + e[0] + e[1]
			}
		}
		say("%s", s)
	}
	for i := range l.Names {
		say("%s %s %s", l.Names[i].Quality, l.Names[i].Kind, l.Names[i].Full)
	}
	for _, k := range l.Links {
		say("link %s %s", k.Type, k.Name)
	}
	for word, values := range map[string][]string{"website": l.Websites, "email": l.Emails, "phone": l.Phones, "position": l.Positions} {
		for _, v := range values {
			say("%s %s", word, v)
		}
	}
	if v := l.Vehicle; v != nil {
		for _, e := range [][2]string{{"built", v.Built}, {"model", v.Model}} {
			if e[1] != "" {
				say("vehicle %s %s", e[0], e[1])
			}
		}
	}
	for _, f := range l.Other {
		say("other %s = %s", f.Name, f.Value)
	}
	if len(w) == 0 {
		return "remark"
	}
	return strings.Join(w, "; ")
}

func TestReadingOrder(t *testing.T) {
	for published, want := range map[string]string{
		"ZHAO, Guangzong":                      "Guangzong ZHAO",
		"DELOS REYES, Feliciano Semborio, Jr.": "Feliciano Semborio DELOS REYES Jr.",
		"SUHARTO":                              "SUHARTO",
		"AL-ZAHAR,  Mahmoud ":                  "Mahmoud AL-ZAHAR",
		"DOE,":                                 "DOE",
		", John":                               "John",
	} {
		if got, _ := readingOrder(published); got != want {
			t.Errorf("%q: %q, want %q", published, got, want)
		}
	}
}
