package score

import (
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
	"github.com/interdict/interdict/name"
)

// Place is an address or a place of birth made ready for comparison.
type Place struct {
	// Birth is set for a place of birth.
	Birth bool
	// Country is zero where it is not known.
	Country [2]byte
	// Words are what tells the place from others of its country: hashes of
	// words, ascending, each once. They lie in the party's buffer.
	Words []uint32
	// Source is its number among the party's addresses, or places of birth.
	Source int
}

// MaxPlaces bounds how many places of a party are compared: some banks list
// every branch.
const MaxPlaces = 64

// maxPlaceText is the most bytes of an address that are read, maxCountry the
// longest part of one that may be a country's name.
const maxPlaceText, maxCountry = 1000, 80

// numbered marks the hash of a word that holds a digit: a house, a postal code.
const numbered uint32 = 1 << 31

// commonPlaceWords tell no place from another, in the languages that the lists
// and most customer files write addresses in.
var commonPlaceWords = wordSet(`
	address and apartment apt area ave avenue bank bazaar behind beside between block bld bldg blvd born boulevard branch
	building bulding camp center central centre city close company complex corner corp country county court district div
	division dist east estate federation first flat flatno floor free ground head high highway house industrial km known
	in lane level location main market mosque municipality near north northern number office of old operates opposite oblast orient park
	place plaza plot post previous province quarter rd region republic residence road room rural second section sector
	shop south southern square station store str street suburb suite support network the third tower town township tribe tribal unit unknown
	urban village west western zone
	avda av calle carrera casa ciudad col colonia departamento edificio estado local municipio numero oficina piso provincia
	rue allee chemin ville quartier etage immeuble strasse platz stadt bezirk ulitsa ulica prospekt proezd pereulok
	korpus kvartira dom stroenie pomeshchenie obl raion rayon gorod naberezhnaya shosse
	mahalle mahallesi caddesi cad sokak sok mah blok kat jalan jln lorong lot kampung kota lu
	sharia shari hayy madinat khiyaban kucheh shahr balta
	pobox box gpo`)

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// places makes addresses or places of birth ready. Source counts from the
// first of them.
func (p *Preparer) places(dst *Party, places []interdict.Place, birth bool, source int) {
	for i := range places {
		if len(dst.Places) == MaxPlaces {
			return
		}
		from := len(dst.placeWords)
		pl := &places[i]
		code := pl.Country
		if code == "" {
			code = country.Code(pl.CountryName)
		}
		if pl.Text != "" {
			code = p.parts(dst, pl.Text, code)
		} else {
			for _, part := range [...]string{pl.Street, pl.City, pl.Region, pl.PostalCode} {
				code = p.parts(dst, part, code)
			}
		}
		words := dst.placeWords[from:]
		slices.Sort(words)
		words = slices.Compact(words)
		dst.placeWords = dst.placeWords[:from+len(words)]
		place := Place{Birth: birth, Words: words[:len(words):len(words)], Source: source + i}
		if len(code) == 2 {
			place.Country = [2]byte{code[0], code[1]}
		}
		if len(words) > 0 || len(code) == 2 {
			dst.Places = append(dst.Places, place)
		}
	}
}

// parts takes the words of an address apart. A part between commas that is a
// country's name is the country, unless another is known.
func (p *Preparer) parts(dst *Party, text, code string) string {
	text = text[:min(len(text), maxPlaceText)]
	for text != "" {
		part, rest, _ := strings.Cut(text, ",")
		c := ""
		if len(part) <= maxCountry {
			c = country.Code(part)
		}
		if c != "" {
			if code == "" {
				code = c
			}
		} else {
			p.analyser.Words(part, func(word []byte) {
				if h, ok := p.placeWord(word); ok {
					dst.placeWords = append(dst.placeWords, h)
				}
			})
		}
		text = rest
	}
	return code
}

// placeWord is the hash of a word of a place, if it tells places apart: of its
// key, since places are transliterated as names are.
func (p *Preparer) placeWord(word []byte) (uint32, bool) {
	digit := false
	for _, c := range word {
		digit = digit || '0' <= c && c <= '9'
	}
	if digit {
		return hash32(word) | numbered, true
	}
	if len(word) < 3 || commonPlaceWords[string(word)] {
		return 0, false
	}
	p.key = name.Key(p.key[:0], word)
	return hash32(p.key) &^ numbered, true
}

// hash32 is the 32-bit FNV-1a hash.
func hash32[T string | []byte](b T) uint32 {
	h := uint32(2166136261)
	for i := range len(b) {
		h = (h ^ uint32(b[i])) * 16777619
	}
	return h
}

// shared counts the words that two places share, and how many of them are
// numbers.
func shared(a, b []uint32) (words, numbers int) {
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			if a[0]&numbered != 0 {
				numbers++
			} else {
				words++
			}
			a, b = a[1:], b[1:]
		}
	}
	return words, numbers
}

// addresses finds the best agreement of two addresses. Another country is for
// the fact CountryField to say.
func (w *Weights) addresses(s, e *Party) (best Fact, ok bool) {
	for i := range s.Places {
		for j := range e.Places {
			a, b := &s.Places[i], &e.Places[j]
			if a.Birth || b.Birth || len(a.Words) == 0 || len(b.Words) == 0 {
				continue
			}
			f := Fact{Field: AddressField, Subject: i, Entity: j, Rule: OtherAddress, Full: w.AddressAgainst}
			apart := a.Country != b.Country && a.Country != [2]byte{} && b.Country != [2]byte{}
			switch words, numbers := shared(a.Words, b.Words); {
			case apart || words == 0 && !slices.Equal(a.Words, b.Words):
			case numbers > 0 && words+numbers >= 3 && 2*(words+numbers) >= min(len(a.Words), len(b.Words)):
				f.Rule, f.Agree, f.Full = SameAddress, w.AddressAgree, w.AddressAgree
			default:
				f.Rule, f.Agree, f.Full = SameTown, w.TownAgree, w.TownAgree
			}
			if !ok || f.better(&best) {
				best, ok = f, true
			}
		}
	}
	return best, ok
}

// birthPlaces finds the best agreement of two places of birth.
func (w *Weights) birthPlaces(s, e *Party) (best Fact, ok bool) {
	for i := range s.Places {
		for j := range e.Places {
			a, b := &s.Places[i], &e.Places[j]
			if !a.Birth || !b.Birth {
				continue
			}
			f := Fact{Field: BirthPlaceField, Subject: i, Entity: j, Rule: OtherBirthCountry, Full: w.BirthCountryAgainst}
			switch words, numbers := shared(a.Words, b.Words); {
			case words+numbers > 0:
				f.Rule, f.Agree, f.Full = SameBirthPlace, w.BirthPlaceAgree, w.BirthPlaceAgree
			case a.Country == [2]byte{} || b.Country == [2]byte{}:
				continue
			case a.Country == b.Country && len(a.Words) > 0 && len(b.Words) > 0:
				f.Rule, f.Full = OtherBirthPlace, w.BirthPlaceAgainst
			case a.Country == b.Country:
				f.Rule, f.Agree, f.Full = SameBirthCountry, w.BirthCountryAgree, w.BirthCountryAgree
			}
			if !ok || f.better(&best) {
				best, ok = f, true
			}
		}
	}
	return best, ok
}

// better says that f speaks more for a match than g.
func (f *Fact) better(g *Fact) bool {
	return int64(f.Agree)*int64(g.Full) > int64(g.Agree)*int64(f.Full) || f.Agree > 0 && g.Agree > 0 && f.Agree > g.Agree ||
		f.Agree == 0 && g.Agree == 0 && f.Full < g.Full
}

// ResetPlaces takes all places away.
func (p *Party) ResetPlaces() { p.Places, p.placeWords = p.Places[:0], p.placeWords[:0] }

// AddPlace adds a place of n words, which the caller fills in: ascending.
func (p *Party) AddPlace(place Place, n int) []uint32 {
	from := len(p.placeWords)
	p.placeWords = slices.Grow(p.placeWords, n)[:from+n]
	place.Words = p.placeWords[from : from+n : from+n]
	p.Places = append(p.Places, place)
	return place.Words
}

// homes is how many countries home tells of: those that a party's source states
// or, where it states none, those of its addresses.
func (p *Party) homes() (n int, stated bool) {
	if n = len(p.Countries); n > 0 {
		return n, true
	}
	return len(p.Places), false
}

// home is one of the countries that a party is at home in, zero for a place
// that says nothing of it.
func (p *Party) home(i int) [2]byte {
	switch {
	case len(p.Countries) > 0:
		return p.Countries[i].Code
	case p.Places[i].Birth:
		return [2]byte{}
	}
	return p.Places[i].Country
}
