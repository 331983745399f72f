package uk

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/listtest"
	"pgregory.net/rapid"
)

func TestBadInputs(t *testing.T) {
	whole := func(name string) []byte { return fixture(t, name) }
	xml := []byte(strings.Split(string(whole("uksl.xml")), "  <Designation>\n    <UniqueID>CYB0045</UniqueID>\n    <Names>\n      <Name>\n        <Name6>Twice")[0] + "</Designations>\n")
	for _, c := range []struct {
		f    lists.Format
		list string
		good []byte
	}{{XML(), SanctionsList, xml}, {CSV(), SanctionsList, whole("uksl.csv")}, {ConList(), ConsolidatedList, whole("conlist.csv")}} {
		t.Run(c.f.Name(), func(t *testing.T) {
			listtest.BadInputs(t, c.f, c.list, c.good)
			if _, _, err := listtest.Try(c.f, c.list, listtest.Bytes("twice", append(bytes.Clone(c.good), c.good...))); err == nil {
				t.Error("two files joined are read without an error")
			} else {
				t.Log(err)
			}
		})
	}
}

const head = "Report Date: 29-Apr-2026\nUnique ID,Name 6,Name type\n"

// Rows that cannot be read are refused, each with its reason; the others are
// read.
func TestRefusedRows(t *testing.T) {
	rows := strings.Join([]string{
		`A1,"First, ""quoted""",Primary name`,
		`A2,too few`,
		`A3,too many,Primary name,extra`,
		`,no id,Primary name`,
		`A4,empty extras,Primary name,,,`,
		`A5,,Primary name`,
		`A6,` + strings.Repeat("x", 10<<20) + `,Primary name`,
		``,
		`A7,five" inches,Primary name`,
		`A8,"over` + "\r\n" + `lines","Primary name"`,
		`A9,"odd"tail,Primary name`,
	}, "\r\n") + "\r\n"
	got, report, err := listtest.Try(CSV(), SanctionsList, listtest.Bytes("x.csv", []byte(head+rows)))
	if err != nil {
		t.Fatal(err)
	}
	var read []string
	for _, l := range got {
		read = append(read, l.ID+" "+l.Names[0].Full)
	}
	want := []string{`A1 First, "quoted"`, "A4 empty extras", `A7 five" inches`, "A8 over lines", "A9 oddtail"}
	if !slices.Equal(read, want) {
		t.Errorf("read %q, want %q", read, want)
	}
	var refused []string
	for _, r := range report.Refused {
		refused = append(refused, r.At+" "+r.Code)
		if r.Reason == "" {
			t.Error("a refusal without a reason")
		}
	}
	want = []string{"line 4 ragged_row", "line 5 ragged_row", "line 6 no_id", "line 9 too_large", "line 8 (A5) no_name"}
	if !slices.Equal(refused, want) {
		t.Errorf("refused %q, want %q", refused, want)
	}
}

// A lost quote costs its own row, not those that its cell then takes in.
func TestLostQuote(t *testing.T) {
	row := func(i int, name string) string { return fmt.Sprintf("A%d,%s,Primary name\n", i, name) }
	after := row(2, `"B, and so on"`) + row(3, `"C, and so on"`) + row(4, `"over`+"\n"+`lines"`) + row(5, `"E"`)
	for name, c := range map[string]struct{ rows, read, refused string }{
		"none":             {row(1, `"A, and so on"`) + after, "A1 A2 A3 A4 A5", ""},
		"closing":          {row(1, `"A, and so on`) + after, "A2 A3 A4 A5", "line 3 bad_record"},
		"closing, no more": {row(1, `"A`) + "A2,B,Primary name\nA3,C,Primary name\n" + row(4, `"D"`), "A2 A3 A4", "line 3 bad_record"},
		"end of file":      {row(1, `"A`) + "A2,B,Primary name\n" + strings.TrimSuffix(row(3, `"C"`), "\n"), "A2 A3", "line 3 bad_record"},
		"two":              {row(1, `"A, and so on`) + row(2, `"B`) + row(3, `"C"`), "A3", "line 3 bad_record, line 4 bad_record"},
		"opening":          {row(1, `A"`) + after, `A1 A2 A3 A4 A5`, ""},
		"far away":         {row(1, `"A`) + strings.Repeat("A2,B,Primary name\n", 300_000) + row(3, `"C"`), "A2 A3", "line 3 bad_record"},
	} {
		got, report, err := listtest.Try(CSV(), SanctionsList, listtest.Bytes("x.csv", []byte(head+c.rows)))
		var read, refused []string
		for _, l := range got {
			read = append(read, l.ID)
		}
		for _, r := range report.Refused {
			refused = append(refused, r.At+" "+r.Code)
		}
		if err != nil || strings.Join(read, " ") != c.read || strings.Join(refused, ", ") != c.refused {
			t.Errorf("%s: read %v, refused %v, error %v", name, read, refused, err)
		}
	}
}

func TestHeaders(t *testing.T) {
	row := "A1,X,Primary name\n"
	for name, c := range map[string]struct{ data, says string }{
		"without metadata": {"Unique ID,Name 6,Name type\n" + row, ""},
		"other case":       {"x\nUNIQUE ID,name 6,NAME TYPE\n" + row, ""},
		"missing":          {row + row, "no header"},
		"incomplete":       {"Report Date: 1\nUnique ID,Name 6\nA1,X\n", "no header"},
		"column twice":     {"Unique ID,Name 6,Name type,Name 6\n", `"Name 6" stands twice`},
		"again":            {head + row + "Unique ID,Name 6,Name type\n" + row, "second time"},
		"no rows":          {head, "no entry"},
		"open quote":       {head + `A1,"X,Primary name` + "\n" + row, "never closes"},
		"cut in a row":     {head + row + "A2,Y", "cut off"},
		"NUL":              {head + "A1,X\x00Y,Primary name\n", "NUL"},
		"latin 1":          {head + "A1,Kr\xe9mlin,Primary name\n", "WINDOWS-1252"},
	} {
		got, _, err := listtest.Try(CSV(), SanctionsList, listtest.Bytes(name, []byte(c.data)))
		switch {
		case c.says == "" && (err != nil || len(got) != 1):
			t.Errorf("%s: %d listings, %v", name, len(got), err)
		case c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)):
			t.Errorf("%s: %v, want %q", name, err, c.says)
		}
	}
}

// A cell of a gigabyte is passed over without being held.
func TestGigabyteCell(t *testing.T) {
	if testing.Short() {
		t.Skip("a gigabyte is read")
	}
	file := listtest.Stream("big.csv", func() io.Reader {
		return io.MultiReader(strings.NewReader(head+"A1,X,Primary name\nA2,\""), io.LimitReader(letters{}, 1<<30), strings.NewReader("\",Alias\nA3,Y,Primary name\n"))
	})
	got, report, err := listtest.Try(CSV(), SanctionsList, file)
	if err != nil || len(got) != 2 || !slices.Equal(codes(report.Refused), []string{lists.CodeTooLarge}) {
		t.Errorf("%d listings, refused %+v: %v", len(got), report.Refused, err)
	}
}

type letters struct{}

func (letters) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

// Rows come apart as encoding/csv takes them apart, whatever is in them.
func TestRowsAsEncodingCSV(t *testing.T) {
	cell := rapid.StringOf(rapid.SampledFrom([]rune("ab ,\"\n;'ж武")))
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.SliceOfN(cell, 2, 5), 1, 6).Draw(t, "rows")
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		w.UseCRLF = rapid.Bool().Draw(t, "crlf")
		if err := w.WriteAll(rows); err != nil {
			t.Fatal(err)
		}
		r, err := newRowReader("x", bytes.NewReader(b.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		oracle := csv.NewReader(bytes.NewReader(b.Bytes()))
		oracle.FieldsPerRecord = -1
		for {
			want, wantErr := oracle.Read()
			got, err := r.next()
			if wantErr != nil || err != nil {
				if wantErr != io.EOF || err != io.EOF {
					t.Fatalf("%v, %v", wantErr, err)
				}
				return
			}
			cells := splitRow(nil, got.raw)
			for i := range cells {
				cells[i] = strings.ReplaceAll(cells[i], "\r\n", "\n")
			}
			if line, _ := oracle.FieldPos(0); !slices.Equal(cells, want) || line != got.line {
				t.Fatalf("got %q at line %d, want %q at %d", cells, got.line, want, line)
			}
		}
	})
}

func TestNumbered(t *testing.T) {
	for cell, want := range map[string]string{
		"":                                `[""]`,
		"Cyprus":                          `["Cyprus"]`,
		"(1) Cyprus (2) Russia":           `["Cyprus" "Russia"]`,
		"(1) Cyprus. (2) Russia":          `["Cyprus." "Russia"]`,
		"(1) Sirte (2) -":                 `["Sirte" ""]`,
		"(1-3) Libya (4) Morocco":         `["Libya" "Libya" "Libya" "Morocco"]`,
		"(1) to (3) Algeria (4) Morocco":  `["Algeria" "Algeria" "Algeria" "Morocco"]`,
		"(1) +7(702)104-17-35 (2) +7(3)2": `["+7(702)104-17-35" "+7(3)2"]`,
		"(2) Cyprus":                      `["(2) Cyprus"]`,
		"(a) Cyprus (b) Russia":           `["(a) Cyprus (b) Russia"]`,
		"Minister (1) and (2)":            `["Minister (1) and (2)"]`,
		"(1-99999) many":                  `["(1-99999) many"]`,
		"(1)":                             `[""]`,
		"(1) a (2) b (4) d (3) c":         `["a" "b (4) d" "c"]`,
	} {
		if got := fmt.Sprintf("%q", numbered(cell)); got != want {
			t.Errorf("%q: got %s, want %s", cell, got, want)
		}
	}
}

func TestDates(t *testing.T) {
	for s, want := range map[string]string{
		"12/11/1985": "1985-11-12", "dd/mm/1965": "1965", "dd/03/1965": "1965-03", "00/00/1986": "1986", "00/03/1986": "1986-03",
		"10/1958": "1958-10", "1958": "1958", "DD/MM/1965": "1965",
		"31/02/1960": "", "dd/13/1960": "", "12/mm/1960": "", "1/1/1": "", "": "", "x": "", "01/02/03/2004": "", "1965/01/02": "", "circa 1960": "", "12/11/85": "",
	} {
		d, ok := parseDate(s)
		if d.String() != want || ok != (want != "") {
			t.Errorf("%q: got %q, %v; want %q", s, d, ok, want)
		}
	}
	for s, want := range map[string]interdict.Date{
		"Last Updated 10/04/2025": interdict.Day(2025, 4, 10), "Report Date: 29-Apr-2026": interdict.Day(2026, 4, 29),
		"Report Date: 9 April 2026": interdict.Day(2026, 4, 9), "2026-04-29T10:00": interdict.Day(2026, 4, 29), "none": {},
	} {
		if got := statedDate(s); got != want {
			t.Errorf("%q: got %v, want %v", s, got, want)
		}
	}
}

func TestCountryIn(t *testing.T) {
	for note, want := range map[string]string{
		"Saudi Arabia": "sa", "Tunisian. Issued on 14.3.2011": "tn", "Expires 21 Aug 2005 (Iraq).": "iq", "issued in Sanaa, Yemen": "ye",
		"Issued in Afghanistan": "af", "Sudan number": "sd", "Pakistani national identity card": "pk", "United Arab Emirates": "ae",
		"(expiration date 03/06/2016)": "", "": "", "Voter ID": "", "INN": "", "Date of Expiration: 4.7.2017": "",
	} {
		if got := countryIn(note); got != want {
			t.Errorf("%q: got %q, want %q", note, got, want)
		}
	}
}

// Every measure of the table is one of the vocabulary, and the words by which
// ConList names more than a freeze are in it.
func TestTables(t *testing.T) {
	all := []interdict.Measure{
		interdict.AssetFreeze, interdict.TravelBan, interdict.ArmsEmbargo, interdict.TargetedArmsEmbargo, interdict.TrustServices,
		interdict.DirectorDisqualification, interdict.PortEntryBan, interdict.Deflag, interdict.CharteringBan, interdict.CharteringBanAircraft,
		interdict.CrewServicing, interdict.TechnicalAssistance, interdict.BusinessArrangements, interdict.ClosureOfOffices,
		interdict.CorrespondentBan, interdict.SecuritiesBan, interdict.OtherMeasure,
	}
	for words, m := range facts().measures {
		if !slices.Contains(all, m) {
			t.Errorf("%s: unknown measure %q", words, m)
		}
	}
	for _, words := range additionalMeasures {
		if facts().measures[words] == "" {
			t.Errorf("no measure for %q", words)
		}
	}
	if len(facts().labels) < 50 || len(facts().details) < 5 {
		t.Error("a table is empty")
	}
}

func fuzz(f *testing.F, format lists.Format, list string) {
	f.Fuzz(func(t *testing.T, data []byte) {
		format.Recognise(listtest.Bytes("fuzz", data))
		got, report, err := listtest.Try(format, list, listtest.Bytes("fuzz", data))
		if err == nil && report.Entries != len(got) {
			t.Errorf("%d entries reported, %d listings", report.Entries, len(got))
		}
		for _, l := range got {
			if l.ID == "" || len(l.Names) == 0 || len(l.Raw) == 0 {
				t.Errorf("an empty listing: %+v", l)
			}
		}
	})
}

func FuzzXML(f *testing.F) {
	f.Add(fixture(f, "uksl.xml"))
	f.Add([]byte("<Designations><Designation><UniqueID>A</UniqueID><Names><Name><Name6>B</Name6></Name></Names></Designation></Designations>"))
	fuzz(f, XML(), SanctionsList)
}

func FuzzCSV(f *testing.F) {
	f.Add(fixture(f, "uksl.csv"))
	f.Add([]byte(head + "A1,X,Primary name\n"))
	fuzz(f, CSV(), SanctionsList)
}

func FuzzConList(f *testing.F) {
	f.Add(fixture(f, "conlist.csv"))
	f.Add([]byte("Last Updated,10/04/2025,,\nName 6,Alias Type,Other Information,Group ID\nX,AKA,(UN Ref):QDi.001. (Phone number):(1) 1 (2) 2,7\n"))
	fuzz(f, ConList(), ConsolidatedList)
}
