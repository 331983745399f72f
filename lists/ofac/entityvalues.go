package ofac

import (
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/xmlstream"
)

// addFeature adds a feature: a labelled value whose label is its type and whose
// value is a text, a reference value where there is no text, or a date.
func (e *enhanced) addFeature(p party, n *xmlstream.Node, line int) {
	v := value{label: n.Take("type"), text: n.Take("value"), note: n.Take("comments")}
	if id := n.Take("valueRefId"); id != "" {
		e.refer(p, &v, id, line)
	}
	if n.Child("valueDate") != nil {
		e.addDate(p, &v, n.Child("valueDate"))
	}
	if v.text != "" || v.note != "" {
		if v.text == "" { // the comment is all there is
			v.text, v.note = v.note, ""
		}
		e.labelled(p, "feature", v, line)
	}
	if r := n.Take("reliability"); r != "" && r != "Unknown" {
		p.field(strings.TrimRight(v.label, " :-")+" (reliability)", r)
	}
}

// refer takes the text of the reference value that a value names. It goes into
// Raw too, so that the listing's bytes say all.
func (e *enhanced) refer(p party, v *value, id string, line int) {
	ref, ok := e.values[id]
	if !ok {
		e.noteUnknown("valueRefId "+id, line)
		p.field(v.label+" (valueRefId)", id)
		return
	}
	p.Raw = append(append(p.Raw, '\n'), ref.raw...)
	switch {
	case v.text == "":
		v.text = ref.text
	case !strings.Contains(v.text, ref.text):
		v.text = join(": ", ref.text, v.text)
	}
}

// addDate takes a feature's date. The text says the same in words where it is a
// date; else a birth date is the date's.
func (e *enhanced) addDate(p party, v *value, n *xmlstream.Node) {
	d, text := dateSpan(n)
	said, isDate := parseDate(v.text)
	l, known := e.v.label(v.label)
	switch {
	case text == "" || isDate && said == d:
	case v.text == "":
		v.text = text
	case !isDate && !d.IsZero() && known && l.field == "birth_date":
		p.BirthDates = append(p.BirthDates, d)
		p.field(v.label+" (value)", join(" ", v.text, v.note))
		v.text, v.note = "", ""
	default:
		p.field(v.label+" (valueDate)", text)
	}
}

// dateSpan reads a date of four days: between which it begins, and ends. A year
// is written as its first and last day. The text is the date's; where it is
// none, what was published.
func dateSpan(n *xmlstream.Node) (d interdict.Date, text string) {
	var points []interdict.Date
	var texts []string
	valid := true
	for _, name := range []string{"fromDateBegin", "fromDateEnd", "toDateBegin", "toDateEnd"} {
		if s := n.Take(name); s != "" {
			day := isoDay(s)
			points, texts, valid = append(points, day), append(texts, s), valid && !day.IsZero()
		}
	}
	approximate := n.Take("isApproximate") == "true"
	if len(points) == 0 {
		return d, ""
	}
	first, last := points[0], points[len(points)-1]
	if !valid || last.Last() < first.First() {
		return d, strings.Join(texts, " to ")
	}
	d = spanOf(first, last)
	d.Circa = approximate
	return d, d.String()
}

// isoDay reads 2026-09-23 or the same with a time behind it, which is always
// midnight in Washington; zero where it is none.
func isoDay(s string) interdict.Date {
	day, _, _ := strings.Cut(strings.TrimSpace(s), "T")
	d, err := interdict.ParseDate(day)
	if err != nil || !d.Exact() || !interdict.ValidDay(d.Year, d.Month, d.Day) {
		return interdict.Date{}
	}
	return d
}

// addDocument adds an identity document.
func (e *enhanced) addDocument(p party, n *xmlstream.Node, line int) {
	v := value{label: n.Take("type"), text: n.Take("documentNumber"), country: n.Take("issuingCountry")}
	if v.text == "" {
		v.text = n.Take("number")
	}
	issued(&v, "issued", n.Child("issueDate"))
	issued(&v, "expires", n.Child("expirationDate"))
	if n.Take("isValid") == "false" {
		v.note = join("; ", v.note, "not valid")
	}
	v.note = join("; ", v.note, n.Take("issuingAuthority"), n.Take("comments"))
	if s := n.Take("issuingLocation"); s != "" {
		v.note = join("; ", v.note, "issued in "+s)
	}
	if s := n.Take("name"); s != "" && !named(p, s) {
		v.note = join("; ", v.note, "in the name of "+s)
	}
	if v.text != "" || v.note != "" || v.country != "" {
		e.labelled(p, "identityDocument", v, line)
	}
}

// named says whether the party has this name, written as OFAC writes it.
func named(p party, published string) bool {
	full := published
	if p.Schema == interdict.Person {
		full, _ = readingOrder(published)
	}
	for i := range p.Names {
		if strings.EqualFold(p.Names[i].Full, full) {
			return true
		}
	}
	return false
}

// issued takes a day of issue or expiry, which is a text or a date of four days.
func issued(v *value, what string, n *xmlstream.Node) {
	if n == nil {
		return
	}
	d, text := dateSpan(n)
	if s := n.Value(); s != "" {
		d, text = isoDay(s), s
		if d.IsZero() {
			d, _ = parseDate(s)
		}
	}
	switch {
	case text == "":
	case d.IsZero():
		v.remark(what + " " + text)
	case what == "issued":
		v.issued = d
	default:
		v.expires = d
	}
}
