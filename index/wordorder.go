package index

import (
	"cmp"
	"slices"
	"strings"
)

// What a customer's word may be joined to is mostly learned from words that have
// consonants in common: those with its skeleton, that begin as it sounds, and most of
// those that it is but for an error. So words are numbered by their consonants: what is
// read of words that are looked at together stands side by side, their texts, letters,
// names and partners, where else each would be a place of memory of its own. A number so
// hangs on the words alone, and not on the order of the listings.

// wordOrder is a word on its way to its place.
type wordOrder struct {
	consonants uint64
	was        uint32
}

// consonantsOf has the first twelve consonants of a text, five bits each, but for those
// that come and go: h, w and y, and one that stands twice.
func consonantsOf(text string) (all uint64) {
	shift, last := 64-5, byte(0)
	for i := 0; i < len(text) && shift > 0; i++ {
		switch c := text[i]; {
		case strings.IndexByte("aeiouhwy", c) >= 0:
		case c != last:
			all |= uint64(c&31) << shift
			shift -= 5
			last = c
		}
	}
	return all
}

// sortWords numbers the words anew, and their keys as these come first.
func (b *Builder) sortWords() {
	order := make([]wordOrder, len(b.list))
	for n, w := range b.list {
		order[n] = wordOrder{consonantsOf(w.text), uint32(n)}
	}
	slices.SortFunc(order, func(x, y wordOrder) int {
		if x.consonants != y.consonants {
			return cmp.Compare(x.consonants, y.consonants)
		}
		v, w := &b.list[x.was], &b.list[y.was]
		return cmp.Or(cmp.Compare(v.text, w.text), cmp.Compare(v.class, w.class))
	})
	now := make([]uint32, len(order))
	for n, o := range order {
		now[o.was] = uint32(n)
	}
	for i := range b.nameWords {
		b.nameWords[i].word = now[b.nameWords[i].word]
	}
	b.list = ordered(b.list, order)
	b.snap.rarity, b.snap.class, b.snap.maxLack = ordered(b.snap.rarity, order), ordered(b.snap.class, order), ordered(b.snap.maxLack, order)
	b.wordKey = ordered(b.wordKey, order)
	b.sortKeys()
}

// ordered has what is known of each word in a new order.
func ordered[T any](of []T, order []wordOrder) []T {
	out := make([]T, len(of))
	for n, o := range order {
		out[n] = of[o.was]
	}
	return out
}

// sortKeys numbers keys in the order of the words that have them.
func (b *Builder) sortKeys() {
	now, texts := make([]uint32, len(b.keyTexts)), make([]string, 0, len(b.keyTexts))
	for i, k := range b.wordKey {
		if now[k] == 0 {
			texts = append(texts, b.keyTexts[k])
			now[k] = uint32(len(texts))
		}
		b.wordKey[i] = now[k] - 1
	}
	b.keyTexts = texts
}
