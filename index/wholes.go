package index

import (
	"math/bits"
	"slices"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/polyhash"
	"github.com/interdict/interdict/score"
)

// Whole names that were written with spaces at other places and with typing
// errors besides are found by what the errors left alone. A listed name as one
// word is cut into one stretch more than it may have errors, a letter between
// them, so that no error, the exchange of two letters among them, touches two
// stretches. One stretch at least is then whole in the subject's letters: the
// n-th with at most n errors before it, and no more behind it than are left.
// (Errors a block, less one, sum up to less than nothing over all blocks; the
// block at which the sum first sinks below where it began has none.) That says
// at which few places it can stand, and so which few keys to look up.
//
// Before a name is scored its letters are compared, first as a set: an error
// takes one letter away and adds one, at most. The set stands beside the name in each
// list, so that nearly all names are passed over where they stand.

// wholeEntries calls f with the keys of a listed name's letters.
func wholeEntries(text string, f func(hash uint64)) {
	errors := score.WholeErrors(len(text))
	for n := 0; n <= errors; n++ {
		from, to := stretch(len(text), errors, n)
		f(wholeHash(polyhash.Of(text[from:to]), wholeKey(len(text), n)))
	}
}

// stretch is where the n-th stretch of a whole name lies.
func stretch(length, errors, n int) (from, to int) {
	size := (length - errors) / (errors + 1)
	from = n * (size + 1)
	if n == errors {
		return from, length
	}
	return from, from + size
}

// lettersBeside is how many bits of its letters stand beside a whole name, and
// letterGroups the letters of each: the commoner ones have one of their own, but for
// a, which nearly all names have, and letters beyond z share any.
const lettersBeside = 16

var letterGroups = [lettersBeside]string{"e", "i", "n", "r", "o", "l", "s", "m", "h", "d", "t", "u", "kqx", "vwf", "bp", "cgjyz"}

var groupOf = func() (of [256]uint16) {
	for c := 'z' + 1; c < 256; c++ {
		of[c] = 1 << (c % lettersBeside)
	}
	for i, letters := range letterGroups {
		for _, c := range letters {
			of[c] = 1 << i
		}
	}
	return of
}()

// lettersOf are those of a whole name.
func lettersOf(text string) (set uint16) {
	for i := 0; i < len(text); i++ {
		set |= groupOf[text[i]]
	}
	return set
}

// wholeHash is the hash of a stretch with this polynomial.
func wholeHash(part, key uint64) uint64 { return mix(part+key, saltWhole) }

// wholeKey tells the n-th stretch of a name of so many letters from others.
func wholeKey(length, n int) uint64 { return uint64(length<<2|n) * polyhash.Base }

// powers are those of the base of polynomials.
var powers = func() (p [score.MaxJoined + 1]uint64) {
	p[0] = 1
	for i := 1; i < len(p); i++ {
		p[i] = p[i-1] * polyhash.Base
	}
	return p
}()

// maxWholeErrors is the most errors that score looks for in a whole name.
const maxWholeErrors = 2

// wholeProbe is a stretch of a subject's letters that may be one of a listed
// name's: where it stands, what its key needs beside its polynomial, how many
// errors that name may have, and how many of its letters may be gone from the subject's
// and how many added to them.
type wholeProbe struct {
	key                 uint64
	from, to            uint8
	errors, gone, added int8
}

// may says whether a name that has these letters, as lettersOf has them, may be the
// subject's, which has those.
func (p *wholeProbe) may(has, set uint16) bool {
	return bits.OnesCount16(has&^set) <= int(p.gone) && bits.OnesCount16(set&^has) <= int(p.added)
}

// wholeProbes are those of subjects by their number of letters.
var wholeProbes = func() (all [score.MaxJoined + 1][]wholeProbe) {
	for letters := range all {
		all[letters] = probesOf(letters)
	}
	return all
}()

func probesOf(letters int) (probes []wholeProbe) {
	for length := max(letters-maxWholeErrors, 0); length <= letters+maxWholeErrors; length++ {
		errors := score.WholeErrors(length)
		more := letters - length
		// A letter of the name's is not the subject's only where an error took it away,
		// and where the subject's are more, so many errors added letters alone.
		gone, added := int8(errors-max(more, 0)), int8(errors+min(more, 0))
		if errors == 0 || more > errors || more < -errors {
			continue
		}
		for k := 0; k <= errors; k++ {
			from, to := stretch(length, errors, k)
			for shift := max(-k, more-(errors-k)); shift <= min(k, more+errors-k); shift++ {
				if from+shift >= 0 && to+shift <= letters {
					probes = append(probes, wholeProbe{wholeKey(length, k), uint8(from + shift), uint8(to + shift), int8(errors), gone, added})
				}
			}
		}
	}
	return probes
}

// wholes takes the names whose letters a subject's name of one word may be,
// typing errors and all. Every one that passes is scored at once.
func (s *Searcher) wholes(text string) {
	probes := wholeProbes[len(text)]
	if len(probes) == 0 {
		return
	}
	before := &s.before
	for i := 0; i < len(text); i++ {
		before[i+1] = polyhash.Letter(before[i], text[i])
	}
	s.forms = slices.Grow(s.forms[:0], len(probes))[:len(probes)]
	for i := range s.forms {
		p := &probes[i]
		s.forms[i] = wholeHash(before[p.to]-before[p.from]*powers[p.to-p.from], p.key)
	}
	all := &s.snap.wholes
	s.lists = s.lists[:0]
	for _, found := range s.lookupAll(all, s.forms) {
		s.lists = append(s.lists, list{names: span{&all.vals, found.from, found.to}, probe: &probes[found.key]})
	}
	s.readWholes(text)
}

// errorsInWhole says whether typing errors are looked for in a whole name, if it is
// long enough.
func (s *Searcher) errorsInWhole(text string) bool {
	return len(text) <= score.MaxJoined && score.Misspellable(text) && s.aligner.Without&score.InWholes == 0
}

// whole takes the names that a subject's whole name may be. What it may be is
// little, so that it needs no bound unless a listed name has it as a word.
func (s *Searcher) whole(n *score.Name, floor interdict.Score) {
	text := n.Tokens[0].Text
	errors := s.errorsInWhole(text)
	if errors {
		s.wholes(text)
	}
	letters := n.Tokens[0].Hash
	if _, ok := s.snap.lookup(letters, text, classWord); ok {
		s.candidates(n, floor)
		return
	}
	// Where typing errors are looked for in it, names without any were found too:
	// those that only joins has are of numbers, which have no letters.
	if len(text) > score.MaxJoined || errors && score.Editable(text) && score.WholeErrors(len(text)) > 0 {
		return
	}
	from, to := s.snap.joinedNames(letters)
	s.lists = append(s.lists[:0], list{names: span{&s.snap.joins.vals, from, to}})
	s.gatherWholes(int64(n.Tokens[0].Weight))
	s.reachGathered()
}

// reachGathered scores the names gathered but for those that cannot be the subject's.
func (s *Searcher) reachGathered() {
	for _, g := range s.gathered {
		if _, ok := s.apartBy(g); !ok {
			continue
		}
		s.Work.Postings++
		if s.seen.add(g.name) {
			s.reached(g.name)
		}
	}
}

// gatherWholes gathers the names of all lists that may be the subject's and agree in
// so much at most.
func (s *Searcher) gatherWholes(matched int64) {
	snap := s.snap
	end := [bearers]uint32{snap.firstOf(dated), snap.firstOf(impersonal), snap.firstOf(bearers)}
	s.gathered = s.gathered[:0]
	for i := range s.lists {
		l := &s.lists[i]
		for k := range l.apartEnd {
			if l.apartEnd[k] = 0; s.asked.born != 0 && matched > s.asked.decided[k] {
				l.apartEnd[k] = end[dated]
			}
		}
		s.gather(l, uint32(i), end)
	}
}

// readWholes scores the names of all lists that are a text but for some errors.
func (s *Searcher) readWholes(text string) {
	s.gatherWholes(int64(score.WholeWeight))
	set := lettersOf(text)
	left := 0
	for i := range s.gathered {
		g := s.gathered[i]
		s.gathered[left] = g
		if s.lists[g.list].probe.may(g.beside, set) {
			left++
		}
	}
	if s.gathered = s.gathered[:left]; left == 0 {
		return
	}
	s.pattern.Set(text)
	s.fetchBorn()
	for _, g := range s.gathered {
		s.fetched += s.snap.nameOff.wide(g.name)
	}
	for _, g := range s.gathered {
		from, _ := s.snap.wordsOf(g.name)
		s.fetched += s.snap.nameWord.wide(from)
	}
	for _, g := range s.gathered {
		s.Work.Postings++
		if _, ok := s.apartBy(g); ok && s.within(g.name, int(s.lists[g.list].probe.errors)) && s.seen.add(g.name) {
			s.reached(g.name)
		}
	}
}

// within says whether the text of s.pattern is all words of a name, its legal form
// aside, but for some errors.
func (s *Searcher) within(n uint32, errors int) bool {
	from, to := s.snap.wordsOf(n)
	first, last := score.Bare(int(to-from), func(i int) bool { return s.snap.class[s.snap.word(from+uint32(i)).word()] == classLegalForm })
	from, to = from+uint32(first), from+uint32(last)
	letters := func(i uint32) string { return s.snap.text(s.snap.word(i).word()) }
	s.buf = s.buf[:0]
	for i := from; i < to; i++ {
		s.buf = append(s.buf, letters(i)...)
	}
	if s.pattern.Distance(viewOf(s.buf), errors) <= errors {
		return true
	}
	if to-from != 2 {
		return false
	}
	s.buf = append(append(s.buf[:0], letters(from+1)...), letters(from)...)
	return s.pattern.Distance(viewOf(s.buf), errors) <= errors
}
