package atomicfile

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

func TestOS(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "CURRENT")
	for _, text := range []string{"one", "two", ""} {
		if err := WriteBytes(OS{}, path, []byte(text)); err != nil {
			t.Fatal(err)
		}
		if b, err := os.ReadFile(path); err != nil || string(b) != text {
			t.Fatalf("read %q, %v; wrote %q", b, err, text)
		}
	}
	stop := errors.New("stop")
	err := Write(OS{}, path, func(w io.Writer) error {
		io.WriteString(w, "half")
		return stop
	})
	if !errors.Is(err, stop) {
		t.Errorf("error %v", err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 || entries[0].Name() != "CURRENT" {
		t.Errorf("the folder holds %v", entries)
	}
	if runtime.GOOS != "windows" {
		if st, err := os.Stat(path); err != nil || st.Mode().Perm()&0o400 == 0 {
			t.Errorf("mode %v, %v", st.Mode(), err)
		}
	}
	if err := WriteBytes(OS{}, filepath.Join(dir, "absent", "file"), nil); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("into a folder that is not there: %v", err)
	}
}

// A file may be named by what was written.
func TestWriteNamed(t *testing.T) {
	dir := t.TempDir()
	path, err := WriteNamed(OS{}, dir, func(w io.Writer) (string, error) {
		_, err := io.WriteString(w, "content")
		return "its-name", err
	})
	if err != nil || path != filepath.Join(dir, "its-name") {
		t.Fatalf("%s, %v", path, err)
	}
	if b, err := os.ReadFile(path); err != nil || string(b) != "content" {
		t.Errorf("%q, %v", b, err)
	}
	stop := errors.New("stop")
	if _, err := WriteNamed(OS{}, dir, func(io.Writer) (string, error) { return "other", stop }); !errors.Is(err, stop) {
		t.Errorf("error %v", err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("the folder holds %v", entries)
	}
}

// A cache is written like any file, for the user alone, and nothing is waited for.
func TestCache(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "cache")
	if err := WriteBytes(Cache{}, path, []byte("text")); err != nil {
		t.Fatal(err)
	}
	if b, err := os.ReadFile(path); err != nil || string(b) != "text" {
		t.Errorf("%q, %v", b, err)
	}
	if st, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && st.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", st, err)
	}
	f, err := Cache{}.Create(dir, "x*")
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Sync(); err != nil { // a file of the machine's own would say that it is closed
		t.Error(err)
	}
}
