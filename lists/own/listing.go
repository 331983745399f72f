package own

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
	"github.com/interdict/interdict/internal/tsv"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/table"
)

//go:embed data/measures.tsv
var measuresTSV string

// measures are the words of the column of measures.
var measures = sync.OnceValue(func() map[string]interdict.Measure {
	all := map[string]interdict.Measure{}
	for _, cells := range tsv.Records(measuresTSV) {
		measure, words := cells[0], cells[1]
		all[word(measure)] = interdict.Measure(measure)
		for w := range strings.SplitSeq(words, ";") {
			if w = word(w); w != "" {
				all[w] = interdict.Measure(measure)
			}
		}
	}
	return all
})

// word is the form in which words are compared.
func word(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return strings.ContainsRune(" _-.,:'’()/", r)
	}), "")
}

// listing makes a listing of a row and of the party that it describes.
func (rd *reader) listing(row *table.Row, s *interdict.Subject, faults table.Faults) *interdict.Listing {
	l := &interdict.Listing{
		List: rd.list, ID: s.ID, Schema: s.Schema,
		Names: s.Names, BirthDates: s.BirthDates, Genders: s.Genders, Countries: s.Countries,
		Identifiers: s.Identifiers, Addresses: s.Addresses, Emails: s.Emails,
		Raw: []byte(row.Raw), At: fmt.Sprintf("row %d", row.Number),
	}
	if l.Names[0].Kind != interdict.PrimaryName {
		l.Names[0].Kind, l.Names[0].Quality = interdict.PrimaryName, interdict.Unstated
	}
	for i := range l.Names {
		l.Names[i].Script = lists.Script(l.Names[i].Full)
	}
	if l.Schema == "" {
		l.Schema = schemaOf(l)
	}
	setRoles(l)
	rd.further(row, l)
	rd.keepUnread(row, l, faults)
	return l
}

// schemaOf tells what a row without a type is by its identifiers.
func schemaOf(l *interdict.Listing) interdict.Schema {
	for _, id := range l.Identifiers {
		switch id.Type {
		case interdict.IMO, interdict.MMSI:
			return interdict.Vessel
		case interdict.TailNumber:
			return interdict.Airplane
		}
	}
	return interdict.LegalEntity
}

// setRoles says what a country is to the party where no column does.
func setRoles(l *interdict.Listing) {
	role := interdict.Residence
	switch l.Schema {
	case interdict.Organization:
		role = interdict.Registration
	case interdict.Vessel, interdict.Airplane:
		role = interdict.Flag
	}
	for i := range l.Countries {
		if l.Countries[i].Role == interdict.AnyRole {
			l.Countries[i].Role = role
		}
	}
}

// further fills in what a list has and a customer has not.
func (rd *reader) further(row *table.Row, l *interdict.Listing) {
	cell := func(f table.Field) string { return rd.columns.Cell(row, f) }
	l.Designation.Reasons, l.Remarks = cell(table.Reason), cell(table.Remarks)
	l.Designation.Programs = values(cell(table.Program))
	l.Phones, l.Websites = values(cell(table.Phone)), values(cell(table.Website))
	l.Titles, l.Positions = values(cell(table.Title)), values(cell(table.Position))
	for _, place := range values(cell(table.BirthPlace)) {
		l.BirthPlaces = append(l.BirthPlaces, interdict.Place{Text: place})
	}
	if said := cell(table.DeathDate); said != "" {
		var bad table.Faults
		if l.DeathDates, bad = table.ReadDates(nil, said, rd.columns.DateOrder()); !bad.Whole() {
			rd.other(l, table.DeathDate, said)
		}
	}
	if said := cell(table.ListedOn); said != "" {
		dates, bad := table.ReadDates(nil, said, rd.columns.DateOrder())
		if len(dates) == 1 && bad == 0 {
			l.Designation.Listed = dates[0]
		} else {
			rd.other(l, table.ListedOn, said)
		}
	}
	if said := cell(table.Measures); said != "" {
		rd.measures(l, said)
	}
}

// measures reads the column of measures. A word that is none of ours is the
// measure "other", and is kept.
func (rd *reader) measures(l *interdict.Listing, said string) {
	unread := false
	for _, v := range strings.FieldsFunc(said, func(r rune) bool { return strings.ContainsRune(";|,", r) }) {
		m, ok := measures()[word(v)]
		if word(v) == "" {
			continue
		}
		if !ok {
			m, unread = interdict.OtherMeasure, true
		}
		if !slices.Contains(l.Designation.Measures, m) {
			l.Designation.Measures = append(l.Designation.Measures, m)
		}
	}
	if unread {
		rd.other(l, table.Measures, said)
	}
}

// once are the fields of which one column counts, the first.
var once = map[table.Field]bool{
	table.ID: true, table.Type: true, table.City: true, table.Region: true, table.PostalCode: true, table.AddressCountry: true,
	table.IDType: true, table.IDCountry: true, table.PassportCountry: true, table.NationalIDCountry: true, table.TaxIDCountry: true,
}

// firstFilled are the fields of which the first cell that holds something
// counts.
var firstFilled = map[table.Field]bool{
	table.Reason: true, table.Remarks: true, table.Program: true, table.Phone: true, table.Website: true, table.Title: true,
	table.Position: true, table.BirthPlace: true, table.DeathDate: true, table.ListedOn: true, table.Measures: true,
}

// keepUnread keeps what no typed field holds: columns that nobody knows,
// further columns of a field that has one, and cells that could not be read.
func (rd *reader) keepUnread(row *table.Row, l *interdict.Listing, faults table.Faults) {
	seen := map[table.Field]bool{}
	for _, u := range rd.columns.Uses() {
		cell := strings.TrimSpace(row.Cells[u.Column])
		name := u.Header
		if name == "" {
			name = fmt.Sprintf("column %d", u.Column+1)
		}
		switch {
		case u.Field == table.Unknown && cell != "":
			rd.report.Meet(name, l.At)
			fallthrough
		case seen[u.Field] && cell != "":
			l.Other = append(l.Other, interdict.Field{Name: name, Value: cell})
		case once[u.Field], firstFilled[u.Field] && cell != "":
			seen[u.Field] = true
		}
	}
	const dates = table.FaultDate | table.FaultSerialDate | table.FaultDateOrder | table.NoteAmbiguousDate
	if faults&dates != 0 {
		rd.other(l, table.BirthDate, rd.columns.Cell(row, table.BirthDate))
	}
	if faults&table.NoteType != 0 {
		rd.other(l, table.Type, rd.columns.Cell(row, table.Type))
	}
	if faults&table.FaultCountry != 0 {
		for _, f := range []table.Field{table.PassportCountry, table.NationalIDCountry, table.TaxIDCountry, table.IDCountry} {
			if cell := rd.columns.Cell(row, f); country.Code(cell) == "" {
				rd.other(l, f, cell)
			}
		}
	}
	if maiden := rd.columns.Cell(row, table.MaidenName); maiden != "" && !slices.ContainsFunc(l.Names, isMaiden) {
		rd.other(l, table.MaidenName, maiden)
	}
}

func isMaiden(n interdict.Name) bool { return n.Kind == interdict.MaidenName }

// other keeps a value under the header of its column.
func (rd *reader) other(l *interdict.Listing, f table.Field, value string) {
	name := string(f)
	for _, u := range rd.columns.Uses() {
		if u.Field == f {
			name = u.Header
			break
		}
	}
	if value != "" {
		l.Other = append(l.Other, interdict.Field{Name: name, Value: value})
	}
}

// values are those of a cell that may hold several.
func values(cell string) []string {
	var all []string
	for v := range strings.SplitSeq(cell, ";") {
		if v = strings.TrimSpace(v); v != "" {
			all = append(all, v)
		}
	}
	return all
}
