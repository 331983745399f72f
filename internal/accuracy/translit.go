package main

import (
	"bufio"
	"cmp"
	"fmt"
	"hash/fnv"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/name"
	"github.com/interdict/interdict/screen"
)

// spelling is a name in Latin and in native letters.
type spelling struct{ latin, native string }

// spellings are the stored sets, each with what it holds.
var spellings = []struct {
	file, words string
	read        func(line string) (spelling, bool)
}{
	{"wd_russian_80.tsv", "Cyrillic", tokenLine},
	{"wd_arabic_80.tsv", "Arabic", tokenLine},
	{"arabic_english.csv", "Arabic, second set", arabicLine},
	{"wd_hebrew.tsv", "Hebrew", nameLine},
	{"wd_korean.tsv", "Korean", nameLine},
	{"wd_chinese_80.tsv", "Han", tokenLine},
	{"wd_japanese_80.tsv", "Kana", tokenLine},
}

// others is among how many Latin spellings a native one is looked for, asked
// how many native ones are.
const others, asked = 10000, 3000

// transliteration looks for native spellings among Latin ones.
func transliteration(b *bench) (*result, error) {
	name.ForgetHeldOut(true)
	defer name.ForgetHeldOut(false)
	r := &result{}
	for _, set := range spellings {
		all, err := readSpellings(b.stored("matching", "transliteration", set.file), set.read)
		if err != nil {
			return nil, err
		}
		if err := b.spelled(r, set.words, all); err != nil {
			return nil, err
		}
	}
	r.note("Of each set %d Latin spellings are listed and up to %d native ones looked for: words, or names of words, that are left out of the engine's readings for this row alone and that its sounds were not learned from. A name whose native spelling has several of the listed Latin ones counts apart, any of them first being right. Han counts as of a Chinese name where the Latin spelling has a syllable of pinyin a character, kana as of a Japanese one where the Latin is Hepburn; the others are foreign names.", others, asked)
	return r, nil
}

// spelled measures one set.
func (b *bench) spelled(r *result, words string, all []spelling) error {
	chosen, fresh := choose(all)
	listed := map[string]bool{}
	for _, s := range chosen {
		listed[s.latin] = true
	}
	right := map[string][]string{} // of a native spelling the listed Latin ones
	for _, s := range all {
		if listed[s.latin] && !slices.Contains(right[s.native], s.latin) {
			right[s.native] = append(right[s.native], s.latin)
		}
	}
	engine, err := spelledEngine(chosen)
	if err != nil {
		return err
	}
	chosen = chosen[:min(asked, fresh)]
	people := make([]interdict.Subject, len(chosen))
	for i, s := range chosen {
		people[i] = interdict.Subject{Schema: interdict.Person, Names: []interdict.Name{{Full: s.native, Kind: interdict.PrimaryName}}}
	}
	results, err := screenAll(engine, people, b.threshold)
	if err != nil {
		return err
	}
	counts := map[string]*[2]share{} // found, first
	for i, s := range chosen {
		class := classOf(words, s, len(right[s.native]))
		if counts[class] == nil {
			counts[class] = &[2]share{}
		}
		found, first, answer, score := placed(results[i].Hits, right[s.native])
		counts[class][0].add(found)
		counts[class][1].add(first)
		r.cases = append(r.cases, outcome{id: words + " " + s.native + " " + s.latin, text: s.native, expected: strings.Join(right[s.native], ", "), answer: answer, score: score, right: first})
	}
	for _, class := range []string{words, words + ", foreign names", words + ", several right"} {
		if c := counts[class]; c != nil {
			r.rate(class+": right one first", c[1], aim{}, peerOf("translit", class))
			r.rate(class+": found", c[0], aim{}, "")
		}
	}
	return nil
}

// choose picks one native spelling each of so many Latin ones, those first of
// which nothing was learned, and says how many these are.
func choose(all []spelling) (chosen []spelling, fresh int) {
	slices.SortFunc(all, func(x, y spelling) int {
		return cmp.Or(-cmpBool(x.fresh(), y.fresh()), cmp.Compare(x.hash(), y.hash()), strings.Compare(x.latin+x.native, y.latin+y.native))
	})
	taken := map[string]bool{}
	for _, s := range all {
		if taken[s.latin] || len(chosen) > others {
			continue
		}
		taken[s.latin] = true
		chosen = append(chosen, s)
		if s.fresh() {
			fresh = len(chosen)
		}
	}
	return chosen, fresh
}

func cmpBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// fresh says that nothing was learned from any of the native words.
func (s spelling) fresh() bool {
	return !slices.ContainsFunc(strings.Fields(s.native), func(w string) bool { return !name.HeldOut(w) })
}

// placed says how a search went whose right answers are these listed names.
func placed(hits []interdict.Hit, right []string) (found, first bool, answer string, score interdict.Score) {
	answer = "nobody"
	for i := range hits {
		if slices.Contains(right, hits[i].Caption) {
			found, score = true, hits[i].Score
			break // hits stand best first
		}
	}
	if len(hits) > 0 {
		answer, first = hits[0].Caption, slices.Contains(right, hits[0].Caption)
	}
	return found, first, answer, score
}

// spelledEngine lists each Latin spelling as a person of its own.
func spelledEngine(chosen []spelling) (*screen.Engine, error) {
	return screen.FromListings(func(yield func(*interdict.Listing, error) bool) {
		for i, s := range chosen {
			l := interdict.Listing{List: "spelled", ID: fmt.Sprint(i), Schema: interdict.Person, Names: []interdict.Name{{Full: s.latin, Kind: interdict.PrimaryName}}}
			if !yield(&l, nil) {
				return
			}
		}
	}, screen.EntityOf{}, "accuracy", nil)
}

func (s spelling) hash() uint32 {
	h := fnv.New32a()
	h.Write([]byte(s.native + "\t" + s.latin)) // never fails
	return h.Sum32()
}

// pinyin and hepburn are the syllables of both romanisations, loosely: what
// fits is not always such a name, what does not fit never is one.
var (
	pinyin  = regexp.MustCompile(`^(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(iang|iong|uang|ang|eng|ong|iao|ian|ing|uai|uan|ai|ei|ao|ou|an|en|er|ia|ie|iu|in|ua|uo|ui|un|ue|[aoeiuü])`)
	hepburn = regexp.MustCompile(`^((ch|sh|ts|[kgnhbpmr]y|j|[kstnhmyrwgzdbpf])?[aeiouāēīōū]|kk|ss|tt|pp|n|m)+$`)
)

// classOf is the class that a case is counted in.
func classOf(words string, s spelling, right int) string {
	switch {
	case right > 1:
		return words + ", several right"
	case words == "Han" && !isPinyin(s.latin, utf8.RuneCountInString(s.native)),
		words == "Kana" && !hepburn.MatchString(strings.NewReplacer("'", "", "-", "").Replace(s.latin)):
		return words + ", foreign names"
	}
	return words
}

// isPinyin says whether a word can be read as so many syllables of pinyin.
func isPinyin(word string, syllables int) bool {
	if word == "" || syllables == 0 {
		return word == "" && syllables == 0
	}
	m := pinyin.FindString(word)
	for n := len(m); n > 0; n-- {
		if pinyin.FindString(word[:n]) == word[:n] && isPinyin(word[n:], syllables-1) {
			return true
		}
	}
	return false
}

func tokenLine(line string) (spelling, bool) {
	c := strings.Split(line, "\t")
	if len(c) != 3 {
		return spelling{}, false
	}
	return spelling{c[0], strings.ReplaceAll(c[1], " ", "")}, true
}

func nameLine(line string) (spelling, bool) {
	latin, native, ok := strings.Cut(line, "\t")
	return spelling{latin, native}, ok
}

func arabicLine(line string) (spelling, bool) {
	native, latin, ok := strings.Cut(line, ",")
	return spelling{latin, native}, ok && native != "arabic"
}

func readSpellings(path string, read func(string) (spelling, bool)) ([]spelling, error) {
	f, err := open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var all []spelling
	in := bufio.NewScanner(f)
	for in.Scan() {
		if s, ok := read(in.Text()); ok && s.latin != "" && s.native != "" {
			all = append(all, s)
		}
	}
	if len(all) == 0 && in.Err() == nil {
		return nil, fmt.Errorf("%s holds no spelling", path)
	}
	return all, in.Err()
}
