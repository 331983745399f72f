package ofac

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

// findShared finds a file of the folder "shared" beside the repository.
func findShared(elem ...string) (path string, ok bool) {
	dir, err := os.Getwd()
	for range 8 {
		p := filepath.Join(append([]string{dir, "..", "shared", "data", "lists"}, elem...)...)
		if _, statErr := os.Stat(p); err == nil && statErr == nil {
			return p, true
		}
		dir = filepath.Dir(dir)
	}
	return "", false
}

// shared is findShared for a test that is of no use without the file.
func shared(t testing.TB, elem ...string) string {
	t.Helper()
	p, ok := findShared(elem...)
	if !ok {
		t.Skipf("the real file %s is not beside the repository", filepath.Join(elem...))
	}
	return p
}

// fileOf is a file on disk as the loader would hand it over.
func fileOf(t testing.TB, path string) *lists.File {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	head := make([]byte, lists.HeadSize)
	n, _ := io.ReadFull(f, head)
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	return &lists.File{Path: filepath.Base(path), Head: head[:n], Size: info.Size(), Open: func() (io.ReadCloser, error) { return os.Open(path) }}
}

// bytesFile is a file in memory.
func bytesFile(name string, data []byte) *lists.File {
	return &lists.File{
		Path: name, Head: data[:min(len(data), lists.HeadSize)], Size: int64(len(data)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil },
	}
}

// read recognises the files, reads them and returns what came.
func read(t testing.TB, f lists.Format, files ...*lists.File) (map[string]*interdict.Listing, lists.Report) {
	t.Helper()
	parts := make(map[string]*lists.File)
	var list string
	for _, file := range files {
		r, ok := f.Recognise(file)
		if !ok {
			t.Fatalf("%s is not recognised as %s", file.Path, f.Name())
		}
		if parts[r.Part] != nil {
			t.Fatalf("%s and %s are both part %q", file.Path, parts[r.Part].Path, r.Part)
		}
		parts[r.Part], list = file, r.List
	}
	got := make(map[string]*interdict.Listing)
	rep, err := f.Read(context.Background(), list, parts, func(l *interdict.Listing) error {
		if got[l.ID] != nil {
			t.Errorf("listing %s came twice", l.ID)
		}
		got[l.ID] = l
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return got, rep
}

func filesBelow(t *testing.T, dir string) (paths []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}
