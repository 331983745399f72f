package interdict

// Schema says what kind of thing a listing, entity or subject is. The names
// are those of the FollowTheMoney model, so that data can be exchanged with
// programs that use it.
type Schema string

const (
	Person       Schema = "Person"
	Organization Schema = "Organization" // companies, bodies, groups: everything that is not one human being
	Vessel       Schema = "Vessel"
	Airplane     Schema = "Airplane"
	// LegalEntity is either a person or an organisation, the source does not
	// say which. It is comparable with both.
	LegalEntity Schema = "LegalEntity"
)

// Comparable says whether a subject of schema s can be the same thing as an
// entity of schema t. An empty schema is comparable with everything.
func (s Schema) Comparable(t Schema) bool {
	if s == "" || t == "" || s == t {
		return true
	}
	return s == LegalEntity && (t == Person || t == Organization) ||
		t == LegalEntity && (s == Person || s == Organization)
}

// Entity is the real person, organisation, vessel or aircraft that one or
// more listings describe. Its values are its listings' values: each is found
// in the listing that states it, so every value knows its source.
//
// Entity ids never die: a merge will leave a redirect.
type Entity struct {
	ID       string
	Listings []Listing
}

// Schema is that of the first listing that states one.
func (e *Entity) Schema() Schema {
	for i := range e.Listings {
		if s := e.Listings[i].Schema; s != "" {
			return s
		}
	}
	return LegalEntity
}

// Known is what the party is known to be: of the first listing that says whether it is a
// person or an organisation, where one does. Customers are compared with what Schema
// says, which leaves open what the first listing does.
func (e *Entity) Known() Schema {
	for i := range e.Listings {
		if s := e.Listings[i].Schema; s != "" && s != LegalEntity {
			return s
		}
	}
	return e.Schema()
}

// Caption is the name to show: the first primary name in Latin script, else
// the first name.
func (e *Entity) Caption() string {
	for i := range e.Listings {
		if c := e.Listings[i].Caption(); c != "" {
			return c
		}
	}
	return e.ID
}
