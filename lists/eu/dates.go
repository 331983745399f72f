package eu

import (
	"regexp"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

// birth is a date and place of birth as published.
type birth struct {
	date, day, month, year, from, to, circa, calendar string
	city, region, zip, place, code, country           string
	remark                                            string
	regulation                                        regulation
}

func (p *party) addBirth(b birth) {
	if strings.EqualFold(clean(b.date), "n/a") { // version 1.0's word for none
		b.date = ""
	}
	remark := clean(b.remark)
	dates := b.when(remark)
	for _, d := range dates {
		if !slices.Contains(p.BirthDates, d) {
			p.BirthDates = append(p.BirthDates, d)
		}
	}
	stated, whole := parseDay(clean(b.date))
	foreign := clean(b.calendar)
	if strings.EqualFold(foreign, "GREGORIAN") {
		foreign = ""
	}
	switch {
	case foreign != "":
		p.other("birthdate", foreign+" "+b.published())
	case len(dates) == 0, whole && !within(stated, dates[0]), calendar("", remark, number(b.year)) != nil:
		p.other("birthdate", b.published())
	}
	at := interdict.Place{City: clean(b.city), Region: clean(b.region), PostalCode: clean(b.zip), Street: clean(b.place)}
	if at.City == "" {
		at.City, at.Street = at.Street, ""
	}
	at.Country, at.CountryName = place(b.code, b.country)
	switch {
	case at == interdict.Place{}:
		p.other("birthdate/remark", remark)
	default:
		at.Note = remark
		if !slices.Contains(p.BirthPlaces, at) {
			p.BirthPlaces = append(p.BirthPlaces, at)
		}
	}
	p.addRegulation("birthdate", b.regulation)
}

// within says whether a day lies in what a date can mean.
func within(day, d interdict.Date) bool { return d.First() <= day.First() && day.Last() <= d.Last() }

// published are the parts of the date, for keeping what cannot be read.
func (b *birth) published() string {
	return join(" ", clean(b.date), join("/", clean(b.day), clean(b.month), clean(b.year)), join("-", clean(b.from), clean(b.to)))
}

// when is the date of birth: of the day, month and year where the year is
// stated, else of the whole date, else of a span of years, else of a remark,
// which may give several. Day and month in another calendar than the Gregorian
// are converted; where the list states the Gregorian day as well, as it does,
// that counts.
func (b *birth) when(remark string) []interdict.Date {
	d := interdict.Date{Year: number(b.year), Month: number(b.month), Day: number(b.day)}
	whole, hasWhole := parseDay(clean(b.date))
	switch convert := calendar(b.calendar, remark, d.Year); {
	case hasWhole && (convert != nil || !interdict.ValidDay(d.Year, d.Month, d.Day) || within(whole, d)):
		d = whole
	case convert != nil:
		d, _ = convert(d.Year, d.Month, d.Day)
	case d.Year == 0:
		d = yearSpan(number(b.from), number(b.to))
		if d.IsZero() { // version 1.0 has a year alone in the place of the date
			return datesInRemark(join(" ", clean(b.date), remark))
		}
	}
	if !interdict.ValidDay(d.Year, d.Month, d.Day) {
		return nil
	}
	d.Circa = d.Circa || yes(b.circa) || approximately.MatchString(remark)
	return []interdict.Date{d}
}

func yearSpan(from, to int) interdict.Date {
	if from == 0 || to == 0 || from > to || !interdict.ValidDay(from, 0, 0) || !interdict.ValidDay(to, 0, 0) {
		return interdict.Date{}
	}
	if from == to {
		return interdict.Date{Year: from}
	}
	return interdict.Date{Year: from, ToYear: to}
}

var (
	approximately = regexp.MustCompile(`(?i)^\W*(?:approximately|approx\.?|circa|c\.|about)(?:\W+\d{4}\W*)?$`)
	between       = regexp.MustCompile(`(?i)^between (\S+) and (\S+)$`)
	dated         = regexp.MustCompile(`(?i)^(?:dob|date of birth)\W*`)
	orElse        = regexp.MustCompile(`(?i)\s+or\s+`)
)

// datesInRemark reads what some entries have instead of a date: "between 1953
// and 1958", "Approximately 1980", "DOB: 1963/1964", "DOB: 1.1.1970 OR
// 8.7.1963". It is nil where any part is none of these.
func datesInRemark(remark string) (dates []interdict.Date) {
	remark = strings.Trim(dated.ReplaceAllString(remark, ""), " .()")
	if m := between.FindStringSubmatch(remark); m != nil {
		from, okFrom := dayOrYear(m[1])
		to, okTo := dayOrYear(m[2])
		if okFrom && okTo && from.First() <= to.Last() {
			dates = append(dates, interdict.Date{Year: from.Year, Month: from.Month, Day: from.Day, ToYear: to.Year, ToMonth: to.Month, ToDay: to.Day})
		}
		return dates
	}
	if approximately.MatchString(remark) {
		d, ok := dayOrYear(remark[max(0, len(remark)-4):])
		if d.Circa = true; ok {
			dates = append(dates, d)
		}
		return dates
	}
	for _, one := range orElse.Split(remark, -1) {
		d, ok := dayOrYear(one)
		if from, to, two := strings.Cut(one, "/"); !ok && two {
			d = yearSpan(number(from), number(to))
			ok = !d.IsZero()
		}
		if !ok {
			return nil
		}
		dates = append(dates, d)
	}
	return dates
}

// dayOrYear reads a day or a year of four digits.
func dayOrYear(s string) (interdict.Date, bool) {
	if d, ok := parseDay(s); ok {
		return d, true
	}
	d := interdict.Date{Year: number(s)}
	return d, len(s) == 4 && interdict.ValidDay(d.Year, 0, 0) && d.Year >= 1800
}

// calendar is how to convert a date of another calendar, nil for the Gregorian.
// A year that no one born under that calendar can have means that the list
// has converted it already.
func calendar(published, remark string, year int) func(y, m, d int) (interdict.Date, bool) {
	said := words(published + " " + remark)
	has := func(w string) bool { return strings.Contains(said, " "+w+" ") }
	switch {
	case year == 0 || year >= 1500:
		return nil
	case has("persian") || has("jalali") || has("shamsi") || has("solar") || has("iranian"):
		return lists.Persian
	case has("islamic") || has("hijri") || has("hijra"):
		return lists.Islamic
	}
	return nil
}
