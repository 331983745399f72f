package entities

import (
	"encoding/binary"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/ident"
)

// A member's names and traits are looked at only where it is compared. One that
// was read from a file keeps them packed until then. All numbers are unsigned
// varints, texts have their length before them.

// packer appends what is kept.
type packer struct{ b []byte }

func (p *packer) count(n int)     { p.b = binary.AppendUvarint(p.b, uint64(n)) }
func (p *packer) text(s string)   { p.count(len(s)); p.b = append(p.b, s...) }
func (p *packer) number(n uint64) { p.b = binary.LittleEndian.AppendUint64(p.b, n) }

func (p *packer) truth(is bool) {
	n := 0
	if is {
		n = 1
	}
	p.count(n)
}

func (p *packer) date(d interdict.Date) {
	for _, n := range [...]int{d.Year, d.Month, d.Day, d.ToYear, d.ToMonth, d.ToDay} {
		p.count(n)
	}
	p.truth(d.Circa)
}

func (p *packer) words(all []word) {
	p.count(len(all))
	for _, w := range all {
		p.b = binary.LittleEndian.AppendUint32(p.b, uint32(w))
	}
}

func (p *packer) name(n *interdict.Name) {
	for _, s := range [...]string{n.Full, string(n.Kind), string(n.Quality), n.Script, n.Lang, n.ID, n.Note} {
		p.text(s)
	}
	p.count(len(n.Parts))
	for _, part := range n.Parts {
		p.text(string(part.Kind))
		p.text(part.Value)
	}
}

func (p *packer) traits(t *traits) {
	p.truth(t.person)
	p.count(len(t.births))
	for _, d := range t.births {
		p.date(d)
	}
	p.count(int(t.genders))
	p.count(len(t.countries))
	for _, c := range t.countries {
		p.b = append(p.b, c[:]...)
	}
	p.date(t.listed)
	p.number(t.topics)
	for _, words := range [...][]word{t.places, t.addresses, t.positions, t.reasons} {
		p.words(words)
	}
	p.count(len(t.numbers))
	for _, k := range t.numbers {
		p.text(k.Space)
		p.text(k.Value)
		p.text(k.Country)
	}
}

// pack packs a member's names and traits.
func (m *member) pack() string {
	if m.packed == "" {
		var p packer
		p.count(len(m.names))
		for i := range m.names {
			p.name(&m.names[i])
		}
		p.traits(m.traits)
		m.packed = string(p.b)
	}
	return m.packed
}

// open unpacks the names and traits of members that are still packed.
func (j *Joiner) open(members ...int) {
	for _, n := range members {
		if m := &j.members[n]; !m.opened {
			u := unpacker{s: m.packed}
			m.names = u.names()
			t := u.traits()
			m.traits = &t
			m.opened = true
		}
	}
}

// unpacker reads what a packer wrote. The first damage ends it: what follows is
// zero.
type unpacker struct {
	s   string
	bad bool
}

func (u *unpacker) fail() {
	u.s, u.bad = "", true
}

func (u *unpacker) count() int {
	n := uint64(0)
	for i := 0; i < len(u.s) && i < 5; i++ {
		n |= uint64(u.s[i]&0x7F) << (7 * i)
		if u.s[i] < 0x80 {
			u.s = u.s[i+1:]
			return int(n)
		}
	}
	u.fail()
	return 0
}

// items is a count of things of which each takes at least so many bytes.
func (u *unpacker) items(size int) int {
	n := u.count()
	if n > len(u.s)/size {
		u.fail()
		return 0
	}
	return n
}

func (u *unpacker) bytes(n int) string {
	if n > len(u.s) {
		u.fail()
		return ""
	}
	s := u.s[:n]
	u.s = u.s[n:]
	return s
}

func (u *unpacker) text() string { return u.bytes(u.count()) }
func (u *unpacker) truth() bool  { return u.count() == 1 }

func (u *unpacker) number() (n uint64) {
	s := u.bytes(8)
	for i := range len(s) {
		n |= uint64(s[i]) << (8 * i)
	}
	return n
}

func (u *unpacker) date() (d interdict.Date) {
	d.Year, d.Month, d.Day = u.count(), u.count(), u.count()
	d.ToYear, d.ToMonth, d.ToDay = u.count(), u.count(), u.count()
	d.Circa = u.truth()
	return d
}

func (u *unpacker) words() []word {
	s := u.bytes(4 * u.items(4))
	if s == "" {
		return nil
	}
	out := make([]word, len(s)/4)
	for i := range out {
		out[i] = word(s[4*i]) | word(s[4*i+1])<<8 | word(s[4*i+2])<<16 | word(s[4*i+3])<<24
	}
	return out
}

func (u *unpacker) names() []interdict.Name {
	out := make([]interdict.Name, u.items(8))
	for i := range out {
		n := &out[i]
		n.Full, n.Kind, n.Quality = u.text(), interdict.NameKind(u.text()), interdict.Quality(u.text())
		n.Script, n.Lang, n.ID, n.Note = u.text(), u.text(), u.text(), u.text()
		if parts := u.items(2); parts > 0 {
			n.Parts = make([]interdict.NamePart, parts)
		}
		for k := range n.Parts {
			n.Parts[k] = interdict.NamePart{Kind: interdict.PartKind(u.text()), Value: u.text()}
		}
	}
	return out
}

func (u *unpacker) traits() (t traits) {
	t.person = u.truth()
	for range u.items(7) {
		t.births = append(t.births, u.date())
	}
	t.genders = uint8(u.count())
	for range u.items(2) {
		var c code
		copy(c[:], u.bytes(2))
		t.countries = append(t.countries, c)
	}
	t.listed = u.date()
	t.topics = u.number()
	t.places, t.addresses, t.positions, t.reasons = u.words(), u.words(), u.words(), u.words()
	for range u.items(3) {
		t.numbers = append(t.numbers, ident.Key{Space: u.text(), Value: u.text(), Country: u.text()})
	}
	return t
}
