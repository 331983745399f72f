package au

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/table"
)

// List is the id of the consolidated list.
const List = "au_dfat_sanctions"

// Workbook is the format of the consolidated list.
func Workbook() lists.Format { return format{} }

type format struct{}

func (format) Name() string { return "DFAT consolidated list" }

// The columns of both layouts, by the letters of their names.
const (
	reference    = "reference"
	fullName     = "nameofindividualorentity"
	partyType    = "type"
	nameType     = "nametype"
	strength     = "aliasstrength"
	birthDate    = "dateofbirth"
	birthPlace   = "placeofbirth"
	citizenship  = "citizenship"
	address      = "address"
	additional   = "additionalinformation"
	listingInfo  = "listinginformation"
	imoNumber    = "imonumber"
	committees   = "committees"
	controlDate  = "controldate"
	instrument   = "instrumentofdesignation"
	freeze       = "targetedfinancialsanction"
	travelBan    = "travelban"
	armsEmbargo  = "armsembargo"
	maritime     = "maritimerestriction"
	needsColumns = "Reference, Name of Individual or Entity, Type, Name Type and Control Date"
)

// measures are the columns of measures.
var measures = []struct {
	column  string
	measure interdict.Measure
}{
	{freeze, interdict.AssetFreeze}, {travelBan, interdict.TravelBan}, {armsEmbargo, interdict.ArmsEmbargo}, {maritime, interdict.PortEntryBan},
}

// key is the form in which columns' names and fixed words are compared.
func key(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r | 0x20
		case r >= 'a' && r <= 'z':
			return r
		}
		return -1
	}, s)
}

// isHeader says whether a row names the columns.
func isHeader(cells []string) bool {
	have := map[string]bool{}
	for _, c := range cells {
		have[key(c)] = true
	}
	return have[reference] && have[fullName] && have[partyType] && have[nameType] && have[controlDate]
}

var options = table.Options{IsHeader: isHeader, Pad: true}

// Recognise knows the list by its columns.
func (format) Recognise(f *lists.File) (lists.Recognition, bool) {
	return lists.Recognition{List: List, Part: lists.Main}, isHeader(lists.Header(f, options))
}

// Read reads the edition's one file.
func (format) Read(ctx context.Context, list string, files map[string]*lists.File, yield func(*interdict.Listing) error) (lists.Report, error) {
	main := files[lists.Main]
	if main == nil {
		return lists.Report{}, &lists.Error{File: list, Reason: "the edition has no main file", Remedy: "name the workbook"}
	}
	rd := &reading{list: list, file: main, yield: yield, said: map[string]bool{}}
	rows := lists.Grouped{Options: options, Header: rd.header, ID: rd.party, Begin: rd.begin}
	err := rows.Read(ctx, main, &rd.report)
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
	names  []string       // of the columns
	at     map[string]int // columns by key
	spare  []int          // columns that nobody knows
	// bearers are the parties that each number has had so far, in the pass under
	// way; twice those of the numbers that have several.
	bearers map[string]*bearers
	twice   map[string][]string
	said    map[string]bool // numbers of twice that were reported
}

// bearers are the parties of one number, by their primary names, in order.
type bearers struct {
	names []string
	last  int // whose the next row is
}

var knownColumns = []string{
	reference, fullName, partyType, nameType, strength, birthDate, birthPlace, citizenship, address, additional,
	listingInfo, imoNumber, committees, controlDate, instrument, freeze, travelBan, armsEmbargo, maritime,
}

// header is called before each of the two passes over the rows.
func (rd *reading) header(names []string) error {
	if !isHeader(names) {
		return &lists.Error{File: rd.file.Path, Reason: "the columns " + needsColumns + " are not all there", Remedy: "check that this is the publisher's own file, with its header"}
	}
	known := map[string]bool{}
	for _, k := range knownColumns {
		known[k] = true
	}
	rd.twice = map[string][]string{}
	for number, b := range rd.bearers {
		if len(b.names) > 1 {
			rd.twice[number] = b.names
		}
	}
	rd.names, rd.at, rd.spare, rd.bearers = names, map[string]int{}, nil, map[string]*bearers{}
	for i, name := range names {
		k := key(name)
		if _, again := rd.at[k]; again && known[k] {
			return &lists.Error{File: rd.file.Path, Reason: fmt.Sprintf("the column %q stands twice in the header", name), Remedy: "fetch the file again"}
		}
		if rd.at[k] = i; !known[k] {
			rd.spare = append(rd.spare, i)
		}
	}
	return nil
}

// cell is a row's cell, spaces at its ends removed.
func (rd *reading) cell(row *table.Row, column string) string {
	if i, ok := rd.at[column]; ok {
		return clean(row.Cells[i])
	}
	return ""
}

// clean is a cell without the spaces at its ends, those that do not break
// included.
func clean(s string) string {
	return strings.TrimSpace(strings.ReplaceAll(s, "_x000D_", ""))
}

// number is the digits that a reference begins with: 34 of 34c1.
func number(ref string) string {
	digits := ref[:len(ref)-len(strings.TrimLeft(ref, "0123456789"))]
	rest := strings.TrimSpace(ref[len(digits):])
	if digits == "" || len(digits) > 9 || strings.Trim(rest, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != "" {
		return ""
	}
	return digits
}

// party says which party a row is of: its number, and which of the number's
// bearers. Rows before the first primary name belong to the first.
func (rd *reading) party(row *table.Row) string {
	n := number(rd.cell(row, reference))
	if n == "" {
		return ""
	}
	b := rd.bearers[n]
	if b == nil {
		b = &bearers{}
		rd.bearers[n] = b
	}
	if isPrimary(rd.cell(row, nameType)) {
		name := bearerOf(rd.cell(row, partyType), rd.cell(row, fullName))
		if b.last = slices.Index(b.names, name); b.last < 0 {
			b.last = len(b.names)
			b.names = append(b.names, name)
		}
	}
	return fmt.Sprintf("%s/%d", n, b.last)
}

func isPrimary(nameType string) bool { return strings.HasPrefix(key(nameType), "primary") }

// bearerOf is what tells the bearers of one number apart.
func bearerOf(kind, name string) string {
	return key(kind) + " " + strings.Join(strings.Fields(name), " ")
}
