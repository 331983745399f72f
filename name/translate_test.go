package name

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/interdict/interdict"
)

// A word stands for one English word, which stands for itself: else two
// spellings of a name would come out differently.
func TestBusinessWordsAgree(t *testing.T) {
	folded := regexp.MustCompile(`^[a-z0-9]{2,}~?$`)
	english, isEnglish := map[string]string{}, map[string]bool{}
	each := func(file string, last int) {
		rows(file, last+1, func(col []string) {
			for word := range strings.FieldsSeq(col[0]) {
				isEnglish[word] = true
			}
			for pattern := range strings.FieldsSeq(col[last]) {
				for _, word := range alternatives(pattern) {
					if !folded.MatchString(word) {
						t.Errorf("%s: %q of %q is not folded", file, word, pattern)
					}
					if other, ok := english[word]; ok && other != col[0] {
						t.Errorf("%s: %q is %q and %q", file, word, other, col[0])
					}
					english[word] = col[0]
				}
			}
		})
	}
	each("business_words.tsv", 2)
	each("place_adjectives.tsv", 1)
	for word, is := range english {
		if isEnglish[word] && is != word {
			t.Errorf("%q is reduced to %q, but other words are reduced to it", word, is)
		}
	}
}

func TestAdjectiveStem(t *testing.T) {
	for word, want := range map[string]string{
		"khimicheskii": "khimichesk", "khimicheskiy": "khimichesk", "khimicheskij": "khimichesk", "khimichesky": "khimichesk",
		"khimicheskaya": "khimichesk", "khimicheskoe": "khimichesk", "khimicheskogo": "khimichesk", "khimicheskikh": "khimichesk",
		"khimicheskih": "khimichesk", "khimicheskim": "khimichesk", "priborostroitelnyi": "priborostroiteln", "burovaya": "burov",
		"novosibirsk": "", "any": "", "sony": "", "h": "", "m": "", "kh": "", "aeiou": "", "ogo": "", "gggo": "", "technology": "",
	} {
		if got := adjectiveStem([]byte(word)); string(got) != want {
			t.Errorf("adjectiveStem(%q) = %q, want %q", word, got, want)
		}
	}
}

// Reading translations does not allocate once the buffers have grown.
func TestTranslateDoesNotAllocate(t *testing.T) {
	var a Analyser
	for _, full := range []string{
		"AKTSIONERNOE OBSHCHESTVO NOVOSIBIRSKII PRIBOROSTROITELNYI ZAVOD",
		"Wuhan Xiaoruizhi Science and Technology Company, Limited",
	} {
		n := interdict.Name{Full: full}
		a.Analyse(&n, interdict.Organization)
		if got := testing.AllocsPerRun(100, func() { a.Analyse(&n, interdict.Organization) }); got != 0 {
			t.Errorf("%q: %v allocations", full, got)
		}
	}
}

// Abbreviations that grow to many words stay within bounds.
func TestTranslateStaysBounded(t *testing.T) {
	var a Analyser
	for _, word := range []string{"NPO ", "NPP NPO ", "fnpts ", "No. 1 "} {
		forms := a.Analyse(&interdict.Name{Full: strings.Repeat(word, 200)}, interdict.Organization)
		if len(forms) == 0 || len(forms[0].Tokens) > MaxTokens {
			t.Errorf("%q many times: %d forms", word, len(forms))
		}
		if bytes.ContainsRune(forms[0].Tokens[0].Text, ' ') {
			t.Errorf("%q: token %q has a space", word, forms[0].Tokens[0].Text)
		}
	}
}
