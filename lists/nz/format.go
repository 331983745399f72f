package nz

import (
	"context"
	"fmt"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/table"
)

// List is the id of the register.
const List = "nz_russia_sanctions"

// Workbook is the format of the register.
func Workbook() lists.Format { return format{} }

type format struct{}

func (format) Name() string { return "NZ Russia Sanctions Register" }

// key is the form in which columns' names and fixed words are compared.
func key(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r | 0x20
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		}
		return -1
	}, s)
}

// isHeader says whether a row names the columns of one of the two sheets.
func isHeader(cells []string) bool {
	have := map[string]bool{}
	for _, c := range cells {
		have[key(c)] = true
	}
	return have["uniqueidentifier"] && have["dateofsanction"] && (have["dob"] && have["lastname"] || have["imonumber"] && have[shipName])
}

const shipName = "nameofshipasofdateofsanction"

func options(sheet string) table.Options {
	return table.Options{Sheet: sheet, IsHeader: isHeader, Pad: true}
}

// Recognise knows the register by its columns. A workbook of which both sheets
// have such is no table by itself.
func (format) Recognise(f *lists.File) (lists.Recognition, bool) {
	rec := lists.Recognition{List: List, Part: lists.Main}
	if !table.IsWorkbook(f.Head) {
		return rec, isHeader(lists.Header(f, options("")))
	}
	if f.Open == nil {
		return rec, false
	}
	sheets, err := lists.Sheets(f, isHeader)
	return rec, err == nil && len(sheets) > 0
}

// Read reads the edition's one file, sheet by sheet.
func (format) Read(ctx context.Context, list string, files map[string]*lists.File, yield func(*interdict.Listing) error) (lists.Report, error) {
	main := files[lists.Main]
	if main == nil {
		return lists.Report{}, &lists.Error{File: list, Reason: "the edition has no main file", Remedy: "name the workbook"}
	}
	rd := &reading{list: list, file: main, yield: yield}
	sheets, err := lists.Sheets(main, isHeader)
	if err == nil && len(sheets) == 0 {
		err = rd.noHeader()
	}
	for _, sheet := range sheets {
		if err == nil {
			rd.sheet = sheet
			err = lists.Rows(ctx, main, &rd.report, options(sheet), rd.header, rd.row)
		}
	}
	if err == nil && rd.report.Entries == 0 {
		err = rd.report.Nothing(main, "row", lists.OwnFile)
	}
	return rd.report, err
}

// reading is one Read under way.
type reading struct {
	list   string
	file   *lists.File
	yield  func(*interdict.Listing) error
	report lists.Report
	seen   lists.Seen
	sheet  string
	names  []string       // of the columns
	at     map[string]int // columns by key
}

func (rd *reading) noHeader() error {
	return &lists.Error{File: rd.file.Path, Reason: "no row names the columns Unique Identifier, Date of Sanction, Last name and DOB, or those of ships", Remedy: "check that this is the publisher's own file"}
}

func (rd *reading) header(names []string) error {
	if !isHeader(names) {
		return rd.noHeader()
	}
	rd.names, rd.at = names, map[string]int{}
	for i, name := range names {
		k := key(name)
		if _, again := rd.at[k]; again && k != "" {
			return &lists.Error{File: rd.file.Path, Reason: fmt.Sprintf("the column %q stands twice in the header", name), Remedy: "fetch the file again"}
		}
		rd.at[k] = i
	}
	return nil
}
