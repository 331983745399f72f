package entities

import (
	"github.com/interdict/interdict"
	"github.com/interdict/interdict/score"
)

// How alike names must be, as name strength. On eighteen lists together the
// wrong joins lie below these figures: a copied or mistyped number at 0 to 0.35,
// brothers of one patronymic at 0.62, a branch or a daughter company under its
// parent's number at 0.60 and 0.71. Of the true ones the least alike persons lie
// at 0.72.
const (
	// leastAlike is from where a number or a reference is believed: low, since
	// it speaks for the pair, and names of one party differ much.
	leastAlike interdict.Score = 3500
	// leastPerson is from where a number is believed of two persons. A family
	// name and a patronymic alone, as brothers share them, do not reach it.
	leastPerson interdict.Score = 6500
	// nearlySame is from where two entries that one publisher numbers apart may
	// be one party: listed twice, for two reasons.
	nearlySame interdict.Score = 9000
	// certain needs no names.
	certain interdict.Score = 10000
)

// alike compares the names of members, remembering what it made ready.
type alike struct {
	members []member
	scorer  score.Scorer
	left    score.Preparer
	right   score.Preparer
	a, b    score.Party
}

func newAlike(m []member) *alike {
	return &alike{members: m, scorer: score.Scorer{Weights: score.Default()}}
}

// strength is how alike two members' names are, whichever of them is asked
// about the other.
func (n *alike) strength(a, b int) interdict.Score { return max(n.oneWay(a, b), n.oneWay(b, a)) }

func (n *alike) oneWay(a, b int) interdict.Score {
	n.left.Subject(&n.a, &interdict.Subject{Schema: n.members[a].schema, Names: n.members[a].names})
	n.right.Entity(&n.b, &interdict.Entity{Listings: []interdict.Listing{{Schema: n.members[b].schema, Names: n.members[b].names}}})
	return n.scorer.Score(&n.a, &n.b).NameStrength
}
