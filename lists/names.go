package lists

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"

	"github.com/interdict/interdict/internal/tsv"
)

//go:embed data/behind_commas.tsv
var behindCommasTSV string

// behindCommas are the legal forms and suffixes that a comma may stand before,
// in lower case.
var behindCommas = sync.OnceValue(func() map[string]bool {
	words := map[string]bool{}
	for _, cells := range tsv.Records(behindCommasTSV) {
		words[strings.ToLower(cells[0])] = true
	}
	return words
})

// AtCommas cuts a text of several names, as publishers write aliases, at the
// commas that part names. A comma within brackets or quotes does not, and
// neither does one before a legal form or a suffix ("Konkord, OOO", "Lee, Jr.")
// or, in names other than a person's, before a word in lower case, which goes
// on with the name ("Ministry of culture, sports and tourism").
func AtCommas(text string, person bool) (names []string) {
	from, open, straight := 0, 0, false
	for i, c := range text {
		switch c {
		case '(', '«', '“', '„':
			open++
		case ')', '»', '”':
			open = max(0, open-1)
		case '"':
			straight = !straight
		case ',':
			within := (open > 0 || straight) && strings.ContainsAny(text[i:], `)»”"`)
			if !within && parting(text[i+1:], person) {
				names = append(names, text[from:i])
				from, open, straight = i+1, 0, false
			}
		}
	}
	return append(names, text[from:])
}

// parting says that a comma before this text parts names.
func parting(rest string, person bool) bool {
	rest = strings.TrimSpace(rest)
	next, _, _ := strings.Cut(rest, ",")
	if behindCommas()[strings.ToLower(strings.Trim(next, " ."))] {
		return false
	}
	for _, c := range rest {
		return person || !unicode.IsLower(c)
	}
	return false
}
