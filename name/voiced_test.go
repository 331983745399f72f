package name

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// voicedSimply is Voiced without a short cut: every place is looked at, and no
// word given up.
func voicedSimply(latin, key string, native ...string) (cost int, ok bool) {
	var u Unvoiced
	if !u.Set(native...) || !u.shareSkeleton(latin) {
		return 0, false
	}
	v := slowVoicing{latin: latin, dear: dear}
	v.now, v.next = &v.rooms[0], &v.rooms[1]
	unreached := func() {
		for j := range v.next {
			v.next[j] = [2]int8{dear, dear}
		}
	}
	unreached()
	v.next[0][0] = 0
	v.behindArticle(u.article)
	letters := u.room[u.article:u.letters]
	for i := range letters {
		*v.now = *v.next
		v.vowels(i == 0, false)
		unreached()
		for _, s := range letters[i].spellings {
			if last := i == len(letters)-1; (!s.begin || i == 0) && (!s.end || last) && (s.text != "" || s.cost == 0 || s.end || !last) {
				v.spell(&s)
			}
		}
	}
	*v.now = *v.next
	v.vowels(false, true)
	cost = int(min(v.now[len(latin)][0], v.now[len(latin)][1]))
	if len(native) > 1 {
		return cost, cost < MaxVoicing
	}
	if known := arabicWordOf([]byte(native[0])).key; known != "" && cost < dear && key != known {
		cost++
	}
	return cost, cost < dear
}

func TestVoicedGivesUpNothing(t *testing.T) {
	var natives, latins []string
	for native, of := range arabicWords() {
		if latin := of.name; Native(native) && inLatin(latin) && len(latin) > 1 {
			natives, latins = append(natives, native), append(latins, latin)
		}
	}
	slices.Sort(natives)
	slices.Sort(latins)
	agreed := 0
	rapid.Check(t, func(t *rapid.T) {
		for range 100 {
			words := []string{rapid.SampledFrom(natives).Draw(t, "native")}
			latin := rapid.SampledFrom(latins).Draw(t, "latin")
			if rapid.Bool().Draw(t, "the same") {
				latin = arabicWords()[words[0]].name
			}
			if rapid.IntRange(0, 3).Draw(t, "two words") == 0 {
				words = append(words, rapid.SampledFrom(natives).Draw(t, "second"))
				latin += arabicWords()[words[1]].name
			}
			if at := rapid.IntRange(0, 2*len(latin)).Draw(t, "letter"); at < len(latin) {
				latin = latin[:at] + rapid.SampledFrom([]string{"", "a", "h", "ou", latin[at : at+1]}).Draw(t, "more") + latin[at:]
			}
			if !inLatin(latin) || latin == "" || len(latin) > MaxToken {
				continue
			}
			key := string(Key(nil, []byte(latin)))
			cost, ok := voiced(latin, key, words...)
			want, wantOK := voicedSimply(latin, key, words...)
			if ok != wantOK || ok && cost != want {
				t.Fatalf("%q and %q: %d %v, without a short cut %d %v", latin, words, cost, ok, want, wantOK)
			}
			if ok {
				agreed++
			}
		}
	})
	if agreed == 0 {
		t.Error("no words agree")
	}
}

// slowVoicing aligns the letters of a word with a Latin spelling. The least cost at
// each place of the Latin word is kept, before and behind the letter in hand:
// apart where the Latin letter before is a vowel that is not written.
type slowVoicing struct {
	latin     string
	dear      int8 // more than is forgiven
	now, next *[MaxToken + 1][2]int8
	rooms     [2][MaxToken + 1][2]int8
}

func lower8(to *int8, cost int8) {
	if cost < *to {
		*to = cost
	}
}

// behindArticle begins behind an article of the native word, of so many letters,
// which in Latin letters stands apart or with the word: "alhasan", "essaadi".
func (v *slowVoicing) behindArticle(letters uint8) {
	if letters > 0 && len(v.latin) > 4 && isVowel(v.latin[0]) && (v.latin[1] == 'l' || v.latin[1] == v.latin[2]) {
		v.next[2][0] = 0
	}
}

// vowels passes over Latin letters that are not written: short vowels, and an
// h that shows how a vowel is spoken.
func (v *slowVoicing) vowels(begin, end bool) {
	for j := range len(v.latin) {
		c := v.latin[j]
		for unwritten, cost := range v.now[j] {
			if cost >= v.dear {
				continue
			}
			switch {
			case isVowel(c):
				switch {
				case begin && j == 0:
					if c != 'i' && c != 'e' {
						continue
					}
					cost += 2
				case end && c != 'e' && c != 'a':
					continue
				case end && c == 'a':
					cost += 2
				case unwritten == 1 && c == 'u' && v.latin[j-1] == 'o': // one vowel in French
				case unwritten == 1 && !end && (c == 'i' || c == 'y') && (v.latin[j-1] == 'a' || v.latin[j-1] == 'e'): // a diphthong
					cost += 2
				case unwritten == 1 || end:
					cost++
				}
				lower8(&v.now[j+1][1], cost)
			case c == 'h' && j > 0 && isVowel(v.latin[j-1]):
				lower8(&v.now[j+1][1], cost+2)
			}
		}
	}
}

// spell goes on by a spelling of the letter in hand, which may be doubled.
func (v *slowVoicing) spell(s *nativeSpelling) {
	n := len(s.text)
	for j := 0; j+n <= len(v.latin); j++ {
		cost := min(v.now[j][0], v.now[j][1]) + int8(s.cost)
		if cost >= v.dear || n > 0 && (v.latin[j] != s.text[0] || v.latin[j:j+n] != s.text) {
			continue
		}
		lower8(&v.next[j+n][0], cost)
		if n == 0 || isVowel(s.text[0]) && s.text != "y" {
			continue
		}
		if rest := v.latin[j+n:]; strings.HasPrefix(rest, s.text) {
			lower8(&v.next[j+2*n][0], cost)
		} else if n > 1 && j > 0 && v.latin[j-1] == s.text[0] { // "ssh"
			lower8(&v.next[j+n][0], min(v.now[j-1][0], v.now[j-1][1])+int8(s.cost))
		}
	}
}

// voiced is Unvoiced.Voiced of words that are made ready for it.
func voiced(latin, key string, native ...string) (cost int, ok bool) {
	var u Unvoiced
	if !u.Set(native...) {
		return 0, false
	}
	return u.Voiced(latin, key)
}

// A last ta marbuta is no letter or a t.
func TestTaMarbuta(t *testing.T) {
	for _, latin := range [...]string{"isma", "ismah", "ismat"} {
		if _, ok := voiced(latin, "", "عصمه"); !ok {
			t.Errorf("عصمه is not %s", latin)
		}
	}
	if _, ok := voiced("ismad", "", "عصمه"); ok {
		t.Error("عصمه is ismad")
	}
}

// A well-known name is known by the Key of its spellings, with an article or a space.
func TestKnown(t *testing.T) {
	for _, c := range []struct {
		latin string
		known bool
		words []string
	}{
		{"hassan", true, []string{"حسن"}},
		{"elhassan", true, []string{"الحسن"}},
		{"hassan", true, []string{"الحسن"}},
		{"hosein", false, []string{"حسن"}},
		{"yaqoub", true, []string{"ي", "عقوب"}},
		{"farid", false, []string{"زرقاوي"}},
	} {
		var u Unvoiced
		if !u.Set(c.words...) || u.Known(c.latin, string(Key(nil, []byte(c.latin)))) != c.known {
			t.Errorf("%s is known as %v: not %v", c.latin, c.words, c.known)
		}
	}
}

// Of Latin spellings that are as near to a word without its vowels, the likelier one is
// told by its sound.
func TestLikelier(t *testing.T) {
	for _, c := range []struct{ native, likelier, other string }{
		{"بارلي", "barley", "barilla"},
		{"جيتي", "jette", "gaita"},
		{"فونتي", "fonte", "fuente"},
		{"كوبان", "cuban", "cobain"},
		{"لوك", "luke", "loach"},
	} {
		var u Unvoiced
		if !u.Set(c.native) {
			t.Fatalf("%s is not set", c.native)
		}
		tenths, ok := u.Likelier(c.likelier)
		other, is := u.Likelier(c.other)
		if !ok || !is || tenths <= other || other < 0 {
			t.Errorf("%s: %s is likelier by %d, %s by %d", c.native, c.likelier, tenths, c.other, other)
		}
		if n := testing.AllocsPerRun(10, func() { u.Likelier(c.other) }); n > 0 {
			t.Errorf("%s: %v allocations", c.native, n)
		}
	}
	var u Unvoiced
	for _, words := range [][]string{{"عبد", "الله"}, {"ټورن"}} { // several, and a letter that no sound was learnt of
		if !u.Set(words...) {
			t.Fatalf("%s is not set", words)
		}
		if tenths, ok := u.Likelier("abdullah"); ok {
			t.Errorf("%s is likelier by %d", words, tenths)
		}
	}
}
