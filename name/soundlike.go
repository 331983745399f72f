package name

import (
	"math"
	"math/bits"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/interdict/interdict"
)

// A token of the part Sounds is a word of a foreign name in another script. Its
// text is the word behind soundsMark; its key lists the beginnings that Latin words
// can have which it stands for.
const soundsMark byte = '~'

// doubtMark stands in its place before a word that more likely is no foreign name, and
// doubted is how much surer, in tenths of bits, a Latin word must be that it stands for.
const (
	doubtMark = byte('?')
	doubted   = 40
)

func isSounds(mark byte) bool { return mark == soundsMark || mark == doubtMark }

// soundsRarity is the rarity of a word that is compared by its sound; what
// agrees with it says how much it counts.
const soundsRarity interdict.Millibits = 16000

// likely is a string of letters and how unlikely its unit stands for it, in
// tenths of bits. Many are looked at for each word, so that it is small.
type likely struct {
	set    uint32 // of the letters, as Letters has them
	cost   int32
	n      uint8 // how many they are
	letter [7]byte
}

func newLikely(letters string, cost int) likely {
	l := likely{set: Letters(letters), cost: int32(cost), n: uint8(len(letters))}
	if copy(l.letter[:], letters) < len(letters) {
		panic("name: more letters of a unit than are held: " + letters)
	}
	return l
}

func (l *likely) letters() []byte { return l.letter[:l.n] }

// soundScript is what is known of the sounds of a script.
type soundScript struct {
	units map[string][]likely
	// alphabet says that the units are letters and no syllables.
	alphabet bool
	hearing
}

// soundTables are those of the scripts, each read when it is first met.
var soundTables = func() map[string]func() *soundScript {
	all := map[string]func() *soundScript{}
	for script := range hearings {
		all[script] = sync.OnceValue(func() *soundScript { return readSounds(script) })
	}
	return all
}()

func readSounds(script string) *soundScript {
	units := map[string][]likely{}
	rows("sounds_"+script+".tsv", 2, func(col []string) {
		for pair := range strings.FieldsSeq(col[1]) {
			letters, tenths, _ := strings.Cut(pair, ":")
			letters = strings.TrimPrefix(letters, "-")
			cost, err := strconv.Atoi(tenths)
			if err != nil {
				panic("name: sounds_" + script + ".tsv: " + pair)
			}
			units[col[0]] = append(units[col[0]], newLikely(letters, cost))
		}
	})
	_, alphabet := soundPairs[script]
	return &soundScript{units, alphabet, hearings[script]}
}

// Words of more units or letters are not compared by their sound.
const maxUnits, maxSoundLetters = 16, 24

// soundUnits are the units of a native word, each with its letters.
type soundUnits struct {
	all [maxUnits][]likely
	n   int
	*soundScript
}

// read says whether all units of the word are known.
func (u *soundUnits) read(word string) bool {
	var room [maxUnits]string
	u.n = 0
	texts, is := SoundUnits(room[:0], word)
	if is == "" {
		return false
	}
	u.soundScript = soundTables[is]()
	for i, unit := range texts {
		if !u.add(unit, is, i == 0, i == len(texts)-1) {
			return false
		}
	}
	return u.n > 0
}

// add adds a unit, or what it is made of where it was seldom met.
func (u *soundUnits) add(unit, is string, begins, ends bool) bool {
	var room [2 * MaxToken]byte
	l, ok := u.units[string(appendMarked(room[:0], unit, begins, ends))]
	if !ok { // seldom met there
		l, ok = u.units[unit]
	}
	if ok {
		if u.n == len(u.all) {
			return false
		}
		u.all[u.n] = l
		u.n++
		return true
	}
	var parts [maxUnits]string
	of := SoundParts(parts[:0], unit, is)
	for i, p := range of {
		if !u.add(p, is, begins && i == 0, ends && i == len(of)-1) {
			return false
		}
	}
	return len(of) > 0
}

// Spoken is a token of the part Sounds made ready to be compared with Latin words.
// Its zero value is ready to be set, and may be set again and again.
type Spoken struct {
	units      soundUnits
	key        string
	far, limit int // the most unlikely that is looked for, in a Latin word and by units
	doubt      int // how much surer, in tenths of bits, a Latin word must be
	shares     letterShares
}

// Set makes a token ready, by its text and key; of words that are more unlikely to be
// meant than far nothing more is found out.
func (h *Spoken) Set(text, key string, far int) bool {
	if !h.units.read(text[1:]) {
		return false
	}
	h.doubt = 0
	if text[0] == doubtMark {
		h.doubt = doubted
	}
	h.shares.ready = false
	h.key, h.far, h.limit = key, far, h.units.dear*utf8.RuneCountInString(text[1:])
	return true
}

// May says whether a Latin word of these letters, as Letters has them, can be alike.
func (h *Spoken) May(letters uint32) bool {
	if !h.shares.ready {
		h.shares.set(&h.units)
	}
	if h.shares.least(letters) > h.limit {
		return false
	}
	var rest [maxUnits + 1]int
	return h.units.least(&rest, letters, h.limit)
}

// letterShares bound how unlikely units are that write all letters of a set, whichever
// writes which: by the likeliest spelling of each unit, and for each letter by the least
// that a spelling with it is less likely than that, divided evenly among the spelling's
// letters. So a word's letters never add up to more than the spellings that write it.
type letterShares struct {
	ready     bool
	likeliest int
	of        [32]int16
}

func (s *letterShares) set(u *soundUnits) {
	s.ready, s.likeliest = true, 0
	for c := range s.of {
		s.of[c] = math.MaxInt16
	}
	for _, of := range u.all[:u.n] {
		s.likeliest += int(of[0].cost)
		for k := range of {
			l := &of[k]
			share := int16(int(l.cost-of[0].cost) / max(bits.OnesCount32(l.set), 1))
			for rest := l.set; rest != 0; rest &= rest - 1 {
				c := bits.TrailingZeros32(rest)
				s.of[c] = min(s.of[c], share)
			}
		}
	}
}

// least is how unlikely the units are at least that write all of these letters.
func (s *letterShares) least(letters uint32) int {
	sum := s.likeliest
	for ; letters != 0; letters &= letters - 1 {
		sum += int(s.of[bits.TrailingZeros32(letters)])
	}
	return sum
}

// least is how unlikely the units from each on are at least written by some of these
// letters. It is false if they cannot be, or only by what is more unlikely than most.
func (u *soundUnits) least(rest *[maxUnits + 1]int, letters uint32, most int) bool {
	rest[u.n] = 0
	for i := u.n - 1; i >= 0; i-- {
		of := u.all[i]
		k := 0
		for k < len(of) && of[k].set&^letters != 0 {
			k++
		}
		if k == len(of) {
			return false
		}
		if rest[i] = rest[i+1] + int(of[k].cost); rest[i] > most {
			return false
		}
	}
	return true
}

// A Latin word is the likelier to be meant the less unlikely the units stand for its
// letters, and the rarer these are in other words: tellRare is how many hundredths of
// that count, as letters of a word depend on one another. Each tenth of a bit that its
// letters are unlikelier than those of a word that is surely meant counts as one in
// likelyStep.
const tellRare, likelyStep = 70, 4

// A known name is the likelier to be meant the commoner it is: who hears Карлос thinks
// of Carlos. tellUsual is how many hundredths count of how much commoner it is than its
// letters say, usualFar the most unlikely that is thought of so, by Like, and likeliest
// what Like says of none that is likelier.
const tellUsual, usualFar, likeliest = 120, 14, -20

// hearing is how a script's words are heard: surely is how much rarer than unlikely,
// in tenths of bits, the letters of a word are that is surely meant, and dear how
// unlikely they may be a character. They were set on words that nothing was learnt of,
// so that as few of OFAC's words as may be are taken for those who are meant, and few
// of two that are beside one another by chance.
type hearing struct{ surely, dear int }

var hearings = map[string]hearing{
	arabicUnits: {152, 26}, cyrillicUnits: {146, 30}, hebrewUnits: {155, 36},
	hanUnits: {140, 45}, hangulUnits: {152, 72}, kanaUnits: {138, 45},
}

// Like says how unlikely the token is written by a Latin word, on a scale on which 10
// is likely and 40 is as often chance, and below 0 are known names that are surely
// thought of; it is not ok where it cannot be. It does not allocate.
func (h *Spoken) Like(latin string) (tenths int, ok bool) {
	var b [maxSoundLetters]byte
	var rest [maxUnits + 1]int
	set := Letters(latin)
	squeezed, ok := squeeze(b[:0], latin)
	if !ok || !h.units.least(&rest, set, h.limit) {
		return 0, false
	}
	letters := rareLetters(squeezed) * tellRare / 100
	surest := letters - h.units.surely - h.doubt
	limit := min(h.limit, surest+likelyStep*h.far)
	if limit < rest[0] {
		return 0, false
	}
	cost := h.units.cost(squeezed, set, &rest, limit)
	if cost > limit || !h.begins(latin) {
		return 0, false
	}
	tenths = max(cost-surest, 0) / likelyStep
	usual := usualBy(latin, letters) - h.doubt
	if among := (cost - usual) / likelyStep; usual > 0 && among < usualFar {
		tenths = min(tenths, among)
	}
	return max(tenths, likeliest), true
}

// usualBy is how much commoner a known name is than its letters, which are so rare,
// say; 0 of other words.
func usualBy(latin string, letters int) int {
	rarity := wordRarity([]byte(latin))
	if !Heard(latin, rarity) {
		return 0
	}
	return max(letters-int(rarity/100), 0) * tellUsual / 100
}

var letterRarity = sync.OnceValue(func() *[26]int {
	var of [26]int
	rows("sound_letters.tsv", 2, func(col []string) {
		tenths, err := strconv.Atoi(col[1])
		if err != nil {
			panic("name: sound_letters.tsv: " + col[0])
		}
		of[col[0][0]-'a'] = tenths
	})
	return &of
})

// rareLetters is how rare the letters of a word are together, in tenths of bits.
func rareLetters(word []byte) (tenths int) {
	of := letterRarity()
	for _, c := range word {
		tenths += of[c-'a']
	}
	return tenths
}

// begins says whether a Latin word begins as one of the key's.
func (h *Spoken) begins(latin string) bool {
	b, ok := beginningOf(latin)
	if !ok || len(h.key)%len(b) != 0 {
		return false
	}
	for i := 0; i < len(h.key); i += len(b) {
		if h.key[i:i+len(b)] == string(b[:]) {
			return true
		}
	}
	return false
}

// cost is how unlikely the units are written by these letters, in tenths of bits; more
// than most where they are more. It goes no way that is so with what is least unlikely
// of the rest, by least.
func (u *soundUnits) cost(latin []byte, set uint32, rest *[maxUnits + 1]int, most int) int {
	var at [26]uint32 // the places of each letter, one bit each
	for j, c := range latin {
		at[c-'a'] |= 1 << j
	}
	var none soundRow
	for j := range none {
		none[j] = int16(most + 1)
	}
	row, next, reached, cheapest := none, none, uint32(1), 0
	row[0] = 0
	for i := range u.n {
		to, room := uint32(0), most-rest[i+1]
		for k := range u.all[i] {
			l := &u.all[i][k]
			if cheapest+int(l.cost) > room {
				break // the likeliest come first
			}
			if l.set&^set != 0 {
				continue
			}
			// "sin" and "no" are "sino" without what is doubled.
			from, again := reached, 0
			if l.n > 0 {
				from, again = reached|reached>>1, 1
			}
			for k, c := range l.letters() {
				from &= at[c-'a'] >> k
			}
			for ; from != 0; from &= from - 1 {
				j := bits.TrailingZeros32(from)
				if sum := min(row[j], row[j+again]) + int16(l.cost); int(sum) <= room {
					end := j + int(l.n)
					next[end] = min(next[end], sum)
					to |= 1 << end
				}
			}
		}
		if to == 0 {
			return most + 1
		}
		row, next, reached, cheapest = next, none, to, most
		for ; to != 0; to &= to - 1 {
			cheapest = min(cheapest, int(row[bits.TrailingZeros32(to)]))
		}
	}
	return int(row[len(latin)])
}

// unlikely is how unlikely the units are written by these letters; more than most where
// it is more.
func (u *soundUnits) unlikely(latin []byte, set uint32, most int) int {
	var rest [maxUnits + 1]int
	if !u.least(&rest, set, most) {
		return most + 1
	}
	return u.cost(latin, set, &rest, most)
}

// soundRow is how unlikely the units so far are written by the letters before each
// place of a Latin word, and one more.
type soundRow [maxSoundLetters + 2]int16

// squeeze appends a Latin word without doubled letters, if it is not too long.
func squeeze(dst []byte, latin string) ([]byte, bool) {
	for i := 0; i < len(latin); i++ {
		c := latin[i]
		if c < 'a' || c > 'z' {
			return dst, false
		}
		if n := len(dst); n > 0 && dst[n-1] == c {
			continue
		}
		if len(dst) == maxSoundLetters {
			return dst, false
		}
		dst = append(dst, c)
	}
	return dst, len(dst) > 0
}

// soundable says whether a word's sound is known.
func soundable(word []char) bool {
	var b [maxUnits * utf8.UTFMax]byte
	text := b[:0]
	for _, c := range word {
		if len(text)+utf8.UTFMax > len(b) {
			return false
		}
		text = utf8.AppendRune(text, soundLetter(c.lower))
	}
	var u soundUnits
	return u.read(string(text))
}
