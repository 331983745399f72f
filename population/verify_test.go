package population

import (
	"context"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/interdict/interdict/internal/lockfile"
	"github.com/interdict/interdict/internal/sealed"
)

// Files are read whole beside others who work in the folder and clear up there.
func TestVerifyBesideOthers(t *testing.T) {
	key := sealed.NewKey()
	folder := Folder(t.TempDir())
	p, err := folder.Add(context.Background(), "bank", &key, read(t, model{"a": {"Anna"}}.csv()), Options{How: Full})
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 3 {
		all.Go(func() {
			for range 60 {
				if v, err := p.Verify(context.Background(), time.Now()); err != nil || v == nil || len(v.Damaged) > 0 {
					t.Error(v, err)
					return
				}
			}
		})
	}
	for range 3 {
		all.Go(func() {
			for range 200 {
				p.Tell(&Running{At: time.Now()})
				if release, err := lockWithin(p.dir, time.Minute); err != nil {
					t.Error(err)
				} else if err := release(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if p.Verified() == nil {
		t.Error("what the reading came to was not kept")
	}
}

// Beside one who is long at work there what it came to is told and not kept.
func TestVerifyBesideLongWork(t *testing.T) {
	key := sealed.NewKey()
	folder := Folder(t.TempDir())
	p, err := folder.Add(context.Background(), "bank", &key, read(t, model{"a": {"Anna"}}.csv()), Options{How: Full})
	if err != nil {
		t.Fatal(err)
	}
	release, err := lockfile.Lock(filepath.Join(p.dir, lockName))
	if err != nil {
		t.Fatal(err)
	}
	v, err := p.Verify(context.Background(), time.Now())
	if err != nil || v == nil || v.Files == 0 || p.Verified() != nil {
		t.Errorf("%+v, %v, kept %+v", v, err, p.Verified())
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
}
