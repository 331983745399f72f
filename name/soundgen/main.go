// Command soundgen learns what Latin letters the pieces of foreign names in
// other scripts stand for (data/sounds_*.tsv), and how rare letters are in such
// names (data/sound_letters.tsv).
//
//	go run ./soundgen -sources DIR
//
// DIR holds matching/transliteration/wd_*.tsv: Latin and native spellings of
// the names of people in Wikidata (CC0). Each native word is cut into the
// units of name.SoundUnits, and the letters are shared out among them by
// expectation and maximisation: how often each unit stands for each string of
// letters is counted over all ways of sharing out, each as likely as the last
// round's counts say. That is done for the smallest units of name.SoundParts first,
// then for those that are made of them: what these stand for together is what such a
// unit does as far as it was seldom met, so that letters are known of it that it was
// not met with. Of files that have whole names some pairs are no spelling of
// one another: Dmitri is not "of Tver", and a Japanese family name stands first in
// Korean. So a pair counts as far as its letters are much likelier to be meant than
// to be any, see pair.unmeant. Every eighth word, by its hash, is left out
// (name.HeldOut).
package main

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"github.com/interdict/interdict/name"
	"log"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

const (
	// rounds are those of the smallest units, roundsAgain of those that are made of others.
	rounds, roundsAgain = 12, 5
	maxChunk            = 6 // letters
	// A unit is kept that was met this often. Of a smallest one the letters are kept that
	// it stands for so often, and of each what it does for such a share.
	leastUnit, leastCount, leastShare = 10.0, 0.6, 0.0003
	// made is how often a unit must be met for what it stands for to count as much as
	// what the smaller ones do that it is made of, and placed how often at an end of words
	// for what it does there to count as much as what it does anywhere; more often by
	// kinds for each string of letters that it was met with, since the more these are, the
	// more others there will be.
	made, placed, kinds = 10.0, 10.0, 2.0
	// faint is how small a share may be while others are learned.
	faint = 1e-5
	// spread is how far from their even place letters are sought at first, in
	// parts of the word.
	spread = 0.15
	// A pair counts half whose letters are so many times likelier to be meant than to
	// be any, once there have been so many rounds.
	likelier, roundsBefore = 1 << 10, 3
)

var sources = []struct {
	script, file string
	whole        bool // the file has whole names, not words
}{
	{"arabic", "wd_arabic_80.tsv", false},
	{"cyrillic", "wd_russian_80.tsv", false},
	{"han", "wd_chinese_80.tsv", false},
	{"hangul", "wd_korean.tsv", true},
	{"hebrew", "wd_hebrew.tsv", true},
	{"kana", "wd_japanese_80.tsv", false},
}

const head = `# The letters that pieces of foreign names written by their sound stand for.
#
# Source: %s, November 2026: names of people in Wikidata (CC0); made by
# soundgen, which says how.
#
# piece <TAB> letters:tenths of bits, how unlikely they are; - is none
`

func main() {
	log.SetFlags(0)
	dir := flag.String("sources", "", "folder of the source files")
	out := flag.String("o", "data", "folder to write to")
	flag.Parse()
	if *dir == "" {
		log.Fatal("soundgen: name the folder of the source files with -sources")
	}
	if err := run(*dir, *out); err != nil {
		log.Fatal("soundgen: ", err)
	}
}

func run(dir, out string) error {
	var all []pair
	for _, s := range sources {
		pairs, err := read(filepath.Join(dir, "matching/transliteration", s.file), s.script, s.whole)
		if err != nil {
			return err
		}
		all = append(all, pairs...)
		m := learn(pairs, s.script, s.whole)
		if err := os.WriteFile(filepath.Join(out, "sounds_"+s.script+".tsv"), m.table(s.file, s.script), 0o644); err != nil {
			return err
		}
		log.Printf("%s: %d pairs, %d units", s.script, len(pairs), len(m))
		if s.script == "han" {
			if err := os.WriteFile(filepath.Join(out, "han_foreign.tsv"), characters(pairs, s.file), 0o644); err != nil {
				return err
			}
		}
	}
	return os.WriteFile(filepath.Join(out, "sound_letters.tsv"), lettersTable(letterShares(all)), 0o644)
}

const lettersHead = `# How rare letters are in the Latin words of names, none of them doubled.
#
# Source: wd_*.tsv, November 2026: names of people in Wikidata (CC0); made by soundgen.
#
# letter <TAB> tenths of bits
`

func lettersTable(of [256]float64) []byte {
	b := []byte(lettersHead)
	for c := 'a'; c <= 'z'; c++ {
		b = fmt.Appendf(b, "%c\t%d\n", c, int(math.Round(-math.Log2(of[c])*10)))
	}
	return b
}

// leastWords is in how many words a character must stand to be one of those
// that foreign names are written with, oftenWords to be one of those that they are
// often written with.
const leastWords, oftenWords = 8, 100

const charactersHead = `# Chinese characters that foreign names are written with.
#
# Source: %s, November 2026: names of people in Wikidata (CC0), characters of
# %d words or more, and those of %d or more; made by soundgen.
#
# how often <TAB> characters
`

func characters(pairs []pair, source string) []byte {
	count := map[rune]int{}
	for _, p := range pairs {
		for _, r := range p.native {
			count[r]++
		}
	}
	var seldom, often []rune
	for r, n := range count {
		switch {
		case n >= oftenWords:
			often = append(often, r)
		case n >= leastWords:
			seldom = append(seldom, r)
		}
	}
	b := fmt.Appendf(nil, charactersHead, source, leastWords, oftenWords)
	for _, k := range []struct {
		how  string
		kept []rune
	}{{"seldom", seldom}, {"often", often}} {
		slices.Sort(k.kept)
		for line := range slices.Chunk(k.kept, 40) {
			b = fmt.Appendf(b, "%s\t%s\n", k.how, string(line))
		}
	}
	return b
}

// sounded are letters that are never silent at the end of a word, whatever was learnt:
// Zamani is made of Zaman, and another name.
var sounded = []string{"ي", "י"}

// silent says whether letters leave out the end of a marked unit that is one of sounded.
func silent(unit, letters, script string) bool {
	text, ends := strings.CutSuffix(unit, "$")
	if text = name.WithinWord(text); !ends {
		return false
	}
	if slices.Contains(sounded, text) {
		return letters == ""
	}
	parts := name.SoundParts(nil, text, script)
	return len(parts) > 1 && slices.Contains(sounded, parts[len(parts)-1]) && (letters == "" || !strings.ContainsAny(letters[len(letters)-1:], "aeiouy"))
}

func (m model) table(source, script string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, head, source)
	for _, unit := range slices.Sorted(maps.Keys(m)) {
		of := m[unit]
		letters := slices.SortedFunc(maps.Keys(of), func(x, y string) int {
			return cmp.Or(cmp.Compare(of[y], of[x]), cmp.Compare(x, y))
		})
		letters = slices.DeleteFunc(letters, func(s string) bool { return silent(unit, s, script) })
		for i, s := range letters {
			sep := " "
			if i == 0 {
				sep = unit + "\t"
			}
			fmt.Fprintf(&b, "%s%s:%d", sep, cmp.Or(s, "-"), int(math.Round(-math.Log2(of[s])*10)))
		}
		if len(letters) > 0 {
			b.WriteByte('\n')
		}
	}
	return b.Bytes()
}
