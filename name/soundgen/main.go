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
// round's counts say. Of files that have whole names some pairs are no spelling of
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
	"log"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"

	"github.com/interdict/interdict/internal/wikidata"
	"github.com/interdict/interdict/name"
)

const (
	rounds   = 12
	maxChunk = 5 // letters
	// A unit is kept that was met this often, and of it the letters that it
	// stands for this often.
	leastUnit, leastCount, leastShare = 10.0, 0.6, 0.001
	// placed is how often a unit must be met at an end of words, or within, for what it
	// stands for there to count as much as what it does anywhere.
	placed = 10.0
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
		m := learn(pairs, s.whole)
		if err := os.WriteFile(filepath.Join(out, "sounds_"+s.script+".tsv"), m.table(s.file), 0o644); err != nil {
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

// pair is a word's units and letters, and how often it is met, at most as 3.
type pair struct {
	native  string
	units   []string
	letters string
	weight  float64
}

func read(file, script string, whole bool) (pairs []pair, err error) {
	err = wikidata.Words(file, whole, func(w wikidata.Word) {
		units, is := name.SoundUnits(nil, w.Native)
		letters := string(slices.Compact([]byte(w.Latin)))
		if is != script || name.HeldOut(w.Native) || len(letters) > maxChunk*len(units) || whole && w.Of == 1 {
			return
		}
		pairs = append(pairs, pair{w.Native, units, letters, float64(min(w.Count, 3))})
	})
	return pairs, err
}

// model is how often each unit stands for which letters, of all that it does.
type model map[string]map[string]float64

func learn(pairs []pair, whole bool) model {
	m := model(nil)
	letters := letterShares(pairs)
	for round := range rounds {
		counts := model{}
		for i := range pairs {
			unmeant := 0.0
			if whole && round >= roundsBefore {
				unmeant = likelier * pairs[i].unmeant(letters)
			}
			pairs[i].count(m, counts, unmeant)
		}
		if round < rounds-1 {
			m = counts.shares(0, 0.01, 0)
		} else {
			m = counts.shares(leastUnit, leastCount, leastShare)
		}
	}
	return m
}

// of is what a unit stands for: where it was seldom met there, what it does within words.
func (m model) of(unit string) map[string]float64 {
	if of, ok := m[unit]; ok {
		return of
	}
	return m[name.WithinWord(unit)]
}

// letterShares is how often each letter is met.
func letterShares(pairs []pair) (of [256]float64) {
	all := 0.0
	for i := range pairs {
		for _, c := range []byte(pairs[i].letters) {
			of[c] += pairs[i].weight
			all += pairs[i].weight
		}
	}
	for c := range of {
		of[c] /= all
	}
	return of
}

// unmeant is how likely any word of as many units has the pair's letters.
func (p *pair) unmeant(of [256]float64) float64 {
	likely := 1.0 / (maxChunk * float64(len(p.units))) // as long as they are
	for _, c := range []byte(p.letters) {
		likely *= of[c]
	}
	return likely
}

// count adds what the units of a pair stand for, by all ways of sharing out, as far as
// they are likelier to have these letters than unmeant says.
func (p *pair) count(m, counts model, unmeant float64) {
	n, l := len(p.units), len(p.letters)
	share := func(i, from, to int) float64 {
		if m != nil {
			return m.of(p.units[i])[p.letters[from:to]]
		}
		off := float64(from+to)/2/float64(l) - (float64(i)+0.5)/float64(n)
		return math.Exp(-off*off/(2*spread*spread)) * [...]float64{0.05, 0.5, 1, 0.5, 0.1, 0.05}[to-from]
	}
	// before[i][j]: of the first i units being the first j letters; after: of the rest.
	before, after := grid(n+1, l+1), grid(n+1, l+1)
	before[0][0], after[n][l] = 1, 1
	for i := range n {
		for j := range l + 1 {
			if before[i][j] == 0 {
				continue
			}
			for k := j; k <= min(l, j+maxChunk); k++ {
				before[i+1][k] += before[i][j] * share(i, j, k)
			}
		}
	}
	all := before[n][l]
	if all == 0 {
		return
	}
	weight := p.weight * (all / (all + unmeant))
	for i := n - 1; i >= 0; i-- {
		for j := range l + 1 {
			for k := j; k <= min(l, j+maxChunk); k++ {
				after[i][j] += after[i+1][k] * share(i, j, k)
			}
		}
	}
	for i := range n {
		of := counts[p.units[i]]
		if of == nil {
			of = map[string]float64{}
			counts[p.units[i]] = of
		}
		for j := range l + 1 {
			for k := j; k <= min(l, j+maxChunk); k++ {
				if c := before[i][j] * share(i, j, k) * after[i+1][k] / all; c > 1e-6 {
					of[p.letters[j:k]] += c * weight
				}
			}
		}
	}
}

func grid(n, l int) [][]float64 {
	g := make([][]float64, n)
	for i := range g {
		g[i] = make([]float64, l)
	}
	return g
}

// shares makes shares of counts, and leaves out what is rare. A unit at an end of a
// word stands for what it does anywhere as far as it was seldom met there.
func (m model) shares(unit, count, share float64) model {
	anywhere := model{}
	for _, u := range slices.Sorted(maps.Keys(m)) { // sums depend on the order
		w := name.WithinWord(u)
		if anywhere[w] == nil {
			anywhere[w] = map[string]float64{}
		}
		for s, c := range m[u] {
			anywhere[w][s] += c
		}
	}
	out := model{}
	for w, of := range anywhere {
		all := sum(of)
		if all < unit {
			continue
		}
		for _, u := range []string{w, "^" + w, w + "$", "^" + w + "$"} {
			here := sum(m[u])
			if here < placed && u != w {
				continue
			}
			shares := map[string]float64{}
			for s, c := range of {
				if p := (m[u][s] + placed*c/all) / (here + placed); c >= count && p >= share {
					shares[s] = p
				}
			}
			if len(shares) > 0 {
				out[u] = shares
			}
		}
	}
	return out
}

// sum adds counts in a fixed order.
func sum(of map[string]float64) (all float64) {
	for _, s := range slices.Sorted(maps.Keys(of)) {
		all += of[s]
	}
	return all
}

// sounded are pieces that are never silent, whatever was learnt: Zamani is made of
// Zaman, and another name.
var sounded = []string{"ي$", "י$"}

func (m model) table(source string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, head, source)
	for _, unit := range slices.Sorted(maps.Keys(m)) {
		of := m[unit]
		letters := slices.SortedFunc(maps.Keys(of), func(x, y string) int {
			return cmp.Or(cmp.Compare(of[y], of[x]), cmp.Compare(x, y))
		})
		sep := "\t"
		b.WriteString(unit)
		for _, s := range letters {
			text := s
			if text == "" {
				if slices.Contains(sounded, unit) {
					continue
				}
				text = "-"
			}
			fmt.Fprintf(&b, "%s%s:%d", sep, text, int(math.Round(-math.Log2(of[s])*10)))
			sep = " "
		}
		b.WriteByte('\n')
	}
	return b.Bytes()
}
