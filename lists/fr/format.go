package fr

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/jsonstream"
	"github.com/interdict/interdict/lists"
)

// List is the register's id.
const List = "fr_tresor_gels_avoir"

// JSON is the format of the published register.
func JSON() lists.Format { return format{} }

type format struct{}

func (format) Name() string { return "France register of freezes JSON" }

// Recognise looks for the names of the file's outer objects.
func (format) Recognise(f *lists.File) (lists.Recognition, bool) {
	head := bytes.TrimLeft(bytes.TrimPrefix(f.Head, []byte("\ufeff")), " \t\r\n")
	ok := bytes.HasPrefix(head, []byte("{")) && inOrder(head, `"Publications"`, `"PublicationDetail"`, `"IdRegistre"`)
	return lists.Recognition{List: List, Part: lists.Main}, ok
}

// inOrder says that the words stand in the text in this order.
func inOrder(text []byte, words ...string) bool {
	for _, w := range words {
		i := bytes.Index(text, []byte(w))
		if i < 0 {
			return false
		}
		text = text[i+len(w):]
	}
	return true
}

func (format) Read(ctx context.Context, list string, files map[string]*lists.File, yield func(*interdict.Listing) error) (lists.Report, error) {
	file := files[lists.Main]
	if file == nil {
		return lists.Report{}, &lists.Error{File: "the edition", Reason: "the register's file is missing", Remedy: "give its JSON file"}
	}
	var report lists.Report
	var seen lists.Seen
	j := lists.JSONFile{File: file, Path: []string{"Publications", "PublicationDetail"}}
	j.Heading = func(key string, value *jsonstream.Tree) error {
		if key != "Publications/DatePublication" {
			report.Meet(key, "the heading")
		} else if text := value.Value(); len(text) >= len("2006-01-02") {
			if d, err := interdict.ParseDate(text[:len("2006-01-02")]); err == nil {
				report.Published = d
			}
		}
		return nil
	}
	j.Take = func(rec *jsonstream.Record, tree *jsonstream.Tree) error {
		e := &entry{Listing: interdict.Listing{List: list, At: fmt.Sprintf("line %d", rec.Line), Raw: slices.Clone(rec.Raw)}, tables: facts()}
		e.read(tree.Node)
		tree.Rest(func(path, value string) {
			e.other(path, value)
			report.Meet(path, e.At)
		})
		why := lists.Refusal{At: e.At, Reason: "fetch the file again; if it stays so, the publisher must mend it"}
		switch {
		case e.ID == "":
			why.Code, why.Reason = lists.CodeNoID, "the entry has no IdRegistre; "+why.Reason
		case len(e.Names) == 0:
			why.Code, why.Reason = lists.CodeNoName, "the entry "+e.ID+" has no name; "+why.Reason
		case !seen.Add(e.ID):
			why.Code, why.Reason = lists.CodeDuplicate, "the entry's id "+e.ID+" stands twice in the file; "+why.Reason
		default:
			report.Entries++
			report.Names += len(e.Names)
			return yield(&e.Listing)
		}
		return report.Refuse(why)
	}
	err := j.Read(ctx, &report)
	return report, err
}

// oneLine is a text without its line ends and the spaces around them.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
