package senzing

import (
	"cmp"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
	"github.com/interdict/interdict/internal/jsonstream"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/ftm"
	"github.com/interdict/interdict/table"
)

// record is a listing in the making.
type record struct {
	interdict.Listing
	report *lists.Report
	key    string // RECORD_ID
	topics []string
}

func (r *record) other(name, value string) {
	if value = strings.TrimSpace(value); value != "" {
		r.Other = append(r.Other, interdict.Field{Name: name, Value: value})
	}
}

// schemas are the record types.
var schemas = map[string]interdict.Schema{
	"PERSON": interdict.Person, "ORGANIZATION": interdict.Organization, "ORGANISATION": interdict.Organization, "COMPANY": interdict.Organization,
	"VESSEL": interdict.Vessel, "SHIP": interdict.Vessel, "AIRCRAFT": interdict.Airplane, "AIRPLANE": interdict.Airplane,
}

// recordType finds the type, which the FEATURES form has among the features.
func recordType(n *jsonstream.Node) (said string, stated bool) {
	if c := n.Child("RECORD_TYPE"); c != nil {
		return c.Value(), true
	}
	for f := range n.Each("FEATURES") {
		if c := f.Child("RECORD_TYPE"); c != nil {
			return c.Value(), true
		}
	}
	return "", false
}

// read takes everything that the record has.
func (r *record) read(n *jsonstream.Node) {
	said, stated := recordType(n)
	r.Schema = cmp.Or(schemas[strings.ToUpper(said)], interdict.LegalEntity)
	if schemas[strings.ToUpper(said)] == "" {
		r.other("RECORD_TYPE", said)
	}
	r.object(n)
	n.Rest(func(path, value string) {
		r.report.Meet(path, r.At)
		r.other(path, value)
	})
	for i := range r.Names {
		r.Names[i].Script = lists.Script(r.Names[i].Full)
	}
	r.orderNames()
	r.Kind = ftm.KindOf(r.topics)
	for _, t := range r.topics {
		r.other("TOPIC", t)
	}
	if r.Kind == "" && stated && said == "" { // no party at all
		r.Kind = interdict.Watch
	}
}

// object reads the features of an object, then those of the objects in it.
func (r *record) object(n *jsonstream.Node) {
	var all []*feature
	for c := range n.Children() {
		if c.Kind >= jsonstream.Array {
			for e := range c.Elements() {
				if e.Kind == jsonstream.Object {
					r.object(e)
				}
			}
		}
		usage, a, ok := meaning(c.Name)
		if !ok || a.feature == "taken" {
			continue
		}
		for _, v := range c.Values() {
			all = r.attribute(all, c.Name, usage, a, v)
		}
	}
	for _, f := range all {
		r.feature(f)
	}
}

// attribute adds one value to the feature that it is part of.
func (r *record) attribute(all []*feature, name, usage string, a attribute, v string) []*feature {
	if a.part == "" {
		if !r.single(a.feature, v) {
			r.other(name, v)
		}
		return all
	}
	i := slices.IndexFunc(all, func(f *feature) bool { return f.name == a.feature && f.usage == usage })
	if i < 0 {
		i = len(all)
		all = append(all, &feature{name: a.feature, usage: usage, id: a.id, parts: map[string]string{}, label: name})
	}
	if !all[i].add(a.part, v) {
		r.other(name, v)
	}
	return all
}

// single adds a feature of one attribute. It says false where the value cannot
// be read or has no typed home.
func (r *record) single(name, v string) bool {
	switch name {
	case "gender":
		r.Genders = append(r.Genders, gender(v))
	case "birth_date":
		return addDate(&r.BirthDates, v)
	case "death_date":
		return addDate(&r.DeathDates, v)
	case "birth_place":
		r.BirthPlaces = append(r.BirthPlaces, interdict.Place{Text: v})
	case "nationality", "citizenship", "registration", "residence":
		r.Countries = append(r.Countries, interdict.Country{Role: interdict.CountryRole(name), Code: country.Code(v), Name: v})
	case "email":
		r.Emails = append(r.Emails, v)
	case "website":
		r.Websites = append(r.Websites, v)
	case "position":
		r.Positions = append(r.Positions, v)
	case "employer":
		r.Links = append(r.Links, interdict.Link{Type: "employer", Name: v})
	case "group":
		r.Links = append(r.Links, interdict.Link{Type: "membership", Name: v})
	case "topic":
		r.topics = append(r.topics, v)
	default:
		return false
	}
	return true
}

func gender(v string) string {
	switch strings.ToUpper(v) {
	case "M", "MALE":
		return "male"
	case "F", "FEMALE":
		return "female"
	}
	return v
}

// addDate reads a date, in figures with the month first as in the United
// States.
func addDate(to *[]interdict.Date, v string) bool {
	if d, err := interdict.ParseDate(v); err == nil {
		*to = append(*to, d)
		return true
	}
	dates, faults := table.ReadDates(nil, v, table.MonthFirst)
	*to = append(*to, dates...) // a year of two digits is one of two
	return faults.Whole() && len(dates) > 0
}

// feature adds a feature of several attributes.
func (r *record) feature(f *feature) {
	switch {
	case f.name == "name":
		r.name(f)
	case f.name == "address":
		p := interdict.Place{
			Text: f.get("full"), Street: f.get("line"), City: f.get("city"), Region: f.get("state"), PostalCode: f.get("postal_code"),
			CountryName: f.get("country"), Country: country.Code(f.get("country")),
			Note: words(f.usage, f.get("type"), span(f, "")),
		}
		if p.String() == "" {
			r.other(f.label, p.Note)
			return
		}
		r.Addresses = append(r.Addresses, p)
	case f.name == "phone":
		if n := f.get("number"); n != "" {
			r.Phones = append(r.Phones, n)
		}
		r.other("PHONE_TYPE", words(f.usage, f.get("type"), span(f, "")))
	case f.name == "relation":
		r.relation(f)
	default:
		r.identifier(f)
	}
}

// words joins what there is.
func words(all ...string) string {
	return strings.Join(slices.DeleteFunc(all, func(s string) bool { return s == "" }), "; ")
}

// span says from when to when something holds.
func span(f *feature, before string) string {
	from, to := f.get(before+"from_date"), f.get(before+"thru_date")
	if from != "" {
		from = "from " + from
	}
	if to != "" {
		to = "to " + to
	}
	return strings.TrimSpace(from + " " + to)
}

// identifier adds a number with its type, country or state.
func (r *record) identifier(f *feature) {
	id := interdict.Identifier{Type: f.id, Value: f.get("number"), Label: cmp.Or(f.get("type"), strings.TrimPrefix(f.name, "id "))}
	note := []string{f.usage, f.get("state"), f.get("domain")}
	if c := f.get("country"); c != "" {
		if id.Country = country.Code(c); id.Country == "" {
			note = append(note, c)
		}
	}
	id.Note = words(note...)
	switch t, known := ftm.IDType(f.get("type")); {
	case id.Type == interdict.NationalID && r.Schema == interdict.Organization:
		id.Type = interdict.RegistrationNo
	case id.Type == interdict.OtherID && known:
		id.Type = t
	case f.get("type") == "OPEN_SANCTIONS" || f.get("type") == "OPEN-SANCTIONS":
		id.Type = interdict.CrossRef
	}
	if id.Value == "" {
		r.other(f.label, words(f.get("type"), f.get("country"), id.Note))
		return
	}
	r.Identifiers = append(r.Identifiers, id)
}

// relation adds a link. A record is the anchor of its relations, or points to
// the anchor of another; which key is the other's depends on the exporter.
func (r *record) relation(f *feature) {
	key, domain := f.get("pointer_key"), f.get("pointer_domain")
	if a := f.get("anchor_key"); (key == "" || key == r.key) && a != r.key {
		key, domain = a, f.get("anchor_domain")
	}
	role := words(f.usage, f.get("pointer_role"), f.get("anchor_role"))
	note := words(role, span(f, "pointer_"), span(f, "anchor_"), domain)
	if key == "" || key == r.key { // its own anchor, to which others point
		for _, part := range []string{"anchor_domain", "anchor_key", "pointer_domain", "pointer_key", "pointer_role"} {
			if v := f.get(part); v != "" && (v != r.key || part == "pointer_key") {
				r.other("REL_"+strings.ToUpper(part), v)
			}
		}
		return
	}
	r.Links = append(r.Links, interdict.Link{Type: linkType(role), ID: key, Note: note})
}

// linkType tells a role in our words.
func linkType(role string) string {
	low := strings.ToLower(role)
	for _, k := range []struct{ word, link string }{
		{"family", "family"}, {"associate", "associate"}, {"owned or controlled by", "owner"}, {"controlled by", "owner"}, {"owned by", "owner"},
		{"parent", "parent"}, {"subsidiary", "subsidiary"}, {"sharehold", "owned"}, {"owns", "owned"}, {"ownership", "owned"}, {"director", "directed"}, {"occupancy", "post"},
	} {
		if strings.Contains(low, k.word) {
			return k.link
		}
	}
	return "linked_to"
}
