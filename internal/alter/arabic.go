package alter

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/interdict/interdict/internal/tsv"
)

//go:embed data/arabic_names.tsv
var arabicTSV string

// arabicNames are the usual spellings of a name, by each of them.
var arabicNames = sync.OnceValue(func() map[string][]string {
	m := map[string][]string{}
	for _, c := range tsv.Records(arabicTSV) {
		for _, s := range c {
			m[s] = c
		}
	}
	return m
})

// rule rewrites a word in small letters.
type rule struct {
	from *regexp.Regexp
	to   string
}

func rules(lines string) (all []rule) {
	for line := range strings.Lines(lines) {
		if c := strings.Fields(line); len(c) > 0 {
			to := ""
			if len(c) > 1 {
				to = c[1]
			}
			all = append(all, rule{regexp.MustCompile(c[0]), to})
		}
	}
	return all
}

// Ways to write Arabic in Latin letters. ALA-LC (1997) and BGN/PCGN (1956,
// which assimilates the article), without their marks; the French usage of the
// Maghreb and the Levant; the German one of DIN 31635 in newspapers' letters;
// the loose English of passports in the Gulf and in Egypt.
var arabicWays = [][]rule{
	rules(`^(el|ul|ad|an|ar|as|ash|at|az)- al-
		ou u
		oo u
		ee i
		ei ay
		ai ay
		au aw
		dj j
		tch ch
		([bdfgkqrstz])a$ ${1}ah`),
	rules(`^al-d ad-d
		^al-n an-n
		^al-r ar-r
		^al-sh ash-sh
		^al-s as-s
		^al-t at-t
		^al-z az-z
		^el- al-
		([bdfgkqrstz])ah$ ${1}a
		ei ay`),
	rules(`^al- el-
		sh ch
		^j dj
		oo ou
		ee i
		w([ai]) ou${1}
		([^aeou])u ${1}ou
		ah$ a`),
	rules(`sh sch
		^j dsch
		w w
		oo u
		ee i
		ou u
		kh ch`),
	rules(`^al- el-
		([bdfkmrst])u([bdfhkmrst]) ${1}o${2}
		ay ei
		aw ao
		q k
		i([dlmr])$ e${1}
		ah$ a`),
}

// Names and parts of names by which a name is taken for an Arabic one.
var arabicSigns = set(`al el abd abdel abdul abdal abu abou bin ibn ben bint`)

func looksArabic(w word) bool {
	lower := strings.ToLower(w.text)
	return arabicSigns[lower] || arabicNames()[fold(lower)] != nil ||
		strings.HasPrefix(lower, "al-") || strings.HasPrefix(lower, "el-")
}

// arabic writes an Arabic name in another way: usual other spellings of its
// names, another standard, another article.
func arabic(d *draft) bool {
	if d.schema != "Person" && d.schema != "LegalEntity" || !slices.ContainsFunc(d.words, looksArabic) {
		return false
	}
	ways := []func(*draft) bool{otherNames, otherArticle}
	for _, way := range arabicWays {
		ways = append(ways, func(d *draft) bool {
			return d.each(func(s string) string { return rewrite(s, way) })
		})
	}
	for _, k := range d.rng.Perm(len(ways)) {
		if ways[k](d) {
			return true
		}
	}
	return false
}

func rewrite(s string, way []rule) string {
	w := strings.ToLower(s)
	for _, r := range way {
		w = r.from.ReplaceAllString(w, r.to)
	}
	return likeArabic(w, s)
}

// likeArabic keeps the capital behind a hyphened article: "al-Masri".
func likeArabic(w, model string) string {
	if i := strings.IndexByte(w, '-'); i > 0 {
		if k := strings.IndexByte(model, '-'); k > 0 {
			return likeCase(w[:i], model[:k]) + "-" + likeCase(w[i+1:], model[k+1:])
		}
	}
	return likeCase(w, model)
}

// otherNames spells every name that has other usual spellings by one of them.
func otherNames(d *draft) bool {
	return d.each(func(s string) string {
		all := slices.Clone(arabicNames()[fold(s)])
		all = slices.DeleteFunc(all, func(other string) bool { return other == fold(s) })
		if len(all) == 0 {
			return s
		}
		return likeCase(one(d, all), s)
	})
}

// otherArticle writes the articles apart, with a hyphen, or as one word with
// the name.
func otherArticle(d *draft) bool {
	article := regexp.MustCompile(`(?i)^(al|el)[- ](\p{L})`)
	sep := one(d, []string{" ", "-", ""})
	words := slices.Clone(d.words)
	for i := len(words) - 2; i >= 0; i-- {
		if f := strings.ToLower(words[i].text); f == "al" || f == "el" {
			w := glue(words[i : i+2])
			w.part = words[i+1].part
			w.text = words[i].text + " " + words[i+1].text
			words = slices.Replace(words, i, i+2, w)
		}
	}
	for i := range words {
		words[i].text = article.ReplaceAllString(words[i].text, "${1}"+sep+"${2}")
	}
	return d.arrange(words)
}
