package name

// maxVoiced is the most letters of a Latin word that is compared with one without
// vowels: its letters and the place behind them have a bit each.
const maxVoiced = 63

// voicing aligns the letters of a word with a Latin spelling, all places of the
// Latin word at once. Bit j of a set of places is the place before letter j.
type voicing struct {
	// at are the places of each letter, vowel those of vowels; breath is an h
	// behind a vowel and glide the u of ou, one vowel in French.
	at                   [26]uint64
	vowel, breath, glide uint64
	// diphthong is the second letter of ai, ay, ei and ey, which Arabic and Hebrew write.
	diphthong uint64
	// now are the places reached before the letter in hand, next those behind it.
	now, next places
}

// places are the places that are reached at a cost of at most so much: apart
// where the Latin letter before is a vowel that is not written.
type places [2][MaxVoicing + 1]uint64

// open begins with a Latin word, at its beginning.
func (v *voicing) open(latin string) {
	for j := range len(latin) {
		v.at[latin[j]-'a'] |= 1 << j
	}
	v.vowel = v.of('a') | v.of('e') | v.of('i') | v.of('o') | v.of('u') | v.of('y')
	v.breath = v.of('h') & (v.vowel << 1)
	v.glide = v.of('u') & (v.of('o') << 1)
	v.diphthong = (v.of('i') | v.of('y')) & ((v.of('a') | v.of('e')) << 1)
	v.reach(0)
}

func (v *voicing) of(c byte) uint64 { return v.at[c-'a'] }

// reach has a place reached for nothing.
func (v *voicing) reach(place int) {
	for cost := range v.next[0] {
		v.next[0][cost] |= 1 << place
	}
}

// article says whether a Latin word begins with an article, which stands apart
// from the native one or with the word: "alhasan", "essaadi".
func (v *voicing) article(latin string) bool {
	return len(latin) > 4 && isVowel(latin[0]) && (latin[1] == 'l' || latin[1] == latin[2])
}

// any are the places reached at a cost of at most so much; none where that is
// less than nothing.
func (v *voicing) any(cost int) uint64 {
	if cost < 0 {
		return 0
	}
	return v.now[0][cost] | v.now[1][cost]
}

// vowels passes over Latin letters that are not written before the letter in
// hand: short vowels, and an h that shows how a vowel is spoken.
func (v *voicing) vowels(begin bool) {
	vowel, first := v.vowel, uint64(0)
	if begin { // hardly any vowel is left out there
		vowel, first = vowel&^1, (v.of('e')|v.of('i'))&1
	}
	for again := true; again; {
		again = false
		for cost := 0; cost <= MaxVoicing; cost++ {
			to := (v.now[0][cost] | v.now[1][cost]&v.glide) & vowel
			if cost > 0 {
				to |= v.now[1][cost-1] & vowel &^ v.diphthong
			}
			if cost > 1 {
				to |= v.now[1][cost-2] & v.diphthong
			}
			to |= v.any(cost-2) & (v.breath | first)
			to <<= 1
			if to&^v.now[1][cost] != 0 {
				v.now[1][cost] |= to
				again = true
			}
		}
	}
}

// lastVowels passes over those that are not written at the end: a mute e, and
// what is less usual.
func (v *voicing) lastVowels() {
	for again := true; again; {
		again = false
		for cost := 1; cost <= MaxVoicing; cost++ {
			to := (v.any(cost-1)&v.of('e') | v.any(cost-2)&(v.of('a')|v.breath)) << 1
			if to&^v.now[1][cost] != 0 {
				v.now[1][cost] |= to
				again = true
			}
		}
	}
}

// spell goes on by a spelling of the letter in hand, which may be doubled.
func (v *voicing) spell(s *nativeSpelling) {
	n := len(s.text)
	stands := ^uint64(0)
	for k := range n {
		stands &= v.of(s.text[k]) >> k
	}
	if stands == 0 {
		return
	}
	var twice, half uint64
	if n > 0 && (!isVowel(s.text[0]) || s.text == "y") {
		twice = stands & (stands >> n)
		if n > 1 { // "ssh"
			half = stands &^ twice & (v.of(s.text[0]) << 1) & v.any(MaxVoicing-s.cost)
		}
	}
	for cost := s.cost; cost <= MaxVoicing; cost++ {
		from := v.any(cost - s.cost)
		v.next[0][cost] |= (from&stands|from<<1&half)<<n | from&twice<<(2*n)
	}
}

// cost is the least at which a place is reached.
func (v *voicing) cost(place int) int {
	for cost := range MaxVoicing + 1 {
		if v.any(cost)>>place&1 == 1 {
			return cost
		}
	}
	return dear
}
