package uk

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/listtest"
)

// The closed consolidated list, whole: its counts, and every cell told.
func TestRealConList(t *testing.T) {
	path := listtest.Shared(t, "uk", "ConList_2025-04-10.csv")
	got, report := listtest.Read(t, ConList(), listtest.Path(t, path))
	if len(report.Refused) > 0 || len(report.Unknown) > 0 || report.Published != interdict.Day(2025, 4, 10) {
		t.Errorf("published %v, refused %+v, unknown %+v", report.Published, report.Refused, report.Unknown)
	}
	rows := readRows(t, path)
	header, rows := rows[1], rows[2:]
	if len(rows) != 18796 || len(got) != 4686 {
		t.Errorf("%d rows, %d listings; want 18,796 and 4,686", len(rows), len(got))
	}
	lines, byGroup := 0, make(map[string]*interdict.Listing)
	for _, l := range got {
		r := csv.NewReader(bytes.NewReader(l.Raw))
		r.FieldsPerRecord = len(header)
		raw, err := r.ReadAll()
		if err != nil {
			t.Fatalf("%s: its raw rows: %v", l.ID, err)
		}
		lines += len(raw)
		byGroup[raw[0][slices.Index(header, "Group ID")]] = l
	}
	if lines != len(rows) {
		t.Errorf("the raw records have %d rows", lines)
	}
	told := make(map[*interdict.Listing]map[string]bool)
	for _, row := range rows {
		l := byGroup[row[slices.Index(header, "Group ID")]]
		if told[l] == nil {
			told[l] = listtest.Told(t, l)
		}
		for i, cell := range row {
			if !everyCell(l, told[l], header[i], cell) {
				t.Errorf("%s: column %s: %q is not told", l.ID, header[i], cell)
			}
		}
	}
	checkCounts(t, got)
}

func readRows(t *testing.T, path string) [][]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// leftOut are the columns whose values a listing tells in other words.
var leftOut = map[string]string{
	"Group Type":    "becomes the schema",
	"Alias Type":    "becomes the name's kind, counted below",
	"Alias Quality": "becomes the name's quality, counted below",
}

// everyCell says whether a listing tells a cell.
func everyCell(l *interdict.Listing, told map[string]bool, column, cell string) bool {
	switch column {
	case "Other Information": // kept whole
		return strings.Contains(l.Remarks, clean(cell))
	case "DOB", "Listed On", "Last Updated":
		d, ok := parseDate(cell)
		return cell == "" || ok && (slices.Contains(l.BirthDates, d) || toldDate(told, d))
	case "Group ID":
		return slices.ContainsFunc(l.Identifiers, func(id interdict.Identifier) bool { return id.Value == cell && id.Label == "OFSI Group ID" })
	}
	if leftOut[column] != "" {
		return true
	}
	return listtest.Missing(told, valueNumber.ReplaceAllString(cell, " ")) == nil
}

// valueNumber is the numbers before numbered values, which are not values.
var valueNumber = regexp.MustCompile(`\(\d+(-\d+)?\)( to \(\d+\))?`)

func toldDate(told map[string]bool, d interdict.Date) bool {
	for _, w := range listtest.Words(d.String()) {
		if !told[w] {
			return false
		}
	}
	return true
}

// checkCounts holds what was read to counts taken from the file by hand.
func checkCounts(t *testing.T, got []*interdict.Listing) {
	t.Helper()
	count := make(map[string]int)
	for _, l := range got {
		count["schema "+string(l.Schema)]++
		for _, m := range l.Designation.Measures {
			count["measure "+string(m)]++
		}
		for _, id := range l.Identifiers {
			if id.Type == interdict.CrossRef {
				count[id.Label]++
			}
			if id.Type == interdict.IMO || id.Type == interdict.Wallet {
				count["id "+string(id.Type)]++
			}
		}
		if l.Designation.Reasons != "" {
			count["reasons"]++
		}
		if len(l.Genders) > 0 {
			count["gender"]++
		}
		if ref := strings.HasPrefix(l.Remarks, "(UK Sanctions List Ref):"+l.ID); ref {
			count["id from the text"]++
		}
	}
	for name, want := range map[string]int{
		"schema Person": 3662, "schema Organization": 1009, "schema Vessel": 15,
		"measure asset_freeze": 4686, "measure trust_services": 2178, "measure correspondent_ban": 28, "measure securities_ban": 7,
		"measure director_disqualification": 4, "measure travel_ban": 2, "measure other": 2,
		"OFSI Group ID": 4686, "UK Sanctions List Ref": 13, "id imo": 15, "id wallet": 13,
		"reasons": 3813, "gender": 2711, "id from the text": 4685,
	} {
		if count[name] != want {
			t.Errorf("%s: %d, want %d", name, count[name], want)
		}
	}
}

// The designations of 25 March 2024, whole.
func TestRealCyber(t *testing.T) {
	got, _ := listtest.Read(t, ConList(), listtest.Path(t, listtest.Shared(t, "uk", "ConList_2025-04-10.csv")))
	want := map[string]interdict.Listing{
		"CYB0045": {
			Schema:      interdict.Person,
			Names:       []interdict.Name{person("Guangzong", "ZHAO"), {Full: "赵光宗", Kind: interdict.PrimaryName, Script: "Chinese", Lang: "Chinese"}},
			BirthDates:  []interdict.Date{interdict.Day(1985, 11, 12)},
			Identifiers: []interdict.Identifier{{Type: interdict.NationalID, Value: "421003198511121539"}, groupID("16461")},
		},
		"CYB0046": {
			Schema:      interdict.Person,
			Names:       []interdict.Name{person("Gaobin", "NI"), {Full: "倪高彬", Kind: interdict.PrimaryName, Script: "Chinese", Lang: "Chinese"}},
			BirthDates:  []interdict.Date{interdict.Day(1985, 10, 27)},
			Identifiers: []interdict.Identifier{{Type: interdict.NationalID, Value: "421003198510272917"}, groupID("16462")},
		},
		"CYB0044": {
			Schema: interdict.Organization,
			Names: []interdict.Name{
				{Full: "WUHAN XIAORUIZHI SCIENCE AND TECHNOLOGY COMPANY LIMITED", Kind: interdict.PrimaryName},
				{Full: "武汉晓睿智科技有限责任公司", Kind: interdict.PrimaryName, Script: "Chinese", Lang: "Chinese"},
			},
			Identifiers: []interdict.Identifier{groupID("16460")},
			Addresses: []interdict.Place{{
				Text:    "2nd Floor, No. 16, Huashiyuan North Road, East Lake New Technology Development Zone, Hubei Province, Wuhan, China",
				Country: "cn", CountryName: "China",
			}},
		},
	}
	for _, l := range got {
		w, ok := want[l.ID]
		if !ok {
			continue
		}
		delete(want, l.ID)
		if w.Schema == interdict.Person {
			w.BirthPlaces = []interdict.Place{{City: "Jingzhou Municipality", Country: "cn", CountryName: "China"}}
			w.Genders = []string{"male"}
			w.Countries = []interdict.Country{{Role: interdict.Nationality, Code: "cn", Name: "China"}}
			w.Addresses = []interdict.Place{{Text: "Hubei Province, China", Country: "cn", CountryName: "China"}}
		} else {
			w.Other = []interdict.Field{{Name: "Type of entity", Value: "Company"}}
		}
		w.Other = append([]interdict.Field{{Name: "UK Sanctions List Date Designated", Value: "25/03/2024"}}, w.Other...)
		day := interdict.Day(2024, 3, 25)
		w.Designation = interdict.Designation{Regime: "Cyber", Listed: day, Updated: day, Measures: []interdict.Measure{interdict.AssetFreeze}, Reasons: l.Designation.Reasons}
		w.List, w.ID, w.Remarks, w.Raw, w.At = ConsolidatedList, l.ID, l.Remarks, l.Raw, l.At
		if !reflect.DeepEqual(l, &w) {
			t.Errorf("%s:\n got %+v\nwant %+v", l.ID, *l, w)
		}
		if !strings.Contains(l.Designation.Reasons, "Advanced Persistent Threat Group 31 (APT31)") || strings.Contains(l.Designation.Reasons, "(Gender)") {
			t.Errorf("%s: reasons %q", l.ID, l.Designation.Reasons)
		}
	}
	if len(want) > 0 {
		t.Errorf("not found: %v", want)
	}
}

func person(given, family string) interdict.Name {
	return interdict.Name{Full: given + " " + family, Kind: interdict.PrimaryName, Parts: []interdict.NamePart{{Kind: interdict.Given, Value: given}, {Kind: interdict.Family, Value: family}}}
}

func groupID(id string) interdict.Identifier {
	return interdict.Identifier{Type: interdict.CrossRef, Value: id, Label: "OFSI Group ID"}
}

// The UK Sanctions List of May 2026 is at hand as tables of its names and
// numbers. Written out as the official CSV, it comes back whole.
func TestRealNamesAsCSV(t *testing.T) {
	subjects := readRows(t, listtest.Shared(t, "uk", "uksl-2026-05", "subjects.csv"))[1:]
	nameRows := readRows(t, listtest.Shared(t, "uk", "uksl-2026-05", "subject_names.csv"))[1:]
	idRows := readRows(t, listtest.Shared(t, "uk", "uksl-2026-05", "subject_identifiers.csv"))[1:]
	var b bytes.Buffer
	b.WriteString("Report Date: 13-May-2026\r\n")
	w := csv.NewWriter(&b)
	w.Write([]string{"Unique ID", "Designation Type", "OFSI Group ID", "UN Reference Number", "Name type", "Alias strength", "Name 6", "Name 1", "Name 2", "Name 3", "Name 4", "Name 5",
		"IMO number", "Business registration number (s)", "Passport number", "Passport additional information", "National Identifier number", "National Identifier additional information"})
	subject := make(map[string][]string)
	for _, s := range subjects {
		subject[s[0]] = s
	}
	for _, n := range nameRows {
		s := subject[n[1]]
		kind := map[string]string{"primary": "Primary Name", "primary_variation": "Primary name variation", "alias": "Alias"}[n[2]]
		if kind == "" {
			kind = n[2]
		}
		w.Write(append([]string{n[1], s[1], s[3], s[2], kind, n[3], n[5], n[6], n[7], n[8], n[9], n[10]}, make([]string, 6)...))
	}
	for _, id := range idRows {
		row := make([]string, 18)
		row[0] = id[1]
		switch id[4] {
		case "imo":
			row[12] = id[3]
		case "passport":
			row[14], row[15] = id[3], id[5]
		case "national":
			row[16], row[17] = id[3], id[5]
		default:
			row[13] = id[3]
		}
		w.Write(row)
	}
	w.Flush()
	numbers := make(map[string][]string)
	for _, id := range idRows {
		numbers[id[1]] = append(numbers[id[1]], id[3])
	}
	got, report := listtest.Read(t, CSV(), listtest.Bytes("uksl.csv", b.Bytes()))
	if len(report.Refused) > 0 || len(report.Unknown) > 0 {
		t.Errorf("refused %+v, unknown %+v", report.Refused, report.Unknown)
	}
	count := make(map[string]int)
	for _, l := range got {
		count[string(l.Schema)]++
		for _, n := range l.Names {
			count["name "+string(n.Kind)]++
			if n.Kind == interdict.AliasName {
				count["alias "+string(n.Quality)]++
			}
		}
		slices.Sort(numbers[l.ID])
		for _, number := range slices.Compact(numbers[l.ID]) {
			if !numbersTold(l, number) {
				t.Errorf("%s: %q is not told by %+v", l.ID, number, l.Identifiers)
			}
		}
	}
	want := map[string]int{
		"Person": 3883, "Organization": 1531, "Vessel": 632, "name primary": 6051, "name variation": 5185, "name alias": 3814,
		"alias ": 1746, "alias strong": 1469, "alias weak": 599,
	}
	if !reflect.DeepEqual(count, want) {
		t.Errorf("got %v, want %v", count, want)
	}
}

var digitRun = regexp.MustCompile(`\d{2,}`)

// numbersTold says whether the identifiers hold every run of digits of a cell.
func numbersTold(l *interdict.Listing, cell string) bool {
	for _, run := range digitRun.FindAllString(cell, -1) {
		if !slices.ContainsFunc(l.Identifiers, func(id interdict.Identifier) bool { return strings.Contains(id.Value+" "+id.Note, run) }) {
			return false
		}
	}
	return true
}

// The shape of the official XML, in a fragment at hand.
func TestRealXMLFragment(t *testing.T) {
	got, report := listtest.Read(t, XML(), listtest.Path(t, listtest.Shared(t, "samples", "uksl_xml_schema_fragment_2026-08.xml")))
	if len(got) != 3 || len(report.Refused) > 0 || len(report.Unknown) > 0 || report.Published != interdict.Day(2026, 8, 20) {
		t.Errorf("%d listings, %+v", len(got), report)
	}
	var ids []string
	for _, l := range got {
		ids = append(ids, fmt.Sprint(l.ID, " ", l.Schema, " ", l.Designation.Measures))
	}
	want := []string{"AFG0006 Person [asset_freeze travel_ban]", "AFG0001 Organization [asset_freeze]", "DPR0075 Vessel [port_entry_ban]"}
	if !slices.Equal(ids, want) {
		t.Errorf("%q", ids)
	}
}

func BenchmarkConList(b *testing.B) {
	benchmark(b, ConList(), listtest.Path(b, listtest.Shared(b, "uk", "ConList_2025-04-10.csv")))
}

// BenchmarkXML reads 3,000 copies of the fixture's designations.
func BenchmarkXML(b *testing.B) {
	head, rest, _ := strings.Cut(string(fixture(b, "uksl.xml")), "  <Designation>\n")
	body, _, _ := strings.Cut(rest, "  <Designation>\n    <UniqueID>CYB0045</UniqueID>\n    <Names>\n      <Name>\n        <Name6>Twice")
	var doc strings.Builder
	doc.WriteString(head)
	for i := range 500 {
		doc.WriteString(strings.ReplaceAll("  <Designation>\n"+body, "</UniqueID>", fmt.Sprintf("-%d</UniqueID>", i)))
	}
	doc.WriteString("</Designations>")
	benchmark(b, XML(), listtest.Bytes("uksl.xml", []byte(doc.String())))
}

func benchmark(b *testing.B, f lists.Format, file *lists.File) {
	b.SetBytes(file.Size)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := listtest.Try(f, "x", file); err != nil {
			b.Fatal(err)
		}
	}
}
