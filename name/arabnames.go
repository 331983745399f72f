package name

import (
	"strings"
	"sync"
)

// compounds are the Arabic names that are one with a word before or behind
// them, by their keys, and the forms of the article.
type compounds struct {
	servant, faith, article map[string]bool
}

var arabicCompounds = sync.OnceValue(func() *compounds {
	c := &compounds{map[string]bool{}, map[string]bool{}, map[string]bool{}}
	rows("arabic_compounds.tsv", 2, func(col []string) {
		for _, w := range strings.Fields(col[1]) {
			switch col[0] {
			case "servant":
				c.servant[string(Key(nil, []byte(w)))] = true
			case "faith":
				c.faith[string(Key(nil, []byte(w)))] = true
			case "article":
				c.article[w] = true
			}
		}
	})
	return c
})

// keyIn says whether a word's key is in the set.
func (a *Analyser) keyIn(set map[string]bool, text []byte) bool {
	a.key = Key(a.key[:0], text)
	return set[string(a.key)]
}

// compoundNames writes Arabic compounds in one shape, however they are cut:
//
//	abd al rahman, abdel rahman, abdurrahman, abdalrahman  ->  abdul rahman
//	abd allah, abdul lah, abdullah                         ->  abdullah
//	salah al din, salah ad deen, salaheddine, salahuddin   ->  salah uddin
//	ar-rahman, ash-sharif                                  ->  al rahman, al sharif
//
// A glued word is parted only where its other half is a name that is known to
// stand there, so that Abdullayev and Geraldine stay whole.
func (a *Analyser) compoundNames() {
	for i := 0; i < len(a.spans); i++ {
		text := a.at(a.spans[i])
		n := len(text)
		switch {
		case n >= 3 && text[0] == 'a' && text[1] == 'b' && text[2] == 'd':
			a.servant(i)
		case n >= 2 && n <= 6 && i+1 < len(a.spans) && a.servantMeant(i):
			a.servant(i)
		case n >= 3 && (text[n-1] == 'n' || text[n-1] == 'e') && i > 0 && isDin(text):
			i = a.faithApart(i)
		case n >= 6 && (text[n-1] == 'n' || text[n-1] == 'e') && faithSuffix(text) > 0:
			a.faithGlued(i)
		case n <= 3 && i+1 < len(a.spans):
			a.assimilated(i)
		}
	}
}

// servant writes "abd" and what belongs to it.
func (a *Analyser) servant(i int) {
	text := a.at(a.spans[i])
	more := i+1 < len(a.spans)
	switch {
	case len(text) == 3 && !more:
		a.servantLast(i)
	case len(text) == 3:
		if next := a.at(a.spans[i+1]); isAllah(next) {
			a.join(i, "abdullah")
		} else if i+2 < len(a.spans) && arabicCompounds().article[string(next)] {
			a.join(i, "abdul")
		} else if a.keyIn(arabicCompounds().servant, next) {
			a.set(&a.spans[i], "abdul")
		} else if rest := withoutArticle(next); len(rest) > 0 && a.keyIn(arabicCompounds().servant, rest) {
			a.set(&a.spans[i], "abdul")
			a.spans[i+1].start = a.spans[i+1].end - int32(len(rest))
		} else if string(next) == "a" {
			a.set(&a.spans[i], "abdul") // "Abd A." is Abd al-Aziz
		} else {
			a.servantLast(i)
		}
	case isAbdul(text):
		a.set(&a.spans[i], "abdul")
		if !more {
			return
		}
		if next := a.at(a.spans[i+1]); isAllah(next) {
			a.join(i, "abdullah")
		} else if i+2 < len(a.spans) && arabicCompounds().article[string(next)] {
			a.remove(i + 1)
		}
	default:
		if rest := withoutArticle(text[3:]); len(rest) > 0 && a.keyIn(arabicCompounds().servant, rest) {
			a.part(i, "abdul", rest)
		}
	}
}

// servantLast puts "abd" before the article and name that it belongs to where
// these stand before it: al-Muhsin Abd, "UR-REHMAN, Abd". With a name behind it they
// do where they begin the name, as in text that lost the order of its lines.
func (a *Analyser) servantLast(i int) {
	if i < 2 || string(a.at(a.spans[i])) != "abd" || !arabicCompounds().article[string(a.at(a.spans[i-2]))] {
		return
	}
	if i+1 < len(a.spans) && (i > 2 || !a.keyIn(arabicCompounds().servant, a.at(a.spans[i-1]))) {
		return
	}
	a.set(&a.spans[i-2], "abdul")
	a.spans[i-2].word = &noWord
	a.remove(i)
}

// servantMeant writes "abd" or "abdul" with a typing error as it is meant, where
// one of the names follows that stand behind it: Badur Rehman, Adb-al-Hamid. A
// word that is itself a name stays: Abul Hasan.
func (a *Analyser) servantMeant(i int) bool {
	text := a.at(a.spans[i])
	if text[0] != 'a' && text[0] != 'b' && text[0] != 'd' || a.spans[i].word != &noWord || Rarity(text) != unheard(text) || string(text) == "abul" || string(text) == "abou" {
		return false
	}
	next := i + 1
	if len(text) < 5 && next+1 < len(a.spans) && arabicCompounds().article[string(a.at(a.spans[next]))] {
		next++
	}
	var as string
	switch {
	case next > i+1 && oneError("abd", text):
		as = "abd"
	case len(text) >= 4:
		as = abdulMeant(text)
	}
	if as == "" || !a.keyIn(arabicCompounds().servant, a.at(a.spans[next])) {
		return false
	}
	a.set(&a.spans[i], as)
	return true
}

// abdulMeant returns the form of "abd" with an article that a word is with one
// error; empty if none.
func abdulMeant(text []byte) string {
	for _, form := range [...]string{"abdul", "abdel", "abdur", "abder", "abdal"} {
		if oneError(form, text) {
			return form
		}
	}
	return ""
}

func isAllah(b []byte) bool {
	switch string(b) {
	case "allah", "ullah", "alla", "ulla", "llah", "lah", "ullahi", "allahi", "ollah", "illah":
		return true
	}
	return false
}

// isAbdul says whether a word is "abd" and an article: abdul, abdel, abdur.
func isAbdul(b []byte) bool {
	switch string(b) {
	case "abdul", "abdel", "abdal", "abdol", "abdoul", "abdool", "abdil", "abdur", "abder", "abdar",
		"abdus", "abdes", "abdas", "abdun", "abden", "abdan", "abdush", "abdesh", "abdash", "abdut", "abdet", "abdud":
		return true
	}
	return false
}

// withoutArticle returns what stands behind an article that a word begins
// with, glued and perhaps assimilated ("alrahman", "urrahman", "eslam"); nil
// if it begins with none.
func withoutArticle(b []byte) []byte {
	n := 0
	for n < len(b) && n < 2 && isVowel(b[n]) {
		n++
	}
	if n == 0 || n == len(b) || len(b) < n+3 {
		return nil
	}
	if b[n] == 'l' || b[n] == b[n+1] {
		return b[n+1:]
	}
	return b[n:]
}

// isDin says whether a word is "al-din" or its end, by itself.
func isDin(b []byte) bool {
	switch string(b) {
	case "din", "deen", "dine", "eddin", "eddine", "eldin", "eldine", "eldeen", "uddin", "uddeen", "addin", "addeen", "aldin", "aldeen", "aldine", "oddin", "oddine", "uldin", "ulddin":
		return true
	}
	return false
}

// faithApart writes "al din" as "uddin"; it returns the place of the word.
func (a *Analyser) faithApart(i int) int {
	text := a.at(a.spans[i])
	switch {
	case text[0] != 'd': // article and all
		a.set(&a.spans[i], "uddin")
	case i >= 2 && arabicCompounds().article[string(a.at(a.spans[i-1]))]:
		i--
		a.join(i, "uddin")
	default:
		return i
	}
	if a.keyIn(arabicCompounds().faith, a.at(a.spans[i-1])) {
		a.spans[i].part = Particle // it says little behind such a name
	}
	return i
}

// faithSuffix returns where a word's end that means "al-din" begins, 0 if it
// has none.
func faithSuffix(b []byte) int {
	n := len(b)
	switch {
	case n >= 6 && string(b[n-3:]) == "din":
		n -= 3
	case n >= 7 && (string(b[n-4:]) == "deen" || string(b[n-4:]) == "dine"):
		n -= 4
	default:
		return 0
	}
	if b[n-1] == 'd' || b[n-1] == 'l' {
		n--
	}
	if n < 3 || !isVowel(b[n-1]) {
		return 0
	}
	return n - 1
}

func (a *Analyser) faithGlued(i int) {
	text := a.at(a.spans[i])
	at := faithSuffix(text)
	known := a.keyIn(arabicCompounds().faith, text[:at])
	if !known && at > 3 && isVowel(text[at-1]) { // "oudine"
		at--
		known = a.keyIn(arabicCompounds().faith, text[:at])
	}
	if known {
		a.spans[i].end, a.spans[i].speltLen = a.spans[i].start+int32(at), 0
		a.insert(i+1, "uddin")
		a.spans[i+1].part = Particle
	}
}

// assimilated writes the article before a sun letter as "al".
func (a *Analyser) assimilated(i int) {
	text, next := a.at(a.spans[i]), a.at(a.spans[i+1])
	if len(text) < 2 || len(next) < 3 || !isVowel(text[0]) || text[1] != next[0] || text[1] == 'l' {
		return
	}
	if len(text) == 3 && text[2] != next[1] || !arabicCompounds().article[string(text)] {
		return
	}
	// Without a hyphen "an", "en", "et" and their like are words of their own.
	if a.spans[i+1].glue != glueHyphen && (text[0] == 'e' || text[1] == 'n' || len(a.spans) < 3) {
		return
	}
	a.set(&a.spans[i], "al")
	a.spans[i].word = a.tab.words["al"]
}

// join makes one token of spans i and i+1.
func (a *Analyser) join(i int, text string) {
	a.set(&a.spans[i], text)
	a.spans[i].word = &noWord
	a.remove(i + 1)
}

// part makes two tokens of span i; second is the end of its text.
func (a *Analyser) part(i int, first string, second []byte) {
	rest := a.spans[i]
	rest.speltLen = 0
	rest.start = rest.end - int32(len(second))
	rest.glue = glueHyphen
	a.set(&a.spans[i], first)
	a.spans = append(a.spans, span{})
	copy(a.spans[i+2:], a.spans[i+1:])
	rest.word = &noWord
	a.spans[i+1] = rest
}

// insert puts a token in.
func (a *Analyser) insert(i int, text string) {
	sp := a.spans[i-1]
	sp.word, sp.glue = &noWord, glueHyphen
	a.set(&sp, text)
	a.spans = append(a.spans, span{})
	copy(a.spans[i+1:], a.spans[i:])
	a.spans[i] = sp
}
