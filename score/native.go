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
	case native.Several() && native.Known(latin.Text, latin.Key):
		return Edge{JoinEdge, Joined}
	case native.Several():
		return Edge{JoinEdge, unvoiced - interdict.Score(cost)*unvoicedStep}
	case native.Known(latin.Text, latin.Key):
		return Edge{VariantEdge, arabicKnown - interdict.Score(cost)}
	case native.Arabic():
		return Edge{VariantEdge, likelier(native, latin, arabic-interdict.Score(cost)*arabicStep)}
	}
	return Edge{VariantEdge, unvoiced - interdict.Score(cost)*unvoicedStep}
}

// likelier is the similarity of a word to a spelling that name.Voiced has for so near: of
// those that are as near, the one is better that is likelier by its sound.
func likelier(native *name.Unvoiced, latin *Token, near interdict.Score) interdict.Score {
	tenths, ok := native.Likelier(latin.Text)
	if !ok {
		return near
	}
	return arabicMost - (arabicMost-near)*(likelierBase+likelierEven)/(likelierBase+interdict.Score(tenths))
}

// unlessWhole takes back that a well-known name in Arabic letters is as near to any usual
// Latin spelling, and a likely one nearer than a usual one, unless the two names agree in
// all words: where one lacks, too little is left to tell who is meant by names that many
// bear.
func (a *Aligner) unlessWhole(s, e *Name) {
	if !lackWords(s.Tokens, a.subj) && !lackWords(e.Tokens, a.ent) {
		return
	}
	for i := range a.matches {
		m := &a.matches[i]
		if m.Edge.Kind != VariantEdge {
			continue
		}
		if cost := arabicKnown - m.Edge.Similarity; cost >= 0 && cost <= name.MaxVoicing {
			m.Edge.Similarity = arabic - cost*arabicStep
		} else if m.Edge.Similarity > arabic && name.Native(s.Tokens[m.From].Text) {
			m.Edge.Similarity = arabic
		}
	}
}

// lackWords says whether a word has no counterpart that is more than a title or
// legal form.
func lackWords(tokens []Token, open []interdict.Millibits) bool {
	for i, c := range open {
		if c >= 0 && tokens[i].Part != name.Title && tokens[i].Part != name.LegalForm {
			return true
		}
	}
	return false
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

// compareSounds joins a foreign name in another script and a Latin word by
// their sound. Only a subject's are compared so: lists have Latin names.
func compareSounds(s, e *Token, heard *name.Spoken) Edge {
	if heard != nil {
		return Sounded(e, heard)
	}
	var h name.Spoken
	if s.Part != name.Sounds || !Spoken(&h, s) {
		return Edge{}
	}
	return Sounded(e, &h)
}

// Spoken makes a token of the part Sounds ready for Sounded.
func Spoken(h *name.Spoken, s *Token) bool { return h.Set(s.Text, s.Key, soundFar) }

// Sounded joins a word of the entity's and one that is compared by its sound.
func Sounded(e *Token, h *name.Spoken) Edge {
	if e.Part == name.Sounds || e.Part == name.Whole || e.Part == name.Syllables || !e.word() || e.Part == name.Acronym {
		return Edge{}
	}
	if tenths, ok := h.Like(e.Text); ok {
		return Edge{VariantEdge, soundSimilarity(tenths)}
	}
	return Edge{}
}
