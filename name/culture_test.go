package name

import (
	"testing"

	"github.com/interdict/interdict"
)

func TestCultures(t *testing.T) {
	for w, want := range map[string]Culture{
		"hosseini": Arabic, "guangzhong": NoCulture, "zhang": Chinese, "gonzalez": Iberian, "ivanov": Slavic, "kim": Korean, "xyzzy": NoCulture,
	} {
		got := CulturesOf(w)
		if want == NoCulture && got != 0 || want != NoCulture && !got.Has(want) {
			t.Errorf("%s: %b, want %s", w, got, want)
		}
	}
	for c := range MaxCulture {
		if (c == NoCulture) != (c.String() == "") {
			t.Errorf("culture %d is called %q", c, c)
		}
		words := 0
		for _, set := range cultureWords() {
			if set.Has(c) {
				words++
			}
		}
		if c == NoCulture && words > 0 || c != NoCulture && words < 50 {
			t.Errorf("%s has %d words: is each culture of data/cultures.tsv known?", c, words)
		}
	}
}

func TestScriptCulture(t *testing.T) {
	var a Analyser
	for full, want := range map[string]Culture{
		"Mark Taylor": NoCulture, "병철 김": Korean, "محمد رستمی": Arabic, "李 莉": Chinese, "Иван Петров": NoCulture, "אליהו כהן": Hebrew,
		"शनि भट": Indian, "やまだ たろう": Japanese, "Νίκος Παππάς": NoCulture,
	} {
		if got := ScriptCulture(a.Analyse(&interdict.Name{Full: full}, interdict.Person)[0].Script); got != want {
			t.Errorf("%s: %s, want %s", full, got, want)
		}
	}
}
