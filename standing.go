package interdict

// Standing is what no single list can tell of an entity: who lists it and
// since when, who removed it, who never listed it, where the lists that do say
// different things of it, and by what their listings are one entity.
type Standing struct {
	Listed  []ListedSince `json:"listed"`
	Removed []Removal     `json:"removed"`
	// Absent are the lists in use that never held the entity, as far as their
	// loaded editions tell.
	Absent    []string   `json:"lists_absent"`
	Conflicts []Conflict `json:"conflicts"`
	// JoinedBy is by what its listings are one entity, none for one listing.
	JoinedBy []Joined `json:"joined_by,omitempty"`
}

// Joined is by what two listings are of one entity, in short.
type Joined struct {
	Listings [2]Ref `json:"listings"`
	// Kind is an identifier's type, "UN reference" and the like, "likeness" or
	// "decision".
	Kind string `json:"kind"`
	// Names is how alike their names are. Weight, where likeness joins, is what
	// names and facts say together.
	Names  Score     `json:"names"`
	Weight Millibits `json:"weight,omitempty"`
}

// ListedSince is a listing in force and the day since which it is listed.
type ListedSince struct {
	Ref
	Since Date      `json:"since"`
	From  SinceFrom `json:"since_from"`
}

// SinceFrom says where the day since which a listing is listed comes from.
type SinceFrom string

const (
	// SinceStated: the list states the day.
	SinceStated SinceFrom = "stated"
	// SinceEdition: the list states none. The day is that of the first edition that
	// holds the listing; the one before does not.
	SinceEdition SinceFrom = "edition"
	// SinceNotAfter: the list states none, and its oldest edition here holds the
	// listing already, which may be older than that.
	SinceNotAfter SinceFrom = "not_after"
	// SinceUnknown: nothing tells.
	SinceUnknown SinceFrom = "unknown"
)

// Exact says that the day is known, so that days may be counted from it.
func (f SinceFrom) Exact() bool { return f == SinceStated || f == SinceEdition }

// Removal is a listing that its list no longer holds.
type Removal struct {
	Ref
	// LastSeen is the date of the last edition that holds it, Removed that of the
	// one after it, which does not.
	LastSeen Date `json:"last_seen"`
	Removed  Date `json:"removed"`
}

// Conflict is a fact on which listings of one entity cannot all be right.
type Conflict struct {
	Field  string          `json:"field"` // "birth_date", "gender", "nationality"
	Values []ConflictValue `json:"values"`
}

// ConflictValue is one of the values and the listings that state it.
type ConflictValue struct {
	Value    string `json:"value"`
	Listings []Ref  `json:"listings"`
}
