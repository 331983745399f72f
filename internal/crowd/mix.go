package crowd

import "strings"

// shape is how a culture puts a name together.
type shape int

const (
	western   shape = iota // given, perhaps a middle name or an initial, family
	iberian                // one or two given names, one or two family names
	arabic                 // given, father, perhaps grandfather, family, with its articles
	slavic                 // given, perhaps a patronymic, family by gender
	plain                  // given, family
	south                  // given, perhaps a second, family
	chinese                // family first or last, given of two syllables
	korean                 // the same, hyphenated
	viet                   // family, middle, given
	fathers                // given, father, grandfather
	nameAlone              // one or two given names, perhaps a family name
)

// culture is where names are from.
type culture struct {
	name string
	// share is how many of sharesOfAll people are of it.
	share int
	shape shape
	// countries are where they live, the first half of them.
	countries []string
	// script is their own, "" where it is Latin; native is how many of a hundred
	// stand in it.
	script string
	native int
	words  *words
}

// sharesOfAll is the sum of all shares: a thousand for each third.
const sharesOfAll = 3000

// typingErrors, capitals and familyFirst: one row in so many has a typing error,
// stands in capitals, has the family name first behind a comma; noBirth,
// yearAlone and noCountry: one in so many lacks it, or has the year alone.
const (
	typingErrors = 200
	capitals     = 12
	familyFirst  = 33
	noBirth      = 50
	yearAlone    = 100
	noCountry    = 50
)

// cultures are the mix, a third after the other.
var cultures = func() []*culture {
	all := []*culture{
		{"english", 320, western, list("us gb ca au ie nz"), "", 0, nil},
		{"spanish", 230, iberian, list("mx es co ar pe us"), "", 0, nil},
		{"french", 130, western, list("fr be ca ch"), "", 0, nil},
		{"german", 130, western, list("de at ch"), "", 0, nil},
		{"portuguese", 70, iberian, list("br pt ao mz"), "", 0, nil},
		{"italian", 80, western, list("it ch ar"), "", 0, nil},
		{"nordic", 40, western, list("se no dk fi"), "", 0, nil},

		{"arabic", 360, arabic, list("eg sa iq sy ae jo ma dz lb ye"), "arabic", 12, nil},
		{"persian", 130, plain, list("ir af de us"), "arabic", 12, nil},
		{"turkic", 180, plain, list("tr az kz uz de"), "", 0, nil},
		{"south_asian", 330, south, list("in pk bd lk gb ae"), "devanagari", 3, nil},

		{"russian", 260, slavic, list("ru ua by kz"), "cyrillic", 15, nil},
		{"polish", 60, slavic, list("pl de gb"), "", 0, nil},
		{"chinese", 200, chinese, list("cn hk tw sg my"), "han", 20, nil},
		{"korean", 70, korean, list("kr us"), "hangul", 15, nil},
		{"vietnamese", 50, viet, list("vn us"), "", 0, nil},
		{"japanese", 50, plain, list("jp us"), "kanji", 15, nil},
		{"west_african", 120, western, list("ng gh sn ci ml gb"), "", 0, nil},
		{"east_african", 90, fathers, list("et ke so tz ug er"), "", 0, nil},
		{"indonesian", 60, nameAlone, list("id my"), "", 0, nil},
		{"greek", 40, plain, list("gr cy"), "greek", 12, nil},
	}
	read := readWords()
	for _, c := range all {
		c.words = read[c.name]
	}
	return all
}()

func list(s string) []string { return strings.Fields(s) }

// byShare finds a culture by a number below sharesOfAll.
var byShare = func() (out []*culture) {
	for _, c := range cultures {
		for range c.share {
			out = append(out, c)
		}
	}
	if len(out) != sharesOfAll {
		panic("the shares of the mix are no three thirds")
	}
	return out
}()

// Share is which part of the people is of a culture, Cultures their names in the
// order of the mix.
func Share(name string) float64 {
	for _, c := range cultures {
		if c.name == name {
			return float64(c.share) / sharesOfAll
		}
	}
	return 0
}

// Cultures are the mix's.
func Cultures() (names []string) {
	for _, c := range cultures {
		names = append(names, c.name)
	}
	return names
}

// Thirds are the parts of the people that each third of the mix has.
func Thirds() (west, east, others float64) {
	sums := [3]int{}
	for i, c := range cultures {
		switch {
		case i < 7:
			sums[0] += c.share
		case i < 11:
			sums[1] += c.share
		default:
			sums[2] += c.share
		}
	}
	return float64(sums[0]) / sharesOfAll, float64(sums[1]) / sharesOfAll, float64(sums[2]) / sharesOfAll
}

// NativeShare is which part of the people stands in another script than Latin.
func NativeShare() (share float64) {
	for _, c := range cultures {
		share += float64(c.share*c.native) / 100 / sharesOfAll
	}
	return share
}
