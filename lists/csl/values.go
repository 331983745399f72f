package csl

import (
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
	"github.com/interdict/interdict/lists/ofac"
)

// birthDate reads "1973-03-25", "1973", "circa 1967" and "1958 to 1960".
func birthDate(s string) (interdict.Date, bool) {
	rest, circa := strings.CutPrefix(strings.ToLower(s), "circa ")
	text := strings.Replace(rest, " to ", "/", 1)
	d, err := interdict.ParseDate(text)
	d.Circa = circa
	return d, err == nil
}

// day reads a date that must be a day.
func day(s string) (interdict.Date, bool) {
	d, err := interdict.ParseDate(s)
	return d, err == nil && d.Exact()
}

// textAddress is an address of the CSV: one text, which ends with the code of
// its country where there is one.
func textAddress(text string) interdict.Place {
	p := interdict.Place{Text: text}
	tail := text[strings.LastIndex(text, ", ")+1:]
	if code := strings.TrimSpace(tail); isCode(code) {
		p.Country, p.CountryName = country.Code(code), code
	}
	return p
}

func isCode(s string) bool {
	return len(s) == 2 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'A' && s[1] <= 'Z' && country.Code(s) != ""
}

// paper is one of an entry's ids, which are as much features of all sorts.
type paper struct {
	label string // empty where none is known
	id    interdict.Identifier
}

// papers reads the ids of the CSV: "CA, BC166787, Passport; Male, Gender". The
// pieces of one are country, day of expiry, day of issue, number and label, of
// which each but the label may be absent; a number may hold commas, and
// semicolons too. So an id ends where OFAC's own label ends it.
func papers(cell string, known ofac.Repeats) (all []paper) {
	var open string
	for part := range strings.SplitSeq(cell, "; ") {
		text := open + part
		number, label, ok := cutLabel(text, known)
		if !ok {
			open = text + "; "
			continue
		}
		open = ""
		all = append(all, paper{label, cutPaper(number)})
	}
	if open = strings.TrimSuffix(open, "; "); open != "" {
		all = append(all, paper{id: interdict.Identifier{Value: open}})
	}
	return all
}

// cutLabel cuts off the label at a text's end.
func cutLabel(text string, known ofac.Repeats) (number, label string, ok bool) {
	for i := strings.LastIndex(text, ", "); i >= 0; i = strings.LastIndex(text[:i], ", ") {
		if label = text[i+2:]; known.Known(label) {
			return text[:i], label, true
		}
	}
	return "", "", false
}

// cutPaper takes apart what stands before the label.
func cutPaper(text string) (id interdict.Identifier) {
	pieces := strings.Split(text, ", ")
	if len(pieces) > 1 && isCode(pieces[0]) {
		id.Country, pieces = pieces[0], pieces[1:]
	}
	var days []interdict.Date
	for len(pieces) > 1 && len(days) < 2 {
		d, ok := day(pieces[0])
		if !ok {
			break
		}
		days, pieces = append(days, d), pieces[1:]
	}
	switch len(days) {
	case 2:
		id.Expires, id.Issued = days[0], days[1]
	case 1:
		id.Note = "of " + days[0].String() + ", which is the day of issue or of expiry"
	}
	id.Value = strings.Join(pieces, ", ")
	return id
}
