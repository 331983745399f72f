package index

import (
	_ "embed"
	"encoding/binary"
	"errors"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/ident"
	"github.com/interdict/interdict/name"
	"github.com/interdict/interdict/score"
)

// An entity's record holds, first, the facts that scoring compares and, behind
// them, what a hit shows. All numbers are unsigned varints. A text is twice its
// length and itself, or, where it is one of the symbols, twice its number and one.

// symbolsFile are the texts that come again and again, one a line; the first 64
// take a byte. They are part of the format: a change raises its version.
//
//go:embed symbols.txt
var symbolsFile string

var (
	symbols  = strings.Split(strings.TrimSpace(symbolsFile), "\n")
	symbolOf = func() map[string]int {
		of := make(map[string]int, len(symbols))
		for n, s := range symbols {
			of[s] = n
		}
		return of
	}()
)

var errRecord = errors.New("the snapshot is damaged: an entity's record is cut short; load the lists again to make it anew")

func appendRecord(b []byte, e *interdict.Entity, p *score.Party) []byte {
	b = appendText(b, string(p.Schema))
	b = append(b, p.Genders)
	b = appendCount(b, len(p.From))
	for _, f := range p.From {
		b = appendCount(appendText(b, f.List), f.Names)
	}
	b = appendCount(b, len(p.BirthDates))
	for _, d := range p.BirthDates {
		b = appendDate(b, d)
	}
	b = appendCount(b, len(p.Countries))
	for _, c := range p.Countries {
		b = append(b, c.Code[0], c.Code[1])
		b = appendText(b, string(c.Role))
	}
	b = appendCount(b, len(p.Identifiers))
	for _, k := range p.Identifiers {
		b = appendText(appendText(appendText(b, k.Space), k.Value), k.Country)
	}
	b = appendPlaces(b, p.Places)
	b = appendTexts(b, p.Emails)
	b = appendText(b, e.ID)
	b = appendCount(b, len(e.Listings))
	for i := range e.Listings {
		b = appendListing(b, &e.Listings[i])
	}
	return b
}

func appendPlaces(b []byte, places []score.Place) []byte {
	b = appendCount(b, len(places))
	for i := range places {
		pl := &places[i]
		birth := 0
		if pl.Birth {
			birth = 1
		}
		b = append(appendCount(appendCount(b, birth), pl.Source), pl.Country[0], pl.Country[1])
		b = appendCount(b, len(pl.Words))
		for _, w := range pl.Words {
			b = binary.LittleEndian.AppendUint32(b, w)
		}
	}
	return b
}

// appendListing keeps of a listing what a hit shows.
func appendListing(b []byte, l *interdict.Listing) []byte {
	b = appendText(appendText(appendText(appendText(b, l.List), l.ID), string(l.Schema)), string(l.Kind))
	d := &l.Designation
	b = appendText(b, d.Regime)
	b = appendTexts(b, d.Programs)
	b = appendDate(b, d.Listed)
	b = appendTexts(b, d.Measures)
	b = appendCount(b, len(l.Names))
	for i := range l.Names {
		n := &l.Names[i]
		b = appendText(appendText(appendText(appendText(b, n.Full), string(n.Kind)), string(n.Quality)), n.Script)
	}
	b = appendCount(b, len(l.BirthDates))
	for _, d := range l.BirthDates {
		b = appendDate(b, d)
	}
	b = appendCount(b, len(l.Countries))
	for _, c := range l.Countries {
		b = appendText(appendText(appendText(b, string(c.Role)), c.Code), c.Name)
	}
	for _, places := range [][]interdict.Place{l.Addresses, l.BirthPlaces} {
		b = appendCount(b, len(places))
		for i := range places {
			b = appendText(b, places[i].String())
		}
	}
	return b
}

func appendCount(b []byte, n int) []byte { return binary.AppendUvarint(b, uint64(n)) }

func appendText(b []byte, s string) []byte {
	if n, ok := symbolOf[s]; ok {
		return appendCount(b, 2*n+1)
	}
	return append(appendCount(b, 2*len(s)), s...)
}

func appendTexts[T ~string](b []byte, list []T) []byte {
	b = appendCount(b, len(list))
	for _, s := range list {
		b = appendText(b, string(s))
	}
	return b
}

func appendDate(b []byte, d interdict.Date) []byte {
	circa := 0
	if d.Circa {
		circa = 1
	}
	for _, n := range [...]int{d.Year, d.Month, d.Day, d.ToYear, d.ToMonth, d.ToDay, circa} {
		b = appendCount(b, n)
	}
	return b
}

// decoder reads a record. The first damage ends it: what follows is zero.
type decoder struct {
	b   []byte
	bad bool
}

func (s *Snapshot) decoder(entity uint32) decoder {
	return decoder{b: s.record[s.recordOff[entity]:s.recordOff[entity+1]]}
}

func (d *decoder) count() int {
	n, size := binary.Uvarint(d.b)
	if size <= 0 || n > 1<<31 {
		d.bad, d.b = true, nil
		return 0
	}
	d.b = d.b[size:]
	return int(n)
}

// items is a count of things of which each takes at least a byte.
func (d *decoder) items() int {
	n := d.count()
	if n > len(d.b) {
		d.bad, d.b = true, nil
		return 0
	}
	return n
}

func (d *decoder) bytes(n int) []byte {
	if n > len(d.b) {
		d.bad, d.b = true, nil
		return nil
	}
	s := d.b[:n]
	d.b = d.b[n:]
	return s
}

// view is a text that points into the snapshot, text a copy of it.
func (d *decoder) view() string {
	n := d.count()
	if n&1 == 0 {
		return viewOf(d.bytes(n / 2))
	}
	if n /= 2; n < len(symbols) {
		return symbols[n]
	}
	d.bad, d.b = true, nil
	return ""
}

func (d *decoder) text() string {
	if len(d.b) > 0 && d.b[0]&1 == 1 {
		return d.view() // a symbol, which stays
	}
	return strings.Clone(d.view())
}

func texts[T ~string](d *decoder) []T {
	var out []T
	for range d.items() {
		out = append(out, T(d.text()))
	}
	return out
}

func (d *decoder) date() (t interdict.Date) {
	t.Year, t.Month, t.Day = d.count(), d.count(), d.count()
	t.ToYear, t.ToMonth, t.ToDay = d.count(), d.count(), d.count()
	t.Circa = d.count() == 1
	return t
}

// facts fills the party with what scoring compares. Texts point into the
// snapshot.
func (d *decoder) facts(p *score.Party) {
	p.Schema = interdict.Schema(d.view())
	p.BirthDates, p.Countries, p.Identifiers, p.Genders = p.BirthDates[:0], p.Countries[:0], p.Identifiers[:0], 0
	if g := d.bytes(1); len(g) == 1 {
		p.Genders = g[0]
	}
	p.From = p.From[:0]
	for range d.items() {
		p.From = append(p.From, score.From{List: d.view(), Names: d.count()})
	}
	for range d.items() {
		p.BirthDates = append(p.BirthDates, d.date())
	}
	for range d.items() {
		var c score.Country
		copy(c.Code[:], d.bytes(2))
		c.Role = interdict.CountryRole(d.view())
		p.Countries = append(p.Countries, c)
	}
	for range d.items() {
		p.Identifiers = append(p.Identifiers, ident.Key{Space: d.view(), Value: d.view(), Country: d.view()})
	}
	p.ResetPlaces()
	for range d.items() {
		d.place(p)
	}
	p.Emails = p.Emails[:0]
	for range d.items() {
		p.Emails = append(p.Emails, d.view())
	}
}

func (d *decoder) place(p *score.Party) {
	pl := score.Place{Birth: d.count() == 1, Source: d.count()}
	copy(pl.Country[:], d.bytes(2))
	raw := d.bytes(4 * d.items())
	words := p.AddPlace(pl, len(raw)/4)
	for i := range words {
		words[i] = binary.LittleEndian.Uint32(raw[4*i:])
	}
}

// entity reads what a hit shows; its texts are copies.
func (d *decoder) entity() interdict.Entity {
	e := interdict.Entity{ID: d.text()}
	for range d.items() {
		e.Listings = append(e.Listings, d.listing())
	}
	return e
}

func (d *decoder) listing() (l interdict.Listing) {
	l.List, l.ID, l.Schema, l.Kind = d.text(), d.text(), interdict.Schema(d.text()), interdict.Kind(d.text())
	l.Designation.Regime = d.text()
	l.Designation.Programs = texts[string](d)
	l.Designation.Listed = d.date()
	l.Designation.Measures = texts[interdict.Measure](d)
	for range d.items() {
		l.Names = append(l.Names, interdict.Name{
			Full: d.text(), Kind: interdict.NameKind(d.text()),
			Quality: interdict.Quality(d.text()), Script: d.text(),
		})
	}
	for range d.items() {
		l.BirthDates = append(l.BirthDates, d.date())
	}
	for range d.items() {
		l.Countries = append(l.Countries, interdict.Country{
			Role: interdict.CountryRole(d.text()), Code: d.text(), Name: d.text(),
		})
	}
	l.Addresses, l.BirthPlaces = d.places(), d.places()
	return l
}

// ids calls f with the id of the entity, which it returns, and those of its
// listings. They point into the snapshot.
func (d *decoder) ids(f func(id string)) (entity string) {
	entity = d.view()
	f(entity)
	for range d.items() {
		d.view()
		f(d.view())
		d.passListing()
	}
	return entity
}

// passListing reads past what a listing says behind its id.
func (d *decoder) passListing() {
	d.pass(3) // schema, kind, regime
	d.pass(d.items())
	d.date()
	d.pass(d.items())
	for range d.items() {
		d.pass(4) // of a name
	}
	for range d.items() {
		d.date()
	}
	for range d.items() {
		d.pass(3) // of a country
	}
	d.pass(d.items())
	d.pass(d.items())
}

// pass reads past texts.
func (d *decoder) pass(texts int) {
	for range texts {
		d.view()
	}
}

// places are those of which only the text is kept.
func (d *decoder) places() (out []interdict.Place) {
	for range d.items() {
		out = append(out, interdict.Place{Text: d.text()})
	}
	return out
}

// party fills dst with an entity made ready for scoring; its tokens are
// appended to tokens. Its texts point into the snapshot: they must not outlive
// the call that scores them.
func (s *Snapshot) party(dst *score.Party, tokens []score.Token, entity uint32) ([]score.Token, error) {
	d := s.decoder(entity)
	d.facts(dst)
	if d.bad {
		return tokens, errRecord
	}
	dst.Names = dst.Names[:0]
	for _, n := range s.entName[s.entNameOff[entity]:s.entNameOff[entity+1]] {
		var scored score.Name
		scored, tokens = s.name(tokens, n)
		dst.Names = append(dst.Names, scored)
	}
	return tokens, nil
}

// name makes a name ready for scoring; its tokens are appended to tokens.
func (s *Snapshot) name(tokens []score.Token, n uint32) (score.Name, []score.Token) {
	from := len(tokens)
	var culture name.Culture
	for i := s.nameOff[n]; i < s.nameOff[n+1]; i++ {
		var t score.Token
		w := s.nameWord[i]
		s.token(&t, w.word())
		t.Part, culture = w.part(), w.culture()
		t.Weight, t.Lack = score.TokenWeight(t.Rarity, t.Part, score.EntitySide)
		tokens = append(tokens, t)
	}
	source := s.nameSource[n]
	return score.Name{
		Tokens: tokens[from:len(tokens):len(tokens)], Lack: interdict.Millibits(s.nameLack[n]),
		Source: int(source &^ (weakBit | ownBit | unstatedBit)),
		Weak:   source&weakBit != 0, Unstated: source&unstatedBit != 0, Own: source&ownBit != 0,
		Culture: culture,
	}, tokens
}

// Entity returns what a hit shows of an entity: ids, names, dates, countries,
// designation. The register has the rest.
func (s *Snapshot) Entity(entity uint32) (interdict.Entity, error) {
	d := s.decoder(entity)
	var facts score.Party
	d.facts(&facts)
	e := d.entity()
	if d.bad {
		return interdict.Entity{}, errRecord
	}
	return e, nil
}

// Find returns the entities with this id, or with a listing of this id.
func (s *Snapshot) Find(id string) ([]uint32, error) {
	var out []uint32
	for _, n := range s.refs.lookup(hashString(id, saltListing)) {
		e, err := s.Entity(n)
		if err != nil {
			return nil, err
		}
		found := e.ID == id
		for i := range e.Listings {
			found = found || e.Listings[i].ID == id
		}
		if found {
			out = append(out, n)
		}
	}
	return out, nil
}
