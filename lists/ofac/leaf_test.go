package ofac

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/ofac/ofacgen"
)

// element is an element as the standard library reads it: the oracle for what
// a file holds.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Children []element  `xml:",any"`
}

func (e *element) attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// leaves hands over every text with its path below e.
func (e *element) leaves(path string, take func(path, text string)) {
	if text := strings.TrimSpace(e.Text); text != "" {
		take(path, text)
	}
	for i := range e.Children {
		c := &e.Children[i]
		c.leaves(strings.TrimPrefix(path+"/"+c.XMLName.Local, "/"), take)
	}
}

func (e *element) all(path ...string) (found []*element) {
	for i := range e.Children {
		if c := &e.Children[i]; c.XMLName.Local == path[0] {
			if len(path) == 1 {
				found = append(found, c)
			} else {
				found = append(found, c.all(path[1:]...)...)
			}
		}
	}
	return found
}

func parseXML(t *testing.T, file *lists.File) *element {
	t.Helper()
	in, err := file.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	data, err := io.ReadAll(in)
	if err != nil {
		t.Fatal(err)
	}
	var root element
	if err := xml.Unmarshal(data, &root); err != nil {
		t.Fatal(err)
	}
	return &root
}

// texts are all strings of a listing's JSON, one behind the other.
func texts(t *testing.T, l *interdict.Listing) string {
	t.Helper()
	data, err := json.Marshal(l)
	if err != nil {
		t.Fatal(err)
	}
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case string:
			b.WriteString(v + "\n")
		case []any:
			for _, e := range v {
				walk(e)
			}
		case map[string]any:
			for _, e := range v {
				walk(e)
			}
		}
	}
	walk(v)
	return b.String()
}

// says tells whether a published text is in a listing: as it is, in lower case,
// as a date, as a country's code, or, where it was taken apart, word by word.
func says(all, text string) bool {
	if strings.Contains(all, text) || strings.Contains(all, strings.ToLower(text)) {
		return true
	}
	if d, ok := parseDateByTime(text); ok && strings.Contains(all, d) {
		return true
	}
	if code := countryCode(text); code != "" && strings.Contains("\n"+all, "\n"+code+"\n") {
		return true
	}
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" ,;:()", r) }) {
		if !strings.Contains(all, w) {
			return false
		}
	}
	return true
}

// parseDateByTime turns a date of SDN.XML into its form in a listing.
func parseDateByTime(s string) (string, bool) {
	if from, to, ok := strings.Cut(s, " to "); ok {
		from, to = strings.TrimPrefix(from, "01 Jan "), strings.TrimPrefix(to, "31 Dec ")
		return from + "/" + to, true
	}
	s = strings.TrimPrefix(s, "circa ")
	for layout, as := range map[string]string{"02 Jan 2006": "2006-01-02", "Jan 2006": "2006-01", "2006": "2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.Format(as), true
		}
	}
	return "", false
}

// leftOut are the texts that a listing shows otherwise or not at all, and why.
// Listing.Raw has them all.
var leftOut = map[string]string{
	"sdnType":                                     "shown as Schema",
	"idList/id/uid":                               "a number of the value, used nowhere else",
	"nationalityList/nationality/uid":             "a number of the value, used nowhere else",
	"citizenshipList/citizenship/uid":             "a number of the value, used nowhere else",
	"dateOfBirthList/dateOfBirthItem/uid":         "a number of the value, used nowhere else",
	"placeOfBirthList/placeOfBirthItem/uid":       "a number of the value, used nowhere else",
	"nationalityList/nationality/mainEntry":       "which of several is written first; it is",
	"citizenshipList/citizenship/mainEntry":       "which of several is written first; it is",
	"dateOfBirthList/dateOfBirthItem/mainEntry":   "which of several is written first; it is",
	"placeOfBirthList/placeOfBirthItem/mainEntry": "which of several is written first; it is",
	"akaList/aka/type":                            "shown as the name's Kind",
	"akaList/aka/category":                        "shown as the name's Quality",
}

func TestEveryLeafOfXML(t *testing.T) {
	files := []*lists.File{testFile(t, "sdn.xml")}
	var b bytes.Buffer
	if err := ofacgen.WriteXML(&b, ofacgen.Options{Seed: 3, Parties: 500}); err != nil {
		t.Fatal(err)
	}
	files = append(files, bytesFile("sdn.xml", b.Bytes()))
	files = append(files, realXML(t)...)
	for _, file := range files {
		got, _ := read(t, XML(), file)
		checked, missed := 0, 0
		words := newVocabulary()
		for _, e := range parseXML(t, file).all("sdnEntry") {
			l := got[e.all("uid")[0].Text]
			if l == nil {
				t.Errorf("%s: an entry is no listing", file.Path)
				continue
			}
			all := texts(t, l)
			e.leaves("", func(path, text string) {
				if leftOut[path] != "" {
					return
				}
				if l, ok := words.label(text); ok && path == "idList/id/idType" && l.field != "id" && l.field != "other" {
					return // shown as the field that it names: Genders, Websites, ...
				}
				checked++
				if !says(all, text) {
					if missed++; missed < 10 {
						t.Errorf("%s, %s: %s %q is not in the listing", file.Path, l.ID, path, text)
					}
				}
			})
		}
		t.Logf("%s: %d values, %d missed", file.Path, checked, missed)
	}
}

// realXML are the whole real files, none where they are not at hand.
func realXML(t *testing.T) (files []*lists.File) {
	for _, name := range []string{"consolidated_2017.xml", "consolidated_2025-03-28.xml"} {
		if path, ok := findShared("ofac", "consolidated-nonsdn", name); ok {
			files = append(files, fileOf(t, path))
		} else {
			t.Logf("%s is not beside the repository", name)
		}
	}
	return files
}

// leftOutAdvanced are those of the Advanced form.
var leftOutAdvanced = map[string]string{
	"Month": "part of a date, whose year is checked; the golden file has the dates",
	"Day":   "part of a date, whose year is checked; the golden file has the dates",
}

// TestEveryLeafOfAdvanced collects for each party all that the file says of it
// in its several sections.
func TestEveryLeafOfAdvanced(t *testing.T) {
	var b bytes.Buffer
	if err := ofacgen.WriteAdvanced(&b, ofacgen.Options{Seed: 3, Parties: 500}); err != nil {
		t.Fatal(err)
	}
	for _, file := range []*lists.File{testFile(t, "sdn_advanced.xml"), bytesFile("sdn_advanced.xml", b.Bytes())} {
		got, _ := read(t, Advanced(), file)
		root := parseXML(t, file)
		by := func(section, name, attr string) map[string][]*element {
			m := make(map[string][]*element)
			for _, e := range root.all(section, name) {
				m[e.attr(attr)] = append(m[e.attr(attr)], e)
			}
			return m
		}
		locations, papers := by("Locations", "Location", "ID"), by("IDRegDocuments", "IDRegDocument", "IdentityID")
		relations, entries := by("ProfileRelationships", "ProfileRelationship", "From-ProfileID"), by("SanctionsEntries", "SanctionsEntry", "ProfileID")
		checked, missed := 0, 0
		for _, party := range root.all("DistinctParties", "DistinctParty") {
			l := got[party.attr("FixedRef")]
			if l == nil {
				t.Errorf("party %s is no listing", party.attr("FixedRef"))
				continue
			}
			all := texts(t, l)
			of := []*element{party}
			for _, i := range party.all("Profile", "Identity") {
				of = append(of, papers[i.attr("ID")]...)
			}
			for _, v := range party.all("Profile", "Feature", "FeatureVersion", "VersionLocation") {
				of = append(of, locations[v.attr("LocationID")]...)
			}
			for _, p := range party.all("Profile") {
				of = append(append(of, relations[p.attr("ID")]...), entries[p.attr("ID")]...)
			}
			for _, e := range of {
				if e != party && !bytes.Contains(l.Raw, []byte("<"+e.XMLName.Local+fmt.Sprintf(" ID=%q", e.attr("ID")))) {
					t.Errorf("%s: the bytes of %s %s are not in Raw", l.ID, e.XMLName.Local, e.attr("ID"))
				}
				e.leaves("", func(path, text string) {
					if leftOutAdvanced[path[strings.LastIndexByte(path, '/')+1:]] != "" {
						return
					}
					checked++
					if !says(all, text) {
						if missed++; missed < 10 {
							t.Errorf("%s: %s/%s %q is not in the listing", l.ID, e.XMLName.Local, path, text)
						}
					}
				})
			}
		}
		t.Logf("%s: %d values, %d missed", file.Path, checked, missed)
	}
}
