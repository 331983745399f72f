package table

import (
	"bufio"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/interdict/interdict/internal/tsv"
)

// TestVocabularyIsClean checks the data files: three cells a line, fields that
// exist, no spelling claimed twice.
func TestVocabularyIsClean(t *testing.T) {
	owner := map[string]string{}
	for _, cells := range tsv.Records(headersTSV) {
		if len(cells) != 3 {
			t.Fatalf("headers.tsv: %d cells in %q", len(cells), cells)
		}
		if cells[0] == "prefix" {
			continue
		}
		for _, s := range strings.Split(cells[2], ";") {
			k := key(s)
			if k == "" {
				t.Errorf("headers.tsv: %s: %q has no letters", cells[0], s)
			}
			if o := owner[k]; o != "" && o != cells[0] {
				t.Errorf("headers.tsv: %q means both %s and %s", s, o, cells[0])
			}
			owner[k] = cells[0]
		}
	}
	for _, f := range owner {
		switch field := Field(f); {
		case identifiers[field] != "":
		default:
			if _, ok := roles[field]; !ok && !declared[field] {
				t.Errorf("headers.tsv: the field %q is not declared", f)
			}
		}
	}
	for f := range declared {
		if !f.known() {
			t.Errorf("no header names the field %q", f)
		}
	}
	kinds := map[string]bool{}
	claimed := map[string]string{}
	for _, cells := range tsv.Records(valuesTSV) {
		if len(cells) != 3 {
			t.Fatalf("values.tsv: %d cells in %q", len(cells), cells)
		}
		kinds[cells[0]] = true
		for _, k := range keys(cells[2]) {
			if o := claimed[cells[0]+k]; o != "" && o != cells[1] {
				t.Errorf("values.tsv: %q means both %s and %s", k, o, cells[1])
			}
			claimed[cells[0]+k] = cells[1]
		}
	}
	if len(kinds) != 3 {
		t.Errorf("values.tsv: kinds %v, want three", kinds)
	}
	months := map[string]string{}
	for _, cells := range tsv.Records(monthsTSV) {
		for _, k := range keys(cells[1]) {
			if o, ok := months[k]; ok && o != cells[0] {
				t.Errorf("months.tsv: %q is both %s and %s", k, o, cells[0])
			}
			months[k] = cells[0]
		}
	}
}

// declared are the fields that are neither an identifier nor a country's role.
var declared = map[Field]bool{
	ID: true, FullName: true, OriginalName: true, FirstName: true, MiddleName: true, Patronymic: true, LastName: true,
	MaidenName: true, FormerName: true, Aliases: true, WeakAliases: true, BirthDate: true, DeathDate: true,
	BirthPlace: true, Gender: true, Type: true, PassportCountry: true, NationalIDCountry: true, TaxIDCountry: true,
	IDNumber: true, IDType: true, IDCountry: true, Address: true, Street: true, City: true, Region: true,
	PostalCode: true, AddressCountry: true, Email: true, Phone: true, Website: true, Title: true, Position: true,
	Measures: true, Reason: true, ListedOn: true, Program: true, Remarks: true,
}

// TestDocumented keeps docs/customers.md complete: it names every field and
// every reason code.
func TestDocumented(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "docs", "customers.md"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for f := range declared {
		names = append(names, string(f))
	}
	for f := range identifiers {
		names = append(names, string(f))
	}
	for f := range roles {
		names = append(names, string(f))
	}
	names = append(names, CodeTooMany, CodeTooFew, CodeTooLarge, CodeBadQuote, CodeNUL, CodeHeader)
	Faults(1<<len(faultTexts) - 1).Each(func(code, _ string, _ bool) { names = append(names, code) })
	for _, name := range names {
		if !strings.Contains(string(text), "`"+name+"`") {
			t.Errorf("docs/customers.md does not tell of %s", name)
		}
	}
}

// TestHeaders reads testdata/headers.txt: a header and the field it means, or
// "unknown".
func TestHeaders(t *testing.T) {
	file, err := os.Open(filepath.Join("testdata", "headers.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	n := 0
	for lines := bufio.NewScanner(file); lines.Scan(); {
		header, want, ok := strings.Cut(lines.Text(), " -> ")
		if !ok {
			continue
		}
		n++
		want = strings.TrimSpace(want)
		if want == "unknown" {
			want = ""
		}
		if got := FieldOf(strings.TrimSpace(header)); got != Field(want) {
			t.Errorf("%q: %q, want %q", header, got, want)
		}
	}
	if n < 80 {
		t.Errorf("%d cases read", n)
	}
}
