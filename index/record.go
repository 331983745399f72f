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
// them, what a hit shows beyond these: see shown.go. All numbers are unsigned
// varints. A text is twice its length and itself, or, where it is one of the
// symbols, twice its number and one. What is seldom stated takes a bit of a mask
// where it is not.

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

// Which facts a record has.
const (
	hasGenders = 1 << iota
	hasBirthDates
	hasCountries
	hasIdentifiers
	hasPlaces
	hasEmails
)

func appendRecord(b []byte, e *interdict.Entity, p *score.Party) []byte {
	return appendShown(appendFacts(b, p), e, p)
}

func appendFacts(b []byte, p *score.Party) []byte {
	b = appendText(b, string(p.Schema))
	b = appendCount(b, len(p.From))
	for _, f := range p.From {
		b = appendCount(appendText(b, f.List), f.Names)
	}
	b = appendMask(b, p.Genders != 0, len(p.BirthDates) > 0, len(p.Countries) > 0, len(p.Identifiers) > 0, len(p.Places) > 0, len(p.Emails) > 0)
	if p.Genders != 0 {
		b = append(b, p.Genders)
	}
	if len(p.BirthDates) > 0 {
		b = appendCount(b, len(p.BirthDates))
		for _, d := range p.BirthDates {
			b = appendDate(b, d)
		}
	}
	if len(p.Countries) > 0 {
		b = appendCount(b, len(p.Countries))
		for _, c := range p.Countries {
			b = append(b, c.Code[0], c.Code[1])
			b = appendText(b, string(c.Role))
		}
	}
	if len(p.Identifiers) > 0 {
		b = appendCount(b, len(p.Identifiers))
		for _, k := range p.Identifiers {
			b = appendText(appendText(appendText(b, k.Space), k.Value), k.Country)
		}
	}
	if len(p.Places) > 0 {
		b = appendPlaces(b, p.Places)
	}
	if len(p.Emails) > 0 {
		b = appendTexts(b, p.Emails)
	}
	return b
}

// maskOf has a bit for each of some truths, the first lowest.
func maskOf(truths ...bool) (mask int) {
	for i, is := range truths {
		if is {
			mask |= 1 << i
		}
	}
	return mask
}

func appendMask(b []byte, truths ...bool) []byte { return appendCount(b, maskOf(truths...)) }

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

// appendDate appends which parts of a date are stated, and these.
func appendDate(b []byte, d interdict.Date) []byte {
	parts := [...]int{d.Year, d.Month, d.Day, d.ToYear, d.ToMonth, d.ToDay}
	b = appendMask(b, d.Year != 0, d.Month != 0, d.Day != 0, d.ToYear != 0, d.ToMonth != 0, d.ToDay != 0, d.Circa)
	for _, n := range parts {
		if n != 0 {
			b = appendCount(b, n)
		}
	}
	return b
}

// decoder reads a record. The first damage ends it: what follows is zero.
type decoder struct {
	b   []byte
	bad bool
}

func (s *Snapshot) decoder(entity uint32) decoder {
	return decoder{b: s.recordOf(entity)}
}

func (s *Snapshot) recordOf(entity uint32) []byte {
	return s.record[s.recordOff.wide(entity):s.recordOff.wide(entity+1)]
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
	mask := d.count()
	for i, part := range [...]*int{&t.Year, &t.Month, &t.Day, &t.ToYear, &t.ToMonth, &t.ToDay} {
		if mask&(1<<i) != 0 {
			*part = d.count()
		}
	}
	t.Circa = mask&(1<<6) != 0
	return t
}

// facts fills the party with what scoring compares. Texts point into the
// snapshot.
func (d *decoder) facts(p *score.Party) {
	p.Schema = interdict.Schema(d.view())
	p.BirthDates, p.Countries, p.Identifiers, p.Genders = p.BirthDates[:0], p.Countries[:0], p.Identifiers[:0], 0
	p.From, p.Emails = p.From[:0], p.Emails[:0]
	p.ResetPlaces()
	for range d.items() {
		p.From = append(p.From, score.From{List: d.view(), Names: d.count()})
	}
	mask := d.count()
	if mask&hasGenders != 0 {
		if g := d.bytes(1); len(g) == 1 {
			p.Genders = g[0]
		}
	}
	if mask&hasBirthDates != 0 {
		for range d.items() {
			p.BirthDates = append(p.BirthDates, d.date())
		}
	}
	if mask&hasCountries != 0 {
		for range d.items() {
			var c score.Country
			copy(c.Code[:], d.bytes(2))
			c.Role = interdict.CountryRole(d.view())
			p.Countries = append(p.Countries, c)
		}
	}
	if mask&hasIdentifiers != 0 {
		for range d.items() {
			p.Identifiers = append(p.Identifiers, ident.Key{Space: d.view(), Value: d.view(), Country: d.view()})
		}
	}
	if mask&hasPlaces != 0 {
		for range d.items() {
			d.place(p)
		}
	}
	if mask&hasEmails != 0 {
		for range d.items() {
			p.Emails = append(p.Emails, d.view())
		}
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
	for i := s.entNameOff.at(entity); i < s.entNameOff.at(entity+1); i++ {
		var scored score.Name
		scored, tokens = s.name(tokens, s.entName.at(i))
		dst.Names = append(dst.Names, scored)
	}
	return tokens, nil
}

// name makes a name ready for scoring; its tokens are appended to tokens.
func (s *Snapshot) name(tokens []score.Token, n uint32) (score.Name, []score.Token) {
	from := len(tokens)
	var culture name.Culture
	var lack interdict.Millibits
	for i, to := s.wordsOf(n); i < to; i++ {
		var t score.Token
		w := s.word(i)
		s.token(&t, w.word())
		t.Part, culture = w.part(), w.culture()
		t.Weight, t.Lack = score.TokenWeight(t.Rarity, t.Part, score.EntitySide)
		lack += t.Lack
		tokens = append(tokens, t)
	}
	source := s.nameSource[n]
	return score.Name{
		Tokens: tokens[from:len(tokens):len(tokens)], Lack: lack,
		Source: int(source &^ (weakBit | ownBit | unstatedBit)),
		Weak:   source&weakBit != 0, Unstated: source&unstatedBit != 0, Own: source&ownBit != 0,
		Culture: culture,
	}, tokens
}
