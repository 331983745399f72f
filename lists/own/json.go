package own

import (
	"bytes"
	"context"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/jsonstream"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/table"
)

// JSON is the format of own lists in JSON: an array of objects, or one object a
// line. A member's name means what a column's header does, in camel case too;
// an array of texts is several values. What stands in objects within goes to
// Listing.Other by its path.
func JSON(m *table.Mapping) lists.Format {
	if m == nil {
		m = &table.Mapping{}
	}
	return jsonFormat{m}
}

type jsonFormat struct{ mapping *table.Mapping }

func (jsonFormat) Name() string { return "own list JSON" }

// Recognise answers for objects of which the first has an id and a name.
func (f jsonFormat) Recognise(file *lists.File) (lists.Recognition, bool) {
	start := bytes.TrimLeft(bytes.TrimPrefix(file.Head, []byte("\ufeff")), " \t\r\n")
	if len(start) == 0 || start[0] != '{' && start[0] != '[' {
		return lists.Recognition{}, false
	}
	rec, err := jsonstream.New(bytes.NewReader(file.Head), jsonstream.Options{}).Next()
	var tree jsonstream.Tree
	if err != nil || rec.Parse(&tree) != nil || tree.Kind != jsonstream.Object || tree.Child("properties") != nil {
		return lists.Recognition{}, false
	}
	names, _ := members(&tree)
	c := table.NewMembers(names, f.mapping)
	if !c.Has(table.ID) && !f.mapping.ContentIDs || !named(c) {
		return lists.Recognition{}, false
	}
	return lists.Recognition{Part: lists.Main}, true
}

// named says that some member holds names.
func named(c *table.Columns) bool {
	return c.Has(table.FullName) || c.Has(table.OriginalName) || c.Has(table.LastName) || c.Has(table.FirstName)
}

// members are the names and texts of an object, in its order.
func members(tree *jsonstream.Tree) (names, texts []string) {
	for n := range tree.Children() {
		text := n.Value()
		if n.Kind == jsonstream.Array {
			text = strings.Join(n.Values(), "; ")
		}
		if n.Kind != jsonstream.Object {
			names, texts = append(names, n.Name), append(texts, text)
		}
	}
	tree.Rest(func(path, value string) { names, texts = append(names, path), append(texts, value) })
	return names, texts
}

// maxShapes is how many different sets of members are remembered.
const maxShapes = 1000

// Read reads the file object by object.
func (f jsonFormat) Read(ctx context.Context, list string, files map[string]*lists.File, yield func(*interdict.Listing) error) (lists.Report, error) {
	main := files[lists.Main]
	if main == nil {
		return lists.Report{}, &lists.Error{File: list, Reason: "the edition has no main file", Remedy: "name the file"}
	}
	rd := reader{ctx: ctx, list: list, mapping: f.mapping, seen: map[[16]byte]struct{}{}, yield: yield}
	shapes := map[string]*table.Columns{}
	var row table.Row
	j := lists.JSONFile{File: main, Take: func(rec *jsonstream.Record, tree *jsonstream.Tree) error {
		row.Number++
		row.Raw = string(rec.Raw)
		var names []string
		names, row.Cells = members(tree)
		shape := strings.Join(names, "\x00")
		if rd.columns = shapes[shape]; rd.columns == nil {
			rd.columns = table.NewMembers(names, f.mapping)
			if len(shapes) < maxShapes {
				shapes[shape] = rd.columns
			}
		}
		return rd.row(&row)
	}}
	err := j.Read(ctx, &rd.report)
	if err == nil && rd.report.Entries == 0 {
		err = rd.report.Nothing(main, "row", "check the table")
	}
	return rd.report, err
}
