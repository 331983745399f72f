package lv

import (
	"bytes"
	"context"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/xmlstream"
	"github.com/interdict/interdict/lists"
)

// List is the id of the national list.
const List = "lv_fiu_sanctions"

// XML is the national list's format, in either layout.
func XML() lists.Format { return format{} }

type format struct{}

func (format) Name() string { return "Latvia national sanctions XML" }

// The root elements and the records of the two layouts.
const (
	newRoot, newEntity = "LVlist", "Entity"
	oldRoot, oldEntity = "WHOLE", "ENTITY"
)

// Recognise knows the new layout by its root. The root of the old one is also
// that of the EU's former list: the first entry's act must be Latvian.
func (format) Recognise(f *lists.File) (lists.Recognition, bool) {
	rec := lists.Recognition{List: List, Part: lists.Main}
	sc := xmlstream.New(bytes.NewReader(f.Head), xmlstream.Options{})
	for {
		kind, err := sc.Next()
		if err != nil {
			return lists.Recognition{}, false
		}
		if kind != xmlstream.Start {
			continue
		}
		switch name := string(sc.Name()); {
		case sc.Depth() == 1 && name == newRoot:
			return rec, true
		case sc.Depth() == 1 && name != oldRoot:
			return lists.Recognition{}, false
		case sc.Depth() == 2 && name == oldEntity:
			return rec, bytes.Contains(sc.Attr("pdf_link"), []byte("//likumi.lv/"))
		}
	}
}

// Read reads the edition's one file.
func (format) Read(ctx context.Context, list string, files map[string]*lists.File, yield func(*interdict.Listing) error) (lists.Report, error) {
	main := files[lists.Main]
	if main == nil {
		return lists.Report{}, &lists.Error{File: list, Reason: "the edition has no main file", Remedy: "name the XML file"}
	}
	rd := &reading{list: list, yield: yield}
	root := ""
	isRecord := func(sc *xmlstream.Scanner) (bool, error) {
		name := string(sc.Name())
		switch {
		case root == "" && name != newRoot && name != oldRoot:
			return false, &lists.Error{File: main.Path, Reason: "the root element is " + name + ", not " + newRoot + " or " + oldRoot, Remedy: "check that this is the publisher's own file"}
		case root == "":
			root = name
			if day := string(sc.Attr("Date")); day != "" {
				rd.dated(day)
			}
			return false, nil
		}
		return sc.Depth() == 2, nil
	}
	err := lists.Elements(ctx, main, &rd.report, isRecord, rd.take)
	if err == nil && rd.report.Entries == 0 {
		err = rd.report.Nothing(main, "entry", lists.OwnFile)
	}
	return rd.report, err
}

// reading is one Read under way.
type reading struct {
	list   string
	yield  func(*interdict.Listing) error
	report lists.Report
	seen   lists.Seen
}

// dated reads the edition's date: "2018-03-29T15:10:00.000Z" or "29/03/2018".
func (rd *reading) dated(stated string) {
	day, _, _ := strings.Cut(stated, "T")
	rd.report.Date(stated, dayOf(day))
}
