package index

import (
	"errors"
	"fmt"
	"slices"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/ident"
	"github.com/interdict/interdict/internal/polyhash"
	"github.com/interdict/interdict/name"
	"github.com/interdict/interdict/score"
)

// Builder compiles entities into a snapshot. What it makes depends on the
// entities and their order alone: words, keys and names are numbered as they are
// first met, and words and keys anew at the end (wordorder.go).
type Builder struct {
	prep     score.Preparer
	party    score.Party
	tokens   []score.Token
	buf      []byte
	words    map[wordID]uint32
	list     []wordID
	keys     map[string]uint32
	keyTexts []string
	wordKey  []uint32
	snap     Snapshot
	// recordOff is where the record of each entity begins, and where the last ends.
	recordOff []uint64
	refs      []entry
	ids       []entry

	// Names in the order in which they were added, and their words. Neighbouring
	// words written as one, and stretches of all letters, each with the name.
	names         []builtName
	bearer        bearer     // of the names being added
	born          score.Born // the same
	nameWords     []builtWord
	joins, wholes []entry

	// The snapshot that names are kept from, and the numbers that its words and
	// keys have here, and one; its keys by their texts, once one is asked for; and
	// the words of the name being kept. What is numbered here is not in words and
	// keys.
	from     *Snapshot
	kept     []uint32
	keptKeys []uint32
	itsKeys  map[string]uint32
	source   []uint32
}

type wordID struct {
	text  string
	class uint8
}

type builtName struct {
	entity  uint32
	lack    uint32
	words   uint32 // where its words end in nameWords
	source  uint16
	letters uint16 // see lettersOf
	culture name.Culture
	bearer  bearer
	born    score.Born
}

type builtWord struct {
	word uint32
	part name.Part
}

// NewBuilder returns an empty Builder.
func NewBuilder() *Builder {
	b := &Builder{words: map[wordID]uint32{}, keys: map[string]uint32{}}
	b.recordOff = []uint64{0}
	return b
}

// maxNames is the most names an entity may have: nameSource has 13 bits
// for its number.
const maxNames = unstatedBit

// Add compiles one entity.
func (b *Builder) Add(e *interdict.Entity) error {
	number := uint32(len(b.recordOff) - 1)
	b.prep.Entity(&b.party, e)
	b.bear()
	for i := range b.party.Names {
		n := &b.party.Names[i]
		if n.Source >= maxNames {
			return fmt.Errorf("entity %s has over %d names; the list is damaged or not one of parties", e.ID, maxNames)
		}
		b.name(number, n)
	}
	for _, k := range b.party.Identifiers {
		b.ids = append(b.ids, entry{identifierHash(k), uint64(number)})
	}
	b.refs = append(b.refs, entry{hashString(e.ID, saltListing), uint64(number)})
	for i := range e.Listings {
		b.refs = append(b.refs, entry{hashString(e.Listings[i].ID, saltListing), uint64(number)})
	}
	b.snap.record = appendRecord(b.snap.record, e, &b.party)
	b.recordOff = append(b.recordOff, uint64(len(b.snap.record)))
	return nil
}

var errKept = errors.New("the snapshot before does not hold the entity that is to be kept")

// Keep takes an entity over from a snapshot as it stands there, in place of
// Add: nothing of it is analysed again, and what the Builder makes is the same.
// All are kept from one snapshot, which must stay open until the compilation is
// finished. It is an error if the entity there has another id.
func (b *Builder) Keep(from *Snapshot, entity uint32, id string) error {
	if entity >= uint32(from.Entities()) {
		return errKept
	}
	number := uint32(len(b.recordOff) - 1)
	if b.kept == nil {
		b.expect(from)
	}
	d := from.decoder(entity)
	d.facts(&b.party)
	b.bear()
	first := len(b.refs)
	same := d.ids(&b.party, id, func(id string) { b.refs = append(b.refs, entry{hashString(id, saltListing), uint64(number)}) })
	if d.bad || !same {
		b.refs = b.refs[:first]
		return errKept
	}
	for i := from.entNameOff.at(entity); i < from.entNameOff.at(entity+1); i++ {
		n := from.entName.at(i)
		var kept score.Name
		kept, b.tokens = from.name(b.tokens[:0], n)
		b.source = b.source[:0]
		for k, to := from.wordsOf(n); k < to; k++ {
			b.source = append(b.source, from.word(k).word())
		}
		b.name(number, &kept)
	}
	b.source = b.source[:0]
	for _, k := range b.party.Identifiers {
		b.ids = append(b.ids, entry{identifierHash(k), uint64(number)})
	}
	b.snap.record = append(b.snap.record, from.recordOf(entity)...)
	b.recordOff = append(b.recordOff, uint64(len(b.snap.record)))
	return nil
}

// expect makes room for about as much as a snapshot holds.
func (b *Builder) expect(s *Snapshot) {
	room := func(n int) int { return n + n/16 }
	b.names = slices.Grow(b.names, room(s.Names()))
	b.nameWords = slices.Grow(b.nameWords, room(s.nameWord.n))
	b.joins = slices.Grow(b.joins, room(s.joins.vals.n))
	b.wholes = slices.Grow(b.wholes, room(s.wholes.vals.n))
	b.snap.record = slices.Grow(b.snap.record, room(len(s.record)))
	b.recordOff = slices.Grow(b.recordOff, room(s.Entities()))
	b.list = slices.Grow(b.list, room(len(s.rarity)))
	b.from = s
	b.kept, b.keptKeys = make([]uint32, len(s.rarity)), make([]uint32, s.keyOff.n-1)
	for n, id := range b.list { // those of entities added before
		if was, ok := s.lookup(polyhash.Of(id.text), id.text, id.class); ok {
			b.kept[was] = uint32(n) + 1
		}
	}
	for text, n := range b.keys {
		if was, ok := b.its(text); ok {
			b.keptKeys[was] = n + 1
		}
	}
}

func identifierHash(k ident.Key) uint64 {
	return mix(polyhash.Append(polyhash.Of(k.Space)+1, k.Value), saltIdentifier)
}

// name adds a name of an entity.
func (b *Builder) name(entity uint32, n *score.Name) {
	number := uint32(len(b.names))
	out := builtName{entity: entity, source: uint16(n.Source), lack: uint32(n.Lack), culture: n.Culture, bearer: b.bearer, born: b.born}
	if n.Weak {
		out.source |= weakBit
	}
	if n.Unstated {
		out.source |= unstatedBit
	}
	if n.Own {
		out.source |= ownBit
	}
	for i := range n.Tokens {
		t := &n.Tokens[i]
		var word uint32
		if len(b.source) > 0 {
			word = b.keptWord(t, b.source[i])
		} else {
			word = b.word(t)
		}
		b.nameWords = append(b.nameWords, builtWord{word, t.Part})
	}
	out.words = uint32(len(b.nameWords))
	join := func(text string) { b.joins = append(b.joins, entry{hashString(text, saltJoined), uint64(number)}) }
	if len(n.Tokens) == 1 && n.Tokens[0].Part == name.Whole {
		join(n.Tokens[0].Text)
	}
	score.Runs(len(n.Tokens), func(from, to int) {
		var ok bool
		if b.buf, ok = written(b.buf[:0], n.Tokens[from:to], false); ok {
			join(viewOf(b.buf))
		}
		if to-from == 2 {
			if b.buf, ok = written(b.buf[:0], n.Tokens[from:to], true); ok {
				join(viewOf(b.buf))
			}
		}
	})
	for _, backwards := range [...]bool{false, true} {
		var ok bool
		if b.buf, ok = n.Letters(b.buf[:0], backwards); ok {
			out.letters = lettersOf(viewOf(b.buf))
			wholeEntries(viewOf(b.buf), func(h uint64) { b.wholes = append(b.wholes, entry{h, uint64(number)}) })
		}
	}
	if words := n.Moved(); words != nil {
		b.wholes = append(b.wholes, entry{movedHash(words), uint64(number)})
	}
	b.names = append(b.names, out)
}

// written appends neighbouring words written as one, the last first if they
// have changed places.
func written(dst []byte, run []score.Token, backwards bool) ([]byte, bool) {
	for i := range run {
		t := &run[i]
		if backwards {
			t = &run[len(run)-1-i]
		}
		if !joinable(t) {
			return dst, false
		}
		dst = append(dst, t.Text...)
	}
	return dst, len(dst) <= score.MaxJoined
}

// joinable says whether a word may be written as one with its neighbours.
func joinable(t *score.Token) bool {
	return t.Part != name.LegalForm && t.Part != name.Syllables && t.Part != name.Sounds
}

func classOf(p name.Part) uint8 {
	switch p {
	case name.Number:
		return classNumber
	case name.LegalForm:
		return classLegalForm
	case name.Whole:
		return classWhole
	case name.Syllables:
		return classSyllables
	case name.Sounds:
		return classSounds
	case name.Acronym:
		return classAcronym
	}
	return classWord
}

func (b *Builder) word(t *score.Token) uint32 {
	id := wordID{t.Text, classOf(t.Part)}
	if b.from != nil {
		if was, ok := b.from.lookup(polyhash.Of(id.text), id.text, id.class); ok {
			return b.keptWord(t, was)
		}
	}
	n, ok := b.words[id]
	if !ok {
		n = b.newWord(id, t, b.key(t.Key))
		b.words[id] = n
	}
	b.snap.maxLack[n] = max(b.snap.maxLack[n], uint16(t.Lack))
	return n
}

// keptWord is word of a word that had a number in the snapshot before.
func (b *Builder) keptWord(t *score.Token, was uint32) uint32 {
	n := b.kept[was]
	if n == 0 {
		n = b.newWord(wordID{t.Text, classOf(t.Part)}, t, b.keptKey(b.from.wordKey.at(was), t.Key)) + 1
		b.kept[was] = n
	}
	b.snap.maxLack[n-1] = max(b.snap.maxLack[n-1], uint16(t.Lack))
	return n - 1
}

// newWord gives a word a number.
func (b *Builder) newWord(id wordID, t *score.Token, key uint32) uint32 {
	n := uint32(len(b.list))
	b.list = append(b.list, id)
	b.wordKey = append(b.wordKey, key)
	b.snap.rarity = append(b.snap.rarity, uint16(t.Rarity))
	b.snap.class = append(b.snap.class, id.class)
	b.snap.maxLack = append(b.snap.maxLack, 0)
	return n
}

// key is the number of a key.
func (b *Builder) key(text string) uint32 {
	if b.from != nil {
		if was, ok := b.its(text); ok {
			return b.keptKey(was, text)
		}
	}
	k, ok := b.keys[text]
	if !ok {
		k = b.newKey(text)
		b.keys[text] = k
	}
	return k
}

// keptKey is key of one that had a number in the snapshot before.
func (b *Builder) keptKey(was uint32, text string) uint32 {
	if b.keptKeys[was] == 0 {
		b.keptKeys[was] = b.newKey(text) + 1
	}
	return b.keptKeys[was] - 1
}

func (b *Builder) newKey(text string) uint32 {
	b.keyTexts = append(b.keyTexts, text)
	return uint32(len(b.keyTexts) - 1)
}

// its is the number that a key has in the snapshot before.
func (b *Builder) its(text string) (was uint32, ok bool) {
	if b.itsKeys == nil {
		b.itsKeys = make(map[string]uint32, len(b.keptKeys))
		for n := range uint32(len(b.keptKeys)) {
			b.itsKeys[view(b.from.keyText, &b.from.keyOff, n)] = n
		}
	}
	was, ok = b.itsKeys[text]
	return was, ok
}
