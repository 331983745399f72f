package index

import (
	"runtime"
	"slices"
	"sync"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/name"
	"github.com/interdict/interdict/score"
)

// tables makes a snapshot's tables of what a Builder has gathered. order is the
// names in the order of the snapshot, number the place of each in it, and listed how
// it stands in lists.
type tables struct {
	*Builder
	order, number []uint32
	listed        []uint64
}

// Snapshot finishes the compilation. The Builder must not be used after it.
func (b *Builder) Snapshot(meta Meta) *Snapshot {
	s := &b.snap
	t := tables{Builder: b}
	b.sortWords()
	t.sortNames()
	s.recordOff = pack(t.recordOff)
	inParallel(
		t.buildWordTexts,
		t.buildWords,
		t.buildJoins,
		t.buildWholes,
		func() { t.buildNames(); t.buildPostings() },
		t.buildEntities,
	)
	meta.Analysis = score.AnalysisHash()
	meta.Entities, meta.Names = s.Entities(), s.Names()
	s.Meta = meta
	return s
}

// inParallel calls functions on as many processors as there are.
func inParallel(all ...func()) {
	work := make(chan func(), len(all))
	for _, f := range all {
		work <- f
	}
	close(work)
	var done sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(all)) {
		done.Go(func() {
			for f := range work {
				f()
			}
		})
	}
	done.Wait()
}

// sortNames puts names in the order of who may bear them, then of what lacking all
// their words costs, and otherwise as they were added.
func (t *tables) sortNames() {
	keys := make([]uint64, len(t.names))
	for i := range t.names {
		keys[i] = uint64(t.names[i].bearer)<<62 | uint64(t.names[i].lack)<<32 | uint64(i)
	}
	slices.Sort(keys)
	t.order, t.number, t.listed = make([]uint32, len(keys)), make([]uint32, len(keys)), make([]uint64, len(keys))
	for n, k := range keys {
		added := uint32(k)
		t.order[n], t.number[added], t.listed[added] = added, uint32(n), uint64(packListed(uint32(n), t.names[added].born))
	}
}

// wordsOf are the words of a name, by its place among those added.
func (t *tables) wordsOf(added uint32) []builtWord {
	from := uint32(0)
	if added > 0 {
		from = t.names[added-1].words
	}
	return t.nameWords[from:t.names[added].words]
}

func (t *tables) buildWordTexts() {
	s := &t.snap
	words, keys := make([]uint32, 1, len(t.list)+1), make([]uint32, 1, len(t.keyTexts)+1)
	for _, w := range t.list {
		s.wordText = append(s.wordText, w.text...)
		words = append(words, uint32(len(s.wordText)))
	}
	for _, k := range t.keyTexts {
		s.keyText = append(s.keyText, k...)
		keys = append(keys, uint32(len(s.keyText)))
	}
	s.wordOff, s.keyOff, s.wordKey = pack(words), pack(keys), pack(t.wordKey)
}

func (t *tables) buildWords() {
	s := &t.snap
	var words, keys, deletes []entry
	s.wordLetters = make([]uint32, len(t.list))
	var room [2 * name.MaxToken]byte
	for n, w := range t.list {
		words = append(words, entry{hashString(w.text, saltWord), uint64(n)})
		if w.class == classSyllables {
			name.SyllableKeys(w.text, func(key uint64) { keys = append(keys, entry{mix(key, saltSyllables), uint64(n)}) })
		}
		if w.class != classWord || len(w.text) < 2 {
			continue
		}
		keys = append(keys, entry{hashString(t.keyTexts[t.wordKey[n]], saltKey), uint64(n)})
		native := name.Native(w.text)
		name.Skeletons(func(skeleton uint64) {
			keys = append(keys, entry{skeletonHash(skeleton, native), uint64(n)})
		}, w.text)
		if fold, other := name.EastSlavic(room[:0], w.text); len(fold) > 0 {
			keys = append(keys, entry{slavicHash(fold, other), uint64(n)})
		}
		if key, ok := name.SoundKey(w.text); ok {
			keys = append(keys, entry{mix(key, saltSounds), uint64(n)})
		}
		if score.Misspellable(w.text) {
			s.wordLetters[n] = name.Letters(w.text)
			listedForms(w.text, func(h uint64) { deletes = append(deletes, entry{h, uint64(n)}) })
		}
	}
	s.words, s.keys, s.deletes = buildFiltered(words), buildFiltered(keys), buildFiltered(deletes)
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

// slavicHash is where the East Slavic names are found that are folded so: apart those
// that are written as Russian and as the others, of which one is joined with all.
func slavicHash(fold []byte, other bool) uint64 {
	if other {
		return hashString(viewOf(fold), saltOtherSlavic)
	}
	return hashString(viewOf(fold), saltSlavic)
}

func (t *tables) buildNames() {
	s := &t.snap
	names := len(t.order)
	words := make([]uint64, 0, len(t.nameWords))
	off, entity := make([]uint32, 1, names+1), make([]uint32, names)
	s.nameSource = make([]uint16, names)
	s.lackStep = t.lackSteps()
	for n, added := range t.order {
		bn := &t.names[added]
		for _, w := range t.wordsOf(added) {
			_, lack := score.TokenWeight(interdict.Millibits(s.rarity[w.word]), w.part, score.EntitySide)
			words = append(words, uint64(packWord(w.word, lack, w.part, bn.culture)))
		}
		off = append(off, uint32(len(words)))
		entity[n], s.nameSource[n] = bn.entity, bn.source
		if bn.bearer == dated {
			s.born = append(s.born, uint32(bn.born))
		}
	}
	s.nameWord, s.nameOff, s.nameEntity = pack(words), pack(off), pack(entity)
}

func (t *tables) buildJoins() {
	for i := range t.joins { // of names as they were added
		t.joins[i].val = t.listed[t.joins[i].val]
	}
	t.snap.joins = buildFiltered(t.joins)
}

func (t *tables) buildWholes() {
	for i := range t.wholes {
		added := t.wholes[i].val
		t.wholes[i].val = t.listed[added]<<lettersBeside | uint64(t.names[added].letters)
	}
	t.snap.wholes = buildFiltered(t.wholes)
	t.snap.wholes.vals.beside = lettersBeside
}

func (t *tables) buildPostings() {
	s := &t.snap
	count := make([]uint32, len(t.list)+1)
	seen := make([]uint32, len(t.list)) // last name that holds the word, and one
	for n, added := range t.order {
		for _, w := range t.wordsOf(added) {
			if seen[w.word] != uint32(n)+1 {
				seen[w.word] = uint32(n) + 1
				count[w.word+1]++
			}
		}
	}
	for w := 1; w < len(count); w++ {
		count[w] += count[w-1]
	}
	post := make([]uint64, count[len(count)-1])
	next := slices.Clone(count)
	clear(seen)
	names := func(word uint32) uint32 { return count[word+1] - count[word] }
	var pairs []entry
	var partners []uint64
	for n, added := range t.order {
		words := t.wordsOf(added)
		for i, v := range words {
			if seen[v.word] != uint32(n)+1 {
				seen[v.word] = uint32(n) + 1
				post[next[v.word]] = t.listed[added]
				next[v.word]++
			}
			for _, w := range words[i+1:] {
				pairs = append(pairs, entry{hashPair(v.word, w.word), t.listed[added]})
				a, b := rank(v.word, names(v.word)), rank(w.word, names(w.word))
				partners = append(partners, min(a, b)<<32|uint64(uint32(max(a, b))))
			}
		}
	}
	s.post, s.postOff, s.pairs = pack(post), pack(count), buildMultimap(pairs)
	s.partners = buildPartners(len(t.list), partners)
}

func (t *tables) buildEntities() {
	s := &t.snap
	off := make([]uint32, s.Entities()+1)
	names := make([]uint32, 0, len(t.names))
	// In the order of the entity's own names, as scoring an entity sees them.
	for added := range t.names {
		names = append(names, t.number[added])
		off[t.names[added].entity+1] = uint32(added) + 1
	}
	for e := 1; e < len(off); e++ {
		off[e] = max(off[e], off[e-1])
	}
	s.entNameOff, s.entName = pack(off), pack(names)
	s.ids, s.refs = buildMultimap(t.ids), buildMultimap(t.refs)
}
