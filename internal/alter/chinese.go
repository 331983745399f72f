package alter

import (
	"slices"
	"strings"

	"github.com/interdict/interdict"
)

// Initials and finals of pinyin (ISO 7098:2015), the syllables' parts.
var (
	pinyinInitials = strings.Fields("zh ch sh b p m f d t n l g k h j q x r z c s y w")
	pinyinFinals   = set(`a o e i u ai ei ao ou an en ang eng ong ia ie iao iu ian in iang ing iong
		ua uo uai ui uan un uang ue`)
	pinyinAlone = set("a o e ai ei ao ou an en ang eng er") // syllables without an initial
)

// Wade-Giles for a syllable's initial, without the marks of aspiration that
// nearly nobody writes (Giles 1912; the Library of Congress' conversion table
// of 1998).
var wadeInitials = map[string]string{
	"zh": "ch", "ch": "ch'", "b": "p", "p": "p'", "d": "t", "t": "t'", "g": "k", "k": "k'",
	"j": "ch", "q": "ch'", "x": "hs", "r": "j", "z": "ts", "c": "ts'",
}

// Whole syllables that follow no rule, and finals that change.
var (
	wadeSyllables = map[string]string{
		"zhi": "chih", "chi": "ch'ih", "shi": "shih", "ri": "jih", "zi": "tzu", "ci": "tz'u", "si": "ssu",
		"er": "erh", "yi": "i", "you": "yu", "yu": "yu", "yan": "yen", "ye": "yeh", "yong": "yung",
		"ge": "ko", "ke": "k'o", "he": "ho", "e": "o", "gui": "kuei", "kui": "k'uei",
		"guo": "kuo", "kuo": "k'uo", "huo": "huo", "shuo": "shuo",
	}
	wadeFinals = map[string]string{
		"ong": "ung", "ian": "ien", "ie": "ieh", "ue": "ueh", "uo": "o", "iong": "iung",
	}
)

// Family names that nearly all of China bears (Ministry of Public Security,
// report on names of 2020 and its list of 100).
var chineseSurnames = set(`wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin
gao luo zheng liang xie song tang deng han feng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye
cheng wei su lu ding ren yao zhong jin tan shao liao fu fang shi zou xiong meng qin yan bai xue hou long
duan qian tao kong xiang hao gong shao mo wen niu qiao ni dai xia shen cui fan jia qiu yin lei mao gu chang
kang wan lai`)

// Family names that nearly all of Korea bears (Statistics Korea, census of 2015), as the
// South, the North and McCune and Reischauer write them.
var koreanSurnames = set(`kim ri rhee lee yi pak park choe choi chong jong jung jeong chung kang kwak cho jo
yun yoon chang jang im rim lim han o oh so seo suh sin shin kwon hwang an ahn song ryu yu yoo you hong chon jon
jeon ko go mun moon yang son sohn pae bae paek baek ho heo hur nam sim shim no ro noh roh ha cha chu ju joo u woo
min ku koo won pang bang chin jin chi ji om eom um won kong hyon hyun ham pyon byun yom yo to tak kil`)

// eastern says whether the name is a family name of China or Korea and a given name of
// two syllables, written as two words.
func (d *draft) eastern() bool { return len(d.words) == 3 && d.ofSyllables() }

// ofSyllables says whether the name is a family name of China or Korea and a given name
// of two syllables, whether the source says that it is a person's or not whose it is.
func (d *draft) ofSyllables() bool {
	if d.schema != interdict.Person && d.schema != interdict.LegalEntity && d.schema != "" {
		return false
	}
	var all []string
	for i := range d.words {
		all = append(all, hyphened(d.words[i].text)...)
	}
	if len(all) != 3 {
		return false
	}
	surname := func(i int) bool { return chineseSurnames[all[i]] || koreanSurnames[all[i]] }
	return surname(0) && isSyllable(all[1]) && isSyllable(all[2]) || surname(2) && isSyllable(all[0]) && isSyllable(all[1])
}

// isSyllable says whether a word may be a syllable: its vowels stand together.
func isSyllable(w string) bool {
	vowel := func(r rune) bool { return strings.ContainsRune("aeiouy", r) }
	from, to := strings.IndexFunc(w, vowel), strings.LastIndexFunc(w, vowel)
	return from >= 0 && len(w) <= 6 && !strings.ContainsFunc(w[from:to+1], func(r rune) bool { return !vowel(r) })
}

// syllables parts a word into pinyin syllables, longest first.
func syllables(w string) []string {
	if w == "" {
		return []string{}
	}
	for n := min(6, len(w)); n > 0; n-- {
		if initial, final := parted(w[:n]); initial != "" && pinyinFinals[final] || pinyinAlone[w[:n]] {
			if rest := syllables(w[n:]); rest != nil {
				return append([]string{w[:n]}, rest...)
			}
		}
	}
	return nil
}

func parted(syllable string) (initial, final string) {
	for _, i := range pinyinInitials {
		if strings.HasPrefix(syllable, i) {
			return i, syllable[len(i):]
		}
	}
	return "", syllable
}

func wade(syllable string) string {
	if w, ok := wadeSyllables[syllable]; ok {
		return w
	}
	initial, final := parted(syllable)
	if w, ok := wadeInitials[initial]; ok {
		initial = w
	}
	if w, ok := wadeFinals[final]; ok {
		final = w
	}
	return initial + final
}

// chinese writes a Chinese person's name by Wade-Giles, with its apostrophes
// or without, or writes the given name with a hyphen or in two words.
func chinese(d *draft) bool {
	if d.schema != "Person" || len(d.words) < 2 || len(d.words) > 3 {
		return false
	}
	total := 0
	for _, w := range d.words {
		s := syllables(strings.ToLower(w.text))
		if len(s) == 0 || len(s) > 2 {
			return false
		}
		total += len(s)
	}
	last := len(d.words) - 1
	if total > 4 || !chineseSurnames[strings.ToLower(d.words[0].text)] && !chineseSurnames[strings.ToLower(d.words[last].text)] {
		return false
	}
	ways := []func([]string) string{
		func(s []string) string { return strings.Join(each(s, wade), "-") },
		func(s []string) string { return strings.ReplaceAll(strings.Join(each(s, wade), "-"), "'", "") },
		func(s []string) string { return strings.Join(s, "-") },
		func(s []string) string { return strings.Join(s, " ") },
	}
	for _, k := range d.rng.Perm(len(ways)) {
		if d.each(func(s string) string { return likeCase(ways[k](syllables(strings.ToLower(s))), s) }) {
			return true
		}
	}
	return false
}

func each(s []string, f func(string) string) []string {
	out := slices.Clone(s)
	for i := range out {
		out[i] = f(out[i])
	}
	return out
}
