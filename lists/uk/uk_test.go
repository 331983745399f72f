package uk

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
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

func codes(refused []lists.Refusal) (codes []string) {
	for _, r := range refused {
		codes = append(codes, r.Code)
	}
	return codes
}

func names(unknown []lists.Unknown) (names []string) {
	for _, u := range unknown {
		names = append(names, u.Name)
	}
	return names
}

func TestXMLFixture(t *testing.T) {
	got, report := listtest.Read(t, XML(), listtest.Bytes("uksl.xml", fixture(t, "uksl.xml")))
	listtest.Golden(t, "testdata/uksl.golden.json", got)
	if report.Published != interdict.Day(2026, 4, 29) {
		t.Errorf("published %v", report.Published)
	}
	if want := []string{lists.CodeDuplicate, lists.CodeNoID, lists.CodeNoName}; !slices.Equal(codes(report.Refused), want) {
		t.Errorf("refused %+v", report.Refused)
	}
	want := []string{
		"SanctionsImposedIndicators/ProhibitionOfSomethingNew", "name type Stage name", "alias strength Middling",
		"Sanctions Imposed Ban on dancing", "ShoeSize", "ShoeSize@unit",
	}
	if !slices.Equal(names(report.Unknown), want) {
		t.Errorf("unknown %q", names(report.Unknown))
	}
}

// The same designations read from CSV are the same, but for what only the XML
// says: its indicators and its unknown element.
func TestCSVFixtureEqualsXML(t *testing.T) {
	fromXML, _ := listtest.Read(t, XML(), listtest.Bytes("uksl.xml", fixture(t, "uksl.xml")))
	fromCSV, report := listtest.Read(t, CSV(), listtest.Bytes("uksl.csv", fixture(t, "uksl.csv")))
	if report.Published != interdict.Day(2026, 4, 29) || len(report.Refused) > 0 {
		t.Errorf("published %v, refused %+v", report.Published, report.Refused)
	}
	if len(fromXML) != len(fromCSV) {
		t.Fatalf("%d and %d listings", len(fromXML), len(fromCSV))
	}
	for i, want := range fromXML {
		got := *fromCSV[i]
		switch want.ID {
		case "DPR0075":
			want.Designation.Measures = []interdict.Measure{interdict.PortEntryBan}
			want.Other = nil
		case "ZZZ9999":
			want.Other = nil // field names differ, checked by the golden files
			got.Other = nil
			order := func(a, b interdict.Date) int { return a.First() - b.First() }
			slices.SortFunc(got.BirthDates, order)
			slices.SortFunc(want.BirthDates, order)
			sortAll(&got)
			sortAll(want)
		}
		got.Raw, got.At = want.Raw, want.At
		if !reflect.DeepEqual(&got, want) {
			t.Errorf("%s:\n csv %+v\n xml %+v", want.ID, got, *want)
		}
	}
	listtest.Golden(t, "testdata/uksl-csv.golden.json", fromCSV)
}

// sortAll puts what has no order into one: a row moved to the file's end.
func sortAll(l *interdict.Listing) {
	slices.SortFunc(l.Names, func(a, b interdict.Name) int { return compare(a, b) })
	slices.SortFunc(l.Identifiers, func(a, b interdict.Identifier) int { return compare(a, b) })
	slices.SortFunc(l.Countries, func(a, b interdict.Country) int { return compare(a, b) })
	slices.Sort(l.Emails)
	slices.Sort(l.Titles)
}

func compare(a, b any) int { return bytes.Compare(fmt.Append(nil, a), fmt.Append(nil, b)) }

// Columns are found by their names, in whatever order they stand.
func TestColumnsInAnyOrder(t *testing.T) {
	for _, c := range []struct {
		f    lists.Format
		file string
	}{{CSV(), "uksl.csv"}, {ConList(), "conlist.csv"}} {
		good := fixture(t, c.file)
		want, _ := listtest.Read(t, c.f, listtest.Bytes(c.file, good))
		r := csv.NewReader(bytes.NewReader(good))
		r.FieldsPerRecord = -1
		rows, err := r.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		order := rand.New(rand.NewPCG(1, 2)).Perm(len(rows[1]))
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		w.UseCRLF = true
		w.Write(rows[0])
		for _, row := range rows[1:] {
			mixed := make([]string, len(row))
			for i, j := range order {
				mixed[i] = row[j]
			}
			w.Write(mixed)
		}
		w.Flush()
		got, _ := listtest.Read(t, c.f, listtest.Bytes(c.file, b.Bytes()))
		for i := range want {
			got[i].Raw = want[i].Raw
			if !reflect.DeepEqual(got[i], want[i]) {
				t.Errorf("%s: %s differs", c.file, want[i].ID)
			}
		}
	}
}

func TestConListFixture(t *testing.T) {
	got, report := listtest.Read(t, ConList(), listtest.Bytes("conlist.csv", fixture(t, "conlist.csv")))
	listtest.Golden(t, "testdata/conlist.golden.json", got)
	if report.Published != interdict.Day(2025, 4, 10) || len(report.Refused) > 0 {
		t.Errorf("published %v, refused %+v", report.Published, report.Refused)
	}
	if want := []string{"Other Information (Shoe size of party)"}; !slices.Equal(names(report.Unknown), want) {
		t.Errorf("unknown %q", names(report.Unknown))
	}
	for _, l := range got {
		if l.ID == "ZZZ0001" && bytes.Count(l.Raw, []byte("\n")) < 7 {
			t.Error("the raw record lacks rows")
		}
	}
}

func TestRecogniseOnlyItsOwn(t *testing.T) {
	files := map[string]lists.Format{"uksl.xml": XML(), "uksl.csv": CSV(), "conlist.csv": ConList()}
	for name, own := range files {
		for _, f := range files {
			if _, ok := f.Recognise(listtest.Bytes(name, fixture(t, name))); ok != (f == own) {
				t.Errorf("%s recognises %s: %v", f.Name(), name, ok)
			}
		}
	}
}
