package ofac

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

// TestListID tells OFAC's two lists apart: by the file's name where the content
// cannot, by programmes where the name is silent, and in Advanced by the
// entries alone.
func TestListID(t *testing.T) {
	sdnCSV := fixture(t, "csv", "sdn.csv")
	sdnXML := fixture(t, "sdn.xml")
	plcXML := bytes.ReplaceAll(sdnXML, []byte("<program>SYRIA<"), []byte("<program>NS-PLC<"))
	plcXML = bytes.ReplaceAll(plcXML, []byte("<program>CUBA<"), []byte("<program>UKRAINE-EO13662<"))
	advanced := fixture(t, "sdn_advanced.xml")
	ssi := bytes.ReplaceAll(advanced, []byte(`ListID="1550"`), []byte(`ListID="91507"`))
	for _, c := range []struct {
		format lists.Format
		name   string
		data   []byte
		want   string
	}{
		{CSV(), "sdn.csv", sdnCSV, sdnList},
		{CSV(), "cons_prim.csv", sdnCSV, consList},
		{CSV(), "a/b/CONS_PRIM.CSV", sdnCSV, consList},
		{CSV(), "conservatory/sdn.csv", sdnCSV, sdnList},
		{CSV(), "download", sdnCSV, sdnList},
		{XML(), "sdn.xml", sdnXML, sdnList},
		{XML(), "consolidated.xml", sdnXML, consList},
		{XML(), "sdn.xml", plcXML, sdnList},
		{XML(), "download", sdnXML, sdnList},
		{XML(), "download", plcXML, consList},
		{Advanced(), "download", advanced, sdnList},
		{Advanced(), "cons_advanced.xml", advanced, sdnList},
		{Advanced(), "sdn_advanced.xml", ssi, consList},
	} {
		if r, ok := c.format.Recognise(bytesFile(c.name, c.data)); !ok || r.List != c.want || r.Part != lists.Main {
			t.Errorf("%s, %s: %+v, %v, want list %s", c.format.Name(), c.name, r, ok, c.want)
		}
	}
	for program, list := range map[string]string{"CYBER2": sdnList, "NS-PLC] [SDGT": consList} {
		var rows, entries strings.Builder
		for i := range tellingRows {
			fmt.Fprintf(&rows, "%d,\"A\",-0- ,\"%s\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n", 100+i, program)
			fmt.Fprintf(&entries, "<sdnEntry><uid>%d</uid><programList><program>%s</program></programList></sdnEntry>", 100+i, strings.ReplaceAll(program, "] [", "</program><program>"))
		}
		for _, name := range []string{"sdn", "cons_prim"} { // the other list's name does not deceive
			for _, file := range []*lists.File{bytesFile(name+".csv", []byte(rows.String())), bytesFile(name+".xml", []byte("<sdnList><publshInformation/>"+entries.String()+"</sdnList>"))} {
				for _, f := range []lists.Format{CSV(), XML()} {
					if r, ok := f.Recognise(file); ok && r.List != list {
						t.Errorf("%s with the programme %s is taken for %s", file.Path, program, r.List)
					}
				}
			}
		}
	}
	unread := bytesFile("cons_advanced.xml", advanced)
	unread.Open = nil
	if r, ok := Advanced().Recognise(unread); !ok || r.List != consList {
		t.Errorf("a file that cannot be opened: %+v, %v, want what its name says", r, ok)
	}
}

// TestListsInOneFile takes from an Advanced file, whose parties may be on both
// lists, the designation of the list that is read; the other's is kept.
func TestListsInOneFile(t *testing.T) {
	file := testFile(t, "sdn_advanced.xml")
	for list, want := range map[string]struct {
		programs, measures, other string
	}{
		sdnList:  {"SDGT CYBER2", "asset_freeze", "SanctionsEntry/Sectoral Sanctions Identifications List"},
		consList: {"UKRAINE-EO13662", "debt_equity_limits", "SanctionsEntry/SDN List"},
	} {
		found := false
		_, err := Advanced().Read(t.Context(), list, map[string]*lists.File{lists.Main: file}, func(l *interdict.Listing) error {
			if l.ID != "90001" {
				return nil
			}
			found = true
			var measures []string
			for _, m := range l.Designation.Measures {
				measures = append(measures, string(m))
			}
			programs := strings.Join(l.Designation.Programs, " ")
			kept := false
			for _, f := range l.Other {
				kept = kept || f.Name == want.other
			}
			if programs != want.programs || strings.Join(measures, " ") != want.measures || !kept {
				t.Errorf("%s: programmes %q, measures %q, other %v", list, programs, measures, l.Other)
			}
			return nil
		})
		if err != nil || !found {
			t.Errorf("%s: found %v, %v", list, found, err)
		}
	}
}

// TestUnknownType keeps and reports a kind of party that OFAC has not used yet.
func TestUnknownType(t *testing.T) {
	data := `1,"X","submarine","SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ` + "\r\n"
	got, rep, err := readBad(CSV(), map[string]*lists.File{lists.Main: bytesFile("sdn.csv", []byte(data+strings.Replace(data, "1,", "2,", 1)))})
	if err != nil || len(got) != 2 || len(rep.Unknown) != 1 || rep.Unknown[0].Count != 2 {
		t.Fatalf("%d listings, unknown %v, %v", len(got), rep.Unknown, err)
	}
	if f := got[0].Other; got[0].Schema != interdict.Organization || len(f) != 1 || f[0].Value != "submarine" {
		t.Errorf("got %+v", got[0])
	}
}

// TestParts knows the four CSV files by what stands in them.
func TestParts(t *testing.T) {
	null := `,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- `
	for _, c := range []struct{ name, data, want string }{
		{"x", `1,"A",-0- ,"SDGT"` + null + "\r\n\x1a", lists.Main},
		{"x", `1,12,"aka","B",-0- ` + "\r\n\x1a", altPart},
		{"x", `1,25,-0- ,"Havana","Cuba",-0- ` + "\r\n\x1a", addPart},
		{"x", `1,"tive Date (EO 14024 Directive); Linked To: LAZARUS GROUP."` + "\n", commentsPart},
		{"x", `1,"CK'; a.k.a. 'APPLEWORM'."` + "\n", commentsPart},
		{"sdn_comments.csv", `1,"67328 (Russia)."` + "\n", commentsPart},
		{"x", `1,"67328 (Russia)."` + "\r\n\x1a", commentsPart},
		{"sdn_comments.csv", "\x1a", commentsPart},
		{"alt.csv", "\r\n\x1a", altPart},
		{"x", "\x1a", ""},
		{"x", `1,"a customer"` + "\n", ""},
		{"x", `1,"A",,"B",,,,,,,,` + "\n", ""},
		{"x", "1,25,a,b,c,d\n", ""},
		{"x", "id,name\n1,a\n", ""},
		{"x", "", ""},
	} {
		r, ok := CSV().Recognise(bytesFile(c.name, []byte(c.data)))
		if ok != (c.want != "") || r.Part != c.want {
			t.Errorf("%q: part %q, %v, want %q", c.data, r.Part, ok, c.want)
		}
	}
}

// TestUnknownElements reports what stands where nothing is known to stand.
func TestUnknownElements(t *testing.T) {
	for _, c := range []struct {
		format lists.Format
		data   string
		want   string
	}{
		{XML(), "<sdnList><news><item lang='en'>hello</item></news><empty/><sdnEntry><uid>1</uid><lastName>X</lastName></sdnEntry></sdnList>",
			`news/item, news/item@lang, empty, sdnType ""`},
		{Advanced(), `<Sanctions><ReferenceValueSets/><Annex>x</Annex><Locations><Area ID="1">y</Area><Location ID="2"><Shape>z</Shape></Location></Locations><DistinctParties><DistinctParty FixedRef="1"><Profile ID="1"><Identity ID="1"><Alias Primary="true"><DocumentedName><DocumentedNamePart><NamePartValue>X</NamePartValue></DocumentedNamePart></DocumentedName></Alias></Identity><Feature><FeatureVersion><VersionLocation LocationID="2"/></FeatureVersion></Feature></Profile></DistinctParty></DistinctParties><SanctionsEntryLinks><SanctionsEntryLink ID="3" EntryLinkTypeID="4"/></SanctionsEntryLinks></Sanctions>`,
			"Annex, Area@ID, Area, Location/Shape, SanctionsEntryLink@ID, SanctionsEntryLink@EntryLinkTypeID"},
	} {
		got, rep, err := readBad(c.format, map[string]*lists.File{lists.Main: bytesFile("x", []byte(c.data))})
		if err != nil || len(got) != 1 {
			t.Fatalf("%d listings, %v", len(got), err)
		}
		var names []string
		for _, u := range rep.Unknown {
			names = append(names, u.Name)
		}
		for _, w := range strings.Split(c.want, ", ") {
			if !slices.Contains(names, w) {
				t.Errorf("%s: %q is not reported as unknown: %q", c.format.Name(), w, names)
			}
		}
	}
}
