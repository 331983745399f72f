package name

import (
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/prefetch"
	"github.com/interdict/interdict/internal/recent"
)

// Words of names come by Zipf's law: a few in every name, most of them once. So
// an Analyser remembers what it found out about the words it met lately, and
// nine words in ten cost one look at memory in place of a dozen tables.

// Known is what is known of a folded word by itself, whatever name it stands in.
// It stays what it is.
type Known struct {
	all    string  // the word, its key and its respellings
	table  *word   // what the tables of words say
	meant  *string // what formMeant says, nil if nothing
	Rarity interdict.Millibits
	n, key uint8 // bytes of the word and of its key
	traits trait
}

// Text is the word.
func (k *Known) Text() string { return k.all[:k.n] }

// Key is its key, see the function Key.
func (k *Known) Key() string { return k.all[k.n:][:k.key] }

// Respelt are the keys of the word as English spells it, where it may be of another
// language: see RespeltKeys.
func (k *Known) Respelt() string { return k.all[k.n:][k.key:] }

// trait is a set of what a word may do to the name that it stands in.
type trait uint8

const (
	// isPlain: the word is all letters, and nothing but a name in any table. No
	// rule of tagPerson changes or joins it or takes it for something else, save
	// by its place.
	isPlain trait = 1 << iota
	// beginsForm: the word of a legal form begins with it, see apart.
	beginsForm
	// hasOther: it would be another word in an organisation's name, isRoman: at the
	// end of one. See otherWords.
	hasOther
	isRoman
	// isSurname: Chinese or Korean family names are written so.
	isSurname
	// ofForm: it is a word of a legal form of several words, see gather.
	ofForm
	// nearTitle: it is a title with an error; nearMessrs: it is messrs with one.
	nearTitle
	nearMessrs
)

// Known returns what is known of a folded word of at most MaxToken bytes, and
// remembers it for the next name.
func (a *Analyser) Known(text []byte) (k Known) {
	if a.tab == nil {
		a.tab = known()
	}
	a.know(&k, hashWord(text), text)
	return k
}

// know fills k with what is known of a word with its hash.
func (a *Analyser) know(k *Known, hash uint64, text []byte) {
	if m := a.met.get(hash, text); m != nil {
		*k = m.Known
		return
	}
	if *k = a.ofOthers(hash, text); k.n == 0 {
		*k = a.learn(text)
		if a.Learnt != nil {
			a.Learnt.words.Put(hash, k.Text(), *k)
		}
	}
	if !a.slow {
		a.met.put(hash, k)
	}
}

// Learnt is what several Analysers found out about words, so that not each does it
// anew. Its zero value is ready.
type Learnt struct{ words recent.Shared[Known] }

// ofOthers is what another Analyser found out about a word; n is 0 if none did.
func (a *Analyser) ofOthers(hash uint64, text []byte) (k Known) {
	if a.Learnt != nil {
		if found := a.Learnt.words.Get(hash, string(text)); found != nil {
			return *found
		}
	}
	return Known{}
}

// Of returns what is known of a token's text, which is of the name last analysed.
func (a *Analyser) Of(t *Token) Known {
	if t.known.n > 0 {
		return t.known
	}
	return a.Known(t.Text)
}

// learn looks a word up in all tables.
func (a *Analyser) learn(text []byte) Known {
	a.key = Key(a.key[:0], text)
	a.all = AppendRespelt(append(append(a.all[:0], text...), a.key...), text)
	k := Known{all: string(a.all), n: uint8(len(text)), key: uint8(len(a.key)), table: a.tab.word(text), Rarity: Rarity(text)}
	if form := a.formMeant(text, k.table); form != "" {
		k.meant = &form
	}
	if w := a.tradeMeant(text, k.table); w != nil {
		k.table = w
	}
	if a.tab.ofForm(text) {
		k.traits |= ofForm
	}
	if allLetters(text, 1) && a.beginsForm(text) {
		k.traits |= beginsForm
	}
	if k.table.kind&(isShort|isNumber|isOrdinal) != 0 || a.translated(text, k.table) != "" || k.table == &noWord && a.formWithin(text, true)+a.formWithin(text, false) > 0 || withArticle(text, k.table) {
		k.traits |= hasOther
	}
	if _, roman := romanNumbers[k.Text()]; roman {
		k.traits |= isRoman
	}
	if EasternSurname(k.Text()) {
		k.traits |= isSurname
	}
	switch a.titleMeant(text, k.table) {
	case "":
	case messrs:
		k.traits |= nearMessrs
	default:
		k.traits |= nearTitle
	}
	if k.plain(text) {
		k.traits |= isPlain
	}
	return k
}

// beginsForm says whether a word of a legal form begins with text and goes on;
// with one letter many do.
func (a *Analyser) beginsForm(text []byte) bool {
	if len(text) == 1 {
		return true
	}
	for _, w := range a.tab.forms.first[ofTwo(text[0], text[1])] {
		if len(w.text) > len(text) && strings.HasPrefix(w.text, string(text)) {
			return true
		}
	}
	return false
}

// plain says whether a word is plain. TestPlainNames holds it to the rules: a
// rule of tagPerson that may change a word belongs here too.
func (k *Known) plain(text []byte) bool {
	if !allLetters(text, 2) || k.table != &noWord || k.meant != nil || k.traits&(beginsForm|hasOther|isRoman|nearTitle|nearMessrs) != 0 || string(text) == messrs {
		return false
	}
	if nearArticle(text, k.Rarity) || string(text[:min(len(text), 3)]) == "abd" || abdulMeant(text) != "" { // see compoundNames
		return false
	}
	return !isDin(text) && faithSuffix(text) == 0 && !arabicCompounds().article[string(text)]
}

// plain says whether the name looked up is a person's of plain words: there is
// nothing to mend in it and no other way to read it, and what its words are only
// their place can tell. Most customers' names are.
func (a *Analyser) plain(s interdict.Schema, is script) bool {
	if s != interdict.Person && s != interdict.LegalEntity && s != "" || is != latin || a.digits || a.slow {
		return false
	}
	for i := range a.spans {
		sp := &a.spans[i]
		switch sp.glue {
		case glueSpace, glueHyphen, glueComma:
		case glueBreak:
			if i > 0 {
				return false
			}
		default:
			return false
		}
		if sp.known.traits&isPlain == 0 || sp.other != noOther {
			return false
		}
	}
	return true
}

// readPlain is read for a plain name.
func (a *Analyser) readPlain(n *interdict.Name, full string, is script) {
	a.isPerson, a.ship = true, false
	a.tagByPlace(n, full)
	a.finish(is, usualForms)
	if tokens := a.forms[0].Tokens; a.count == 1 {
		for i := range tokens {
			tokens[i].known = a.spans[i].known
		}
	}
	for i := range a.spans {
		if a.spans[i].known.traits&isSurname != 0 {
			a.easternForms(full, is)
			return
		}
	}
}

// maxMet bounds the words that an Analyser remembers.
const maxMet = 1 << 17

// memory remembers words. Each has four places, side by side and chosen by its
// hash. A new word takes the place of one that was not asked for since all were
// last in use, so that what is met again and again stays. Its zero value is ready.
type memory struct {
	words   []met
	fetched uint8 // keeps fetch from being left out
}

// metPlaces is how many places a word has, leastMet how many there are at first.
const metPlaces, leastMet = 4, 256

// met is a word that was met. It is one line of the processor's memory, and all
// but a long word's last letters are in it: to fetch another line takes as long
// as the rest of the analysis of a name.
type met struct {
	Known            // n is 0 where there is no word
	letters [23]byte // of a word that has no more
	used    bool     // since it was put there or last passed over
}

func (m *met) is(text []byte) bool {
	if len(text) <= len(m.letters) {
		return int(m.n) == len(text) && string(m.letters[:len(text)]) == string(text)
	}
	return m.Text() == string(text)
}

// home is the first place of a hash. The others differ from it in the last bits.
func (m *memory) home(hash uint64) int { return int(hash) & (len(m.words) - 1) }

// ahead queues the place where a word would be.
func (m *memory) ahead(q *prefetch.Queue, hash uint64) {
	if len(m.words) > 0 {
		prefetch.Add(q, &m.words[m.home(hash)])
	}
}

// fetch looks at where a word would be, without a decision that waits for it.
func (m *memory) fetch(hash uint64) {
	if len(m.words) > 0 {
		m.fetched += m.words[m.home(hash)].n
	}
}

// get returns a word that is remembered, until the next put; else nil.
func (m *memory) get(hash uint64, text []byte) *met {
	if len(m.words) == 0 || len(text) == 0 {
		return nil
	}
	home := m.home(hash)
	for i := range metPlaces {
		if w := &m.words[home^i]; w.is(text) {
			if !w.used {
				w.used = true
			}
			return w
		}
	}
	return nil
}

// put remembers a word that is not remembered yet. The places grow in number as
// long as a word finds none that is free.
func (m *memory) put(hash uint64, k *Known) {
	for len(m.words) == 0 || m.place(hash).n > 0 && len(m.words) < maxMet {
		m.grow()
	}
	w := m.place(hash)
	*w = met{Known: *k}
	copy(w.letters[:], k.Text())
}

// place is where a new word is put.
func (m *memory) place(hash uint64) *met {
	home := m.home(hash)
	for i := range metPlaces {
		if w := &m.words[home^i]; w.n == 0 {
			return w
		}
	}
	for i := range metPlaces {
		if w := &m.words[home^i]; !w.used {
			return w
		}
	}
	for i := range metPlaces {
		m.words[home^i].used = false
	}
	return &m.words[home]
}

// grow doubles the places.
func (m *memory) grow() {
	old := m.words
	m.words = make([]met, max(2*len(old), leastMet))
	clear(m.words) // memory that is read before it is written to costs the system more
	for i := range old {
		if w := &old[i]; w.n > 0 {
			*m.place(hashWord([]byte(w.Text()))) = *w
		}
	}
}
