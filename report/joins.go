package report

import (
	"time"

	"fmt"
	"io"

	"github.com/interdict/interdict"
)

// Joins is the answer of `lists joins`: which facts make listings one entity,
// and which were set aside.
type Joins struct {
	Listings int `json:"listings"`
	Entities int `json:"entities"`
	// Joined are the entities of several listings.
	Joined int         `json:"joined"`
	Facts  []JoinFacts `json:"facts"`
	// SetAside are facts that listings share and that do not join all of them.
	SetAside []SetAside `json:"set_aside"`
	Demo     bool       `json:"demo,omitempty"`
}

// JoinFacts counts the facts of one kind that join.
type JoinFacts struct {
	Kind string `json:"kind"` // an identifier's type, or "UN reference"
	// Entities are those that such a fact joins, Pairs the pairs of listings.
	Entities int `json:"entities"`
	Pairs    int `json:"pairs"`
}

// SetAside is a fact that does not join all the listings that state it.
type SetAside struct {
	Kind     string            `json:"kind"`
	Fact     string            `json:"fact"`
	Why      string            `json:"why"`
	Listings []SetAsideListing `json:"listings"`
}

// SetAsideListing is a listing that states a fact set aside.
type SetAsideListing struct {
	interdict.Ref
	Name     string `json:"name"`
	EntityID string `json:"entity_id"`
}

// WriteJoins writes the answer for people.
func WriteJoins(w io.Writer, style Style, j *Joins) error {
	p := newPage(w, style)
	writeMoment(p, j.Demo, nil, time.Time{}, nil)
	p.text(0, fmt.Sprintf("%s are %s, %s of them of several listings.", plural(j.Listings, "listing", "listings"),
		plural(j.Entities, "entity", "entities"), count(j.Joined)), bold)
	if len(j.Facts) > 0 {
		rows := make([][]string, len(j.Facts))
		for i, f := range j.Facts {
			rows[i] = []string{sentenceCase(interdict.IDType(f.Kind).Words()), count(f.Entities), count(f.Pairs)}
		}
		p.columns(0, []string{"Joined by", "Entities", "Pairs of listings"}, rows)
	}
	p.blank()
	if len(j.SetAside) == 0 {
		p.text(0, "No fact was set aside.", plain)
		return p.flush()
	}
	p.text(0, plural(len(j.SetAside), "fact was", "facts were")+" set aside: listings state it, and it does not join them all.", bold)
	for _, s := range j.SetAside {
		p.blank()
		p.text(0, sentenceCase(s.Fact)+": "+s.Why, yellow)
		for _, l := range s.Listings {
			p.text(2, l.Name+" · "+l.List+" "+l.ID+" · "+l.EntityID, plain)
		}
	}
	return p.flush()
}
