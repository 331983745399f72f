package ch

import (
	"encoding/xml"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists/listtest"
)

// leftOut are the attributes that a listing tells in other words or not at all.
var leftOut = map[string]string{
	"ssid":                  "nothing refers to a value's own number but a target's, a name's and an address's, checked below",
	"quality":               "good is nothing or strong, low becomes weak or a note, checked by the fixture",
	"calendar":              "Gregorian is nothing, others are kept with the date",
	"name-type":             "becomes the name's kind",
	"name-part-type":        "becomes the part's kind",
	"order":                 "becomes the order of the parts",
	"main":                  "false becomes a note",
	"lang":                  "of programmes and sets only one language is told; a spelling's is its name's",
	"script":                "a spelling's letters tell it",
	"spelling-variant-type": "always not-defined",
	"variant-type":          "always not-defined",
	"iso-code":              "becomes the country's code",
	"code":                  "becomes the country's code",
	"object-type":           "becomes the schema",
	"place-id":              "the place itself is told",
	"list-type":             "checked when the file is read",
}

// everyLeaf reads a document with encoding/xml and looks for each text and
// attribute of a target in its listing.
func everyLeaf(t *testing.T, got []*interdict.Listing, doc string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(doc))
	var at []string
	var l *interdict.Listing
	var told map[string]bool
	checked := 0
	for {
		tok, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			if at = append(at, tok.Name.Local); len(at) == 2 {
				l = nil
			}
			for _, a := range tok.Attr {
				if len(at) == 2 && tok.Name.Local == "target" && a.Name.Local == "ssid" {
					if i := slices.IndexFunc(got, func(l *interdict.Listing) bool { return l.ID == a.Value }); i >= 0 {
						l, checked = got[i], checked+1
						told = listtest.Told(t, l)
					}
				}
				owned := a.Name.Local == "ssid" && slices.Contains([]string{"name", "address"}, tok.Name.Local)
				if l == nil || leftOut[a.Name.Local] != "" && !owned || older(at) {
					continue
				}
				// Days and months have two digits in a date.
				if missing := listtest.Missing(told, a.Value); missing != nil && !told["0"+a.Value] {
					t.Errorf("%s: %s@%s %q: the listing does not tell %q", l.ID, strings.Join(at, "/"), a.Name.Local, a.Value, missing)
				}
			}
		case xml.EndElement:
			at = at[:len(at)-1]
		case xml.CharData:
			text := strings.TrimSpace(string(tok))
			if l == nil || text == "" || older(at) {
				continue
			}
			whole := l.Remarks + "\n" + l.Designation.Reasons
			if missing := listtest.Missing(told, text); missing != nil && !strings.Contains(whole, text) {
				t.Errorf("%s: %s %q: the listing does not tell %q", l.ID, strings.Join(at, "/"), text, missing)
			}
		}
	}
	if checked != len(got) {
		t.Errorf("%d targets of %d listings", checked, len(got))
	}
}

// older says whether an element stands within a modification.
func older(at []string) bool { return len(at) > 3 && at[2] == "modification" }

func TestEveryLeafOfTheFixture(t *testing.T) {
	got, _ := listtest.Read(t, XML(), listtest.Bytes("seco.xml", fixture(t)))
	everyLeaf(t, got, string(fixture(t)))
}

func FuzzRead(f *testing.F) {
	head, rest, _ := strings.Cut(string(fixture(f)), "  <sanctions-program")
	for record := range strings.SplitAfterSeq("  <sanctions-program"+rest, "</target>\n") {
		f.Add([]byte(head + record + "</swiss-sanctions-list>"))
	}
	f.Add(whole(target1("1", person("A"))))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, report, err := listtest.Try(XML(), List, listtest.Bytes("fuzz.xml", data))
		if err == nil {
			listtest.Check(t, got, report)
		}
	})
}

// BenchmarkRead reads many copies of the fixture's targets.
func BenchmarkRead(b *testing.B) {
	text := string(fixture(b))
	from, to := strings.Index(text, "  <target"), strings.Index(text, "  <place ")
	var doc strings.Builder
	doc.WriteString(text[:from])
	for i := range 1000 {
		doc.WriteString(strings.ReplaceAll(text[from:to], `<target ssid="`, `<target ssid="`+strings.Repeat("9", i%100)+string(rune('a'+i/100))))
	}
	doc.WriteString(text[to:])
	file := listtest.Bytes("seco.xml", []byte(doc.String()))
	b.SetBytes(file.Size)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := listtest.Try(XML(), List, file); err != nil {
			b.Fatal(err)
		}
	}
}
