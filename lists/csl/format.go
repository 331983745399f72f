package csl

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
	"github.com/interdict/interdict/internal/jsonstream"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/table"
)

// List is the list's id.
const List = "us_trade_csl"

// CSV is the list's comma-separated form.
func CSV() lists.Format { return csvFormat{} }

type csvFormat struct{}

func (csvFormat) Name() string { return "US Consolidated Screening List CSV" }

// telling are columns that no other table has together.
var telling = []string{"source", "entity_number", "federal_register_notice", "license_requirement", "alt_names", "source_list_url"}

// Recognise looks for the columns in the first line.
func (csvFormat) Recognise(f *lists.File) (lists.Recognition, bool) {
	line, _, _ := bytes.Cut(bytes.TrimPrefix(f.Head, []byte("\ufeff")), []byte("\n"))
	columns := strings.Split(strings.TrimRight(string(line), "\r"), ",")
	for i := range columns {
		columns[i] = strings.Trim(columns[i], `"`)
	}
	return lists.Recognition{List: List, Part: lists.Main}, !slices.ContainsFunc(telling, func(s string) bool { return !slices.Contains(columns, s) })
}

func (csvFormat) Read(ctx context.Context, list string, files map[string]*lists.File, yield func(*interdict.Listing) error) (lists.Report, error) {
	var report lists.Report
	file, err := mainFile(files)
	if err != nil {
		return report, err
	}
	rd := newReading(list, &report, yield)
	var columns []string
	header := func(names []string) error {
		columns = names
		for _, name := range telling {
			if !slices.Contains(columns, name) {
				return &lists.Error{File: file.Path, At: "line 1", Reason: fmt.Sprintf("there is no column %q", name), Remedy: "check that this is the publisher's own file, with its header"}
			}
		}
		return nil
	}
	err = lists.Rows(ctx, file, &report, table.Options{Separator: ','}, header, func(row *table.Row) error {
		return rd.take(rd.ofRow(columns, row))
	})
	return rd.end(file, err)
}

// end finishes a run of reading.
func (rd *reading) end(file *lists.File, err error) (lists.Report, error) {
	if err == nil && rd.report.Entries == 0 {
		err = &lists.Error{File: file.Path, Reason: "there is no entry that can be read", Remedy: "fetch it again"}
	}
	if err == nil {
		rd.missing()
	}
	return *rd.report, err
}

func mainFile(files map[string]*lists.File) (*lists.File, error) {
	if f := files[lists.Main]; f != nil {
		return f, nil
	}
	return nil, &lists.Error{File: "the edition", Reason: "the list's file is missing", Remedy: "give consolidated.csv or consolidated.json"}
}

// ofRow makes an entry of a row. Cells with several values join them by "; ".
func (rd *reading) ofRow(columns []string, row *table.Row) *entry {
	e := &entry{one: map[string]string{}, many: map[string][]string{}, raw: []byte(row.Raw), at: fmt.Sprintf("row %d", row.Number)}
	for i, name := range columns {
		cell := strings.TrimSpace(row.Cells[i])
		switch {
		case cell == "":
		case name == "addresses":
			for _, s := range several(cell) {
				e.addresses = append(e.addresses, textAddress(s))
			}
		case name == "ids":
			e.papers = papers(cell, rd.repeats)
		case slices.Contains(manyFields, name):
			e.many[name] = several(cell)
		case slices.Contains(oneFields, name):
			e.one[name] = cell
		default:
			e.rest = append(e.rest, interdict.Field{Name: cmp.Or(strings.TrimSpace(name), fmt.Sprintf("column %d", i+1)), Value: cell})
		}
	}
	return e
}

func several(cell string) (all []string) {
	for s := range strings.SplitSeq(cell, "; ") {
		if s = strings.Trim(s, " ;"); s != "" {
			all = append(all, s)
		}
	}
	return all
}

// JSON is the list's JSON form.
func JSON() lists.Format { return jsonFormat{} }

type jsonFormat struct{}

func (jsonFormat) Name() string { return "US Consolidated Screening List JSON" }

// Recognise looks for the array of entries and for names that they have.
func (jsonFormat) Recognise(f *lists.File) (lists.Recognition, bool) {
	head := bytes.TrimLeft(bytes.TrimPrefix(f.Head, []byte("\ufeff")), " \t\r\n")
	ok := bytes.HasPrefix(head, []byte("{"))
	for _, name := range []string{`"results"`, `"federal_register_notice"`, `"source_list_url"`, `"alt_names"`} {
		ok = ok && bytes.Contains(head, []byte(name))
	}
	return lists.Recognition{List: List, Part: lists.Main}, ok
}

func (jsonFormat) Read(ctx context.Context, list string, files map[string]*lists.File, yield func(*interdict.Listing) error) (lists.Report, error) {
	var report lists.Report
	file, err := mainFile(files)
	if err != nil {
		return report, err
	}
	rd := newReading(list, &report, yield)
	j := lists.JSONFile{File: file, Path: []string{"results"}, Heading: rd.heading, Take: func(rec *jsonstream.Record, n *jsonstream.Tree) error {
		return rd.take(ofObject(rec, n))
	}}
	return rd.end(file, j.Read(ctx, &report))
}

// heading takes what stands beside the entries: how many there are.
func (rd *reading) heading(key string, v *jsonstream.Tree) error {
	switch key {
	case "total":
		if n, err := strconv.Atoi(v.Value()); err == nil {
			rd.report.Declared = n
		}
	case "sources", "sources_used", "offset", "search_performed_at": // of the search, not of the list
	default:
		rd.report.Meet(key, "the file's beginning or end")
	}
	return nil
}

func ofObject(rec *jsonstream.Record, n *jsonstream.Tree) *entry {
	e := &entry{one: map[string]string{}, many: map[string][]string{}, raw: bytes.Clone(rec.Raw), at: fmt.Sprintf("line %d", rec.Line)}
	for _, name := range oneFields {
		e.one[name] = strings.Join(n.TakeAll(name), "; ")
	}
	for _, name := range manyFields {
		e.many[name] = n.TakeAll(name)
	}
	for a := range n.Each("addresses") {
		p := interdict.Place{Street: a.Take("address"), City: a.Take("city"), Region: a.Take("state"), PostalCode: a.Take("postal_code"), CountryName: a.Take("country")}
		p.Country = country.Code(p.CountryName)
		if p != (interdict.Place{}) {
			e.addresses = append(e.addresses, p)
		}
	}
	for i := range n.Each("ids") {
		p := paper{label: i.Take("type"), id: interdict.Identifier{Value: i.Take("number"), Country: i.Take("country")}}
		var notes []string
		for name, to := range map[string]*interdict.Date{"issue_date": &p.id.Issued, "expiration_date": &p.id.Expires} {
			s := i.Take(name)
			if d, ok := day(s); ok {
				*to = d
			} else if s != "" {
				notes = append(notes, name+" "+s)
			}
		}
		slices.Sort(notes)
		p.id.Note = strings.Join(notes, "; ")
		e.papers = append(e.papers, p)
	}
	n.Rest(func(path, value string) {
		e.rest = append(e.rest, interdict.Field{Name: path, Value: value})
	})
	return e
}
