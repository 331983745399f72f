package ofac

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

func TestEnhancedGolden(t *testing.T) {
	got, rep := read(t, Enhanced(), testFile(t, "enhanced", "sdn_enhanced.xml"))
	golden(t, "enhanced.golden.json", got, rep)
}

// TestEveryLeafOfEnhanced holds every text and attribute of an entity to its
// listing, or to the list of what is left out.
func TestEveryLeafOfEnhanced(t *testing.T) {
	for _, name := range []string{"sdn_enhanced.xml", "cons_enhanced.xml"} {
		file := testFile(t, "enhanced", name)
		got, _ := read(t, Enhanced(), file)
		words := newVocabulary()
		checked := 0
		for _, e := range parseXML(t, file).all("entities", "entity") {
			l := got[e.attr("id")]
			if l == nil {
				t.Errorf("%s: entity %s is no listing", name, e.attr("id"))
				continue
			}
			all := texts(t, l)
			e.values("", func(path, text string) {
				if l, ok := words.label(text); whyLeftOut(path) != "" || shownAs[path] != "" || shownAs[path+" "+text] != "" || ok && path == "features/feature/type" && l.field != "id" && l.field != "other" {
					return
				}
				checked++
				if !says(all, text) && !says(strings.ToLower(all), strings.ToLower(text)) {
					t.Errorf("%s, %s: %s %q is not in the listing", name, l.ID, path, text)
				}
			})
		}
		if checked < 40 {
			t.Errorf("%s: only %d values were looked at", name, checked)
		}
	}
}

// shownAs are the values that a listing shows in words of ours.
var shownAs = map[string]string{
	"generalInfo/entityType":                                                   "Schema",
	"names/name/isPrimary":                                                     "the name's Kind",
	"names/name/isLowQuality":                                                  "the name's Quality",
	"names/name/aliasType":                                                     "the name's Kind",
	"names/name/translations/translation/script":                               "the name's Script, empty for Latin",
	"names/name/translations/translation/nameParts/namePart/type":              "the part's Kind",
	"addresses/address/translations/translation/script":                        "the note of an address in another script",
	"addresses/address/translations/translation/isPrimary":                     "the address itself, or a note to it",
	"addresses/address/translations/translation/addressParts/addressPart/type": "the field of the place",
	"features/feature/valueRefId":                                              "the text of the reference value",
	"features/feature/reliability":                                             "\"Unknown\" says nothing; others are in Other, see the golden file",
	"features/feature/valueDate/fromDateBegin":                                 "the date, see TestEnhancedDates",
	"features/feature/valueDate/fromDateEnd":                                   "the date, see TestEnhancedDates",
	"features/feature/valueDate/toDateBegin":                                   "the date, see TestEnhancedDates",
	"features/feature/valueDate/toDateEnd":                                     "the date, see TestEnhancedDates",
	"features/feature/valueDate/isApproximate":                                 "Circa, see TestEnhancedDates",
	"identityDocuments/identityDocument/isValid":                               "a note where it is not",
	"identityDocuments/identityDocument/issueDate/isApproximate":               "never of a paper's day", "identityDocuments/identityDocument/expirationDate/isApproximate": "never of a paper's day",
	"@id":                                   "the listing's ID",
	"sanctionsLists/sanctionsList SDN List": "the listing's List",
	"sanctionsTypes/sanctionsType Block":    "the measure asset_freeze",
}

// values hands over every text and attribute with its path below e.
func (e *element) values(path string, take func(path, text string)) {
	if text := strings.TrimSpace(e.Text); text != "" {
		take(path, text)
	}
	for _, a := range e.Attrs {
		take(path+"@"+a.Name.Local, a.Value)
	}
	for i := range e.Children {
		c := &e.Children[i]
		c.values(strings.TrimPrefix(path+"/"+c.XMLName.Local, "/"), take)
	}
}

// TestEnhancedList knows lists and parts by the content.
func TestEnhancedList(t *testing.T) {
	for name, want := range map[string]lists.Recognition{
		"sdn_enhanced.xml":     {List: sdnList, Part: lists.Main},
		"cons_enhanced.xml":    {List: consList, Part: lists.Main},
		"2024-03-25_delta.xml": {List: sdnList, Part: "delta 2024-03-25T00:00:00-04:00", Guessed: true},
	} {
		file := testFile(t, "enhanced", name)
		file.Path = "download"
		if got, ok := Enhanced().Recognise(file); !ok || got != want {
			t.Errorf("%s: %+v, %v, want %+v", name, got, ok, want)
		}
	}
}

// TestEnhancedAgrees holds the readings of one party in four forms to each
// other: its id, its names and, where the form has them, its aliases' ids.
func TestEnhancedAgrees(t *testing.T) {
	byEnhanced, rep := read(t, Enhanced(), testFile(t, "enhanced", "sdn_enhanced.xml"))
	if rep.Published.String() != "2024-03-25" || rep.Entries != 9 {
		t.Errorf("published %s, %d entries", rep.Published, rep.Entries)
	}
	byXML, _ := read(t, XML(), testFile(t, "sdn.xml"))
	byAdvanced, _ := read(t, Advanced(), testFile(t, "sdn_advanced.xml"))
	byCSV, _ := read(t, CSV(), testFile(t, "csv", "sdn.csv"), testFile(t, "csv", "alt.csv"), testFile(t, "csv", "add.csv"), testFile(t, "csv", "sdn_comments.csv"))
	for form, other := range map[string]map[string]*interdict.Listing{"SDN.XML": byXML, "Advanced": byAdvanced, "CSV": byCSV} {
		for _, id := range []string{"36", "47800", "47814"} {
			l, o := byEnhanced[id], other[id]
			if o == nil {
				continue
			}
			if got, want := latin(l), latin(o); got != want {
				t.Errorf("%s, %s: names %s, want %s", form, id, got, want)
			}
			if got, want := numbers(l), numbers(o); got != want {
				t.Errorf("%s, %s: numbers %s, want %s", form, id, got, want)
			}
			if l.Schema != o.Schema || !slices.Equal(l.BirthDates, o.BirthDates) || !slices.Equal(l.Designation.Programs, o.Designation.Programs) || !slices.Equal(l.Designation.Measures, o.Designation.Measures) {
				t.Errorf("%s, %s: %+v, want %+v", form, id, l, o)
			}
		}
	}
	if got, want := scripts(byEnhanced["47800"]), scripts(byAdvanced["47800"]); got != want || got == "" {
		t.Errorf("other scripts: %q, want %q", got, want)
	}
}

// latin are the names in Latin letters; Advanced does not write family names in
// capitals.
func latin(l *interdict.Listing) string {
	var all []string
	for _, n := range l.Names {
		if n.Script == "" {
			all = append(all, strings.ToUpper(n.Full)+"|"+string(n.Kind))
		}
	}
	slices.Sort(all)
	return strings.Join(all, "; ")
}

func scripts(l *interdict.Listing) string {
	var all []string
	for _, n := range l.Names {
		if n.Script != "" {
			all = append(all, n.Full+"|"+string(n.Kind))
		}
	}
	return strings.Join(all, "; ")
}

func numbers(l *interdict.Listing) string {
	var all []string
	for _, n := range l.Identifiers {
		all = append(all, string(n.Type)+" "+n.Value+" "+n.Country)
	}
	slices.Sort(all)
	return strings.Join(all, "; ")
}

// TestEnhancedOfReal holds the party of the non-SDN list that the real file of
// 2025 has to what that says in the older form.
func TestEnhancedOfReal(t *testing.T) {
	real, _ := read(t, XML(), fileOf(t, shared(t, "ofac", "consolidated-nonsdn", "consolidated_2025-03-28.xml")))
	got, _ := read(t, Enhanced(), testFile(t, "enhanced", "cons_enhanced.xml"))
	for _, id := range []string{"9640"} {
		if a, b := latin(got[id]), latin(real[id]); a != b {
			t.Errorf("%s: names %s, want %s", id, a, b)
		}
		for i, n := range real[id].Names[1:] {
			if m := got[id].Names[i+1]; m.ID != n.ID || m.Quality != n.Quality {
				t.Errorf("%s: name %+v, want %+v", id, m, n)
			}
		}
		if !slices.Equal(got[id].BirthDates, real[id].BirthDates) {
			t.Errorf("%s: births %v, want %v", id, got[id].BirthDates, real[id].BirthDates)
		}
	}
}

// TestEnhancedDates reads dates between four days.
func TestEnhancedDates(t *testing.T) {
	got, _ := read(t, Enhanced(), testFile(t, "enhanced", "sdn_enhanced.xml"))
	for id, want := range map[string]string{"47814": "1985-11-12", "26137": "1979-09-21", "90001": "1963~ 1964-03/1964-05"} {
		var all []string
		for _, d := range got[id].BirthDates {
			all = append(all, d.String())
		}
		if s := strings.Join(all, " "); s != want {
			t.Errorf("%s: born %q, want %q", id, s, want)
		}
	}
}

const enhancedStart = `<sanctionsData><publicationInfo><dataAsOf>2024-03-22T00:00:00-04:00</dataAsOf></publicationInfo><entities>`

// TestBadEnhanced answers bad files with an error that says what and where.
func TestBadEnhanced(t *testing.T) {
	good := fixture(t, "enhanced", "sdn_enhanced.xml")
	for name, c := range map[string]struct {
		data []byte
		say  string
	}{
		"empty":       {nil, "the file is empty"},
		"UTF-16":      {inUTF16(good), "UTF-16"},
		"cut off":     {good[:20_000], "it is cut off"},
		"other root":  {fixture(t, "sdn_advanced.xml"), "not <sanctionsData>"},
		"no entity":   {[]byte(enhancedStart + "</entities></sanctionsData>"), "no entity"},
		"entity bomb": {[]byte(`<!DOCTYPE x [<!ENTITY a "aaaa">]>` + enhancedStart), "document type"},
	} {
		_, _, err := readBad(Enhanced(), map[string]*lists.File{lists.Main: bytesFile("x", c.data)})
		var e *lists.Error
		if !errors.As(err, &e) || e.File != "x" || e.Remedy == "" || !strings.Contains(err.Error(), c.say) {
			t.Errorf("%s: %v, want an error of file x that says %q and a remedy", name, err, c.say)
		}
	}
	data := enhancedStart + `<entity id="1"><generalInfo><entityType>Submarine</entityType></generalInfo><names><name><isPrimary>true</isPrimary><translations><translation><formattedFullName>X</formattedFullName><dialect>y</dialect></translation></translations></name></names></entity>` +
		`<entity id="2"/><entity/></entities><annex><page n="1"/></annex></sanctionsData>`
	got, rep, err := readBad(Enhanced(), map[string]*lists.File{lists.Main: bytesFile("x", []byte(data))})
	if err != nil || len(got) != 1 || len(rep.Refused) != 2 {
		t.Fatalf("%d listings, refused %v, %v", len(got), rep.Refused, err)
	}
	var unknown []string
	for _, u := range rep.Unknown {
		unknown = append(unknown, u.Name)
	}
	for _, want := range []string{`entityType "Submarine"`, "names/name/translations/translation/dialect", "annex/page@n"} {
		if !slices.Contains(unknown, want) {
			t.Errorf("%q is not reported: %q", want, unknown)
		}
	}
}

// facts are listings as JSON, by id.
func facts(t *testing.T, all map[string]*interdict.Listing) map[string]string {
	t.Helper()
	out := make(map[string]string)
	for id, l := range all {
		b, err := json.Marshal(l)
		if err != nil {
			t.Fatal(err)
		}
		out[id] = string(b)
	}
	return out
}
