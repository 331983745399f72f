package name

import (
	"bufio"
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/interdict/interdict"
)

var update = flag.Bool("update", false, "write testdata/golden/hash.txt anew")

// What is stored with one Version must be what that version gives. The names
// of testdata/golden/names.txt stand for all: if any output on them changes,
// so must Version, and the hash beside them.
func TestGolden(t *testing.T) {
	r, err := os.Open("testdata/golden/names.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	h := sha256.New()
	var a Analyser
	s := bufio.NewScanner(r)
	for s.Scan() {
		if s.Text() == "" || s.Text()[0] == '#' {
			continue
		}
		for _, schema := range schemas {
			for _, f := range a.Analyse(&interdict.Name{Full: unescape(s.Text())}, schema) {
				fmt.Fprintf(h, "%s\t%s\t%s\t%s\n", s.Text(), schema, f.Script, showForm(f))
				for _, tok := range f.Tokens {
					fmt.Fprintf(h, "%q %d\n", Key(nil, tok.Text), Rarity(tok.Text))
				}
			}
		}
	}
	if s.Err() != nil {
		t.Fatal(s.Err())
	}
	got := fmt.Sprintf("%s %x\n", Version, h.Sum(nil))
	const file = "testdata/golden/hash.txt"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		was, _, _ := strings.Cut(string(want), " ")
		t.Errorf("the analysis has changed since %s: raise Version, so that snapshots are compiled anew, and write the new hash with\n\tgo test ./name -run Golden -update", was)
	}
}
