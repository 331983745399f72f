package crowd

import (
	"bytes"
	"fmt"
	"math/bits"
	"unicode"
	"unicode/utf8"
)

// dice are pseudo-random numbers (splitmix64), the same for a seed and a row on
// every machine.
type dice uint64

func newDice(seed uint64, row int64) dice {
	d := dice(row)
	return dice(d.next() ^ seed*0xd1342543de82ef95) // mixed first, so that neighbours share nothing
}

func (d *dice) next() uint64 {
	*d += 0x9e3779b97f4a7c15
	z := uint64(*d)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below is a number below n.
func (d *dice) below(n int) int {
	hi, _ := bits.Mul64(d.next(), uint64(n))
	return int(hi)
}

// oneIn is true one time in n.
func (d *dice) oneIn(n int) bool { return d.below(n) == 0 }

// percent is true n times in a hundred.
func (d *dice) percent(n int) bool { return d.below(100) < n }

// Offsets of the ranks: the commonest family name of a culture is borne by one in
// 2·familyOffset, the commonest given name by one in givenOffset.
const (
	familyOffset = 80
	givenOffset  = 40
)

// unit is a number in (0, 1].
func (d *dice) unit() float64 { return float64(d.next()>>11+1) / (1 << 53) }

// familyRank draws a rank: one beyond k comes with a chance of (q/(k+q))^(1/2).
func (d *dice) familyRank() uint64 {
	u := d.unit()
	return uint64(familyOffset/float64(u*u)) - familyOffset
}

// givenRank draws a rank: one beyond k comes with a chance of q/(k+q).
func (d *dice) givenRank() uint64 { return uint64(givenOffset/d.unit()) - givenOffset }

// draft is a person being made. Its memory is used again.
type draft struct {
	dice
	culture *culture
	native  bool
	female  bool

	words            []part
	name, birth, buf []byte
	// rare leaves out common names: family names begin at this rank, given names at
	// a tenth of it.
	rare uint64
	// country is "" where it is not known.
	country string
}

// part is a word of the name being made.
type part struct {
	latin, native []byte
	family        bool
	// glued is put before the word: "-" or "" between the syllables of one name.
	glued   bool
	between byte
	small   bool // no capital: particles
}

// draw makes the person of a row.
func (d *draft) draw(seed uint64, row int64) {
	d.dice = newDice(seed, row)
	d.culture = byShare[d.below(sharesOfAll)]
	d.female = d.oneIn(2)
	d.native = d.percent(d.culture.native)
	d.words = d.words[:0]
	d.shape()
	d.write()
	d.facts()
}

// add adds a word; its memory is used again.
func (d *draft) add() *part {
	if len(d.words) < cap(d.words) {
		d.words = d.words[:len(d.words)+1]
	} else {
		d.words = append(d.words, part{})
	}
	p := &d.words[len(d.words)-1]
	*p = part{latin: p.latin[:0], native: p.native[:0]}
	return p
}

// pick adds the word of a rank: a common one, else a rare one.
func (d *draft) pick(common []word, rare *maker, rank uint64) *part {
	p := d.add()
	if n := uint64(len(common)); rank < n || rare.none() {
		w := common[rank%n]
		p.latin, p.native = append(p.latin, w.latin...), append(p.native, w.native...)
		return p
	}
	p.latin, p.native = rare.append(p.latin, p.native, rank-uint64(len(common)))
	return p
}

func (d *draft) given() *part {
	w := d.culture.words
	if d.female {
		return d.pick(w.female, &w.rareGiven, d.rare/10+d.givenRank())
	}
	return d.pick(w.male, &w.rareGiven, d.rare/10+d.givenRank())
}

// man adds a man's given name: a father's, a grandfather's.
func (d *draft) man() *part {
	w := d.culture.words
	return d.pick(w.male, &w.rareGiven, d.givenRank())
}

func (d *draft) surname() *part {
	w := d.culture.words
	p := d.pick(w.family, &w.rareFamily, d.rare+d.familyRank())
	p.family = true
	return p
}

func (d *draft) particle(latin, native string) {
	p := d.add()
	p.latin, p.native, p.small = append(p.latin, latin...), append(p.native, native...), true
}

// facts draws birth date and country.
func (d *draft) facts() {
	d.birth, d.country = d.birth[:0], ""
	year := 1935 + d.below(73)
	switch {
	case d.oneIn(noBirth):
	case d.oneIn(yearAlone):
		d.birth = fmt.Appendf(d.birth, "%d", year)
	default:
		d.birth = append(d.birth, byte('0'+year/1000), byte('0'+year/100%10), byte('0'+year/10%10), byte('0'+year%10), '-')
		m, day := 1+d.below(12), 1+d.below(28)
		d.birth = append(d.birth, byte('0'+m/10), byte('0'+m%10), '-', byte('0'+day/10), byte('0'+day%10))
	}
	if c := d.culture.countries; !d.oneIn(noCountry) {
		if d.oneIn(2) {
			d.country = c[0]
		} else {
			d.country = c[d.below(len(c))]
		}
	}
}

// write writes the words as a name.
func (d *draft) write() {
	d.name = d.name[:0]
	upper, comma, wrong := d.oneIn(capitals), d.oneIn(familyFirst), d.oneIn(typingErrors)
	if d.native {
		d.writeNative()
		return
	}
	if wrong {
		d.mistype()
	}
	last := len(d.words) - 1
	comma = comma && last > 0 && d.words[last].family && !d.words[last].glued
	if comma {
		d.name = d.title(d.name, &d.words[last], upper)
		d.name = append(d.name, ',', ' ')
		last--
	}
	for i := range d.words[:last+1] {
		p := &d.words[i]
		switch {
		case i == 0:
		case !p.glued:
			d.name = append(d.name, ' ')
		case p.between != 0:
			d.name = append(d.name, p.between)
		}
		d.name = d.title(d.name, p, upper)
	}
}

// title appends a word with a capital, or in capitals.
func (d *draft) title(b []byte, p *part, upper bool) []byte {
	if upper {
		return append(b, bytes.ToUpper(p.latin)...)
	}
	if p.small || p.glued && p.between != ' ' {
		return append(b, p.latin...)
	}
	r, n := utf8.DecodeRune(p.latin)
	return append(utf8.AppendRune(b, unicode.ToTitle(r)), p.latin[n:]...)
}

// mistype makes a typing error in the longest word: two letters change places, or
// one is lost.
func (d *draft) mistype() {
	long := 0
	for i := range d.words {
		if len(d.words[i].latin) > len(d.words[long].latin) {
			long = i
		}
	}
	w := d.words[long].latin
	if len(w) < 5 {
		return
	}
	for _, c := range w {
		if c >= utf8.RuneSelf {
			return // letters of several bytes are not torn apart
		}
	}
	i := 1 + d.below(len(w)-2)
	if d.oneIn(2) {
		w[i], w[i+1] = w[i+1], w[i]
	} else {
		d.words[long].latin = append(w[:i], w[i+1:]...)
	}
}
