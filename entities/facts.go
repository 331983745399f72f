package entities

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/interdict/interdict"
)

// FactHash names exactly what scoring and policy read of an entity: a hash of
// those facts of its listings, in an order of their own, so that neither the
// order of loading nor that in which a list states them matters. The entity's id
// is no part of it.
func FactHash(listings []interdict.Listing) string {
	hashes := make([]listingHash, len(listings))
	for i := range listings {
		hashes[i] = factsOf(&listings[i])
	}
	return together(hashes)
}

// listingHash names the facts of one listing.
type listingHash [sha256.Size]byte

// together is the fact hash of an entity of these listings.
func together(hashes []listingHash) string {
	slices.SortFunc(hashes, func(a, b listingHash) int { return slices.Compare(a[:], b[:]) })
	h := sha256.New()
	for i := range hashes {
		h.Write(hashes[i][:])
	}
	return hex.EncodeToString(h.Sum(nil))
}

// factsOf hashes what scoring reads of a listing (kind of party, names, dates
// and places of birth, genders, countries, identifiers, addresses, e-mail
// addresses) and what policy reads (list, id, kind, measures, regime, programmes).
func factsOf(l *interdict.Listing) listingHash {
	d := &l.Designation
	var b []byte
	b = texts(b, l.List, l.ID, string(l.Schema), string(l.Kind), d.Regime)
	b = each(b, len(d.Programs), func(i int, b []byte) []byte { return texts(b, d.Programs[i]) })
	b = each(b, len(d.Measures), func(i int, b []byte) []byte { return texts(b, string(d.Measures[i])) })
	b = each(b, len(l.Names), func(i int, b []byte) []byte {
		n := &l.Names[i]
		b = texts(b, n.Full, string(n.Kind), string(n.Quality), n.Script, n.Lang)
		for _, p := range n.Parts {
			b = texts(b, string(p.Kind), p.Value)
		}
		return b
	})
	b = each(b, len(l.BirthDates), func(i int, b []byte) []byte { return texts(b, l.BirthDates[i].String()) })
	b = each(b, len(l.BirthPlaces), func(i int, b []byte) []byte { return placeFacts(b, &l.BirthPlaces[i]) })
	b = each(b, len(l.Genders), func(i int, b []byte) []byte { return texts(b, l.Genders[i]) })
	b = each(b, len(l.Countries), func(i int, b []byte) []byte {
		return texts(b, string(l.Countries[i].Role), l.Countries[i].Code, l.Countries[i].Name)
	})
	b = each(b, len(l.Identifiers), func(i int, b []byte) []byte {
		id := &l.Identifiers[i]
		return texts(b, string(id.Type), id.Value, id.Country, id.Label)
	})
	b = each(b, len(l.Addresses), func(i int, b []byte) []byte { return placeFacts(b, &l.Addresses[i]) })
	b = each(b, len(l.Emails), func(i int, b []byte) []byte { return texts(b, l.Emails[i]) })
	return sha256.Sum256(b)
}

func placeFacts(b []byte, p *interdict.Place) []byte {
	return texts(b, p.Text, p.Street, p.City, p.Region, p.PostalCode, p.Country, p.CountryName)
}

// texts appends texts, each behind its length.
func texts(b []byte, all ...string) []byte {
	for _, s := range all {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	return b
}

// each appends n values, sorted, each behind its length, behind their count.
func each(b []byte, n int, value func(i int, b []byte) []byte) []byte {
	all := make([]string, n)
	for i := range all {
		all[i] = string(value(i, nil))
	}
	slices.SortFunc(all, strings.Compare)
	b = binary.AppendUvarint(b, uint64(n))
	return texts(b, all...)
}
