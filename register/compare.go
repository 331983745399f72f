package register

import (
	"cmp"

	"github.com/interdict/interdict"
)

// FieldChange is one thing that differs between two forms of a listing.
type FieldChange struct {
	// Field is the JSON name of the listing's field ("names", "birth_dates",
	// "reasons"), for Other "other." and the publisher's name.
	Field string `json:"field"`
	// Old and New are the values in words; Old is empty for what was added,
	// New for what was removed. Of long texts they are the sentences that differ.
	Old string `json:"old"`
	New string `json:"new"`
	// Words is the change as a sentence: "birth date added: 12 November 1985".
	Words string `json:"words"`
	// Silence is filled in by Diff, which sees the whole listings.
	Silence
}

// Compare says what changed from one form of a listing to the next, in the
// order of the listing's fields. It is total: if and only if the JSON of the
// two differs, it names at least one change. Raw and At are not looked at.
func Compare(old, new *interdict.Listing) []FieldChange {
	var c comparison
	c.text("list", "list", old.List, new.List)
	c.text("id", "id", old.ID, new.ID)
	if old.Schema != new.Schema {
		c.add("schema", string(old.Schema), string(new.Schema),
			"kind of party changed from "+schemaWords(old.Schema)+" to "+schemaWords(new.Schema))
	}
	c.text("kind", "kind of listing", string(old.Kind), string(new.Kind))
	compareItems(&c, names, old.Names, new.Names)
	compareItems(&c, dates("birth_dates", "birth date"), old.BirthDates, new.BirthDates)
	compareItems(&c, dates("death_dates", "date of death"), old.DeathDates, new.DeathDates)
	compareItems(&c, places("birth_places", "place of birth"), old.BirthPlaces, new.BirthPlaces)
	compareItems(&c, strs("genders", "gender"), old.Genders, new.Genders)
	compareItems(&c, countries, old.Countries, new.Countries)
	compareItems(&c, identifiers, old.Identifiers, new.Identifiers)
	compareItems(&c, places("addresses", "address"), old.Addresses, new.Addresses)
	compareItems(&c, strs("emails", "e-mail address"), old.Emails, new.Emails)
	compareItems(&c, strs("phones", "telephone number"), old.Phones, new.Phones)
	compareItems(&c, strs("websites", "website"), old.Websites, new.Websites)
	compareItems(&c, strs("titles", "title"), old.Titles, new.Titles)
	compareItems(&c, strs("positions", "position"), old.Positions, new.Positions)
	c.vehicle(old.Vehicle, new.Vehicle)
	compareItems(&c, links, old.Links, new.Links)
	c.designation(&old.Designation, &new.Designation)
	c.text("remarks", "remarks", old.Remarks, new.Remarks)
	compareItems(&c, others, old.Other, new.Other)
	return c.changes
}

// comparison collects changes.
type comparison struct{ changes []FieldChange }

func (c *comparison) add(field, old, new, words string) {
	c.changes = append(c.changes, FieldChange{Field: field, Old: old, New: new, Words: words})
}

func (c *comparison) designation(old, new *interdict.Designation) {
	c.text("regime", "regime", old.Regime, new.Regime)
	compareItems(c, sets[string]("programs", "programme"), old.Programs, new.Programs)
	c.text("instrument", "legal instrument", old.Instrument, new.Instrument)
	c.text("source", "source of the designation", old.Source, new.Source)
	c.date("listed", "date of listing", old.Listed, new.Listed)
	c.date("updated", "date of last update", old.Updated, new.Updated)
	c.text("reasons", "statement of reasons", old.Reasons, new.Reasons)
	compareItems(c, sets[interdict.Measure]("measures", "measure"), old.Measures, new.Measures)
}

// vehicle compares what is said of a vessel or aircraft. Nothing said and an
// empty record of it are told apart, as JSON does.
func (c *comparison) vehicle(old, new *interdict.Vehicle) {
	before := len(c.changes)
	o, n := facets(cmp.Or(old, &interdict.Vehicle{})), facets(cmp.Or(new, &interdict.Vehicle{}))
	for i := range o {
		c.text("vehicle."+o[i].key, "vessel or aircraft, "+o[i].name(), o[i].raw, n[i].raw)
	}
	if len(c.changes) > before || (old == nil) == (new == nil) {
		return
	}
	const details = "empty details of a vessel or aircraft"
	if old == nil {
		c.add("vehicle", "", "(empty)", details+" added")
	} else {
		c.add("vehicle", "(empty)", "", details+" removed")
	}
}

func (c *comparison) date(field, noun string, old, new interdict.Date) {
	c.text(field, noun, dateWords(old), dateWords(new))
}

// long is the length in bytes from which a text's changed sentences are told
// instead of the whole text.
const long = 160

// text compares two single values.
func (c *comparison) text(field, noun, old, new string) {
	switch {
	case old == new:
	case old == "":
		c.add(field, "", new, noun+" added: "+new)
	case new == "":
		c.add(field, old, "", noun+" removed: "+old)
	case len(old) <= long && len(new) <= long:
		c.add(field, old, new, noun+" changed from "+old+" to "+new)
	default:
		out, in := changedSentences(old, new)
		c.add(field, out, in, noun+" changed: "+sentenceWords(out, in))
	}
}
