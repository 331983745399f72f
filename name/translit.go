package name

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// transcription writes the words of a script in Latin letters by a table of
// letters. Rules stand under their first letter, longest first; first is the
// least of these letters.
type transcription struct {
	first rune
	rules [][]rule
}

// rule says that some letters, perhaps at the beginning or end of a word
// only, are written so.
type rule struct {
	letters    []rune
	begin, end bool
	text       string
}

// readTranscription reads a table for one language; the language "" has the
// lines without one.
func readTranscription(file, language string) *transcription {
	rules := map[rune][]rule{}
	for _, own := range []bool{false, true} {
		rows(file, 2, func(col []string) {
			stated := len(col) > 2 && col[2] != ""
			if own != stated || own && !listed(col[2], language) {
				return
			}
			letters, begin := strings.CutPrefix(col[0], "^")
			letters, end := strings.CutSuffix(letters, "$")
			text := col[1]
			if text == "-" {
				text = ""
			}
			r := rule{[]rune(letters), begin, end, text}
			rules[r.letters[0]] = withRule(rules[r.letters[0]], r)
		})
	}
	return tabulate(rules)
}

// tabulate makes a table of the rules of each letter.
func tabulate(rules map[rune][]rule) *transcription {
	t := &transcription{first: unicode.MaxRune}
	last := rune(0)
	for r := range rules {
		t.first, last = min(t.first, r), max(last, r)
	}
	if len(rules) > 0 {
		t.rules = make([][]rule, last-t.first+1)
	}
	for r, rs := range rules {
		t.rules[r-t.first] = rs
	}
	return t
}

// of are the rules of words that begin with a letter.
func (t *transcription) of(r rune) []rule {
	if i := int(r - t.first); i >= 0 && i < len(t.rules) {
		return t.rules[i]
	}
	return nil
}

func listed(list, s string) bool {
	for _, l := range strings.Fields(list) {
		if l == s {
			return true
		}
	}
	return false
}

// withRule adds a rule in the place of one for the same letters, and so that
// the more special one comes first.
func withRule(rules []rule, r rule) []rule {
	for i, o := range rules {
		if string(o.letters) == string(r.letters) && o.begin == r.begin && o.end == r.end {
			rules[i] = r
			return rules
		}
	}
	i := 0
	for i < len(rules) && rules[i].weight() >= r.weight() {
		i++
	}
	rules = append(rules, rule{})
	copy(rules[i+1:], rules[i:])
	rules[i] = r
	return rules
}

func (r rule) weight() int {
	w := 4 * len(r.letters)
	if r.begin {
		w++
	}
	if r.end {
		w++
	}
	return w
}

func (r rule) fits(w []char, i int) bool {
	n := len(r.letters)
	if i+n > len(w) || r.begin && i > 0 || r.end && i+n < len(w) {
		return false
	}
	for j := 1; j < n; j++ {
		if w[i+j].lower != r.letters[j] {
			return false
		}
	}
	return true
}

// append writes a word. What the table does not have stays as it is, save
// marks, which are dropped.
func (t *transcription) append(dst []byte, w []char) []byte {
next:
	for i := 0; i < len(w); {
		for _, r := range t.of(w[i].lower) {
			if r.fits(w, i) {
				dst = append(dst, r.text...)
				i += len(r.letters)
				continue next
			}
		}
		dst = appendLetter(dst, w[i])
		i++
	}
	return dst
}

// appendLetter writes a letter that no table changes.
func appendLetter(dst []byte, c char) []byte {
	switch {
	case c.class == mark && c.is < indic:
		return dst
	case c.text != "":
		return append(dst, c.text...)
	}
	return utf8.AppendRune(dst, c.lower)
}

// languages tells the language of a Cyrillic name.
type languages struct {
	of     map[rune]int // letter to line
	names  []string
	tables map[string]*transcription
}

var cyrillicLanguages = sync.OnceValue(func() *languages {
	l := &languages{of: map[rune]int{}, tables: map[string]*transcription{}}
	rows("languages.tsv", 2, func(col []string) {
		for _, r := range col[1] {
			l.of[r] = len(l.names)
		}
		l.names = append(l.names, col[0])
	})
	for _, language := range []string{"", "uk", "be", "bg", "sr", "mk", "kk", "uz", "mn"} {
		l.tables[language] = readTranscription("cyrillic.tsv", language)
	}
	return l
})

// table returns the transcription for a name, given the language that its
// source states, if any.
func (l *languages) table(s []byte, stated string) *transcription {
	stated, _, _ = strings.Cut(strings.ToLower(stated), "-")
	if t, ok := l.tables[stated]; ok && stated != "" {
		return t
	}
	first := len(l.names)
	bulgarian := false
	var before rune
	for len(s) > 0 {
		r, size := utf8.DecodeRune(s)
		s = s[size:]
		// A hard sign that stands for a vowel is Bulgarian.
		if (before == 'ъ' || before == 'Ъ') && in("бвгджзклмнпрстфхцчшщ", lower(r)) {
			bulgarian = true
		}
		before = r
		if r >= 'А' && r <= 'я' || r < 0x400 {
			continue // in all of these languages, or no Cyrillic letter
		}
		if line, ok := l.of[lower(r)]; ok {
			first = min(first, line)
		}
	}
	switch {
	case first < len(l.names):
		return l.tables[l.names[first]]
	case bulgarian:
		return l.tables["bg"]
	}
	return l.tables[""]
}

var (
	greekTable    = sync.OnceValue(func() *transcription { return readTranscription("greek.tsv", "") })
	armenianTable = sync.OnceValue(func() *transcription { return readTranscription("armenian.tsv", "") })
	georgianTable = sync.OnceValue(func() *transcription { return readTranscription("georgian.tsv", "") })
	ethiopicTable = sync.OnceValue(func() *transcription { return readTranscription("ethiopic.tsv", "") })
	kanaTable     = sync.OnceValue(func() *transcription { return readTranscription("kana.tsv", "") })
)
