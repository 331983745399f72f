package register

import (
	"bytes"
	"context"
	"crypto/sha256"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

// TestSweep: files of a load that was killed before its commit go a day later;
// those of editions stay, and what was swept can be loaded.
func TestSweep(t *testing.T) {
	ctx := context.Background()
	r := openTemp(t)
	first, second := people(20), people(21)
	keepLoad := func(day string, ls []interdict.Listing) {
		t.Helper()
		if _, err := r.Load(ctx, metaWithFile(day, ls), reading(ls, lists.Report{}), LoadOptions{Now: noon}); err != nil {
			t.Fatal(err)
		}
	}
	keepLoad("2024-03-22", first)
	// What a process leaves that is killed between keeping the file and the commit,
	// and another while it writes.
	killed := bytesOf(second)
	sum := sha256.Sum256(killed)
	if _, err := r.published().Keep(sum, int64(len(killed)), func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(killed)), nil }, nil); err != nil {
		t.Fatal(err)
	}
	half := filepath.Join(filepath.Dir(r.published().Path(sum)), ".half.zst.1.tmp")
	if err := os.WriteFile(half, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if n, err := r.Sweep(ctx, time.Now()); n != 0 || err != nil {
		t.Errorf("at once: %d removed, %v", n, err)
	}
	if n, err := r.Sweep(ctx, time.Now().Add(2*leftAlone)); n != 2 || err != nil {
		t.Errorf("later: %d removed, %v; want 2", n, err)
	}
	if n := keptFiles(t, r); n != 1 {
		t.Errorf("%d files are left, want the edition's", n)
	}
	keepLoad("2024-03-26", second)
	for i, want := range [][]byte{bytesOf(first), killed} {
		editions, err := r.Editions(ctx, "test")
		if err != nil {
			t.Fatal(err)
		}
		if got, err := fileOf(t, r, editions[i]); err != nil || !bytes.Equal(got, want) {
			t.Errorf("edition %d: %d bytes, %v", i, len(got), err)
		}
	}
}
