package lv

import (
	"encoding/xml"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists/listtest"
)

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestFixtures(t *testing.T) {
	for _, c := range []struct{ name, refused, unknown string }{
		{"national_v2", "duplicate_id no_name no_id", "Type X,Vessel,Vessel@kind"},
		{"national", "", ""},
	} {
		got, report := listtest.Read(t, XML(), listtest.Bytes(c.name, fixture(t, c.name+".xml")))
		listtest.Golden(t, "testdata/"+c.name+".golden.json", got)
		var refused, unknown []string
		for _, r := range report.Refused {
			refused = append(refused, r.Code)
		}
		for _, u := range report.Unknown {
			unknown = append(unknown, u.Name)
		}
		if s := strings.Join(refused, " "); s != c.refused {
			t.Errorf("%s: refused %s", c.name, s)
		}
		if s := strings.Join(unknown, ","); s != c.unknown {
			t.Errorf("%s: unknown %s", c.name, s)
		}
		if report.Published != interdict.Day(2018, 3, 29) {
			t.Errorf("%s: published %v", c.name, report.Published)
		}
	}
}

func TestBadInputs(t *testing.T) {
	good := string(fixture(t, "national_v2.xml"))
	good, _, _ = strings.Cut(good, "\t<Entity>\n\t\t<Id>5")
	good += "</LVlist>\n"
	listtest.BadInputs(t, XML(), List, []byte(good))
	listtest.BadInputs(t, XML(), List, fixture(t, "national.xml"))
	for name, doc := range map[string]string{
		"another root": "<sdnList><Entity/></sdnList>",
		"no entry":     "<LVlist><PublishInfo><PublishDate>2018</PublishDate></PublishInfo></LVlist>",
		"other entry":  "<LVlist><Person><Id>1</Id></Person></LVlist>",
	} {
		if _, _, err := listtest.Try(XML(), List, listtest.Bytes("bad", []byte(doc))); err == nil {
			t.Errorf("%s: it is read without an error", name)
		}
	}
}

func TestRecognise(t *testing.T) {
	for doc, want := range map[string]bool{
		"<LVlist>": true,
		`<WHOLE Date="1/1/2018"><ENTITY Id="1" pdf_link="https://likumi.lv/ta/id/1">`:                                    true,
		`<WHOLE Date="01/01/2016"><ENTITY Id="1" legal_basis="1/2002" pdf_link="http://eur-lex.europa.eu/LexUriServ/x">`: false,
		"<WHOLE></WHOLE>": false,
		"<LVlists/>":      false,
	} {
		if _, ok := XML().Recognise(listtest.Bytes("x", []byte(doc))); ok != want {
			t.Errorf("%s: %v", doc, ok)
		}
	}
}

// leftOut are the published values that a listing tells in other words.
var leftOut = map[string]string{
	"Entity/Type":                             "becomes the schema",
	"Entity/Gender":                           "V is male",
	"Entity/Remark":                           "is Remarks, compared whole",
	"Entity/Birth/BirthCountryIso2Code":       "becomes the code in lower case",
	"ENTITY/PIEZIMES":                         "is Remarks, compared whole",
	"ENTITY/NAME/GENDER":                      "VĪRIETIS is male",
	"PublishInfo/PublishDate":                 "is the edition's date",
	"Entity/Alias/AliasWholeName":             "is the alias's parts",
	"Entity/Document/DocumentCountryIso2Code": "becomes the code in lower case",
}

// TestRealEditions holds both stored layouts to what encoding/xml reads of them.
func TestRealEditions(t *testing.T) {
	for _, c := range []struct {
		name           string
		entries, names int
	}{{"LV_national_v2.xml", 3, 5}, {"LV_national.xml", 3, 5}} {
		path := listtest.Shared(t, "other", c.name)
		got, report := listtest.Read(t, XML(), listtest.Path(t, path))
		if len(got) != c.entries || report.Names != c.names || len(report.Refused) > 0 || len(report.Unknown) > 0 || report.Published != interdict.Day(2018, 3, 29) {
			t.Errorf("%s: %d entries, %+v", c.name, len(got), report)
		}
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		d := xml.NewDecoder(f)
		var at []string
		entries := 0
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
				if at = append(at, tok.Name.Local); len(at) == 2 && strings.EqualFold(at[1], "entity") {
					entries++
				}
				for _, a := range tok.Attr {
					if len(at) == 2 && a.Name.Local != "Type" {
						checkTold(t, got[entries-1], strings.Join(at[1:], "/")+"@"+a.Name.Local, a.Value)
					}
				}
			case xml.EndElement:
				at = at[:len(at)-1]
			case xml.CharData:
				if text := strings.TrimSpace(string(tok)); text != "" && entries > 0 {
					checkTold(t, got[entries-1], strings.Join(at[1:], "/"), text)
				}
			}
		}
		if entries != c.entries {
			t.Errorf("%s: %d entries", c.name, entries)
		}
	}
}

func checkTold(t *testing.T, l *interdict.Listing, path, text string) {
	t.Helper()
	if path == "Entity/Remark" || path == "ENTITY/PIEZIMES" {
		if l.Remarks != text {
			t.Errorf("%s: the remarks are not %q", l.ID, text)
		}
	} else if missing := listtest.Missing(listtest.Told(t, l), text); missing != nil && leftOut[path] == "" {
		t.Errorf("%s: %s %q: the listing does not tell %q", l.ID, path, text, missing)
	}
}

// TestTables holds the table to the words of the program.
func TestTables(t *testing.T) {
	for label, want := range map[string]interdict.IDType{
		"Pase": interdict.Passport, "Diplomātiskā pase": interdict.OtherID, "Personas kods": interdict.NationalID,
		"Reģistrācijas numurs": interdict.RegistrationNo, "": interdict.OtherID,
	} {
		if got := documentType(label); got != want {
			t.Errorf("%q is %s", label, got)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(string(fixture(f, "national_v2.xml")))
	f.Add(string(fixture(f, "national.xml")))
	f.Fuzz(func(t *testing.T, doc string) {
		got, report, err := listtest.Try(XML(), List, listtest.Bytes("x.xml", []byte(doc)))
		if err == nil {
			listtest.Check(t, got, report)
		}
	})
}
