package reach

import (
	"encoding/binary"
	"math"
	"slices"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/sealed"
	"github.com/interdict/interdict/score"
)

// bearer says who a member may be: nobody is a company and a person, and hardly
// anybody one who was born on another day, since two common words that agree do
// not make up for that. Zero tells nothing.
//
// The highest bit says that the member is a person and nothing else; below are 7
// bits of the year of birth, counted from bearerFrom, 0 for none, and 8 bits of the
// day as score.Born has it. noPerson is one who is compared with no person.
type bearer uint16

const (
	noPerson   bearer = 1
	onlyPerson bearer = 1 << 15
	yearBits   bearer = 0x7F00
	dayBits    bearer = 0x00FF
	bearerFrom        = 100 // years of score.Born
)

// bearerOf is who a member may be. Of several birth dates none is told.
func bearerOf(p *score.Party) (b bearer) {
	if !interdict.Person.Comparable(p.Schema) {
		return noPerson
	}
	if p.Schema == interdict.Person {
		b = onlyPerson
	}
	born := score.BornOn(p.BirthDates)
	year, other := int(born&0xFF)-bearerFrom, int(born>>8&0xFF)-bearerFrom
	if year == other && year > 0 && year <= int(yearBits>>8) && born>>16&0xFF == born>>24 {
		b |= bearer(year)<<8 | bearer(born>>24)
	}
	return b
}

// writeBearers writes who the members may be, two bytes each.
func (w *Writer) writeBearers(m *chunkMeta) error {
	p := pages{out: w.out, size: wordPage}
	for some := range slices.Chunk(w.bearers, wordPage/2) {
		w.buf = w.buf[:0]
		for _, b := range some {
			w.buf = binary.LittleEndian.AppendUint16(w.buf, uint16(b))
		}
		if err := p.write(w.buf); err != nil {
			return err
		}
	}
	err := p.flush()
	m.BearerPages = p.count
	return err
}

// readBearers reads who the members may be.
func (c *chunk) readBearers(f *File, m *chunkMeta, from int) error {
	c.bearers = make([]bearer, 0, m.Rows)
	var page, room []byte
	var err error
	for n := range m.BearerPages {
		if page, err = f.Stretch(from+n, from+n+1, page[:0], &room); err != nil {
			return err
		}
		for ; len(page) >= 2 && len(c.bearers) < m.Rows; page = page[2:] {
			c.bearers = append(c.bearers, bearer(binary.LittleEndian.Uint16(page)))
		}
	}
	if len(c.bearers) < m.Rows {
		return sealed.ErrDamaged
	}
	return nil
}

// born is the birth date, to hold against those of entities.
func (b bearer) born() score.Born {
	year, day := score.Born(b>>8&0x7F)+bearerFrom, score.Born(b&dayBits)
	return (year | year<<8 | day<<16 | day<<24).Asked()
}

// bearers are who bear a listed name.
type bearers struct {
	// persons and others say that one of them may be a person, or something else.
	persons, others bool
	// undated says that one who may be a person has no birth date that tells, dayless
	// that one has none with a day. A member's contradicts all of theirs that shares
	// neither year nor day with any.
	undated, dayless bool
	years            [2]uint64 // sets
	days             [4]uint64
	stated           score.Stated // by any of them
}

// add adds an entity.
func (b *bearers) add(p *score.Party) {
	b.others = b.others || p.Schema != interdict.Person
	b.stated |= p.Stated()
	if !interdict.Person.Comparable(p.Schema) {
		return
	}
	b.persons = true
	born := score.BornOn(p.BirthDates)
	b.undated = b.undated || born == 0
	b.dayless = b.dayless || !born.Exact()
	for y := range yearBits>>8 + 1 {
		if y > 0 && !(y << 8).born().Contradicts(born) {
			b.years[y/64] |= 1 << (y % 64)
		}
	}
	for d := bearer(1); d < dayBits; d++ {
		if !(score.Born(d)<<16 | score.Born(d)<<24).Contradicts(born) { // no year at all
			b.days[d/64] |= 1 << (d % 64)
		}
	}
}

// relation is how a member's kind and birth date stand to those who bear a listed
// name.
type relation uint8

const (
	open       relation = iota // nothing speaks against it
	yearsApart                 // the birth dates contradict
	daysApart                  // they contradict, and both sides know the day
	never                      // they are not compared
)

// relation says how a member stands to them.
func (b *bearers) relation(m bearer) relation {
	year, day := m&yearBits>>8, m&dayBits
	switch {
	case m == noPerson && !b.others, m&onlyPerson != 0 && !b.persons:
		return never
	case year == 0 || b.undated || !b.persons || b.others && m&onlyPerson == 0:
		return open
	case b.years[year/64]>>(year%64)&1 != 0 || b.days[day/64]>>(day%64)&1 != 0:
		return open
	case day == 0 || b.dayless:
		return yearsApart
	}
	return daysApart
}

// sieve says of whom names that agree could reach what is demanded, by both bytes of
// a bearer: those for whom they have a bit in common.
type sieve struct{ highs, lows [256]uint8 }

// sieve is that of a name, where besides says by relation what is possible; ok is
// false if everybody passes.
func (b *bearers) sieve(besides *[never + 1]beside) (s sieve, ok bool) {
	if b.persons && b.others && besides[daysApart].possible && besides[yearsApart].possible {
		return s, false
	}
	var like [4]bearer // a day of each sort
	for day := bearer(0); day <= dayBits; day++ {
		sort := 3
		switch {
		case day <= noPerson:
			sort = int(day)
		case b.days[day/64]>>(day%64)&1 != 0:
			sort = 2
		}
		s.lows[day], like[sort] = 1<<sort, day
	}
	for high := range s.highs {
		for sort, day := range like {
			if besides[b.relation(bearer(high)<<8|day)].possible {
				s.highs[high] |= 1 << sort
			}
		}
	}
	return s, true
}

// passes is 1 for who passes, else 0: no branch, which could not be foreseen.
func (s *sieve) passes(b bearer) int {
	return (int(s.highs[b>>8]&s.lows[b&dayBits]) + math.MaxUint8) >> 8
}
