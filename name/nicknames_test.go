package name

import (
	"slices"
	"strings"
	"testing"
)

// Short forms and other spellings of given names are joined both ways, and all that are
// joined are looked up.
func TestNickname(t *testing.T) {
	for _, c := range []struct {
		a, b         string
		short, spelt bool
	}{
		{"bob", "robert", true, false},
		{"gerhard", "gerd", true, false},
		{"bob", "bobby", true, false},
		{"gerhard", "bernhard", false, false},
		{"stephen", "steven", false, false}, // full forms of one line are two names
		{"jon", "john", false, true},
		{"anne", "ann", false, true},
		{"ion", "john", false, false},
		{"anne", "anna", false, false},
		{"ann", "erik", false, false}, // of two lines
		{"jon", "jon", false, true},
		{"Ann", "ann", false, false},
	} {
		for range 2 {
			short, spelt := Nickname(c.a, c.b)
			if short != c.short || spelt != c.spelt {
				t.Errorf("%s and %s: %t, %t", c.a, c.b, short, spelt)
			}
			if found := slices.Contains(Nicknames(c.a), c.b); found != (c.a != c.b && (short || spelt)) {
				t.Errorf("%s is looked up for %s: %t", c.b, c.a, found)
			}
			c.a, c.b = c.b, c.a
		}
	}
}

// No spelling is of two names.
func TestSpellingsAreOfOneName(t *testing.T) {
	seen := map[string]bool{}
	rows("spellings.tsv", 1, func(col []string) {
		for word := range strings.FieldsSeq(col[0]) {
			if seen[word] {
				t.Errorf("%s stands twice", word)
			}
			seen[word] = true
		}
	})
}
