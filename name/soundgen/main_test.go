package main

import (
	"strings"
	"testing"
)

// From words that share pieces it is learnt which letters each piece is.
func TestLearn(t *testing.T) {
	var pairs []pair
	for _, line := range strings.Split("ka-ru-ro carlo|ka-ra-n caran|ma-ru-ko marco|ma-ra-n maran|ro-ma roma|ko-ra cora|ru-ka luca|n-a na", "|") {
		units, latin, _ := strings.Cut(line, " ")
		pairs = append(pairs, pair{strings.ReplaceAll(units, "-", ""), strings.Split(units, "-"), latin, 10})
	}
	m := learn(pairs, "", false)
	for unit, letters := range map[string]string{"ma": "ma", "ko": "co", "ka": "ca"} {
		best := ""
		for s, share := range m[unit] {
			if best == "" || share > m[unit][best] {
				best = s
			}
		}
		if best != letters {
			t.Errorf("%s is most often %q, want %q: %v", unit, best, letters, m[unit])
		}
	}
	if got := string(m.table("test", "")); !strings.Contains(got, "\nma\tma:") {
		t.Errorf("the table lacks ma:\n%s", got)
	}
}

// A unit that was seldom met at the end of a word stands there for what it does
// anywhere, one that was often met for what it does there.
func TestSharesAtEnds(t *testing.T) {
	m := model{
		"ku": {"ku": 60}, "ku$": {"k": 90, "ku": 10},
		"to": {"to": 60}, "to$": {"t": 3},
	}.shares(nil, true)
	if of := m.of("ku$"); of["k"] < 0.8 || of["ku"] < 0.1 {
		t.Errorf("ku at the end: %v", of)
	}
	if of := m.of("ku"); of["k"] == 0 || of["ku"] < 0.8 {
		t.Errorf("ku within: %v", of)
	}
	if of := m.of("to$"); of["to"] < 0.8 || of["t"] == 0 {
		t.Errorf("to at the end: %v", of)
	}
}
