package main

import (
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"
)

// folds is how many folds F1 is told of.
const folds = 5

// foldChoice says which cases of a row count: those of one fold of several, or
// all but those. The zero value takes every case.
type foldChoice struct {
	fold, of int
	but      bool
}

// parseFold reads "2/5".
func parseFold(s string, but bool) (foldChoice, error) {
	a, b, ok := strings.Cut(s, "/")
	k, err1 := strconv.Atoi(a)
	n, err2 := strconv.Atoi(b)
	if !ok || err1 != nil || err2 != nil || n < 2 || k < 1 || k > n {
		return foldChoice{}, fmt.Errorf("%q is no fold; write 2/5 for the second of five", s)
	}
	return foldChoice{k, n, but}, nil
}

func (c foldChoice) takes(key string) bool {
	return c.of == 0 || (foldOf(key, c.of) == c.fold) != c.but
}

// foldOf is the fold of 1 to n that a key falls into, the same for ever.
func foldOf(key string, n int) int {
	h := fnv.New32a()
	h.Write([]byte(key)) // never fails
	return int(h.Sum32()%uint32(n)) + 1
}

// groups joins names that meet in one case, so that no name is in two folds.
type groups map[string]string

// join puts all names into one group. A group is called by its first name in
// the order of the alphabet, whatever the order of the cases.
func (g groups) join(names ...string) {
	for _, n := range names[1:] {
		a, b := g.of(names[0]), g.of(n)
		if a != b {
			g[max(a, b)] = min(a, b)
		}
	}
}

// of is the name of a name's group.
func (g groups) of(name string) string {
	name = strings.ToLower(name)
	for {
		up, ok := g[name]
		if !ok {
			return name
		}
		name = up
	}
}

// foldScores counts answers fold by fold.
type foldScores [folds]confusion

func (f *foldScores) add(key string, expected, answered bool) {
	f[foldOf(key, folds)-1].add(expected, answered)
}

// note tells each fold's F1.
func (f *foldScores) note(r *result) {
	var all []string
	for i := range f {
		value, _, _ := f[i].f1()
		all = append(all, fmt.Sprintf("%.3f", value))
	}
	r.note("F1 of the %d folds by name: %s.", folds, strings.Join(all, ", "))
}
