package name

import (
	"bufio"
	"math"
	"os"
	"path/filepath"
	"sort"
	"testing"

	"github.com/interdict/interdict"
)

// shared returns a file of the folder of real data beside the repository, or
// skips the test where there is none.
func shared(t testing.TB, path string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		file := filepath.Join(dir, "shared", "data", path)
		if _, err := os.Stat(file); err == nil {
			return file
		}
	}
	t.Skipf("%s is not here: the folder shared stands beside the repository where real data is to be tested", path)
	return ""
}

func eachLine(t testing.TB, file string, f func(string)) {
	t.Helper()
	r, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	s := bufio.NewScanner(r)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		f(s.Text())
	}
	if s.Err() != nil {
		t.Fatal(s.Err())
	}
}

// The table is held against the names of a hundred and seventy thousand
// registered agents of Virginia companies, none of which went into it.
func TestRarityAgainstRegisteredAgents(t *testing.T) {
	count, names := map[string]float64{}, 0.0
	var a Analyser
	eachLine(t, shared(t, "names/probablepeople/va_corporate.csv"), func(line string) {
		forms := a.Analyse(&interdict.Name{Full: line}, interdict.Airplane)
		if len(forms) == 0 {
			return
		}
		names++
		for _, tok := range forms[0].Tokens {
			if len(tok.Text) > 1 && tok.Part != Number {
				count[string(tok.Text)]++
			}
		}
	})
	type miss struct {
		word      string
		is, table float64
	}
	var all []miss
	var sum, sumXY, sumX, sumY, sumXX, sumYY float64
	for w, n := range count {
		if n < 15 {
			continue
		}
		m := miss{w, -math.Log2(n / names), Rarity([]byte(w)).Bits()}
		all = append(all, m)
		sum += math.Abs(m.is - m.table)
		sumX, sumY, sumXY = sumX+m.is, sumY+m.table, sumXY+m.is*m.table
		sumXX, sumYY = sumXX+m.is*m.is, sumYY+m.table*m.table
	}
	n := float64(len(all))
	corr := (n*sumXY - sumX*sumY) / math.Sqrt((n*sumXX-sumX*sumX)*(n*sumYY-sumY*sumY))
	sort.Slice(all, func(i, j int) bool {
		return math.Abs(all[i].is-all[i].table) > math.Abs(all[j].is-all[j].table)
	})
	for _, m := range all[:25] {
		t.Logf("%-14s real %.1f table %.1f", m.word, m.is, m.table)
	}
	t.Logf("%d words of 15 bearers or more: mean miss %.2f bits, correlation %.2f", len(all), sum/n, corr)
	if sum/n > 2.5 || corr < 0.4 {
		t.Errorf("the table is far from real names: mean miss %.2f bits, correlation %.2f", sum/n, corr)
	}
}

func TestRarityBounds(t *testing.T) {
	for _, w := range []string{"", "a", "mohammed", "zzzzzzzzzzzzzz", "2005", "12345678901234567890", "ไทย"} {
		if r := Rarity([]byte(w)); r < Commonest || r > Rarest {
			t.Errorf("Rarity(%q) = %d, out of bounds", w, r)
		}
	}
}

func TestRarityOrder(t *testing.T) {
	for _, c := range []struct {
		word     string
		min, max float64
	}{
		{"mohammed", 5, 8}, {"ahmed", 5, 8}, {"ali", 5, 8}, {"maria", 5, 8}, {"john", 5, 8},
		{"kim", 5, 8}, {"wang", 5, 8}, {"singh", 5, 8}, {"khan", 5, 8},
		{"trading", 4, 7}, {"bank", 4, 7}, {"group", 4, 7}, {"international", 4, 7}, {"company", 3, 5}, {"shipping", 5, 8},
		{"ivanovich", 8, 10.5}, {"smith", 6, 9}, {"garcia", 6, 9},
		{"ovsiannikov", 17, 18}, {"guangzong", 17, 18}, {"xiaoruizhi", 17, 18},
	} {
		if r := Rarity([]byte(c.word)).Bits(); r < c.min || r > c.max {
			t.Errorf("Rarity(%s) = %.1f bits, want %.1f to %.1f", c.word, r, c.min, c.max)
		}
	}
}
