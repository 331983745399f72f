package score

import (
	"math/bits"
	"unsafe"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/name"
)

// A name that was written without its spaces, or with one at a wrong place,
// may have a typing error besides: "SHARIFSECUREWQRE" is Sharif Secureware. So
// the subject's whole name, all its words as one, is laid along all words of
// the listed one, and each word may have the errors that it may have when it
// stands alone, at the same cost: where a space is left out says nothing of
// whether Carter is Carper. Spaces may be lost or put in, but not both: Jan
// Sara Li is not Ansar Ali.

// WholeErrors is how many typing errors are looked for in a whole name that
// is listed with n letters. The index asks it.
func WholeErrors(n int) int {
	switch {
	case n >= wholeMin2:
		return 2
	case n >= wholeMin:
		return 1
	}
	return 0
}

// Bare is where the words stand that are no legal form before or behind them.
func Bare(n int, form func(i int) bool) (from, to int) {
	for to = n; to > 0 && form(to-1); to-- {
	}
	for from < to && form(from) {
		from++
	}
	return from, to
}

// BareTokens is Bare of a name's words.
func BareTokens(tokens []Token) (from, to int) {
	return Bare(len(tokens), func(i int) bool { return tokens[i].Part == name.LegalForm })
}

// Letters appends all words of the name but for its legal form as one, last to
// first if it is asked for, which is for names of two words. It is false where
// typing errors are not looked for in them together.
func (n *Name) Letters(dst []byte, backwards bool) ([]byte, bool) {
	from, to := BareTokens(n.Tokens)
	return lettersOf(dst, n.Tokens[from:to], backwards)
}

func lettersOf(dst []byte, words []Token, backwards bool) ([]byte, bool) {
	from := len(dst)
	if len(words) == 0 || len(words) > MaxRun || backwards && len(words) != 2 {
		return dst, false
	}
	for i := range words {
		t := &words[i]
		if backwards {
			t = &words[1-i]
		}
		if !t.whole() || t.Part == name.Whole && len(words) > 1 {
			return dst, false
		}
		dst = append(dst, t.Text...)
	}
	letters := dst[from:]
	return dst, len(letters) >= wholeMin && len(letters) <= MaxJoined && editableAlong(view(letters), words)
}

// editableAlong says whether typing errors are looked for in letters laid along these
// words: those of an account's address, which is one word, may be digits.
func editableAlong(letters string, words []Token) bool {
	return Editable(letters) || len(words) == 1 && words[0].Part != name.Whole && Misspellable(letters)
}

// whole says whether a word may be part of a whole name's letters, or all of it.
func (t *Token) whole() bool {
	return t.Part != name.LegalForm && t.Part != name.Number && t.Part != name.Syllables && t.Part != name.Sounds && t.Part != name.Acronym && !name.Native(t.Text)
}

// wholeEdges adds the edge between the subject's name as one word and all
// words of the entity's but for a legal form, where typing errors may lie between
// them. It weighs what the words weigh that its letters are, up to WholeWeight.
func (a *Aligner) wholeEdges(s, e *Name) {
	if len(s.Tokens) != 1 || a.Without.Has(SplitEdge) && (a.Without.Has(EditEdge) || a.Without&InWholes != 0) {
		return
	}
	st := &s.Tokens[0]
	if !st.whole() {
		return
	}
	from, to := BareTokens(e.Tokens)
	words := e.Tokens[from:to]
	length := 0
	for j := range words {
		length += len(words[j].Text)
	}
	limit := WholeErrors(length)
	if s.Culture.Unvowelled() {
		limit = 0 // its letters are nobody's typing
	}
	d := len(st.Text) - length
	if limit == 0 || d > limit || d < -limit || len(words) > MaxRun || !editableAlong(st.Text, words) {
		return
	}
	whole := st.Part == name.Whole
	if len(words) == 1 && !whole && words[0].Part != name.Whole {
		return // single words are Compare's
	}
	var edge Edge
	var ok bool
	weight := weightOf(words)
	if len(words) == 1 && whole && words[0].Part == name.Whole && st.Breaks != 0 {
		edge, weight = a.alongSubject(s, &words[0], limit)
	} else if a.letters, ok = lettersOf(a.letters[:0], words, false); ok {
		edge = a.wholeEdge(s, st, words, limit)
	}
	if len(words) == 2 && edge.Kind == NoEdge {
		a.pair = [2]Token{words[1], words[0]}
		if a.letters, ok = lettersOf(a.letters[:0], words, true); ok {
			edge = a.wholeEdge(s, st, a.pair[:], limit)
		}
	}
	if edge.Kind != NoEdge {
		// Letters as one lack no legal form: whether they had one, and it was set aside,
		// is not known of them.
		a.add(s, e, Match{0, 1, 0, len(e.Tokens), edge, min(weight, WholeWeight)})
	}
}

// AlongSubject says whether a listed whole name of so many letters is laid along a
// subject's words, in which spaces may have been lost and put in.
func AlongSubject(n int) bool { return n >= wholeMin2 }

// alongSubject is the edge between a whole name and a listed one of which no space is
// known, and what it weighs: that is laid along the subject's words.
func (a *Aligner) alongSubject(s *Name, e *Token, limit int) (Edge, interdict.Millibits) {
	text := s.Tokens[0].Text
	if !AlongSubject(len(e.Text)) {
		return Edge{}, 0
	}
	a.words = a.words[:0]
	from := 0
	for to := 1; to <= len(text); to++ {
		if to == len(text) || to < 64 && s.Tokens[0].Breaks>>to&1 == 1 {
			a.words, from = append(a.words, a.wordOf(s, from, to)), to
		}
	}
	a.letters = append(a.letters[:0], text...)
	a.turned = true
	edge := a.wholeEdge(&Name{}, e, a.words, limit)
	a.turned = false
	return edge, min(e.Weight, weightOf(a.words))
}

// wordOf is a word of a subject's whole name. Those of legal forms and titles weigh as
// little as such, and one of letters that are sure is taken for a number.
func (a *Aligner) wordOf(s *Name, from, to int) Token {
	w := Token{Text: s.Tokens[0].Text[from:to]}
	a.stretch = append(a.stretch[:0], w.Text...)
	w.Rarity = name.Rarity(a.stretch)
	if s.Said>>from&1 == 1 {
		w.Part = name.LegalForm
	}
	w.Weight, _ = TokenWeight(w.Rarity, w.Part, SubjectSide)
	if s.Fixed>>from&1 == 1 {
		w.Part = name.Number
	}
	return w
}

// wholeRarity is how surprising all letters of a name together are.
func wholeRarity(letters []byte) interdict.Millibits {
	more := interdict.Millibits(max(len(letters)-wholeMin2, 0)) * wholeLetter
	return min(name.Rarity(letters)+more, WholeWeight)
}

// wholeEdge is the edge between a whole name, whose token t is, and the words whose
// letters are in a.letters.
func (a *Aligner) wholeEdge(s *Name, t *Token, words []Token, limit int) Edge {
	errors := Distance(t.Text, view(a.letters), limit)
	switch {
	case errors == 0:
		return Edge{SplitEdge, s.splitInto(words)}
	case errors > limit, a.Without&InWholes != 0:
		return Edge{}
	}
	a.eastern, a.initials = surnamed(words, -1), s.Initials
	lost, ok := a.alongWords(t, words, errors, false)
	if more, too := a.alongWords(t, words, errors, true); too && (!ok || more < lost) {
		lost, ok = more, true
	}
	if !ok {
		return Edge{}
	}
	weight := int64(weightOf(words))
	if weight == 0 {
		return Edge{}
	}
	return Edge{SplitEdge, interdict.Score(int64(Joined) * (10000*weight - lost) / weight / 10000)}
}

// along is the least that is lost, in ten-thousandths of millibits, when a
// whole name is laid along words: by the errors made up to there, and by how
// many letters the text is ahead of the words. none marks what cannot be.
type along [3][5]int64

const none = int64(-1)

// alongWords lays a whole name along the words with at most limit errors, each
// word's by its own rules. The name's own spaces stand between words, or, where
// it was parted, at all places between words and others.
func (a *Aligner) alongWords(t *Token, words []Token, limit int, parted bool) (lost int64, ok bool) {
	var now, next along
	now.clear()
	now[0][2] = 0
	at := 0
	for i := range words {
		next.clear()
		for errors := 0; errors <= limit; errors++ {
			for ahead := range 5 {
				from := at + ahead - 2
				if now[errors][ahead] == none || from < 0 || parted && i > 0 && from < 64 && t.Breaks>>from&1 == 0 {
					continue
				}
				a.alongWord(&next, t, from, errors, ahead, now[errors][ahead], limit, parted, &words[i])
			}
		}
		now = next
		at += len(words[i].Text)
	}
	ahead := len(t.Text) - at + 2
	lost = none
	for errors := 0; errors <= limit; errors++ {
		if l := now[errors][ahead]; l != none && (lost == none || l < lost) {
			lost = l
		}
	}
	return lost, lost != none
}

// alongWord takes each stretch of the text from a place on that may be the word.
func (a *Aligner) alongWord(next *along, t *Token, from, errors, ahead int, lost int64, limit int, parted bool, w *Token) {
	text := t.Text
	for more := max(-2, -ahead); more <= min(2, 4-ahead); more++ {
		n := len(w.Text) + more
		if n < 1 || from+n > len(text) || !parted && t.breakWithin(from, from+n) {
			continue
		}
		part := text[from : from+n]
		if part == w.Text {
			next.put(errors, ahead, lost)
			continue
		}
		// An initial is no part of a word that is written wrong.
		if w.Part == name.Number || from < 64 && a.initials>>from&(1<<min(n, 63)-1) != 0 {
			continue
		}
		alone := a.errorsIn(min(n, len(w.Text)), w)
		if a.turned {
			alone = min(alone, 1)
		}
		allowed := min(limit-errors, max(alone, a.errorsBeside(min(n, len(w.Text)), w)))
		if more > allowed || more < -allowed {
			continue
		}
		if d := Distance(part, w.Text, allowed); d > 0 && d <= allowed && (d <= alone || !a.known(part, w)) {
			next.put(errors+d, ahead+more, lost+int64(w.Weight)*int64(10000-a.similarity(part, w, d)))
		}
	}
}

// breakWithin says whether a word begins between two letters of from to to.
func (t *Token) breakWithin(from, to int) bool {
	return from < 63 && t.Breaks>>(from+1) != 0 && t.Breaks>>(from+1)&(1<<min(to-from-1, 63)-1) != 0
}

// splitInto is the similarity of a name of one word to those that are the same letters.
// Where just one of its initials is a part of one of them, it is joinedInitial.
func (n *Name) splitInto(words []Token) interdict.Score {
	letters, at := n.Initials, 0
	for i := range words {
		if len(words[i].Text) == 1 && at < 64 {
			letters &^= 1 << at
		}
		at += len(words[i].Text)
	}
	if bits.OnesCount64(letters) == 1 {
		return joinedInitial
	}
	return Joined
}

// errorsIn is how many errors a word of n letters may have.
func (a *Aligner) errorsIn(n int, w *Token) int {
	if w.Part == name.Whole {
		return WholeErrors(n)
	}
	return EditsAllowed(n)
}

// errorsBeside is how many errors a word of n letters may have besides where all other
// letters of a long name agree: "Sreegy Alekseyevich Veremeenko" is Sergey. So the
// stretch is no known name.
func (a *Aligner) errorsBeside(n int, w *Token) int {
	switch {
	case w.Part == name.Whole || len(a.letters) < wholeMin2:
		return 0
	case n >= besideMin2:
		return 2
	case n >= besideMin:
		return 1
	}
	return 0
}

// known says whether the subject's is a known name of a stretch and the word that it
// is laid along.
func (a *Aligner) known(part string, w *Token) bool {
	if a.turned {
		return name.Heard(w.Text, w.Rarity)
	}
	a.stretch = append(a.stretch[:0], part...)
	return name.Heard(part, name.Rarity(a.stretch))
}

// similarity is that of a stretch of a whole name and the word that it is.
func (a *Aligner) similarity(part string, w *Token, errors int) interdict.Score {
	if w.Part == name.Whole {
		return 10000 - interdict.Score(errors)*editCost/interdict.Score(max(wholeWord, len(w.Text)/wholeShare))
	}
	a.stretch = append(a.stretch[:0], part...)
	t := Token{Text: part, Part: w.Part, Rarity: name.Rarity(a.stretch)}
	rarity := rarer(&t, w)
	if a.turned {
		rarity = rarer(w, &t)
	}
	if given, ok := easternRarity(part, w.Text); ok && a.eastern {
		rarity = given
	}
	if madeOf(part, w) {
		rarity = min(rarity, readRarity)
	}
	n := max(len(part), len(w.Text))
	like := editSimilarity(errors, n, rarity)
	if errors > 1 && a.errorsBeside(n, w) > 1 && !a.known(part, w) {
		like = max(like, 10000-besideCost/interdict.Score(n))
	}
	return like
}

func (s *along) clear() {
	for i := range s {
		for j := range s[i] {
			s[i][j] = none
		}
	}
}

func (s *along) put(errors, ahead int, lost int64) {
	if at := &s[errors][ahead]; *at == none || lost < *at {
		*at = lost
	}
}

// view lets a function of strings read bytes, which must not change meanwhile.
func view(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }
