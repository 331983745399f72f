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

// compared are the facts that a hit rests on, by field: what stands on both
// sides, in a form in which case, accents, punctuation and the order of words
// make no difference. Two facts of one field stand behind one another. It is in
// two forms, since a hyphen may be taken away or give way to a space: the first is
// without it, the second has words in its place.
type compared map[string][2]string

func comparedOf(h *interdict.Hit) compared {
	out := compared{}
	if h == nil {
		return out
	}
	for form := range 2 {
		lists := map[string][]string{}
		for i := range h.Evidence {
			e := &h.Evidence[i]
			subject, entity := e.Subject, e.Entity
			if e.Field == "identifier" { // a number is one word, however it is parted
				subject, entity = unspaced.Replace(subject), unspaced.Replace(entity)
			}
			lists[e.Field] = append(lists[e.Field], plain(subject, form == 1)+" / "+plain(entity, form == 1))
		}
		for field, list := range lists {
			slices.Sort(list)
			forms := out[field]
			forms[form] = strings.Join(slices.Compact(list), "; ")
			out[field] = forms
		}
	}
	return out
}

// first is the form that events keep.
func (c compared) first() map[string]string {
	out := map[string]string{}
	for field, forms := range c {
		out[field] = forms[0]
	}
	return out
}

var unspaced = strings.NewReplacer(" ", "", "\u00a0", "")

// unmarked are letters that differ from plain ones by a stroke or as one sign for
// two, and which Unicode does not take apart.
var unmarked = strings.NewReplacer("ł", "l", "Ł", "l", "ø", "o", "Ø", "o", "đ", "d", "Đ", "d", "ð", "d", "Ð", "d", "ħ", "h", "Ħ", "h", "ŧ", "t", "Ŧ", "t",
	"ı", "i", "ß", "ss", "ẞ", "ss", "æ", "ae", "Æ", "ae", "œ", "oe", "Œ", "oe", "þ", "th", "Þ", "th")

// plain is a text's words in small letters and digits alone, without accents, in
// an order of their own. With parted, a hyphen parts words, but not those of a
// date or a number: 11-12 is not 12-11.
func plain(s string, parted bool) string {
	s = unmarked.Replace(norm.NFKD.String(s))
	if parted && strings.IndexFunc(s, unicode.IsDigit) < 0 {
		s = strings.Map(func(r rune) rune {
			if unicode.Is(unicode.Pd, r) {
				return ' '
			}
			return r
		}, s)
	}
	words := strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == ';' })
	for i, w := range words {
		words[i] = strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) && !unicode.Is(unicode.Lm, r) || unicode.IsDigit(r) { // the letters Lm stand for apostrophes
				return unicode.ToLower(r)
			}
			return -1
		}, w)
	}
	slices.Sort(words)
	return strings.Join(words, " ")
}

// changesOf says in words which compared facts are others than they were.
func changesOf(before, now compared) (out []string) {
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
		case was[0] == is[0] || was[1] == is[1]:
		case was[0] == "":
			out = append(out, fmt.Sprintf("%s is compared now", words))
		case is[0] == "":
			out = append(out, fmt.Sprintf("%s is no longer compared", words))
		default:
			out = append(out, fmt.Sprintf("%s has changed", words))
		}
	}
	return out
}
