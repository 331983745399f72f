package interdict

// Listing is one entry of one edition of one list: what its publisher says of
// one party. Readers fill it, the register keeps it, nobody changes it.
//
// Typed fields hold what screening, differences and people ask for. What was
// published and has no typed home goes to Other under the publisher's own
// field name, and the record's bytes stay with the listing as Raw, so that
// nothing published is lost.
type Listing struct {
	// List is the list's id, such as "us_ofac_sdn".
	List string `json:"list"`
	// ID is the publisher's own id, bare: OFAC's ent_num or uid, the UK unique
	// id, the UN reference number. It is unique within an edition.
	ID     string `json:"id"`
	Schema Schema `json:"schema"`
	// Kind says what sort of list the listing stands on, where the list has
	// more than one sort; empty means the list's own kind.
	Kind Kind `json:"kind,omitempty"`

	Names       []Name       `json:"names,omitempty"`
	BirthDates  []Date       `json:"birth_dates,omitempty"`
	DeathDates  []Date       `json:"death_dates,omitempty"`
	BirthPlaces []Place      `json:"birth_places,omitempty"`
	Genders     []string     `json:"genders,omitempty"` // "male", "female", else as published
	Countries   []Country    `json:"countries,omitempty"`
	Identifiers []Identifier `json:"identifiers,omitempty"`
	Addresses   []Place      `json:"addresses,omitempty"`
	Emails      []string     `json:"emails,omitempty"`
	Phones      []string     `json:"phones,omitempty"`
	Websites    []string     `json:"websites,omitempty"`
	Titles      []string     `json:"titles,omitempty"`
	Positions   []string     `json:"positions,omitempty"`
	Vehicle     *Vehicle     `json:"vehicle,omitempty"`
	Links       []Link       `json:"links,omitempty"`

	Designation Designation `json:"designation"`

	Remarks string  `json:"remarks,omitempty"`
	Other   []Field `json:"other,omitempty"`

	// Raw is the record as published: the XML element or the rows, unchanged.
	Raw []byte `json:"-"`
	// At says where in the edition the record stands, for messages: "line 14271".
	At string `json:"-"`
}

// Kind is the sort of a listing. Only sanctions and proscriptions are ever
// called sanctioned; every other kind says something else of a party, and is
// kept apart.
type Kind string

const (
	Sanction        Kind = "sanction"        // a sanctions designation
	Proscription    Kind = "proscription"    // a terrorist group or person proscribed by law
	ExportControl   Kind = "export_control"  // denied persons, entity lists, end users
	Debarment       Kind = "debarment"       // kept from public contracts or grants
	InvestmentBan   Kind = "investment_ban"  // securities that may not be dealt in
	SpecialMeasure  Kind = "special_measure" // of primary money laundering concern
	Indictment      Kind = "indictment"
	Reward          Kind = "reward"
	Wanted          Kind = "wanted"
	Exposed         Kind = "pep"              // politically exposed
	CounterSanction Kind = "counter_sanction" // a state's answer to others' sanctions
	ThreatGroup     Kind = "threat_group"
	Watch           Kind = "watch" // a company's own list
)

// Sanctioned says whether a listing of this kind makes a party sanctioned.
func (k Kind) Sanctioned() bool { return k == "" || k == Sanction || k == Proscription }

// OnByDefault says whether a screening looks for listings of this kind unless
// told otherwise. Those that it leaves out say nothing against a party, or say
// it on behalf of one that is itself sanctioned.
func (k Kind) OnByDefault() bool { return k != Exposed && k != CounterSanction && k != ThreatGroup }

// Kinds are all there are.
func Kinds() []Kind {
	return []Kind{Sanction, Proscription, ExportControl, Debarment, InvestmentBan, SpecialMeasure, Indictment, Reward, Wanted,
		Exposed, CounterSanction, ThreatGroup, Watch}
}

// Caption is the name to show for this listing.
func (l *Listing) Caption() string {
	for i := range l.Names {
		if l.Names[i].Kind == PrimaryName && l.Names[i].Script == "" {
			return l.Names[i].Full
		}
	}
	if len(l.Names) > 0 {
		return l.Names[0].Full
	}
	return ""
}

// Ref names a listing: its list and its publisher's id.
type Ref struct {
	List string `json:"list"`
	ID   string `json:"id"`
}

// Ref returns the listing's name for others to refer to.
func (l *Listing) Ref() Ref { return Ref{l.List, l.ID} }

// Designation is the legal act behind a listing.
type Designation struct {
	// Regime is the publisher's name for the regime, such as "Cyber".
	Regime string `json:"regime,omitempty"`
	// Programs are the publisher's programme tags, such as "CYBER2".
	Programs   []string `json:"programs,omitempty"`
	Instrument string   `json:"instrument,omitempty"`
	// Source says who designated first, where the list says it ("UN").
	Source  string `json:"source,omitempty"`
	Listed  Date   `json:"listed,omitzero"`
	Updated Date   `json:"updated,omitzero"`
	Reasons string `json:"reasons,omitempty"`
	// Measures are the restrictions that this designation orders. Empty means
	// that the list does not say.
	Measures []Measure `json:"measures,omitempty"`
}

// Link is what a listing says of another party: an owner, a parent, "Linked
// To". Name is as published; ID is the other's listing id where stated.
type Link struct {
	Type string `json:"type"` // "linked_to", "owner", "past_owner", "parent", "subsidiary", "associate", "family", ...
	Name string `json:"name,omitempty"`
	ID   string `json:"id,omitempty"`
	Note string `json:"note,omitempty"`
}

// Vehicle holds what is said of a vessel or aircraft, as published. Numbers
// that identify (IMO, MMSI, call sign, tail number) are Identifiers, flags
// are Countries.
type Vehicle struct {
	Type         string `json:"type,omitempty"`
	Model        string `json:"model,omitempty"`
	Built        string `json:"built,omitempty"`
	Tonnage      string `json:"tonnage,omitempty"`
	GrossTonnage string `json:"gross_tonnage,omitempty"`
	Length       string `json:"length,omitempty"`
}

// Field is a published value that has no typed home: the publisher's own
// field name or path, and the value.
type Field struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}
