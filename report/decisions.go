package report

import (
	"fmt"
	"io"
	"time"

	"github.com/interdict/interdict"
)

// Suggestions is the answer of `lists suggestions`: listings that are alike and
// not joined, for a person to decide.
type Suggestions struct {
	Total       int          `json:"total"`
	Suggestions []Suggestion `json:"suggestions"`
	Demo        bool         `json:"demo,omitempty"`
}

// Suggestion is two listings that may be one party.
type Suggestion struct {
	Listings [2]SetAsideListing `json:"listings"`
	// Names is how alike the names are, Weight what names and facts say together.
	Names  interdict.Score     `json:"names"`
	Weight interdict.Millibits `json:"weight"`
	// Why says why they are not joined.
	Why string `json:"why"`
}

// WriteSuggestions writes the answer for people.
func WriteSuggestions(w io.Writer, style Style, s *Suggestions) error {
	p := newPage(w, style)
	writeMoment(p, s.Demo, nil, time.Time{}, nil)
	p.text(0, fmt.Sprintf("%s may be one party and are not joined; `interdict same` and `interdict different` decide.", plural(s.Total, "pair of listings", "pairs of listings")), bold)
	for i := range s.Suggestions {
		one := &s.Suggestions[i]
		p.blank()
		p.text(0, fmt.Sprintf("Names %s alike, %.1f bits in all: %s", one.Names, one.Weight.Bits(), one.Why), plain)
		for k := range one.Listings {
			l := &one.Listings[k]
			p.text(2, l.Name+" · "+l.List+" "+l.ID+" · "+l.EntityID, dim)
		}
	}
	return p.flush()
}

// Decided is what was decided of two listings, and which entities they are of.
type Decided struct {
	Kind      string           `json:"kind"` // "same", "different" or "undone"
	Listings  [2]interdict.Ref `json:"listings"`
	EntityIDs [2]string        `json:"entity_ids,omitzero"`
	Why       string           `json:"why"`
	By        string           `json:"by"`
	At        time.Time        `json:"at"`
	// Holds says that it is none taken back, and that no later one replaced it.
	Holds bool `json:"holds"`
}

// WriteDecided says for people what came of a decision.
func WriteDecided(w io.Writer, style Style, d *Decided) error {
	p := newPage(w, style)
	a, b := d.Listings[0], d.Listings[1]
	both := a.List + " " + a.ID + " and " + b.List + " " + b.ID
	if d.EntityIDs[0] == d.EntityIDs[1] {
		p.text(0, both+" are one entity: "+d.EntityIDs[0]+".", bold)
	} else {
		p.text(0, both+" are two entities: "+d.EntityIDs[0]+" and "+d.EntityIDs[1]+".", bold)
	}
	switch one := d.EntityIDs[0] == d.EntityIDs[1]; {
	case d.Kind == "same" && !one:
		p.text(0, "Another decision keeps them apart; `interdict lists decisions` names it.", plain)
	case d.Kind == "different" && one:
		p.text(0, "Another decision keeps them together; `interdict lists decisions` names it.", plain)
	case d.Kind == "undone":
		p.text(0, "What was decided before no longer holds; the lists decide.", plain)
	default:
		p.text(0, "Decided by "+d.By+": "+d.Why+". Every compilation honours it; --undo takes it back.", plain)
	}
	return p.flush()
}

// Decisions is the answer of `lists decisions`, the oldest first.
type Decisions struct {
	Decisions []Decided `json:"decisions"`
}

// WriteDecisions writes the answer for people.
func WriteDecisions(w io.Writer, style Style, all *Decisions) error {
	p := newPage(w, style)
	if len(all.Decisions) == 0 {
		p.text(0, "Nothing was decided by hand.", plain)
	}
	for i := range all.Decisions {
		d := &all.Decisions[i]
		a, b := d.Listings[0], d.Listings[1]
		holds := ": no longer holds"
		switch {
		case d.Holds:
			holds = ": holds"
		case d.Kind == "undone":
			holds = ""
		}
		p.text(0, fmt.Sprintf("%s, %s: %s %s and %s %s%s", d.At.UTC().Format("2006-01-02 15:04"), d.Kind, a.List, a.ID, b.List, b.ID, holds), plain)
		p.text(2, d.By+": "+d.Why, dim)
	}
	return p.flush()
}
