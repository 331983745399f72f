package name

import (
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/interdict/interdict"
)

// INTERDICT_SOURCES is a folder of the source files that the generators name.
//
//go:generate go run ./raritygen -sources $INTERDICT_SOURCES -o data/rarity.bin
//go:generate go run ./readinggen -sources $INTERDICT_SOURCES -o data
//go:generate go run ./pinyingen -o data/pinyin.tsv
//go:generate go run ./indicgen -o data
//go:generate go run ./soundgen -sources $INTERDICT_SOURCES -o data
//go:generate go run ./unihangen -unihan $INTERDICT_UNIHAN -o data

// rarityTable is a hash table of four-byte slots, which is looked into as it
// is embedded. A slot holds 24 bits of the word's hash and, in the low byte,
// its class; 0 is an empty slot. A word has its slot at its hash or, where
// that is taken, in the next ones. The table is a power of two long. With
// these bits one in a million words that are not held is taken for another.
//
//go:embed data/rarity.bin
var rarityTable string

// A class is an eighth of a bit: 24 is three bits.
const classMillibits = 125

const (
	// Commonest and Rarest bound what Rarity returns.
	Commonest interdict.Millibits = 3000
	Rarest    interdict.Millibits = 18000
)

// Rarity says how surprising a folded token is: -log2 of the share of the
// world's names that hold it, from Commonest to Rarest. Persons and
// organisations have one scale: of a word that is common in either, that
// share holds. A word beyond the table has the rarity of its length, one that stands as
// it is written that of its reading. It does not allocate.
func Rarity(text []byte) interdict.Millibits {
	if len(text) < 2 {
		return 4000
	}
	if text[0] == familySyllables || text[0] == givenSyllables {
		return rarityOfSyllables(text)
	}
	if isSounds(text[0]) {
		return soundsRarity
	}
	if text[0] >= 0xd6 && text[0] <= 0xdb {
		return nativeRarity(text)
	}
	return wordRarity(text)
}

func wordRarity(text []byte) interdict.Millibits {
	h := hashWord(text)
	mask := uint32(len(rarityTable)/4 - 1)
	mark := markOf(h) << 8
	for i := rarityPlace(h); ; i = (i + 1) & mask {
		slot := raritySlot(int(i) * 4)
		if slot == 0 {
			return unheard(text)
		}
		if slot&^0xff == mark {
			return interdict.Millibits(slot&0xff) * classMillibits
		}
	}
}

// rarityPlace is the first slot of a word's hash.
func rarityPlace(hash uint64) uint32 { return uint32(hash) & uint32(len(rarityTable)/4-1) }

// markOf is what a slot holds of a word's hash.
func markOf(hash uint64) uint32 { return uint32(hash >> 40) }

// raritySlot is the slot at a place of the table.
func raritySlot(at int) uint32 {
	return uint32(rarityTable[at]) | uint32(rarityTable[at+1])<<8 | uint32(rarityTable[at+2])<<16 | uint32(rarityTable[at+3])<<24
}

// unheardOf is the rarity of words beyond the table, by their length.
var unheardOf = [...]interdict.Millibits{0, 4000, 10000, 12500, 15000, 16000, 16500, 17000, 17500, Rarest}

// ofSyllables is the rarity of a syllable of Pinyin beyond the table.
const ofSyllables interdict.Millibits = 11000

// unheard is the rarity of a word that is not in the table. A number has two
// thousand and a half a digit, as years and series are commoner than their
// digits say; a word in another script has that of its letters.
func unheard(text []byte) interdict.Millibits {
	if number(text) {
		return min(3000+2500*interdict.Millibits(len(text)), 16000)
	}
	n := 0
	if len(text) >= 4 && len(text) <= maxSyllable && pinyinSyllables()[string(text)] {
		return ofSyllables // there are four hundred, and names in China are of them
	}
	for _, c := range text {
		if c&0xc0 != 0x80 {
			n++
		}
	}
	return unheardOfLetters(n)
}

// unheardOfLetters is the rarity of a word of so many letters that no table has.
func unheardOfLetters(n int) interdict.Millibits {
	return unheardOf[min(max(n, 1), len(unheardOf)-1)]
}

// hashWord is a hash that stays the same for ever: the table was built by it.
// It takes eight bytes at a time.
func hashWord(b []byte) uint64 {
	const k = 0x9e3779b97f4a7c15
	h := uint64(len(b)) * k
	for len(b) >= 8 {
		h = mixWord(h ^ binary.LittleEndian.Uint64(b))
		b = b[8:]
	}
	return mixWord(h ^ lastBytes(b))
}

// lastBytes is under eight bytes as a number, the first of them lowest.
func lastBytes(b []byte) uint64 {
	switch n := len(b); {
	case n >= 4: // those in the middle are the same in both halves
		return uint64(binary.LittleEndian.Uint32(b)) | uint64(binary.LittleEndian.Uint32(b[n-4:]))<<(8*(n-4))
	case n > 0:
		return uint64(b[0]) | uint64(b[n/2])<<(8*(n/2)) | uint64(b[n-1])<<(8*(n-1))
	}
	return 0
}

func mixWord(x uint64) uint64 {
	x ^= x >> 32
	x *= 0xd6e8feb86659fd93
	x ^= x >> 32
	x *= 0xd6e8feb86659fd93
	return x ^ x>>32
}

// RarityEntry is a word of the table that BuildRarity makes.
type RarityEntry struct {
	Text string
	Bits float64
}

// WorthHolding says whether a word's rarity is so far from what its length
// says that the table should hold it.
func WorthHolding(w RarityEntry) bool {
	return w.Bits < float64(unheard([]byte(w.Text)))/1000-0.6
}

// BuildRarity makes the table of Rarity; only its generator calls it.
func BuildRarity(words []RarityEntry) ([]byte, error) {
	size := 1024
	for size < len(words)*3/2 {
		size *= 2
	}
	table := make([]byte, size*4)
	for _, w := range words {
		h := hashWord([]byte(w.Text))
		mark := markOf(h) << 8
		i := int(uint32(h)) & (size - 1)
		for ; ; i = (i + 1) & (size - 1) {
			slot := binary.LittleEndian.Uint32(table[i*4:])
			if slot == 0 {
				break
			}
			if slot&^0xff == mark {
				return nil, fmt.Errorf("%q has the hash of another word", w.Text)
			}
		}
		class := max(int(w.Bits*8+0.5), int(Commonest)/classMillibits)
		if class > 255 {
			return nil, errors.New("class out of range")
		}
		binary.LittleEndian.PutUint32(table[i*4:], mark|uint32(class))
	}
	return table, nil
}

// Heard says whether a word of this rarity is one that the table holds.
func Heard(text string, rarity interdict.Millibits) bool {
	return rarity != unheardOfLetters(utf8.RuneCountInString(text))
}
