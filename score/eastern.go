package score

import (
	"github.com/interdict/interdict"
	"github.com/interdict/interdict/name"
)

// Given names of East Asia are short, and two that differ in a letter are two names.

// easternRarity is how common two words count that are two Chinese or two
// Korean given names; it is false where they are none.
func easternRarity(s, e string) (interdict.Millibits, bool) {
	switch {
	case name.ChineseGiven(s) && name.ChineseGiven(e) && !name.Retroflex(s, e):
		return chineseRarity, true
	case name.KoreanGiven(s, e):
		return koreanRarity, true
	}
	return 0, false
}

// surnamed says whether a word other than the one at place i is written as
// Chinese and Korean family names are.
func surnamed(words []Token, i int) bool {
	for k := range words {
		if k != i && name.EasternSurname(words[k].Text) {
			return true
		}
	}
	return false
}

// eastern lowers the similarity of two words that a typing error or a likeness
// of spelling joins where they are given names beside a Chinese or Korean family
// name: those that differ in a letter are two names more often than one
// misspelled, and by whatever standard one is written, it is found by its
// syllables. Elsewhere such words are no given names: Jamil and Jamli are one.
func eastern(edge Edge, s, e []Token, i, j int) Edge {
	if edge.Kind != EditEdge && edge.Kind != VariantEdge {
		return edge
	}
	x, y := s[i].Text, e[j].Text
	if name.Native(x) || edge.Kind == VariantEdge && name.SameUndoubled(x, y) {
		return edge
	}
	if !surnamed(s, i) && !surnamed(e, j) {
		return edge
	}
	rarity, ok := easternRarity(x, y)
	if _, spelt := name.Nickname(x, y); !ok || spelt {
		return edge // Ann Lee is Anne Lee
	}
	return misspelt(edge, x, y, rarity)
}
