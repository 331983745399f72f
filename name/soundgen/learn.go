package main

import (
	"maps"
	"math"
	"slices"

	"github.com/interdict/interdict/internal/wikidata"
	"github.com/interdict/interdict/name"
)

// pair is a word's units and letters, and how often it is met, at most as 3.
type pair struct {
	native  string
	units   []string
	letters string
	weight  float64
}

func read(file, script string, whole bool) (pairs []pair, err error) {
	err = wikidata.Words(file, whole, func(w wikidata.Word) {
		units, is := name.SoundUnits(nil, w.Native)
		letters := string(slices.Compact([]byte(w.Latin)))
		if is != script || name.HeldOut(w.Native) || len(letters) > maxChunk*len(units) || whole && w.Of == 1 {
			return
		}
		pairs = append(pairs, pair{w.Native, units, letters, float64(min(w.Count, 3))})
	})
	return pairs, err
}

// model is how often each unit stands for which letters, of all that it does.
type model map[string]map[string]float64

// tree is what the units of a script are made of.
type tree struct {
	script string
	parts  map[string][]string
	met    map[string]float64 // how often each is
}

func newTree(pairs []pair, script string) *tree {
	t := &tree{script, map[string][]string{}, map[string]float64{}}
	for i := range pairs {
		for _, u := range pairs[i].units {
			t.meet(u, pairs[i].weight)
		}
	}
	return t
}

func (t *tree) meet(unit string, weight float64) {
	parts, ok := t.parts[unit]
	if !ok {
		parts = name.SoundParts(nil, unit, t.script)
		t.parts[unit] = parts
	}
	t.met[unit] += weight
	for _, p := range parts {
		t.meet(p, weight)
	}
}

// height is in how many steps a unit is made of the smallest.
func (t *tree) height(unit string) (h int) {
	for _, p := range t.parts[unit] {
		h = max(h, t.height(p)+1)
	}
	return h
}

// cut appends a unit, marked, or those that it is made of where it is seldom met or
// higher.
func (t *tree) cut(dst []string, unit string, height int, begins, ends bool) []string {
	if h := t.height(unit); h == 0 || h <= height && t.met[unit] >= leastUnit {
		return append(dst, name.MarkUnit(unit, begins, ends))
	}
	parts := t.parts[unit]
	for i, p := range parts {
		dst = t.cut(dst, p, height, begins && i == 0, ends && i == len(parts)-1)
	}
	return dst
}

// cuts are pairs of units that are no higher.
func (t *tree) cuts(pairs []pair, height int) []pair {
	all := slices.Clone(pairs)
	for i := range all {
		units := all[i].units
		all[i].units = nil
		for k, u := range units {
			all[i].units = t.cut(all[i].units, u, height, k == 0, k == len(units)-1)
		}
	}
	return all
}

// learn learns what the smallest units stand for first, then those that are made of
// them, step by step.
func learn(pairs []pair, script string, whole bool) model {
	t, m := newTree(pairs, script), model{}
	highest := 0
	for unit := range t.parts {
		highest = max(highest, t.height(unit))
	}
	letters := letterShares(pairs)
	for height := range highest + 1 {
		cut := t.cuts(pairs, height)
		var before model // of the units of this height
		if height > 0 {
			before = t.before(m, cut)
		}
		maps.Copy(m, before.learn(cut, letters, whole))
	}
	for _, of := range m {
		maps.DeleteFunc(of, func(_ string, share float64) bool { return share < leastShare })
	}
	maps.DeleteFunc(m, func(_ string, of map[string]float64) bool { return len(of) == 0 })
	return m
}

// before is what the units of pairs stand for by what is known of others.
func (t *tree) before(m model, pairs []pair) model {
	before := model{}
	for i := range pairs {
		for _, u := range pairs[i].units {
			for _, u := range []string{u, name.WithinWord(u)} {
				if before[u] == nil {
					before[u] = t.base(m, u)
				}
			}
		}
	}
	return before
}

// learn learns what the units of pairs stand for, given what they do by what is known of
// others; of the smallest nothing is.
func (m model) learn(pairs []pair, letters [256]float64, whole bool) model {
	before, rounds := m, rounds
	if before != nil {
		rounds = roundsAgain
	}
	for round := range rounds {
		counts := model{}
		for i := range pairs {
			unmeant := 0.0
			if whole && (before != nil || round >= roundsBefore) {
				unmeant = likelier * pairs[i].unmeant(letters)
			}
			pairs[i].count(m, counts, unmeant)
		}
		m = counts.shares(before, round == rounds-1)
	}
	return m
}

// base is what a marked unit stands for by what it is made of, unless it is known.
func (t *tree) base(m model, marked string) map[string]float64 {
	unit := name.WithinWord(marked)
	if of := m.of(marked); of != nil {
		return of
	}
	parts := t.parts[unit]
	if len(parts) == 0 {
		return nil
	}
	begins, ends := marked[0] == '^', marked[len(marked)-1] == '$'
	of := map[string]float64{"": 1}
	for i, p := range parts {
		of = joined(of, t.base(m, name.MarkUnit(p, begins && i == 0, ends && i == len(parts)-1)))
	}
	return of
}

// joined is how often two units stand for letters together. A letter that both have is
// written once.
func joined(x, y map[string]float64) map[string]float64 {
	of := map[string]float64{}
	for _, s := range slices.Sorted(maps.Keys(x)) {
		for _, e := range slices.Sorted(maps.Keys(y)) {
			if p := x[s] * y[e]; p > faint {
				if both := string(slices.Compact([]byte(s + e))); len(both) <= maxChunk {
					of[both] += p
				}
			}
		}
	}
	return of
}

// of is what a unit stands for: where it was seldom met there, what it does within words.
func (m model) of(unit string) map[string]float64 {
	if of, ok := m[unit]; ok {
		return of
	}
	return m[name.WithinWord(unit)]
}

// letterShares is how often each letter is met.
func letterShares(pairs []pair) (of [256]float64) {
	all := 0.0
	for i := range pairs {
		for _, c := range []byte(pairs[i].letters) {
			of[c] += pairs[i].weight
			all += pairs[i].weight
		}
	}
	for c := range of {
		of[c] /= all
	}
	return of
}

// unmeant is how likely any word of as many units has the pair's letters.
func (p *pair) unmeant(of [256]float64) float64 {
	likely := 1.0 / (maxChunk * float64(len(p.units))) // as long as they are
	for _, c := range []byte(p.letters) {
		likely *= of[c]
	}
	return likely
}

// count adds what the units of a pair stand for, by all ways of sharing out, as far as
// they are likelier to have these letters than unmeant says.
func (p *pair) count(m, counts model, unmeant float64) {
	n, l := len(p.units), len(p.letters)
	share := func(i, from, to int) float64 {
		if m != nil {
			return m.of(p.units[i])[p.letters[from:to]]
		}
		off := float64(from+to)/2/float64(l) - (float64(i)+0.5)/float64(n)
		return math.Exp(-off*off/(2*spread*spread)) * [...]float64{0.05, 0.5, 1, 0.5, 0.1, 0.05, 0.02}[to-from]
	}
	// before[i][j]: of the first i units being the first j letters; after: of the rest.
	before, after := grid(n+1, l+1), grid(n+1, l+1)
	before[0][0], after[n][l] = 1, 1
	for i := range n {
		for j := range l + 1 {
			if before[i][j] == 0 {
				continue
			}
			for k := j; k <= min(l, j+maxChunk); k++ {
				before[i+1][k] += before[i][j] * share(i, j, k)
			}
		}
	}
	all := before[n][l]
	if all == 0 {
		return
	}
	weight := p.weight * (all / (all + unmeant))
	for i := n - 1; i >= 0; i-- {
		for j := range l + 1 {
			for k := j; k <= min(l, j+maxChunk); k++ {
				after[i][j] += after[i+1][k] * share(i, j, k)
			}
		}
	}
	for i := range n {
		of := counts[p.units[i]]
		if of == nil {
			of = map[string]float64{}
			counts[p.units[i]] = of
		}
		for j := range l + 1 {
			for k := j; k <= min(l, j+maxChunk); k++ {
				if c := before[i][j] * share(i, j, k) * after[i+1][k] / all; c > 1e-6 {
					of[p.letters[j:k]] += c * weight
				}
			}
		}
	}
}

func grid(n, l int) [][]float64 {
	g := make([][]float64, n)
	for i := range g {
		g[i] = make([]float64, l)
	}
	return g
}

// shares makes shares of counts and of what the units stand for by what is known of
// others. A unit stands at an end of a word for what it does anywhere as far as it was
// seldom met there.
func (m model) shares(before model, last bool) model {
	anywhere := model{}
	for _, u := range slices.Sorted(maps.Keys(m)) { // sums depend on the order
		w := name.WithinWord(u)
		if anywhere[w] == nil {
			anywhere[w] = map[string]float64{}
		}
		for s, c := range m[u] {
			anywhere[w][s] += c
		}
	}
	out := model{}
	for w, counts := range anywhere {
		known := before.of(w)
		if known == nil && last && sum(counts) < leastUnit {
			continue
		}
		all := mixed(counts, known, unseen(counts, made))
		if known == nil && last {
			maps.DeleteFunc(all, func(s string, _ float64) bool { return counts[s] < leastCount })
		}
		if out[w] = all; known == nil {
			out[w] = mixed(m[w], all, placed)
		}
		for _, u := range []string{"^" + w, w + "$", "^" + w + "$"} {
			if here := sum(m[u]); here >= placed || known != nil && here > 0 && !last {
				out[u] = mixed(m[u], half(all, before.of(u)), unseen(m[u], placed))
			}
		}
	}
	return out
}

// unseen is as how many counts what was known before counts.
func unseen(counts map[string]float64, least float64) float64 {
	met := 0.0
	for _, s := range slices.Sorted(maps.Keys(counts)) {
		met += min(counts[s], 1)
	}
	return least + kinds*met
}

// mixed are shares of counts and, as of so many more, those known before, if any are.
func mixed(counts, before map[string]float64, as float64) map[string]float64 {
	all, of := sum(counts), map[string]float64{}
	if before == nil {
		before, as = counts, 0
	}
	for s, p := range before {
		if p = (counts[s] + p*as) / (all + as); p >= faint {
			of[s] = p
		}
	}
	return of
}

// half is the mean of two shares, or the first where there is no other.
func half(x, y map[string]float64) map[string]float64 {
	if y == nil {
		return x
	}
	of := map[string]float64{}
	for s, p := range x {
		of[s] += p / 2
	}
	for s, p := range y {
		of[s] += p / 2
	}
	return of
}

// sum adds counts in a fixed order.
func sum(of map[string]float64) (all float64) {
	for _, s := range slices.Sorted(maps.Keys(of)) {
		all += of[s]
	}
	return all
}
