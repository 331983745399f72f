package eu

import (
	"bytes"
	"cmp"
	"context"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/table"
)

// CSV is the list's CSV, versions 1.0 and 1.1.
func CSV() lists.Format { return csvFormat{} }

type csvFormat struct{}

func (csvFormat) Name() string { return "EU FSF CSV" }

// Recognise looks for the columns of one of the versions.
func (csvFormat) Recognise(f *lists.File) (lists.Recognition, bool) {
	r, err := table.NewReader(bytes.NewReader(f.Head), f.Path, options)
	if err != nil {
		return lists.Recognition{}, false
	}
	return lists.Recognition{List: List, Part: lists.Main}, newColumns(r.Header()) != nil
}

var options = table.Options{Separator: ';', MaxRow: lists.MaxRecord}

func (csvFormat) Read(ctx context.Context, list string, files map[string]*lists.File, yield func(*interdict.Listing) error) (lists.Report, error) {
	file := files[lists.Main]
	if file == nil {
		return lists.Report{}, &lists.Error{File: "the edition", Reason: "the list's file is missing", Remedy: "give its XML or CSV file"}
	}
	rd := &csvReading{reading: reading{list: list, tables: facts(), listings: map[string]bool{}, yield: yield}}
	g := &lists.Grouped{
		Options: options,
		Header: func(names []string) error {
			if rd.cols = newColumns(names); rd.cols == nil {
				return &lists.Error{File: file.Path, At: "line 1", Reason: "the header is that of neither version of the list", Remedy: "check that this is the consolidated list in CSV, version 1.1"}
			}
			return nil
		},
		ID: func(row *table.Row) string {
			return cmp.Or(clean(rd.cols.cell(row, "entity_eu_referencenumber")), clean(rd.cols.cell(row, "entity_logicalid")))
		},
		Begin: func(id, at string) lists.Party { return &csvParty{rd.begin(at), rd} },
	}
	err := g.Read(ctx, file, &rd.report)
	if err == nil && rd.report.Entries == 0 {
		err = &lists.Error{File: file.Path, Reason: "no entry behind the header can be read", Remedy: "fetch it again"}
	}
	return rd.report, err
}

// csvReading is one run of Read.
type csvReading struct {
	reading
	cols  *columns
	dated string // what the rows say of the file's date
	mixed bool   // they do not agree
}

// columns finds cells by their columns' names in version 1.1, in lower case. In
// 1.0 a name comes several times, with the same value.
type columns struct {
	at      map[string]int
	names   []string
	unknown []int
	// sections are the columns whose names begin alike: "namealias_".
	sections map[string][]int
}

// newColumns is nil for a header of neither version.
func newColumns(names []string) *columns {
	t := facts()
	c := &columns{at: make(map[string]int, len(names)), names: names, sections: map[string][]int{}}
	for i, name := range names {
		key := t.columns[strings.ToLower(strings.TrimLeft(name, "\ufeff"))]
		if key == "" {
			c.unknown = append(c.unknown, i)
			continue
		}
		if _, twice := c.at[key]; !twice {
			c.at[key] = i
		}
		if section, _, ok := strings.Cut(key, "_"); ok {
			c.sections[section+"_"] = append(c.sections[section+"_"], i)
		}
	}
	for _, key := range []string{"filegenerationdate", "entity_logicalid", "namealias_wholename"} {
		if _, ok := c.at[key]; !ok {
			return nil
		}
	}
	return c
}

func (c *columns) cell(row *table.Row, key string) string {
	if i, ok := c.at[key]; ok {
		return row.Cells[i]
	}
	return ""
}
