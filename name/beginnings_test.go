package name

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// anyUnits are some units of a script, and any letters that a word may be of which they
// are said to stand.
func anyUnits(rng *rand.Rand, script string) (u soundUnits, latin []byte) {
	u.soundScript = soundTables[script]()
	var all []string
	for unit := range u.soundScript.units {
		all = append(all, unit)
	}
	slices.Sort(all)
	for u.n < 1+rng.IntN(6) {
		likely := u.soundScript.units[all[rng.IntN(len(all))]]
		u.all[u.n] = likely
		u.n++
		latin = append(latin, likely[min(rng.IntN(len(likely)), rng.IntN(len(likely)))].letters()...)
	}
	if len(latin) > 0 && rng.IntN(3) == 0 {
		latin[rng.IntN(len(latin))] = 'a' + byte(rng.IntN(26))
	}
	return u, latin
}

func forScripts(f func(rng *rand.Rand, script string)) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, script := range []string{arabicUnits, cyrillicUnits, hanUnits, hangulUnits, hebrewUnits, kanaUnits} {
		for range 400 {
			f(rng, script)
		}
	}
}

// The beginnings are those that are found where nothing is left out on the way.
func TestBeginnings(t *testing.T) {
	forScripts(func(rng *rand.Rand, script string) {
		u, _ := anyUnits(rng, script)
		var got, next startList
		u.beginnings(&got)
		all := startList{n: 1}
		for i := range u.n {
			next.n = 0
			for _, s := range all.all[:all.n] {
				if s.is.full() {
					next.add(s)
					continue
				}
				for _, o := range u.all[i] {
					if o.cost <= maxBehind {
						t := start{s.is, s.cost + int(o.cost)}
						for _, c := range o.letters() {
							t.is.add(c)
						}
						next.add(t)
					}
				}
			}
			all = next
		}
		next.n = 0
		for _, s := range all.all[:all.n] {
			s.is.end()
			next.add(s)
		}
		if u.alphabet {
			next.cut(lettersBeginnings, lettersBehind)
		} else {
			next.cut(maxBeginnings, maxBehind)
		}
		if !slices.Equal(got.all[:got.n], next.all[:next.n]) {
			t.Fatalf("%s: %v, want %v", script, got.all[:got.n], next.all[:next.n])
		}
	})
}

// How unlikely units are written by letters is what it is by the letters one by one.
func TestUnitsCost(t *testing.T) {
	found := 0
	forScripts(func(rng *rand.Rand, script string) {
		u, word := anyUnits(rng, script)
		var room [maxSoundLetters]byte
		latin, ok := squeeze(room[:0], string(word))
		most := 50 + rng.IntN(200)
		var rest [maxUnits + 1]int
		set := Letters(string(latin))
		if !ok || !u.least(&rest, set, most) {
			return
		}
		row := []int{0}
		for range latin {
			row = append(row, most+1)
		}
		for i := range u.n {
			next := slices.Repeat([]int{most + 1}, len(row))
			for j, before := range row {
				for _, l := range u.all[i] {
					from := j
					if l.n > 0 && j > 0 && l.letter[0] == latin[j-1] {
						from--
					}
					if to := from + int(l.n); to < len(next) && string(latin[from:to]) == string(l.letters()) {
						next[to] = min(next[to], before+int(l.cost), most+1)
					}
				}
			}
			row = next
		}
		want := row[len(latin)]
		if want <= most {
			found++
		}
		if got := u.cost(latin, set, &rest, most); min(got, most+1) != want {
			t.Fatalf("%s: units of %q cost %d, want %d", script, latin, got, want)
		}
	})
	if found < 500 {
		t.Errorf("%d words are written so: the words do not try anything", found)
	}
}

// What letters have at least is never more than what a word of them is written by.
func TestLetterShares(t *testing.T) {
	near, far := 0, 0
	forScripts(func(rng *rand.Rand, script string) {
		u, word := anyUnits(rng, script)
		var room [maxSoundLetters]byte
		latin, ok := squeeze(room[:0], string(word))
		const most = 400
		var rest [maxUnits + 1]int
		set := Letters(string(latin))
		if !ok || !u.least(&rest, set, most) {
			return
		}
		var shares letterShares
		shares.set(&u)
		cost, least := u.cost(latin, set, &rest, most), shares.least(set)
		if cost <= most && least > cost {
			t.Fatalf("%s: units of %q cost %d, and %d at least", script, latin, cost, least)
		}
		if cost <= most && least == cost {
			near++
		}
		if cost > most && least > rest[0] {
			far++
		}
	})
	if near == 0 || far == 0 {
		t.Errorf("%d words are written by what their letters have at least, of %d that are not it tells more than units do", near, far)
	}
}

// A word that is made ready anew asks nothing of the one before.
func TestSpokenAgain(t *testing.T) {
	words := [][2]string{{"~محمد", "mohammed"}, {"~карлос", "carlos"}, {"~كارلوس", "carlos"}, {"~стивен", "steven"}}
	var again Spoken
	for range 2 {
		for _, w := range words {
			key := string(soundsKey(nil, []byte(w[0])))
			var h Spoken
			if !h.Set(w[0], key, 40) || !again.Set(w[0], key, 40) {
				t.Fatalf("%s is not ready", w[0])
			}
			for _, other := range words {
				letters := Letters(other[1])
				if h.May(letters) != again.May(letters) {
					t.Errorf("%s: may it be %s?", w[0], other[1])
				}
			}
			if !h.May(Letters(w[1])) {
				t.Errorf("%s is not %s", w[0], w[1])
			}
		}
	}
}
