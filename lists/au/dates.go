package au

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

const months = `(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?`

// dateForms are the ways in which a date is written, the longer first.
var dateForms = []struct {
	form *regexp.Regexp
	read func(m []string) (interdict.Date, bool)
}{
	{form(`(\d{4})-(\d\d)-(\d\d)`), func(m []string) (interdict.Date, bool) { return day(m[1], m[2], m[3]) }},
	{form(`(\d{4})-(0[1-9]|1[0-2])\b`), func(m []string) (interdict.Date, bool) { return day(m[1], m[2], "") }},
	{form(`(\d{1,2})/(\d{1,2})/?(1[34]\d\d)\b`), islamic},
	{form(`(\d{1,2})[/.]\s*(\d{1,2})[/.]?\s*(\d{4})`), func(m []string) (interdict.Date, bool) { return day(m[3], m[2], m[1]) }},
	{form(`(\d{1,2})(?:st|nd|rd|th)?[\s.-]*` + months + `[\s,-]*(\d{4})`), func(m []string) (interdict.Date, bool) { return day(m[3], month(m[2]), m[1]) }},
	{form(months + `\s*(\d{1,2}),\s*(\d{4})`), func(m []string) (interdict.Date, bool) { return day(m[3], month(m[1]), m[2]) }},
	{form(`(\d{1,2})-` + months + `-(\d\d)\b`), func(m []string) (interdict.Date, bool) { return day("19"+m[3], month(m[2]), m[1]) }},
	{form(`(\d{1,2})/(\d{1,2})/(\d\d)\b`), func(m []string) (interdict.Date, bool) { return day("19"+m[3], m[2], m[1]) }},
	{form(months + `\s*(\d{4})\s*(?:to|-|–|and)\s*` + months + `\s*(\d{4})`), func(m []string) (interdict.Date, bool) { return span(m[2], month(m[1]), m[4], month(m[3])) }},
	{form(months + `\s*(?:to|-|–|and)\s*` + months + `\s*(\d{4})`), func(m []string) (interdict.Date, bool) { return span(m[3], month(m[1]), m[3], month(m[2])) }},
	{form(months + `[\s,]*(\d{4})`), func(m []string) (interdict.Date, bool) { return day(m[2], month(m[1]), "") }},
	{form(`(\d{4})\s*(?:to|-|–|/)\s*(\d{4})`), func(m []string) (interdict.Date, bool) { return span(m[1], "", m[2], "") }},
	{form(`between\s*(\d{4})\s*and\s*(\d{4})`), func(m []string) (interdict.Date, bool) { return span(m[1], "", m[2], "") }},
	{form(`/?(\d{1,2})/(\d{4})`), func(m []string) (interdict.Date, bool) { return day(m[2], m[1], "") }},
	{form(`(\d{4})`), func(m []string) (interdict.Date, bool) { return day(m[1], "", "") }},
}

func form(pattern string) *regexp.Regexp { return regexp.MustCompile(`(?i)^(?:` + pattern + `)`) }

// maxDates is the most dates that one cell may hold; the most that a real one
// has is 13.
const maxDates = 200

// readDates reads all dates of a cell. Unread says that it says more than they
// do: of whom a date is, or what is no date.
func readDates(cell string) (dates []interdict.Date, unread bool) {
	between := ""
	for rest := cell; rest != ""; {
		d, n, ok := dateAt(rest)
		if n == 0 || len(between) > 0 && isDigit(between[len(between)-1]) {
			between += rest[:1]
			rest = rest[1:]
			continue
		}
		told, circa := gap(between)
		between = ""
		unread = unread || !told || !ok
		if rest = rest[n:]; !ok || len(dates) == maxDates {
			continue
		}
		d.Circa = d.Circa || circa
		if !slices.Contains(dates, d) {
			dates = append(dates, d)
		}
	}
	told, _ := gap(between)
	return dates, unread || !told
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// dateAt reads the date that a text begins with; n is its length, 0 where the
// text does not begin with one, and ok is false where it is none of the
// calendar.
func dateAt(s string) (d interdict.Date, n int, ok bool) {
	if c := s[0] | 0x20; !isDigit(s[0]) && s[0] != '/' && (c < 'a' || c > 'z') {
		return d, 0, false
	}
	for _, f := range dateForms {
		m := f.form.FindStringSubmatch(s)
		if m == nil {
			continue
		}
		if d, ok = f.read(m); ok || n == 0 {
			n = len(m[0])
		}
		if ok {
			return d, n, true
		}
	}
	return d, n, false
}

var (
	circaWord = regexp.MustCompile(`(?i)\b(?:approximately|approx|circa|c|about|around|ca)\b\.?:?`)
	noWord    = regexp.MustCompile(`(?i)\b(?:between|or|and|alt|dob|na)\b|\(hijri(?: calendar)?\)|\b[a-z]\)|[\s.,;:>()\x{a0}-]|_x000D_`)
)

// gap says what the text before a date does: nothing beside order, or that the
// date is about right.
func gap(s string) (told, circa bool) {
	circa = circaWord.MatchString(s)
	s = noWord.ReplaceAllString(circaWord.ReplaceAllString(s, ""), "")
	return s == "", circa
}

// day is a date of numbers; one whose month can only be a day has the two in
// the other order.
func day(y, m, d string) (interdict.Date, bool) {
	year, _ := strconv.Atoi(y)
	mon, _ := strconv.Atoi(m)
	dom, _ := strconv.Atoi(d)
	if mon > 12 && dom <= 12 && dom > 0 {
		mon, dom = dom, mon
	}
	if year < 1800 || year > 2100 || m != "" && mon == 0 || d != "" && dom == 0 || !interdict.ValidDay(year, mon, dom) {
		return interdict.Date{}, false
	}
	return interdict.Day(year, mon, dom), true
}

func span(fromYear, fromMonth, toYear, toMonth string) (interdict.Date, bool) {
	from, ok1 := day(fromYear, fromMonth, "")
	to, ok2 := day(toYear, toMonth, "")
	d := interdict.Date{Year: from.Year, Month: from.Month, ToYear: to.Year, ToMonth: to.Month}
	return d, ok1 && ok2 && from.First() < to.Last()
}

func islamic(m []string) (interdict.Date, bool) {
	d, _ := strconv.Atoi(m[1])
	mon, _ := strconv.Atoi(m[2])
	y, _ := strconv.Atoi(m[3])
	if d == 0 || mon == 0 {
		return interdict.Date{}, false
	}
	return lists.Islamic(y, mon, d)
}

// month is a month's number by the first letters of its name.
func month(name string) string {
	i := strings.Index("janfebmaraprmayjunjulaugsepoctnovdec", strings.ToLower(name[:3]))
	return strconv.Itoa(i/3 + 1)
}

// takeBirth reads the dates of birth; what they do not tell stays.
func (p *party) takeBirth(cell string) {
	dates, unread := readDates(cell)
	if unread && !nothing(cell) {
		p.other(p.column(birthDate), cell)
	}
	for _, d := range dates {
		if !slices.Contains(p.BirthDates, d) {
			p.BirthDates = append(p.BirthDates, d)
		}
	}
}

var listed = regexp.MustCompile(`(?i)\b(last |re-)?(?:listed|designated)\b[^.;()]{0,80}?\b(?:on|on:)?\s*(\d{1,2}/\d{1,2}/\d{4}|\d{1,2}(?:st|nd|rd|th)?[\s.]*(?:` + months + `)[\s,]*\d{4})`)

// listedOn is the first day on which a text says that the party was listed, not
// that it was listed again.
func listedOn(text string) interdict.Date {
	for _, m := range listed.FindAllStringSubmatch(text, -1) {
		if m[1] == "" {
			d, _, _ := dateAt(m[2])
			return d
		}
	}
	return interdict.Date{}
}

//nolint:misspell // the list spells designation so, too
var instrumentName = regexp.MustCompile(`(?is)^(?:instrument of (?:first )?(?:designation|desgination|listing)(?: and declaration)?s?\s*[:–-]+\s*)?((?:Autonomous Sanctions|Charter of the United Nations)\b.{0,250}?\b(?:(?:Instrument|List|Regulations?|Designation|Listing|Declaration) \d{4})(?: \(No\.? \d+\))?)`)

// instrumentIn is the instrument that a text begins with.
func instrumentIn(text string) string {
	if m := instrumentName.FindStringSubmatch(strings.TrimSpace(text)); m != nil {
		return strings.Join(strings.Fields(m[1]), " ")
	}
	return ""
}
