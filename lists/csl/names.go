package csl

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/interdict/interdict"
)

// addressEntry is the name of an entry that is an address and no party.
var addressEntry = regexp.MustCompile(`(?i)^address\s+(?:no\.?\s*)?\d+\b[\s:,.-]*`)

// aName makes a name of a published one.
func aName(kind interdict.NameKind, published string) (n interdict.Name, full string) {
	n.Kind = kind
	full = strings.TrimSpace(published)
	if kind == interdict.AliasName {
		// An enumeration of aliases was cut at its semicolons: "and GSKB".
		full = strings.TrimSpace(strings.TrimPrefix(full, "and "))
	}
	full = strings.TrimRight(restore(full), " ,;")
	if full != strings.TrimSpace(published) {
		n.Note = "published as " + strings.TrimSpace(published)
	}
	return n, full
}

// restore puts back what became "?": an apostrophe between letters, quotation
// marks at a word's ends.
func restore(s string) string {
	if !strings.Contains(s, "?") {
		return s
	}
	var b strings.Builder
	before := ' '
	for i, r := range s {
		if r == '?' {
			after, _ := utf8.DecodeRuneInString(s[i+1:])
			if r = '"'; unicode.IsLetter(before) && unicode.IsLetter(after) {
				r = '\''
			}
		}
		b.WriteRune(r)
		before = r
	}
	return b.String()
}
