package name

import (
	"strings"
	"testing"
)

func TestStray(t *testing.T) {
	for text, want := range map[string]bool{
		"uzcna":      true, // Duzcan, of which it has two errors
		"xubha":      true,
		"mosedz":     true, // Moses
		"taqyvanchk": true,
		"ahmde":      false, // Ahmed, exchanged
		"ahmd":       false, // left out
		"ahmeed":     false, // one more
		"ahned":      false, // another
		"":           true,
	} {
		if got := Stray(text); got != want {
			t.Errorf("Stray(%q) = %v", text, got)
		}
	}
	if Stray(strings.Repeat("a", MaxToken+1)) {
		t.Error("a text longer than any word is stray")
	}
}

func BenchmarkStray(b *testing.B) {
	for b.Loop() {
		Stray("mosedz")
	}
}
