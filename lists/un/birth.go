package un

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
	"github.com/interdict/interdict/internal/xmlstream"
	"github.com/interdict/interdict/lists"
)

const birthElement = "INDIVIDUAL_DATE_OF_BIRTH"

func (e *entry) readBirth() {
	for n := range e.rec.All(birthElement) {
		if d, ok := e.birthDate(n); ok {
			e.addBirthDate(d)
		}
		n.Rest(func(path, value string) { e.other(birthElement+"/"+path, value) })
		for c := range n.Children() {
			c.Value()
		}
	}
}

func (e *entry) addBirthDate(d interdict.Date) {
	if !slices.Contains(e.BirthDates, d) {
		e.BirthDates = append(e.BirthDates, d)
	}
}

// readAliasBirth reads the birth date and place that stand in an alias: they
// are what the papers in that name say.
func (e *entry) readAliasBirth(n *xmlstream.Node) {
	if v := n.Take("DATE_OF_BIRTH"); v != "" {
		if d, ok := parseDay(v); ok {
			e.addBirthDate(d)
		} else {
			e.other(n.Name+"/DATE_OF_BIRTH", v)
		}
	}
	p := interdict.Place{City: n.Take("CITY_OF_BIRTH"), CountryName: n.Take("COUNTRY_OF_BIRTH")}
	p.Country = country.Code(p.CountryName)
	e.addBirthPlace(p)
}

// birthDate reads a date of birth and takes the parts that it is made of; ok
// is false where there is none that can be read.
func (e *entry) birthDate(n *xmlstream.Node) (d interdict.Date, ok bool) {
	note := n.Child("NOTE")
	kind := n.Child("TYPE_OF_DATE")
	switch {
	case kind == nil || kind.Text == "EXACT" || kind.Text == "BETWEEN":
		kind.Value()
	case kind.Text == "APPROXIMATELY":
		kind.Value()
		d.Circa = true
	}
	if note != nil && strings.EqualFold(note.Text, "approximately") {
		note.Value()
		d.Circa = true
	}
	circa := d.Circa
	switch {
	case text(n.Child("DATE")) != "":
		if d, ok = parseDay(n.Child("DATE").Text); ok {
			n.Take("DATE")
		}
	case text(n.Child("FROM_YEAR")) != "":
		if d, ok = yearSpan(n.Child("FROM_YEAR").Text, text(n.Child("TO_YEAR"))); ok {
			n.Take("FROM_YEAR")
			n.Take("TO_YEAR")
		}
	default:
		if d, ok = yearAndNote(text(n.Child("YEAR")), note); ok {
			n.Take("YEAR")
		}
	}
	d.Circa = d.Circa || circa
	return d, ok
}

// text is a node's text without taking it.
func text(n *xmlstream.Node) string {
	if n == nil {
		return ""
	}
	return n.Text
}

// yearAndNote reads a year to which a note may add the month, or a note alone:
// "Nov. 1973", "Sep." beside a year, a day of the Islamic calendar.
func yearAndNote(year string, note *xmlstream.Node) (d interdict.Date, ok bool) {
	d.Year, _ = strconv.Atoi(year)
	if month, noteYear, found := monthOf(text(note)); found && (d.Year == 0) != (noteYear == 0) {
		note.Value()
		d.Month, d.Year = month, max(d.Year, noteYear)
	} else if h, found := hijri(text(note)); found && d.Year == 0 {
		d = h // the note stays: the day is converted
	}
	return d, interdict.ValidDay(d.Year, d.Month, d.Day)
}

func yearSpan(from, to string) (interdict.Date, bool) {
	a, errA := strconv.Atoi(from)
	b, errB := strconv.Atoi(to)
	d := interdict.Date{Year: a, ToYear: b}
	return d, errA == nil && errB == nil && a <= b && interdict.ValidDay(a, 0, 0) && interdict.ValidDay(b, 0, 0)
}

var monthNote = regexp.MustCompile(`^([A-Za-z]{3})[a-z]*\.?(?: (\d{4}))?$`)

// monthOf reads "Nov. 1973", or "Sep." with year 0.
func monthOf(note string) (month, year int, ok bool) {
	m := monthNote.FindStringSubmatch(note)
	if m == nil {
		return 0, 0, false
	}
	t, err := time.Parse("Jan", m[1])
	if err != nil {
		return 0, 0, false
	}
	year, _ = strconv.Atoi(m[2])
	return int(t.Month()), year, true
}

var hijriNote = regexp.MustCompile(`(?i)\b(\d{1,2})/(\d{1,2})/(1[234]\d\d) \(Hijri`)

// hijri reads a day of the Islamic calendar, "24/06/1402 (Hijri Calendar)".
func hijri(note string) (interdict.Date, bool) {
	m := hijriNote.FindStringSubmatch(note)
	if m == nil {
		return interdict.Date{}, false
	}
	day, _ := strconv.Atoi(m[1])
	month, _ := strconv.Atoi(m[2])
	year, _ := strconv.Atoi(m[3])
	return lists.Islamic(year, month, day)
}

// parseDay reads "1978-04-28", also with a time or zone behind it, and "1978".
func parseDay(s string) (interdict.Date, bool) {
	s = strings.TrimSpace(s)
	d, err := interdict.ParseDate(s[:min(len(s), len("2006-01-02"))])
	return d, err == nil && s != ""
}
