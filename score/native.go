package score

import (
	"github.com/interdict/interdict"
	"github.com/interdict/interdict/name"
)

// Voiced joins a word in Latin letters and one written without its vowels, or
// several written as one.
func Voiced(latin *Token, native *name.Unvoiced) Edge {
	if native.Part() {
		return Edge{}
	}
	cost, ok := native.Voiced(latin.Text, latin.Key)
	switch {
	case !ok:
		return Edge{}
	case native.Several():
		return Edge{JoinEdge, unvoiced - interdict.Score(cost)*unvoicedStep}
	case native.Arabic():
		return Edge{VariantEdge, arabic - interdict.Score(cost)*arabicStep}
	}
	return Edge{VariantEdge, unvoiced - interdict.Score(cost)*unvoicedStep}
}

// voiced joins a word in Latin letters and one written without its vowels.
func voiced(latin *Token, native string) Edge {
	var u name.Unvoiced
	if !u.Set(native) {
		return Edge{}
	}
	return Voiced(latin, &u)
}

// NativeRun returns the words of a subject's run that are written without their
// vowels where it is of nothing else but articles; none if it is not. Such a
// run may be one word in Latin letters. Of listed names it is not asked: those
// who are listed in Latin letters are found by these.
func NativeRun(room *[MaxRun]string, run []Token) []string {
	words := room[:0]
	for i := range run {
		switch t := &run[i]; {
		case name.Native(t.Text):
			if len(words) == 0 {
				words = append(words, t.Text)
			} else {
				words = append(words, name.WithoutArticle(t.Text))
			}
		case i == 0 || t.Part != name.Particle:
			return nil
		}
	}
	if len(words) < 2 {
		return nil
	}
	return words
}
