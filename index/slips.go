package index

import (
	"math/bits"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/name"
	"github.com/interdict/interdict/score"
)

// A word of a subject may have more errors than are looked up where another word
// of the name agrees as it is written: see score.SlipMost. What it may be is not
// looked up: names are found by the other word, and then their words are looked at.

// slip is what such a word can add to a name, at most, where others agree in so much.
type slip struct {
	like       interdict.Score // 0: it is no such word
	beside     int64
	base, gain int64
	most       most
}

// slipOf is that of a word, what depends on the floor aside.
func slipOf(t *score.Token) slip {
	like, beside := score.SlipMost(t)
	if like == 0 {
		return slip{}
	}
	return slip{like: like, beside: beside, most: most{int64(share(t.Weight, like)), int64(t.Lack), score.MostLack}}
}

// openSlips fills in what slips can add under the floor. All else that names the bearer
// has to agree, so that beside one word alone, unless it is several as one, there is a
// slip in a name of two.
func (s *Searcher) openSlips() {
	w := &s.walk
	w.slips, w.ofTwo = false, false
	for k := range w.words {
		if word := &w.words[k]; word.slip.like > 0 {
			w.slips = true
			word.slip.base = w.gain(word.slip.like, word.token.Weight, word.token.Lack)
			word.slip.gain = word.slip.base + w.floor*score.MostLack
		}
	}
	if !w.slips {
		return
	}
	for _, reading := range s.readings {
		names := 0
		for i := range reading.Tokens {
			if reading.Tokens[i].Names() {
				names++
			}
		}
		w.ofTwo = w.ofTwo || names <= 2
	}
}

// besides is the most that one slip can add beside the words at two places, if these
// and what else agrees agree in so much.
func (w *walk) besides(i, j int, told int64) (out slip) {
	if !w.slips {
		return out
	}
	for k := range w.words {
		if o := &w.words[k].slip; k != i && k != j && o.like > 0 && o.beside <= told {
			out.base, out.gain, out.most = max(out.base, o.base), max(out.gain, o.gain), out.most.or(o.most)
		}
	}
	return out
}

// slipGain is the most that a word of the name's which one of the subject's is with
// more errors adds to what its words gain, if it may be enough.
func (s *Searcher) slipGain(n *nameWords, gains []int64, enough int64) (more int64) {
	w, snap := &s.walk, s.snap
	for k := range w.words {
		o := &w.words[k].slip
		if o.like == 0 || o.gain-gains[k] < enough {
			continue
		}
		text := w.words[k].token.Text
		letters := name.Letters(text)
		for i := n.from; i < n.to; i++ {
			packed := snap.word(i)
			word := packed.word()
			if g := o.base + w.floor*packed.lack() - gains[k]; g <= more {
				continue
			} else if most := score.SlipErrors(len(text), len(snap.text(word))); most > 0 && bits.OnesCount32(snap.wordLetters[word]&^letters) <= most && score.Distance(text, snap.text(word), most) <= most {
				more = g
			}
		}
	}
	return more
}
