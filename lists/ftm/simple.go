package ftm

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/table"
)

// Simple is the format of targets.simple.csv: a row a party, its values joined
// by ";".
func Simple() lists.Format { return simple{} }

type simple struct{}

func (simple) Name() string { return "OpenSanctions targets.simple.csv" }

// simpleProps are the columns that hold a property's values.
var simpleProps = map[string]string{
	"name": "name", "aliases": "alias", "birth_date": "birthDate", "countries": "country", "addresses": "address",
	"identifiers": "identifiers", "phones": "phone", "emails": "email", "program_ids": "programId",
}

// simpleKept are the columns without a property of their own: of which type an
// identifier is, and what a sanction orders, is said only by the other exports.
var simpleKept = []string{"sanctions", "dataset"}

func isSimple(header []string) bool {
	for _, name := range []string{"id", "schema", "name", "aliases", "identifiers", "sanctions", "dataset"} {
		if !slices.Contains(header, name) {
			return false
		}
	}
	return true
}

// Recognise looks at the header. The rows name the data set by its title alone.
func (simple) Recognise(f *lists.File) (lists.Recognition, bool) {
	line, _, _ := strings.Cut(strings.TrimPrefix(string(f.Head), "\ufeff"), "\n")
	header := strings.Split(strings.TrimRight(line, "\r"), ",")
	for i := range header {
		header[i] = strings.Trim(header[i], `"`)
	}
	return recognition(f.Path, nil, lists.Main), isSimple(header)
}

func (simple) Read(ctx context.Context, list string, files map[string]*lists.File, yield func(*interdict.Listing) error) (lists.Report, error) {
	var report lists.Report
	main := files[lists.Main]
	if main == nil {
		return report, &lists.Error{File: list, Reason: "the edition has no file with targets", Remedy: "name targets.simple.csv"}
	}
	var header []string
	rd := &reading{list: list, report: &report, yield: yield}
	err := lists.Rows(ctx, main, &report, table.Options{Separator: ','}, func(names []string) error {
		if header = names; !isSimple(header) {
			return &lists.Error{File: main.Path, At: "line 1", Reason: "it has no columns id, schema, name, aliases, identifiers, sanctions and dataset", Remedy: "check that this is targets.simple.csv, with its header"}
		}
		return nil
	}, func(row *table.Row) error {
		e := ofSimpleRow(header, row)
		if ok, err := checked(e, &report); !ok || err != nil {
			return err
		}
		if !rd.seen.Add(e.id) {
			return rd.refuse(e, lists.CodeDuplicate, "another row has the same id")
		}
		b := newBuilder(list, e, &report)
		b.finish()
		return rd.hand(b, e)
	})
	if err == nil && report.Entries == 0 {
		err = &lists.Error{File: main.Path, Reason: "there is no party in it", Remedy: "fetch it again"}
	}
	return report, err
}

func ofSimpleRow(header []string, row *table.Row) *entity {
	e := &entity{raw: []byte(row.Raw), at: fmt.Sprintf("row %d", row.Number)}
	for i, name := range header {
		cell := strings.TrimSpace(row.Cells[i])
		property := simpleProps[name]
		switch {
		case name == "id":
			e.id = cell
		case name == "schema":
			e.schema = cell
		case name == "first_seen":
			e.firstSeen = cell
		case name == "last_change":
			e.change = cell
		case name == "last_seen" || cell == "": // is of each export another
		case slices.Contains(simpleKept, name):
			e.kept = append(e.kept, interdict.Field{Name: name, Value: cell})
		case property != "":
			e.props = append(e.props, prop{name: property, values: joined(cell)})
		default:
			e.rest = append(e.rest, interdict.Field{Name: name, Value: cell})
		}
	}
	e.sort()
	e.caption = captionOf(e)
	return e
}

// joined are the values of a cell.
func joined(cell string) (all []string) {
	for v := range strings.SplitSeq(cell, ";") {
		if v = strings.TrimSpace(v); v != "" {
			all = append(all, v)
		}
	}
	return all
}
