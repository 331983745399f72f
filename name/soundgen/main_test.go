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
	m := learn(pairs, false)
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
	if got := string(m.table("test")); !strings.Contains(got, "\nma\tma:") {
		t.Errorf("the table lacks ma:\n%s", got)
	}
}
