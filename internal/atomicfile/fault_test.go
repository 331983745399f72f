package atomicfile

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
)

var errFault = errors.New("injected fault")

// disk is a file system that tells what is on the platter from what is only in
// memory. A power cut leaves, of each file, what was synced and any part of
// what came after; and of the folder, what was synced and any part of the
// changes after, in their order.
type disk struct {
	inodes  []*inode
	folder  map[string]int // name to inode, as the process sees it
	durable map[string]int // as of the last sync of the folder
	changes []change       // of the folder since, in order
	ops     int
	failAt  int  // the operation, from 1, that fails; 0 none
	dead    bool // every operation after the failing one fails as well
	short   bool // a failing write writes half
}

type inode struct {
	data   []byte
	synced int
}

type change struct {
	name  string
	inode int // -1 removed
}

func newDisk() *disk { return &disk{folder: map[string]int{}, durable: map[string]int{}} }

// op counts an operation and says whether it fails.
func (d *disk) op() error {
	d.ops++
	if d.failAt > 0 && (d.ops == d.failAt || d.dead && d.ops > d.failAt) {
		return errFault
	}
	return nil
}

func (d *disk) set(name string, inode int) {
	if inode < 0 {
		delete(d.folder, name)
	} else {
		d.folder[name] = inode
	}
	d.changes = append(d.changes, change{name, inode})
}

func (d *disk) Create(dir, pattern string) (File, error) {
	if err := d.op(); err != nil {
		return nil, err
	}
	name := dir + strings.Replace(pattern, "*", fmt.Sprint(len(d.inodes)), 1)
	d.inodes = append(d.inodes, &inode{})
	d.set(name, len(d.inodes)-1)
	return &openFile{d, d.inodes[len(d.inodes)-1], name}, nil
}

func (d *disk) Rename(from, to string) error {
	if err := d.op(); err != nil {
		return err
	}
	i, ok := d.folder[from]
	if !ok {
		return fmt.Errorf("%s: no such file", from)
	}
	// A rename is one change to the folder; a journal never splits it.
	delete(d.folder, from)
	d.folder[to] = i
	d.changes = append(d.changes, change{from + "\x00" + to, i})
	return nil
}

func (d *disk) Remove(name string) error {
	if err := d.op(); err != nil {
		return err
	}
	if _, ok := d.folder[name]; !ok {
		return nil
	}
	d.set(name, -1)
	return nil
}

func (d *disk) SyncDir(string) error {
	if err := d.op(); err != nil {
		return err
	}
	d.durable, d.changes = maps.Clone(d.folder), nil
	return nil
}

type openFile struct {
	d    *disk
	i    *inode
	name string
}

func (f *openFile) Name() string { return f.name }

func (f *openFile) Write(b []byte) (int, error) {
	if err := f.d.op(); err != nil {
		n := 0
		if f.d.short {
			n = len(b) / 2
		}
		f.i.data = append(f.i.data, b[:n]...)
		return n, err
	}
	f.i.data = append(f.i.data, b...)
	return len(b), nil
}

func (f *openFile) Sync() error {
	if err := f.d.op(); err != nil {
		return err
	}
	f.i.synced = len(f.i.data)
	return nil
}

func (f *openFile) Close() error { return f.d.op() }

// afterPowerCut returns all that the name may hold after a power cut now.
func (d *disk) afterPowerCut(name string) (out []string) {
	folder := maps.Clone(d.durable)
	for n := 0; ; n++ {
		if i, ok := folder[name]; ok {
			f := d.inodes[i]
			out = append(out, string(f.data[:f.synced]), string(f.data[:(f.synced+len(f.data)+1)/2]), string(f.data))
		} else {
			out = append(out, "(no file)")
		}
		if n == len(d.changes) {
			return out
		}
		c := d.changes[n]
		from, to, renamed := strings.Cut(c.name, "\x00")
		switch {
		case renamed:
			delete(folder, from)
			folder[to] = c.inode
		case c.inode < 0:
			delete(folder, c.name)
		default:
			folder[c.name] = c.inode
		}
	}
}

const old, fresh = "old contents", "fresh contents, longer than the old"

func writeFresh(w io.Writer) error {
	for _, part := range []string{fresh[:5], fresh[5:20], fresh[20:]} {
		if _, err := io.WriteString(w, part); err != nil {
			return err
		}
	}
	return nil
}

// TestEveryFault fails each operation in turn, alone or with all after it, and
// looks at what the process sees and at what a power cut may leave: the old
// file or the new one, whole, and the new one for certain once Write succeeds.
func TestEveryFault(t *testing.T) {
	for _, dead := range []bool{false, true} {
		for _, short := range []bool{false, true} {
			for failAt := 1; ; failAt++ {
				d := newDisk()
				if err := Write(d, "name", func(w io.Writer) error { _, err := io.WriteString(w, old); return err }); err != nil {
					t.Fatal(err)
				}
				d.ops, d.failAt, d.dead, d.short = 0, failAt, dead, short
				err := Write(d, "name", writeFresh)
				if err == nil {
					if failAt <= 8 { // create, 3 writes, sync, close, rename, sync of the folder
						t.Fatalf("operation %d failed and Write did not say so", failAt)
					}
					break
				}
				if !errors.Is(err, errFault) || !strings.Contains(err.Error(), "name") {
					t.Errorf("error %q", err)
				}
				if got := string(d.inodes[d.folder["name"]].data); got != old && got != fresh {
					t.Errorf("operation %d failed (dead %v, short %v): the name holds %q", failAt, dead, short, got)
				}
				for _, got := range d.afterPowerCut("name") {
					if got != old && got != fresh {
						t.Errorf("operation %d failed (dead %v, short %v): a power cut leaves %q", failAt, dead, short, got)
					}
				}
				if !dead && len(d.folder) != 1 {
					t.Errorf("operation %d failed: files left behind: %v", failAt, slices.Sorted(maps.Keys(d.folder)))
				}
			}
		}
	}
}

func TestPowerCutAfterSuccess(t *testing.T) {
	d := newDisk()
	for _, text := range []string{old, fresh} {
		if err := WriteBytes(d, "name", []byte(text)); err != nil {
			t.Fatal(err)
		}
		for _, got := range d.afterPowerCut("name") {
			if got != text {
				t.Errorf("after writing %q a power cut leaves %q", text, got)
			}
		}
	}
}

// TestTheDiskIsCruel shows that the model would catch a writer that leaves a
// step out.
func TestTheDiskIsCruel(t *testing.T) {
	d := newDisk()
	f, _ := d.Create("", ".x*")
	io.WriteString(f, fresh)
	d.Rename(f.Name(), "name") // not synced
	d.SyncDir("")
	if got := d.afterPowerCut("name"); !slices.Contains(got, "") {
		t.Errorf("an unsynced file survives as %q", got)
	}
}

// TestWhose tells what could not be written from what its writer could not say.
func TestWhose(t *testing.T) {
	cause := errors.New("the query stopped")
	if err := Write(newDisk(), "name", func(io.Writer) error { return cause }); err == nil || err.Error() != cause.Error() {
		t.Errorf("what could not be read: %v", err)
	}
	d := newDisk()
	d.failAt = 2
	if err := WriteBytes(d, "name", []byte(fresh)); err == nil || err.Error() != "writing name: "+errFault.Error() {
		t.Errorf("what could not be written: %v", err)
	}
}
