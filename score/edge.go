package score

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/name"
)

// Token is one word of a name with all that scoring needs of it.
type Token struct {
	Text string
	// Hash is that of a subject's Text, see package polyhash.
	Hash uint64
	// Key is the word's romanisation-insensitive key, see name.Key; Respelt those of a
	// subject's as English spells it, see name.RespeltKeys.
	Key, Respelt string
	Part         name.Part
	Rarity       interdict.Millibits
	Weight, Lack interdict.Millibits
	// Breaks are the places at which a subject's whole name had its words begin,
	// see name.Analyser.Breaks.
	Breaks uint64
}

// word says whether the token may be misspelled or respelled. Numbers, legal
// forms and initials match exactly or not at all.
func (t *Token) word() bool {
	return t.Part != name.Number && t.Part != name.LegalForm && len(t.Text) > 1
}

// written is the token's text as people read it.
func (t *Token) written() string {
	switch t.Part {
	case name.Syllables:
		return name.SyllablesWritten(t.Text)
	case name.Sounds:
		return t.Text[1:]
	}
	return t.Text
}

// Initial says whether the token is a single letter.
func (t *Token) Initial() bool { return len(t.Text) == 1 && t.Part != name.Number }

// EdgeKind is how two tokens are joined, best first.
type EdgeKind uint8

const (
	NoEdge EdgeKind = iota
	Exact
	JoinEdge
	SplitEdge
	VariantEdge
	EditEdge
	NicknameEdge
	AcronymEdge
	InitialEdge
)

func (k EdgeKind) String() string {
	return [...]string{"missing", "exact", "join", "split", "variant", "edit", "nickname", "acronym", "initial"}[k]
}

// EdgeSet is a set of kinds of edges.
type EdgeSet uint16

// InWholes, in a set, are typing errors in whole names, whatever the kind of their
// edge: see WholeErrors.
const InWholes EdgeSet = 1 << 15

// EdgesOf makes a set.
func EdgesOf(kinds ...EdgeKind) (s EdgeSet) {
	for _, k := range kinds {
		s |= 1 << k
	}
	return s
}

// Has says whether a kind is in the set.
func (s EdgeSet) Has(k EdgeKind) bool { return s>>k&1 == 1 }

// Edge is a connection of two words and how alike they are.
type Edge struct {
	Kind       EdgeKind
	Similarity interdict.Score
}

// Compare is the one function that joins single words: the scorer asks it, and
// the index looks up exactly the words for which it answers.
func Compare(s, e *Token) Edge { return compare(s, e, ready{}) }

// Comparer compares one word of a subject's with many: what hangs on it alone is found
// out once. It answers as Compare does.
type Comparer struct {
	token *Token
	stray answer
}

// Set says which word is compared.
func (c *Comparer) Set(s *Token) { *c = Comparer{token: s} }

// Compare joins the word and one of the entity's.
func (c *Comparer) Compare(e *Token) Edge { return compare(c.token, e, ready{stray: &c.stray}) }

// Typed joins the word and a listed one, both Misspellable, that are so many typing
// errors apart, where Compare is known to join them by nothing else. More errors than
// EditsBetween allows may be told as any number above it.
func (c *Comparer) Typed(e *Token, errors int) Edge {
	s := c.token
	if edge := inShort(s, e); edge.Kind != NoEdge {
		return edge
	}
	allowed := EditsAllowed(min(len(s.Text), len(e.Text)))
	if allowed == 0 {
		return Edge{}
	}
	if edit, only := typed(s, e, errors, allowed, &c.stray); only || edit.Similarity > 0 {
		return edit
	}
	return Edge{}
}

// ready is the subject's word made ready, where it is written without its vowels or
// compared by its sound, so that several words can be held against it.
type ready struct {
	unvoiced *name.Unvoiced
	heard    *name.Spoken
	stray    *answer // whether it is name.Stray; nil where that is not kept
}

func compare(s, e *Token, r ready) Edge {
	if (s.Part == name.LegalForm) != (e.Part == name.LegalForm) || (s.Part == name.Number) != (e.Part == name.Number) {
		return Edge{}
	}
	if s.Part == name.Syllables || e.Part == name.Syllables {
		return compareSyllables(s, e)
	}
	if s.Part == name.Sounds || e.Part == name.Sounds {
		return compareSounds(s, e, r.heard)
	}
	if s.Part == name.Acronym || e.Part == name.Acronym {
		if s.Text == e.Text && (s.MayBeAcronym() || e.MayBeAcronym()) {
			return Edge{AcronymEdge, Acronym}
		}
		return Edge{}
	}
	if s.Part == name.Whole || e.Part == name.Whole {
		if s.Text == e.Text {
			return Edge{JoinEdge, Joined}
		}
		return Edge{}
	}
	if s.Text == e.Text {
		return Edge{Exact, 10000}
	}
	if s.Initial() != e.Initial() {
		if s.Part != name.LegalForm && s.Part != name.Number && (s.Text[0] == e.Text[0] || s.Text == "w" && e.Text[0] == 'v') {
			return Edge{InitialEdge, Initial} // W. is German for Vladimir
		}
		return Edge{}
	}
	if !s.word() || !e.word() {
		return Edge{}
	}
	if native := name.Native(s.Text); native != name.Native(e.Text) {
		switch {
		case !native:
			return voiced(s, e.Text)
		case r.unvoiced != nil:
			return Voiced(e, r.unvoiced)
		}
		return voiced(e, s.Text)
	}
	return compareSpellings(s, e, r.stray)
}

// compareSpellings joins two words that are not written alike: variants of one another,
// nicknames, or one with typing errors in it.
func compareSpellings(s, e *Token, stray *answer) Edge {
	best := Edge{}
	if s.Key == e.Key && !name.Repeats(s.Text) && !name.Repeats(e.Text) {
		best = Edge{VariantEdge, variant}
		if name.SameUndoubled(s.Text, e.Text) && !name.Heard(s.Text, s.Rarity) {
			best.Similarity = doubledUnheard // Ammin is Amin before it is Ameen
		}
	}
	if best.Kind == NoEdge {
		switch short, spelt := name.Nickname(s.Text, e.Text); {
		case short:
			best = Edge{NicknameEdge, nickname}
		case spelt:
			best = Edge{VariantEdge, variant}
		}
	}
	if edge := inShort(s, e); edge.Kind != NoEdge {
		return edge
	}
	if best.Kind == VariantEdge {
		return best // no edit is as good as a variant
	}
	switch as, wrong := respelt(s, e); {
	case as && !wrong:
		best = Edge{VariantEdge, respelling}
	case name.SameEastSlavic(s.Text, e.Text):
		best = Edge{VariantEdge, respelling}
	case as && best.Kind == NoEdge:
		best = Edge{EditEdge, mended}
	}
	allowed := EditsAllowed(min(len(s.Text), len(e.Text)))
	if allowed == 0 || !Misspellable(s.Text) || !Misspellable(e.Text) {
		return best
	}
	edit, only := typed(s, e, Distance(s.Text, e.Text, allowed), allowed, stray)
	if only || edit.Similarity > best.Similarity {
		return edit
	}
	return best
}

// inShort joins two short words that are one but for a single error.
func inShort(s, e *Token) Edge {
	switch {
	case swapped(s.Text, e.Text):
		return Edge{EditEdge, editSimilarity(1, min(len(s.Text), len(e.Text)), rarer(s, e))}
	case short(s, e):
		return Edge{EditEdge, editSimilarity(1, shortWord+1, rarer(s, e))}
	}
	return Edge{}
}

// typed joins two words that are so many typing errors apart. It says whether they are
// joined so whatever else they are.
func typed(s, e *Token, errors, allowed int, stray *answer) (edit Edge, only bool) {
	switch {
	case errors > allowed:
		return doubledAndWrong(s, e), false
	case name.SameUndoubled(s.Text, e.Text):
		if name.Heard(s.Text, s.Rarity) {
			return Edge{EditEdge, doubled}, true
		}
		return Edge{EditEdge, doubledUnheard}, true
	}
	n := max(utf8.RuneCountInString(s.Text), utf8.RuneCountInString(e.Text))
	edit = Edge{EditEdge, editSimilarity(errors, n, rarer(s, e))}
	if errors == 1 && len(s.Text) < len(e.Text) {
		edit.Similarity += (editCost - leftOut) / interdict.Score(n)
	}
	if errors > 1 && !name.Heard(s.Text, s.Rarity) && (doubledBesides(s.Text, e.Text) || !name.Heard(e.Text, e.Rarity) && doubledBesides(e.Text, s.Text)) {
		wrong := editSimilarity(1, n, rarer(s, e))
		edit.Similarity = max(edit.Similarity, interdict.Score(int64(doubledUnheard)*int64(wrong)/10000))
	}
	if errors > 1 && n >= typedFrom && min(len(s.Text), len(e.Text)) >= typedFrom-1 && mistyped(s, e.Text, stray) {
		edit.Similarity = max(edit.Similarity, 10000-2*editCost/interdict.Score(n))
	}
	return edit, false
}

// respelt says whether a subject's word is a listed one as another language spells it,
// or with an error in another spelling.
func respelt(s, e *Token) (as, wrong bool) {
	for key, mended := range name.RespeltKeys(s.Respelt) {
		if key == e.Key {
			return true, mended
		}
	}
	return false, false
}

// DoubledMost is the most letters of a listed word that a subject's may be with one
// letter twice and another error: in a longer one they are two errors.
const DoubledMost = editMin2 - 1

// Undoubled appends a subject's word with the one doubled letter that it has once,
// where another error is looked for besides: "Kvvat" is Kvant. A known name is
// nobody's misspelt one, and a word that is one but for the doubled letter is that.
func Undoubled(dst []byte, text string, rarity interdict.Millibits) ([]byte, bool) {
	if len(text) <= editMin || len(text) > DoubledMost+2 || !Misspellable(text) || name.Heard(text, rarity) {
		return dst, false
	}
	at := 0
	for i := 1; i < len(text); i++ {
		if text[i] == text[i-1] {
			if at > 0 {
				return dst, false
			}
			at = i
		}
	}
	if at == 0 {
		return dst, false
	}
	from := len(dst)
	dst = append(append(dst, text[:at]...), text[at+1:]...)
	once := dst[from:]
	return dst, !name.Heard(view(once), name.Rarity(once))
}

// doubledAndWrong is the edge between two words of which the subject's has a letter
// twice and another error.
func doubledAndWrong(s, e *Token) Edge {
	if len(e.Text) > DoubledMost {
		return Edge{}
	}
	var room [DoubledMost + 1]byte
	once, ok := Undoubled(room[:0], s.Text, s.Rarity)
	if !ok || Distance(view(once), e.Text, 1) > 1 {
		return Edge{}
	}
	wrong := editSimilarity(1, max(len(once), len(e.Text)), rarer(s, e))
	return Edge{EditEdge, interdict.Score(int64(doubled) * int64(wrong) / 10000)}
}

// doubledBesides says whether the first of two words has a letter twice that is an error
// in it, and one error besides.
func doubledBesides(x, y string) bool {
	var room [MaxJoined]byte
	for i := 1; i < len(x) && len(x) <= MaxJoined; i++ {
		if x[i] == x[i-1] {
			if once := append(append(room[:0], x[:i]...), x[i+1:]...); Distance(view(once), y, 1) <= 1 {
				return true
			}
		}
	}
	return false
}

// short says whether one of two words has shortWord letters and the other those
// and one more, and the subject's is no known name: Oed is Obed, but Jan not Jean.
func short(s, e *Token) bool {
	n, m := len(s.Text), len(e.Text)
	return min(n, m) == shortWord && EditsBetween(n, m) > 0 && !name.Heard(s.Text, s.Rarity) &&
		Misspellable(s.Text) && Misspellable(e.Text) && Distance(s.Text, e.Text, 1) == 1
}

// swapped says whether two words of three letters, or of letters and digits, are one
// with two neighbouring letters exchanged. No other error is looked for in such words: a
// digit more or another makes another number.
func swapped(a, b string) bool {
	if len(a) != len(b) || Swaps(a) == 0 || Swaps(b) == 0 {
		return false
	}
	i := 0
	for i < len(a)-1 && a[i] == b[i] {
		i++
	}
	return i < len(a)-1 && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:] && letters(a[i:i+2], false)
}

// Swaps is how many words a word may be with two neighbouring letters exchanged,
// where no other error is looked for: each from the first letter, the second.
func Swaps(text string) int {
	if n := len(text); n == shortWord && !name.Native(text) || n >= mixedMin && n < editDigits && mixed(text) {
		return n - 1
	}
	return 0
}

// mixed says whether a word is of letters and digits.
func mixed(text string) bool {
	return letters(text, true) && !letters(text, false) && strings.IndexFunc(text, unicode.IsLetter) >= 0
}

// compareSyllables joins names of East Asia by whatever standard they are
// written, and only what is marked as such on both sides.
func compareSyllables(s, e *Token) Edge {
	switch {
	case s.Part != e.Part || !name.SameSyllables(s.Text, e.Text):
		return Edge{}
	case s.Text == e.Text:
		return Edge{Exact, 10000}
	}
	return Edge{VariantEdge, standard}
}

// MayBeAcronym says whether a word may be short for an organisation's name: a
// word of an organisation's name, or all of a name.
func (t *Token) MayBeAcronym() bool {
	return (t.Part == name.Unknown || t.Part == name.Only) && name.AcronymOf(len(t.Text))
}

// PairWeight is the weight of an edge: that of the commoner word, since this
// is how surprising the agreement is.
func PairWeight(k EdgeKind, s, e interdict.Millibits) interdict.Millibits {
	w := min(s, e)
	switch k {
	case InitialEdge:
		return min(w, InitialWeight)
	case AcronymEdge:
		return min(w, AcronymWeight)
	}
	return w
}

// joined says whether run, written as one word, is text. Where the run is all
// of a name, and text all of the other, two words may have changed places: a
// Chinese name has its family name on either side. In a longer one they are a given name's syllables, and
// Su-kwang is not Kwang-su.
func joined(run []Token, text string, all bool) bool {
	return inOrder(run, text) || all && len(run) == 2 && inOrder([]Token{run[1], run[0]}, text)
}

func inOrder(run []Token, text string) bool {
	for i := range run {
		rest, ok := strings.CutPrefix(text, run[i].Text)
		if !ok || !run[i].joinable(false) {
			return false
		}
		text = rest
	}
	return text == ""
}

// joinable says whether a word may be written together with its neighbours or
// apart; all says that all words of the other name are, which a whole name asks.
func (t *Token) joinable(all bool) bool {
	return t.Part != name.LegalForm && t.Part != name.Syllables && t.Part != name.Sounds && t.Part != name.Acronym && (all || t.Part != name.Whole)
}

// Runs calls f for each stretch of neighbouring words that may be written as
// one: two or three words, or all of a short name.
func Runs(n int, f func(from, to int)) {
	for from := 0; from < n; from++ {
		for to := from + 2; to <= min(n, from+maxRun); to++ {
			f(from, to)
		}
	}
	if n > maxRun && n <= MaxRun {
		f(0, n)
	}
}

// rarer is the rarity that says whether two words are two names rather than one
// misspelled. A typing error seldom makes another common name: where the
// subject's word is one it was meant, however rare the listed one is.
func rarer(s, e *Token) interdict.Millibits {
	if s.Rarity < editCommon {
		return s.Rarity
	}
	return max(s.Rarity, e.Rarity)
}

// misspelt is the edge between two words that are this common: that of their
// typing errors, if they have few enough, and no better than it was.
func misspelt(edge Edge, x, y string, rarity interdict.Millibits) Edge {
	allowed := EditsAllowed(min(len(x), len(y)))
	if allowed == 0 {
		return Edge{}
	}
	errors := Distance(x, y, allowed)
	if errors > allowed {
		return Edge{}
	}
	return Edge{EditEdge, min(edge.Similarity, editSimilarity(errors, max(len(x), len(y)), rarity))}
}

// bySound says whether a word of the name is compared by its sound, so that it
// stands in another script.
func (n *Name) bySound() bool {
	for i := range n.Tokens {
		if n.Tokens[i].Part == name.Sounds {
			return true
		}
	}
	return false
}

// misread lowers the similarity of two words of persons' names that a typing
// error joins where one is read out of another script. Its Latin letters are
// nobody's typing, and that they are no known spelling does not make it one
// misspelled: Jalali and Balali, Mala and Mali are two names. In a script
// without vowels those that are supplied may differ, since they are guessed.
func misread(edge Edge, s, e *Name, i, j int) Edge {
	if !s.Culture.Read() && !e.Culture.Read() && !s.bySound() {
		return edge
	}
	if edge.Similarity == doubledUnheard {
		edge.Similarity = doubled
	}
	if edge.Kind != EditEdge || s.Tokens[i].Part == name.Unknown {
		return edge
	}
	x, y := s.Tokens[i].Text, e.Tokens[j].Text
	if s.Culture.Unvowelled() || e.Culture.Unvowelled() {
		if n, same := name.SameConsonants(x, y); same || n >= readMany {
			return edge
		}
	}
	return misspelt(edge, x, y, readRarity)
}
