package csl

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/ofac"
)

// entry is one entry, as both forms give it.
type entry struct {
	// one holds the fields with one value, many those with several, by the names
	// of the columns. What stands in neither is told by rest.
	one       map[string]string
	many      map[string][]string
	addresses []interdict.Place
	papers    []paper
	rest      []interdict.Field
	raw       []byte
	at        string
}

// manyFields and oneFields are the columns, but for addresses and ids.
var (
	manyFields = []string{"programs", "alt_names", "citizenships", "nationalities", "dates_of_birth", "places_of_birth"}
	oneFields  = []string{
		"_id", "id", "source", "entity_number", "type", "name", "title", "federal_register_notice", "start_date", "end_date",
		"standard_order", "license_requirement", "license_policy", "call_sign", "vessel_type", "gross_tonnage",
		"gross_registered_tonnage", "vessel_flag", "vessel_owner", "remarks", "source_list_url", "source_information_url",
	}
	// otherFields are those that no typed field is for.
	otherFields = []string{"end_date", "standard_order", "license_requirement", "license_policy", "source_list_url", "source_information_url"}
)

// schemas are OFAC's types; other sub-lists state none.
var schemas = map[string]interdict.Schema{
	"individual": interdict.Person, "entity": interdict.Organization, "vessel": interdict.Vessel, "aircraft": interdict.Airplane,
}

// reading is one run of Read.
type reading struct {
	list    string
	report  *lists.Report
	repeats ofac.Repeats
	seen    lists.Seen
	entries map[string]int // by sub-list
	yield   func(*interdict.Listing) error
}

func newReading(list string, report *lists.Report, yield func(*interdict.Listing) error) *reading {
	return &reading{list: list, report: report, repeats: ofac.NewRepeats(), entries: map[string]int{}, yield: yield}
}

// take makes a listing of an entry, or refuses it.
func (rd *reading) take(e *entry) error {
	sub := find(e.one["source"])
	id := e.id(sub)
	why := lists.Refusal{At: e.at, Reason: "fetch the file again; if it stays so, the publisher must mend it"}
	if id != "" {
		why.At += " (" + id + ")"
	}
	switch {
	case strings.TrimSpace(e.one["name"]) == "" && len(e.many["alt_names"]) == 0:
		why.Code, why.Reason = lists.CodeNoName, "the entry has no name; "+why.Reason
	case !rd.seen.Add(id):
		why.Code, why.Reason = lists.CodeDuplicate, "the id stands twice in the file; "+why.Reason
	default:
		l := rd.listing(e, sub, id)
		rd.report.Entries++
		rd.report.Names += len(l.Names)
		return rd.yield(l)
	}
	return rd.report.Refuse(why)
}

// id is the entry's id, see the package's comment.
func (e *entry) id(sub *sublist) string {
	code := ""
	if sub != nil {
		code = sub.code + "-"
		if n := e.one["entity_number"]; n != "" && sub.ofac != "" {
			return code + n
		}
	}
	if id := e.one["_id"]; id != "" {
		return id
	}
	if id := e.one["id"]; id != "" {
		return id
	}
	h := sha256.New()
	for _, s := range []string{code, e.one["name"], e.one["federal_register_notice"], e.one["start_date"]} {
		fmt.Fprintf(h, "%s\n", strings.TrimSpace(s))
	}
	for _, a := range e.addresses {
		fmt.Fprintf(h, "%s\n", a)
	}
	return code + hex.EncodeToString(h.Sum(nil)[:8])
}

func (rd *reading) listing(e *entry, sub *sublist, id string) *interdict.Listing {
	schema, stated := schemas[strings.ToLower(e.one["type"])]
	if !stated {
		schema = interdict.LegalEntity
	}
	r := rd.repeats.Entry(rd.list, id, sub != nil && sub.ofac == "sdn", schema)
	r.Raw, r.At = e.raw, e.at
	for _, tag := range e.many["programs"] {
		r.Program(tag)
	}
	rd.names(r, e)
	if t := e.one["title"]; t != "" {
		r.Titles = []string{t}
	}
	r.Addresses = append(r.Addresses, e.addresses...)
	rd.persons(r, e)
	rd.ship(r, e)
	for _, p := range e.papers {
		if p.id.Value == "" { // a label that labels nothing
			other(r.Listing, "ids", interdict.JoinName(p.label, p.id.Country, p.id.Issued.String(), p.id.Expires.String(), p.id.Note))
			continue
		}
		if p.label == "" || !r.Labelled(p.label, p.id) {
			rd.report.Meet("ids: "+cmp.Or(p.label, "no known label"), e.at)
			if p.label == "" {
				other(r.Listing, "ids", p.id.Value)
			}
		}
	}
	rd.designation(r, e)
	if !stated {
		other(r.Listing, "type", e.one["type"])
	}
	for _, f := range e.rest {
		rd.report.Meet(f.Name, e.at)
		other(r.Listing, f.Name, f.Value)
	}
	l := r.Finish()
	rd.place(l, e, sub)
	return l
}

func other(l *interdict.Listing, name, value string) {
	if value = strings.TrimSpace(value); value != "" {
		l.Other = append(l.Other, interdict.Field{Name: name, Value: value})
	}
}

func (rd *reading) names(r ofac.Repeated, e *entry) {
	primary := e.one["name"]
	if m := addressEntry.FindString(primary); m != "" {
		r.Name(interdict.Name{Kind: interdict.AliasName, Quality: interdict.Weak, Note: "the entry is an address; its publisher names no party"}, primary)
		if rest := strings.TrimSpace(primary[len(m):]); rest != "" {
			r.Addresses = append(r.Addresses, textAddress(rest))
		}
		primary = ""
	}
	if primary != "" {
		n, full := aName(interdict.PrimaryName, primary)
		r.Name(n, full)
	}
	for _, alt := range e.many["alt_names"] {
		if n, full := aName(interdict.AliasName, alt); full != "" {
			r.Name(n, full)
		}
	}
	for i := range r.Names {
		r.Names[i].Script = lists.Script(r.Names[i].Full)
	}
}

func (rd *reading) persons(r ofac.Repeated, e *entry) {
	for role, field := range map[interdict.CountryRole]string{interdict.Citizenship: "citizenships", interdict.Nationality: "nationalities"} {
		for _, c := range e.many[field] {
			r.Countries = append(r.Countries, interdict.Country{Role: role, Code: country.Code(c), Name: c})
		}
	}
	slices.SortStableFunc(r.Countries, func(a, b interdict.Country) int { return strings.Compare(string(a.Role), string(b.Role)) })
	for _, s := range e.many["dates_of_birth"] {
		if d, ok := birthDate(s); ok {
			r.BirthDates = append(r.BirthDates, d)
		} else {
			other(r.Listing, "dates_of_birth", s)
		}
	}
	for _, s := range e.many["places_of_birth"] {
		p := interdict.Place{Text: s}
		name := strings.TrimSpace(s[strings.LastIndex(s, ",")+1:])
		if p.Country = country.Code(name); p.Country != "" {
			p.CountryName = name
		}
		r.BirthPlaces = append(r.BirthPlaces, p)
	}
}

func (rd *reading) ship(r ofac.Repeated, e *entry) {
	if s := e.one["call_sign"]; s != "" {
		r.Identifiers = append(r.Identifiers, interdict.Identifier{Type: interdict.CallSign, Value: s, Label: "call_sign"})
	}
	v := interdict.Vehicle{Type: e.one["vessel_type"], Tonnage: e.one["gross_tonnage"], GrossTonnage: e.one["gross_registered_tonnage"]}
	if v != (interdict.Vehicle{}) {
		r.Vehicle = &v
	}
	if f := e.one["vessel_flag"]; f != "" {
		r.Countries = append(r.Countries, interdict.Country{Role: interdict.Flag, Code: country.Code(f), Name: f})
	}
	if o := e.one["vessel_owner"]; o != "" {
		r.Links = append(r.Links, interdict.Link{Type: "owner", Name: o})
	}
}

func (rd *reading) designation(r ofac.Repeated, e *entry) {
	d := &r.Designation
	d.Instrument = e.one["federal_register_notice"]
	if s := e.one["start_date"]; s != "" {
		var ok bool
		if d.Listed, ok = day(s); !ok {
			d.Listed = interdict.Date{}
			other(r.Listing, "start_date", s)
		}
	}
	if s := e.one["remarks"]; s != "" {
		r.Remarks(s)
	}
	for _, name := range otherFields {
		other(r.Listing, name, e.one[name])
	}
}

// place says on which sub-list the listing stands.
func (rd *reading) place(l *interdict.Listing, e *entry, sub *sublist) {
	d := &l.Designation
	d.Regime = e.one["source"]
	if sub == nil || sub.ofac == "" {
		d.Measures = nil
	}
	number := interdict.Identifier{Type: interdict.CrossRef, Value: e.one["entity_number"], Label: "OFAC"}
	switch {
	case sub == nil:
		rd.report.Meet("source: "+d.Regime, e.at)
		number.Label = "entity_number"
	default:
		rd.entries[sub.code]++
		l.Kind = sub.kind
		d.Programs = append([]string{sub.code}, d.Programs...)
		if sub.measure != "" {
			d.Measures = []interdict.Measure{sub.measure}
		}
		if sub.ofac == "" {
			number.Label = "entity_number"
		}
	}
	if number.Value != "" {
		l.Identifiers = append(l.Identifiers, number)
	}
}

// missing names the sub-lists that the edition lacks.
func (rd *reading) missing() {
	for _, s := range sublists() {
		if rd.entries[s.code] == 0 {
			rd.report.Missing = append(rd.report.Missing, fmt.Sprintf("the sub-list %s (%s) has no entry; the publisher has lost whole sub-lists before", s.code, s.name))
		}
	}
}
