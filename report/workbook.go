package report

import (
	"archive/zip"
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/interdict/interdict"
)

// Limits of a spreadsheet: rows of a sheet, and UTF-16 units of a cell.
const (
	sheetRows = 1 << 20
	cellUnits = 32_767
)

// Sheets says how a workbook's sheets are called, and what stands in the last
// one: what the results rest on.
type Sheets struct {
	Hits, About string
	Rows        func(*Header, *Summary) [][]any
}

// numeric are the columns that a spreadsheet should count with.
var numeric = []string{"row", "score", "strength", "weight", "sufficiency"}

// workbook is an .xlsx workbook (ECMA-376) whose sheets are written one behind the
// other into a packed file, as the results come: nothing is held, and no
// temporary file is made.
type workbook struct {
	zip    *zip.Writer
	header *Header
	sheets Sheets
	lines  csvLines

	most   int      // rows of a sheet
	titles []string // of the sheets so far
	sheet  *bufio.Writer
	rows   int // of the sheet
}

// Workbook returns a Writer of a workbook with the rows of the CSV, in as many
// sheets as they need, and a sheet of what they rest on. A text is a text there,
// whatever it begins with; numbers are numbers. Sheets may be nil: then it is in
// English.
func Workbook(w io.Writer, h *Header, s *Sheets) (Writer, error) {
	return newWorkbook(w, h, s, sheetRows)
}

func newWorkbook(w io.Writer, h *Header, s *Sheets, most int) (*workbook, error) {
	if s == nil {
		s = &Sheets{Hits: "Hits", About: "About", Rows: aboutRows}
	}
	b := &workbook{zip: zip.NewWriter(w), header: h, sheets: *s, most: most}
	b.lines = csvLines{w: b, d: newDescriber(h, nil), all: h.All}
	return b, b.begin(s.Hits)
}

// Result adds a result.
func (b *workbook) Result(r *interdict.Result) error { return b.lines.Result(r) }

// Write takes a row of the CSV.
func (b *workbook) Write(cells []string) error {
	if b.rows == b.most {
		if err := b.begin(fmt.Sprintf("%s %d", b.sheets.Hits, len(b.titles)+1)); err != nil {
			return err
		}
	}
	row := make([]any, len(cells))
	for i, c := range cells {
		row[i] = plainCell(c)
		if n, err := strconv.ParseFloat(c, 64); err == nil && slices.Contains(numeric, csvHeader[i]) {
			row[i] = n
		}
	}
	return b.row(row)
}

// plainCell takes away the mark that keeps a spreadsheet from running a cell of a
// CSV file.
func plainCell(c string) string {
	if len(c) > 1 && c[0] == '\'' && SafeCell(c[1:]) == c {
		return c[1:]
	}
	return c
}

const sheetNamespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

// begin begins a sheet of hits, whose first row stays in sight.
func (b *workbook) begin(title string) error {
	if err := b.open(title, `<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`); err != nil {
		return err
	}
	header := make([]any, len(csvHeader))
	for i, name := range csvHeader {
		header[i] = name
	}
	return b.row(header)
}

// open ends the sheet before and begins one.
func (b *workbook) open(title, view string) error {
	if err := b.close(); err != nil {
		return err
	}
	b.titles = append(b.titles, title)
	w, err := b.zip.Create(fmt.Sprintf("xl/worksheets/sheet%d.xml", len(b.titles)))
	if err != nil {
		return err
	}
	b.sheet, b.rows = bufio.NewWriterSize(w, 64<<10), 0
	_, err = b.sheet.WriteString(xml.Header + `<worksheet xmlns="` + sheetNamespace + `">` + view + `<sheetData>`)
	return err
}

// close ends the sheet.
func (b *workbook) close() error {
	if b.sheet == nil {
		return nil
	}
	if _, err := b.sheet.WriteString("</sheetData></worksheet>"); err != nil {
		return err
	}
	return b.sheet.Flush()
}

// row writes a row of texts and numbers. An error of the disk comes out at the
// latest when the sheet ends.
func (b *workbook) row(cells []any) error {
	b.rows++
	b.sheet.WriteString("<row>")
	for _, c := range cells {
		switch c := c.(type) {
		case float64:
			fmt.Fprintf(b.sheet, "<c><v>%s</v></c>", strconv.FormatFloat(c, 'f', -1, 64))
		case int, int64:
			fmt.Fprintf(b.sheet, "<c><v>%d</v></c>", c)
		default:
			b.sheet.WriteString(`<c t="inlineStr"><is><t xml:space="preserve">`)
			xml.EscapeText(b.sheet, []byte(strings.ToValidUTF8(shortCell(c), "\uFFFD"))) //nolint:errcheck // the buffer keeps its error
			b.sheet.WriteString("</t></is></c>")
		}
	}
	_, err := b.sheet.WriteString("</row>")
	return err
}

// shortCell is a text as far as a cell holds it.
func shortCell(c any) string {
	text := fmt.Sprint(c)
	if len(text) <= cellUnits {
		return text
	}
	units := 0
	for at, r := range text {
		if units += max(1, utf16.RuneLen(r)); units >= cellUnits {
			return text[:at] + "…"
		}
	}
	return text
}

// Close writes the last sheet and what binds the sheets together.
func (b *workbook) Close(s *Summary) error {
	if err := b.open(b.sheets.About, ""); err != nil {
		return err
	}
	for _, row := range b.sheets.Rows(b.header, s) {
		if err := b.row(row); err != nil {
			return err
		}
	}
	if err := b.close(); err != nil {
		return err
	}
	var types, sheets, relations strings.Builder
	for i, title := range b.titles {
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`, i+1)
		fmt.Fprintf(&relations, `<Relationship Id="rId%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, i+1)
		sheets.WriteString(`<sheet name="`)
		xml.EscapeText(&sheets, []byte(title)) //nolint:errcheck // a builder takes everything
		fmt.Fprintf(&sheets, `" sheetId="%d" r:id="rId%d"/>`, i+1, i+1)
	}
	const packages = "http://schemas.openxmlformats.org/package/2006/"
	for _, part := range []struct{ name, text string }{
		{"xl/workbook.xml", `<workbook xmlns="` + sheetNamespace + `" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>` + sheets.String() + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="` + packages + `relationships">` + relations.String() + `</Relationships>`},
		{"_rels/.rels", `<Relationships xmlns="` + packages + `relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"[Content_Types].xml", `<Types xmlns="` + packages + `content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` + types.String() + `</Types>`},
	} {
		w, err := b.zip.Create(part.name)
		if err == nil {
			_, err = io.WriteString(w, xml.Header+part.text)
		}
		if err != nil {
			return err
		}
	}
	return b.zip.Close()
}

// aboutRows say what the results rest on.
func aboutRows(h *Header, s *Summary) (rows [][]any) {
	if h.Demo {
		rows = append(rows, []any{"Demonstration", "the built-in register proves nothing; load lists"})
	}
	rows = append(rows, []any{"Made", h.Made.UTC().Format("2006-01-02 15:04 UTC")})
	if s != nil {
		rows = append(rows, []any{"Rows read", s.Read}, []any{"Screened", s.Screened}, []any{"Refused", s.Refused}, []any{"Hits", s.Hits})
	}
	rows = append(rows, []any{"Policy", h.Policy}, []any{"Threshold", h.Threshold.String()},
		[]any{"Snapshot", h.Hashes.Snapshot}, []any{"Analysis", h.Hashes.Analysis}, []any{"Scoring", h.Hashes.Scoring}, []any{"Policy hash", h.Hashes.Policy})
	for _, l := range h.Lists {
		rows = append(rows, []any{l.ID, l.Title, EditionWords(l), l.Entries})
	}
	return rows
}
