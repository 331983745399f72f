// Package listtest holds what every reader of a list is tested with: files in
// memory and on disk, golden listings, the rules that hold for all readers,
// and the real files beside the repository.
package listtest

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Shared finds a real file below data/lists of the folder "shared" beside the
// repository, and skips the test where it is not there.
func Shared(t testing.TB, elem ...string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for range 8 {
		p := filepath.Join(append([]string{dir, "..", "shared", "data", "lists"}, elem...)...)
		if _, err := os.Stat(p); err == nil {
			return p
		}
		dir = filepath.Dir(dir)
	}
	t.Skipf("the real file %s is not beside the repository: nothing to check against", filepath.Join(elem...))
	return ""
}

// Path is a file on disk as the loader hands it over.
func Path(t testing.TB, path string) *lists.File {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return Bytes(filepath.Base(path), data)
}

// Bytes is a file in memory.
func Bytes(name string, data []byte) *lists.File {
	return &lists.File{
		Path: name, Head: data[:min(len(data), lists.HeadSize)], Size: int64(len(data)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil },
	}
}

// Stream is a file that open makes anew each time, of unknown size.
func Stream(name string, open func() io.Reader) *lists.File {
	head := make([]byte, lists.HeadSize)
	n, _ := io.ReadFull(open(), head)
	return &lists.File{
		Path: name, Head: head[:n], Size: -1,
		Open: func() (io.ReadCloser, error) { return io.NopCloser(open()), nil },
	}
}

// Read reads a file that f must recognise as the main part and that must be
// whole, and returns its listings in order.
func Read(t testing.TB, f lists.Format, file *lists.File) ([]*interdict.Listing, lists.Report) {
	t.Helper()
	rec, ok := f.Recognise(file)
	if !ok || rec.Part != lists.Main {
		t.Fatalf("%s is not recognised as %s: %+v, %v", file.Path, f.Name(), rec, ok)
	}
	got, report, err := Try(f, rec.List, file)
	if err != nil {
		t.Fatal(err)
	}
	Check(t, got, report)
	return got, report
}

// Try reads a file without asking whether it is recognised.
func Try(f lists.Format, list string, file *lists.File) (got []*interdict.Listing, report lists.Report, err error) {
	report, err = f.Read(context.Background(), list, map[string]*lists.File{lists.Main: file}, func(l *interdict.Listing) error {
		got = append(got, l)
		return nil
	})
	return got, report, err
}

// Check holds listings to the rules that every reader owes.
func Check(t testing.TB, got []*interdict.Listing, report lists.Report) {
	t.Helper()
	seen := make(map[string]bool)
	names := 0
	for _, l := range got {
		names += len(l.Names)
		switch {
		case l.List == "" || l.ID == "" || l.Schema == "" || l.At == "":
			t.Errorf("listing %q: list %q, schema %q, at %q: none may be empty", l.ID, l.List, l.Schema, l.At)
		case seen[l.ID]:
			t.Errorf("listing %s came twice", l.ID)
		case len(l.Names) == 0:
			t.Errorf("listing %s has no name", l.ID)
		case l.Names[0].Kind != interdict.PrimaryName && slices.ContainsFunc(l.Names, isPrimary):
			t.Errorf("listing %s: its first name is not primary: %+v", l.ID, l.Names)
		case len(l.Raw) == 0:
			t.Errorf("listing %s has no raw record", l.ID)
		}
		seen[l.ID] = true
		checkValues(t, l)
	}
	for _, r := range report.Refused {
		if r.At == "" || r.Code == "" || r.Reason == "" {
			t.Errorf("the refusal %+v lacks its place, code or reason", r)
		}
	}
	if report.Entries != len(got) || report.Names != names {
		t.Errorf("the report says %d entries and %d names, there are %d and %d", report.Entries, report.Names, len(got), names)
	}
}

func isPrimary(n interdict.Name) bool { return n.Kind == interdict.PrimaryName }

// checkValues looks for values that no reader may make.
func checkValues(t testing.TB, l *interdict.Listing) {
	t.Helper()
	for _, n := range l.Names {
		if n.Full == "" || n.Full != strings.TrimSpace(n.Full) || n.Kind == "" {
			t.Errorf("listing %s: name %+v", l.ID, n)
		}
	}
	for _, d := range append(append([]interdict.Date{}, l.BirthDates...), l.DeathDates...) {
		if back, err := interdict.ParseDate(d.String()); err != nil || back != d {
			t.Errorf("listing %s: date %+v", l.ID, d)
		}
	}
	for _, id := range l.Identifiers {
		if id.Type == "" || id.Value == "" || id.Value != strings.TrimSpace(id.Value) {
			t.Errorf("listing %s: identifier %+v", l.ID, id)
		}
	}
	for _, c := range l.Countries {
		if c.Role == "" || c.Code == "" && c.Name == "" {
			t.Errorf("listing %s: country %+v", l.ID, c)
		}
	}
	for _, f := range l.Other {
		if f.Name == "" || f.Value == "" {
			t.Errorf("listing %s: other %+v", l.ID, f)
		}
	}
}

// Golden compares listings with the JSON file beside the test; with -update
// it writes the file.
func Golden(t testing.TB, path string, got []*interdict.Listing) {
	t.Helper()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(got); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(bytes.ReplaceAll(want, []byte("\r\n"), []byte("\n")), b.Bytes()) {
		t.Errorf("the listings differ from %s; run the test with -update and look at the change", path)
	}
}
