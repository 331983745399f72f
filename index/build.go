package index

import (
	"fmt"
	"slices"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/ident"
	"github.com/interdict/interdict/name"
	"github.com/interdict/interdict/score"
)

// Builder compiles entities into a snapshot.
type Builder struct {
	prep     score.Preparer
	party    score.Party
	words    map[wordID]uint32
	list     []wordID
	keys     map[string]uint32
	keyTexts []string
	names    []builtName
	snap     Snapshot
	refs     []entry
	ids      []entry
}

type wordID struct {
	text  string
	class uint8
}

type builtName struct {
	order   int // in which it was added
	entity  uint32
	source  uint16
	lack    interdict.Millibits
	words   []uint32
	parts   []name.Part
	culture name.Culture
	joined  []uint64 // hashes of neighbouring words written as one
	wholes  []uint64 // hashes of stretches of all its letters
	letters uint32
}

// NewBuilder returns an empty Builder.
func NewBuilder() *Builder {
	b := &Builder{words: map[wordID]uint32{}, keys: map[string]uint32{}}
	b.snap.recordOff = []uint64{0}
	return b
}

// maxNames is the most names an entity may have: nameSource has 13 bits
// for its number.
const maxNames = unstatedBit

// Add compiles one entity.
func (b *Builder) Add(e *interdict.Entity) error {
	number := uint32(len(b.snap.recordOff) - 1)
	b.prep.Entity(&b.party, e)
	for i := range b.party.Names {
		n := &b.party.Names[i]
		if n.Source >= maxNames {
			return fmt.Errorf("entity %s has over %d names; the list is damaged or not one of parties", e.ID, maxNames)
		}
		b.names = append(b.names, b.name(number, n))
	}
	for _, k := range b.party.Identifiers {
		b.ids = append(b.ids, entry{identifierHash(k), number})
	}
	b.refs = append(b.refs, entry{hashString(e.ID, saltListing), number})
	for i := range e.Listings {
		b.refs = append(b.refs, entry{hashString(e.Listings[i].ID, saltListing), number})
	}
	b.snap.record = appendRecord(b.snap.record, e, &b.party)
	b.snap.recordOff = append(b.snap.recordOff, uint64(len(b.snap.record)))
	return nil
}

func identifierHash(k ident.Key) uint64 {
	return mix(poly(poly(0, k.Space)+1, k.Value), saltIdentifier)
}

func (b *Builder) name(entity uint32, n *score.Name) builtName {
	out := builtName{order: len(b.names), entity: entity, source: uint16(n.Source), lack: n.Lack, culture: n.Culture}
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
		out.words = append(out.words, b.word(t))
		out.parts = append(out.parts, t.Part)
	}
	if len(n.Tokens) == 1 && n.Tokens[0].Part == name.Whole {
		out.joined = append(out.joined, hashString(n.Tokens[0].Text, saltJoined))
	}
	score.Runs(len(n.Tokens), func(from, to int) {
		if text, ok := written(nil, n.Tokens[from:to], false); ok {
			out.joined = append(out.joined, hashString(viewOf(text), saltJoined))
		}
		if to-from == 2 {
			if text, ok := written(nil, n.Tokens[from:to], true); ok {
				out.joined = append(out.joined, hashString(viewOf(text), saltJoined))
			}
		}
	})
	out.letters, out.wholes = b.wholes(n)
	return out
}

// wholes are the keys of all the name's letters, and which they are.
func (b *Builder) wholes(n *score.Name) (set uint32, keys []uint64) {
	for _, backwards := range [...]bool{false, true} {
		if text, ok := n.Letters(nil, backwards); ok {
			set = letterSet(viewOf(text))
			wholeEntries(viewOf(text), func(h uint64) { keys = append(keys, h) })
		}
	}
	return set, keys
}

// written appends neighbouring words written as one, the last first if they
// have changed places.
func written(dst []byte, run []score.Token, backwards bool) ([]byte, bool) {
	for i := range run {
		t := &run[i]
		if backwards {
			t = &run[len(run)-1-i]
		}
		switch t.Part {
		case name.LegalForm, name.Syllables, name.Sounds:
			return dst, false
		}
		dst = append(dst, t.Text...)
	}
	return dst, len(dst) <= score.MaxJoined
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
	n, ok := b.words[id]
	if !ok {
		n = uint32(len(b.list))
		b.words[id] = n
		b.list = append(b.list, id)
		k, ok := b.keys[t.Key]
		if !ok {
			k = uint32(len(b.keyTexts))
			b.keys[t.Key] = k
			b.keyTexts = append(b.keyTexts, t.Key)
		}
		b.snap.wordKey = append(b.snap.wordKey, k)
		b.snap.rarity = append(b.snap.rarity, uint16(t.Rarity))
		b.snap.class = append(b.snap.class, id.class)
		b.snap.maxLack = append(b.snap.maxLack, 0)
	}
	b.snap.maxLack[n] = max(b.snap.maxLack[n], uint16(t.Lack))
	return n
}

// Snapshot finishes the compilation. The Builder must not be used after it.
func (b *Builder) Snapshot(meta Meta) *Snapshot {
	s := &b.snap
	slices.SortStableFunc(b.names, func(a, b builtName) int { return int(a.lack) - int(b.lack) })
	b.buildWords()
	b.buildNames()
	b.buildPostings()
	b.buildEntities()
	meta.Analysis = score.AnalysisHash()
	meta.Entities, meta.Names = s.Entities(), s.Names()
	s.Meta = meta
	return s
}

func (b *Builder) buildWords() {
	s := &b.snap
	var words, keys, deletes, natives []entry
	s.wordOff, s.keyOff = []uint32{0}, []uint32{0}
	for n, w := range b.list {
		s.wordText = append(s.wordText, w.text...)
		s.wordOff = append(s.wordOff, uint32(len(s.wordText)))
		words = append(words, entry{wordHash(w.text, w.class), uint32(n)})
		if w.class == classSyllables {
			name.SyllableKeys(w.text, func(key uint64) { keys = append(keys, entry{mix(key, saltSyllables), uint32(n)}) })
		}
		if w.class != classWord || len(w.text) < 2 {
			continue
		}
		keys = append(keys, entry{hashString(b.keyTexts[s.wordKey[n]], saltKey), uint32(n)})
		native := name.Native(w.text)
		name.Skeletons(func(skeleton uint64) {
			e := entry{skeletonHash(skeleton, native), uint32(n)}
			keys = append(keys, e)
			if native {
				natives = append(natives, e)
			}
		}, w.text)
		if key, ok := name.SoundKey(w.text); ok {
			keys = append(keys, entry{mix(key, saltSounds), uint32(n)})
		}
		if score.Editable(w.text) {
			deletions(w.text, func(h uint64) { deletes = append(deletes, entry{h, uint32(n)}) })
		}
	}
	for _, k := range b.keyTexts {
		s.keyText = append(s.keyText, k...)
		s.keyOff = append(s.keyOff, uint32(len(s.keyText)))
	}
	s.words, s.keys, s.deletes = buildMultimap(words), buildMultimap(keys), buildMultimap(deletes)
	s.filter = buildFilter(append(natives, deletes...))
}

func wordHash(text string, class uint8) uint64 {
	return hashString(text, saltWord+uint64(class))
}

// skeletonHash is where the words with a skeleton are found: apart those of
// scripts without vowels and those in Latin letters, since only these are
// joined with those.
func skeletonHash(skeleton uint64, native bool) uint64 {
	if native {
		return mix(skeleton, saltNative)
	}
	return mix(skeleton, saltSkeleton)
}

func (b *Builder) buildNames() {
	s := &b.snap
	var joins, wholes []entry
	s.nameOff = []uint32{0}
	for n := range b.names {
		bn := &b.names[n]
		for i, w := range bn.words {
			_, lack := score.TokenWeight(interdict.Millibits(s.rarity[w]), bn.parts[i], score.EntitySide)
			s.nameWord = append(s.nameWord, packWord(w, lack, bn.parts[i], bn.culture, len(b.list[w].text) == 1))
		}
		s.nameOff = append(s.nameOff, uint32(len(s.nameWord)))
		s.nameLack = append(s.nameLack, uint32(bn.lack))
		s.nameEntity = append(s.nameEntity, bn.entity)
		s.nameSource = append(s.nameSource, bn.source)
		for _, h := range bn.joined {
			joins = append(joins, entry{h, uint32(n)})
		}
		s.nameLetters = append(s.nameLetters, bn.letters)
		for _, h := range bn.wholes {
			wholes = append(wholes, entry{h, uint32(n)})
		}
	}
	s.joins, s.wholes = buildMultimap(joins), buildMultimap(wholes)
	s.wholeFilter = buildFilter(wholes)
	s.buildLackSteps()
}

func (s *Snapshot) buildLackSteps() {
	for n, lack := range s.nameLack {
		for uint32(len(s.lackStep))*lackGrain <= lack {
			s.lackStep = append(s.lackStep, uint32(n))
		}
	}
}

func (b *Builder) buildPostings() {
	s := &b.snap
	count := make([]uint32, len(b.list)+1)
	seen := make([]uint32, len(b.list)) // last name that holds the word, and one
	for n := range b.names {
		for _, w := range b.names[n].words {
			if seen[w] != uint32(n)+1 {
				seen[w] = uint32(n) + 1
				count[w+1]++
			}
		}
	}
	for w := 1; w < len(count); w++ {
		count[w] += count[w-1]
	}
	s.postOff = count
	s.post = make([]uint32, count[len(count)-1])
	next := slices.Clone(count)
	clear(seen)
	for n := range b.names {
		for _, w := range b.names[n].words {
			if seen[w] != uint32(n)+1 {
				seen[w] = uint32(n) + 1
				s.post[next[w]] = uint32(n)
				next[w]++
			}
		}
	}
	var pairs []entry
	for n := range b.names {
		words := b.names[n].words
		for i, v := range words {
			for _, w := range words[i+1:] {
				if s.common(v) && s.common(w) {
					pairs = append(pairs, entry{hashPair(v, w), uint32(n)})
				}
			}
		}
	}
	s.pairs = buildMultimap(pairs)
}

func (b *Builder) buildEntities() {
	s := &b.snap
	s.entNameOff = make([]uint32, s.Entities()+1)
	for _, e := range s.nameEntity {
		s.entNameOff[e+1]++
	}
	for e := 1; e < len(s.entNameOff); e++ {
		s.entNameOff[e] += s.entNameOff[e-1]
	}
	s.entName = make([]uint32, len(s.nameEntity))
	next := slices.Clone(s.entNameOff)
	for n, e := range s.nameEntity {
		s.entName[next[e]] = uint32(n)
		next[e]++
	}
	// In the order of the entity's own names, as scoring an entity sees them.
	for e := range s.Entities() {
		slices.SortStableFunc(s.entName[s.entNameOff[e]:s.entNameOff[e+1]], func(x, y uint32) int {
			return b.names[x].order - b.names[y].order
		})
	}
	s.ids, s.refs = buildMultimap(b.ids), buildMultimap(b.refs)
}
