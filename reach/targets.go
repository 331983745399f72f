package reach

import (
	"math/bits"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/name"
	"github.com/interdict/interdict/score"
)

// Targets are the names and identifiers of changed entities, made ready to be
// looked for. They are safe for concurrent use once all are added.
type Targets struct {
	weights          *score.Weights
	floor, threshold interdict.Score

	names []listedName
	seen  map[string]int32 // number of a name
	ids   []uint64

	words   []listedWord
	numbers map[string]int32 // of words, by kind and text

	// What a word of the dictionary may be, by what leads to it.
	texts  map[string]*meaning
	keys   map[uint32][]int32 // words
	shared map[uint32][]int32 // words
	spelt  []spelling
	spells map[string]int // where in spelt, by text and errors
	ends   []ending
	long   []role
	// native says that listed words are written without their vowels: then words
	// in Latin letters are looked at for their skeletons, one by one.
	native []int32
}

// meaning is what a text may be: listed words that Compare may join it to, and
// what it is to names besides.
type meaning struct {
	words []int32
	roles []role
}

// listedWord is a word of listed names, and where it stands.
type listedWord struct {
	kind  byte
	token score.Token
	in    []place
	// begins is how it begins, as the key of a word says it that is compared by its
	// sound.
	begins string
}

type place struct {
	name  int32
	group uint8
	whole bool // it is all letters of the name
}

// listedName is a name of an entity as its words' groups: each a word, but the
// last of very many, and those that are always taken to agree apart.
type listedName struct {
	groups []group
	free   int64 // weight
	// initial says that it has a single letter, which any word may stand for.
	initial bool
	// errors is how many there may be in the whole name, words how many it has.
	errors, words int
	lengths       [inErrors]uint8 // of the texts that families of roles are about
	bearers       bearers
}

type group struct{ weight, lack int64 }

// In a member's touches each group has three bits: it agrees as it is, or at
// 85 or 50 hundredths of its weight at most. Of a whole name whose spaces were put
// in, each listed word has two bits more: the member may have it as it is, or with
// an error. all says that the whole name may agree.
const (
	groupBits                    = 3
	strong, weak, faint   uint32 = 1, 2, 4
	mostGroups                   = 7
	cleanFrom                    = groupBits * mostGroups
	dirtyFrom                    = cleanFrom + score.MaxRun
	all                   uint32 = 1 << 31
	weakShare, faintShare        = 85, 50
	freeBelow                    = 3200 // millibits
)

// role is what a word of the dictionary is to a listed name, where the rest of
// the member's name allows it.
type role struct {
	name int32
	kind roleKind
	bits uint32 // what is touched
	// rest is the letters that the rest of the name has, length how many the name has:
	// but for errors, of which there are slack at most. least is how many words it has
	// at least.
	rest                 uint32
	length, slack, least uint8
	// also are letters that the rest has whatever the errors.
	also uint32
	// family, where it is not 0, says which roles stand for one another, from and to
	// which letters it is about.
	family, from, to uint8
}

type roleKind uint8

const (
	touch roleKind = iota // whatever the rest is
	piece                 // the rest has these letters
	whole                 // the rest is these letters
)

// allows says whether the rest of a name allows it.
func (r *role) allows(in info) bool {
	switch r.kind {
	case piece:
		return r.rest&^in.rest() == 0
	case whole:
		return in.words() >= int(r.least) && r.also&^in.rest() == 0 &&
			name.LeastErrors(in.rest(), r.rest, in.length()-min(int(r.length), mostLength)) <= int(r.slack)
	}
	return true
}

// words is for how many listed words it stands, beside those that always agree.
func (r *role) words() (n int) {
	for g := range mostGroups {
		if r.bits>>(groupBits*g)&(1<<groupBits-1) != 0 {
			n++
		}
	}
	return n
}

// spelling is a text that words of the dictionary may be but for typing errors.
type spelling struct {
	text string
	sig  uint32
	// errors is how many there may be, 0 where score.EditsBetween says it.
	errors int
	slip   bool  // of words that are no known name: see score.SlipMost
	word   int32 // -1: none
	roles  []role
}

// allowed is how many errors a word of n letters may have.
func (s *spelling) allowed(n int) int {
	if s.slip {
		return score.SlipErrors(n, len(s.text))
	}
	if s.errors > 0 {
		return s.errors
	}
	return score.EditsBetween(n, len(s.text))
}

// ending is a single listed word that two words of a name may be, one error in each.
type ending struct {
	text string
	name int32
}

// NewTargets makes an empty set, for names that must reach this strength.
func NewTargets(w *score.Weights, threshold interdict.Score) *Targets {
	return &Targets{
		weights: w, floor: max(min(threshold, w.NameFloor), 1), threshold: max(threshold, 1), seen: map[string]int32{}, numbers: map[string]int32{},
		texts: map[string]*meaning{}, keys: map[uint32][]int32{}, shared: map[uint32][]int32{}, spells: map[string]int{},
	}
}

// Names is how many different names there are.
func (t *Targets) Names() int { return len(t.names) }

// Add adds an entity's names and identifiers; what it is handed may change
// afterwards.
func (t *Targets) Add(p *score.Party) {
	for i := range p.Names {
		if n, ok := t.add(&p.Names[i]); ok {
			t.names[n].bearers.add(p)
		}
	}
	for _, k := range p.Identifiers {
		t.ids = append(t.ids, identifierHash(k)>>24<<24)
	}
}

// add adds a name and returns its number; it is false for one without words.
func (t *Targets) add(n *score.Name) (number int32, ok bool) {
	var b strings.Builder
	for i := range n.Tokens {
		b.WriteByte(byte(n.Tokens[i].Part))
		b.WriteString(n.Tokens[i].Text)
		b.WriteByte(0)
	}
	if number, ok = t.seen[b.String()]; ok || len(n.Tokens) == 0 {
		return number, ok
	}
	number = int32(len(t.names))
	t.seen[b.String()] = number
	made, groups := t.grouped(n)
	t.names = append(t.names, made)
	tokens := slices.Clone(n.Tokens)
	var weight interdict.Millibits
	for i := range tokens {
		weight += tokens[i].Weight
	}
	beside := score.SlipBeside(tokens)
	for i := range tokens {
		tokens[i].Text = t.word(&tokens[i], number, groups[i])
		if bits := bitsOf(groups[i], weak); bits != 0 && score.Slippable(&tokens[i]) && int64(weight-tokens[i].Weight) >= beside {
			t.spell(spelling{text: tokens[i].Text, slip: true, word: -1, roles: []role{{name: number, kind: touch, bits: bits}}})
		}
	}
	from, to := score.BareTokens(tokens)
	t.runs(number, tokens[from:to], groups[from:to])
	t.pieces(number, tokens[from:to], groups[from:to])
	t.moved(number, n.Moved())
	t.servants(number, tokens, groups)
	return number, true
}

// servants notes that an initial may be short for "abdul" and the name behind it.
func (t *Targets) servants(number int32, tokens []score.Token, groups []uint8) {
	for i := 1; i < len(tokens); i++ {
		if tokens[i-1].Text == "abdul" {
			m := t.means("a")
			m.roles = append(m.roles, role{name: number, kind: touch, bits: bitsOf(groups[i-1], strong) | bitsOf(groups[i], strong)})
		}
	}
}

// grouped puts a name's words into groups. Words that weigh little, and single
// letters, are taken to agree with everyone, which spares reading their long
// lists; unless nothing else is left.
func (t *Targets) grouped(n *score.Name) (listedName, []uint8) {
	for _, free := range []bool{true, false} {
		var out listedName
		groups := make([]uint8, len(n.Tokens))
		for i := range n.Tokens {
			w := &n.Tokens[i]
			if free && (w.Weight < freeBelow || w.Initial()) {
				groups[i] = mostGroups
				out.free += int64(w.Weight)
				out.initial = out.initial || w.Initial()
				continue
			}
			if len(out.groups) == mostGroups {
				last := &out.groups[mostGroups-1]
				last.weight, last.lack = last.weight+int64(w.Weight), last.lack+int64(w.Lack)
				groups[i] = mostGroups - 1
				continue
			}
			groups[i] = uint8(len(out.groups))
			out.groups = append(out.groups, group{int64(w.Weight), int64(w.Lack)})
		}
		if !free || len(out.groups) > 0 && !t.strong(&out, 0, 0, &nothing) {
			return out, groups
		}
	}
	panic("unreachable")
}

// reached says whether a name that touches no more than this by so many words, and
// lacks what costs so much, could agree as much as is demanded beside what speaks
// against it.
func (t *Targets) reached(n *listedName, touched uint32, words int, lack int64, b *beside) bool {
	if touched&all != 0 {
		return b.possible
	}
	groups := 0
	for g := range n.groups {
		if touched>>(groupBits*g)&(1<<groupBits-1) != 0 {
			groups++
		}
	}
	if groups <= words {
		return t.strong(n, touched, lack, b)
	}
	for g := range n.groups { // one word is not two listed ones: any may be left out
		if group := bitsOf(uint8(g), 1<<groupBits-1); touched&group != 0 && t.reached(n, touched&^group, words, lack, b) {
			return true
		}
	}
	return false
}

func (t *Targets) strong(n *listedName, touched uint32, lack int64, b *beside) bool {
	sum := score.NameScore{Matched: n.free}
	for g := range n.groups {
		weight := n.groups[g].weight
		switch how := touched >> (groupBits * g); {
		case how&strong != 0:
			sum.Matched += weight
		case how&weak != 0:
			sum.Matched += weight * weakShare / 100
		case how&faint != 0:
			sum.Matched += weight * faintShare / 100
		default:
			sum.Missing += n.groups[g].lack
		}
	}
	sum.Missing += lack
	if b.relation != open && t.weights.BesideBirth(&sum, b.stated, b.relation == daysApart)+1 < t.threshold {
		return false
	}
	return t.weights.Strength(&sum)+1 >= t.floor
}

// beside is what stands beside names that agree: the relation of the birth dates,
// and what both sides may state besides. possible says that names that agree as
// they are reach what is demanded beside it.
type beside struct {
	relation relation
	stated   score.Stated
	possible bool
}

// nothing speaks for or against a name.
var nothing = beside{possible: true}

// besides are those of a name, by relation, among members who state so much.
func (t *Targets) besides(n *listedName, stated score.Stated) (out [never + 1]beside) {
	everything := uint32(0)
	for g := range n.groups {
		everything |= bitsOf(uint8(g), strong)
	}
	out[open] = nothing
	for _, r := range []relation{yearsApart, daysApart} {
		out[r] = beside{relation: r, stated: stated & n.bearers.stated}
		out[r].possible = t.strong(n, everything, 0, &out[r])
	}
	return out
}

// respaced says whether a name's spaces may have been put in, and errors made
// besides: where each listed word has one at most, each was met; where one has
// two, the others were met without.
func (n *listedName) respaced(touched uint32) bool {
	if n.errors == 0 {
		return false
	}
	const each = 1<<score.MaxRun - 1
	clean := touched >> cleanFrom & each
	met := clean | touched>>dirtyFrom&each
	return bits.OnesCount32(met) >= n.words || n.errors > 1 && n.words > 1 && bits.OnesCount32(clean) >= n.words-1
}

// bitsOf are the bits of a group, none for a word that always agrees.
func bitsOf(group uint8, how uint32) uint32 {
	if group >= mostGroups {
		return 0
	}
	return how << (groupBits * group)
}

// word notes a word of a name and returns its text, kept.
func (t *Targets) word(w *score.Token, number int32, group uint8) string {
	kind := kindOf(w.Part)
	id := string(kind) + w.Text
	if w.Part == name.Whole {
		id = string(kinds) + w.Text
	}
	n, ok := t.numbers[id]
	if !ok {
		n = int32(len(t.words))
		t.numbers[id] = n
		part := partOf(kind)
		if w.Part == name.Whole {
			part = name.Whole
		}
		t.words = append(t.words, listedWord{kind: kind, token: score.Token{Text: id[1:], Key: strings.Clone(w.Key), Part: part, Rarity: w.Rarity}})
		t.lead(n, w.Part == name.Whole)
	}
	t.words[n].in = append(t.words[n].in, place{number, group, w.Part == name.Whole})
	return id[1:]
}

// lead notes what leads from words of the dictionary to a listed word.
func (t *Targets) lead(n int32, isWhole bool) {
	w := &t.words[n]
	text := w.token.Text
	t.means(text).words = append(t.means(text).words, n)
	if w.kind != plainWord {
		if w.kind == syllables {
			name.SyllableKeys(text, func(k uint64) { t.share(shared(k, saltSyllables), n) })
		}
		return
	}
	if isWhole {
		t.spell(spelling{text: text, errors: score.WholeErrors(len(text)), word: n})
		return
	}
	if len(text) < 2 {
		return
	}
	t.means(text[:1]).words = append(t.means(text[:1]).words, n)
	for _, other := range name.Nicknames(text) {
		t.means(other).words = append(t.means(other).words, n)
	}
	for i := range score.Swaps(text) {
		b := []byte(text)
		b[i], b[i+1] = b[i+1], b[i]
		t.means(string(b)).words = append(t.means(string(b)).words, n)
	}
	key := short(hashText(w.token.Key))
	t.keys[key] = append(t.keys[key], n)
	t.share(shared(hashText(w.token.Key), saltRespelt), n)
	if fold, other := name.EastSlavic(nil, text); len(fold) > 0 {
		t.share(shared(hashText(view(fold)), saltOtherSlavic), n)
		if other {
			t.share(shared(hashText(view(fold)), saltSlavic), n)
		}
	}
	if name.Native(text) {
		t.native = append(t.native, n)
	} else {
		name.Skeletons(func(k uint64) { t.share(shared(k, saltSkeleton), n) }, text)
	}
	if k, ok := name.SoundKey(text); ok {
		w.begins = string([]byte{byte(k >> 16), byte(k >> 8), byte(k)})
		t.share(shared(k, saltSounds), n)
	}
	if score.Misspellable(text) {
		t.spell(spelling{text: text, word: n})
	}
}

func (t *Targets) means(text string) *meaning {
	m := t.texts[text]
	if m == nil {
		m = &meaning{}
		t.texts[text] = m
	}
	return m
}

func (t *Targets) share(hash uint32, word int32) {
	if !slices.Contains(t.shared[hash], word) {
		t.shared[hash] = append(t.shared[hash], word)
	}
}

func (t *Targets) spell(s spelling) {
	if len(s.text) > score.MaxJoined || !score.Misspellable(s.text) {
		return
	}
	id := string(rune(s.errors)) + s.text
	if s.slip {
		id = "s" + id
	}
	if at, ok := t.spells[id]; ok {
		has := &t.spelt[at]
		has.word, has.roles = max(has.word, s.word), append(has.roles, s.roles...)
		return
	}
	s.sig = signature(s.text)
	t.spells[id] = len(t.spelt)
	t.spelt = append(t.spelt, s)
}
