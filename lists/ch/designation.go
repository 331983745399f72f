package ch

import (
	"cmp"
	"slices"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/xmlstream"
)

// modification is one change of a target's standing.
type modification struct {
	kind string // "listed", "amended", "de-listed"
	date interdict.Date
}

// readModifications takes a target's modifications and says whether it is no
// longer listed: whether the latest by effective date is its delisting. Of two
// of one day the first in the file counts, which has the newest first. A
// delisting that is yet to come has not happened.
func (t *target) readModifications(n *xmlstream.Node) (delisted bool) {
	var all []modification
	for c := range n.All("modification") {
		c.Value()
		m := modification{kind: c.Attr("modification-type")}
		text := m.kind
		for _, name := range []string{"effective-date", "enactment-date", "publication-date"} {
			day := c.Attr(name)
			if day == "" {
				continue
			}
			text += ", " + name + " " + day
			if d, err := interdict.ParseDate(day); err == nil && m.date.IsZero() {
				m.date = d
			}
		}
		t.other("modification", text)
		switch m.kind {
		case "listed", "amended", "de-listed":
			all = append(all, m)
		default:
			t.rd.report.Meet("modification "+m.kind, t.At)
		}
	}
	slices.Reverse(all)
	slices.SortStableFunc(all, func(a, b modification) int { return cmp.Compare(a.date.First(), b.date.First()) })
	published := t.rd.report.Published
	for _, m := range all {
		if m.kind == "de-listed" {
			if delisted = published.IsZero() || !published.Before(m.date); delisted {
				t.Designation.Listed = interdict.Date{}
			}
			continue
		}
		if delisted = false; m.kind == "listed" && t.Designation.Listed.IsZero() {
			t.Designation.Listed = m.date
		}
		t.Designation.Updated = m.date
	}
	return delisted
}

// readSets reads what a target stands under.
func (t *target) readSets(ids []string) {
	d := &t.Designation
	var regimes, instruments, origins []string
	for _, id := range ids {
		s := t.rd.sets[id]
		if s == nil {
			t.unknown("sanctions-set-id without a set", id)
			continue
		}
		regimes, instruments, origins = addText(regimes, s.program), addText(instruments, s.name), addText(origins, s.origin)
		d.Programs = addText(d.Programs, s.program)
		t.other("sanctions-set", join(" ", id, s.title))
		for _, m := range s.measures {
			d.Measures = addText(d.Measures, m)
		}
	}
	d.Regime, d.Instrument, d.Source = join("; ", regimes...), join("; ", instruments...), join("; ", origins...)
}
