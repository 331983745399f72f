package ftm

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/spool"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/table"
)

// Statements is the format of statements.csv, of which each row is one value of
// one property, and of statements.pack, the same without a header.
func Statements() lists.Format { return statements{} }

type statements struct{}

func (statements) Name() string { return "OpenSanctions statements" }

// packHeader names the columns of statements.pack. Its second holds schema and
// property, "Person:name".
const packHeader = "entity_id,schema_prop,value,dataset,lang,original_value,target,external,first_seen,last_seen,id\n"

// statement is a row of either form, its cells in this order.
type statement [cells]string

const (
	canonical = iota
	entityID
	schemaCell
	propCell
	valueCell
	dataset
	lang
	original
	target
	external
	origin
	firstSeen
	unknownCells // "column=value", joined by \x01
	rawRow
	cells
)

// columnCells are the columns that a cell is taken from.
var columnCells = map[string]int{
	"canonical_id": canonical, "entity_id": entityID, "schema": schemaCell, "prop": propCell, "value": valueCell, "dataset": dataset,
	"lang": lang, "original_value": original, "target": target, "external": external, "origin": origin, "first_seen": firstSeen,
}

// idleColumns are columns that say nothing of a party.
var idleColumns = map[string]string{
	"id":          "is the statement's own hash",
	"last_seen":   "is another in each export",
	"prop_type":   "follows from the property",
	"schema_prop": "is taken apart",
}

var packProp = regexp.MustCompile(`^([A-Z][A-Za-z]+):([a-z][A-Za-z0-9]*)$`)

// Recognise looks at the header, or at the first row of the form without one.
func (statements) Recognise(f *lists.File) (lists.Recognition, bool) {
	text := strings.TrimPrefix(string(f.Head), "\ufeff")
	if len(text) == 0 || text[0] == '{' || text[0] == '<' || text[0] == '[' {
		return lists.Recognition{}, false
	}
	if isPack(text) {
		text = packHeader + text
	}
	r, err := table.NewReader(strings.NewReader(text), f.Path, table.Options{Separator: ',', BlockSize: len(text) + 1})
	if err != nil || !isStatements(r.Header()) {
		return lists.Recognition{}, false
	}
	var all []*entity
	var row table.Row
	sample := r.Sample()
	sample.Parse(&row, func(row *table.Row) {
		s := ofRow(r.Header(), row)
		all = append(all, &entity{datasets: []string{s[dataset]}})
	})
	if n := len(all); n > 1 && len(f.Head) == lists.HeadSize {
		all = all[:n-1] // the head ends within it
	}
	return recognition(f.Path, all, lists.Main), true
}

func isPack(text string) bool {
	line, _, _ := strings.Cut(text, "\n")
	first := strings.SplitN(line, ",", 4)
	if len(first) < 4 || strings.Count(line, ",") < 10 {
		return false
	}
	m := packProp.FindStringSubmatch(strings.Trim(first[1], `"`))
	return m != nil && facts().schemata[m[1]].role != ""
}

func isStatements(header []string) bool {
	for _, name := range []string{"entity_id", "value", "dataset"} {
		if !slices.Contains(header, name) {
			return false
		}
	}
	return slices.Contains(header, "schema_prop") || slices.Contains(header, "prop") && slices.Contains(header, "schema")
}

func ofRow(header []string, row *table.Row) (s statement) {
	var unknown []string
	for i, name := range header {
		cell := strings.TrimSpace(row.Cells[i])
		at, known := columnCells[name]
		switch {
		case known:
			s[at] = cell
		case name == "schema_prop":
			s[schemaCell], s[propCell], _ = strings.Cut(cell, ":")
		case idleColumns[name] == "" && cell != "":
			unknown = append(unknown, name+"="+cell)
		}
	}
	s[unknownCells] = strings.Join(unknown, "\x01")
	s[canonical] = cmp.Or(s[canonical], s[entityID])
	s[rawRow] = row.Raw
	return s
}

func (statements) Read(ctx context.Context, list string, files map[string]*lists.File, yield func(*interdict.Listing) error) (lists.Report, error) {
	var report lists.Report
	main := files[lists.Main]
	if main == nil {
		return report, &lists.Error{File: list, Reason: "the edition has no file with statements", Remedy: "name statements.csv"}
	}
	g := &grouping{}
	defer g.aside.Close()
	if err := g.read(ctx, main, &report); err != nil {
		return report, err
	}
	rd := &reading{ctx: ctx, list: list, report: &report, yield: yield, source: source{each: g.each, decode: unpack}}
	return report, rd.read()
}

// grouping brings together the statements of each entity. They mostly are
// neighbours, and each run of neighbours is kept as one.
type grouping struct {
	aside spool.Store
	runs  spool.Pairs // canonical id -> run

	open   string // the canonical id of the run at hand
	packed []byte
	first  int64 // the row it begins with
}

func (g *grouping) read(ctx context.Context, file *lists.File, report *lists.Report) error {
	var header []string
	take := func(row *table.Row) error {
		s := ofRow(header, row)
		at := fmt.Sprintf("row %d", row.Number)
		why := lists.Refusal{At: at, Code: lists.CodeBadRecord, Reason: "the statement lacks its schema or property; fetch the file again"}
		switch {
		case s[entityID] == "entity_id" && s[valueCell] == "value":
			return &lists.Error{File: file.Path, At: at, Reason: "the header stands in the file a second time: two files were joined", Remedy: "load them one by one"}
		case s[canonical] == "":
			why.Code, why.Reason = lists.CodeNoID, "the statement does not say of what it is; fetch the file again"
			return report.Refuse(why)
		case s[schemaCell] == "" || s[propCell] == "":
			return report.Refuse(why)
		}
		return g.add(s, row.Number)
	}
	err := lists.Rows(ctx, withHeader(file), report, table.Options{Separator: ','}, func(names []string) error {
		header = names
		if !isStatements(header) {
			return &lists.Error{File: file.Path, At: "line 1", Reason: "it has no columns entity_id, schema, prop, value and dataset", Remedy: "check that this is statements.csv, with its header"}
		}
		return nil
	}, take)
	if err == nil {
		err = g.flush()
	}
	g.runs.Sort()
	return err
}

// withHeader is the file with a header, where it is of the form without one.
func withHeader(f *lists.File) *lists.File {
	if !isPack(strings.TrimPrefix(string(f.Head), "\ufeff")) {
		return f
	}
	return opened(f, func() (io.ReadCloser, error) {
		in, err := f.Open()
		if err != nil {
			return nil, err
		}
		return struct {
			io.Reader
			io.Closer
		}{io.MultiReader(strings.NewReader(packHeader), in), in}, nil
	})
}

func (g *grouping) add(s statement, row int64) error {
	if s[canonical] != g.open || len(g.packed) > lists.MaxRecord {
		if err := g.flush(); err != nil {
			return err
		}
		g.open, g.first = strings.Clone(s[canonical]), row
		g.packed = fmt.Appendf(g.packed, "%d\x00", row)
	}
	for _, cell := range s {
		g.packed = append(append(g.packed, cell...), 0)
	}
	return nil
}

func (g *grouping) flush() error {
	if len(g.packed) == 0 {
		return nil
	}
	off, err := g.aside.Add(g.packed)
	if err != nil {
		return &lists.Error{File: "the edition", Reason: err.Error(), Remedy: "make room on its disk, or name another in TMPDIR"}
	}
	g.runs.Add(spool.Key(g.open), off)
	g.packed = g.packed[:0]
	return nil
}

// each hands over the entities in the order in which they begin in the file.
func (g *grouping) each(report *lists.Report, take func(*entity) error) error {
	begins := make(spool.Pairs, 0, len(g.runs)) // an entity's key, by its first run
	for i, p := range g.runs {
		if i == 0 || g.runs[i-1].Key != p.Key {
			begins = append(begins, p)
		}
	}
	slices.SortFunc(begins, func(a, b spool.Pair) int { return cmp.Compare(a.Offset, b.Offset) })
	for _, b := range begins {
		var packed [][]byte
		for _, p := range g.runs.Of(b.Key) {
			run, err := g.aside.At(p.Offset)
			if err != nil {
				return err
			}
			packed = append(packed, slices.Clone(run))
		}
		for _, e := range ofRuns(packed) {
			if err := take(e); err != nil {
				return err
			}
		}
	}
	return nil
}

// unpack reads the runs of one entity, joined.
func unpack(packed []byte) (*entity, error) { return ofRuns([][]byte{packed})[0], nil }
