package un

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/xmlstream"
	"github.com/interdict/interdict/lists"
)

// List is the id of the consolidated list.
const List = "un_sc_sanctions"

// XML is the consolidated list's format.
func XML() lists.Format { return format{} }

type format struct{}

func (format) Name() string { return "UN consolidated XML" }

const rootElement = "CONSOLIDATED_LIST"

// Recognise looks at the root element alone.
func (format) Recognise(f *lists.File) (lists.Recognition, bool) {
	root, ok := xmlstream.Root(f.Head)
	return lists.Recognition{List: List, Part: lists.Main}, ok && root == rootElement
}

func (format) Read(ctx context.Context, list string, files map[string]*lists.File, yield func(*interdict.Listing) error) (lists.Report, error) {
	file := files[lists.Main]
	if file == nil {
		return lists.Report{}, &lists.Error{File: "the edition", Reason: "the consolidated list's file is missing", Remedy: "give its XML file"}
	}
	rd := &reading{list: list, tables: facts(), ids: make(map[string]bool)}
	err := lists.Elements(ctx, file, &rd.report, rd.heading, func(rec *xmlstream.Record) error {
		return rd.take(rec, yield)
	})
	if err == nil && !rd.rooted {
		err = &lists.Error{File: file.Path, At: "line 1", Reason: "the root element is not " + rootElement, Remedy: "check that this is the consolidated list in XML"}
	}
	return rd.report, err
}

// reading is one run of Read.
type reading struct {
	list   string
	report lists.Report
	tables *tables
	ids    map[string]bool
	rooted bool
}

// heading takes what stands outside the records.
func (rd *reading) heading(sc *xmlstream.Scanner) (record bool, err error) {
	switch name := string(sc.Name()); {
	case name == "INDIVIDUAL" || name == "ENTITY":
		return true, nil
	case name == rootElement && sc.Depth() == 1:
		rd.rooted = true
		stated := string(sc.Attr("dateGenerated"))
		day, _ := parseDay(stated)
		rd.report.Date(stated, day)
	case name != "INDIVIDUALS" && name != "ENTITIES":
		rd.report.Meet(name, fmt.Sprintf("line %d", sc.Line()))
	}
	return false, nil
}

// take makes a listing of a record, or refuses it.
func (rd *reading) take(rec *xmlstream.Record, yield func(*interdict.Listing) error) error {
	at := fmt.Sprintf("line %d", rec.Line)
	e := &entry{rec: rec, tables: rd.tables, isPerson: rec.Name == "INDIVIDUAL"}
	e.Listing = interdict.Listing{List: rd.list, At: at, Raw: bytes.Clone(rec.Raw)}
	e.read()
	rec.Rest(func(path, value string) {
		e.other(path, value)
		rd.report.Meet(rec.Name+"/"+path, at)
	})
	refusal := lists.Refusal{At: at, Reason: "fetch the file again; if it stays so, the publisher must mend it"}
	switch {
	case e.ID == "":
		refusal.Code, refusal.Reason = lists.CodeNoID, "the entry has neither REFERENCE_NUMBER nor DATAID; "+refusal.Reason
	case rd.ids[e.ID]:
		refusal.Code, refusal.Reason = lists.CodeDuplicate, "the entry's id "+e.ID+" stands twice in the file; "+refusal.Reason
	case len(e.Names) == 0:
		refusal.Code, refusal.Reason = lists.CodeNoName, "the entry "+e.ID+" has no name; "+refusal.Reason
	default:
		rd.ids[e.ID] = true
		rd.report.Entries++
		rd.report.Names += len(e.Names)
		return yield(&e.Listing)
	}
	if e.ID != "" {
		refusal.At += " (" + e.ID + ")"
	}
	return rd.report.Refuse(refusal)
}

// entry is a listing in the making, and the record that it is made of.
type entry struct {
	interdict.Listing
	rec      *xmlstream.Record
	tables   *tables
	isPerson bool
}

// other keeps a published value that has no typed home.
func (e *entry) other(name, value string) {
	if value = strings.TrimSpace(value); value != "" {
		e.Other = append(e.Other, interdict.Field{Name: name, Value: value})
	}
}
