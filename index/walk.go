package index

import (
	"slices"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/name"
	"github.com/interdict/interdict/score"
)

// walk is the state of one name's walk through the snapshot. Gains and costs
// are ten-thousandths of millibits, floor is t of the package comment.
//
// A name of the index is wanted if the gains of the edges to it reach
// need + floor x its lacking cost. Each word of the subject bounds what its
// own edge can add: base to the subject's side of that sum, gain with the cost
// that it saves on the other side.
type walk struct {
	weights *score.Weights
	floor   int64
	need    int64           // floor x what the subject's words cost if all lack
	t       interdict.Score // the strength to reach
	lack    int64           // what the subject's words cost if all lack
	words   []walkWord
	slips   bool // a word may have more errors than lookups find
	// slipMost is what one of them adds to a name, at most.
	slipMost int64
	// slipBeside is how much must agree beside one: see score.SlipBeside.
	slipBeside int64
	ofTwo      bool   // see score.OfTwo
	near       []near // the neighbours, each word's together
	// partners are those of them that are words, each word's together, ascending by rank.
	partners []partner
	table    wordTable
	meeting  meeting
	// sums over the words from each place on, and one more
	sumBase, sumGain []int64
	sumMost          []most
}

// most is the most that words can have in common with a name: the weight of
// what agrees, and the lacking costs saved on the subject's and the name's side.
type most struct{ matched, saved, theirs int64 }

func (m most) and(o most) most {
	return most{m.matched + o.matched, m.saved + o.saved, m.theirs + o.theirs}
}

func (m most) or(o most) most {
	return most{max(m.matched, o.matched), max(m.saved, o.saved), max(m.theirs, o.theirs)}
}

// undoubted is what names of a weight have to reach, doubt reckoned with; never
// 0, since others divide by it.
func (w *walk) undoubted(weight interdict.Millibits) int64 {
	return max(int64(w.weights.Undoubted(w.t, weight)), 1)
}

// lackUpTo is the largest lacking cost of a name that can be reached with what
// agrees, doubt reckoned with: below 0 if none.
func (w *walk) lackUpTo(m most) int64 {
	t := w.undoubted(interdict.Millibits(m.matched))
	return (10000-t)*m.matched/t + m.saved + m.theirs - w.lack + 1
}

// reachable says whether a name can be reached with what agrees, whatever it
// lacks.
func (w *walk) reachable(m most) bool {
	m.theirs = 0 // a name saves no more than it lacks
	return w.lackUpTo(m) >= 0
}

// walkWord is a word of the subject at its place in the walk.
type walkWord struct {
	around         // once it is known
	known          bool
	token          *score.Token
	few            [2]neighbour // what around holds of a word that is not cached
	initial        *neighbour   // the letter that it begins with, if any name has that as a word
	place          uint32
	first, to      int // its neighbours in walk.near
	rarest, behind int // those of them that are words in walk.partners
	// leads says that it may be the first of the words that agree; earlier and
	// earlierMost are what initials may add then at earlier places.
	leads              bool
	earlier            int64
	earlierMost        most
	most, initMost     most
	base, gain         int64
	initBase, initGain int64 // of an initial: of an edge to any word
	servant            int64 // what it saves besides where it stands for two
	slip               slip
	wordGain           int64 // the best gain of its neighbours that are words, or -1
	splitNames         span
	splitBase          int64
}

// reach is the most that the word can have in common with a name, not reckoning
// with what the name saves.
func (w *walkWord) reach() most {
	t := w.token
	if !w.known {
		return most{int64(t.Weight), int64(t.Lack), 0}
	}
	m := most{matched: int64(min(w.matched, t.Weight))}
	if w.initial != nil {
		m.matched = max(m.matched, int64(share(min(w.initial.weight(t.Rarity), t.Weight), score.Initial)))
	}
	if t.Initial() {
		m.matched = max(m.matched, int64(share(min(t.Weight, score.InitialWeight), score.Initial)))
	}
	if len(w.words) > 0 || w.initial != nil || t.Initial() || w.slip.like > 0 {
		m.saved = int64(t.Lack)
	}
	m.matched = max(m.matched, w.slip.most.matched)
	return m
}

// near is a neighbour of a word: a word of the index that an edge joins it to,
// or the names in which neighbouring words are that word written apart.
type near struct {
	word       uint32
	told       bool // the word agrees as it is written: see slip
	post       span
	least      uint16 // see neighbour
	place      uint32 // its word's in the walk
	similarity interdict.Score
	weight     interdict.Millibits
	base, gain int64
	most       most
}

// candidates bounds every name that may reach the floor against n.
func (s *Searcher) candidates(n *score.Name, floor interdict.Score) {
	w := &s.walk
	var weight interdict.Millibits
	for i := range n.Tokens {
		weight += n.Tokens[i].Weight
	}
	w.t, w.lack = floor, int64(n.Lack)
	w.weights = &s.scorer.Weights
	matched, ok := s.open(n, weight)
	if !ok {
		return
	}
	w.floor = w.undoubted(min(weight, matched))
	w.need = w.floor * w.lack
	w.openSlips()
	s.spareFrom(w.floor, int64(min(weight, matched)))
	s.prepare()
	s.lists, s.pairs = s.lists[:0], s.pairs[:0]
	var initBase, initGain int64 // what initials may add at earlier places
	var initMost most
	earlier := int64(-1) // best gain of an earlier word's neighbour
	for k := range w.words {
		word := &w.words[k]
		slip := w.besides(k, k, w.sumMost[0].matched)
		first := w.sumBase[k]+initBase+slip.base >= w.need && w.lackUpTo(initMost.and(w.sumMost[k]).and(slip.most)) >= 0
		word.leads, word.earlier, word.earlierMost = first, initGain, initMost
		if first {
			s.alone(k)
		}
		if others := w.sumGain[k+1] + initGain - w.need; earlier >= 0 {
			s.apart(word, earlier+others+slip.gain, w.sumMost[0].and(slip.most))
		} else if first {
			s.apart(word, others+slip.gain, initMost.and(w.sumMost[k]).and(slip.most))
		}
		earlier = max(earlier, word.wordGain)
		initBase += word.initBase
		initGain += word.initGain
		initMost = initMost.and(word.initMost)
	}
	s.pairUp()
	s.lookupPairs()
	s.readLists()
}

// alone finds the names in which the word at place k is the only one to agree, initials
// aside.
func (s *Searcher) alone(k int) {
	w := &s.walk
	word := &w.words[k]
	alone, aloneMost := word.earlier-w.need, word.earlierMost
	for j := k + 1; j < len(w.words); j++ {
		alone += w.words[j].initGain
		aloneMost = aloneMost.and(w.words[j].initMost)
	}
	if word.wordGain+alone < 0 {
		return
	}
	for i := word.first; i < word.to; i++ {
		if nb := &w.near[i]; nb.word != noWord {
			gain, m := nb.gain+alone, aloneMost.and(nb.most)
			if w.slips && nb.told {
				slip := w.besideOne(k, nb.most.matched)
				gain, m = gain+slip.gain, m.and(slip.most)
			}
			if gain >= 0 {
				s.read(nb.post, nb.least, gain, w.lackUpTo(m), m.matched)
			}
		}
	}
}

// apart finds the names in which the word is written apart, and others agree in so
// much at most.
func (s *Searcher) apart(word *walkWord, others int64, m most) {
	for i := word.first; i < word.to; i++ {
		if nb := &s.walk.near[i]; nb.word == noWord {
			s.read(nb.post, 0, nb.gain+others, s.walk.lackUpTo(m), m.matched)
		}
	}
}

// open looks up what the name's words can be joined to, those first that were
// looked up lately. It ends as soon as what is left cannot reach the floor,
// whatever it is joined to. Else it returns the most that can agree.
func (s *Searcher) open(n *score.Name, weight interdict.Millibits) (matched interdict.Millibits, ok bool) {
	w := &s.walk
	w.words, s.order = w.words[:0], s.order[:0]
	w.slipBeside, w.ofTwo = score.SlipBeside(n.Tokens), score.OfTwo(n.Tokens)
	for i := range n.Tokens {
		t := &n.Tokens[i]
		s.order = append(s.order, i)
		for k := i; k > 0 && walkedBefore(t, &n.Tokens[s.order[k-1]]); k-- {
			s.order[k], s.order[k-1] = s.order[k-1], i
		}
	}
	for _, i := range s.order {
		t := &n.Tokens[i]
		w.words = append(w.words, walkWord{token: t, wordGain: -1, slip: w.slipOf(n, t, weight-t.Weight)})
		if len(t.Text) > 1 && classOf(t.Part) == classWord {
			w.words[len(w.words)-1].initial = s.initials[t.Text[0]]
		}
	}
	s.runs(n)
	var reach most
	for _, r := range s.found {
		reach = reach.and(most{int64(share(r.weight, r.similarity)), int64(r.lack), 0})
	}
	for k := range w.words {
		s.remembered(&w.words[k])
		reach = reach.and(w.words[k].reach())
	}
	for k := range w.words {
		if !w.reachable(reach) {
			return 0, false
		}
		if word := &w.words[k]; !word.known {
			before := word.reach()
			s.lookup(word)
			now := word.reach()
			reach.matched -= before.matched - now.matched
			reach.saved -= before.saved - now.saved
		}
	}
	return interdict.Millibits(reach.matched), w.reachable(reach)
}

// walkedBefore says whether a word goes before another in the walk: the rarest
// first; initials last, since they rarely need to be walked.
func walkedBefore(a, b *score.Token) bool {
	if x, y := a.Initial(), b.Initial(); x != y {
		return y
	}
	return a.Weight > b.Weight
}

// prepare sums up what each word's neighbours can add.
func (s *Searcher) prepare() {
	w := &s.walk
	w.near, w.partners = w.near[:0], w.partners[:0]
	for len(s.gains) < len(w.words) {
		s.gains, s.agree = append(s.gains, 0), append(s.agree, 0)
	}
	for k := range w.words {
		s.neighbours(k)
	}
	w.sumBase, w.sumGain = append(w.sumBase[:0], 0), append(w.sumGain[:0], 0)
	w.sumMost = append(w.sumMost[:0], most{})
	for k := len(w.words) - 1; k >= 0; k-- {
		word := &w.words[k]
		w.sumBase = append(w.sumBase, w.sumBase[len(w.sumBase)-1]+max(word.base, word.initBase))
		w.sumGain = append(w.sumGain, w.sumGain[len(w.sumGain)-1]+max(word.gain, word.initGain))
	}
	for k := len(w.words) - 1; k >= 0; k-- {
		word := &w.words[k]
		w.sumMost = append(w.sumMost, w.sumMost[len(w.sumMost)-1].and(word.most.or(word.initMost)))
	}
	slices.Reverse(w.sumMost)
	slices.Reverse(w.sumBase)
	slices.Reverse(w.sumGain)
}

// neighbours fills in the neighbours of the word at place k.
func (s *Searcher) neighbours(k int) {
	w, snap := &s.walk, s.snap
	word := &w.words[k]
	t := word.token
	word.place, word.first, word.rarest = uint32(k), len(w.near), len(w.partners)
	for i := range word.words {
		c := &word.words[i]
		switch {
		case s.asked.others && c.post == c.end || !s.asked.others && c.post == c.persons:
		case c.edge.Kind == score.AcronymEdge && t.Part != name.Acronym && !t.MayBeAcronym():
		case c.word == noWord:
			// The words' own lacking cost is that of the name, at most.
			word.splitNames = s.names(&snap.joins.vals, c)
			nb := s.add(word, score.Joined, t.Weight, t.Lack, interdict.Millibits(snap.heaviest(word.splitNames)))
			nb.word, nb.told, nb.post = noWord, false, word.splitNames
			word.splitBase = nb.base
		default:
			s.addWord(word, c)
		}
	}
	if word.initial != nil {
		s.addWord(word, word.initial)
	}
	for _, r := range s.found {
		if r.place == k {
			weight := min(r.weight, interdict.Millibits(snap.rarity[r.word]))
			c := snap.neighbour(r.word, score.Edge{})
			s.addListed(word, &c, r.similarity, weight, r.lack, true)
		}
	}
	word.to, word.behind = len(w.near), len(w.partners)
	if t.Initial() && classOf(t.Part) == classWord {
		saved := min(t.Weight, score.InitialWeight)
		word.initBase = w.gain(score.Initial, saved, t.Lack)
		theirs := score.MostLack
		if t.Text[0] == 'a' { // for "abdul" and what stands behind it
			theirs += score.MostServant
			word.servant = score.MostServant
		}
		word.initGain = word.initBase + w.floor*theirs
		word.initMost = most{int64(saved) * int64(score.Initial) / 10000, int64(t.Lack), theirs}
	}
}

// names are those of a neighbour that may be the subject's.
func (s *Searcher) names(in *numbers, c *neighbour) span {
	if s.asked.others {
		return span{in, c.post, c.end}
	}
	return span{in, c.post, c.persons}
}

// addWord adds a neighbour that is a word.
func (s *Searcher) addWord(word *walkWord, c *neighbour) {
	t := word.token
	s.addListed(word, c, c.edge.Similarity, c.weight(t.Weight), t.Lack, c.edge.Kind.Told())
}

// addListed adds a listed word, whatever of the subject's it is joined to; lack is as
// in add. It becomes one of its word's partners, most of which come by rank.
func (s *Searcher) addListed(word *walkWord, c *neighbour, sim interdict.Score, weight, lack interdict.Millibits, told bool) {
	w := &s.walk
	nb := s.add(word, sim, weight, lack, interdict.Millibits(c.lack))
	nb.word, nb.told, nb.least = c.word, told, c.least
	nb.post = s.names(&s.snap.post, c)
	word.wordGain = max(word.wordGain, nb.gain)
	i := len(w.partners)
	w.partners = slices.Grow(w.partners, 1)[:i+1]
	p := &w.partners[i]
	*p = newPartner(c.word, c.end-c.post, own{c.marks, c.partners})
	p.near, p.place = uint32(len(w.near)-1), word.place
	for ; i > word.rarest && w.partners[i-1].rank > w.partners[i].rank; i-- {
		w.partners[i-1], w.partners[i] = w.partners[i], w.partners[i-1]
	}
}

// add adds a neighbour, whose word and names its caller fills in; lack and theirs are the
// costs that the edge saves on either side, theirs at most.
func (s *Searcher) add(word *walkWord, sim interdict.Score, weight, lack, theirs interdict.Millibits) *near {
	w := &s.walk
	w.near = slices.Grow(w.near, 1)[:len(w.near)+1]
	nb := &w.near[len(w.near)-1]
	nb.place, nb.similarity, nb.weight = word.place, sim, weight
	nb.base = w.gain(sim, weight, lack)
	nb.gain = nb.base + w.floor*int64(theirs)
	nb.most = most{int64(share(weight, sim)), int64(lack), int64(theirs)}
	word.most = word.most.or(nb.most)
	word.base, word.gain = max(word.base, nb.base), max(word.gain, nb.gain)
	return nb
}

// gain is the most that an edge of this similarity and at most this weight
// adds to the subject's side. An edge less similar than the floor adds most
// when it weighs nothing.
func (w *walk) gain(sim interdict.Score, weight, lack interdict.Millibits) int64 {
	return gainAt(sim, weight, lack, w.floor)
}

func gainAt(sim interdict.Score, weight, lack interdict.Millibits, floor int64) int64 {
	return max(int64(sim)-floor, 0)*int64(weight) + floor*int64(lack)
}

// gainAt is the base of a neighbour under another floor.
func (n *near) gainAt(floor int64) int64 {
	return gainAt(n.similarity, n.weight, interdict.Millibits(n.most.saved), floor)
}
