package mapped

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
)

// lettered is what stands before the values of a cell that counts them:
// "(a) 1.1.1970, (b) 2.2.1970", "(i) 1963, (ii) 1960".
var lettered = regexp.MustCompile(`(^|[\s,;"])\(?(?:[a-z]|i{2,3}|iv|vi{1,3})\)\s+`)

// counts says that a cell begins with the first of such, or has the second.
var counts = regexp.MustCompile(`^[\s"]*\(?[ai]\)\s|, \(b\)\s`)

// maxValues is how many values a cell may have. A cell with more is no list of
// values, and is one; the longest real one has 60.
const maxValues = 2000

// several are the values of a cell: lettered ones, or those between the
// column's separators.
func (b *builder) several(header, cell string) []string {
	separators, told := b.mapping.Separators[header]
	if !told {
		separators = []string{";"}
	}
	parts := []string{cell}
	if counts.MatchString(cell) {
		parts = lettered.Split(strings.Trim(cell, `" `), -1)
	}
	for _, s := range separators {
		var more []string
		for _, p := range parts {
			more = append(more, split(p, s)...)
		}
		parts = more
	}
	if len(parts) > maxValues {
		parts = []string{cell}
	}
	var all []string
	for _, p := range parts {
		if p = b.clean(strings.Trim(p, " ,;\n")); p != "" {
			all = append(all, p)
		}
	}
	return all
}

// split cuts a text at a separator; one of letters is found as a word, in
// capitals or not, and a slash between spaces. What stands within brackets is
// left whole.
func split(text, separator string) []string {
	var all []string
	start, depth := 0, 0
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case c == '(':
			depth++
		case c == ')' && depth > 0:
			depth--
		case depth == 0 && separates(text, i, separator):
			all = append(all, text[start:i])
			i += len(separator)
			start = i
			continue
		}
		i++
	}
	return append(all, text[start:])
}

func separates(text string, i int, separator string) bool {
	end := i + len(separator)
	if end > len(text) || !strings.EqualFold(text[i:end], separator) {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	after, _ := utf8.DecodeRuneInString(text[end:])
	first, _ := utf8.DecodeRuneInString(separator)
	switch {
	case first == '/':
		return unicode.IsSpace(before) && unicode.IsSpace(after)
	case unicode.IsLetter(first):
		return !unicode.IsLetter(before) && !unicode.IsLetter(after)
	}
	return true
}

// places are addresses in one line each; the country is what stands behind the
// last comma, if it is one.
func places(texts []string) []interdict.Place {
	var all []interdict.Place
	for _, t := range texts {
		p := interdict.Place{Text: t}
		last := strings.Trim(t[strings.LastIndexByte(t, ',')+1:], " .")
		if p.Country = country.Code(last); p.Country != "" {
			p.CountryName = last
		}
		all = append(all, p)
	}
	return all
}

// identifiers adds those of a cell. What is said of a number is told apart:
// "KRS: 0001043802", "572110043 (Turkish passport)", "Afghan passport number
// R512768, issued in 2004".
func (b *builder) identifiers(kind interdict.IDType, header, cell string) {
	for _, one := range b.several(header, cell) {
		id := interdict.Identifier{Type: kind, Value: strings.Trim(one, `"`)}
		if kind == interdict.OtherID {
			id.Label = header
		}
		if label, value, ok := strings.Cut(id.Value, ": "); ok && hasDigit(value) && !hasDigit(label) {
			id.Label, id.Value = strings.TrimSpace(label), strings.TrimSpace(value)
		}
		if i := strings.IndexByte(id.Value, '('); i > 0 && strings.HasSuffix(id.Value, ")") && hasDigit(id.Value[:i]) {
			id.Note = strings.TrimSpace(strings.TrimSuffix(id.Value[i+1:], ")"))
			id.Value = strings.TrimSpace(id.Value[:i])
		}
		if number, before := numberWithin(id.Value); number != "" && (kind == interdict.Passport || kind == interdict.NationalID) {
			id.Value, id.Note = number, one
			id.Country = countryOf(before)
		}
		if id.Country == "" {
			id.Country = countryOf(id.Note)
		}
		if id.Country == "" {
			id.Country = country.Code(b.mapping.Constants["address_country"])
		}
		if !hasDigit(id.Value) && kind != interdict.BIC || b.invented(id.Value) {
			b.takeOther(header, one)
			continue
		}
		b.Identifiers = append(b.Identifiers, id)
	}
}

// sentence is a number among words: its first word with four digits or more is
// the number.
var sentence = regexp.MustCompile(`^([\pL.’'\s]*\pL{3}[\pL.’'\s]*)\s([A-Z]{0,3}[0-9][0-9A-Z./-]{3,}|[A-Z]{1,3}[0-9]{4,})(?:[\s,;.(]|$)`)

// numberWithin finds the number that a sentence tells, and what stands before
// it. A Russian "series 6023 No 090380" is a number as it stands.
func numberWithin(text string) (number, before string) {
	m := sentence.FindStringSubmatch(text)
	if m == nil || strings.HasPrefix(strings.ToLower(text), "seri") {
		return "", ""
	}
	return strings.TrimRight(m[2], ".,/-"), m[1]
}

// countryOf is the country that begins a text: "Afghan passport number".
func countryOf(text string) string {
	words := strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' || r == ';' })
	for n := min(3, len(words)); n > 0; n-- {
		if code := country.Code(strings.Join(words[:n], " ")); code != "" {
			return code
		}
	}
	return ""
}

// invented says that a number stands for none that is known.
func (b *builder) invented(number string) bool {
	for _, w := range b.mapping.Invented {
		if stem, ok := strings.CutSuffix(w, "*"); number == w || ok && strings.HasPrefix(number, stem) {
			return true
		}
	}
	return false
}

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }

// walletLength is the least that a wallet's address has; shorter ones and mere
// numbers are accounts at an exchange.
const walletLength = 26

// takeWallet adds a wallet, or an account at an exchange.
func (b *builder) takeWallet(header, cell string) {
	for _, one := range b.several(header, cell) {
		id := interdict.Identifier{Type: interdict.Wallet, Value: one}
		if i := strings.IndexAny(one, " ("); i > 0 {
			id.Value, id.Note = one[:i], strings.TrimSpace(one[i:])
		}
		if len(id.Value) < walletLength || strings.Trim(id.Value, "0123456789") == "" {
			id.Type, id.Label = interdict.OtherID, header
		}
		b.Identifiers = append(b.Identifiers, id)
	}
}
