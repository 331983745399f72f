package client

import "time"

// SearchAnswer is a page of what a search found, best first.
type SearchAnswer struct {
	Page          Page       `json:"page"`
	Results       []Found    `json:"results"`
	AsOf          *string    `json:"as_of"`
	Hashes        Hashes     `json:"hashes"`
	Demo          bool       `json:"demo,omitempty"`
	KnownAt       *time.Time `json:"known_at,omitempty"`
	Reconstructed []string   `json:"reconstructed,omitempty"`
	AnsweredBy    AnsweredBy `json:"answered_by"`
}

// Found is one party that a search found.
type Found struct {
	EntityID    string    `json:"entity_id"`
	Caption     string    `json:"caption"`
	Schema      string    `json:"schema"`
	Score       float64   `json:"score"`
	MatchedName string    `json:"matched_name"`
	Lists       []string  `json:"lists"`
	ListingIDs  []string  `json:"listing_ids"`
	Kinds       []string  `json:"kinds"`
	Measures    []string  `json:"measures"`
	BirthDates  []string  `json:"birth_dates"`
	Countries   []string  `json:"countries"`
	Standing    *Standing `json:"standing,omitempty"`
}

// EntityAnswer is a listed party with all that its listings say.
type EntityAnswer struct {
	EntityID      string         `json:"entity_id"`
	Caption       string         `json:"caption"`
	Schema        string         `json:"schema"`
	Facts         Facts          `json:"facts"`
	Listings      []ShownListing `json:"listings"`
	JoinedBy      []JoinedBy     `json:"joined_by"`
	ListsAbsent   []string       `json:"lists_absent"`
	Conflicts     []Conflict     `json:"conflicts"`
	Links         []Link         `json:"links"`
	AsOf          *string        `json:"as_of"`
	Demo          bool           `json:"demo,omitempty"`
	FactHash      string         `json:"fact_hash,omitempty"`
	Heirs         []string       `json:"heirs,omitempty"`
	KnownAt       *time.Time     `json:"known_at,omitempty"`
	MergedFrom    string         `json:"merged_from,omitempty"`
	Reconstructed []string       `json:"reconstructed,omitempty"`
	AnsweredBy    AnsweredBy     `json:"answered_by"`
}

// Facts are a party's values over all its listings, each once.
type Facts struct {
	Names       []string     `json:"names"`
	BirthDates  []string     `json:"birth_dates"`
	BirthPlaces []string     `json:"birth_places"`
	DeathDates  []string     `json:"death_dates"`
	Genders     []string     `json:"genders"`
	Countries   []string     `json:"countries"`
	Identifiers []Identifier `json:"identifiers"`
	Addresses   []string     `json:"addresses"`
	Positions   []string     `json:"positions"`
	Contacts    []string     `json:"contacts"`
}

// ShownListing is one listing of a party, and when its list held it.
type ShownListing struct {
	List       string   `json:"list"`
	Title      string   `json:"title"`
	ID         string   `json:"id"`
	Kind       string   `json:"kind"`
	Names      []Name   `json:"names"`
	Measures   []string `json:"measures"`
	Regime     string   `json:"regime"`
	Programs   []string `json:"programs"`
	Designated *string  `json:"designated"`
	Reasons    string   `json:"reasons"`
	Since      *string  `json:"since"`
	SinceFrom  string   `json:"since_from"`
	FirstSeen  *string  `json:"first_seen"`
	LastSeen   *string  `json:"last_seen"`
	Removed    *string  `json:"removed"`
	Status     string   `json:"status"`
	Listing    Listing  `json:"listing"`
}

// Listing is one entry of a list: what its publisher says of one party.
type Listing struct {
	List        string       `json:"list"`
	ID          string       `json:"id"`
	Schema      string       `json:"schema"`
	Designation Designation  `json:"designation"`
	Addresses   []Place      `json:"addresses,omitempty"`
	BirthDates  []string     `json:"birth_dates,omitempty"`
	BirthPlaces []Place      `json:"birth_places,omitempty"`
	Countries   []Country    `json:"countries,omitempty"`
	DeathDates  []string     `json:"death_dates,omitempty"`
	Emails      []string     `json:"emails,omitempty"`
	Genders     []string     `json:"genders,omitempty"`
	Identifiers []Identifier `json:"identifiers,omitempty"`
	Kind        string       `json:"kind,omitempty"`
	Links       []Link       `json:"links,omitempty"`
	Names       []Name       `json:"names,omitempty"`
	Other       []Field      `json:"other,omitempty"`
	Phones      []string     `json:"phones,omitempty"`
	Positions   []string     `json:"positions,omitempty"`
	Remarks     string       `json:"remarks,omitempty"`
	Titles      []string     `json:"titles,omitempty"`
	Vehicle     *Vehicle     `json:"vehicle,omitempty"`
	Websites    []string     `json:"websites,omitempty"`
}

// Name is one published name of a party.
type Name struct {
	Full    string     `json:"full"`
	Kind    string     `json:"kind"`
	ID      string     `json:"id,omitempty"`
	Lang    string     `json:"lang,omitempty"`
	Note    string     `json:"note,omitempty"`
	Parts   []NamePart `json:"parts,omitempty"`
	Quality string     `json:"quality,omitempty"`
	Script  string     `json:"script,omitempty"`
}

// NamePart is one part of a name.
type NamePart struct {
	Kind  string `json:"kind"`
	Value string `json:"value"`
}

// Country is what a source says of a party and a country.
type Country struct {
	Code string `json:"code,omitempty"`
	Name string `json:"name,omitempty"`
	Role string `json:"role,omitempty"`
}

// Identifier is a number or code that a party carries.
type Identifier struct {
	Type    string `json:"type"`
	Value   string `json:"value"`
	Country string `json:"country,omitempty"`
	Expires string `json:"expires,omitempty"`
	Issued  string `json:"issued,omitempty"`
	Label   string `json:"label,omitempty"`
	Note    string `json:"note,omitempty"`
}

// Place is an address or a place of birth.
type Place struct {
	City        string `json:"city,omitempty"`
	Country     string `json:"country,omitempty"`
	CountryName string `json:"country_name,omitempty"`
	ID          string `json:"id,omitempty"`
	Note        string `json:"note,omitempty"`
	PostalCode  string `json:"postal_code,omitempty"`
	Region      string `json:"region,omitempty"`
	Street      string `json:"street,omitempty"`
	Text        string `json:"text,omitempty"`
}

// Designation is the legal act behind a listing.
type Designation struct {
	Instrument string   `json:"instrument,omitempty"`
	Listed     string   `json:"listed,omitempty"`
	Measures   []string `json:"measures,omitempty"`
	Programs   []string `json:"programs,omitempty"`
	Reasons    string   `json:"reasons,omitempty"`
	Regime     string   `json:"regime,omitempty"`
	Source     string   `json:"source,omitempty"`
	Updated    string   `json:"updated,omitempty"`
}

// Vehicle is what is said of a ship or aircraft.
type Vehicle struct {
	Built        string `json:"built,omitempty"`
	GrossTonnage string `json:"gross_tonnage,omitempty"`
	Length       string `json:"length,omitempty"`
	Model        string `json:"model,omitempty"`
	Tonnage      string `json:"tonnage,omitempty"`
	Type         string `json:"type,omitempty"`
}

// Link is what a listing says of another party.
type Link struct {
	Type string `json:"type"`
	ID   string `json:"id,omitempty"`
	Name string `json:"name,omitempty"`
	Note string `json:"note,omitempty"`
}

// Field is a published value that has no typed home.
type Field struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// JoinedBy is a fact that makes two listings one party.
type JoinedBy struct {
	Listings []Ref   `json:"listings"`
	Kind     string  `json:"kind"`
	Fact     string  `json:"fact"`
	Names    float64 `json:"names"`
	Weight   float64 `json:"weight,omitempty"`
}

// ListingsAnswer is the listings of a party with their sources.
type ListingsAnswer struct {
	EntityID   string          `json:"entity_id"`
	Listings   []SourceListing `json:"listings"`
	AnsweredBy AnsweredBy      `json:"answered_by"`
}

// SourceListing is a listing with where it comes from.
type SourceListing struct {
	Source     Source   `json:"source"`
	List       string   `json:"list"`
	Title      string   `json:"title"`
	ID         string   `json:"id"`
	Kind       string   `json:"kind"`
	Names      []Name   `json:"names"`
	Measures   []string `json:"measures"`
	Regime     string   `json:"regime"`
	Programs   []string `json:"programs"`
	Designated *string  `json:"designated"`
	Reasons    string   `json:"reasons"`
	Since      *string  `json:"since"`
	SinceFrom  string   `json:"since_from"`
	FirstSeen  *string  `json:"first_seen"`
	LastSeen   *string  `json:"last_seen"`
	Removed    *string  `json:"removed"`
	Status     string   `json:"status"`
	Listing    Listing  `json:"listing"`
}

// Source says where a listing comes from.
type Source struct {
	Publisher string  `json:"publisher"` // Who publishes the list; empty for an own list
	Page      string  `json:"page"`      // Where people read about the list
	Edition   string  `json:"edition"`   // The SHA-256 of the edition that answered; empty for the demonstration register
	Published *string `json:"published"` // The edition's date, null where none is known
	AgeDays   int     `json:"age_days"`
}

// ListingAnswer is a listing with its source and its history.
type ListingAnswer struct {
	EntityID   string     `json:"entity_id"`
	Versions   []Version  `json:"versions"` // The forms that the listing had, the oldest first; none for the demonstration register
	Source     Source     `json:"source"`
	List       string     `json:"list"`
	Title      string     `json:"title"`
	ID         string     `json:"id"`
	Kind       string     `json:"kind"`
	Names      []Name     `json:"names"`
	Measures   []string   `json:"measures"`
	Regime     string     `json:"regime"`
	Programs   []string   `json:"programs"`
	Designated *string    `json:"designated"`
	Reasons    string     `json:"reasons"`
	Since      *string    `json:"since"`
	SinceFrom  string     `json:"since_from"`
	FirstSeen  *string    `json:"first_seen"`
	LastSeen   *string    `json:"last_seen"`
	Removed    *string    `json:"removed"`
	Status     string     `json:"status"`
	Listing    Listing    `json:"listing"`
	AnsweredBy AnsweredBy `json:"answered_by"`
}

// Version is one form of a listing, and the editions that held it.
type Version struct {
	First   Held `json:"first"`
	Last    Held `json:"last"`
	Current bool `json:"current"` // The newest edition holds it
}

// Held is an edition in short.
type Held struct {
	Edition string `json:"edition"` // Its SHA-256
	Day     string `json:"day"`     // Its date, or the day of loading
}

// Page says which part of a long answer this is.
type Page struct {
	Limit  int    `json:"limit"`           // The most entries of a page
	Offset int    `json:"offset"`          // How many entries stand before this page
	Next   string `json:"next,omitempty"`  // Where the next page is, if there is one; the header Link says so too
	Total  *int   `json:"total,omitempty"` // How many entries there are on all pages, where that is known
}
