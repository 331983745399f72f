package casework

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/interdict/interdict"
)

// comparedOf are the facts that a hit rests on, by field: what stands on both
// sides, in a form in which case, accents, punctuation and the order of
// words make no difference. Two facts of one field stand behind one another.
func comparedOf(h *interdict.Hit) map[string]string {
	lists := map[string][]string{}
	for i := range h.Evidence {
		e := &h.Evidence[i]
		lists[e.Field] = append(lists[e.Field], plain(e.Subject)+" / "+plain(e.Entity))
	}
	out := map[string]string{}
	for field, list := range lists {
		slices.Sort(list)
		out[field] = strings.Join(slices.Compact(list), "; ")
	}
	return out
}

// plain is a text's words in small letters and digits alone, without accents, in
// an order of their own.
func plain(s string) string {
	words := strings.FieldsFunc(norm.NFKD.String(s), func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == ';' })
	for i, w := range words {
		words[i] = strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return unicode.ToLower(r)
			}
			return -1
		}, w)
	}
	slices.Sort(words)
	return strings.Join(words, " ")
}

// changesOf says in words which compared facts are others than they were.
func changesOf(before, now map[string]string) (out []string) {
	fields := map[string]bool{}
	for f := range before {
		fields[f] = true
	}
	for f := range now {
		fields[f] = true
	}
	for _, f := range slices.Sorted(maps.Keys(fields)) {
		was, is := before[f], now[f]
		words := strings.ReplaceAll(f, "_", " ")
		switch {
		case was == is:
		case was == "":
			out = append(out, fmt.Sprintf("%s is compared now", words))
		case is == "":
			out = append(out, fmt.Sprintf("%s is no longer compared", words))
		default:
			out = append(out, fmt.Sprintf("%s has changed", words))
		}
	}
	return out
}
