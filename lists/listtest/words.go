package listtest

import (
	"encoding/json"
	"html"
	"strings"
	"testing"
	"unicode"

	"github.com/interdict/interdict"
)

// Words are the words of a text: its stretches of letters and digits, in
// lower case. HTML entities are decoded first.
func Words(s string) []string {
	return strings.FieldsFunc(strings.ToLower(html.UnescapeString(s)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
}

// Told is the set of words that a listing tells outside its two long texts,
// Remarks and Designation.Reasons, which could hide that a field is lost.
func Told(t testing.TB, l *interdict.Listing) map[string]bool {
	t.Helper()
	bare := *l
	bare.Remarks, bare.Designation.Reasons = "", ""
	b, err := json.Marshal(&bare)
	if err != nil {
		t.Fatal(err)
	}
	var tree any
	if err := json.Unmarshal(b, &tree); err != nil {
		t.Fatal(err)
	}
	words := make(map[string]bool)
	collect(tree, words)
	return words
}

func collect(tree any, words map[string]bool) {
	switch v := tree.(type) {
	case map[string]any:
		for _, x := range v {
			collect(x, words)
		}
	case []any:
		for _, x := range v {
			collect(x, words)
		}
	case string:
		for _, w := range Words(v) {
			words[w] = true
		}
	}
}

// Missing are the words of a published value that a listing does not tell.
func Missing(told map[string]bool, value string) (missing []string) {
	for _, w := range Words(value) {
		if !told[w] {
			missing = append(missing, w)
		}
	}
	return missing
}
