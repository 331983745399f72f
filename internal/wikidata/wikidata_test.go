package wikidata

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestWords(t *testing.T) {
	for _, c := range []struct {
		text  string
		whole bool
		want  []Word
	}{
		{"Abdul\tعبد ال\t7\nO'Brien Jr\tاوبراين\t2\nIbn2\tابن\t1\n", false, []Word{{"عبدال", "abdul", 7, 1}}},
		{"Kim Min-su\t김 민-수\nPelé\t펠레\nLee\t리 민\n", true, []Word{{"김", "kim", 1, 3}, {"민", "min", 1, 3}, {"수", "su", 1, 3}, {"펠레", "pele", 1, 1}}},
	} {
		file := filepath.Join(t.TempDir(), "words.tsv")
		if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		var got []Word
		if err := Words(file, c.whole, func(w Word) { got = append(got, w) }); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q: got %v, want %v", c.text, got, c.want)
		}
	}
}
