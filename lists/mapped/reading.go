package mapped

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

// reading is one Read under way.
type reading struct {
	ctx     context.Context
	format  format
	list    string
	yield   func(*interdict.Listing) error
	report  lists.Report
	mapping *mapping

	heading     string // that stands above the rows
	objectsRead int
	last        *interdict.Listing // that further rows may continue

	ids    map[string]bool
	gone   map[string]bool // ids of removed rows
	groups map[string]*interdict.Listing
	order  []*interdict.Listing // of the groups
	held   int                  // bytes of the groups' rows
}

// maxHeld is the most bytes of rows whose listings wait for further ones. The
// longest such list has 7 MB.
const maxHeld = 128 << 20

// maxGroup is the most bytes that the rows of one listing have, so that a table
// of one party alone comes to an end. Real ones have up to 20 kB.
const maxGroup = 256 << 10

// headingColumn is the column that headings make.
const headingColumn = "heading"

// take takes one row.
func (rd *reading) take(rec record) error {
	if err := rd.ctx.Err(); err != nil {
		return err
	}
	rec.mapping = rd.mapping
	if heading, ok := rec.headingOf(); ok {
		rd.heading = heading
		return rd.flush()
	}
	if rd.mapping.Heading != "" {
		rec.names, rec.cells = append(slices.Clip(rec.names), headingColumn), append(slices.Clip(rec.cells), rd.heading)
	}
	if rd.last != nil && rec.continuation() {
		merge(rd.last, rec.listing(rd.list, rd.report.Meet))
		return nil
	}
	if err := rd.flush(); err != nil {
		return err
	}
	if rec.removed() {
		rd.gone[rec.id()] = true
		return nil
	}
	return rd.listing(rec.listing(rd.list, rd.report.Meet))
}

// listing takes a listing, or refuses it.
func (rd *reading) listing(l *interdict.Listing) error {
	why := lists.Refusal{At: l.At}
	switch {
	case l.ID == "":
		why.Code, why.Reason = lists.CodeNoID, "the row holds nothing of which an id is made; fetch the file again"
	case len(l.Names) == 0:
		why.Code, why.Reason = lists.CodeNoName, "the row has no name; fetch the file again, and tell the publisher if it stays so"
	case rd.mapping.Group:
		return rd.group(l)
	case rd.ids[l.ID]:
		why.Code, why.Reason = lists.CodeDuplicate, fmt.Sprintf("the id %.80q stands in a row above, which is taken; nothing is to be done if the two rows say the same", l.ID)
	default:
		rd.ids[l.ID] = true
		rd.last = l
		if len(rd.mapping.Continues) == 0 {
			return rd.flush()
		}
		return nil
	}
	return rd.report.Refuse(why)
}

// group adds a row to the listing of its id.
func (rd *reading) group(l *interdict.Listing) error {
	if rd.held += len(l.Raw); rd.held > maxHeld {
		return &lists.Error{File: rd.list, At: l.At, Reason: fmt.Sprintf("the table has more than %d bytes, which no list of this kind has", maxHeld), Remedy: "check that this is the publisher's own file"}
	}
	before := rd.groups[l.ID]
	switch {
	case before != nil && len(before.Raw) > maxGroup:
		return rd.report.Refuse(lists.Refusal{At: l.At, Code: lists.CodeTooLarge, Reason: fmt.Sprintf("the rows of the id %.80q have more than %d bytes; fetch the file again", l.ID, maxGroup)})
	case before != nil:
		merge(before, l)
		return nil
	}
	rd.groups[l.ID] = l
	rd.order = append(rd.order, l)
	return nil
}

// flush hands over the listing that waits for further rows.
func (rd *reading) flush() error {
	l := rd.last
	if rd.last = nil; l == nil {
		return nil
	}
	return rd.hand(l)
}

func (rd *reading) hand(l *interdict.Listing) error {
	rd.report.Entries++
	rd.report.Names += len(l.Names)
	return rd.yield(l)
}

// finish hands over what is left, and counts those that are listed no more.
func (rd *reading) finish() error {
	if err := rd.flush(); err != nil {
		return err
	}
	for _, l := range rd.order {
		if err := rd.ctx.Err(); err != nil {
			return err
		}
		if err := rd.hand(l); err != nil {
			return err
		}
	}
	for id := range rd.gone {
		if !rd.ids[id] && rd.groups[id] == nil {
			rd.report.Removed++
		}
	}
	return nil
}

// merge adds what a further row says of a listing's party.
func merge(l, more *interdict.Listing) {
	if l.Kind != more.Kind {
		l.Kind = "" // what one row says at least, the list says
	}
	for _, n := range more.Names {
		if slices.ContainsFunc(l.Names, func(o interdict.Name) bool { return o.Full == n.Full }) {
			continue
		}
		if n.Kind == interdict.PrimaryName && len(l.Names) > 0 {
			n.Kind = interdict.AliasName
		}
		l.Names = append(l.Names, n)
	}
	l.BirthDates = union(l.BirthDates, more.BirthDates)
	l.BirthPlaces = union(l.BirthPlaces, more.BirthPlaces)
	l.Genders = union(l.Genders, more.Genders)
	l.Countries = union(l.Countries, more.Countries)
	l.Identifiers = union(l.Identifiers, more.Identifiers)
	l.Addresses = union(l.Addresses, more.Addresses)
	l.Emails = union(l.Emails, more.Emails)
	l.Phones = union(l.Phones, more.Phones)
	l.Websites = union(l.Websites, more.Websites)
	l.Titles = union(l.Titles, more.Titles)
	l.Positions = union(l.Positions, more.Positions)
	l.Links = union(l.Links, more.Links)
	l.Other = union(l.Other, more.Other)
	if l.Vehicle == nil {
		l.Vehicle = more.Vehicle
	}
	l.Remarks = withText(l.Remarks, more.Remarks)
	mergeDesignation(&l.Designation, &more.Designation)
	l.Raw = append(append(l.Raw, '\n'), more.Raw...)
}

// mergeDesignation keeps the earliest day of listing and the latest of a
// change; where two rows differ, both are kept.
func mergeDesignation(d, more *interdict.Designation) {
	d.Programs = union(d.Programs, more.Programs)
	d.Measures = union(d.Measures, more.Measures)
	d.Regime = withText(d.Regime, more.Regime)
	d.Instrument = withText(d.Instrument, more.Instrument)
	d.Source = withText(d.Source, more.Source)
	d.Reasons = withText(d.Reasons, more.Reasons)
	if d.Listed.IsZero() || !more.Listed.IsZero() && more.Listed.First() < d.Listed.First() {
		d.Listed, more.Listed = more.Listed, d.Listed
	}
	for _, u := range []interdict.Date{more.Listed, more.Updated} {
		if !u.IsZero() && u != d.Listed && u.First() > d.Updated.First() {
			d.Updated = u
		}
	}
}

// withText adds a text that is not there yet, on a line of its own.
func withText(text, more string) string {
	for line := range strings.SplitSeq(text, "\n") {
		if line == more {
			return text
		}
	}
	if more == "" || strings.Contains(text, more) {
		return text
	}
	if text == "" {
		return more
	}
	return text + "\n" + more
}

// union adds the values that are not there yet.
func union[T comparable](all, more []T) []T {
	for _, v := range more {
		if !slices.Contains(all, v) {
			all = append(all, v)
		}
	}
	return all
}
