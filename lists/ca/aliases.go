package ca

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

// maxAliases is the most names that one text is cut into; the most that a real
// one has is 24.
const maxAliases = 500

var (
	label   = regexp.MustCompile(`\(?\b([A-Z][a-z]+)\s*:`)
	marks   = regexp.MustCompile(`(?i)(?:^|[\s(])(a\.?k\.?a\.?|also known as|f\.?k\.?a\.?|formerly known as):?(?:\s|$)`)
	orComma = regexp.MustCompile(`\s*,\s*(or|and)\s+`)
)

// splitAliases takes the text of aliases apart:
//
//   - at ";" and at marks such as "a.k.a.", always; behind "Russian:" stands the
//     language of the names up to the next such label;
//   - at commas, save those that go on with a name (lists.AtCommas);
//   - at "or" always. Of a person, one word beside it is another form of the
//     word that it stands by (alternatives);
//   - at "/", if it parts names and not abbreviations such as A/S;
//   - at "and" in a person's names and between letters that are not Latin:
//     in names of entities it is a word like others.
func (r *record) splitAliases(text string) (names []interdict.Name) {
	if len(text) > lists.MaxRecord {
		return nil
	}
	person := r.Schema == interdict.Person
	kind, lang := interdict.AliasName, ""
	for _, piece := range cutLabels(orComma.ReplaceAllString(oneLine(text), " $1 ")) {
		if piece.mark != "" {
			lang = piece.lang
			kind = interdict.AliasName
			if piece.mark[0]|0x20 == 'f' {
				kind = interdict.FormerName
			}
		}
		for _, part := range r.commas(piece.text) {
			for _, full := range choices(part, person) {
				if full = trimName(full); named(full) && len(names) < maxAliases {
					names = append(names, interdict.Name{Full: full, Kind: kind, Lang: lang})
				}
			}
		}
	}
	return names
}

// piece is a stretch of text behind a label or mark, which is empty where none
// stands before it.
type piece struct{ mark, lang, text string }

// cutLabels cuts a text at its labels of languages, its marks and semicolons.
func cutLabels(text string) (pieces []piece) {
	type cut struct {
		from, to   int
		mark, lang string
	}
	var cuts []cut
	for _, m := range label.FindAllStringSubmatchIndex(text, -1) {
		if word := text[m[2]:m[3]]; facts().languages[word] {
			cuts = append(cuts, cut{m[0], m[1], word, word})
		}
	}
	for _, m := range marks.FindAllStringSubmatchIndex(text, -1) {
		cuts = append(cuts, cut{m[2], m[3], text[m[2]:m[3]], ""})
	}
	for i := range len(text) {
		if text[i] == ';' {
			cuts = append(cuts, cut{from: i, to: i + 1})
		}
	}
	slices.SortFunc(cuts, func(a, b cut) int { return a.from - b.from })
	at, next := 0, piece{}
	for _, c := range cuts {
		if c.from < at {
			continue
		}
		next.text = text[at:c.from]
		pieces = append(pieces, next)
		next, at = piece{mark: c.mark, lang: c.lang}, c.to
	}
	next.text = text[at:]
	return append(pieces, next)
}

// commas cuts at the commas that part names.
func (r *record) commas(text string) []string {
	parts := lists.AtCommas(text, r.Schema == interdict.Person)
	for i := 0; i+1 < len(parts); i++ {
		before, family, ok := cutSuffix(oneLine(parts[i]), r.last)
		if given := oneLine(parts[i+1]); ok && strings.EqualFold(given, r.given) { // "LEVY, Yinon" is the record's own name
			parts[i], parts[i+1] = before, given+" "+family
		}
	}
	return parts
}

// cutSuffix cuts a name off a text's end, whatever its capitals.
func cutSuffix(s, name string) (before, suffix string, ok bool) {
	i := len(s) - len(name)
	if name == "" || i < 0 || !strings.EqualFold(s[i:], name) {
		return s, "", false
	}
	return s[:i], s[i:], true
}

var (
	orWord  = regexp.MustCompile(`(?:^|\s+)or(?:\s+|$)`)
	andWord = regexp.MustCompile(`(?:^|\s+)and(?:\s+|$)`)
)

// choices cuts at "or", "/" and "and" where they part names.
func choices(text string, person bool) []string {
	var all []string
	for _, part := range andWord.Split(text, -1) {
		if n := len(all); n > 0 && !person && lists.Script(all[n-1]) == "" && lists.Script(part) == "" {
			all[n-1] += " and " + part
			continue
		}
		all = append(all, part)
	}
	var names []string
	for _, part := range all {
		var forms []string
		for _, one := range orWord.Split(part, -1) {
			forms = append(forms, slashes(one)...)
		}
		if person {
			forms = alternatives(forms)
		}
		names = append(names, forms...)
	}
	if person && len(all) > 1 {
		names = alternatives(names)
	}
	return names
}

// slashes cuts at the slashes on both sides of which three letters stand.
func slashes(text string) []string {
	parts := strings.Split(text, "/")
	for _, p := range parts {
		if letters := strings.Count(strings.Map(letter, p), "x"); letters < 3 {
			return []string{text}
		}
	}
	return parts
}

func letter(r rune) rune {
	if unicode.IsLetter(r) {
		return 'x'
	}
	return -1
}

// alternatives completes a person's names between which "or" stood: "Katsiaryna
// or Katerina Smuschkovich" are two first names, "Галина Книжонак or Книжонок"
// two last ones, "Aleksandr Evgenyevich or Evgenievich Kon’kov" two between.
func alternatives(forms []string) []string {
	words := make([][]string, len(forms))
	longest := 0
	for i, f := range forms {
		words[i] = strings.Fields(trimName(f))
		longest = max(longest, len(words[i]))
	}
	if longest < 2 || len(forms) < 2 {
		return forms
	}
	var out []string
	for i, w := range words {
		before, after := near(words, i, -1), near(words, i, 1)
		switch {
		case len(w) == 1 && before != nil:
			w = append(slices.Clone(before[:len(before)-1]), w...)
		case len(w) == 1 && after != nil:
			w = append(slices.Clone(w), after[1:]...)
		case i > 0 && alike(words[i-1], w):
			w = append(slices.Clone(words[i-1][:len(words[i-1])-1]), w...)
		case i+1 < len(words) && alike(w, words[i+1]):
			w = append(slices.Clone(w), words[i+1][1:]...)
		}
		out = append(out, strings.Join(w, " "))
	}
	return out
}

// near is the nearest form of several words, in one direction.
func near(words [][]string, i, step int) []string {
	for i += step; i >= 0 && i < len(words); i += step {
		if len(words[i]) > 1 {
			return words[i]
		}
	}
	return nil
}

// alike says that one name ends with another form of the word with which the
// other begins.
func alike(a, b []string) bool {
	if len(a) < 2 || len(b) < 2 {
		return false
	}
	last, first := []rune(a[len(a)-1]), []rune(b[0])
	return len(last) > 3 && len(first) > 3 && string(last) != string(first) && string(last[:3]) == string(first[:3])
}

// trimName is a name without what stands around it, and without a bracket that
// is open or closed only.
func trimName(s string) string {
	s = strings.Trim(oneLine(s), " ,;:/")
	if strings.Count(s, "(") != strings.Count(s, ")") {
		if s = strings.TrimPrefix(s, "("); strings.Count(s, ")") > strings.Count(s, "(") {
			s = strings.TrimSuffix(s, ")")
		}
	}
	return oneLine(strings.Trim(s, " ,;:/"))
}

// named says that a text has a letter or digit.
func named(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) >= 0
}
