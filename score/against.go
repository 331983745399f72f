package score

import (
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/name"
)

// What speaks against two names as a whole, beside the words that agree and lack:
// all of it only lowers a strength, so that no bound of the index depends on it.

// Remark is something that bears on the comparison of two names as a whole.
type Remark uint16

const (
	// Swapped: son and father have changed places around "bin".
	Swapped Remark = 1 << iota
	// OneBeforeAll: one name is the other with one more before it.
	OneBeforeAll
	// ByReading: a name in Chinese characters agrees by its reading.
	ByReading
	// OfHouse: an article apart of the subject's, in Arabic letters, lacks.
	OfHouse
	// BySlips: no name agrees but by typing errors.
	BySlips
	// OtherOrdinal: the third of several is not the fourth.
	OtherOrdinal
	// OtherInitial: an initial, and a name that begins with another letter.
	OtherInitial
	// GivenExchanged: the two syllables of a Chinese or Korean given name have changed
	// places.
	GivenExchanged
	// OtherSex: one is a woman's name as the other is a man's.
	OtherSex
)

// weigh adds to a score what speaks against two names as a whole.
func (a *Aligner) weigh(s, e *Name, r *NameScore) {
	add := func(cost int64, what Remark) {
		if cost > 0 {
			r.Missing += cost
			r.Remarks |= what
		}
	}
	matched := r.Matched
	add(a.byReading(s, e, matched), ByReading)
	add(a.ofHouse(s), OfHouse)
	add(a.bySlips(s, e), BySlips)
	add(a.otherOrdinal(s, e, matched), OtherOrdinal)
	add(a.otherInitial(s, e), OtherInitial)
	if a.givenExchanged(s, e) {
		add(matched*int64(exchangedShare)/10000, GivenExchanged)
	}
	if otherSex(s.Tokens, e.Tokens) {
		add(matched*int64(childShare)/10000, OtherSex)
	}
	if a.swapped(s, e) {
		add(matched, Swapped)
	}
	if r.Culture == name.Arabic && a.oneBeforeAll(s, e) {
		add(matched*int64(childShare)/10000, OneBeforeAll)
	}
}

// firstLacks is what it costs besides that the other side lacks the first of three
// names or more: most often that is the given name, and those behind it are the
// father's and grandfather's. Of a subject's it counts only where its source says
// that it is a given name, and another one agrees: one puts a title before a name,
// and Julio César is called Julio.
func firstLacks(tokens []Token, open []interdict.Millibits, side Side) int64 {
	t := &tokens[0]
	if len(tokens) < 3 || open[0] < 0 {
		return 0
	}
	switch t.Part {
	case name.OfThree, name.OfMany:
		if side == SubjectSide {
			return 0
		}
	case name.Given:
		if next := tokens[1].Part; open[1] >= 0 || next != name.Given && next != name.Middle && next != name.Between {
			return 0
		}
	default:
		return 0
	}
	return int64(share(t.Weight, firstLack))
}

// betweenLacks is what it costs besides that the subject lacks names between the first
// and the last of a listed person's where it does not have these two, so that they tell
// who it is, or has another name or initial.
func (a *Aligner) betweenLacks(s, e *Name) (cost int64) {
	for j := range e.Tokens {
		if t := &e.Tokens[j]; t.Part == name.Between && a.ent[j] >= 0 {
			cost += int64(t.between())
		}
	}
	if cost == 0 || a.othersTell(s, e) && !a.hasMore(s) {
		return 0
	}
	return cost
}

// between is what a name between two costs besides where these do not tell who it is.
func (t *Token) between() interdict.Millibits { return share(t.Weight, betweenLack) - t.Lack }

// othersTell says whether the first and the last of the entity's names agree by more
// than an initial or a word with two errors, and in so much that they tell who it is:
// tellMore where more is open, since the subject's name was read out of another script
// or the second family name lacks too.
func (a *Aligner) othersTell(s, e *Name) bool {
	var told interdict.Millibits
	more := s.Culture != name.NoCulture || s.bySound()
	for i := range e.Tokens {
		switch e.Tokens[i].Part {
		case name.Second:
			more = more || a.ent[i] >= 0
		case name.Particle: // before the same name on both sides
			if m := a.matchOf(i); m != nil && i+1 < len(e.Tokens) && e.Tokens[i+1].tellsTwo() && a.joins(m.To, i+1) {
				told += share(min(m.Weight, e.Tokens[i].Weight), m.Edge.Similarity)
			}
		case name.OfThree, name.Given, name.Family:
			m := a.matchOf(i)
			if m == nil || m.Edge.Kind == InitialEdge ||
				m.Edge.Kind == EditEdge && Distance(s.Tokens[m.From].Text, e.Tokens[i].Text, 1) > 1 {
				return false
			}
			told += share(min(m.Weight, e.Tokens[i].Weight), m.Edge.Similarity)
		}
	}
	if more {
		return told >= tellMore
	}
	return told >= name.TellTwo
}

// tellsTwo says whether the token is one of the two names that tell who it is.
func (t *Token) tellsTwo() bool {
	return t.Part == name.OfThree || t.Part == name.Given || t.Part == name.Family
}

// matchOf is the edge that was taken to the entity's word at place j, nil if none was.
func (a *Aligner) matchOf(j int) *Match {
	for k := range a.matches {
		if m := &a.matches[k]; m.EntFrom <= j && j < m.EntTo {
			return m
		}
	}
	return nil
}

// hasMore says whether the entity lacks a name or an initial of the subject's.
func (a *Aligner) hasMore(s *Name) bool {
	for i := range s.Tokens {
		if t := &s.Tokens[i]; a.subj[i] >= 0 && (t.Names() || t.Initial()) {
			return true
		}
	}
	return false
}

// doubtedSecond is how much of what the subject lacks counts as doubtful as what it
// has beyond the entity: half of second family names, since among people of one
// culture many share the first.
func (a *Aligner) doubtedSecond(e *Name) (cost int64) {
	for j := range e.Tokens {
		if e.Tokens[j].Part == name.Second && a.ent[j] >= 0 {
			cost += int64(a.ent[j])
		}
	}
	return cost * int64(secondDoubt) / 10000
}

// parted is what it costs that a servant's name is half a name: where the
// subject has "abdul" of a listed "Abdul Rahim", but no Rahim, it agrees in nothing;
// nor where it has another name behind it in Arabic letters, which write both as
// one word: in Latin ones words change places.
func (a *Aligner) parted(s, e *Name) (cost int64) {
	for k := range a.matches {
		m := &a.matches[k]
		if m.Edge.Kind != Exact || m.EntTo >= len(e.Tokens) || s.Tokens[m.From].Text != "abdul" {
			continue
		}
		if a.ent[m.EntTo] >= 0 || s.Culture == name.Arabic && m.To < len(s.Tokens) && !a.joins(m.To, m.EntTo) {
			cost += int64(m.Weight)
		}
	}
	return cost
}

// joins says whether an edge that was taken joins the subject's word i to the
// entity's word j.
func (a *Aligner) joins(i, j int) bool {
	for k := range a.matches {
		if m := &a.matches[k]; m.From <= i && i < m.To && m.EntFrom <= j && j < m.EntTo {
			return true
		}
	}
	return false
}

// byReading is what it costs that a name in Chinese characters agrees with one in
// Latin letters: several characters are read so, and several people are called
// what is one name in Latin letters. A name of one word is left out: that it is
// little to go by is in its rarity, and foreign names are read by their sound.
func (a *Aligner) byReading(s, e *Name, matched int64) int64 {
	if s.Culture != name.Chinese || e.Culture == name.Chinese || len(e.Tokens) < 2 {
		return 0
	}
	return matched * int64(readShare) / 10000
}

// ofHouse is what it costs that a person's name in Arabic letters has an article
// apart before a word that agrees, which the entity's name lacks: it is of the house
// of Sultan, which is another family than that of a man named Sultan.
func (a *Aligner) ofHouse(s *Name) (cost int64) {
	if s.Culture != name.Arabic || !s.Apart || !personal(s.Tokens) {
		return 0
	}
	for i := 0; i+1 < len(s.Tokens); i++ {
		t, of := &s.Tokens[i], &s.Tokens[i+1]
		if t.Part == name.Particle && t.Text == "al" && a.subj[i] >= 0 && of.Names() && a.subj[i+1] < 0 {
			cost += int64(pairBits)
		}
	}
	return cost
}

// bySlips is what typing errors cost besides where two names of a person agree,
// neither but by such errors: one is a slip, two mostly are other names.
func (a *Aligner) bySlips(s, e *Name) (cost int64) {
	if !personal(s.Tokens) || !personal(e.Tokens) {
		return 0
	}
	words := 0
	for k := range a.matches {
		m := &a.matches[k]
		if !s.Tokens[m.From].Names() {
			continue
		}
		if m.Edge.Kind != EditEdge {
			return 0
		}
		cost += int64(10000-m.Edge.Similarity) * int64(m.Weight) / 10000
		words++
	}
	if words != 2 {
		return 0
	}
	return cost * int64(slipsShare) / 10000
}

// ordinals are the numbers that names have as words.
var ordinals = wordSet("first second third fourth fifth sixth seventh eighth ninth tenth")

// otherOrdinal is what it costs that each organisation has an ordinal that the
// other lacks: what is counted so is alike in all else.
func (a *Aligner) otherOrdinal(s, e *Name, matched int64) int64 {
	if !ordinalLacks(s.Tokens, a.subj) || !ordinalLacks(e.Tokens, a.ent) {
		return 0
	}
	return matched * int64(ordinalShare) / 10000
}

func ordinalLacks(tokens []Token, open []interdict.Millibits) bool {
	for i := range tokens {
		if t := &tokens[i]; open[i] >= 0 && t.Part == name.Unknown && ordinals[t.Text] {
			return true
		}
	}
	return false
}

// otherInitial is what it costs that one side has an initial and the other a name
// that begins with another letter, each lacking on the other side.
func (a *Aligner) otherInitial(s, e *Name) int64 {
	si, sn := initialLacks(s.Tokens, a.subj)
	ei, en := initialLacks(e.Tokens, a.ent)
	if si && (en || ei) || ei && sn {
		return int64(pairBits)
	}
	return 0
}

// initialLacks says whether an initial lacks on the other side, and whether a name
// does that an initial could stand for.
func initialLacks(tokens []Token, open []interdict.Millibits) (initial, other bool) {
	for i := range tokens {
		if open[i] < 0 {
			continue
		}
		switch tokens[i].Part {
		case name.Initial:
			initial = true
		case name.Given, name.Middle, name.OfThree, name.Between, name.OfMany:
			other = true
		}
	}
	return initial, other
}

// oneBeforeAll says whether one person's name is the other's, of three names or
// more, with one more before it: in Arabic names that is a son or daughter, who
// bears the father's whole name behind the own. Muhammad is often written before
// the name that a man goes by.
func (a *Aligner) oneBeforeAll(s, e *Name) bool {
	if !personal(s.Tokens) || !personal(e.Tokens) || !a.inOneOrder() {
		return false
	}
	switch named := a.named(s); {
	case named < childNames:
		return false
	case firstAlone(s.Tokens, a.subj) && lackNothing(a.ent):
		return true
	default:
		return firstAlone(e.Tokens, a.ent) && lackNothing(a.subj)
	}
}

// givenExchanged says whether two Chinese or Korean names of three words have the
// family name at an end, wherever it stands, and the two syllables of the given name
// in the other order: Kim Il Song is not Kim Song Il.
func (a *Aligner) givenExchanged(s, e *Name) bool {
	if len(a.matches) != 3 || len(s.Tokens) != 3 || len(e.Tokens) != 3 {
		return false
	}
	agree, at := 0, 0 // how many stand at the same place, and the last of these
	for i := range s.Tokens {
		if !name.EasternSyllable(s.Tokens[i].Text) || !name.EasternSyllable(e.Tokens[i].Text) {
			return false
		}
		if a.joins(i, i) {
			agree, at = agree+1, i
		}
	}
	family := func(i, j int) bool {
		return name.EasternSurname(s.Tokens[i].Text) && name.EasternSurname(e.Tokens[j].Text)
	}
	switch {
	case agree != 1:
		return false // all words, or none: a name behind the others that stands before them
	case at == 1:
		return family(0, 2) || family(2, 0)
	}
	return family(at, at)
}

// inOneOrder says whether the words that agree stand in the same order on both
// sides.
func (a *Aligner) inOneOrder() bool {
	for k := range a.matches {
		for l := range k {
			m, n := &a.matches[k], &a.matches[l]
			if (m.From < n.From) != (m.EntFrom < n.EntFrom) {
				return false
			}
		}
	}
	return true
}

// named is how many words agree that name their bearer.
func (a *Aligner) named(s *Name) (n int) {
	for k := range a.matches {
		if s.Tokens[a.matches[k].From].Names() {
			n++
		}
	}
	return n
}

// firstAlone says whether of all names the first alone lacks on the other side, and
// is not one that stands before a man's own.
func firstAlone(tokens []Token, open []interdict.Millibits) bool {
	if t := &tokens[0]; open[0] < 0 || !t.Names() || t.Text == "abdul" || t.Key == muhammad {
		return false
	}
	for i := 1; i < len(tokens); i++ {
		if open[i] >= 0 && tokens[i].Names() {
			return false
		}
	}
	return true
}

var muhammad = string(name.Key(nil, []byte("muhammad")))

func lackNothing(open []interdict.Millibits) bool {
	for _, c := range open {
		if c >= 0 {
			return false
		}
	}
	return true
}

// derived lowers the similarity of two words of persons' names that a typing error
// joins where one is made of the other: Kalashnikov is another family than
// Kalashnik, and Alena no misspelt Alen.
func derived(edge Edge, s, e *Token) Edge {
	if edge.Kind != EditEdge || !madeOf(s.Text, e) && !madeOf(e.Text, s) {
		return edge
	}
	return misspelt(edge, s.Text, e.Text, readRarity)
}

// cutShort says whether a text is a Slavic family name without its last letter rather
// than a name that one is made of: Arbuzo and Fedyae, not Petro or Shevchenko.
func cutShort(text string) bool {
	switch text[len(text)-1] {
	case 'o':
		return !strings.HasSuffix(text, "ko") && !name.Heard(text, name.Rarity([]byte(text)))
	case 'e':
		return !name.Heard(text, name.Rarity([]byte(text)))
	}
	return true // no family name ends in one more v
}

// madeOf says whether a text is a word of a person's name with the ending of a
// Slavic family name that is made of it or, of a given name, of a woman's; or the
// word is made so of the text.
func madeOf(text string, w *Token) bool {
	if w.Part == name.Unknown || w.Part == name.Whole {
		return false
	}
	ending, ok := strings.CutPrefix(text, w.Text)
	if !ok {
		if ending, ok = strings.CutPrefix(w.Text, text); !ok {
			return false
		}
	}
	switch ending {
	case "v":
		return !cutShort(text[:min(len(text), len(w.Text))])
	case "ov", "ev", "in":
		return true
	case "a":
		return w.Part == name.Given
	}
	return false
}
