package ofac

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/ofac/ofacgen"
)

// generated writes one made-up list in the four forms.
func generated(t testing.TB, o ofacgen.Options) (csv []*lists.File, xml, advanced, enhanced *lists.File) {
	t.Helper()
	var main, alt, add, comments, x, a, e bytes.Buffer
	for _, err := range []error{
		ofacgen.WriteCSV(ofacgen.Files{Main: &main, Alt: &alt, Add: &add, Comments: &comments}, o),
		ofacgen.WriteXML(&x, o),
		ofacgen.WriteAdvanced(&a, o),
		ofacgen.WriteEnhanced(&e, o),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return []*lists.File{
		bytesFile("sdn.csv", main.Bytes()), bytesFile("alt.csv", alt.Bytes()),
		bytesFile("add.csv", add.Bytes()), bytesFile("sdn_comments.csv", comments.Bytes()),
	}, bytesFile("sdn.xml", x.Bytes()), bytesFile("sdn_advanced.xml", a.Bytes()), bytesFile("sdn_enhanced.xml", e.Bytes())
}

// TestFormsAgree holds the four readers to each other: what they make of the
// four forms of one list is the same, but for what only one form can say.
func TestFormsAgree(t *testing.T) {
	const parties = 2000
	csvFiles, xmlFile, advancedFile, enhancedFile := generated(t, ofacgen.Options{Seed: 7, Parties: parties})
	byCSV, rep := read(t, CSV(), csvFiles...)
	if len(rep.Refused) > 0 || len(rep.Missing) > 0 {
		t.Fatalf("CSV: %d refused, missing %q", len(rep.Refused), rep.Missing)
	}
	byXML, repX := read(t, XML(), xmlFile)
	byAdvanced, repA := read(t, Advanced(), advancedFile)
	byEnhanced, repE := read(t, Enhanced(), enhancedFile)
	if repX.Declared != parties || repX.Published.String() != "2026-09-14" || repA.Published != repX.Published || repE.Published != repX.Published {
		t.Errorf("declared %d, published %s, %s and %s", repX.Declared, repX.Published, repA.Published, repE.Published)
	}
	if len(repX.Unknown) > 0 || len(repA.Unknown) > 0 || len(repE.Unknown) > 0 || len(repX.Refused) > 0 || len(repA.Refused) > 0 || len(repE.Refused) > 0 {
		t.Errorf("unknown or refused: %v %v %v", repX, repA, repE)
	}
	if len(byCSV) != parties || len(byXML) != parties || len(byAdvanced) != parties || len(byEnhanced) != parties {
		t.Fatalf("%d, %d, %d and %d parties, want %d", len(byCSV), len(byXML), len(byAdvanced), len(byEnhanced), parties)
	}
	bad := 0
	for id, l := range byXML {
		want := common(l)
		for form, other := range map[string]*interdict.Listing{"CSV": byCSV[id], "Advanced": byAdvanced[id], "Enhanced": byEnhanced[id]} {
			if got := common(other); got != want {
				t.Errorf("party %s:\nXML      %s\n%-8s %s", id, want, form, got)
				if bad++; bad > 3 {
					t.FailNow()
				}
			}
		}
	}
}

// common is what all forms say of a party, in an order of its own.
func common(l *interdict.Listing) string {
	var names, ids, places, links []string
	for _, n := range l.Names {
		if n.Script == "" { // only Advanced and Enhanced have other scripts
			names = append(names, strings.Join([]string{n.Full, string(n.Kind), string(n.Quality)}, "|"))
		}
	}
	for _, id := range l.Identifiers {
		label := id.Label
		if id.Type == interdict.CallSign { // a column or element, and no label
			label = ""
		}
		ids = append(ids, strings.Join([]string{string(id.Type), id.Value, id.Country, id.Issued.String(), id.Expires.String(), label, id.Note}, "|"))
	}
	for _, p := range l.Addresses { // the CSV has city and postal code in one
		places = append(places, p.ID+"|"+p.Street+"|"+p.Country+"|"+p.CountryName)
	}
	for _, k := range l.Links { // Advanced writes the name without a comma
		links = append(links, strings.Join(words(k.Name), " "))
	}
	countries := slices.Clone(l.Countries)
	slices.SortFunc(countries, func(a, b interdict.Country) int { return strings.Compare(string(a.Role)+a.Name, string(b.Role)+b.Name) })
	for _, s := range [][]string{names, ids, places, links} {
		slices.Sort(s)
	}
	other := slices.Clone(l.Other)
	slices.SortFunc(other, func(a, b interdict.Field) int { return strings.Compare(a.Name+a.Value, b.Name+b.Value) })
	b, _ := json.Marshal(map[string]any{
		"schema": l.Schema, "names": names, "births": l.BirthDates, "birth places": l.BirthPlaces, "genders": l.Genders,
		"countries": countries, "ids": ids, "places": places, "emails": l.Emails, "phones": l.Phones, "websites": l.Websites,
		"titles": l.Titles, "vehicle": l.Vehicle, "links": links, "programs": l.Designation.Programs,
		"measures": l.Designation.Measures, "other": other,
	})
	return string(b)
}
