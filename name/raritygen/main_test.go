package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// What is embedded is what the generator makes of the sources, where these are
// at hand.
func TestUpToDate(t *testing.T) {
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	sources := ""
	for d := dir; d != filepath.Dir(d) && sources == ""; d = filepath.Dir(d) {
		if s := filepath.Join(d, "shared", "data"); exists(filepath.Join(s, "matching", "transliteration")) {
			sources = s
		}
	}
	if sources == "" {
		t.Skip("the folder shared of real data does not stand beside the repository")
	}
	out := t.TempDir()
	if err := run(sources, filepath.Join(out, "rarity.bin"), filepath.Join(out, "cultures.tsv"), 0); err != nil {
		t.Fatal(err)
	}
	made, err := filepath.Glob(filepath.Join(out, "*"))
	if err != nil || len(made) == 0 {
		t.Fatalf("nothing was made: %v", err)
	}
	for _, file := range made {
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join("..", "data", filepath.Base(file)))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("data/%s is not what the sources give: run go generate ./name", filepath.Base(file))
		}
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
