package index

import (
	"github.com/interdict/interdict"
	"github.com/interdict/interdict/name"
	"github.com/interdict/interdict/score"
)

// A word of a subject may have more errors than are looked up where others of the
// name agree as they are written: see score.SlipBeside. What it may be is not looked
// up: names are found by the others, and then their words are looked at.

// slip is what such a word can add to a name, at most.
type slip struct {
	like       interdict.Score // 0: it is no such word
	base, gain int64
	most       most
	asked      bool // whether it is score.Astray, and the answer
	astray     bool
}

// slipOf is that of a word beside others of such a weight, what depends on the floor
// aside.
func (w *walk) slipOf(n *score.Name, t *score.Token, others interdict.Millibits) slip {
	like := score.SlipMost(t)
	if like == 0 || n.Culture != name.NoCulture || int64(others) < w.slipBeside {
		return slip{}
	}
	return slip{like: like, most: most{int64(share(t.Weight, like)), int64(t.Lack), score.MostLack}}
}

// openSlips fills in what slips can add under the floor.
func (w *walk) openSlips() {
	w.slips, w.slipMost = false, 0
	for k := range w.words {
		if word := &w.words[k]; word.slip.like > 0 {
			w.slips = true
			word.slip.base = w.gain(word.slip.like, word.token.Weight, word.token.Lack)
			word.slip.gain = word.slip.base + w.floor*score.MostLack
			w.slipMost = max(w.slipMost, word.slip.gain)
		}
	}
}

// besides is the most that one slip can add beside the words at two places, if these
// and what else agrees agree in so much.
func (w *walk) besides(i, j int, told int64) (out slip) {
	if !w.slips || told < w.slipBeside {
		return out
	}
	for k := range w.words {
		if o := &w.words[k].slip; k != i && k != j && o.like > 0 {
			out.base, out.gain, out.most = max(out.base, o.base), max(out.gain, o.gain), out.most.or(o.most)
		}
	}
	return out
}

// besideOne is the most that a slip can add beside the one word at a place, if that is
// all else of the name and agrees in so much.
func (w *walk) besideOne(k int, told int64) slip {
	if !w.ofTwo || told < w.slipBeside {
		return slip{}
	}
	for j := range w.words {
		o := &w.words[j].slip
		if j == k || o.like == 0 {
			continue
		}
		if !o.asked { // some hundred words are looked for
			o.asked, o.astray = true, score.Astray(w.words[j].token)
		}
		if o.astray {
			return *o
		}
	}
	return slip{}
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
		token := w.words[k].token
		text := token.Text
		letters := name.Letters(text)
		for i := n.from; i < n.to; i++ {
			packed := snap.word(i)
			word := packed.word()
			if g := o.base + w.floor*packed.lack() - gains[k]; g <= more {
				continue
			} else if most := score.SlipErrors(len(text), len(snap.text(word))); most > 0 && name.LeastErrors(snap.wordLetters[word], letters, 0) <= most && score.SlipTo(token, snap.text(word)) > 0 {
				more = g
			}
		}
	}
	return more
}
