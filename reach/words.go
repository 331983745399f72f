package reach

import (
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/ident"
	"github.com/interdict/interdict/name"
	"github.com/interdict/interdict/score"
)

// Kinds of words of the dictionary. Those of different kinds are different words.
const (
	plainWord byte = iota
	numberWord
	legalForm
	syllables
	sounds
	acronym
	// nativeRun are neighbouring words without their vowels, which may be one
	// word in Latin letters; their texts stand apart by a space.
	nativeRun
	// longName stands for all letters of a name of more letters than are told
	// apart.
	longName
	kinds
)

func kindOf(p name.Part) byte {
	switch p {
	case name.Number:
		return numberWord
	case name.LegalForm:
		return legalForm
	case name.Syllables:
		return syllables
	case name.Sounds:
		return sounds
	case name.Acronym:
		return acronym
	}
	return plainWord
}

// partOf is a part by which score.Compare joins a word of a kind to all that it
// may be joined to in any name.
func partOf(kind byte) name.Part {
	switch kind {
	case numberWord:
		return name.Number
	case legalForm:
		return name.LegalForm
	case syllables:
		return name.Syllables
	case sounds:
		return name.Sounds
	case acronym:
		return name.Acronym
	}
	return name.Unknown
}

// wholeLong is how many letters of a whole name's words are told apart: where
// words begin behind them, name.Analyser.Breaks does not say.
const wholeLong = 64

// eachWord calls f with each word of each reading of a subject's names. Words
// may repeat.
func eachWord(p *score.Party, f func(kind byte, text string, in info)) {
	var room [name.MaxTokens]string
	var costs [name.MaxTokens]interdict.Millibits
	for i := range p.Names {
		tokens := p.Names[i].Tokens
		if len(tokens) == 1 && tokens[0].Part == name.Whole {
			wholeWords(p, i, room[:0], costs[:0], f)
			continue
		}
		texts, lacks := room[:0], costs[:0]
		for k := range tokens {
			texts, lacks = append(texts, tokens[k].Text), append(lacks, tokens[k].Lack)
		}
		named(texts, lacks, func(k int, in info) { f(kindOf(tokens[k].Part), texts[k], in) })
		score.Runs(len(tokens), func(from, to int) {
			var run [score.MaxRun]string
			if native := score.NativeRun(&run, tokens[from:to]); len(native) > 0 {
				f(nativeRun, strings.Join(native, " "), infoOf(lettersOf(texts...), lengthOf(texts), len(texts), 0))
			}
		})
	}
}

// named calls f with each word's place and its rest of the name. A word that
// stands there twice is no rest of itself.
func named(texts []string, lacks []interdict.Millibits, f func(k int, in info)) {
	all, length := lettersOf(texts...), lengthOf(texts)
	for k, t := range texts {
		var lack interdict.Millibits
		same := 0
		for i, other := range texts {
			if other != t {
				lack += lacks[i]
			} else {
				same++
			}
		}
		in := infoOf(all.without(t), length, len(texts), lack)
		if same > 1 {
			in |= repeated
		}
		f(k, in)
	}
}

func lengthOf(texts []string) (n int) {
	for _, t := range texts {
		n += len(t)
	}
	return n
}

// lackOf is the most that a word costs in any name that lacks it.
func lackOf(text string) interdict.Millibits {
	return interdict.Millibits(int64(name.Rarity([]byte(text))) * score.MostLack / int64(name.Rarest))
}

// wholeWords are the words of a whole name, the i-th, as they were written. It
// agrees as a whole or not at all: so each word is taken to cost the most if it is
// lacking. Where a reading of the name has the very words, those say all.
func wholeWords(p *score.Party, i int, texts []string, lacks []interdict.Millibits, f func(kind byte, text string, in info)) {
	t := &p.Names[i].Tokens[0]
	text, from := t.Text, 0
	for i := 1; i < min(len(text), wholeLong) && len(texts) < cap(texts)-1; i++ {
		if t.Breaks>>i&1 == 1 {
			texts = append(texts, text[from:i])
			from = i
		}
	}
	texts = append(texts, text[from:])
	if !slices.ContainsFunc(p.Names[:i], func(n score.Name) bool {
		return slices.EqualFunc(n.Tokens, texts, func(t score.Token, text string) bool { return t.Text == text && kindOf(t.Part) == plainWord })
	}) {
		for _, t := range texts {
			lacks = append(lacks, lackOf(t))
		}
		named(texts, lacks, func(k int, in info) { f(plainWord, texts[k], in) })
	}
	if len(text) >= wholeLong {
		f(longName, "", infoOf(lettersOf(text), len(text), mostWords, 0))
	}
}

// Hashes of texts, keys and identifiers are part of the format.
func hashText(s string) uint64 {
	h := uint64(len(s)) + 1
	for i := 0; i < len(s); i++ {
		h = h*0x9E3779B97F4A7C15 + uint64(s[i]) + 1
	}
	return mix(h)
}

func mix(h uint64) uint64 {
	h ^= h >> 33
	h *= 0xFF51AFD7ED558CCD
	h ^= h >> 33
	h *= 0xC4CEB9FE1A85EC53
	return h ^ h>>33
}

func short(h uint64) uint32 { return uint32(h >> 32) }

func identifierHash(k ident.Key) uint64 { return mix(hashText(k.Space)*31 + hashText(k.Value)) }

// Salts keep what words share apart.
const (
	saltSkeleton = iota + 1
	saltSyllables
	saltSounds
	saltRespelt
	saltSlavic
	saltOtherSlavic
)

func shared(key, salt uint64) uint32 { return short(mix(key*8 + salt)) }

// eachShared calls f with the hash of what a word of a subject shares with those
// listed words that its text and key do not lead to. Words in Latin letters
// share skeletons with native words too, but hardly any listed ones are native:
// see Targets.native.
func eachShared(kind byte, text, key, respelt string, f func(hash uint32)) {
	switch {
	case kind == syllables:
		name.SyllableKeys(text, func(k uint64) { f(shared(k, saltSyllables)) })
	case kind == sounds:
		name.SoundKeys(key, func(k uint64) { f(shared(k, saltSounds)) })
	case kind == nativeRun:
		name.Skeletons(func(k uint64) { f(shared(k, saltSkeleton)) }, strings.Fields(text)...)
	case kind == plainWord && name.Native(text):
		name.Skeletons(func(k uint64) { f(shared(k, saltSkeleton)) }, text)
	}
	for k := range name.RespeltKeys(respelt) {
		f(shared(hashText(k), saltRespelt))
	}
	if kind != plainWord {
		return
	}
	var room [2 * name.MaxToken]byte
	if fold, other := name.EastSlavic(room[:0], text); other {
		f(shared(hashText(view(fold)), saltOtherSlavic))
	} else if len(fold) > 0 {
		f(shared(hashText(view(fold)), saltSlavic))
	}
}
