package eu

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
	"github.com/interdict/interdict/lists/listtest"
	"golang.org/x/text/encoding/charmap"
)

// leftOut are the columns and attributes whose values a listing tells in other
// words or not at all.
var leftOut = map[string]string{
	"filegenerationdate":                    "is the report's date",
	"entity_subjecttype":                    "becomes the schema, counted below",
	"entity_subjecttype_classificationcode": "becomes the schema, counted below",
	"namealias_gender":                      "becomes male or female",
	"namealias_strong":                      "true is said of nearly all; false becomes weak",
	"birthdate_logicalid":                   "nothing refers to it",
	"identification_logicalid":              "nothing refers to it",
	"citizenship_logicalid":                 "nothing refers to it",
	"namealias_regulationlanguage":          "the language of the act's text: English",
	"address_regulationlanguage":            "the language of the act's text: English",
	"birthdate_regulationlanguage":          "the language of the act's text: English",
	"identification_regulationlanguage":     "the language of the act's text: English",
	"address_asatlistingtime":               "NO is nothing, YES becomes a note, checked by the fixture",
	"birthdate_calendartype":                "GREGORIAN is nothing",
	"identification_typecode":               "becomes the type; the description is its label",
	"birthdate_circa":                       "becomes part of the date",
	"identification_diplomatic":             "false is nothing, true becomes a note, checked by the fixture",
	"identification_knownexpired":           "false is nothing, true becomes a note, checked by the fixture",
	"identification_knownfalse":             "false is nothing, true becomes a note, checked by the fixture",
	"identification_reportedlost":           "false is nothing, true becomes a note, checked by the fixture",
	"identification_revokedbyissuer":        "false is nothing, true becomes a note, checked by the fixture",
}

// everyValue says whether a listing tells a published value.
func everyValue(l *interdict.Listing, told map[string]bool, column, value string) bool {
	key := strings.ToLower(column)
	value = clean(value)
	if key == "entity_remark" {
		return strings.Contains(l.Remarks, value)
	}
	if leftOut[key] != "" || value == "" || value == "N/A" {
		return true
	}
	if section, part, _ := strings.Cut(key, "_"); section == "birthdate" && slices.Contains([]string{"birthdate", "day", "month", "year"}, part) {
		return birthTold(l, part, value)
	}
	if strings.HasSuffix(key, "countryiso2code") || strings.HasSuffix(key, "countrydescription") {
		code, name := place("", value)
		return code == "" && name == "" || value == "00" || told[country.Code(value)] || listtest.Missing(told, value) == nil
	}
	if key == "identification_number" {
		value = outside.ReplaceAllString(value, " ")
	}
	if key == "address_contactinfo" {
		value = strings.NewReplacer("PHONE[", " ", "FAX[", " ", "WEB[", " ", "EMAIL[", " ", " and ", " ").Replace(value)
	}
	if listtest.Missing(told, value) == nil {
		return true
	}
	return false
}

// outside are the words of a number cell that only say what is what.
var outside = regexp.MustCompile(`\((?:[a-z]+)-|\b(?:on|in|valid|to|from|name on doc)\b`)

// birthTold says whether some birth date has this part, or it is kept in Other.
func birthTold(l *interdict.Listing, part, value string) bool {
	for _, f := range l.Other {
		if strings.HasPrefix(f.Name, "birthdate") && strings.Contains(f.Value, value) {
			return true
		}
	}
	return slices.ContainsFunc(l.BirthDates, func(d interdict.Date) bool {
		switch part {
		case "day":
			return d.Day == number(value)
		case "month":
			return d.Month == number(value)
		case "year":
			return d.Year == number(value) || d.ToYear == number(value)
		}
		stated, ok := parseDay(value)
		return ok && within(stated, d)
	})
}

// checkRows holds the listings to what encoding/csv reads of the same text.
func checkRows(t *testing.T, got []*interdict.Listing, rows [][]string) {
	t.Helper()
	header := rows[0]
	byID := map[string]*interdict.Listing{}
	told := map[string]map[string]bool{}
	for _, l := range got {
		byID[l.ID], told[l.ID] = l, listtest.Told(t, l)
	}
	ref := slices.IndexFunc(header, func(h string) bool { return h == "Entity_EU_ReferenceNumber" || h == "EU_ref_num" })
	lost := 0
	for _, row := range rows[1:] {
		l := byID[row[ref]]
		if l == nil {
			t.Fatalf("%s has no listing", row[ref])
		}
		for i, value := range row {
			column := facts().columns[strings.ToLower(header[i])]
			if value != "" && !everyValue(l, told[l.ID], column, value) {
				if lost++; lost < 20 {
					t.Errorf("%s: %s %q: the listing does not tell %q", l.ID, header[i], value, listtest.Missing(told[l.ID], clean(value)))
				}
			}
		}
	}
	if lost > 0 {
		t.Errorf("%d values are lost", lost)
	}
}

func readRows(t *testing.T, text []byte) [][]string {
	t.Helper()
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))))
	r.Comma, r.FieldsPerRecord = ';', -1
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// The list of September 2025 in CSV 1.1, whole: its counts, and every cell told.
func TestRealCSV(t *testing.T) {
	path := listtest.Shared(t, "eu", "fsf_csv_1_1_2025-09-02_rebuilt.csv")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	got, report := listtest.Read(t, CSV(), listtest.Path(t, path))
	if report.Published != interdict.Day(2025, 9, 2) || len(report.Refused) > 0 || len(report.Unknown) > 0 {
		t.Errorf("published %v, refused %+v, unknown %+v", report.Published, report.Refused, report.Unknown)
	}
	rows := readRows(t, text)
	at := func(name string) int { return slices.Index(rows[0], name) }
	entities, names, weak := map[string]string{}, 0, 0
	lowQuality := regexp.MustCompile(`(?i)\blow?\s+quality`)
	for _, row := range rows[1:] {
		entities[row[at("Entity_LogicalId")]] = row[at("Entity_SubjectType")]
		if row[at("NameAlias_WholeName")] != "" {
			names++
			if lowQuality.MatchString(clean(row[at("NameAlias_Remark")])) {
				weak++
			}
		}
	}
	count := map[string]int{}
	lines := 0
	for _, l := range got {
		lines += bytes.Count(l.Raw, []byte(lineEnd)) + 1
		count[string(l.Schema)]++
		for _, n := range l.Names {
			count["quality "+string(n.Quality)]++
		}
		for _, id := range l.Identifiers {
			count[string(id.Type)]++
		}
		if !slices.Contains(l.Designation.Measures, interdict.AssetFreeze) {
			t.Errorf("%s orders no freeze", l.ID)
		}
		for _, c := range append(slices.Clone(l.BirthPlaces), l.Addresses...) {
			if c.CountryName != "" && c.Country == "" {
				t.Errorf("%s: no code for the country %q", l.ID, c.CountryName)
			}
		}
	}
	if len(rows)-1 != 32461 || len(got) != 5540 || len(got) != len(entities) || report.Names != 23855 || report.Names != names || lines != len(rows)-1 {
		t.Errorf("%d rows, %d in the raw records; %d listings of %d entities; %d names of %d", len(rows)-1, lines, len(got), len(entities), report.Names, names)
	}
	persons := 0
	for _, kind := range entities {
		if kind == "P" {
			persons++
		}
	}
	if count["Person"] != persons || count["Vessel"] != 2 || count["Organization"]+2 != len(entities)-persons || count["quality weak"] != weak || weak != 195 {
		t.Errorf("%v; want %d persons, %d weak names", count, persons, weak)
	}
	if count["imo"] != 2 || count["imo_company"] != 23 {
		t.Errorf("IMO numbers: %v", count)
	}
	checkRows(t, got, rows)
}

// The excerpt of 2018 in CSV 1.0 went through a spreadsheet, which made one
// quoted cell of each row; so it is not taken for the list. Undone, it is read.
func TestRealExcerpt(t *testing.T) {
	path := listtest.Shared(t, "eu", "EU_csv_1_1_excerpt.csv")
	if _, ok := CSV().Recognise(listtest.Path(t, path)); ok {
		t.Error("the excerpt as it is counts as the list")
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data, err = charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, "\r\n")
		line = strings.TrimRight(strings.TrimSuffix(strings.TrimPrefix(line, `"`), `"`), "\t")
		b.WriteString(strings.Replace(strings.ReplaceAll(line, `""`, `"`), "Date_filexxxx", "Date_file", 1) + lineEnd)
	}
	got, report := listtest.Read(t, CSV(), listtest.Bytes("x.csv", b.Bytes()))
	rows := readRows(t, b.Bytes())
	entities, names := map[string]bool{}, 0
	for _, row := range rows[1:] {
		entities[row[1]] = true
		if row[slices.Index(rows[0], "Naal_wholename")] != "" {
			names++
		}
	}
	if len(got) != len(entities) || len(got) != 93 || report.Names != names || names != 799 || len(report.Refused) > 0 || len(report.Unknown) > 0 || report.Published != interdict.Day(2018, 7, 4) {
		t.Errorf("%d listings of %d, %d names of %d, %+v", len(got), len(entities), report.Names, names, report)
	}
	checkRows(t, got, rows)
}

// The fragment of 2018 in XML: every attribute told. Nothing in it says that it
// is not the whole list.
func TestRealFragment(t *testing.T) {
	path := listtest.Shared(t, "eu", "xmlFullSanctionsList_1_1_fragment_2018-12-21.xml")
	got, report := listtest.Read(t, XML(), listtest.Path(t, path))
	if len(got) != 2 || report.Names != 20 || len(report.Refused) > 0 || len(report.Unknown) > 0 || report.Published != interdict.Day(2018, 12, 21) {
		t.Errorf("%d listings, %+v", len(got), report)
	}
	everyAttribute(t, got, path)
	d := got[1].Designation
	if d.Listed != interdict.Day(2003, 12, 22) || d.Updated != interdict.Day(2018, 3, 22) || !slices.ContainsFunc(got[1].Other, func(f interdict.Field) bool { return f.Name == "listed" }) {
		t.Errorf("designation %+v", d)
	}
}

// everyAttribute reads a file with encoding/xml and looks for each attribute
// and text in its entity's listing.
func everyAttribute(t *testing.T, got []*interdict.Listing, path string) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	d := xml.NewDecoder(f)
	var told map[string]bool
	var l *interdict.Listing
	n := 0
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
			if tok.Name.Local == "sanctionEntity" {
				l = got[n]
				n++
				told = listtest.Told(t, l)
			}
			for _, a := range tok.Attr {
				if l == nil || passed[a.Name.Local] || tok.Name.Local != "address" && tok.Name.Local != "nameAlias" && tok.Name.Local != "sanctionEntity" && a.Name.Local == "logicalId" {
					continue
				}
				if !everyValue(l, told, "x_"+a.Name.Local, a.Value) {
					t.Errorf("%s: %s@%s %q is not told", l.ID, tok.Name.Local, a.Name.Local, a.Value)
				}
			}
		case xml.CharData:
			if text := strings.TrimSpace(string(tok)); text != "" && !everyValue(l, told, "x_text", text) {
				t.Errorf("%s: %q is not told", l.ID, text)
			}
		}
	}
	if n != len(got) {
		t.Errorf("%d entities, %d listings", n, len(got))
	}
}

// passed are the attributes that a listing tells in other words; see leftOut.
var passed = map[string]bool{
	"strong": true, "code": true, "classificationCode": true, "gender": true, "regulationLanguage": true, "circa": true, "calendarType": true,
	"asAtListingTime": true, "diplomatic": true, "knownExpired": true, "knownFalse": true, "reportedLost": true, "revokedByIssuer": true,
	"identificationTypeCode": true, "dayOfMonth": true, "monthOfYear": true,
}

func BenchmarkCSV(b *testing.B) {
	file := listtest.Path(b, listtest.Shared(b, "eu", "fsf_csv_1_1_2025-09-02_rebuilt.csv"))
	b.SetBytes(file.Size)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := listtest.Try(CSV(), List, file); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkXML reads many copies of the fixture's entities.
func BenchmarkXML(b *testing.B) {
	head, rest, _ := strings.Cut(string(fixture(b, "fsf.xml")), "    <sanctionEntity ")
	body := "    <sanctionEntity " + strings.TrimSuffix(rest, "</export>\n")
	var doc strings.Builder
	doc.WriteString(head)
	for i := range 500 {
		doc.WriteString(strings.ReplaceAll(body, `euReferenceNumber="EU.`, `euReferenceNumber="EU.`+strings.Repeat("1", i%9+1)+string(rune('A'+i/9))))
	}
	doc.WriteString("</export>\n")
	file := listtest.Bytes("fsf.xml", []byte(doc.String()))
	b.SetBytes(file.Size)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := listtest.Try(XML(), List, file); err != nil {
			b.Fatal(err)
		}
	}
}
