package jp

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
	"github.com/interdict/interdict/lists"
)

// place is what an address stands behind.
var place = regexp.MustCompile(`所\s*在\s*地\s*[：:]?\s*`)

// entry takes one entry.
func (rd *reading) entry(v *volume, number int, at span) error {
	if number == 0 {
		return nil
	}
	id := fmt.Sprintf("%s-%d", v.name, number)
	refuse := func(at, reason string) error {
		return rd.report.Refuse(lists.Refusal{At: at, Code: lists.CodeBadRecord, Reason: reason})
	}
	if at.from < 0 {
		return refuse("entry "+id, "the entry of this number is not found; compare the text with the published PDF")
	}
	raw := strings.TrimSpace(v.text[at.from:at.to])
	where := fmt.Sprintf("line %d (%s)", at.line, id)
	i := place.FindStringIndex(raw)
	switch {
	case len(raw) > lists.MaxRecord:
		return refuse(where, "the entry is longer than any is; take the text of the published PDF anew")
	case i == nil:
		return refuse(where, "the entry has no place (所在地), so it is not whole; take the text of the published PDF anew")
	}
	l := &interdict.Listing{
		List: rd.list, ID: id, Schema: interdict.Organization, Raw: []byte(raw), At: where,
		Designation: interdict.Designation{Measures: []interdict.Measure{interdict.OtherMeasure}},
	}
	if m := notice.FindStringSubmatch(noSpace(v.head)); m != nil {
		l.Designation.Instrument = m[1]
	}
	addNames(l, strings.TrimLeft(raw[:i[0]], "0123456789０１２３４５６７８９ \u3000"))
	addPlaces(l, raw[i[1]:])
	if v.name != "third" {
		l.Countries = []interdict.Country{{Role: interdict.Registration, Code: v.name, Name: country.Name(v.name)}}
	}
	if len(l.Names) == 0 {
		return rd.report.Refuse(lists.Refusal{At: where, Code: lists.CodeNoName, Reason: "the entry has no name; compare the text with the published PDF"})
	}
	rd.report.Entries++
	rd.report.Names += len(l.Names)
	return rd.yield(l)
}

// addPlaces adds the addresses, which are divided by "; and".
func addPlaces(l *interdict.Listing, text string) {
	for one := range strings.SplitSeq(joinLines(text), ";") {
		one = strings.TrimPrefix(strings.TrimSpace(one), "and ")
		if one = strings.TrimSuffix(one, "."); strings.Trim(one, " ,.") == "" {
			continue
		}
		p := interdict.Place{Text: one}
		parts := strings.Split(one, ",")
		for i := len(parts) - 1; i >= max(0, len(parts)-2) && p.Country == ""; i-- {
			last := strings.Trim(parts[i], " .-/0123456789")
			if p.Country = country.Code(last); p.Country != "" {
				p.CountryName = last
			}
		}
		l.Addresses = append(l.Addresses, p)
	}
}
