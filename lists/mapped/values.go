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
// "(a) 1.1.1970, (b) 2.2.1970".
var lettered = regexp.MustCompile(`(^|[\s,;"])\(?[a-z]\)\s+`)

// several are the values of a cell: lettered ones, or those between the
// column's separators.
func (b *builder) several(header, cell string) []string {
	separators, told := b.mapping.Separators[header]
	if !told {
		separators = []string{";"}
	}
	parts := []string{cell}
	if strings.HasPrefix(strings.Trim(cell, `" `), "(a)") || strings.HasPrefix(strings.Trim(cell, `" `), "a)") {
		parts = lettered.Split(strings.Trim(cell, `" `), -1)
	}
	for _, s := range separators {
		var more []string
		for _, p := range parts {
			more = append(more, split(p, s)...)
		}
		parts = more
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
// capitals or not. What stands within brackets is left whole.
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
	first, _ := utf8.DecodeRuneInString(separator)
	if !unicode.IsLetter(first) {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	after, _ := utf8.DecodeRuneInString(text[end:])
	return !unicode.IsLetter(before) && !unicode.IsLetter(after)
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
// "KRS: 0001043802", "572110043 (Turkish passport)".
func (b *builder) identifiers(kind interdict.IDType, header, cell string) {
	for _, one := range b.several(header, cell) {
		id := interdict.Identifier{Type: kind, Value: one, Country: b.mapping.Constants["address_country"]}
		if kind == interdict.OtherID {
			id.Label = header
		}
		if label, value, ok := strings.Cut(one, ": "); ok && hasDigit(value) && !hasDigit(label) {
			id.Label, id.Value = strings.TrimSpace(label), strings.TrimSpace(value)
		}
		if i := strings.IndexByte(id.Value, '('); i > 0 && strings.HasSuffix(id.Value, ")") && hasDigit(id.Value[:i]) {
			id.Note = strings.TrimSpace(strings.TrimSuffix(id.Value[i+1:], ")"))
			id.Value = strings.TrimSpace(id.Value[:i])
		}
		if id.Country == "" {
			id.Country = country.Code(id.Note)
		}
		if !hasDigit(id.Value) && kind != interdict.BIC {
			b.takeOther(header, one)
			continue
		}
		b.Identifiers = append(b.Identifiers, id)
	}
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
