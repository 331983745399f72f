// Package tabletest makes .xlsx workbooks for tests. They are written here and
// not stored, so that a test shows what stands in each cell.
package tabletest

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/interdict/interdict"
)

// Sheet is one sheet of a workbook. Its cells are texts, numbers, bools, days
// (interdict.Date, shown as dd/mm/yyyy), nil for an empty one, or Styled or
// Raw.
type Sheet struct {
	Name   string
	Hidden bool
	Rows   [][]any
}

// Styled is a number shown in one of Formats.
type Styled struct {
	Number any
	Format int
}

// Formats are the codes of number formats that Styled cells can have.
var Formats = []string{
	"General", "dd/mm/yyyy;@", "yyyy", "mmm\\-yy", "h:mm", "00000", `0.00" days"`, "[h]:mm:ss", "yyyy-mm-dd hh:mm:ss", `[$-409]d\ mmmm\ yyyy`,
}

// Raw is the content of a cell's element, its attributes before the first ">".
type Raw string

// Workbook makes a workbook. With plain, its parts are not compressed, so that
// tests can change them.
func Workbook(plain bool, sheets ...Sheet) []byte { return archive(plain, parts(sheets), len(sheets)) }

// Parts makes a workbook of one sheet with some of its parts replaced.
func Parts(replaced map[string]string) []byte {
	all := parts([]Sheet{{Name: "S"}})
	maps.Copy(all, replaced)
	return archive(true, all, 1)
}

func parts(sheets []Sheet) map[string]string {
	b := book{index: map[string]int{}}
	var list, rels, types strings.Builder
	parts := map[string]string{}
	for i, s := range sheets {
		state := ""
		if s.Hidden {
			state = ` state="hidden"`
		}
		fmt.Fprintf(&list, `<sheet name="%s" sheetId="%d"%s r:id="rId%d"/>`, escape(s.Name), i+1, state, i+1)
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, relations, i+1)
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`, i+1)
		parts[fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)] = b.sheet(s)
	}
	parts["[Content_Types].xml"] = head + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` + types.String() + `</Types>`
	parts["_rels/.rels"] = head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + relations + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	parts["xl/workbook.xml"] = head + `<workbook xmlns="` + spreadsheet + `" xmlns:r="` + relations + `"><workbookPr/><sheets>` + list.String() + `</sheets></workbook>`
	parts["xl/_rels/workbook.xml.rels"] = head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + rels.String() +
		`<Relationship Id="s" Type="` + relations + `/styles" Target="styles.xml"/><Relationship Id="t" Type="` + relations + `/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>`
	parts["xl/styles.xml"] = styles()
	parts["xl/sharedStrings.xml"] = head + `<sst xmlns="` + spreadsheet + `">` + strings.Join(b.texts, "") + `</sst>`
	return parts
}

const (
	head        = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	spreadsheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	relations   = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
)

// archive packs the parts in the order in which spreadsheet programs do.
func archive(plain bool, parts map[string]string, sheets int) []byte {
	names := []string{"[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"}
	for i := range sheets {
		names = append(names, fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1))
	}
	names = append(names, "xl/styles.xml", "xl/sharedStrings.xml")
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range names {
		h := &zip.FileHeader{Name: name, Method: zip.Deflate}
		if plain {
			h.Method = zip.Store
		}
		w, err := z.CreateHeader(h)
		if err == nil {
			_, err = w.Write([]byte(parts[name]))
		}
		if err != nil {
			panic(err) // memory has room
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return out.Bytes()
}

func styles() string {
	var codes, cells strings.Builder
	for i, code := range Formats {
		fmt.Fprintf(&codes, `<numFmt numFmtId="%d" formatCode="%s"/>`, 164+i, escape(code))
		fmt.Fprintf(&cells, `<xf numFmtId="%d" fontId="0" applyNumberFormat="1"/>`, 164+i)
	}
	return fmt.Sprintf(head+`<styleSheet xmlns="%s"><numFmts count="%d">%s</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>%s</cellXfs></styleSheet>`,
		spreadsheet, len(Formats), codes.String(), cells.String())
}

// book is a workbook's table of texts under way.
type book struct {
	texts []string
	index map[string]int
}

func (b *book) sheet(s Sheet) string {
	var out strings.Builder
	widest := 1
	for _, row := range s.Rows {
		widest = max(widest, len(row))
	}
	fmt.Fprintf(&out, head+`<worksheet xmlns="%s"><dimension ref="A1:%s%d"/><sheetData>`, spreadsheet, Column(widest-1), max(1, len(s.Rows)))
	for r, row := range s.Rows {
		fmt.Fprintf(&out, `<row r="%d">`, r+1)
		for c, v := range row {
			if v != nil {
				fmt.Fprintf(&out, `<c r="%s%d"`, Column(c), r+1)
				b.cell(&out, v)
				out.WriteString(`</c>`)
			}
		}
		out.WriteString(`</row>`)
	}
	out.WriteString(`</sheetData></worksheet>`)
	return out.String()
}

func (b *book) cell(out *strings.Builder, v any) {
	switch v := v.(type) {
	case string:
		i, ok := b.index[v]
		if !ok {
			i = len(b.texts)
			b.index[v] = i
			b.texts = append(b.texts, `<si><t xml:space="preserve">`+escape(v)+`</t></si>`)
		}
		fmt.Fprintf(out, ` t="s"><v>%d</v>`, i)
	case bool:
		n := 0
		if v {
			n = 1
		}
		fmt.Fprintf(out, ` t="b"><v>%d</v>`, n)
	case interdict.Date:
		day := time.Date(v.Year, time.Month(v.Month), v.Day, 0, 0, 0, 0, time.UTC)
		fmt.Fprintf(out, ` s="1"><v>%d</v>`, int(day.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours()/24))
	case Styled:
		fmt.Fprintf(out, ` s="%d"><v>%v</v>`, v.Format, v.Number)
	case Raw:
		out.WriteString(string(v))
	default:
		fmt.Fprintf(out, `><v>%v</v>`, v)
	}
}

// Column is the letters of a column counted from 0.
func Column(i int) string {
	letters := ""
	for i++; i > 0; i = (i - 1) / 26 {
		letters = string(rune('A'+(i-1)%26)) + letters
	}
	return letters
}

func escape(s string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		panic(err)
	}
	return b.String()
}
