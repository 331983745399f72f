package reach

import "github.com/interdict/interdict"

// info says of a word in a name what the rest of the name is like: in bits 0-22
// which classes of letters the other words have, in 23-28 how many letters all
// words have together, in 29-31 how many words there are, in 32-38 what it costs
// at least that the other words are lacking, each up to a most, and in 39 whether
// the word stands there more than once.
type info uint64

const (
	classes    = 23
	mostLength = 1<<6 - 1
	mostWords  = 1<<3 - 1
	lackShift  = 32
	mostLack   = 1<<7 - 1
	repeated   = info(1) << (lackShift + 7)
	// lackUnit is that of lacking costs here, in millibits.
	lackUnit = 250
)

func infoOf(rest letters, length, words int, lack interdict.Millibits) info {
	return info(rest.set()) | info(min(length, mostLength))<<classes | info(min(words, mostWords))<<(classes+6) | info(min(lack/lackUnit, mostLack))<<lackShift
}

// again says whether the word stands in the name more than once.
func (i info) again() bool { return i&repeated != 0 }

func (i info) lack() uint16 { return uint16(i >> lackShift & mostLack) }

func (i info) rest() uint32 { return uint32(i) & (1<<classes - 1) }
func (i info) length() int  { return int(i >> classes & mostLength) }
func (i info) words() int   { return int(i >> (classes + 6) & mostWords) }

// classOf puts bytes into classes: letters that are met seldom share one.
var classOf = func() (of [256]uint8) {
	next := uint8(0)
	for c := 'a'; c <= 'z'; c++ {
		switch c {
		case 'q':
			of[c] = of['k']
		case 'w':
			of[c] = of['v']
		case 'x':
			of[c] = of['s']
		default:
			of[c] = next
			next++
		}
	}
	for c := range of {
		if c < 'a' || c > 'z' {
			of[c] = uint8(c % classes)
		}
	}
	return of
}()

// letters counts the letters of words by their classes.
type letters [classes]uint8

func (l *letters) add(text string) {
	for i := 0; i < len(text); i++ {
		l[classOf[text[i]]]++
	}
}

// without is what is left when a text is taken away.
func (l letters) without(text string) letters {
	for i := 0; i < len(text); i++ {
		if c := classOf[text[i]]; l[c] > 0 {
			l[c]--
		}
	}
	return l
}

// set has a bit for each class that is there.
func (l *letters) set() (set uint32) {
	for c, n := range l {
		if n > 0 {
			set |= 1 << c
		}
	}
	return set
}

func lettersOf(texts ...string) (l letters) {
	for _, t := range texts {
		l.add(t)
	}
	return l
}

// Signatures of words tell most of those apart that typing errors cannot make
// of one another: a bit for each letter, and one for a second of those that
// words often have twice. An error changes two bits at most.

func signature(text string) (sig uint32) {
	for i := 0; i < len(text); i++ {
		bit := uint32(1) << ((text[i] - 'a') % 26)
		if sig&bit != 0 {
			switch text[i] {
			case 'a':
				bit = 1 << 26
			case 'e':
				bit = 1 << 27
			case 'i':
				bit = 1 << 28
			case 'n':
				bit = 1 << 29
			case 'o':
				bit = 1 << 30
			case 'r':
				bit = 1 << 31
			}
		}
		sig |= bit
	}
	return sig
}
