package name

import (
	"reflect"
	"testing"

	"github.com/interdict/interdict"
	"pgregory.net/rapid"
)

// Asking ahead for names, whatever they are, changes no reading of any.
func TestAheadChangesNothing(t *testing.T) {
	var asked, plain Analyser
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOfN(rapid.OneOf(rapid.String(), rapid.StringMatching(`[A-Za-z' .,-]{0,300}`), rapid.SampledFrom([]string{"", "O'Neil", "Guang-Zong ZHAO", "Владимир Путин", "\xff\xfe", "Zoë Müller"})), 1, 8).Draw(t, "names")
		for _, n := range names {
			asked.Ahead(n)
		}
		for _, n := range names {
			written := interdict.Name{Full: n}
			if got, want := asked.Analyse(&written, ""), plain.Analyse(&written, ""); !reflect.DeepEqual(textsOf(got), textsOf(want)) {
				t.Fatalf("%q: %v, want %v", n, textsOf(got), textsOf(want))
			}
		}
	})
}

// textsOf are the words of readings.
func textsOf(forms []Form) (all [][]string) {
	for i := range forms {
		var words []string
		for k := range forms[i].Tokens {
			words = append(words, string(forms[i].Tokens[k].Text))
		}
		all = append(all, words)
	}
	return all
}
