package main

import (
	"errors"
	"fmt"
	"math"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/interdict/interdict"
)

// row is one measured set.
type row struct {
	name  string
	title string
	run   func(*bench) (*result, error)
}

// rows are all rows, in the order of the table.
func rows() []row {
	return []row{
		{"name_bench", "Labelled pairs of names (name_bench)", nameBench},
		{"un", "People on the UN list against scale M (screening_fixtures)", unPeople},
		{"negatives", "People on no list against scale M (screening_fixtures)", negatives},
		{"congress", "Legislators, on no list that is on by default, against scale M (screening_fixtures)", congress},
		{"owners", "Names of a register of companies and those who answer for them, against scale M (Virginia, probablepeople)", owners},
		{"companies", "Companies that have a Legal Entity Identifier, against scale M (GLEIF)", companies},
		{"pairs", "Labelled pairs of whole entities (a sample of OpenSanctions Pairs)", pairs},
		{"weak", "Aliases of scale M that their lists call weak, as listed", weakAliases},
		{"native", "Names in native script that UN, UK and Australia publish, against the Latin names of scale M", native},
		{"bodies", "Names in native script of organisations, ships and aircraft on any list, against the Latin names of scale M", bodies},
		{"translit", "Native spellings among 10,000 others in Latin letters (Wikidata, names_transliteration)", transliteration},
		{"altered", "Names of scale M altered by a seeded generator", altered},
		{"ablation", "What each kind of knowledge is worth, left out", ablation},
	}
}

// errAbsent is returned by a row whose set is not stored here.
var errAbsent = errors.New("the set is not here")

// result is what a row came to.
type result struct {
	figures []figure
	notes   []string // what a reader has to know of the figures
	cases   []outcome
}

func (r *result) note(format string, args ...any) {
	r.notes = append(r.notes, fmt.Sprintf(format, args...))
}

// outcome is one case of a row.
type outcome struct {
	id       string // the same in every run
	text     string // what was asked, to be read
	expected string
	answer   string
	score    interdict.Score
	right    bool
}

// figure is a line of the table.
type figure struct {
	what      string
	value     float64
	low, high float64 // 95 % interval, NaN where there is none
	count     string
	aim       aim
	peer      string
	decimal   bool // shown as a decimal number, not in per cent
}

// aim is what a figure is to reach. The zero aim is none.
type aim struct {
	sign  string // ">", ">=", "<" or ""
	value float64
}

func over(v float64) aim  { return aim{">", v} }
func least(v float64) aim { return aim{">=", v} }
func under(v float64) aim { return aim{"<", v} }

func (a aim) met(v float64) bool {
	switch a.sign {
	case ">":
		return v > a.value
	case ">=":
		return v >= a.value
	case "<":
		return v < a.value
	}
	return true
}

// rate adds a share to the result.
func (r *result) rate(what string, s share, a aim, peer string) {
	low, high := s.wilson()
	r.figures = append(r.figures, figure{what: what, value: s.value(), low: low, high: high,
		count: fmt.Sprintf("%d of %d", s.got, s.of), aim: a, peer: peer})
}

// number adds a decimal number with an interval.
func (r *result) number(what string, value, low, high float64, a aim, peer string) {
	r.figures = append(r.figures, figure{what: what, value: value, low: low, high: high, aim: a, peer: peer, decimal: true})
}

// plain adds a decimal number without an interval.
func (r *result) plain(what string, value float64, a aim, peer string) {
	r.number(what, value, math.NaN(), math.NaN(), a, peer)
}

// parallel calls f for 0 to n-1 on all processors and returns the first error.
// Each worker has what make gives it.
func parallel[W any](n int, make func() W, f func(w W, i int) error) error {
	var next atomic.Int64
	var all sync.WaitGroup
	var failed atomic.Pointer[error]
	for range min(n, runtime.GOMAXPROCS(0)) {
		all.Go(func() {
			w := make()
			for failed.Load() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				if err := f(w, i); err != nil {
					failed.CompareAndSwap(nil, &err)
				}
			}
		})
	}
	all.Wait()
	if err := failed.Load(); err != nil {
		return *err
	}
	return nil
}
