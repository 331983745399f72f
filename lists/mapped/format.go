package mapped

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/infile"
	"github.com/interdict/interdict/internal/jsonstream"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/table"
)

// Table is the format of all lists that have an embedded mapping file.
func Table() lists.Format { return format{mappings()} }

type format struct{ mappings []*mapping }

func (format) Name() string { return "table with a mapping" }

// Recognise knows a table by its columns, and an array of objects by the
// members of the first.
func (f format) Recognise(file *lists.File) (lists.Recognition, bool) {
	header, first := headerOf(file)
	if header == nil {
		return lists.Recognition{}, false
	}
	for _, m := range f.mappings {
		if m.fits(header, first) {
			rec := record{mapping: m, names: header, cells: first}
			return lists.Recognition{List: m.List, Part: lists.Main, Piece: rec.joined(m.Piece)}, true
		}
	}
	return lists.Recognition{}, false
}

// headerOf are the columns of a file, and its first row.
func headerOf(file *lists.File) (header, row []string) {
	start := bytes.TrimLeft(bytes.TrimPrefix(file.Head, []byte("\ufeff")), " \t\r\n")
	switch {
	case len(start) == 0 || start[0] == '<' || start[0] == '{':
		return nil, nil
	case start[0] == '[':
		var object json.RawMessage
		d := json.NewDecoder(bytes.NewReader(start[1:]))
		if d.Decode(&object) != nil || object[0] != '{' {
			return nil, nil
		}
		return members(object)
	}
	return lists.Beginning(file, options)
}

// members are the names and texts of an object.
func members(object []byte) (names, texts []string) {
	var tree jsonstream.Tree
	if err := (jsonstream.Record{Raw: object}).Parse(&tree); err != nil {
		return nil, nil
	}
	for n := range tree.Children() {
		names, texts = append(names, n.Name), append(texts, text(n))
	}
	return names, texts
}

// text is a member's value; several are divided by ";".
func text(n *jsonstream.Node) string {
	if n.Kind == jsonstream.Array {
		return strings.Join(n.Values(), "; ")
	}
	return n.Value()
}

// options of a table: short rows are filled up, since one published table has
// headings of one cell.
var options = table.Options{Pad: true}

// Read reads all pieces of the edition.
func (f format) Read(ctx context.Context, list string, files map[string]*lists.File, yield func(*interdict.Listing) error) (lists.Report, error) {
	if files[lists.Main] == nil {
		return lists.Report{}, &lists.Error{File: list, Reason: "the edition has no main file", Remedy: "name the table"}
	}
	rd := &reading{ctx: ctx, format: f, list: list, yield: yield, ids: map[string]bool{}, groups: map[string]*interdict.Listing{}, gone: map[string]bool{}}
	for _, part := range slices.Sorted(maps.Keys(files)) {
		if err := rd.file(files[part]); err != nil {
			return rd.report, err
		}
	}
	if err := rd.finish(); err != nil {
		return rd.report, err
	}
	if rd.report.Entries == 0 {
		return rd.report, rd.report.Nothing(files[lists.Main], "row", lists.OwnFile)
	}
	return rd.report, nil
}

// file reads one file.
func (rd *reading) file(file *lists.File) error {
	rd.heading = ""
	if err := rd.known(file); err != nil {
		return err
	}
	if start := bytes.TrimLeft(bytes.TrimPrefix(file.Head, []byte("\ufeff")), " \t\r\n"); len(start) > 0 && start[0] == '[' {
		return rd.objects(file)
	}
	rec := record{}
	return lists.Rows(rd.ctx, file, &rd.report, options, func(header []string) error {
		rec.names = header
		return nil
	}, func(row *table.Row) error {
		rec.cells, rec.raw, rec.at = row.Cells, row.Raw, fmt.Sprintf("row %d", row.Number)
		return rd.take(rec)
	})
}

func (rd *reading) objects(file *lists.File) error {
	j := lists.JSONFile{File: file, Take: func(rec *jsonstream.Record, tree *jsonstream.Tree) error {
		r := record{raw: string(rec.Raw), at: fmt.Sprintf("line %d, record %d", rec.Line, rd.objectsRead+1)}
		rd.objectsRead++
		for n := range tree.Children() {
			r.names, r.cells = append(r.names, n.Name), append(r.cells, text(n))
		}
		tree.Rest(func(path, value string) { r.names, r.cells = append(r.names, path), append(r.cells, value) })
		return rd.take(r)
	}}
	return j.Read(rd.ctx, &rd.report)
}

// known finds the mapping of a file: that of the list, if it fits.
func (rd *reading) known(file *lists.File) error {
	header, first := headerOf(file)
	rd.mapping = nil
	for _, m := range rd.format.mappings {
		if header != nil && m.fits(header, first) && (rd.mapping == nil || m.List == rd.list) {
			rd.mapping = m
		}
	}
	if what, remedy := infile.Foreign(file.Head); rd.mapping == nil && what != "" {
		return &lists.Error{File: file.Path, Reason: what, Remedy: remedy}
	}
	if rd.mapping == nil {
		return &lists.Error{File: file.Path, Reason: "no mapping is known for a table with these columns", Remedy: "check that this is the list's table as published; an own list needs columns id and name"}
	}
	return nil
}
