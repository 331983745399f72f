package ident

import (
	"slices"
	"strings"

	"github.com/interdict/interdict"
)

// Key is the form in which identifiers are compared: equal Space and Value are
// the same number. Country qualifies it: two keys whose countries are both
// known and differ are not the same number; see Same.
type Key struct {
	Space   string
	Value   string
	Country string // ISO 3166-1 alpha-2 in lower case, "" unknown or of no matter
}

// Same says whether two keys are one number.
func (k Key) Same(o Key) bool {
	return k.Space == o.Space && k.Value == o.Value &&
		(k.Country == o.Country || k.Country == "" || o.Country == "")
}

// Normalise returns the identifier's key. It is false for a value that cannot
// tell parties apart: too short, a word, a placeholder ("000000", "123456").
// Wrong check digits do not matter. Leading zeros count.
func Normalise(id *interdict.Identifier) (Key, bool) {
	switch id.Type {
	case interdict.Wallet:
		v, ok := walletKey(id.Value)
		return Key{Space: string(id.Type), Value: v}, ok
	case interdict.IMO, interdict.IMOCompany:
		v, ok := afterLabel(clean(id.Value), "IMO", 7)
		return Key{Space: string(id.Type), Value: v}, ok && !placeholder(v)
	case interdict.BIC:
		// A branch belongs to its bank.
		v := clean(id.Value)
		if len(v) < 8 {
			return Key{}, false
		}
		return Key{Space: string(id.Type), Value: v[:8]}, bicShape(v)
	case interdict.LEI, interdict.ISIN, interdict.IBAN, interdict.DUNS, interdict.MMSI:
		v := clean(id.Value)
		return Key{Space: string(id.Type), Value: v}, plausible(v, 8, 34)
	case interdict.CallSign, interdict.TailNumber:
		v := clean(id.Value)
		return Key{Space: string(id.Type), Value: v}, len(v) >= 4 && len(v) <= 12
	case interdict.SerialNumber:
		v := clean(id.Value)
		return Key{Space: string(id.Type), Value: v}, plausible(v, 3, 40)
	case interdict.CrossRef:
		// It means something only beside whose number it is.
		v := clean(id.Value)
		return Key{Space: string(id.Type) + ":" + clean(id.Label), Value: v}, plausible(v, 3, 40)
	}
	return documentKey(id)
}

// TypeOf is the type of identifier that a key space is of: the space's own name
// or, for a country's scheme, what publishers mostly call its numbers.
func TypeOf(space string) interdict.IDType {
	for _, s := range table().all {
		if s.space == space && !slices.Contains(s.types, interdict.IDType(space)) {
			return s.types[0]
		}
	}
	return interdict.IDType(space)
}

// Keys appends every key under which the identifier may be found: that of
// Normalise first. More follow where the input leaves the number's kind open:
// an identifier of type "other" may be any document's, and one without a
// country may be that of any country whose check digits it satisfies. Those
// bear no country, so that they can agree and never contradict.
func Keys(dst []Key, id *interdict.Identifier) []Key {
	first, ok := Normalise(id)
	if !ok {
		return dst
	}
	dst = append(dst, first)
	if !document(id.Type) {
		return dst
	}
	if id.Type == interdict.OtherID {
		for _, t := range []interdict.IDType{interdict.Passport, interdict.NationalID, interdict.TaxID, interdict.RegistrationNo} {
			dst = append(dst, Key{Space: string(t), Value: first.Value})
		}
	}
	if id.Country == "" && first.Space == string(id.Type) {
		for _, s := range table().all {
			if v, ok := s.matches(first.Value); ok && s.serves(id.Type) && s.valid(v) {
				dst = append(dst, Key{Space: s.space, Value: v})
			}
		}
	}
	return dst
}

// document says whether a type is one of those that national schemes have,
// whatever label a publisher gives them.
func document(t interdict.IDType) bool {
	switch t {
	case interdict.NationalID, interdict.TaxID, interdict.RegistrationNo, interdict.OtherID,
		interdict.INN, interdict.OGRN, interdict.USCC:
		return true
	}
	return false
}

// documentKey is the key of a passport, national id, tax number or
// registration.
func documentKey(id *interdict.Identifier) (Key, bool) {
	v := clean(id.Value)
	k := Key{Space: string(id.Type), Value: v, Country: id.Country}
	if k.Space == "" {
		k.Space = string(interdict.OtherID)
	}
	switch id.Type {
	case interdict.INN:
		k.Country, k.Value = "ru", innOnly(id.Value, v)
	case interdict.OGRN:
		k.Country = "ru"
	case interdict.USCC:
		k.Country = "cn"
	case interdict.TaxID, interdict.NationalID, interdict.RegistrationNo, interdict.OtherID:
		if id.Country == "ru" {
			v = innOnly(id.Value, v)
			k.Value = v
		}
		for _, s := range table().of[id.Country] {
			if w, ok := s.matches(v); ok && s.serves(id.Type) && (s.byShape && id.Type != interdict.OtherID || s.valid(w)) {
				k.Space, k.Value = s.space, w
				break
			}
		}
	}
	// A letter in a number is worth a digit more.
	least := 6
	if strings.Trim(k.Value, "0123456789") != "" {
		least = 5
	}
	return k, plausible(k.Value, least, 40)
}

// innOnly leaves the INN of "7704734000/770301001", where the Russian tax
// office's reason code follows.
func innOnly(published, cleaned string) string {
	if before, _, ok := strings.Cut(published, "/"); ok {
		if inn := clean(before); len(inn) == 10 || len(inn) == 12 {
			return inn
		}
	}
	return cleaned
}

// afterLabel takes the n digits of a value that may begin with a label.
func afterLabel(v, label string, n int) (string, bool) {
	v = strings.TrimPrefix(v, label)
	v = strings.TrimPrefix(v, "NUMBER")
	v = strings.TrimPrefix(v, "NO")
	return v, len(v) == n && digitsOnly(v)
}

// plausible says that a cleaned value is between least and most bytes, holds
// two digits, and is no placeholder.
func plausible(v string, least, most int) bool {
	if len(v) < least || len(v) > most || placeholder(v) {
		return false
	}
	digits := 0
	for i := 0; i < len(v); i++ {
		if '0' <= v[i] && v[i] <= '9' {
			digits++
		}
	}
	return digits >= 2
}

// placeholder says that a value is one sign repeated, or counts up from 0 or 1.
func placeholder(v string) bool {
	same, up := true, true
	for i := 1; i < len(v); i++ {
		same = same && v[i] == v[0]
		up = up && (v[i] == v[i-1]+1 || v[i] == '0' && v[i-1] == '9')
	}
	return same || up && (v[0] == '0' || v[0] == '1')
}

// OneForLife says whether a party has one number of this space and keeps it: a
// ship its IMO number, whatever its name and flag (IMO resolution A.1117(30)),
// a company its LEI (ISO 17442).
func OneForLife(space string) bool {
	return space == string(interdict.IMO) || space == string(interdict.LEI)
}

// National says whether a key is a number of a national scheme, of a country
// that the scheme is of, whose check digits hold. A party has one such number: a
// misprint does not pass for another. Of a key without a country, country is the
// one that it may be of.
func (k Key) National(country [2]byte) bool {
	of := table().of[k.Country]
	if k.Country == "" {
		of = table().of[string(country[:])]
	}
	for _, s := range of {
		if s.space == k.Space {
			if v, ok := s.matches(k.Value); ok && s.valid(v) {
				return true
			}
		}
	}
	return false
}

// Scheme says whether a key's space is a national scheme's own.
func (k Key) Scheme() bool {
	return slices.ContainsFunc(table().all, func(s *scheme) bool { return s.space == k.Space })
}
