package register

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/interdict/interdict/lists"
)

// openReadOnly opens a register as one who may not write it. Permissions would
// not do, since the tests may run as a user who may write everything.
func openReadOnly(t *testing.T, dir string) (*Register, bool) {
	t.Helper()
	unz, err := newDecoder()
	if err != nil {
		t.Fatal(err)
	}
	r := &Register{path: filepath.Join(dir, FileName), unz: unz}
	ok := r.readOnly(context.Background(), Options{})
	if ok {
		t.Cleanup(func() { r.Close() })
	}
	return r, ok
}

func TestReadOnly(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	if _, ok := openReadOnly(t, dir); ok {
		t.Error("a register that is not there is opened")
	}
	w := openAt(t, dir)
	load(t, w, "2024-03-22", people(5))

	// Beside the one who writes, it sees what is loaded.
	r, ok := openReadOnly(t, dir)
	if !ok {
		t.Fatal("it cannot be opened beside a writer")
	}
	load(t, w, "2024-03-26", people(6))
	if got := inForceIDs(t, r, ""); got != "1 2 3 4 5 6" {
		t.Errorf("in force: %s", got)
	}
	if _, err := r.Load(ctx, meta("2024-04-01", people(7)), reading(people(7), lists.Report{}), LoadOptions{Now: noon}); !IsKind(err, Inaccessible) {
		t.Errorf("loading: %v", err)
	}
	r.Close()
	w.Close()

	// Alone, it reads a file that does not change, and says so if it does.
	makeUnwritable(t, dir)
	r, ok = openReadOnly(t, dir)
	if !ok {
		t.Fatal("it cannot be opened alone")
	}
	if got := inForceIDs(t, r, ""); got != "1 2 3 4 5 6" {
		t.Errorf("in force: %s", got)
	}
	if r.frozen == nil {
		t.Skip("this user may write everything, so that SQLite made its log all the same")
	}
	if err := os.Chtimes(filepath.Join(dir, FileName), time.Time{}, noon); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Lists(ctx); !IsKind(err, Busy) {
		t.Errorf("of a file that has changed: %v", err)
	}
}

func makeUnwritable(t *testing.T, dir string) {
	t.Helper()
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(dir, 0o700) })
}
