package senzing

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/jsonstream"
	"github.com/interdict/interdict/lists"
)

// JSON is the format.
func JSON() lists.Format { return format{} }

type format struct{}

func (format) Name() string { return "Senzing JSON" }

// Recognise looks for objects with a DATA_SOURCE and a RECORD_ID.
func (format) Recognise(f *lists.File) (lists.Recognition, bool) {
	sc := jsonstream.New(bytes.NewReader(f.Head), jsonstream.Options{MaxBytes: lists.HeadSize})
	var tree jsonstream.Tree
	list, records := "", 0
	for {
		rec, err := sc.Next()
		if err == nil {
			err = rec.Parse(&tree)
		}
		if err != nil { // the head ends anywhere
			break
		}
		source := tree.Take("DATA_SOURCE")
		if source == "" || tree.Take("RECORD_ID") == "" {
			if records == 0 {
				return lists.Recognition{}, false
			}
			continue
		}
		if id := listID(source); records == 0 {
			list = id
		} else if id != list {
			list = ""
		}
		records++
	}
	if strings.HasPrefix(list, "customer") {
		list = ""
	}
	return lists.Recognition{List: list, Part: lists.Main}, records > 0
}

func (format) Read(ctx context.Context, list string, files map[string]*lists.File, yield func(*interdict.Listing) error) (lists.Report, error) {
	var report lists.Report
	main := files[lists.Main]
	if main == nil {
		return report, &lists.Error{File: list, Reason: "the edition has no file", Remedy: "name its Senzing JSON"}
	}
	var seen lists.Seen
	j := lists.JSONFile{File: main, Take: func(rec *jsonstream.Record, n *jsonstream.Tree) error {
		r := &record{report: &report, key: n.Take("RECORD_ID")}
		source := n.Take("DATA_SOURCE")
		r.Listing = interdict.Listing{List: list, ID: r.key, At: fmt.Sprintf("line %d", rec.Line), Raw: bytes.Clone(rec.Raw)}
		if id := listID(source); r.key != "" && id != list {
			r.ID = id + ":" + r.key
		}
		why := lists.Refusal{At: fmt.Sprintf("%s (%s)", r.At, r.ID)}
		if r.key == "" {
			why.At, why.Code, why.Reason = r.At, lists.CodeNoID, "the record has no RECORD_ID; give it one that is the party's for good"
			return report.Refuse(why)
		}
		r.read(n.Node)
		if listID(source) != strings.ToLower(source) {
			r.other("DATA_SOURCE", source)
		}
		switch {
		case len(r.Names) == 0:
			why.Code, why.Reason = lists.CodeNoName, "the record has no name; fill one of its NAME attributes"
		case !seen.Add(r.ID):
			why.Code, why.Reason = lists.CodeDuplicate, "another record has the same DATA_SOURCE and RECORD_ID; give each party one record"
		default:
			report.Entries++
			report.Names += len(r.Names)
			return yield(&r.Listing)
		}
		return report.Refuse(why)
	}}
	err := j.Read(ctx, &report)
	if err == nil && report.Entries == 0 {
		err = &lists.Error{File: main.Path, Reason: "there is no record that can be read", Remedy: "check that each object has DATA_SOURCE, RECORD_ID and a name"}
	}
	return report, err
}
