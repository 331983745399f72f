package fr

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/listtest"
)

func fixture(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/registre.json")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestFixture(t *testing.T) {
	got, report := listtest.Read(t, JSON(), listtest.Bytes("registre.json", fixture(t)))
	listtest.Golden(t, "testdata/registre.golden.json", got)
	var refused []string
	for _, r := range report.Refused {
		refused = append(refused, r.At+" "+r.Code)
	}
	if said := fmt.Sprint(report.Published, report.Entries, refused, report.Unknown); said !=
		"2026-07-11 3 [line 56 no_name line 57 duplicate_id line 58 no_id] [{RegistreDetail/Valeur/Quoi 1 line 29}]" {
		t.Error(said)
	}
}

// TestLeaves looks for every word of the fixture in the listing made of it.
func TestLeaves(t *testing.T) {
	got, _ := listtest.Read(t, JSON(), listtest.Bytes("registre.json", fixture(t)))
	var file struct {
		Publications struct{ PublicationDetail []any }
	}
	if err := json.Unmarshal(fixture(t), &file); err != nil {
		t.Fatal(err)
	}
	for i, l := range got {
		told := listtest.Told(t, l)
		for _, w := range listtest.Words(l.Designation.Reasons + " Masculin Féminin Personne physique morale Navire environ principal établissement " + string(l.Schema)) {
			told[w] = true
		}
		var walk func(v any)
		walk = func(v any) {
			switch v := v.(type) {
			case map[string]any:
				for name, x := range v {
					if name != "TypeChamp" && name != "Mois" && name != "Jour" {
						walk(x)
					}
				}
			case []any:
				for _, x := range v {
					walk(x)
				}
			default:
				if missing := listtest.Missing(told, strings.TrimSuffix(fmt.Sprint(v), "<nil>")); len(missing) > 0 {
					t.Errorf("%s: %q is lost of %v", l.ID, missing, v)
				}
			}
		}
		walk(file.Publications.PublicationDetail[i])
	}
}

func TestCountries(t *testing.T) {
	for code := range facts().countriesByCode() {
		if country.Name(code) == "" {
			t.Errorf("%q is no country", code)
		}
	}
	for said, want := range map[string]string{
		"Russe": "ru", "Fédération de Russie": "ru", "Russie": "ru", "Syrienne": "sy", "Afghane": "af", "Libanaise": "lb",
		"République populaire démocratique de Corée": "kp", "République démocratique du Congo": "cd", "Turque": "tr",
		"Iran (République islamique d’)": "ir", "Nulleparte": "", "Émirats arabes unis": "ae",
	} {
		if got := facts().country(said); got != want {
			t.Errorf("%s is %q, want %q", said, got, want)
		}
	}
}

func (t *tables) countriesByCode() map[string]bool {
	all := map[string]bool{}
	for _, c := range t.countries {
		all[c] = true
	}
	return all
}

func TestIdentifications(t *testing.T) {
	types := []interdict.IDType{
		interdict.OGRN, interdict.INN, interdict.TaxID, interdict.NationalID, interdict.RegistrationNo, interdict.IMO,
		interdict.MMSI, interdict.LEI, interdict.BIC, interdict.Passport, "other_id", "wallet", "place", "country", "link", "other",
	}
	for word, means := range facts().meanings {
		if !slices.Contains(types, interdict.IDType(means)) {
			t.Errorf("%s means %q", word, means)
		}
	}
	for _, c := range []struct{ comment, text, want string }{
		{"Numéro OGRN", "1027700590521", "ogrn 1027700590521"},
		{"", "Numéro OGRN: 1027700590521", "ogrn 1027700590521"},
		{"Numéro d’enregistrement", "A-123/4", "registration A-123/4"},
		{"SWIFT/BIC", "CMSYSYDA", "bic CMSYSYDA"},
		{"Winning", "12345678", "other 12345678"},
		{"/", "/", ""},
	} {
		e := &entry{tables: facts()}
		e.addIdentification(c.comment, c.text)
		var got []string
		for _, id := range e.Identifiers {
			got = append(got, string(id.Type)+" "+id.Value)
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%q, %q: %s, want %s", c.comment, c.text, s, c.want)
		}
	}
}

func TestConforms(t *testing.T) {
	listtest.Conform(t, listtest.Case{Format: JSON(), List: List, Seed: "4240", Parts: map[string]string{lists.Main: "testdata/registre.json"}})
}

func TestBadInputs(t *testing.T) { listtest.BadInputs(t, JSON(), List, fixture(t)) }

func FuzzJSON(f *testing.F) {
	f.Add(fixture(f))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, report, err := listtest.Try(JSON(), List, listtest.Bytes("x", data))
		if err == nil {
			listtest.Check(t, got, report)
		}
	})
}
