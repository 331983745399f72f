package index

import (
	"github.com/interdict/interdict"
	"github.com/interdict/interdict/score"
)

// nameWords is a name, where its words stand, and what it must have to spare.
type nameWords struct {
	name, from, to uint32
	spare          int64
}

// bound says whether the most that the edges to a name can gain reaches what
// it asks.
func (s *Searcher) bound(n *nameWords) bool {
	s.Work.Bounded++
	w := &s.walk
	sum := s.sum(n, w.floor)
	if sum.asks+n.spare > sum.once+sum.apart+w.slipMost {
		return false
	}
	short := sum.asks + n.spare - sum.have
	if short > 0 && w.slips {
		short -= s.slipGain(n, s.gains, short-sum.split)
	}
	if short > sum.split {
		return false
	}
	// What is written apart is looked for only where it decides.
	if sum.split > 0 {
		sum.split = s.apartGain(n, &sum)
	}
	if short > 0 {
		return short <= sum.split
	}
	return sum.split > 0 || w.slips && sum.matched >= w.slipBeside || s.undoubted(n, min(sum.matched, sum.onceMatched))
}

// apartGain is what the words add to a name that are written apart in it.
func (s *Searcher) apartGain(n *nameWords, sum *sums) (more int64) {
	for k := range s.walk.words {
		word := &s.walk.words[k]
		if gain := word.splitBase + sum.all - s.gains[k]; gain > 0 && word.splitNames.has(n.name) {
			more += gain
		}
	}
	return more
}

// undoubted says whether a name is reached in which so much agrees at most. The less
// that is, the more is asked.
func (s *Searcher) undoubted(n *nameWords, matched int64) bool {
	floor := s.walk.undoubted(interdict.Millibits(matched))
	if floor <= s.walk.floor {
		return true
	}
	sum := s.sum(n, floor)
	return min(sum.have, sum.once) >= sum.asks
}

// sums are what the edges to a name gain, at most, and what it asks; all is the floor x
// its lacking cost, split what words written apart may gain besides, and matched the
// most that agrees but for those. Each of the name's words is one of the subject's at
// most, so that two words of a subject's which are the same do not agree with one: once
// and onceMatched are have and matched by the name's words, and apart is all that words
// written apart may gain beside once.
type sums struct{ have, asks, all, split, matched, once, onceMatched, apart int64 }

// sum sums up a name's gains under a floor, those of each of the subject's words in
// s.gains.
func (s *Searcher) sum(n *nameWords, floor int64) (sum sums) {
	w, snap := &s.walk, s.snap
	gains := s.gains[:len(w.words)]
	agree := s.agree[:len(w.words)]
	clear(gains)
	clear(agree)
	var most int64 // the largest of the lacking costs
	for i := n.from; i < n.to; i++ {
		packed := snap.word(i)
		word, lack := packed.word(), floor*packed.lack()
		most, sum.all = max(most, lack), sum.all+lack
		var gain, matched int64
		for at := w.table.first(word); at >= 0; at = w.table.next(at, word) {
			nb := &w.near[w.table.slots[at].near]
			own := nb.gainAt(floor) + lack
			gain, matched = max(gain, own), max(matched, nb.most.matched)
			gains[nb.place] = max(gains[nb.place], own)
			agree[nb.place] = max(agree[nb.place], nb.most.matched)
		}
		sum.once, sum.onceMatched = sum.once+gain, sum.onceMatched+matched
	}
	for k := range w.words {
		word := &w.words[k]
		if t := word.token; t.Initial() {
			gains[k] = max(gains[k], gainAt(score.Initial, min(t.Weight, score.InitialWeight), t.Lack, floor)+most+min(sum.all-most, floor*word.servant))
			agree[k] = max(agree[k], word.initMost.matched)
			sum.once, sum.onceMatched = sum.once+gains[k], sum.onceMatched+agree[k]
		}
		sum.have += gains[k]
		sum.matched += agree[k]
		if word.splitNames.len() > 0 {
			sum.split += max(word.splitBase+sum.all-gains[k], 0)
			sum.apart += max(word.splitBase+sum.all, 0)
		}
	}
	sum.asks = floor*w.lack + sum.all
	return sum
}

// tabulate makes the table of the neighbours, for names to be bounded by.
func (w *walk) tabulate() {
	w.table.reset(len(w.near))
	for k := range w.words {
		word := &w.words[k]
		for i := word.first; i < word.to; i++ {
			if nb := &w.near[i]; nb.word != noWord {
				w.table.add(nb.word, uint32(i))
			}
		}
	}
}
