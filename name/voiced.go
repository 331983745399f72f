package name

import (
	"math/bits"
	"slices"
	"strings"
)

// nativePlace is a letter at the beginning, in the middle or at the end of a
// word: how it is spelt there, and of that the sets of letters, as Letters has
// them, by what the spelling costs at most.
type nativePlace struct {
	spellings []nativeSpelling
	letters   [MaxVoicing + 1]uint32 // of all spellings
	head      [MaxVoicing + 1]uint32 // that they begin with
	tail      [MaxVoicing + 1]uint32 // that they end with
	silent    int                    // what it costs that it is not spelt at all
}

func (l *nativeLetter) place(begin, end bool) nativePlace {
	p := nativePlace{silent: dear}
	for _, s := range l.spellings {
		if s.begin && !begin || s.end && !end {
			continue
		}
		if s.text == "" {
			if end && s.cost > 0 && !s.end {
				continue
			}
			p.silent = min(p.silent, s.cost)
		}
		p.spellings = append(p.spellings, s)
		for cost := s.cost; cost <= MaxVoicing && s.text != ""; cost++ {
			p.letters[cost] |= Letters(s.text)
			p.head[cost] |= letterBit(s.text[0])
			p.tail[cost] |= letterBit(s.text[len(s.text)-1])
		}
	}
	return p
}

// Unvoiced is a word of the Arabic or the Hebrew script, or several written as
// one, made ready to be compared with words in Latin letters. Its zero value is
// ready to be set, and may be set again and again.
type Unvoiced struct {
	first   string // of the words
	known   string // the Key of the well-known name as which it is known, if it is
	bare    string // the same of all words together, without an article
	several bool
	limit   int8 // the most that is forgiven
	// room has the letters of all words, of which the first may be an article.
	room             [maxNative]*nativeLetter
	letters, article uint8
	skeleton         [maxNatives]skeleton
	skeletons        uint8
	// may are the letters, as Letters has them, of which a Latin spelling can be
	// made, heads and tails those that it can begin and end with.
	may, heads, tails uint32
	need              [maxNative]need
	needs             uint8
	// sounds are the units of one word, once it was asked how likely they are written
	// so; unheard says that they are not known.
	sounds           soundUnits
	sounded, unheard bool
}

// need are the letters that a spelling of one letter begins with, by what it
// costs at most.
type need [MaxVoicing]uint32

// Set makes words ready. It is not ok if they have no Latin spelling.
func (u *Unvoiced) Set(words ...string) bool {
	all, ok := nativeWord(u.room[:0], words)
	if !ok || len(all) < 2 {
		return false
	}
	u.first, u.several, u.limit = words[0], len(words) > 1, MaxVoicing
	u.sounded, u.unheard = false, false
	var text [MaxToken]byte
	if u.known = ""; !u.several { // see Voiced
		u.known = arabicWordOf(append(text[:0], u.first...)).key
	}
	if bare := WithoutArticle(u.first); !u.several && len(bare) == len(u.first) {
		u.bare = u.known
	} else {
		together := append(text[:0], bare...)
		for _, w := range words[1:] {
			together = append(together, w...)
		}
		u.bare = arabicWordOf(together).key
	}
	if u.several {
		u.limit--
	}
	article := articleLetters(u.first)
	if u.several && len(u.first) > 6 && strings.HasPrefix(u.first, "ال") {
		article = 2 // of a word that a stray space parts
	}
	u.letters, u.article = uint8(len(all)), uint8(article)
	u.skeletons = uint8(len(nativeSkeletons(u.skeleton[:0], all, article)))
	u.sets()
	return true
}

// sets makes the sets of letters.
func (u *Unvoiced) sets() {
	n, most := u.n(), u.limit
	u.may, u.heads, u.tails, u.needs = vowelLetters, 0, letterBit('e'), 0
	if u.article > 0 {
		u.may |= letterBit('l')
		u.heads = vowelLetters
	}
	inside := vowelLetters // not written between two letters
	if most > 1 {
		inside |= letterBit('h')
		u.may |= inside
		u.heads |= Letters("ei") // not written before the first letter
		u.tails |= Letters("ah") // and behind the last
	}
	for i := range n {
		p := u.place(i)
		u.may |= p.letters[most]
		if p.silent > 0 {
			u.need[u.needs] = need{p.head[0], p.head[1]}
			if p.silent == 1 {
				u.need[u.needs][1] = ^uint32(0)
			}
			u.needs++
		}
	}
	for i := range n {
		p := u.place(i)
		u.heads |= p.head[most]
		if p.silent > int(most) {
			break
		}
		u.heads |= vowelLetters
	}
	for i := n - 1; i >= 0; i-- {
		p := u.place(i)
		u.tails |= p.tail[most]
		if p.silent > int(most) {
			break
		}
		u.tails |= inside
	}
}

// n is how many letters are behind an article.
func (u *Unvoiced) n() int { return int(u.letters - u.article) }

// place is the i-th of them.
func (u *Unvoiced) place(i int) *nativePlace {
	l := u.room[int(u.article)+i]
	switch i {
	case 0:
		return &l.at[0]
	case u.n() - 1:
		return &l.at[2]
	}
	return &l.at[1]
}

// Arabic says whether the words are of the Arabic script.
func (u *Unvoiced) Arabic() bool { return u.first[0] >= 0xd8 }

// Part says whether it is so short that it is a part of a word, parted by a stray
// space, if anything.
func (u *Unvoiced) Part() bool { return !u.several && u.letters < leastNative }

// Several says whether it is several words written as one.
func (u *Unvoiced) Several() bool { return u.several }

// Skeletons calls f with the hash of each skeleton.
func (u *Unvoiced) Skeletons(f func(hash uint64)) {
	for i := range u.skeleton[:u.skeletons] {
		f(u.skeleton[i].hash())
	}
}

// Letters has a bit for each letter of a text; letters beyond z share some.
func Letters(text string) (set uint32) {
	for i := 0; i < len(text); i++ {
		set |= letterBit(text[i])
	}
	return set
}

// LeastErrors is how many typing errors there are at least between a text that has these
// letters and one of those, which is so many letters shorter. An error brings one letter
// and takes one at most; as many as the text is longer take none.
func LeastErrors(has, of uint32, longer int) int {
	more, fewer := bits.OnesCount32(has&^of), bits.OnesCount32(of&^has)
	return max(more+max(-longer, 0), fewer+max(longer, 0))
}

func letterBit(c byte) uint32 { return 1 << ((c - 'a') & 31) }

// vowelLetters are the Latin letters that need not be written.
var vowelLetters = Letters("aeiouy")

// Letters are those of which a Latin spelling can be made, as the function has them.
func (u *Unvoiced) Letters() uint32 { return u.may }

// May says whether a Latin word of these letters, as Letters has them, can be
// a spelling. Most words that share a skeleton are none.
func (u *Unvoiced) May(letters uint32) bool {
	if letters&^u.may != 0 {
		return false
	}
	cost := int8(0)
	for i := range u.needs {
		if n := &u.need[i]; letters&n[0] == 0 {
			if cost++; letters&n[1] == 0 {
				cost++
			}
			if cost > u.limit {
				return false
			}
		}
	}
	return true
}

// Ends says whether a Latin word begins and ends as a spelling can.
func (u *Unvoiced) Ends(latin string) bool {
	return letterBit(latin[0])&u.heads != 0 && letterBit(latin[len(latin)-1])&u.tails != 0
}

// Voiced says how well a word in Latin letters, with its Key, and this one
// agree: 0 is a usual spelling, and each unit something less usual. It is not ok
// where they are not one word, which is so where they share no skeleton. It does
// not allocate.
func (u *Unvoiced) Voiced(latin, key string) (cost int, ok bool) {
	if len(latin) < 2 || len(latin) > maxVoiced || !inLatin(latin) || !u.Ends(latin) || !u.May(Letters(latin)) {
		return 0, false
	}
	var v voicing
	v.open(latin)
	if u.article > 0 && v.article(latin) {
		v.reach(2)
	}
	for i := range u.n() {
		p := u.place(i)
		v.now, v.next = v.next, places{}
		v.vowels(i == 0)
		for k := range p.spellings {
			v.spell(&p.spellings[k])
		}
		if v.next[0][u.limit] == 0 {
			return 0, false // most words part here
		}
	}
	v.now = v.next
	v.lastVowels()
	cost = v.cost(len(latin))
	if cost > int(u.limit) || !u.shareSkeleton(latin) {
		return 0, false
	}
	if !u.several && u.known != "" && key != u.known {
		cost++
	}
	return cost, cost <= int(u.limit)
}

// Likelier is how much likelier, in tenths of bits, one word is written so by its sound
// for this Latin word than by chance, 0 at least. It tells spellings apart that Voiced has
// for as near; it is not ok where nothing is known of their sound.
func (u *Unvoiced) Likelier(latin string) (tenths int, ok bool) {
	if !u.sounded {
		u.sounded, u.unheard = true, u.several || !u.sounds.read(u.first)
	}
	var b [maxSoundLetters]byte
	squeezed, ok := squeeze(b[:0], latin)
	if u.unheard || !ok {
		return 0, false
	}
	letters := rareLetters(squeezed) * tellRare / 100
	most := max(letters, usualBy(latin, letters))
	return max(most-u.sounds.unlikely(squeezed, Letters(latin), most), 0), true
}

// Known says whether a Latin spelling with this Key is one of the well-known name
// as which the words are known, with or without an article.
func (u *Unvoiced) Known(latin, key string) bool {
	switch {
	case u.bare == "":
		return false
	case key == u.bare:
		return true
	case u.article == 0:
		return false
	}
	var text, room [maxVoiced]byte
	rest := withoutArticle(append(text[:0], latin...))
	return len(rest) > 0 && string(Key(room[:0], rest)) == u.bare
}

func (u *Unvoiced) shareSkeleton(latin string) bool {
	var room [maxSkeletons]skeleton
	latins := skeletons(room[:0], []string{latin})
	for _, s := range u.skeleton[:u.skeletons] {
		if slices.Contains(latins, s) {
			return true
		}
	}
	return false
}

func inLatin(s string) bool {
	for i := range len(s) {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return true
}

// dear is more than is forgiven.
const dear = MaxVoicing + 1
