package ident

import (
	"strings"
	"unicode"

	"github.com/interdict/interdict"
)

// Guess says what a bare text could be the number of, likeliest first; nil for
// what looks like no identifier, such as a name. Where check digits tell the
// type, the types that have them come first, and every number of plausible
// length may also be a document's.
func Guess(s string) []interdict.IDType {
	s = strings.TrimSpace(s)
	if len(s) > maxValue {
		return nil
	}
	if v, ok := walletKey(s); ok && likeWallet(v) && checkWallet(s) != Invalid {
		return []interdict.IDType{interdict.Wallet}
	}
	v := clean(s)
	if rest, ok := strings.CutPrefix(v, "IMO"); ok && len(rest) == 7 && digitsOnly(rest) {
		return guessIMO(rest, true)
	}
	if named := checkedByForm(v); named != nil {
		return named
	}
	if bicShape(v) && s == v && !strings.Contains(s, " ") {
		// A word in capitals may have the shape: others must be tried too.
		return append([]interdict.IDType{interdict.BIC}, documents(s, v)...)
	}
	if digitsOnly(v) && len(v) == 7 {
		return append(guessIMO(v, false), documents(s, v)...)
	}
	guesses := national(v)
	if digitsOnly(v) && len(v) == 9 {
		guesses = append(guesses, interdict.MMSI, interdict.DUNS)
	}
	return append(guesses, documents(s, v)...)
}

// likeWallet excludes short base58 texts, which any word is.
func likeWallet(a string) bool { return len(a) >= 26 && strings.ContainsAny(a, "0123456789") }

// checkedByForm is for the international numbers whose form and check digits
// together leave no doubt.
func checkedByForm(v string) []interdict.IDType {
	switch {
	case len(v) == 20 && Check(interdict.LEI, v, "") == Valid:
		return []interdict.IDType{interdict.LEI}
	case len(v) >= 15 && v[0] >= 'A' && v[1] >= 'A' && Check(interdict.IBAN, v, "") == Valid:
		return []interdict.IDType{interdict.IBAN}
	case Check(interdict.ISIN, v, "") == Valid:
		return []interdict.IDType{interdict.ISIN}
	case Check(interdict.USCC, v, "") == Valid:
		return []interdict.IDType{interdict.USCC}
	}
	return nil
}

// guessIMO orders ship and company by their check digits; a number that is
// named IMO is one of them even where neither holds.
func guessIMO(v string, named bool) []interdict.IDType {
	var ship, company = []interdict.IDType{interdict.IMO}, []interdict.IDType{interdict.IMOCompany}
	switch {
	case imoShip(v) && imoCompany(v), named && !imoShip(v) && !imoCompany(v):
		return append(ship, company...)
	case imoShip(v):
		return ship
	case imoCompany(v):
		return company
	}
	return nil
}

// national is INN, OGRN or USCC where the number satisfies their check digits.
// Other countries' numbers have no types of their own.
func national(v string) []interdict.IDType {
	var found []interdict.IDType
	for _, t := range []interdict.IDType{interdict.INN, interdict.OGRN, interdict.USCC} {
		if Check(t, v, "") == Valid {
			found = append(found, t)
		}
	}
	return found
}

// documents is what any number with enough digits and few letters may be.
func documents(s, v string) []interdict.IDType {
	digits, letters := 0, 0
	for _, r := range v {
		if unicode.IsLetter(r) {
			letters++
		} else {
			digits++
		}
	}
	if v == "" || len(v) > 24 || strings.Count(s, " ") > 3 {
		return nil
	}
	var found []interdict.IDType
	if digits >= 4 && letters <= 6 && plausible(v, 5, 24) {
		found = append(found, interdict.Passport, interdict.NationalID, interdict.TaxID, interdict.RegistrationNo, interdict.OtherID)
	}
	if digits >= 1 && letters >= 1 && len(v) >= 4 && len(v) <= 8 && !strings.Contains(s, " ") && s == strings.ToUpper(s) {
		found = append(found, interdict.TailNumber, interdict.CallSign)
	}
	if letters >= 4 && digits == 0 && len(v) <= 6 && strings.Contains(s, "-") && s == strings.ToUpper(s) {
		found = append(found, interdict.TailNumber)
	}
	return found
}
