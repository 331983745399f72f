package uk

import (
	"html"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
)

// clean is a published text without the spaces at its ends, with line ends as
// "\n" and with HTML entities decoded, which both lists have within their
// texts.
func clean(s string) string {
	if strings.Contains(s, "\r") {
		s = strings.ReplaceAll(s, "\r\n", "\n")
	}
	if strings.Contains(s, "&") && strings.Contains(s, ";") {
		s = html.UnescapeString(s)
	}
	return strings.TrimSpace(s)
}

// number is a published number without the apostrophe by which spreadsheets
// mark a number as text.
func number(s string) string { return strings.TrimSpace(strings.TrimPrefix(clean(s), "'")) }

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// join puts the texts that are not empty together.
func join(sep string, texts ...string) string {
	var b strings.Builder
	for _, s := range texts {
		if s == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(sep)
		}
		b.WriteString(s)
	}
	return b.String()
}

// numbered takes "(1) Cyprus (2) Russia" apart; a text that does not begin
// with "(1" is one value. A dash stands for a value that is not known and
// becomes empty. A value of several numbers, "(1-3) Libya (4) Morocco" or "(1)
// to (6) Algeria", comes several times.
func numbered(s string) (values []string) {
	s = strings.TrimSpace(s)
	last, rest, ok := numbers(s, 1)
	if !ok {
		return []string{s}
	}
	for from := 1; ; {
		value, next, behind := rest, 0, ""
		for i := range len(rest) {
			if rest[i] != '(' || i > 0 && rest[i-1] >= '0' && rest[i-1] <= '9' { // "+7(3)2"
				continue
			}
			if next, behind, ok = numbers(rest[i:], last+1); ok {
				value = rest[:i]
				break
			}
		}
		if value = strings.TrimSpace(value); value == "-" || value == "–" {
			value = ""
		}
		for ; from <= last; from++ {
			values = append(values, value)
		}
		if next == 0 {
			return values
		}
		last, rest = next, behind
	}
}

// maxNumber is the most values that one cell may number.
const maxNumber = 1000

var numberRange = regexp.MustCompile(`^\((\d{1,4})(?:-(\d{1,4}))?\)(?:\s*to\s*\((\d{1,4})\))?`)

// numbers reads the number n at a text's beginning, "(3)", "(3-5)" or "(3) to
// (5)", and gives the last of its numbers.
func numbers(s string, n int) (last int, rest string, ok bool) {
	m := numberRange.FindStringSubmatch(s)
	if m == nil {
		return 0, "", false
	}
	first, _ := strconv.Atoi(m[1])
	last, _ = strconv.Atoi(join("", m[2], m[3]))
	last = max(first, last)
	return last, s[len(m[0]):], first == n && last < maxNumber
}

// paired takes two cells apart that number their values alike.
func paired(a, b string) (pairs [][2]string) {
	as, bs := numbered(a), numbered(b)
	for i := range max(len(as), len(bs)) {
		var p [2]string
		if i < len(as) {
			p[0] = as[i]
		}
		if i < len(bs) {
			p[1] = bs[i]
		}
		if len(as) > 1 && len(bs) == 1 {
			p[1] = bs[0] // one detail said of all
		}
		if p != [2]string{} {
			pairs = append(pairs, p)
		}
	}
	return pairs
}

// parseDate reads dd/mm/yyyy where a part that is not known is letters or
// zeros, and mm/yyyy and yyyy.
func parseDate(s string) (d interdict.Date, ok bool) {
	parts := strings.Split(strings.TrimSpace(s), "/")
	if len(parts) > 3 {
		return d, false
	}
	for i, to := range []*int{&d.Year, &d.Month, &d.Day} {
		if i >= len(parts) {
			break
		}
		p := parts[len(parts)-1-i]
		if letters := strings.Trim(strings.ToLower(p), "dmyx"); letters == "" && i > 0 {
			continue
		}
		n, err := strconv.Atoi(p)
		if err != nil || len(p) > 2 && i > 0 || len(p) != 4 && i == 0 {
			return interdict.Date{}, false
		}
		*to = n
	}
	if !interdict.ValidDay(d.Year, d.Month, d.Day) {
		return interdict.Date{}, false
	}
	return d, true
}

var stated = regexp.MustCompile(`\d{1,2}/\d{1,2}/\d{4}|\d{4}-\d{2}-\d{2}|\d{1,2}[- ][A-Za-z]{3,9}[- ]\d{4}`)

// statedDate finds the date in a metadata line: "Last Updated,10/04/2025",
// "Report Date: 29-Apr-2026".
func statedDate(line string) interdict.Date {
	for _, found := range stated.FindAllString(line, -1) {
		if d, ok := parseDate(found); ok && d.Exact() {
			return d
		}
		found = strings.ReplaceAll(found, " ", "-")
		for _, layout := range []string{"2006-01-02", "2-Jan-2006", "2-January-2006"} {
			if t, err := time.Parse(layout, found); err == nil {
				return interdict.DateOf(t)
			}
		}
	}
	return interdict.Date{}
}

var issuedIn = regexp.MustCompile(`(?i)\bissued (?:by|in) ([^.;()]+)`)

// countryIn is the country that a note on a paper names: "Saudi Arabia",
// "Tunisian. Issued on 14.3.2011", "Expires 21 Aug 2005 (Iraq)", "issued in
// Sanaa, Yemen". It is empty where none is plain.
func countryIn(note string) string {
	if len(note) > 500 {
		return ""
	}
	if c := country.Code(note); c != "" {
		return c
	}
	words := strings.FieldsFunc(note, func(r rune) bool { return strings.ContainsRune(" \t\n.,;:()\u00a0", r) })
	for n := min(len(words), 5); n > 0; n-- {
		if c := country.Code(strings.Join(words[:n], " ")); c != "" {
			return c
		}
	}
	for rest := note; ; {
		_, after, open := strings.Cut(rest, "(")
		inside, _, closed := strings.Cut(after, ")")
		if !open || !closed {
			break
		}
		if c := country.Code(inside); c != "" {
			return c
		}
		rest = after
	}
	if m := issuedIn.FindStringSubmatch(note); m != nil {
		place := m[1]
		if c := country.Code(place); c != "" {
			return c
		}
		return country.Code(place[strings.LastIndex(place, ", ")+1:])
	}
	if i := strings.LastIndex(note, ", "); i >= 0 {
		return country.Code(strings.Trim(note[i+2:], " .)"))
	}
	return ""
}
