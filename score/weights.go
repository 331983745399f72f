package score

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/interdict/interdict"
)

// Weights are the numbers of the score that may change without compiling a
// snapshot anew. Scores are ten-thousandths, weights millibits.
type Weights struct {
	// NameFloor is the least name strength that other facts may lift.
	NameFloor interdict.Score
	// Key is the least strength of a pair that shares a strong identifier,
	// KeyAlone where the names do not agree.
	Key, KeyAlone interdict.Score
	// WeakAlone caps the score of a pair that only a weak alias joins and no
	// second fact supports.
	WeakAlone interdict.Score

	// Birth dates: agreement on the day, the month, the year; inside a span or
	// near a circa date; day and month exchanged; one digit apart.
	BirthDay, BirthMonth, BirthYear, BirthNear, BirthSwapped, BirthDigit interdict.Millibits
	// Contradiction of two days, and where a side knows the year only.
	BirthAgainst, BirthYearAgainst interdict.Millibits

	CountryAgree, CountryAgainst interdict.Millibits
	GenderAgree, GenderAgainst   interdict.Millibits
	// A shared strong identifier; another number of the same type and country.
	Identifier, IdentifierAgainst interdict.Millibits
}

// Default returns the weights in force. They are set by hand from what each
// fact is worth to a reviewer; learning them from labelled pairs comes later.
func Default() Weights {
	return Weights{
		NameFloor: 6000,
		Key:       9500, KeyAlone: 8500,
		WeakAlone: 6500,
		BirthDay:  14000, BirthMonth: 10000, BirthYear: 6000, BirthNear: 3000, BirthSwapped: 9000, BirthDigit: 6000,
		BirthAgainst: 18000, BirthYearAgainst: 14000,
		CountryAgree: 2000, CountryAgainst: 2500,
		GenderAgree: 500, GenderAgainst: 5000,
		Identifier: 30000, IdentifierAgainst: 3000,
	}
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
