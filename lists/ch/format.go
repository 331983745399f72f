package ch

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/xmlstream"
	"github.com/interdict/interdict/lists"
)

// List is the id of the list.
const List = "ch_seco_sanctions"

// XML is the list's format.
func XML() lists.Format { return format{} }

type format struct{}

func (format) Name() string { return "Swiss SECO XML" }

const (
	rootElement = "swiss-sanctions-list"
	wholeList   = "whole-list"
)

// Recognise looks at the root element alone. What is not the whole list is
// recognised too, so that reading it says so.
func (format) Recognise(f *lists.File) (lists.Recognition, bool) {
	root, ok := xmlstream.Root(f.Head)
	return lists.Recognition{List: List, Part: lists.Main}, ok && root == rootElement
}

// Read reads the file twice: first programmes and places, then the targets
// that refer to them.
func (format) Read(ctx context.Context, list string, files map[string]*lists.File, yield func(*interdict.Listing) error) (lists.Report, error) {
	file := files[lists.Main]
	if file == nil {
		return lists.Report{}, &lists.Error{File: "the edition", Reason: "the list's file is missing", Remedy: "give its XML file"}
	}
	rd := &reading{list: list, file: file, tables: facts(), ids: map[string]bool{}, sets: map[string]*set{}, places: map[string]interdict.Place{}}
	if err := lists.Elements(ctx, file, &rd.report, rd.heading, rd.takeHeading); err != nil {
		return rd.report, err
	}
	if !rd.rooted {
		return rd.report, &lists.Error{File: file.Path, At: "line 1", Reason: "the root element is not " + rootElement, Remedy: "check that this is the Swiss list in XML"}
	}
	err := lists.Elements(ctx, file, &rd.report, isTarget, func(rec *xmlstream.Record) error { return rd.take(rec, yield) })
	return rd.report, err
}

// reading is one run of Read.
type reading struct {
	list   string
	file   *lists.File
	report lists.Report
	tables *tables
	ids    map[string]bool
	rooted bool
	sets   map[string]*set // by ssid
	places map[string]interdict.Place
}

// set is a sanctions set: a part of a programme, and what it orders.
type set struct {
	program, name, title, origin string
	measures                     []interdict.Measure
}

// maxHeadings is the most sets and places that a list may have; the real one
// has some ten thousand.
const maxHeadings = 1_000_000

// isTarget finds the targets, and passes over what the first reading took.
func isTarget(sc *xmlstream.Scanner) (bool, error) {
	if sc.Depth() != 2 {
		return false, nil
	}
	if string(sc.Name()) == "target" {
		return true, nil
	}
	return false, sc.Skip()
}

// heading takes what stands outside the programmes and places, and passes over
// the targets.
func (rd *reading) heading(sc *xmlstream.Scanner) (record bool, err error) {
	switch name := string(sc.Name()); {
	case sc.Depth() == 1 && name == rootElement:
		rd.rooted = true
		rd.report.Published, _ = interdict.ParseDate(string(sc.Attr("date")))
		if kind := string(sc.Attr("list-type")); kind != wholeList {
			return false, &lists.Error{File: rd.file.Path, At: fmt.Sprintf("line %d", sc.Line()),
				Reason: fmt.Sprintf("it is not the whole list: its list-type is %.60q, not %q", kind, wholeList),
				Remedy: "fetch the whole list; one that lacks entries would delist them"}
		}
	case sc.Depth() == 2 && name == "target" && rd.rooted:
		return false, sc.Skip()
	case sc.Depth() == 2 && (name == "sanctions-program" || name == "place") && rd.rooted:
		return true, nil
	default:
		rd.report.Meet(name, fmt.Sprintf("line %d", sc.Line()))
	}
	return false, nil
}

func (rd *reading) takeHeading(rec *xmlstream.Record) error {
	at := fmt.Sprintf("line %d", rec.Line)
	if rec.Name == "place" {
		rd.places[strings.Clone(rec.Attr("ssid"))] = readPlace(rec.Node)
	} else {
		rd.readProgram(rec.Node)
	}
	rec.Rest(func(path, _ string) { rd.report.Meet(rec.Name+"/"+path, at) })
	if len(rd.places)+len(rd.sets) > maxHeadings {
		return &lists.Error{File: rd.file.Path, At: at, Reason: fmt.Sprintf("there are more than %d places and sanctions sets", maxHeadings), Remedy: "check that this is the publisher's own file"}
	}
	return nil
}

// readPlace reads a place: a town, an area, a country, and other names of them.
func readPlace(n *xmlstream.Node) interdict.Place {
	p := interdict.Place{City: n.Take("location"), Region: n.Take("area")}
	var also []string
	for _, name := range []string{"location-variant", "area-variant"} {
		for v := range n.All(name) {
			v.Attr("variant-type")
			also = addText(also, v.Value())
		}
	}
	if len(also) > 0 {
		p.Note = "also " + strings.Join(also, ", ")
	}
	p.Country, p.CountryName = readCountry(n.Child("country"))
	return p
}

// readProgram notes each of a programme's sets, with the first of the list's
// languages in which it says something.
func (rd *reading) readProgram(n *xmlstream.Node) {
	for _, name := range []string{"ssid", "version-date", "predecessor-version-date"} {
		n.Attr(name) // of the programme, not of those under it
	}
	program, name := inEnglish(n, "program-key"), inEnglish(n, "program-name")
	origin := strings.Join(n.TakeAll("origin"), ", ")
	ranks := map[string]int{}
	for c := range n.All("sanctions-set") {
		id, lang, title := strings.Clone(c.Attr("ssid")), c.Attr("lang"), oneLine(c.Value())
		s := rd.sets[id]
		if s == nil {
			s = &set{program: program, name: name, origin: origin}
			rd.sets[id] = s
		}
		if rank := rankOf(lang); title != "" && (s.title == "" || rank < ranks[id]) {
			s.title, ranks[id] = title, rank
		}
		for _, m := range rd.tables.measuresOf(title) {
			s.measures = addText(s.measures, m)
		}
	}
}

// rankOf is the order in which the list's languages are preferred.
func rankOf(lang string) int {
	for i, l := range []string{"eng", "ger", "fre", "ita"} {
		if l == lang {
			return i
		}
	}
	return 4
}

// inEnglish is the text of the children of this name in English, else in the
// next of the list's languages that there is.
func inEnglish(n *xmlstream.Node, name string) (text string) {
	best := 9
	for c := range n.All(name) {
		rank := rankOf(c.Attr("lang"))
		if v := oneLine(c.Value()); v != "" && rank < best {
			text, best = v, rank
		}
	}
	return text
}

// take makes a listing of a target, or refuses it.
func (rd *reading) take(rec *xmlstream.Record, yield func(*interdict.Listing) error) error {
	t := &target{rd: rd}
	t.Listing = interdict.Listing{List: rd.list, ID: rec.Attr("ssid"), Schema: interdict.LegalEntity, At: fmt.Sprintf("line %d", rec.Line)}
	delisted := t.readModifications(rec.Node)
	if delisted && t.ID != "" && !rd.ids[t.ID] {
		rd.ids[t.ID] = true
		rd.report.Removed++
		return nil
	}
	t.Raw = bytes.Clone(rec.Raw)
	t.read(rec.Node)
	rec.Rest(func(path, value string) {
		if !strings.HasPrefix(path, "modification/") { // an older state of the target
			t.unknown(path, value)
		}
	})
	refusal := lists.Refusal{At: t.At + " (" + t.ID + ")"}
	const again = "fetch the file again; if it stays so, the publisher must mend it"
	switch {
	case t.ID == "":
		refusal = lists.Refusal{At: t.At, Code: lists.CodeNoID, Reason: "the target has no ssid; " + again}
	case rd.ids[t.ID]:
		refusal.Code, refusal.Reason = lists.CodeDuplicate, "the target "+t.ID+" stands twice in the file; "+again
	case len(t.Names) == 0:
		refusal.Code, refusal.Reason = lists.CodeNoName, "the target "+t.ID+" has no name; "+again
	default:
		rd.ids[t.ID] = true
		rd.report.Entries++
		rd.report.Names += len(t.Names)
		return yield(&t.Listing)
	}
	return rd.report.Refuse(refusal)
}
