package register

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

// FuzzDamagedFile changes a register file at one place and asks of it all that
// can be asked: errors are fine, panics and endless loops are not.
func FuzzDamagedFile(f *testing.F) {
	whole, err := os.ReadFile(golden + ".db")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(uint32(0), []byte("SQLite format 4"), false)
	f.Add(uint32(100), []byte{0x0d, 0xff, 0xff, 0xff, 0xff}, false)
	f.Add(uint32(5*4096), []byte{2, 0, 0, 0, 9, 0, 0, 0, 0}, false)
	f.Add(uint32(9*4096+2000), []byte("\xff\xff\xff\xff\xff\xff\xff\xff\xff"), false)
	f.Add(uint32(20000), []byte{}, true)
	f.Fuzz(func(t *testing.T, at uint32, change []byte, cut bool) {
		b := append([]byte{}, whole...)
		at %= uint32(len(b))
		copy(b[at:], change)
		if cut {
			b = b[:at]
		}
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, FileName), b, 0o666); err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		askEverything(dir)
		if d := time.Since(start); d > 20*time.Second {
			t.Errorf("it took %v", d)
		}
	})
}

// askEverything opens a register and ignores what it answers.
func askEverything(dir string) {
	ctx := context.Background()
	r, err := Open(ctx, dir, Options{Wait: time.Millisecond})
	if err != nil {
		return
	}
	defer r.Close()
	r.Check(ctx)
	statuses, _ := r.Lists(ctx)
	for _, s := range statuses {
		editions, _ := r.Editions(ctx, s.List)
		for _, e := range editions {
			r.Refusals(ctx, e)
			for _, err := range viewOf(r, e).Listings(ctx) {
				if err != nil {
					break
				}
			}
		}
		r.Diff(ctx, s.List, "", "")
		r.Diff(ctx, s.List, "2024-03-22", "")
	}
	r.InForce(ctx, AsOf{Day: interdict.Day(2010, 1, 1)})
	r.Find(ctx, "47814")
	ls := people(7)
	m := meta("2024-06-02", ls)
	r.Load(ctx, m, reading(ls, lists.Report{}), LoadOptions{Now: noon})
}
