package ca

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/xmlstream"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/table"
)

// reading is one Read under way.
type reading struct {
	list   string
	yield  func(*interdict.Listing) error
	report lists.Report
	equal  map[[16]byte]int // how many records have had this id, by its hash
}

// record is a listing in the making.
type record struct {
	interdict.Listing
	country, schedule, entity, last, given, imo string
}

// oneLine is a text with single spaces; those that do not break are spaces.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// take makes a listing of a record.
func (rd *reading) take(rec *xmlstream.Record) error {
	r := &record{}
	r.Listing = interdict.Listing{List: rd.list, At: fmt.Sprintf("line %d", rec.Line), Raw: bytes.Clone(rec.Raw)}
	if rec.Name != recordName {
		rd.report.Meet(rec.Name, r.At)
		return rd.report.Refuse(lists.Refusal{At: r.At, Code: lists.CodeBadRecord, Reason: "the element " + rec.Name + " is no record; fetch the file again, or ask for a newer version of this program"})
	}
	r.country, r.schedule = oneLine(rec.Take("Country")), oneLine(rec.Take("Schedule"))
	r.entity, r.last, r.given = oneLine(rec.Take("EntityOrShip")), oneLine(rec.Take("LastName")), oneLine(rec.Take("GivenName"))
	r.imo = oneLine(rec.Take("ShipIMONumber"))
	r.other("Schedule", r.schedule)
	r.other("Item", oneLine(rec.Take("Item")))
	r.takeKind(oneLine(rec.Take("TitleOrShip")))
	r.takeNames(rec.Take("Aliases"))
	r.takeDate(oneLine(rec.Take("DateOfBirthOrShipBuildDate")))
	r.takeListing(oneLine(rec.Take("DateOfListing")))
	rec.Rest(func(path, value string) {
		if path == "" { // text between the elements
			path = recordName
		}
		rd.report.Meet(path, r.At)
		r.other(path, value)
	})
	if len(r.Names) == 0 {
		return rd.report.Refuse(lists.Refusal{At: r.At, Code: lists.CodeNoName, Reason: "the record has neither the name of a person nor of an entity or ship; fetch the file again"})
	}
	r.ID = rd.id(r)
	rd.report.Entries++
	rd.report.Names += len(r.Names)
	return rd.yield(&r.Listing)
}

func (r *record) other(name, value string) {
	if value = strings.TrimSpace(value); value != "" {
		r.Other = append(r.Other, interdict.Field{Name: name, Value: value})
	}
}

// id is made of what does not change while the party is named by the same
// schedule of the same regulation.
func (rd *reading) id(r *record) string {
	parts := []string{english(r.country), strings.ReplaceAll(r.schedule, " ", ""), r.entity, r.last, r.given, r.imo}
	sum := sha256.Sum256([]byte(strings.ToLower(strings.Join(parts, "\x00"))))
	key := [16]byte(sum[:])
	rd.equal[key]++
	id := slug(r.country) + hex.EncodeToString(sum[:6])
	if n := rd.equal[key]; n > 1 {
		id += "-" + strconv.Itoa(n)
	}
	return id
}

// english is the English half of "Belarus / Bélarus".
func english(s string) string {
	s, _, _ = strings.Cut(s, " / ")
	return strings.TrimSpace(s)
}

var acronym = regexp.MustCompile(`\(([A-Z]{4,})\)`)

// slug is what an id begins with: "belarus-", or the acronym that a country of
// a whole regulation has, "jvcfor-".
func slug(country string) string {
	s := english(country)
	if m := acronym.FindStringSubmatch(s); m != nil {
		s = m[1]
	}
	s, _, _ = strings.Cut(s, "(")
	var words []string
	for w := range strings.FieldsFuncSeq(strings.ToLower(s), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }) {
		words = append(words, w)
	}
	if len(words) == 0 {
		return ""
	}
	return strings.Join(words[:min(3, len(words))], "-") + "-"
}

// takeKind says what the party is. The title is a person's rank or a ship's
// type.
func (r *record) takeKind(title string) {
	switch {
	case r.imo != "" || r.entity != "" && title != "":
		r.Schema = interdict.Vessel
		if r.imo != "" {
			r.Identifiers = []interdict.Identifier{{Type: interdict.IMO, Value: r.imo, Label: "ShipIMONumber"}}
		}
		if title != "" {
			r.Vehicle = &interdict.Vehicle{Type: title}
		}
	case r.entity != "":
		r.Schema = interdict.Organization
	default:
		r.Schema = interdict.Person
		for t := range strings.SplitSeq(title, "/") {
			if t = strings.TrimSpace(t); t != "" {
				r.Titles = append(r.Titles, t)
			}
		}
	}
}

var (
	alternative = regexp.MustCompile(`(?i)\s+or\s+`)
	serial      = regexp.MustCompile(`^\d{5}$`)
)

// takeDate reads the date of birth, or of building a ship. What is not wholly
// read stays in words.
func (r *record) takeDate(text string) {
	const element = "DateOfBirthOrShipBuildDate"
	switch {
	case text == "":
		return
	case r.Schema == interdict.Vessel:
		if r.Vehicle == nil {
			r.Vehicle = &interdict.Vehicle{}
		}
		r.Vehicle.Built = text
		return
	case serial.MatchString(text):
		days, _ := strconv.Atoi(text)
		r.BirthDates = []interdict.Date{interdict.DateOf(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, days))}
		r.other(element, text)
		return
	}
	dates, faults := table.ReadDates(nil, alternative.ReplaceAllString(text, ";"), table.OrderUnknown)
	for _, d := range dates {
		if !slices.Contains(r.BirthDates, d) {
			r.BirthDates = append(r.BirthDates, d)
		}
	}
	if faults != 0 {
		r.other(element, text)
	}
}

func (r *record) takeListing(listed string) {
	d := &r.Designation
	d.Regime = r.country
	d.Measures = facts().measuresOf(english(r.country), r.schedule)
	if listed == "" {
		return
	}
	if day, err := interdict.ParseDate(listed); err == nil {
		d.Listed = day
	} else {
		r.other("DateOfListing", listed)
	}
}
