package ofac

import (
	"strings"

	"github.com/interdict/interdict/internal/xmlstream"
)

// readFeature reads a Feature: a labelled value whose label is its FeatureType and
// whose value is text, a reference value, a date or a location.
func (a *advanced) readFeature(p party, n *xmlstream.Node, line int) {
	label := a.refs.text("FeatureType", n.Attr("FeatureTypeID"))
	for version := range n.All("FeatureVersion") {
		comment := version.Take("Comment")
		found := false
		for date := range version.All("DatePeriod") {
			found = a.featureDate(p, label, date, comment, line) || found
		}
		for loc := range version.All("VersionLocation") {
			found = a.featureLocation(p, label, loc.Attr("LocationID"), comment, line) || found
		}
		for detail := range version.All("VersionDetail") {
			text := detail.Value()
			if id := detail.Attr("DetailReferenceID"); id != "" {
				text = join(": ", a.refs.text("DetailReference", id), text)
			}
			if text != "" {
				a.labelled(p, "FeatureType", value{label: label, text: text, note: comment}, line)
				found = true
			}
		}
		if !found && comment != "" { // the comment is all there is
			a.labelled(p, "FeatureType", value{label: label, text: comment}, line)
		}
		if r := a.refs.text("Reliability", version.Attr("ReliabilityID")); r != "" && r != "Unknown" {
			p.field(label+" (reliability)", r)
		}
	}
}

// featureDate adds a date: a birth date as such, of anything else its text.
func (a *advanced) featureDate(p party, label string, n *xmlstream.Node, comment string, line int) bool {
	d, text := a.period(n)
	if l, known := a.v.label(label); known && l.field == "birth_date" && !d.IsZero() {
		d.Circa = d.Circa || strings.HasPrefix(strings.ToLower(comment), "circa")
		p.BirthDates = append(p.BirthDates, d)
		if comment != "" {
			p.field(label+" (note)", text+": "+comment)
		}
		return true
	}
	if text != "" {
		a.labelled(p, "FeatureType", value{label: label, text: text, note: comment}, line)
	}
	return text != ""
}

// featureLocation adds a location: an address, or a country.
func (a *advanced) featureLocation(p party, label, id, comment string, line int) bool {
	l := a.locations[id]
	if l == nil {
		a.noteUnknown("VersionLocation "+id, line)
		p.field(label, "Location "+id+", which the file does not have")
		return true
	}
	p.Raw = append(append(p.Raw, '\n'), l.raw...)
	p.Other = append(p.Other, l.rest...)
	if known, ok := a.v.label(label); ok && known.field == "address" {
		place := l.Place
		place.Note = join("; ", place.Note, comment)
		if place.Text != "" || place.Note != "" {
			p.Addresses = append(p.Addresses, place)
		}
		return true
	}
	if l.Text == "" {
		return false
	}
	a.labelled(p, "FeatureType", value{label: label, text: l.Text, note: join("; ", l.Note, comment)}, line)
	return true
}
