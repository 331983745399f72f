package name

import (
	"bytes"
	"iter"
	"slices"
	"strings"
	"sync"
)

// respelling is how a language spells names of others: see data/respellings.tsv.
type respelling struct {
	rules [26][]respellingRule // by the letter that they begin with
	// of are the letters of each, as Letters has them: what has all of none is spelt
	// otherwise in no place.
	of []uint32
	// signs are letters of which a word has some that the language spells so; none where
	// any word may be of it.
	signs []respellingSign
}

// respellingSign are letters, as a set too, that stand somewhere or at a word's end.
type respellingSign struct {
	text string
	of   uint32
	end  bool
}

type respellingRule struct {
	from, to   string
	begin, end bool
}

var respellings = sync.OnceValue(func() (all []respelling) {
	rows("respellings.tsv", 2, func(col []string) {
		var r respelling
		if len(col) > 2 {
			for _, sign := range strings.Fields(col[2]) {
				text, end := strings.CutSuffix(sign, "$")
				r.signs = append(r.signs, respellingSign{text, Letters(text), end})
			}
		}
		for _, rule := range strings.Fields(col[1]) {
			from, to, _ := strings.Cut(rule, "=")
			from, begin := strings.CutPrefix(from, "^")
			from, end := strings.CutSuffix(from, "$")
			first := &r.rules[from[0]-'a']
			*first = append(*first, respellingRule{from, to, begin, end})
			if from != to {
				r.of = append(r.of, Letters(from))
			}
		}
		all = append(all, r)
	})
	return all
})

// leastRespelt is the fewest letters of a word that is respelt.
const leastRespelt = 4

// AppendRespelt appends the Key of a word as English spells it, for each language that
// may have spelt it otherwise, a line each.
func AppendRespelt(dst, text []byte) []byte {
	word := string(text)
	if len(word) < leastRespelt || !inLatin(word) {
		return dst
	}
	letters, checked := Letters(word), false
	dst = appendMended(dst, word)
	all := respellings()
	for i := range all {
		r := &all[i]
		if !slices.ContainsFunc(r.of, func(of uint32) bool { return letters&of == of }) || !r.signed(word, letters) {
			continue
		}
		// The key is written behind what it is made of, and moved there.
		start := len(dst)
		dst = r.append(dst, text)
		at := len(dst)
		if string(dst[start:]) == word || at-start < leastRespelt {
			dst = dst[:start]
			continue
		}
		if !checked && easternName(word) {
			return dst[:start]
		}
		checked = true
		dst = Key(dst, dst[start:at])
		dst = append(dst[:start+copy(dst[start:], dst[at:])], '\n')
	}
	return dst
}

// RespeltKeys are those of a word that may be of another language, as English spells it:
// each of respelt, see Known.Respelt.
func RespeltKeys(respelt string) iter.Seq2[string, bool] {
	return func(yield func(string, bool) bool) {
		for respelt != "" {
			key, rest, _ := strings.Cut(respelt, "\n")
			key, wrong := strings.CutPrefix(key, string(rune(mended)))
			if !yield(key, wrong) {
				return
			}
			respelt = rest
		}
	}
}

// easternName says whether a word reads as a Chinese or a Korean name: Jiang is not Yang.
func easternName(text string) bool {
	var korean readingList
	var room [MaxToken]byte
	korean.koreanWord(append(room[:0], text...))
	return korean.n > 0 || ChineseGiven(text)
}

// signed says whether a word of such letters has the signs of the language.
func (r *respelling) signed(word string, letters uint32) bool {
	for i := range r.signs {
		s := &r.signs[i]
		if letters&s.of == s.of && (strings.HasSuffix(word, s.text) || !s.end && strings.Contains(word, s.text)) {
			return true
		}
	}
	return len(r.signs) == 0
}

// append appends a word as English spells it.
func (r *respelling) append(dst, text []byte) []byte {
	for i := 0; i < len(text); {
		rule := r.at(text, i)
		if rule == nil {
			dst = append(dst, text[i])
			i++
			continue
		}
		dst = append(dst, rule.to...)
		i += len(rule.from)
	}
	return dst
}

// at is the rule for what stands at a place of a word.
func (r *respelling) at(text []byte, i int) *respellingRule {
	rules := r.rules[text[i]-'a']
	for k := range rules {
		rule := &rules[k]
		if bytes.HasPrefix(text[i:], []byte(rule.from)) && (!rule.begin || i == 0) && (!rule.end || i+len(rule.from) == len(text)) {
			return rule
		}
	}
	return nil
}
