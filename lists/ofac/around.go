package ofac

import (
	"bytes"
	"context"
	"errors"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/xmlstream"
)

// maxAround is the most bytes that may stand around the parties of an Advanced
// file. The real one of 2026, 127 MB in all, has some 50 MB.
const maxAround = 512 << 20

// advanced is an Advanced file being read, with what stands around its
// parties.
type advanced struct {
	*xmlReading
	refs      refs
	locations map[string]*location   // by Location ID
	papers    map[string][]*paper    // by Identity ID
	relations map[string][]*relation // by From-Profile ID
	entries   map[string][]*entry    // by Profile ID
	profiles  map[string]profile     // by Profile ID
	size      int
}

// profile is what a relation to another party needs of it: its number and its
// name, the parts in the order of the file.
type profile struct{ ref, name string }

// location is a place that parties refer to: an address, or the country of a
// nationality, which thousands share.
type location struct {
	interdict.Place
	bare string // the text of a location that is one text only
	raw  []byte
	rest []interdict.Field
}

// paper is an IDRegDocument.
type paper struct {
	value
	raw  []byte
	rest []interdict.Field
}

// relation is a ProfileRelationship, as the From party sees it.
type relation struct {
	to     string // Profile ID
	kind   string // RelationType
	former bool
	note   string
	raw    []byte
	rest   []interdict.Field
}

// readAround is the first pass.
func (a *advanced) readAround(ctx context.Context) error {
	a.locations = make(map[string]*location)
	a.papers = make(map[string][]*paper)
	a.relations = make(map[string][]*relation)
	a.entries = make(map[string][]*entry)
	a.profiles = make(map[string]profile)
	return a.scan(ctx, "Sanctions", func(section string) error {
		if a.refs == nil && section != "DateOfIssue" && section != "ReferenceValueSets" {
			return a.fail(a.sc.Line(), "fetch the file again", "the reference values, which say what the ids mean, are missing or stand too late")
		}
		switch section {
		case "DateOfIssue":
			return a.readDateOfIssue()
		case "ReferenceValueSets":
			return a.readRefs()
		case "Locations":
			return a.children(ctx, "Location", a.readLocation)
		case "IDRegDocuments":
			return a.children(ctx, "IDRegDocument", a.readPaper)
		case "DistinctParties":
			return a.skimParties()
		case "ProfileRelationships":
			return a.children(ctx, "ProfileRelationship", a.readRelation)
		case "SanctionsEntries":
			return a.children(ctx, "SanctionsEntry", a.readEntry)
		case "SanctionsEntryLinks": // in the schema, and empty so far
			return a.children(ctx, "SanctionsEntryLink", func() error { return a.foreign("SanctionsEntryLink") })
		}
		return a.foreign(section)
	})
}

func (a *advanced) readDateOfIssue() error {
	rec, err := a.record()
	if rec == nil {
		return err
	}
	d, text := a.date(rec.Node)
	a.report.Date(text, d)
	return nil
}

// keep copies a record's bytes and counts them.
func (a *advanced) keep(rec *xmlstream.Record) ([]byte, error) {
	if a.size += len(rec.Raw); a.size > maxAround {
		return nil, a.fail(rec.Line, isItOFAC, "more than %d MB stand around the parties", maxAround>>20)
	}
	return bytes.Clone(rec.Raw), nil
}

// leftovers are the values of a record that nobody took, for the listings that
// refer to it.
func (a *advanced) leftovers(rec *xmlstream.Record) (fields []interdict.Field) {
	rec.Rest(func(path, v string) {
		if structural(path) {
			return
		}
		path = below(rec.Name, path)
		fields = append(fields, interdict.Field{Name: path, Value: v})
		a.noteUnknown(path, rec.Line)
	})
	return fields
}

func (a *advanced) readLocation() error {
	rec, err := a.record()
	if rec == nil {
		return err
	}
	l := &location{}
	if l.raw, err = a.keep(rec); err != nil {
		return err
	}
	// Whom else a location concerns is theirs to say, and changes with them.
	if i := bytes.Index(l.raw, []byte("<FeatureVersionReference")); i >= 0 {
		l.raw = append(bytes.TrimSpace(l.raw[:i:i]), "</Location>"...)
	}
	l.ID = rec.Attr("ID")
	l.Note = rec.Take("Comment")
	var street []string
	for part := range rec.All("LocationPart") {
		kind := a.refs.text("LocPartType", part.Attr("LocPartTypeID"))
		for v := range part.All("LocationPartValue") {
			text, comment := v.Take("Value"), v.Take("Comment")
			if v.Attr("Primary") == "false" { // the same in another script
				l.Note = join("; ", l.Note, strings.TrimPrefix(comment+": "+text, ": "))
				continue
			}
			l.Note = join("; ", l.Note, comment)
			switch strings.ToUpper(kind) {
			case "CITY":
				l.City = join(", ", l.City, text)
			case "STATE/PROVINCE", "REGION":
				l.Region = join(", ", l.Region, text)
			case "POSTAL CODE":
				l.PostalCode = join(", ", l.PostalCode, text)
			case "UNKNOWN":
				l.bare = join(", ", l.bare, text)
			default: // ADDRESS1 to ADDRESS3
				street = append(street, text)
			}
		}
	}
	l.Street = join(", ", street...)
	a.setCountry(l, rec)
	l.Text = join(", ", l.bare, l.Place.String())
	l.rest = a.leftovers(rec)
	a.locations[l.ID] = l
	return nil
}

// setCountry takes a location's country, or its area where it names no
// country. "undetermined" is OFAC's word for no address at all.
func (a *advanced) setCountry(l *location, rec *xmlstream.Record) {
	for c := range rec.All("LocationCountry") {
		l.CountryName = join(", ", l.CountryName, a.refs.text("Country", c.Attr("CountryID")))
		c.Attr("CountryRelevanceID")
	}
	for c := range rec.All("LocationAreaCode") {
		if id := c.Attr("AreaCodeID"); l.CountryName == "" {
			l.CountryName = a.refs.get("AreaCode", id).description
		}
	}
	if l.CountryName == "undetermined" {
		l.CountryName = ""
	}
	l.Country = countryCode(l.CountryName)
}

func (a *advanced) readPaper() error {
	rec, err := a.record()
	if rec == nil {
		return err
	}
	d := &paper{}
	if d.raw, err = a.keep(rec); err != nil {
		return err
	}
	d.label = a.refs.text("IDRegDocType", rec.Attr("IDRegDocTypeID"))
	d.text = rec.Take("IDRegistrationNo")
	if id := rec.Attr("IssuedBy-CountryID"); id != "" {
		d.country = a.refs.text("Country", id)
	}
	for dated := range rec.All("DocumentDate") {
		kind := a.refs.text("IDRegDocDateType", dated.Attr("IDRegDocDateTypeID"))
		date, text := a.period(dated.Child("DatePeriod"))
		switch {
		case !date.IsZero() && kind == "Issue Date":
			d.issued = date
		case !date.IsZero() && kind == "Expiration Date":
			d.expires = date
		case text != "":
			d.note = join("; ", d.note, kind+" "+text)
		}
	}
	if v := a.refs.text("Validity", rec.Attr("ValidityID")); v != "Valid" {
		d.note = join("; ", d.note, v)
	}
	d.note = join("; ", d.note, rec.Take("IssuingAuthority"), rec.Take("Comment"))
	if l := a.locations[rec.Attr("IssuedIn-LocationID")]; l != nil {
		d.note = join("; ", d.note, "issued in "+l.Text)
	}
	identity := rec.Attr("IdentityID")
	d.rest = a.leftovers(rec)
	a.papers[identity] = append(a.papers[identity], d)
	return nil
}

func (a *advanced) readRelation() error {
	rec, err := a.record()
	if rec == nil {
		return err
	}
	r := &relation{to: rec.Attr("To-ProfileID"), kind: a.refs.text("RelationType", rec.Attr("RelationTypeID")), former: rec.Attr("Former") == "true"}
	if r.raw, err = a.keep(rec); err != nil {
		return err
	}
	notes := []string{r.kind}
	if r.former {
		notes = append(notes, "former")
	}
	if q := a.refs.text("RelationQuality", rec.Attr("RelationQualityID")); q != "" && q != "Unknown" {
		notes = append(notes, "quality "+q)
	}
	_, when := a.period(rec.Child("DatePeriod"))
	r.note = join("; ", append(notes, when, rec.Take("Comment"))...)
	from := rec.Attr("From-ProfileID")
	r.rest = a.leftovers(rec)
	a.relations[from] = append(a.relations[from], r)
	return nil
}

// skimParties reads of each party, without making its tree, what relations to
// it need: its number and its primary name in the first script.
func (a *advanced) skimParties() error {
	depth := a.sc.Depth()
	var ref, id string
	var parts []string
	primary, inName := false, false
	for {
		kind, err := a.sc.Next()
		if errors.Is(err, xmlstream.ErrTooLarge) { // the second pass refuses the party
			kind, err = xmlstream.End, a.sc.Skip()
		}
		if err != nil {
			return err
		}
		name := string(a.sc.Name())
		switch {
		case kind == xmlstream.Text:
			if inName {
				parts = append(parts, string(a.sc.Text()))
			}
		case kind == xmlstream.End && a.sc.Depth() < depth:
			return nil
		case kind == xmlstream.End:
			inName = false
			if primary && name == "DocumentedName" {
				a.profiles[id] = profile{ref, interdict.JoinName(parts...)}
				primary = false
			}
		case name == "DistinctParty":
			ref = string(a.sc.Attr("FixedRef"))
			a.sc.Keep()
		case name == "Profile":
			id, parts = string(a.sc.Attr("ID")), nil
			a.profiles[id] = profile{ref: ref}
		case name == "Alias":
			primary = len(parts) == 0 && string(a.sc.Attr("Primary")) == "true"
		case name == "NamePartValue":
			inName = primary
		case name == "NamePartGroups", name == "Feature":
			if err := a.sc.Skip(); err != nil {
				return err
			}
		}
	}
}
