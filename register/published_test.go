package register

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/kept"
	"github.com/interdict/interdict/lists"
)

// bytesOf are the published bytes of which meta makes an edition.
func bytesOf(ls []interdict.Listing) (b []byte) {
	for i := range ls {
		b = append(b, ls[i].Raw...)
	}
	return b
}

// metaWithFile is meta with its file at hand.
func metaWithFile(date string, ls []interdict.Listing) Meta {
	m := meta(date, ls)
	b := bytesOf(ls)
	m.Open = func(File) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(b)), nil }
	return m
}

func fileOf(t *testing.T, r *Register, e Edition) ([]byte, error) {
	t.Helper()
	var b bytes.Buffer
	err := r.CopyFile(&b, e, e.Files[0])
	return b.Bytes(), err
}

// keptFiles counts the files in the folder.
func keptFiles(t *testing.T, r *Register) (n int) {
	t.Helper()
	err := filepath.WalkDir(r.published().Dir, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			n++
		}
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return n
}

func TestFilesAreKept(t *testing.T) {
	ctx := context.Background()
	r := openTemp(t)
	var want [][]byte
	for i, day := range []string{"2024-03-26", "2024-03-22", "2024-05-03"} { // the second is loaded into the past
		ls := generated(300, 3)
		ls[i*7].Raw = []byte("changed on " + day)
		want = append(want, bytesOf(ls))
		for range 2 {
			if _, err := r.Load(ctx, metaWithFile(day, ls), reading(ls, lists.Report{}), LoadOptions{Now: noon}); err != nil {
				t.Fatal(err)
			}
		}
	}
	for i, day := range []string{"2024-03-26", "2024-03-22", "2024-05-03"} {
		e, err := r.Edition(ctx, "test", day)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := fileOf(t, r, e); err != nil || !bytes.Equal(got, want[i]) || !r.HasFile(e.Files[0]) {
			t.Errorf("the file of %s comes back otherwise: %v", day, err)
		}
	}
	if n := keptFiles(t, r); n != 3 {
		t.Errorf("%d files are kept, want 3", n)
	}
}

func TestRefusedEditionsKeepNothing(t *testing.T) {
	ctx := context.Background()
	r := openTemp(t)
	ls := people(9)
	m := metaWithFile("2024-03-22", ls)
	for _, c := range []struct {
		kind Kind
		m    Meta
		read ReadFunc
	}{
		{Empty, m, reading(nil, lists.Report{})},
		{Incomplete, m, reading(ls, lists.Report{Declared: 10})},
		{Unreadable, m, func(func(*interdict.Listing) error) (lists.Report, error) {
			return lists.Report{}, errors.New("cut short")
		}},
		{Future, metaWithFile("2999-01-01", ls), reading(ls, lists.Report{})},
		{Unreadable, withOpen(m, func(File) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader([]byte("else"))), nil }), reading(ls, lists.Report{})},
		{Storage, withOpen(m, func(File) (io.ReadCloser, error) { return nil, errors.New("it is gone") }), reading(ls, lists.Report{})},
	} {
		_, err := r.Load(ctx, c.m, c.read, LoadOptions{Now: noon})
		wantKind(t, err, c.kind)
		if n := keptFiles(t, r); n != 0 {
			t.Errorf("%s: %d files are kept", c.kind, n)
		}
	}
	if _, err := r.Editions(ctx, "test"); !IsKind(err, UnknownList) {
		t.Errorf("an edition without its file is in the register: %v", err)
	}
}

// TestOneFileOfSeveralFails: none of the edition's files stays.
func TestOneFileOfSeveralFails(t *testing.T) {
	r := openTemp(t)
	ls := people(9)
	m := metaWithFile("2024-03-22", ls)
	good := m.Open
	m.Files = append(m.Files, File{Part: "alt", Name: "alt.csv", Size: 4, SHA256: Hash{9}})
	m.Open = func(f File) (io.ReadCloser, error) {
		if f.Part == "alt" {
			return nil, errors.New("it is gone")
		}
		return good(f)
	}
	_, err := r.Load(context.Background(), m, reading(ls, lists.Report{}), LoadOptions{Now: noon})
	wantKind(t, err, Storage)
	if n := keptFiles(t, r); n != 0 {
		t.Errorf("%d files are kept", n)
	}
}

func withOpen(m Meta, open func(File) (io.ReadCloser, error)) Meta {
	m.Open = open
	return m
}

// TestFilesLoadedBefore: an edition of a register that kept no files says so,
// until its file is loaded again.
func TestFilesLoadedBefore(t *testing.T) {
	ctx := context.Background()
	r := openTemp(t)
	ls := people(9)
	e := load(t, r, "2024-03-22", ls).Edition
	_, err := fileOf(t, r, e)
	wantKind(t, err, NotKept)
	out, err := r.Load(ctx, metaWithFile("2024-03-22", ls), nil, LoadOptions{Now: noon})
	if err != nil || out.Result != Already {
		t.Fatalf("%s, %v", out.Result, err)
	}
	if got, err := fileOf(t, r, e); err != nil || !bytes.Equal(got, bytesOf(ls)) {
		t.Errorf("it comes back otherwise: %v", err)
	}
	path := r.published().Path(kept.Sum(e.Files[0].SHA256))
	if err := os.WriteFile(path, []byte("damaged"), 0o666); err != nil {
		t.Fatal(err)
	}
	_, err = fileOf(t, r, e)
	wantKind(t, err, Damaged)
	if err := os.Remove(path); err != nil { // as the error advises
		t.Fatal(err)
	}
	if _, err := r.Load(ctx, metaWithFile("2024-03-22", ls), nil, LoadOptions{Now: noon}); err != nil {
		t.Fatal(err)
	}
	if _, err := fileOf(t, r, e); err != nil {
		t.Error(err)
	}
}

func TestUpon(t *testing.T) {
	file := func(n byte, name string, size int64) []File {
		return []File{{Part: lists.Main, Name: name, Size: size, SHA256: Hash{n}}}
	}
	have := []Edition{
		{id: 1, rank: 10, Files: file(1, "a/sdn.csv.gz", 100)},
		{id: 2, rank: 20, Files: file(2, "sdn.xml", 100)},
		{id: 3, rank: 40, Files: file(3, "SDN.CSV", 100)},
		{id: 4, rank: 50, Files: file(4, "sdn.csv", 100)},
	}
	for _, c := range []struct {
		rank int64
		name string
		size int64
		want byte
	}{
		{30, "sdn.csv", 100, 1}, {45, "sdn.csv", 150, 3}, {60, "sdn.csv", 100, 4}, {5, "sdn.csv", 100, 1},
		{30, "sdn.xml", 100, 2}, {30, "sdn.json", 100, 0}, {30, "sdn.csv", 500, 0},
	} {
		e := Edition{id: 9, rank: c.rank, Files: file(9, c.name, c.size)}
		got := upon(have, &e, &e.Files[0])
		if got == nil && c.want != 0 || got != nil && got[0] != c.want {
			t.Errorf("%s of %d bytes at %d rests upon %v, want %d", c.name, c.size, c.rank, got, c.want)
		}
	}
}
