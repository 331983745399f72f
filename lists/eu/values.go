package eu

import (
	"html"
	"slices"
	"strconv"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
)

// clean is a published text without the spaces at its ends. The CSV writes a
// line end as the two characters \n, and some values have HTML entities.
func clean(s string) string {
	if strings.Contains(s, `\n`) {
		s = strings.ReplaceAll(s, `\n`, "\n")
	}
	if strings.Contains(s, "\r") {
		s = strings.ReplaceAll(s, "\r\n", "\n")
	}
	if strings.Contains(s, "&") && strings.Contains(s, ";") {
		s = html.UnescapeString(s)
	}
	return strings.TrimSpace(s)
}

// oneLine is a text with single spaces.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// join puts the texts that are not empty together.
func join(sep string, texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(s string) bool { return s == "" }), sep)
}

// yes reads the XML's true and the CSV's YES.
func yes(s string) bool { return strings.EqualFold(s, "true") || strings.EqualFold(s, "yes") }

// parseDay reads 2018-12-21, also with a time behind it, and 21/12/2018 or
// 21.12.2018.
func parseDay(s string) (interdict.Date, bool) {
	if len(s) >= 10 {
		if d, err := interdict.ParseDate(s[:10]); err == nil {
			return d, true
		}
	}
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '/' || r == '.' })
	if len(parts) != 3 || len(parts[2]) != 4 {
		return interdict.Date{}, false
	}
	day, errD := strconv.Atoi(parts[0])
	month, errM := strconv.Atoi(parts[1])
	year, errY := strconv.Atoi(parts[2])
	d := interdict.Day(year, month, day)
	return d, errD == nil && errM == nil && errY == nil && day > 0 && interdict.ValidDay(year, month, day)
}

// number reads a year, month or day; 0 where there is none.
func number(s string) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// place finds the code of a country, and its name as published; both are empty
// for the list's words for none.
func place(code, description string) (iso, name string) {
	code, description = oneLine(code), oneLine(description)
	switch strings.ToUpper(description) {
	case "UNKNOWN", "N/A", "-":
		description = ""
	}
	if code == "00" || strings.EqualFold(code, "UNKNOWN") {
		code = ""
	}
	iso = country.Code(description)
	switch {
	case iso != "":
	case code == "CS": // here Serbia and Montenegro, which ISO took away from Czechoslovakia
		iso = "yu"
	default:
		iso = country.Code(code)
	}
	if description == "" {
		description = code
	}
	return iso, description
}
