// Package ident knows identifiers: how each kind is written, checked and
// compared.
//
// Two questions, two functions. Normalise turns an identifier into the Key
// under which two writings of one number are equal; Keys gives every key under
// which a number of open kind may be found. Check says whether a number's check
// digits hold.
//
// A check classifies and never drops: between 0.3 and 1 % of the numbers on
// real lists have wrong check digits, and such a number must still be found.
//
// Keys live in spaces. A space is usually the identifier's type, so that a
// ship's IMO number never meets a company's. National numbers have spaces of
// their own where their country and form tell them ("tr_tckn", a Turkish
// citizen's number), because one publisher calls it tax number and the next
// national id. The table schemes.tsv names them with their check digits.
package ident

import "github.com/interdict/interdict"

// Validity is what check digits say of a number.
type Validity int

const (
	// Unknown: this kind has no check digit, or its scheme is not known here.
	Unknown Validity = iota
	Valid
	// Invalid: a check digit is wrong, or the form is none that the kind has.
	Invalid
)

func (v Validity) String() string {
	return [...]string{"unknown", "valid", "invalid"}[v]
}

func validity(ok bool) Validity {
	if ok {
		return Valid
	}
	return Invalid
}

// Strong says whether a number of this type alone names one party. The others
// are handed on (call signs, MMSI), sit in a number space that nobody knows
// (serial numbers, "other"), or are a publisher's own count.
func Strong(t interdict.IDType) bool {
	switch t {
	case interdict.MMSI, interdict.CallSign, interdict.SerialNumber, interdict.CrossRef, interdict.OtherID, "":
		return false
	}
	return true
}
