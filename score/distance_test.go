package score

import (
	"strings"
	"testing"

	"github.com/interdict/interdict/name"
	"pgregory.net/rapid"
)

// osa is optimal string alignment by its definition, the oracle.
func osa(a, b string) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		d[i][0] = i
	}
	for j := range d[0] {
		d[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}

// A word most of whose letters only repeat the one before is no spelling of another;
// letters written twice or thrice by mistake are still forgiven.
func TestRepeatedLettersAreNoSpelling(t *testing.T) {
	token := func(text string) *Token { return &Token{Text: text, Key: string(name.Key(nil, []byte(text)))} }
	for pair, want := range map[string]bool{"zzzzqqq zk": false, "qqq cccc": false, "aaaaa aa": false, "abdulllah abdullah": true, "shaafii shafi": true, "aabbas abbas": true} {
		a, b, _ := strings.Cut(pair, " ")
		if got := Compare(token(a), token(b)).Kind != NoEdge; got != want {
			t.Errorf("%s: joined %v", pair, got)
		}
		if got := Compare(token(b), token(a)).Kind != NoEdge; got != want {
			t.Errorf("%s the other way: joined %v", pair, got)
		}
	}
}

func TestDistanceAgainstOracle(t *testing.T) {
	word := rapid.StringOfN(rapid.RuneFrom([]rune("abc")), 0, 12, -1)
	var p Pattern
	rapid.Check(t, func(t *rapid.T) {
		a, b := word.Draw(t, "a"), word.Draw(t, "b")
		if !p.Set(a) {
			t.Fatal("not set")
		}
		for limit := 1; limit <= 2; limit++ {
			want := min(osa(a, b), limit+1)
			if got := Distance(a, b, limit); got != want {
				t.Fatalf("Distance(%q, %q, %d) = %d, want %d", a, b, limit, got, want)
			}
			if got := min(p.Distance(b, limit), limit+1); got != want {
				t.Fatalf("Pattern %q, %q, %d: %d, want %d", a, b, limit, got, want)
			}
		}
	})
}

// A pattern has a bit for each letter, up to the last of 64.
func TestPatternOfManyLetters(t *testing.T) {
	var p Pattern
	long := strings.Repeat("abcdefgh", 8)
	if !p.Set(long) || p.Distance(long[:63]+"x", 2) != 1 || p.Distance("x"+long, 2) != 1 || p.Distance(long[:62]+"hg", 2) != 1 || p.Distance(long[2:], 1) <= 1 {
		t.Error("errors of 64 letters are counted wrongly")
	}
	if p.Set(long + "a") {
		t.Error("65 letters are taken")
	}
	if p.Distance(long, 1) != 1 || p.Distance("x"+long[1:]+"a", 2) != 1 || p.Distance(long[2:], 2) <= 2 {
		t.Error("errors of 65 letters are counted wrongly")
	}
}

func BenchmarkPattern(b *testing.B) {
	var p Pattern
	p.Set("mohammed")
	for b.Loop() {
		p.Distance("mahamdee", 2)
	}
}

func BenchmarkDistance(b *testing.B) {
	for _, limit := range []int{1, 2} {
		b.Run([]string{"", "one", "two"}[limit], func(b *testing.B) {
			for b.Loop() {
				Distance("mohammed", "mahamdee", limit)
			}
		})
	}
}
