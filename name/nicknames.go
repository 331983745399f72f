package name

import (
	"slices"
	"strings"
	"sync"
)

// nicknames holds the short and full forms of given names, and the other spellings of
// some. ends says of which first and last letters there are any, which spares nearly all
// look-ups.
type nicknames struct {
	of     map[string][]string
	spelts map[string]int // by name of the spellings
	ends   [26][26]bool
}

var nicknameTable = sync.OnceValue(func() *nicknames {
	t := &nicknames{of: map[string][]string{}, spelts: map[string]int{}}
	add := func(a, b string) {
		if a != b && !slices.Contains(t.of[a], b) {
			t.of[a] = append(t.of[a], b)
			t.ends[a[0]-'a'][a[len(a)-1]-'a'] = true
		}
	}
	rows("nicknames.tsv", 2, func(col []string) {
		full, short := strings.Split(col[0], ";"), strings.Split(col[1], ";")
		for _, s := range short {
			for _, other := range append(full, short...) {
				add(s, other)
				add(other, s)
			}
		}
	})
	names := 0
	rows("spellings.tsv", 1, func(col []string) {
		names++
		words := strings.Fields(col[0])
		for _, a := range words {
			t.spelts[a] = names
			for _, b := range words {
				add(a, b)
			}
		}
	})
	return t
})

// Nicknames returns the given names of which a folded word is a short form or another
// spelling, and its own short forms. The slice must not be changed.
func Nicknames(text string) []string {
	t := nicknameTable()
	if !t.has(text) {
		return nil
	}
	return t.of[text]
}

// Nickname says whether of two folded words one is a short form of the other, and
// whether they are one given name in two spellings: John and Jon.
func Nickname(a, b string) (short, spelt bool) {
	t := nicknameTable()
	if !t.has(a) || !t.has(b) {
		return false, false
	}
	if n := t.spelts[a]; n > 0 && n == t.spelts[b] {
		return false, true
	}
	return slices.Contains(t.of[a], b), false
}

func (t *nicknames) has(text string) bool {
	first, last := text[0]-'a', text[len(text)-1]-'a'
	return first < 26 && last < 26 && t.ends[first][last]
}
