package all_test

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Counts of a list's entries that use the standard library alone: what a person
// would do to check the readers.

func content(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if err == nil && bytes.HasPrefix(text, []byte{0x1f, 0x8b}) {
		var z *gzip.Reader
		if z, err = gzip.NewReader(bytes.NewReader(text)); err == nil {
			text, err = io.ReadAll(z)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return bytes.TrimPrefix(text, []byte("\ufeff"))
}

// table says how a CSV file is written.
type table struct {
	comma rune   // "," where 0
	skip  int    // lines before the header
	gone  string // the column that is filled where an entry is listed no more
}

// each hands over the rows that are listed, as cells by column.
func (c table) each(t *testing.T, path string, take func(map[string]string)) {
	t.Helper()
	text := content(t, path)
	for range c.skip {
		_, text, _ = bytes.Cut(text, []byte("\n"))
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	if c.comma != 0 {
		r.Comma = c.comma
	}
	all, err := r.ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	for _, row := range all[1:] {
		cells := map[string]string{}
		for i, name := range all[0] {
			if i < len(row) {
				cells[name] = strings.Join(strings.Fields(row[i]), " ")
			}
		}
		if c.gone == "" || cells[c.gone] == "" {
			take(cells)
		}
	}
}

func (c table) rows(t *testing.T, paths []string) int {
	n := 0
	for _, p := range paths {
		c.each(t, p, func(map[string]string) { n++ })
	}
	return n
}

// distinct counts what differs in these columns.
func (c table) distinct(columns ...string) func(*testing.T, []string) int {
	return func(t *testing.T, paths []string) int {
		seen := map[string]bool{}
		for _, p := range paths {
			c.each(t, p, func(cells map[string]string) { seen[key(cells, columns...)] = true })
		}
		return len(seen)
	}
}

func key(cells map[string]string, columns ...string) string {
	var of []string
	for _, c := range columns {
		of = append(of, cells[c])
	}
	return strings.Join(of, "\x00")
}

// ofacTable reads one of OFAC's files, which have no header, whose rows end in
// CRLF and whose last byte is 0x1A.
func ofacTable(t *testing.T, path string) [][]string {
	t.Helper()
	r := csv.NewReader(bytes.NewReader(bytes.TrimRight(content(t, path), "\x1a\r\n ")))
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return rows
}

func ofacRows(t *testing.T, paths []string) int { return len(ofacTable(t, paths[0])) }

// weakAlias is how the remarks name an alias that alt.csv does not have. One
// that is cut off, since the comments are missing, has no second quotation mark.
var weakAlias = regexp.MustCompile(`(?:^|[;.] )(?:Alt\. )?[afn]\.k\.a\. '[^;]+'`)

// ofacNames counts a primary name a row, the aliases of alt.csv of parties that
// are there, and the weak ones in the remarks, which the comments go on with.
func ofacNames(t *testing.T, paths []string) int {
	remarks := map[string]string{}
	names := 0
	for _, row := range ofacTable(t, paths[0]) {
		remarks[row[0]] = row[11]
		names++
	}
	for _, path := range paths[1:] {
		for _, row := range ofacTable(t, path) {
			before, ok := remarks[row[0]]
			switch base := filepath.Base(path); {
			case !ok:
			case strings.HasSuffix(base, "alt.csv"):
				names++
			case strings.HasSuffix(base, "comments.csv"):
				remarks[row[0]] = before + row[1]
			}
		}
	}
	for _, r := range remarks {
		names += len(weakAlias.FindAllString(r, -1))
	}
	return names
}

// elements counts the elements of these names.
func elements(names ...string) func(*testing.T, []string) int {
	return func(t *testing.T, paths []string) int {
		n := 0
		for _, path := range paths {
			d := xml.NewDecoder(bytes.NewReader(content(t, path)))
			for {
				token, err := d.Token()
				if err == io.EOF {
					break
				}
				if err != nil {
					t.Fatalf("%s: %v", path, err)
				}
				if start, ok := token.(xml.StartElement); ok && slices.Contains(names, start.Name.Local) {
					n++
				}
			}
		}
		return n
	}
}

func matches(of *regexp.Regexp) func(*testing.T, []string) int {
	return func(t *testing.T, paths []string) int {
		n := 0
		for _, p := range paths {
			n += len(of.FindAll(content(t, p), -1))
		}
		return n
	}
}

// address is the Japanese for it, which stands before that of each entry; a line
// may end within the word.
var address = regexp.MustCompile(`所\s*在\s*地`)

// objects counts what differs in these members of an array's objects.
func objects(members ...string) func(*testing.T, []string) int {
	return func(t *testing.T, paths []string) int {
		var all []map[string]string
		if err := json.Unmarshal(content(t, paths[0]), &all); err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, o := range all {
			for m := range o {
				o[m] = strings.Join(strings.Fields(o[m]), " ")
			}
			seen[key(o, members...)] = true
		}
		return len(seen)
	}
}

// parties counts the lines whose member has one of these values.
func parties(member string, values ...string) func(*testing.T, []string) int {
	return func(t *testing.T, paths []string) int {
		n := 0
		lines := bufio.NewScanner(bytes.NewReader(content(t, paths[0])))
		lines.Buffer(nil, 1<<24)
		for lines.Scan() {
			var o map[string]any
			if err := json.Unmarshal(lines.Bytes(), &o); err != nil {
				t.Fatal(err)
			}
			if v, _ := o[member].(string); slices.Contains(values, v) {
				n++
			}
		}
		return n
	}
}

func clusterValues(t *testing.T, paths []string) int {
	var c struct{ Values []struct{ Revoked bool } }
	if err := json.Unmarshal(content(t, paths[0]), &c); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, v := range c.Values {
		if !v.Revoked {
			n++
		}
	}
	return n
}

func attackGroups(t *testing.T, paths []string) int {
	var b struct {
		Objects []struct {
			Type       string
			Revoked    bool
			Deprecated bool `json:"x_mitre_deprecated"`
		}
	}
	if err := json.Unmarshal(content(t, paths[0]), &b); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, o := range b.Objects {
		if (o.Type == "intrusion-set" || o.Type == "campaign") && !o.Revoked && !o.Deprecated {
			n++
		}
	}
	return n
}

// journalEntries counts by regulation, annex and number; rows without a number
// by what they say.
func journalEntries(t *testing.T, paths []string) int {
	files, err := filepath.Glob(filepath.Join(paths[0], "*.csv"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, error %v", len(files), err)
	}
	seen := map[string]bool{}
	for _, f := range files {
		table{}.each(t, f, func(c map[string]string) {
			if c["amendedCelex"] != "" {
				c["celex"] = c["amendedCelex"]
			}
			if c["recordId"] != "" {
				seen[key(c, "celex", "annex", "recordId")] = true
			} else {
				seen[key(c, "celex", "annex", "name", "birthDate", "imoNumber")] = true
			}
		})
	}
	return len(seen)
}

// walletRows counts rows that have a name or a wallet; headings have one cell.
func walletRows(t *testing.T, paths []string) int {
	n := 0
	table{}.each(t, paths[0], func(c map[string]string) {
		name, wallet := strings.Trim(c["שם מלא"], "- "), strings.Trim(c["מספר זיהוי הארנק האלקטרוני/ יוזר"], "- ")
		if name+wallet != "" && !strings.HasPrefix(name, "צ.ת") {
			n++
		}
	})
	return n
}

// primaryNames counts a workbook's rows whose column "Name Type" says "Primary
// Name". A cell refers to the table of texts, or holds its text itself.
func primaryNames(t *testing.T, paths []string) int {
	z, err := zip.OpenReader(paths[0])
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	var texts []string
	type rich struct {
		T string   `xml:"t"`
		R []string `xml:"r>t"`
	}
	var shared struct {
		SI []rich `xml:"si"`
	}
	member(t, &z.Reader, "xl/sharedStrings.xml", &shared)
	for _, s := range shared.SI {
		texts = append(texts, s.T+strings.Join(s.R, ""))
	}
	var sheet struct {
		Cells []struct {
			T  string `xml:"t,attr"`
			V  int    `xml:"v"`
			IS rich   `xml:"is"`
		} `xml:"sheetData>row>c"`
	}
	member(t, &z.Reader, "xl/worksheets/sheet1.xml", &sheet)
	n := 0
	for _, c := range sheet.Cells {
		text := c.IS.T
		if c.T == "s" {
			text = texts[c.V]
		}
		if strings.EqualFold(strings.TrimSpace(text), "Primary Name") {
			n++
		}
	}
	return n
}

func member(t *testing.T, z *zip.Reader, name string, into any) {
	t.Helper()
	f, err := z.Open(name)
	if os.IsNotExist(err) {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := xml.NewDecoder(f).Decode(into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}
