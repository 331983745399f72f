package ofac

import (
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/xmlstream"
)

// period reads a DatePeriod: a Start and an End, each a From and a To. What is
// known as a year only is written as its first and last day. The text is the
// date's; where it is no date, of another calendar or of a day that there is
// not, the date is zero and the text what was published, empty if nothing was.
func (a *advanced) period(n *xmlstream.Node) (d interdict.Date, text string) {
	start, end := n.Child("Start"), n.Child("End")
	var points []interdict.Date
	var texts []string
	valid := a.gregorian(n)
	for _, p := range []*xmlstream.Node{start.Child("From"), start.Child("To"), end.Child("From"), end.Child("To")} {
		if p != nil {
			point, text, ok := readPoint(p)
			points, texts, valid = append(points, point), append(texts, text), valid && ok
		}
	}
	if len(points) == 0 {
		return d, ""
	}
	first, last := points[0], points[len(points)-1]
	if !valid || last.Last() < first.First() {
		return d, strings.Join(texts, " to ")
	}
	d = spanOf(first, last)
	d.Circa = start.Attr("Approximate") == "true" || end.Attr("Approximate") == "true"
	return d, d.String()
}

// gregorian says whether the element's calendar is ours. The file's own date
// stands before the reference values, and is.
func (a *advanced) gregorian(n *xmlstream.Node) bool {
	calendar := a.refs.text("CalendarType", n.Attr("CalendarTypeID"))
	return a.refs == nil || calendar == "" || calendar == "Gregorian"
}

// date reads a Date element, as period reads a DatePeriod.
func (a *advanced) date(n *xmlstream.Node) (d interdict.Date, text string) {
	d, text, ok := readPoint(n)
	if !ok || !a.gregorian(n) {
		return interdict.Date{}, text
	}
	return d, d.String()
}

// readPoint reads Year, Month and Day below n; 0 is unknown.
func readPoint(n *xmlstream.Node) (d interdict.Date, text string, ok bool) {
	y, m, day := n.Take("Year"), n.Take("Month"), n.Take("Day")
	text = join("-", y, m, day)
	var okY, okM, okD bool
	d.Year, okY = number(y)
	d.Month, okM = number(m)
	d.Day, okD = number(day)
	return d, text, okY && (okM || m == "") && (okD || day == "") && interdict.ValidDay(d.Year, d.Month, d.Day)
}
