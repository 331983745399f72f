package entities

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"maps"
	"slices"

	"github.com/interdict/interdict"
)

// A Joiner that has joined can be kept in a file for the next one to come after.
// The file is a cache: whatever is wrong with it, it is left alone and everything
// is joined from nothing.
//
//	bytes 0-7    "INTRJOIN"
//	bytes 8-11   version of this layout
//	bytes 12-15  CRC-32C of what follows
//	bytes 16-47  SHA-256 of what it rests on beside the listings
//
// and then, as a packer writes them: the facts by which listings are joined; the
// listings; how alike names are; which listings a list has twice; likenesses.
const (
	stateMagic   = "INTRJOIN"
	stateVersion = 2
	stateHeader  = 8 + 4 + 4 + sha256.Size
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// ErrState is the error of a file of a Joiner's state that cannot be used.
var ErrState = errors.New("what was kept of joining is damaged or of another version of the program")

// State is what a Joiner that has joined leaves to the next, as bytes. of says
// which entity each listing has become, as they were added.
func (j *Joiner) State(of []string) []byte {
	p := statePacker{symbols: map[string]int{}}
	p.b = make([]byte, stateHeader, 1<<20+600*len(j.members))
	number := p.keys(j)
	p.count(len(j.members))
	for n := range j.members {
		p.member(&j.members[n], j.roots[n], number)
		p.symbol(of[n])
	}
	p.count(len(j.strengths))
	for _, pair := range slices.Sorted(maps.Keys(j.strengths)) {
		p.pair(pair)
		p.number(uint64(j.strengths[pair]))
	}
	p.count(len(j.doubles))
	for _, pair := range slices.Sorted(maps.Keys(j.doubles)) {
		p.pair(pair)
		p.truth(j.doubles[pair])
	}
	p.count(len(j.found))
	for i := range j.found {
		p.link(&j.found[i])
	}
	sum := basis()
	copy(p.b, stateMagic)
	binary.LittleEndian.PutUint32(p.b[8:], stateVersion)
	copy(p.b[16:], sum[:])
	binary.LittleEndian.PutUint32(p.b[12:], crc32.Checksum(p.b[16:], castagnoli))
	return p.b
}

// statePacker writes texts that come again and again once.
type statePacker struct {
	packer
	symbols map[string]int
}

func (p *statePacker) symbol(s string) {
	n, ok := p.symbols[s]
	if !ok {
		n = len(p.symbols)
		p.symbols[s] = n
	}
	p.count(n)
	if !ok {
		p.text(s)
	}
}

// keys writes the facts that join listings and says which number each has.
func (p *statePacker) keys(j *Joiner) []int32 {
	number := make([]int32, len(j.keys.all)) // and one; 0 none yet
	var all []keyNumber
	for n := range j.members {
		for _, keys := range [...][]keyNumber{j.members[n].keys, j.members[n].own} {
			for _, k := range keys {
				if number[k] == 0 {
					all = append(all, k)
					number[k] = int32(len(all))
				}
			}
		}
	}
	p.count(len(all))
	for _, n := range all {
		k := &j.keys.all[n]
		p.symbol(k.space)
		p.text(k.value)
		p.symbol(k.country)
		p.truth(k.reference)
	}
	return number
}

func (p *statePacker) member(m *member, root int, number []int32) {
	p.symbol(m.ref.List)
	p.text(m.ref.ID)
	p.b = append(p.b, m.version[:]...)
	p.b = append(p.b, m.facts[:]...)
	p.symbol(string(m.schema))
	p.symbol(m.source)
	p.truth(m.copy)
	p.count(root)
	for _, all := range [...][]keyNumber{m.keys, m.own} {
		p.count(len(all))
		for _, k := range all {
			p.count(int(number[k] - 1))
		}
	}
	p.count(len(m.blocks))
	for _, b := range m.blocks {
		p.number(uint64(b))
	}
	p.text(m.pack())
}

func (p *statePacker) pair(pair twoMembers) {
	p.count(int(pair & (1<<32 - 1)))
	p.count(int(pair >> 32))
}

func (p *statePacker) link(l *link) {
	p.count(l.a)
	p.count(l.b)
	p.truth(l.person)
	p.truth(l.regime)
	p.truth(l.bare)
	for _, n := range [...]int{l.words, l.names, l.facts, l.birth, l.proof, l.address, int(l.strength), int(l.primary)} {
		p.number(uint64(n))
	}
	p.symbol(l.against)
}

// Entities says of a Joiner that was read back which entity each listing had
// become, in the order in which they were added.
func (j *Joiner) Entities() (listings []interdict.Ref, entities []string) {
	listings = make([]interdict.Ref, len(j.members))
	for n := range j.members {
		listings[n] = j.members[n].ref
	}
	return listings, j.entities
}

// FromState reads a Joiner back, for another to come after it. The texts of
// what it holds are parts of state.
func FromState(state string) (*Joiner, error) {
	sum := basis()
	if len(state) < stateHeader || state[:8] != stateMagic || state[16:stateHeader] != string(sum[:]) {
		return nil, ErrState
	}
	u := stateUnpacker{unpacker: unpacker{s: state[8:]}}
	head := u.number()
	if head&(1<<32-1) != stateVersion || uint32(head>>32) != checksum(state[16:]) {
		return nil, ErrState
	}
	u.s = state[stateHeader:]
	j := u.joiner()
	if u.bad || u.s != "" {
		return nil, ErrState
	}
	return j, nil
}

// checksum is CRC-32C of a text, without copying it whole.
func checksum(s string) (sum uint32) {
	var buf [16 << 10]byte
	for s != "" {
		n := copy(buf[:], s)
		sum = crc32.Update(sum, castagnoli, buf[:n])
		s = s[n:]
	}
	return sum
}

type stateUnpacker struct {
	unpacker
	symbols []string
	keys    slab[keyNumber]
	blocks  slab[block]
}

func (u *stateUnpacker) symbol() string {
	n := u.count()
	switch {
	case n < len(u.symbols):
		return u.symbols[n]
	case n > len(u.symbols):
		u.fail()
		return ""
	}
	u.symbols = append(u.symbols, u.text())
	return u.symbols[n]
}

// below is a number that is less than another.
func (u *stateUnpacker) below(limit int) int {
	n := u.count()
	if n >= limit {
		u.fail()
		return 0
	}
	return n
}

func (u *stateUnpacker) joiner() *Joiner {
	j := NewJoiner()
	j.keys.all = make([]key, u.items(4))
	for i := range j.keys.all {
		j.keys.all[i] = key{space: u.symbol(), value: u.text(), country: u.symbol(), reference: u.truth()}
	}
	j.members = make([]member, u.items(2*sha256.Size))
	j.roots, j.entities = make([]int, len(j.members)), make([]string, len(j.members))
	for n := range j.members {
		j.roots[n] = u.member(&j.members[n], len(j.keys.all), len(j.members))
		j.entities[n] = u.symbol()
	}
	j.strengths = make(map[twoMembers]interdict.Score, u.peek(10))
	for range u.items(10) {
		pair := u.pair(j)
		j.strengths[pair] = interdict.Score(u.number())
	}
	j.doubles = map[twoMembers]bool{}
	for range u.items(3) {
		pair := u.pair(j)
		j.doubles[pair] = u.truth()
	}
	j.found = make([]link, u.items(4+7*8))
	for i := range j.found {
		u.link(&j.found[i], len(j.members))
	}
	return j
}

// peek is what items will say.
func (u *stateUnpacker) peek(size int) int {
	copied := u.unpacker
	return copied.items(size)
}

func (u *stateUnpacker) member(m *member, keys, members int) (root int) {
	m.was = -1
	m.ref = interdict.Ref{List: u.symbol(), ID: u.text()}
	copy(m.version[:], u.bytes(sha256.Size))
	copy(m.facts[:], u.bytes(sha256.Size))
	m.schema = interdict.Schema(u.symbol())
	m.source = u.symbol()
	m.copy = u.truth()
	root = u.below(members)
	m.keys, m.own = u.keysOf(keys), u.keysOf(keys)
	m.blocks = u.blocks.take(u.items(8))
	for i := range m.blocks {
		m.blocks[i] = block(u.number())
	}
	m.packed = u.text()
	return root
}

func (u *stateUnpacker) keysOf(all int) []keyNumber {
	n := u.items(1)
	if n == 0 {
		return nil
	}
	out := u.keys.take(n)
	for i := range out {
		out[i] = keyNumber(u.below(all))
	}
	return out
}

// slab cuts many short slices from long ones.
type slab[T any] struct{ rest []T }

func (s *slab[T]) take(n int) []T {
	const long = 1 << 14
	if n > len(s.rest) {
		s.rest = make([]T, max(n, long))
	}
	out := s.rest[:n:n]
	s.rest = s.rest[n:]
	return out
}

func (u *stateUnpacker) pair(j *Joiner) twoMembers {
	return two(u.below(len(j.members)), u.below(len(j.members)))
}

func (u *stateUnpacker) link(l *link, members int) {
	l.a, l.b = u.below(members), u.below(members)
	l.person, l.regime, l.bare = u.truth(), u.truth(), u.truth()
	for _, to := range [...]*int{&l.words, &l.names, &l.facts, &l.birth, &l.proof, &l.address} {
		*to = int(u.number())
	}
	l.strength, l.primary = interdict.Score(u.number()), interdict.Score(u.number())
	l.against = u.symbol()
}
