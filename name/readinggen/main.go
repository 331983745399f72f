// Command readinggen learns how names that are written in another script by
// their sound are written in Latin letters (data/readings_*.tsv): what
// the tables of letters make of "Джон" is "dzhon", and its bearer is John.
//
//	go run ./readinggen -sources DIR
//
// DIR holds matching/transliteration/wd_*.tsv: Latin and native spellings of
// the names of people in Wikidata (CC0). Of the spellings of one word, those
// that share a key are counted together; the word is taken if they are most of
// five or more, if it has three letters or more (two in Chinese characters),
// and if the letters alone do not give that key.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"unicode"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/wikidata"
	"github.com/interdict/interdict/name"
)

// leastCount is how often a word must be seen, leastAlike how often if its Latin
// spelling has the consonants that its letters give.
const leastCount, leastAlike = 5, 2

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

const head = `# Names in another script and how their bearers write them in Latin letters.
#
# Source: %s: names of people in Wikidata (CC0); made by
# readinggen, which says how.
#
# name <TAB> Latin
`

func main() {
	log.SetFlags(0)
	dir := flag.String("sources", "", "folder of the source files")
	out := flag.String("o", "data", "folder to write to")
	flag.Parse()
	if *dir == "" {
		log.Fatal("readinggen: name the folder of the source files with -sources")
	}
	if err := run(*dir, *out); err != nil {
		log.Fatal("readinggen: ", err)
	}
}

func run(dir, out string) error {
	for _, s := range sources {
		pairs, err := read(filepath.Join(dir, "matching/transliteration", s.file), s.whole)
		if err != nil {
			return err
		}
		var b bytes.Buffer
		fmt.Fprintf(&b, head, s.file)
		taken := 0
		for _, native := range sorted(pairs) {
			if latin, n := choose(pairs[native]); long(native) && (n >= leastCount || n >= leastAlike && alike(native, latin)) && !same(native, latin) {
				fmt.Fprintf(&b, "%s\t%s\n", native, latin)
				taken++
			}
		}
		if err := os.WriteFile(filepath.Join(out, "readings_"+s.script+".tsv"), b.Bytes(), 0o644); err != nil {
			return err
		}
		log.Printf("%s: %d of %d words", s.script, taken, len(pairs))
	}
	return nil
}

// read counts the Latin spellings of each native word.
func read(file string, whole bool) (map[string]map[string]int, error) {
	pairs := map[string]map[string]int{}
	err := wikidata.Words(file, whole, func(w wikidata.Word) {
		if pairs[w.Native] == nil {
			pairs[w.Native] = map[string]int{}
		}
		pairs[w.Native][w.Latin] += w.Count
	})
	return pairs, err
}

// choose returns the commonest spelling of the commonest key and how many
// spellings there are in all, 0 if that key is not that of most.
func choose(spellings map[string]int) (string, int) {
	byKey, total := map[string]int{}, 0
	for s, n := range spellings {
		byKey[key(s)] += n
		total += n
	}
	best := ""
	for _, s := range sorted(spellings) {
		b, k := key(best), key(s)
		if best == "" || byKey[k] > byKey[b] || k == b && spellings[s] > spellings[best] {
			best = s
		}
	}
	if 2*byKey[key(best)] <= total {
		return best, 0
	}
	return best, total
}

func key(s string) string { return string(name.Key(nil, []byte(s))) }

// long says whether a word has letters enough to mean one name.
func long(native string) bool {
	r := []rune(native)
	return len(r) >= 3 || len(r) == 2 && (unicode.Is(unicode.Han, r[0]) || unicode.Is(unicode.Hangul, r[0]))
}

// letters reads by the letters alone, whatever was learnt before.
var letters = name.Analyser{LettersOnly: true}

// alike says whether the letters alone give the consonants of the Latin word:
// such a pair is no slip of those who entered it.
func alike(native, latin string) bool {
	for _, f := range letters.Analyse(&interdict.Name{Full: native}, interdict.Airplane) {
		if len(f.Tokens) == 1 && consonants(string(f.Tokens[0].Text)) == consonants(latin) {
			return true
		}
	}
	return false
}

// consonants are those of a word's key; what may be half a vowel is left out.
func consonants(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case 'a', 'e', 'i', 'o', 'u', 'y', 'w', 'v', 'h', 'E', 'O':
			return -1
		}
		return r
	}, key(s))
}

// same says whether the letters alone give a spelling of the same key.
func same(native, latin string) bool {
	for _, f := range letters.Analyse(&interdict.Name{Full: native}, interdict.Airplane) {
		if len(f.Tokens) == 1 && key(string(f.Tokens[0].Text)) == key(latin) {
			return true
		}
	}
	return false
}

func sorted[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
