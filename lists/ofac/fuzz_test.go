package ofac

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/ofac/ofacgen"
)

func addFixture(f *testing.F, elem ...string) []byte {
	data, err := os.ReadFile(filepath.Join(append([]string{"testdata"}, elem...)...))
	if err != nil {
		f.Fatal(err)
	}
	return data
}

// check holds what came of any bytes to what every reader owes.
func check(t *testing.T, format lists.Format, files map[string]*lists.File) {
	format.Recognise(files[lists.Main])
	got, rep, err := readBad(format, files)
	var e *lists.Error
	if err != nil && !errors.As(err, &e) {
		t.Errorf("the error is none of a list: %v", err)
	}
	if rep.Entries != len(got) {
		t.Errorf("%d entries reported, %d listings came", rep.Entries, len(got))
	}
	seen := make(map[string]bool)
	for _, l := range got {
		if l.ID == "" || seen[l.ID] || len(l.Names) == 0 || len(l.Raw) == 0 || l.At == "" || l.Schema == "" {
			t.Errorf("listing %+v lacks what every listing has, or came twice", l)
		}
		seen[l.ID] = true
		for _, d := range l.BirthDates {
			if back, err := interdict.ParseDate(d.String()); err != nil || back != d {
				t.Errorf("birth date %+v is %q, which reads as %+v, %v", d, d, back, err)
			}
		}
		if _, err := json.Marshal(l); err != nil {
			t.Error(err)
		}
	}
	for _, r := range rep.Refused {
		if r.At == "" || r.Code == "" || r.Reason == "" {
			t.Errorf("refusal %+v does not say what, where and why", r)
		}
	}
}

func FuzzCSV(f *testing.F) {
	format := CSV()
	f.Add(addFixture(f, "csv", "sdn.csv"), addFixture(f, "csv", "alt.csv"), addFixture(f, "csv", "add.csv"), addFixture(f, "csv", "sdn_comments.csv"))
	f.Add([]byte("1,\"A\"\"B\",x"), []byte("1,2,aka,\"\n\n"), []byte{}, []byte("\x1a"))
	f.Fuzz(func(t *testing.T, main, alt, add, comments []byte) {
		check(t, format, map[string]*lists.File{
			lists.Main: bytesFile("sdn.csv", main), altPart: bytesFile("alt.csv", alt),
			addPart: bytesFile("add.csv", add), commentsPart: bytesFile("sdn_comments.csv", comments),
		})
	})
}

func FuzzRemarks(f *testing.F) {
	f.Add("DOB 12 Nov 1985; Passport E590976 (Tunisia) issued 19 Jun 1987 expires 18 Jun 1992; a.k.a. 'ANIS, Abu'.")
	f.Add("Digital Currency Address - XBT x; (Linked To: A; Linked To: B (C)); issued ; ( ; :")
	v := newVocabulary()
	f.Fuzz(func(t *testing.T, remarks string) {
		p := v.newParty(sdnList, "1", interdict.Person)
		p.addRemarks(remarks, false)
		for _, id := range p.Identifiers {
			if id.Value == "" {
				t.Errorf("an identifier without a value: %+v", id)
			}
		}
	})
}

func FuzzXML(f *testing.F) {
	format := XML()
	f.Add(addFixture(f, "sdn.xml"))
	f.Add([]byte("<sdnList><sdnEntry><uid>1</uid><idList><id/></idList><akaList><aka/></akaList></sdnEntry></sdnList>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		check(t, format, map[string]*lists.File{lists.Main: bytesFile("sdn.xml", data)})
	})
}

func FuzzAdvanced(f *testing.F) {
	format := Advanced()
	f.Add(addFixture(f, "sdn_advanced.xml"))
	var b bytes.Buffer
	if err := ofacgen.WriteAdvanced(&b, ofacgen.Options{Seed: 1, Parties: 2}); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		check(t, format, map[string]*lists.File{lists.Main: bytesFile("sdn_advanced.xml", data)})
	})
}
