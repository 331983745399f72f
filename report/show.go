package report

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/interdict/interdict"
)

// Shown is the answer of `show`: an entity with all that its listings say.
type Shown struct {
	EntityID string `json:"entity_id"`
	// MergedFrom is the id that was asked for, where it was merged into this
	// entity, and Heirs the entities that parts of this one became.
	MergedFrom string   `json:"merged_from,omitempty"`
	Heirs      []string `json:"heirs,omitempty"`
	// FactHash names all that scoring and policy read of the entity.
	FactHash string `json:"fact_hash,omitempty"`

	Caption  string           `json:"caption"`
	Schema   interdict.Schema `json:"schema"`
	Facts    Facts            `json:"facts"`
	Listings []ShownListing   `json:"listings"`
	// JoinedBy are the facts that make its listings one entity.
	JoinedBy []JoinedBy `json:"joined_by"`
	// ListsAbsent are the lists in use that never held a listing of this entity,
	// as far as their loaded editions tell.
	ListsAbsent []string `json:"lists_absent"`
	// Conflicts are facts on which its listings cannot all be right.
	Conflicts []interdict.Conflict `json:"conflicts"`
	Links     []interdict.Link     `json:"links"`
	AsOf      *interdict.Date      `json:"as_of"`
	// KnownAt is the time after whose loads nothing counts, zero for now.
	KnownAt       time.Time `json:"known_at,omitzero"`
	Reconstructed []string  `json:"reconstructed,omitempty"`
	Demo          bool      `json:"demo,omitempty"`
}

// JoinedBy is a fact that two listings share.
type JoinedBy struct {
	Listings [2]interdict.Ref `json:"listings"`
	// Kind is an identifier's type, "UN reference" and the like, "likeness" or
	// "decision".
	Kind string `json:"kind"`
	Fact string `json:"fact"`
	// Names is how alike the names are; Weight, where likeness joins, what names
	// and facts say together.
	Names  interdict.Score     `json:"names"`
	Weight interdict.Millibits `json:"weight,omitempty"`
}

// words is the reason for a reader.
func (j *JoinedBy) words() string {
	both := j.Listings[0].List + " " + j.Listings[0].ID + " and " + j.Listings[1].List + " " + j.Listings[1].ID
	switch j.Kind {
	case "likeness":
		return fmt.Sprintf("One entity by likeness: %s: %s; %.1f bits together.", both, j.Fact, j.Weight.Bits())
	case "decision":
		return "One entity: " + both + ", " + j.Fact + "."
	}
	return "One entity: " + both + " share " + j.Fact + "."
}

// Facts are an entity's values over all its listings, each once.
type Facts struct {
	Names       []string               `json:"names"`
	BirthDates  []interdict.Date       `json:"birth_dates"`
	BirthPlaces []string               `json:"birth_places"`
	DeathDates  []interdict.Date       `json:"death_dates"`
	Genders     []string               `json:"genders"`
	Countries   []string               `json:"countries"`
	Identifiers []interdict.Identifier `json:"identifiers"`
	Addresses   []string               `json:"addresses"`
	Positions   []string               `json:"positions"`
	Contacts    []string               `json:"contacts"`
}

// ShownListing is one listing of an entity: every field that was published,
// and the editions of this register that hold it.
type ShownListing struct {
	List  string `json:"list"`
	Title string `json:"title"`
	ID    string `json:"id"`
	// Kind is the sort of listing: only a sanction or a proscription makes a
	// party sanctioned.
	Kind     interdict.Kind      `json:"kind"`
	Names    []interdict.Name    `json:"names"`
	Measures []interdict.Measure `json:"measures"`
	// Regime is the regime's name, with the programme tags that it lacks.
	Regime   string   `json:"regime"`
	Programs []string `json:"programs"`
	// Designated is the day of designation that the list states, nil if none.
	Designated *interdict.Date `json:"designated"`
	Reasons    string          `json:"reasons"`
	// Since is the day since which it is listed, as From says that it is known;
	// nil where nothing tells.
	Since *interdict.Date     `json:"since"`
	From  interdict.SinceFrom `json:"since_from"`
	// FirstSeen and LastSeen are the dates of the first and the last edition
	// loaded here that hold the listing, nil where there is no register.
	FirstSeen *interdict.Date `json:"first_seen"`
	LastSeen  *interdict.Date `json:"last_seen"`
	// Removed is the date of the first edition without it, behind the last that
	// holds it; nil where it is in force.
	Removed *interdict.Date `json:"removed"`
	// Status is "listed" or, where the edition in force no longer holds it,
	// "delisted".
	Status  string            `json:"status"`
	Listing interdict.Listing `json:"listing"`
}

// Statuses of a listing.
const (
	Listed   = "listed"
	Delisted = "delisted"
)

// ShownOf puts an entity into the answer's shape, without what only the
// register knows: when it was seen, and which lists lack it.
func ShownOf(e *interdict.Entity, title func(list string) string) *Shown {
	s := &Shown{
		EntityID: e.ID, Caption: e.Caption(), Schema: e.Known(), Facts: factsOf(e.Listings),
		JoinedBy: []JoinedBy{}, ListsAbsent: []string{}, Conflicts: []interdict.Conflict{}, Links: []interdict.Link{},
	}
	for i := range e.Listings {
		l := &e.Listings[i]
		s.Links = append(s.Links, l.Links...)
		s.Listings = append(s.Listings, ShownListingOf(l, title))
	}
	return s
}

// ShownListingOf puts a listing into the answer's shape, without what only the
// register knows.
func ShownListingOf(l *interdict.Listing, title func(list string) string) ShownListing {
	g := &l.Designation
	s := ShownListing{
		List: l.List, Title: title(l.List), ID: l.ID, Kind: l.Kind, Names: some(l.Names), Measures: some(g.Measures), Regime: regime(g),
		Programs: some(g.Programs), Designated: known(g.Listed), Reasons: g.Reasons, Status: Listed, Listing: *l, From: interdict.SinceUnknown,
	}
	if s.Designated != nil {
		s.Since, s.From = s.Designated, interdict.SinceStated
	}
	return s
}

// known is a date's pointer, nil for the zero date.
func known(d interdict.Date) *interdict.Date {
	if d.IsZero() {
		return nil
	}
	return &d
}

func factsOf(listings []interdict.Listing) Facts {
	f := Facts{
		Names: []string{}, BirthDates: []interdict.Date{}, BirthPlaces: []string{}, DeathDates: []interdict.Date{}, Genders: []string{},
		Countries: []string{}, Identifiers: []interdict.Identifier{}, Addresses: []string{}, Positions: []string{}, Contacts: []string{},
	}
	for i := range listings {
		l := &listings[i]
		for _, n := range l.Names {
			f.Names = once(f.Names, n.Full)
		}
		for _, c := range l.Countries {
			f.Countries = once(f.Countries, c.Code)
		}
		f.BirthDates, f.DeathDates = once(f.BirthDates, l.BirthDates...), once(f.DeathDates, l.DeathDates...)
		f.Genders, f.Positions = once(f.Genders, l.Genders...), once(f.Positions, l.Positions...)
		f.Identifiers = once(f.Identifiers, l.Identifiers...)
		for _, p := range l.BirthPlaces {
			f.BirthPlaces = once(f.BirthPlaces, p.String())
		}
		for _, p := range l.Addresses {
			f.Addresses = once(f.Addresses, p.String())
		}
		f.Contacts = once(once(once(f.Contacts, l.Emails...), l.Phones...), l.Websites...)
	}
	return f
}

// once appends what a list does not hold yet and is not empty.
func once[T comparable](list []T, more ...T) []T {
	var empty T
next:
	for _, v := range more {
		for _, have := range list {
			if have == v {
				continue next
			}
		}
		if v != empty {
			list = append(list, v)
		}
	}
	return list
}

// WriteShown writes an entity for people.
func WriteShown(w io.Writer, style Style, s *Shown) error {
	p := newPage(w, style)
	writeMoment(p, s.Demo, s.AsOf, s.KnownAt, s.Reconstructed)
	if s.MergedFrom != "" {
		p.text(0, s.MergedFrom+" was merged into "+s.EntityID+".", dim)
	}
	p.text(0, s.Caption, bold)
	p.text(0, SchemaWords(s.Schema)+" · "+s.EntityID, dim)
	writeAcross(p, s)
	for i := range s.Listings {
		p.blank()
		writeListing(p, &s.Listings[i])
	}
	if len(s.JoinedBy) > 0 {
		p.blank()
		for _, j := range s.JoinedBy {
			p.text(0, j.words(), plain)
		}
	}
	if len(s.Heirs) > 0 {
		p.blank()
		p.text(0, "Parts of this entity went on as "+listed(s.Heirs)+".", dim)
	}
	if len(s.ListsAbsent) > 0 {
		p.blank()
		p.text(0, "Not in this entity: "+listed(s.ListsAbsent)+". Listings are joined by facts that they share, never by their names alone; search the name to see what else bears it.", dim)
	}
	return p.flush()
}

// showLabel is the width of the labels of `show`.
const showLabel = 14

func writeListing(p *page, s *ShownListing) {
	l := &s.Listing
	p.rule()
	p.text(0, s.Title+" · "+s.ID, bold)
	field := func(label, text string) {
		if text != "" {
			p.field(2, showLabel, label, text, plain)
		}
	}
	each := func(label string, n int, text func(i int) string) {
		for i := range n {
			field(label, text(i))
			label = ""
		}
	}
	status := s.Status
	if s.Status == Delisted && s.LastSeen != nil {
		status = "no longer listed: last held by the edition of " + s.LastSeen.Words()
		if s.Removed != nil {
			status += ", gone from that of " + s.Removed.Words()
		}
	}
	field("Status", sentenceCase(status))
	field("Kind", sentenceCase(KindWords(s.Kind)))
	field("Measures", measuresWords(s.Measures))
	field("Regime", s.Regime)
	field("Instrument", l.Designation.Instrument)
	if s.Designated != nil {
		field("Listed", s.Designated.Words())
	}
	if !l.Designation.Updated.IsZero() {
		field("Updated", l.Designation.Updated.Words())
	}
	if s.FirstSeen != nil && s.LastSeen != nil {
		seen := "from the edition of " + s.FirstSeen.Words() + " to that of " + s.LastSeen.Words()
		if *s.FirstSeen == *s.LastSeen {
			seen = "in the edition of " + s.LastSeen.Words()
		}
		field("Seen here", seen)
	}
	each("Names", len(l.Names), func(i int) string { return l.Names[i].Full + " (" + nameWords(&l.Names[i]) + ")" })
	field("Born", datesWords(l.BirthDates))
	each("Birthplace", len(l.BirthPlaces), func(i int) string { return l.BirthPlaces[i].String() })
	field("Died", datesWords(l.DeathDates))
	field("Gender", strings.Join(l.Genders, ", "))
	each("Countries", len(l.Countries), func(i int) string { return countryLine(&l.Countries[i]) })
	each("Identifiers", len(l.Identifiers), func(i int) string { return identifierLine(&l.Identifiers[i]) })
	each("Addresses", len(l.Addresses), func(i int) string { return l.Addresses[i].String() })
	field("Titles", strings.Join(l.Titles, "; "))
	each("Positions", len(l.Positions), func(i int) string { return l.Positions[i] })
	field("Contacts", strings.Join(append(append(append([]string{}, l.Emails...), l.Phones...), l.Websites...), ", "))
	if v := l.Vehicle; v != nil {
		field("Vehicle", strings.Join(once(nil, v.Type, v.Model, prefixed("built ", v.Built), prefixed("tonnage ", v.Tonnage),
			prefixed("gross tonnage ", v.GrossTonnage), prefixed("length ", v.Length)), ", "))
	}
	each("Links", len(l.Links), func(i int) string { return linkLine(&l.Links[i]) })
	field("Reasons", l.Designation.Reasons)
	field("Remarks", l.Remarks)
	each("Other", len(l.Other), func(i int) string { return l.Other[i].Name + ": " + l.Other[i].Value })
}

func prefixed(prefix, s string) string {
	if s == "" {
		return ""
	}
	return prefix + s
}

func countryLine(c *interdict.Country) string {
	n := CountryWords(c.Code)
	if n == "" {
		n = c.Name
	}
	if c.Role != interdict.AnyRole {
		n += " (" + strings.ReplaceAll(string(c.Role), "_", " ") + ")"
	}
	return n
}

func identifierLine(id *interdict.Identifier) string {
	s := id.Type.Words() + " " + id.Value
	var more []string
	if n := CountryWords(id.Country); n != "" {
		more = append(more, n)
	}
	if !id.Issued.IsZero() {
		more = append(more, "issued "+id.Issued.Words())
	}
	if !id.Expires.IsZero() {
		more = append(more, "expires "+id.Expires.Words())
	}
	if id.Type == interdict.OtherID || id.Type == interdict.CrossRef {
		more = append(once(nil, id.Label), more...)
	}
	if len(more) > 0 {
		s += " (" + strings.Join(more, ", ") + ")"
	}
	return s
}

func linkLine(l *interdict.Link) string {
	s := sentenceCase(strings.ReplaceAll(l.Type, "_", " ")) + ": " + strings.Join(once(nil, l.Name, prefixed("id ", l.ID)), ", ")
	if l.Note != "" {
		s += " (" + l.Note + ")"
	}
	return s
}
