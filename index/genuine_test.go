package index

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestGenuine: a file whose checksums are right and whose name is that of another
// is seen.
func TestGenuine(t *testing.T) {
	var b bytes.Buffer
	s := NewBuilder().Snapshot(Meta{})
	hash, err := s.Write(&b)
	if err != nil {
		t.Fatal(err)
	}
	if !s.Genuine() {
		t.Error("a snapshot in memory is taken for another")
	}
	for name, want := range map[string]bool{hash: true, strings.Repeat("0", len(hash)): false} {
		path := filepath.Join(t.TempDir(), name+Extension)
		if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		if s.Genuine() != want {
			t.Errorf("%.12s: %v", name, !want)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}
