package name

import (
	"slices"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"pgregory.net/rapid"
)

// arabicPieces are words of persons' and of organisations' names in Arabic letters, and
// what is cut otherwise in the ones and the others.
func arabicPieces() (all []string) {
	for text, w := range arabicWords() {
		if w.name != "" && w.word != "" || len(text)%7 == 0 {
			all = append(all, text)
		}
	}
	slices.Sort(all)
	return append(all, strings.Fields("محمد بنسعيد بنعلي عبد عبدالرحمن الله خيرالله للتجارة والنفط شركة بنك زاده احمدی\u200cمقدم "+
		"محەمەد ئیبراهیم كاكا الشركة ليمتد خاتي Ltd Hasan 北京 张伟 김정은 Банк 12")...)
}

// A name in Arabic letters that is read as a person's and as an organisation's is cut
// into words once where both are cut alike.
func TestArabicCutOnce(t *testing.T) {
	pieces := arabicPieces()
	var a Analyser
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 5).Draw(t, "words")
		n := interdict.Name{Full: strings.Join(words, rapid.SampledFrom([]string{" ", " ", "-", ", "}).Draw(t, "between"))}
		sameAsSlow(t, &a, &n, rapid.SampledFrom(schemas).Draw(t, "schema"))
	})
	for full, again := range map[string]bool{"محمد خاتي": false, "محمد مصري": true} {
		if a.Analyse(&interdict.Name{Full: full}, ""); a.cutByKind != again {
			t.Errorf("%s is cut again: %v, want %v", full, a.cutByKind, again)
		}
	}
}
