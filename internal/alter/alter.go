// Package alter writes names as people, forms and evaders write them: with
// typing errors, in another order, by another transliteration, in look-alike
// letters. Tests alter listed names with it and ask whether they are still
// found.
//
// It knows nothing of how names are matched: its spellings come from the
// published standards that are named beside each table, never from the tables
// of package name, so that a test by it is a test. The one thing it asks that
// package is how common a word is, to say where an alteration has left nothing
// distinguishing.
//
// # Light and strong
//
// A lightly altered name has one alteration of any kind, each kind that applies
// as likely as the others. A strongly altered one has two or three of kinds
// that go together, drawn in the same way: two typing errors and a space left
// out, a title before a name without spaces, another standard in another order.
// Names with legal forms have most kinds, so that many of their alterations hit
// the form. No peer says in public what its strong alterations are (the "major"
// variations of 123sanctions.eu, the manipulated packs of vendors), so that
// their figures are no more than a mark to aim at.
//
// Half of a Chinese or Korean given name is never left out or moved, nor of one that may
// be such, and a particle stays with the word behind it: nobody who means the name
// writes it so.
//
// Where an alteration leaves nothing that distinguishes the name, it is said
// and counted apart, see Altered. All else counts, however unlikely that
// anybody writes so.
//
// What comes of a name depends on the seed, the name and its schema alone. So
// the same cases come again when a list has grown, and a change can be judged
// case by case.
package alter

import (
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/interdict/interdict"
)

// Kind is what is done to a name.
type Kind string

const (
	OmittedMiddle    Kind = "omitted_middle"     // a middle name, patronymic or second given name left out
	Initials         Kind = "initials"           // given names as initials
	Title            Kind = "title"              // a person's title or a ship's prefix put before
	LegalFormDropped Kind = "legal_form_dropped" // left out
	LegalFormAdded   Kind = "legal_form_added"   // put behind a name that has none
	LegalFormSpelled Kind = "legal_form_spelled" // abbreviated, written out, with dots or without
	LegalFormChanged Kind = "legal_form_changed" // another form instead
	RussianSpelling  Kind = "russian_spelling"   // by another standard of transliteration
	ArabicSpelling   Kind = "arabic_spelling"    // other vowels, another article, another standard
	ChineseSpelling  Kind = "chinese_spelling"   // Wade-Giles for pinyin, given name hyphenated or parted
	WordOrder        Kind = "word_order"         // family name first, or words moved
	CommaForm        Kind = "comma_form"         // "Family, Given"
	Typo             Kind = "typo"               // one typing error
	TwoTypos         Kind = "two_typos"          // two of them
	DoubledLetter    Kind = "doubled_letter"     // a letter doubled, or a double one single
	SplitWord        Kind = "split_word"         // a space within a word
	JoinedWords      Kind = "joined_words"       // a space left out
	NoSpaces         Kind = "no_spaces"          // every space left out
	Punctuation      Kind = "punctuation"        // hyphens, dots, apostrophes
	Capitals         Kind = "capitals"           // all capitals, none, or initial ones
	Homoglyph        Kind = "homoglyph"          // Cyrillic or Greek letters that look alike
	ZeroWidth        Kind = "zero_width"         // characters that are not seen
)

// step is a kind with what does it. It says false where it does not apply to
// the name. The order of steps is that in which several are done: what is left
// of the name first, then how it is spelled, then how it is typed.
type step struct {
	kind Kind
	do   func(*draft) bool
	// group keeps apart what does not go together in one name.
	group string
}

var steps = []step{
	{OmittedMiddle, omitMiddle, "part"},
	{Initials, initials, "part"},
	{LegalFormDropped, dropForm, "form"},
	{LegalFormAdded, addForm, "form"},
	{LegalFormSpelled, spellForm, "form"},
	{LegalFormChanged, changeForm, "form"},
	{RussianSpelling, russian, "standard"},
	{ArabicSpelling, arabic, "standard"},
	{ChineseSpelling, chinese, "standard"},
	{WordOrder, reorder, "order"},
	{CommaForm, comma, "order"},
	{Title, addTitle, "title"},
	{Typo, typo, "typing"},
	{TwoTypos, twoTypos, "typing"},
	{DoubledLetter, double, "double"},
	{SplitWord, split, "space"},
	{JoinedWords, joinTwo, "space"},
	{NoSpaces, joinAll, "space"},
	{Punctuation, punctuate, "punctuation"},
	{Capitals, capitals, "capitals"},
	{Homoglyph, homoglyphs, "letters"},
	{ZeroWidth, zeroWidth, "letters"},
}

// Kinds are all kinds, in the order in which they are done.
func Kinds() []Kind {
	var all []Kind
	for _, s := range steps {
		all = append(all, s.kind)
	}
	return all
}

// Altered is a name after its alteration.
type Altered struct {
	Text  string
	Kinds []Kind
	// Distinguishing is false where what is left could be almost anybody: one
	// word that many bear, with initials or without, or common words after one
	// was left out or a quarter of its letters got wrong, those among them that are
	// doubled. What is left is weighed as it now stands: each word as rare as it was
	// or is now written, whichever is less, hyphens apart and articles not at all, a
	// syllable of a Chinese or Korean name as one of some four hundred, and that a
	// person's names are of one language once. So it is of an aircraft's mark
	// with a typing error, which is another aircraft's: EP-PHM is not EP-PUM. Nobody
	// could find the party by it, so it is counted apart.
	Distinguishing bool
}

// Generator alters names. It holds nothing but its seed and may be shared.
type Generator struct{ seed uint64 }

// New returns the generator of a seed.
func New(seed uint64) *Generator { return &Generator{seed} }

// Light alters the name in one way: any that applies to it, each as likely as
// the others. Two typing errors are two alterations and never light. It is
// false where none applies.
func (g *Generator) Light(n interdict.Name, s interdict.Schema) (Altered, bool) {
	rng := g.rng("light", n.Full, s)
	for _, i := range rng.Perm(len(steps)) {
		if steps[i].kind == TwoTypos {
			continue
		}
		if a, ok := attempt(rng, n, s, steps[i:i+1]); ok {
			return a, true
		}
	}
	return Altered{}, false
}

// Strong alters the name in two or three ways at once. It is false where
// fewer than two apply.
func (g *Generator) Strong(n interdict.Name, s interdict.Schema) (Altered, bool) {
	rng := g.rng("strong", n.Full, s)
	for range 20 { // alterations may undo one another
		want := 2 + rng.IntN(2)
		var chosen []step
		weight := 0
		for _, i := range rng.Perm(len(steps)) {
			if weight >= want {
				break
			}
			clash := slices.ContainsFunc(chosen, func(c step) bool { return c.group == steps[i].group })
			if clash || steps[i].kind == TwoTypos && weight+2 > 3 {
				continue
			}
			if _, ok := attempt(rng, n, s, steps[i:i+1]); !ok {
				continue
			}
			chosen = append(chosen, steps[i])
			weight++
			if steps[i].kind == TwoTypos {
				weight++
			}
		}
		if weight < 2 {
			continue
		}
		slices.SortFunc(chosen, func(a, b step) int { return place(a.kind) - place(b.kind) })
		if a, ok := attempt(rng, n, s, chosen); ok {
			return a, true
		}
	}
	return Altered{}, false
}

// Apply alters the name in the one way named. It is false where that does not
// apply to the name.
func (g *Generator) Apply(k Kind, n interdict.Name, s interdict.Schema) (Altered, bool) {
	i := place(k)
	if i < 0 {
		return Altered{}, false
	}
	return attempt(g.rng(string(k), n.Full, s), n, s, steps[i:i+1])
}

func place(k Kind) int {
	return slices.IndexFunc(steps, func(s step) bool { return s.kind == k })
}

func (g *Generator) rng(use, full string, s interdict.Schema) *rand.Rand {
	h := fnv.New64a()
	for _, part := range []string{use, string(s), full} {
		h.Write([]byte(part)) // never fails
		h.Write([]byte{0})
	}
	return rand.New(rand.NewPCG(g.seed, h.Sum64()))
}

// attempt does the steps in a row. All must apply, and the outcome must be
// another text than the name, spaces aside.
func attempt(rng *rand.Rand, n interdict.Name, s interdict.Schema, chosen []step) (Altered, bool) {
	d := newDraft(rng, n, s)
	before := d.text()
	var a Altered
	for _, c := range chosen {
		if !c.do(d) {
			return Altered{}, false
		}
		a.Kinds = append(a.Kinds, c.kind)
	}
	a.Text, a.Distinguishing = d.text(), d.distinguishing()
	return a, a.Text != before && strings.TrimSpace(a.Text) != ""
}
