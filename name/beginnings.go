package name

// beginning is how a Latin word begins: its first three consonants, without h,
// w and y, which come and go; of fewer, an end.
type beginning [3]byte

const endOfWord = '.'

func (b *beginning) full() bool { return b[2] != 0 }

func (b *beginning) add(letter byte) {
	switch letter {
	case 'a', 'e', 'i', 'o', 'u', 'h', 'w', 'y':
	default:
		for k := range b {
			if b[k] == 0 {
				b[k] = letter
				break
			}
		}
	}
}

func (b *beginning) end() {
	for k := range b {
		if b[k] == 0 {
			b[k] = endOfWord
			return
		}
	}
}

// beginningOf is the beginning of a Latin word.
func beginningOf(latin string) (b beginning, ok bool) {
	var buf [maxSoundLetters]byte
	squeezed, ok := squeeze(buf[:0], latin)
	if !ok {
		return b, false
	}
	for _, c := range squeezed {
		b.add(c)
	}
	b.end()
	return b, true
}

// maxBeginnings is the most beginnings of one word, maxBehind how much less
// likely than the likeliest one they may be, in tenths of bits.
const maxBeginnings, maxBehind = 40, 110

// lettersBeginnings and lettersBehind are the same of a word of an alphabet, whose
// letters say more.
const lettersBeginnings, lettersBehind = 24, 80

// doubtedBeginnings and doubtedBehind are the same of a word that must be surer.
const doubtedBeginnings, doubtedBehind = 12, 60

// start is a beginning that the first units can have, and its cost.
type start struct {
	is   beginning
	cost int
}

type startList struct {
	all [maxBeginnings]start
	n   int
}

// add keeps the cheapest starts, in a fixed order.
func (l *startList) add(s start) {
	if l.past(s.cost) {
		return
	}
	at := l.n
	for i := range l.n {
		if l.all[i].is == s.is {
			if l.all[i].cost <= s.cost {
				return
			}
			copy(l.all[i:l.n-1], l.all[i+1:l.n])
			l.n--
			at = l.n
			break
		}
	}
	for at > 0 && l.all[at-1].cost > s.cost {
		at--
	}
	if l.n < maxBeginnings {
		l.n++
	}
	copy(l.all[at+1:l.n], l.all[at:l.n-1])
	l.all[at] = s
}

// beginnings lists the likeliest beginnings of the Latin words that the units
// stand for.
func (u *soundUnits) beginnings(l *startList) {
	most, behind := maxBeginnings, maxBehind
	if u.alphabet {
		most, behind = lettersBeginnings, lettersBehind
	}
	// The likeliest costs no more than the least unlikely letters of each unit, and
	// what is too far behind that will be cut.
	limit := behind
	for i := range u.n {
		limit += int(u.all[i][0].cost)
	}
	l.n = 0
	l.add(start{})
	var next startList
	for i := range u.n {
		next.n = 0
		for _, s := range l.all[:l.n] {
			if s.is.full() {
				next.add(s)
				continue
			}
			for k := range u.all[i] {
				o := &u.all[i][k]
				t := start{s.is, s.cost + int(o.cost)}
				if o.cost > maxBehind || t.cost > limit || next.past(t.cost) {
					break // the likeliest come first
				}
				for _, c := range o.letters() {
					t.is.add(c)
				}
				next.add(t)
			}
		}
		*l, next = next, *l
	}
	next.n = 0
	for _, s := range l.all[:l.n] {
		s.is.end()
		next.add(s)
	}
	*l = next
	l.cut(most, behind)
}

// past says whether no start of this cost would be kept.
func (l *startList) past(cost int) bool {
	return l.n == maxBeginnings && l.all[l.n-1].cost <= cost
}

// cut keeps no more starts than so many, and none that is behind the first by more.
func (l *startList) cut(most, behind int) {
	l.n = min(l.n, most)
	for l.n > 0 && l.all[l.n-1].cost > l.all[0].cost+behind {
		l.n--
	}
}

// soundsKey is the key of a token of the part Sounds.
func soundsKey(dst []byte, text []byte) []byte {
	var u soundUnits
	if !u.read(string(text[1:])) {
		return append(dst, text...)
	}
	var l startList
	u.beginnings(&l)
	if text[0] == doubtMark {
		l.cut(doubtedBeginnings, doubtedBehind)
	}
	for _, s := range l.all[:l.n] {
		dst = append(dst, s.is[:]...)
	}
	return dst
}

// SoundKey is a number for the beginning of a Latin word: a token of the part
// Sounds is alike only to words whose number stands in its key.
func SoundKey(latin string) (uint64, bool) {
	b, ok := beginningOf(latin)
	return uint64(b[0])<<16 | uint64(b[1])<<8 | uint64(b[2]), ok
}

// SoundKeys calls f with each number of a key.
func SoundKeys(key string, f func(key uint64)) {
	for i := 0; i+2 < len(key); i += 3 {
		f(uint64(key[i])<<16 | uint64(key[i+1])<<8 | uint64(key[i+2]))
	}
}
