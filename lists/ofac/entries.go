package ofac

import (
	"slices"
	"strings"

	"github.com/interdict/interdict"
)

// entry is a SanctionsEntry: that a party is on one list, since when, on what
// basis and with which measures.
type entry struct {
	list     string // "SDN List", "Consolidated List", ...
	events   []event
	programs []string
	measures []string // SanctionsType, of those that are no programme
	notes    []interdict.Field
	raw      []byte
	rest     []interdict.Field
}

type event struct {
	kind, basis, note string
	date              interdict.Date
}

const sdnListName = "SDN List"

func (a *advanced) readEntry() error {
	rec, err := a.record()
	if rec == nil {
		return err
	}
	e := &entry{list: a.refs.text("List", rec.Attr("ListID"))}
	if e.raw, err = a.keep(rec); err != nil {
		return err
	}
	for n := range rec.All("EntryEvent") {
		v := event{
			kind:  a.refs.text("EntryEventType", n.Attr("EntryEventTypeID")),
			basis: a.refs.text("LegalBasis", n.Attr("LegalBasisID")), note: n.Take("Comment"),
		}
		var text string
		if v.date, text = a.date(n.Child("Date")); v.date.IsZero() {
			v.note = join("; ", text, v.note)
		}
		e.events = append(e.events, v)
	}
	for n := range rec.All("SanctionsMeasure") {
		kind, comment := a.refs.text("SanctionsType", n.Attr("SanctionsTypeID")), n.Take("Comment")
		switch {
		case kind == "Program":
			e.programs = append(e.programs, comment)
		default:
			e.measures = append(e.measures, kind)
			e.note("SanctionsMeasure/"+kind, comment)
		}
		_, when := a.period(n.Child("DatePeriod"))
		e.note("SanctionsMeasure/"+join(" ", kind, comment)+"/DatePeriod", when)
	}
	e.note("SanctionsEntry/Comment", rec.Take("Comment"))
	e.note("SanctionsEntry/LimitationsToListing", rec.Take("LimitationsToListing"))
	for n := range rec.All("SupportingInfo") {
		kind := a.refs.text("SupInfoType", n.Attr("SupInfoTypeID"))
		e.note("SanctionsEntry/SupportingInfo", join(": ", kind, join(" ", n.Take("Text"), n.Take("DirectURL"))))
	}
	id := rec.Attr("ProfileID")
	e.rest = a.leftovers(rec)
	a.entries[id] = append(a.entries[id], e)
	return nil
}

func (e *entry) note(name, value string) {
	if value != "" {
		e.notes = append(e.notes, interdict.Field{Name: name, Value: value})
	}
}

// addEntries makes the designation of the entries of the list being read.
// Those of the other list are that list's to say; they are kept in Other.
func (p party) addEntries(entries []*entry) {
	for _, e := range entries {
		p.Raw = append(append(p.Raw, '\n'), e.raw...)
		p.Other = append(p.Other, e.rest...)
		if (e.list == sdnListName) != (p.List == sdnList) {
			p.field("SanctionsEntry/"+e.list, e.summary())
			p.Other = append(p.Other, e.notes...)
			continue
		}
		if p.List == consList {
			p.field("List", e.list)
		}
		for _, tag := range e.programs {
			p.addProgram(tag)
		}
		for _, kind := range e.measures {
			p.addSanctionsType(kind)
		}
		for _, v := range e.events {
			p.addEvent(v)
		}
		p.Other = append(p.Other, e.notes...)
	}
}

// addSanctionsType adds the measure of a SanctionsType; of one that no rule
// knows, "other" and its name.
func (p party) addSanctionsType(kind string) {
	known := false
	p.v.measures("type", p.List, kind, func(m interdict.Measure) {
		known = true
		p.addMeasure(m)
	})
	if !known {
		p.addMeasure(interdict.OtherMeasure)
		p.field("SanctionsType", kind)
	}
}

// addEvent takes the first event as the listing's date and the last as its
// update.
func (p party) addEvent(v event) {
	d := &p.Designation
	if v.basis != "" && v.basis != "Unknown" {
		d.Instrument = joinNew(d.Instrument, v.basis)
	}
	switch {
	case v.date.IsZero():
	case d.Listed.IsZero() || v.date.First() < d.Listed.First():
		if !d.Listed.IsZero() && d.Updated.IsZero() {
			d.Updated = d.Listed
		}
		d.Listed = v.date
	case v.date.First() > max(d.Listed.First(), d.Updated.First()):
		d.Updated = v.date
	}
	if v.kind != "Created" && v.kind != "" || v.note != "" {
		p.field("EntryEvent", join("; ", v.kind, v.date.String(), v.note))
	}
}

// joinNew appends s to a text unless the text has it.
func joinNew(text, s string) string {
	if text == s || slices.Contains(strings.Split(text, "; "), s) {
		return text
	}
	return join("; ", text, s)
}

func (e *entry) summary() string {
	text := join(", ", append(slices.Clone(e.programs), e.measures...)...)
	for _, v := range e.events {
		text = join("; ", text, join(" ", v.kind, v.date.String()), v.basis, v.note)
	}
	return text
}
