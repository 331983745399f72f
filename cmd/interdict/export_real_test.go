package main

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict/internal/infile"
	"github.com/interdict/interdict/register"
)

// TestStoredFilesAreExported loads the folder of all stored lists and asks for
// every file of every edition back.
func TestStoredFilesAreExported(t *testing.T) {
	stored := filepath.Join(storedLists(t), "lists")
	if testing.Short() {
		t.Skip("loads all stored lists")
	}
	data := t.TempDir()
	ctx := context.Background()
	m := Main{Args: []string{"lists", "load", stored, "--data", data, "--quiet"}, Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: io.Discard,
		Getenv: func(string) string { return "" }, Now: time.Now}
	m.Run(ctx) // not all of them are taken
	r, err := register.Open(ctx, data, register.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	lists, err := r.Lists(ctx)
	if err != nil {
		t.Fatal(err)
	}
	files, size := 0, int64(0)
	for _, l := range lists {
		editions, err := r.Editions(ctx, l.List)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range editions {
			for _, f := range e.Files {
				var got bytes.Buffer
				if err := r.CopyFile(&got, e, f); err != nil {
					t.Errorf("%s: %v", f.Name, err)
					continue
				}
				in, err := infile.Open(f.Name, 0)
				if err != nil {
					t.Fatal(err)
				}
				want, err := io.ReadAll(in)
				in.Close()
				if err != nil || !bytes.Equal(got.Bytes(), want) {
					t.Errorf("%s comes back otherwise: %v", f.Name, err)
				}
				files, size = files+1, size+f.Size
			}
		}
	}
	if files < 80 {
		t.Errorf("only %d files were loaded", files)
	}
	t.Logf("%d files of %d bytes are kept in %d", files, size, folderSize(t, filepath.Join(data, register.PublishedFolder)))
}

func folderSize(t *testing.T, dir string) (n int64) {
	t.Helper()
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		n += info.Size()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}
