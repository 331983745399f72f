package lockfile_test

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/interdict/interdict/internal/lockfile"
)

func TestLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	release, err := lockfile.Lock(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := lockfile.Lock(path); !errors.Is(err, lockfile.ErrHeld) {
		t.Errorf("locked twice: %v", err)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	if release, err = lockfile.Lock(path); err != nil {
		t.Fatal(err)
	}
	release()
}
