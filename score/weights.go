package score

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/interdict/interdict"
)

// Weights are the numbers of the score that may change without compiling a
// snapshot anew. Scores are ten-thousandths, weights millibits. The values in
// force stand in weights.txt, each under its field's name.
type Weights struct {
	// DoubtBelow is the weight of agreement below which what does not agree
	// counts more, by the square of how far below: agreement in common words is
	// often chance. 0 is for searches by people, who see what they get.
	DoubtBelow interdict.Millibits
	// NameFloor is the least name strength that other facts may lift.
	NameFloor interdict.Score
	// Key is the least strength of a pair that shares a strong identifier,
	// KeyAlone where the names do not agree.
	Key, KeyAlone interdict.Score
	// WeakAlone caps the score of a pair that nothing joins but an alias that
	// counts only beside a second fact: see Scorer.NeedsFact.
	WeakAlone interdict.Score

	// Birth dates: agreement on the day, the month, the year; inside a span or
	// near a circa date; day and month exchanged; one digit apart.
	BirthDay, BirthMonth, BirthYear, BirthNear, BirthSwapped, BirthDigit interdict.Millibits
	// Contradiction of two days, and where a side knows the year only.
	BirthAgainst, BirthYearAgainst interdict.Millibits

	// A day that agrees if one date is read in another calendar.
	BirthCalendar interdict.Millibits

	// Countries that both sides state; those of addresses where a side states
	// none; flags of ships.
	CountryAgree, CountryAgainst interdict.Millibits
	// Where both sides state all theirs as nationalities or citizenships.
	NationalityAgainst     interdict.Millibits
	HomeAgree, HomeAgainst interdict.Millibits
	// Other countries of organisations, stated or of addresses: they move less.
	SeatAgainst                interdict.Millibits
	FlagAgree, FlagAgainst     interdict.Millibits
	GenderAgree, GenderAgainst interdict.Millibits
	// Places of birth: a town or region agrees, or the country alone; another
	// town of one country, another country.
	BirthPlaceAgree, BirthCountryAgree     interdict.Millibits
	BirthPlaceAgainst, BirthCountryAgainst interdict.Millibits
	// Addresses: the house agrees, or the town alone, or neither.
	AddressAgree, TownAgree, AddressAgainst interdict.Millibits
	// E-mail addresses, or a domain that is not anybody's, or neither.
	EmailAgree, DomainAgree, EmailAgainst interdict.Millibits
	// A shared strong identifier; another number of the same type and country.
	Identifier, IdentifierAgainst interdict.Millibits
	// PersonalAgainst: another national id number of one country, of which a person
	// has one; NationalAgainst: another number of a national scheme, whose check
	// digits hold on both sides.
	PersonalAgainst, NationalAgainst interdict.Millibits
	// LifelongAgainst: another number of a type of which a party has one for life.
	LifelongAgainst interdict.Millibits
	// OwnName is the strength below which a party's own name is not among the
	// other's names; that of neither takes OwnNameAgainst.
	OwnName        interdict.Score
	OwnNameAgainst interdict.Millibits
	// Without are kinds of edges that are left out, to measure what each is
	// worth. Leaving one out only lowers scores.
	Without EdgeSet
}

// Hash names the weights: two sets with one hash score alike.
func (w *Weights) Hash() string {
	b, err := json.Marshal(w)
	if err != nil {
		panic(err) // a struct of integers always marshals
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// Strength is the share of agreement, rounded down.
func (w *Weights) Strength(n *NameScore) interdict.Score { return w.strength(n, 0, 0) }

// strength is the share of agreement of two names and the facts beside them,
// which agree and miss so much. What the subject has beyond the entity counts
// the more where the words that agree are of one culture.
func (w *Weights) strength(n *NameScore, agree, miss int64) interdict.Score {
	matched := n.Matched + agree
	if matched <= 0 {
		return 0
	}
	missing := w.doubted(n.Missing-n.Plain+miss, matched-n.Related) + w.doubted(n.Plain, matched)
	return interdict.Score(matched * 10000 / (matched + missing))
}

// doubted is what counts of what is missing, where so much agrees.
func (w *Weights) doubted(missing, matched int64) int64 {
	if below := int64(w.DoubtBelow); matched < below {
		matched = max(matched, 1)
		return missing * below / matched * below / matched
	}
	return missing
}

// Undoubted is the least share of agreement, doubt aside, that two names must
// have to reach strength t, where no more than weight agrees: the lighter, the
// less may be missing. It errs by rounding down.
func (w *Weights) Undoubted(t interdict.Score, weight interdict.Millibits) interdict.Score {
	if weight >= w.DoubtBelow || weight <= 0 {
		return t
	}
	// t k / (t k + 1 - t), with k the square of DoubtBelow / weight
	have := int64(t) * int64(w.DoubtBelow) * int64(w.DoubtBelow)
	most := have + int64(10000-t)*int64(weight)*int64(weight)
	return interdict.Score(max(have/(most/10000)-2, 0))
}
