package index

import (
	"strings"
	"testing"

	"github.com/interdict/interdict"
)

// Names written without a space, or with one within a word, are found as
// exhaustive scoring finds them, whatever was read into the wrong words.
func TestWholeNames(t *testing.T) {
	names := []struct {
		full   string
		schema interdict.Schema
	}{
		{"Seyyed REZVAN", interdict.Person},
		{"Mohamad AKBAR", interdict.Person},
		{"El Hakim Boubakeur", interdict.Person},
		{"Izz al-Din ATA ALLA", interdict.Person},
		{"Abderrahmane el Marocain", interdict.Person},
		{"Sa'd bin Abdullah Hussein Saleh AL-SHARIF", interdict.Person},
		{"RPP LIMITED LIABILITY COMPANY", interdict.Organization},
		{"Farmkontract GmbH", interdict.Organization},
		{"JSC Kometa", interdict.Organization},
		{"Plant 112 OOO", interdict.Organization},
		{"Kometa", interdict.Organization},
	}
	var listings []interdict.Listing
	var subjects []interdict.Subject
	subject := func(full string, s interdict.Schema) {
		subjects = append(subjects, interdict.Subject{Schema: s, Names: []interdict.Name{{Full: full}}})
	}
	for i, n := range names {
		listings = append(listings, interdict.Listing{
			List: "own", ID: string(rune('a' + i)), Schema: n.schema, Names: []interdict.Name{{Full: n.full}},
		})
		for _, s := range []interdict.Schema{n.schema, ""} {
			subject(n.full, s)
			subject(strings.ReplaceAll(n.full, " ", ""), s)
			subject(strings.Replace(n.full, " ", "", 1), s)
			for at := 1; at < len(n.full); at++ {
				subject(n.full[:at]+" "+n.full[at:], s)
			}
		}
	}
	if hits := against(t, listings, subjects, shipped[:1])[0]; hits < len(subjects)*9/10 {
		t.Errorf("%d hits of %d subjects", hits, len(subjects))
	}
}
