package spool

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

func TestStore(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	for _, memory := range []int{0, 1, 100} {
		s := Store{Memory: memory}
		var pairs Pairs
		for i := range 1000 {
			off, err := s.Add(fmt.Appendf(nil, "record %d", i))
			if err != nil {
				t.Fatal(err)
			}
			pairs.Add(Key(fmt.Sprint(i%500)), off)
		}
		s.Add(nil)
		pairs.Sort()
		for _, i := range []int{0, 7, 499} {
			found := pairs.Of(Key(fmt.Sprint(i)))
			if len(found) != 2 {
				t.Fatalf("%d pairs of %d", len(found), i)
			}
			for n, p := range found {
				b, err := s.At(p.Offset)
				if want := fmt.Sprintf("record %d", i+500*n); err != nil || string(b) != want {
					t.Errorf("memory %d: %q, %v, want %s", memory, b, err, want)
				}
			}
		}
		if len(pairs.Of(Key("nobody"))) > 0 {
			t.Error("there is a record of nobody")
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestNoFolder(t *testing.T) {
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "none"))
	s := Store{Memory: 1}
	if _, err := s.Add([]byte("ab")); err == nil || s.file != nil {
		t.Errorf("error %v", err)
	}
	if _, err := os.Stat(os.TempDir()); err == nil {
		t.Skip("this system does not look at TMPDIR")
	}
}
