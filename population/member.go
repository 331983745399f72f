package population

import (
	"encoding/binary"
	"errors"

	"github.com/interdict/interdict"
)

// A member in a page, version 1: what is done, then the subject's fields in the
// order of appendMember, texts behind their length, lists behind their count,
// numbers as varints. A page holds whole members, one behind the other.

// op is what a member of a later file does to those of the same id before it.
type op byte

const (
	put    op = 0 // it is one of the population
	remove op = 1 // those of its id no longer are; it has an id alone
)

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

func appendTexts(b []byte, list []string) []byte {
	b = binary.AppendUvarint(b, uint64(len(list)))
	for _, s := range list {
		b = appendText(b, s)
	}
	return b
}

func appendDate(b []byte, d *interdict.Date) []byte {
	for _, n := range []int{d.Year, d.Month, d.Day, d.ToYear, d.ToMonth, d.ToDay} {
		b = binary.AppendVarint(b, int64(n))
	}
	if d.Circa {
		return append(b, 1)
	}
	return append(b, 0)
}

func appendPlaces(b []byte, list []interdict.Place) []byte {
	b = binary.AppendUvarint(b, uint64(len(list)))
	for i := range list {
		p := &list[i]
		for _, s := range []string{p.Text, p.Street, p.City, p.Region, p.PostalCode, p.Country, p.CountryName, p.Note, p.ID} {
			b = appendText(b, s)
		}
	}
	return b
}

// appendMember appends a member to a page, behind its length. Where it stood in
// its input (row, path) is no part of it.
func appendMember(b []byte, do op, s *interdict.Subject, buf *[]byte) []byte {
	m := appendText(append((*buf)[:0], byte(do)), s.ID)
	if do == put {
		m = appendFacts(m, s)
	}
	*buf = m
	return append(binary.AppendUvarint(b, uint64(len(m))), m...)
}

// appendFacts appends all of a subject but its id.
func appendFacts(b []byte, s *interdict.Subject) []byte {
	b = appendText(appendText(b, s.Kind), string(s.Schema))
	b = binary.AppendUvarint(b, uint64(len(s.Names)))
	for i := range s.Names {
		n := &s.Names[i]
		for _, t := range []string{n.Full, string(n.Kind), string(n.Quality), n.Script, n.Lang, n.ID, n.Note} {
			b = appendText(b, t)
		}
		b = binary.AppendUvarint(b, uint64(len(n.Parts)))
		for _, p := range n.Parts {
			b = appendText(appendText(b, string(p.Kind)), p.Value)
		}
	}
	b = binary.AppendUvarint(b, uint64(len(s.BirthDates)))
	for i := range s.BirthDates {
		b = appendDate(b, &s.BirthDates[i])
	}
	b = binary.AppendUvarint(b, uint64(len(s.Countries)))
	for i := range s.Countries {
		c := &s.Countries[i]
		b = appendText(appendText(appendText(b, string(c.Role)), c.Code), c.Name)
	}
	b = binary.AppendUvarint(b, uint64(len(s.Identifiers)))
	for i := range s.Identifiers {
		id := &s.Identifiers[i]
		b = appendText(appendText(appendText(b, string(id.Type)), id.Value), id.Country)
		b = appendDate(appendDate(b, &id.Issued), &id.Expires)
		b = appendText(appendText(b, id.Label), id.Note)
	}
	b = appendTexts(b, s.Genders)
	b = appendPlaces(appendPlaces(b, s.Addresses), s.BirthPlaces)
	return appendTexts(b, s.Emails)
}

// errPage is the error of a page that opens and makes no sense.
var errPage = errors.New("a page of the population cannot be read")

// reader reads members off a page. What it reads points into the page.
type reader struct {
	rest string
	bad  bool
}

func (r *reader) number() (n uint64) {
	for i := 0; i < len(r.rest) && i < binary.MaxVarintLen64; i++ {
		c := r.rest[i]
		n |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			r.rest = r.rest[i+1:]
			return n
		}
	}
	r.bad, r.rest = true, ""
	return 0
}

func (r *reader) signed() int {
	u := r.number()
	return int(int64(u>>1) ^ -int64(u&1))
}

func (r *reader) text() string {
	n := r.number()
	if n > uint64(len(r.rest)) {
		r.bad, r.rest = true, ""
		return ""
	}
	s := r.rest[:n]
	r.rest = r.rest[n:]
	return s
}

// count is how many values follow; each takes a byte at least.
func (r *reader) count() int {
	n := r.number()
	if n > uint64(len(r.rest)) {
		r.bad, r.rest = true, ""
		return 0
	}
	return int(n)
}

func (r *reader) bytes() byte {
	if r.rest == "" {
		r.bad = true
		return 0
	}
	b := r.rest[0]
	r.rest = r.rest[1:]
	return b
}

func (r *reader) texts(list []string) []string {
	list = list[:0]
	for range r.count() {
		list = append(list, r.text())
	}
	return list
}

func (r *reader) date() interdict.Date {
	d := interdict.Date{Year: r.signed(), Month: r.signed(), Day: r.signed(), ToYear: r.signed(), ToMonth: r.signed(), ToDay: r.signed()}
	d.Circa = r.bytes() == 1
	return d
}

func (r *reader) places(list []interdict.Place) []interdict.Place {
	list = list[:0]
	for range r.count() {
		list = append(list, interdict.Place{Text: r.text(), Street: r.text(), City: r.text(), Region: r.text(), PostalCode: r.text(),
			Country: r.text(), CountryName: r.text(), Note: r.text(), ID: r.text()})
	}
	return list
}

// next cuts the next member off a page.
func (r *reader) next() (m reader) {
	m.rest = r.text()
	m.bad = r.bad
	return m
}

// head reads what is done with a member, and its id.
func (r *reader) head() (do op, id string, err error) {
	do, id = op(r.bytes()), r.text()
	if r.bad || do > remove {
		err = errPage
	}
	return do, id, err
}

// member reads what follows a member's head into s, whose slices are used again.
func (r *reader) member(do op, id string, s *interdict.Subject) error {
	*s = interdict.Subject{ID: id, Names: s.Names[:0], BirthDates: s.BirthDates[:0], Countries: s.Countries[:0], Identifiers: s.Identifiers[:0],
		Genders: s.Genders[:0], Addresses: s.Addresses[:0], BirthPlaces: s.BirthPlaces[:0], Emails: s.Emails[:0]}
	if do == put {
		r.facts(s)
	}
	if r.bad || r.rest != "" {
		return errPage
	}
	return nil
}

func (r *reader) facts(s *interdict.Subject) {
	s.Kind, s.Schema = r.text(), interdict.Schema(r.text())
	for range r.count() {
		n := interdict.Name{Full: r.text(), Kind: interdict.NameKind(r.text()), Quality: interdict.Quality(r.text()), Script: r.text(), Lang: r.text(), ID: r.text(), Note: r.text()}
		if k := len(s.Names); k < cap(s.Names) {
			n.Parts = s.Names[: k+1 : k+1][k].Parts[:0]
		}
		for range r.count() {
			n.Parts = append(n.Parts, interdict.NamePart{Kind: interdict.PartKind(r.text()), Value: r.text()})
		}
		s.Names = append(s.Names, n)
	}
	for range r.count() {
		s.BirthDates = append(s.BirthDates, r.date())
	}
	for range r.count() {
		s.Countries = append(s.Countries, interdict.Country{Role: interdict.CountryRole(r.text()), Code: r.text(), Name: r.text()})
	}
	for range r.count() {
		id := interdict.Identifier{Type: interdict.IDType(r.text()), Value: r.text(), Country: r.text()}
		id.Issued, id.Expires = r.date(), r.date()
		id.Label, id.Note = r.text(), r.text()
		s.Identifiers = append(s.Identifiers, id)
	}
	s.Genders = r.texts(s.Genders)
	s.Addresses, s.BirthPlaces = r.places(s.Addresses), r.places(s.BirthPlaces)
	s.Emails = r.texts(s.Emails)
}
