package kept

import (
	"crypto/sha256"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestSweep: what killed processes left goes, once it is old; all else stays.
func TestSweep(t *testing.T) {
	s := Store{Dir: t.TempDir()}
	if n, err := (Store{Dir: filepath.Join(s.Dir, "none")}).Sweep(func(Sum) bool { return false }, time.Now()); n != 0 || err != nil {
		t.Errorf("no folder: %d, %v", n, err)
	}
	text := strings.Join(rows(rand.New(rand.NewPCG(1, 2)), 200), "")
	known := keep(t, s, []byte(text), nil)
	base := keep(t, s, []byte("a base that nobody knows\n"+text), nil)
	upon := keep(t, s, []byte("upon it\n"+text), &base)
	orphan := keep(t, s, []byte("an orphan"), nil)
	orphanPatch := keep(t, s, []byte("an orphan, too\n"+text), &known)
	young := keep(t, s, []byte("a young orphan"), nil)
	dir := filepath.Dir(s.Path(known))
	half := filepath.Join(dir, ".half.zst.123.tmp") // as atomicfile names them
	if err := os.WriteFile(half, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	note := filepath.Join(dir, "README")
	if err := os.WriteFile(note, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-48 * time.Hour)
	for _, path := range []string{s.Path(known), s.Path(base), s.Path(upon), s.Path(orphan), s.Path(orphanPatch), half, note} {
		if err := os.Chtimes(path, old, old); err != nil {
			t.Fatal(err)
		}
	}
	n, err := s.Sweep(func(sum Sum) bool { return sum == known || sum == upon }, time.Now().Add(-24*time.Hour))
	if n != 3 || err != nil {
		t.Errorf("%d removed, %v; want 3", n, err)
	}
	for name, sum := range map[string]Sum{"orphan": orphan, "orphan patch": orphanPatch} {
		if s.Path(sum) != "" {
			t.Errorf("the %s is still here", name)
		}
	}
	if exists(half) || !exists(note) {
		t.Errorf("half-written: %v; a file that is not ours: %v", exists(half), exists(note))
	}
	for name, sum := range map[string]Sum{"known": known, "base": base, "upon it": upon, "young": young} {
		if s.Path(sum) == "" {
			t.Errorf("%s is gone", name)
		}
	}
	if got := get(t, s, upon); sha256.Sum256(got) != upon {
		t.Error("what rests upon the base comes back otherwise")
	}
}
