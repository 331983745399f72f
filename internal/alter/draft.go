package alter

import (
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/name"
	"golang.org/x/text/unicode/norm"
)

// word is a word of the name that is being altered.
type word struct {
	text string
	// part is what the source says of it, or what its place suggests.
	part interdict.PartKind
	// was are the words of the original that this one still spells, hyphens apart, ""
	// in the place of one that says nothing.
	was []string
	// cut marks what was parted by a space, so that it is no longer a word as written.
	cut bool
	// errors is how many typing errors were made in it.
	errors int
	// small marks what belongs to the word behind it (particles) and what is said
	// before a name (titles): neither says who is meant.
	small bool
	// form marks the words of a legal form.
	form bool
}

// draft is a name that is being altered.
type draft struct {
	rng    *rand.Rand
	schema interdict.Schema
	words  []word
	had    int // words of the original that say something
	// syllables says that the name may be a Chinese or Korean one of three.
	syllables bool
}

// particles belong to the word behind them.
var particles = set(`al el ul ad an ar as ash at az abd abdel abdul abu abou abi um umm
bin ibn ben bint bani de del della dela di da do das dos du des la las le los van von der den ten ter y
of the and for`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

func newDraft(rng *rand.Rand, n interdict.Name, s interdict.Schema) *draft {
	d := &draft{rng: rng, schema: s}
	for _, w := range strings.Fields(strings.ToValidUTF8(n.Full, "")) {
		f := fold(w)
		d.words = append(d.words, word{text: w, was: said(w), small: particles[f]})
	}
	if len(d.words) > 0 {
		d.words[len(d.words)-1].small = false
	}
	if s == interdict.Person {
		d.tellParts(n.Parts)
	} else if s != interdict.Vessel && s != interdict.Airplane {
		d.markForm()
	}
	d.syllables = d.ofSyllables()
	d.had = len(d.kept())
	return d
}

// listedTitles are such as lists put before a person's name, in their spellings.
var listedTitles = set(`mr mrs ms miss dr prof professor eng engineer he sir
general gen colonel col captain capt major maj brigadier brig lieutenant lt commander
haji hajji hadji haj hajj alhaj sheikh shaykh shaikh sheik cheikh ayatollah hojjatoleslam hojatoleslam
mullah mulla molla maulvi maulavi maulawi mawlawi moulvi maulana mawlana mufti qari
sayyid sayid sayed sayyed seyed seyyed syed`)

// tellTitles says of the words that stand before a name that they do, and how many
// they are. One word stays at least.
func (d *draft) tellTitles() (n int) {
	for n+1 < len(d.words) && listedTitles[fold(d.words[n].text)] {
		d.words[n].small = true
		n++
	}
	return n
}

// tellParts says of each word which part it is: as the source does, else the
// last is the family name, the first behind titles the given name, others stand
// between.
func (d *draft) tellParts(parts []interdict.NamePart) {
	titles := d.tellTitles()
	for _, p := range parts {
		for _, f := range strings.Fields(p.Value) {
			i := slices.IndexFunc(d.words, func(w word) bool { return w.part == "" && w.text == f })
			if i >= 0 && p.Kind != interdict.Whole {
				d.words[i].part = p.Kind
			}
		}
	}
	if slices.ContainsFunc(d.words, func(w word) bool { return w.part == interdict.Family }) {
		return
	}
	family := len(d.words) - 1
	for family > titles && d.words[family-1].small {
		family--
	}
	for i := range d.words {
		switch {
		case i < titles:
		case i >= family:
			d.words[i].part = interdict.Family
		case i == titles:
			d.words[i].part = interdict.Given
		default:
			d.words[i].part = interdict.Middle
		}
	}
}

func (d *draft) text() string {
	texts := make([]string, len(d.words))
	for i := range d.words {
		texts[i] = d.words[i].text
	}
	return strings.Join(texts, " ")
}

// said are the words that a sign joins in one, "" for an article among them: Al-Ali
// says what Al Ali says.
func said(text string) []string {
	all := hyphened(text)
	for i := range all {
		if i+1 < len(all) && particles[all[i]] {
			all[i] = ""
		}
	}
	return all
}

// hyphened are the words that hyphens join in one, folded.
func hyphened(text string) (all []string) {
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return unicode.Is(unicode.Pd, r) }) {
		all = append(all, fold(part))
	}
	return all
}

// mistyped notes an error in the word: what has too many is another word now.
func (w *word) mistyped() {
	w.errors++
	now := hyphened(w.text)
	if len(now) != len(w.was) {
		return
	}
	for i, was := range w.was {
		if was != now[i] && wrongFrom*w.errors >= utf8.RuneCountInString(was) {
			w.was[i] = ""
		}
	}
}

// kept are the words of the original that are still there and say something, by how
// rare they are: as they were or as they are written now, whichever is commoner.
func (d *draft) kept() (all []interdict.Millibits) {
	for i := range d.words {
		w := &d.words[i]
		if w.small || w.form {
			continue
		}
		now := hyphened(w.text)
		for k, was := range w.was {
			if utf8.RuneCountInString(was) < 2 {
				continue
			}
			rarity := name.Rarity([]byte(was))
			if !w.cut && len(now) == len(w.was) {
				rarity = min(rarity, name.Rarity([]byte(now[k])))
			}
			if d.syllables {
				rarity = min(rarity, ofSyllable)
			}
			all = append(all, rarity)
		}
	}
	return all
}

// enough is the rarity from which words say who is meant: one in 16,000 names
// holds them.
const enough interdict.Millibits = 14000

// ofSyllable is how rare a syllable of a Chinese or Korean name is at most, of which
// there are some four hundred, whatever is known of it as a word.
const ofSyllable interdict.Millibits = 9000

// ofLanguage is how rare a language is among names, one in thirty: a person's names
// are of one, so that of each beyond the first it says nothing more.
const ofLanguage interdict.Millibits = 5000

func (d *draft) distinguishing() bool {
	if d.schema == interdict.Airplane && slices.ContainsFunc(d.words, func(w word) bool { return w.errors > 0 }) {
		return false
	}
	kept := d.kept()
	if len(kept) > 1 && len(kept) >= d.had {
		return true
	}
	var bits interdict.Millibits
	for i, k := range kept {
		if i > 0 && d.schema == interdict.Person {
			k = max(k-ofLanguage, 0)
		}
		bits += k
	}
	return bits >= enough
}

// pick is one of the words that suit, or false.
func (d *draft) pick(suits func(*word) bool) (int, bool) {
	var all []int
	for i := range d.words {
		if suits(&d.words[i]) {
			all = append(all, i)
		}
	}
	if len(all) == 0 {
		return 0, false
	}
	return all[d.rng.IntN(len(all))], true
}

// one is one of several, each as likely.
func one[T any](d *draft, of []T) T { return of[d.rng.IntN(len(of))] }

// fold is a word in small letters, without accents and punctuation.
func fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(s)) {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func letters(s string) (n int) {
	for _, r := range s {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}

// likeCase writes s in the case of model: all capitals, an initial one, none.
func likeCase(s, model string) string {
	upper, lower := 0, 0
	for _, r := range model {
		switch {
		case unicode.IsUpper(r):
			upper++
		case unicode.IsLower(r):
			lower++
		}
	}
	first, _ := utf8.DecodeRuneInString(model)
	switch {
	case upper > 1 && lower == 0:
		return strings.ToUpper(s)
	case unicode.IsUpper(first):
		return capital(s)
	}
	return s
}

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}
