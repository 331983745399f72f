package population

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict/internal/sealed"
	"github.com/interdict/interdict/internal/synth"
)

// made adds customers to a new population and opens the postings.
func made(t *testing.T, customers string) *sealed.File {
	key := sealed.NewKey()
	folder := In(t.TempDir())
	p, err := folder.Add(context.Background(), "bank", &key, read(t, customers), Options{How: Full, Now: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	f, err := sealed.Open(p.file(&p.Files[0])+postingsExtension, "postings", &key)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// However many processors find out the words of pages, the postings have the same
// bytes, in the order of the rows.
func TestPostingsDoNotDependOnProcessors(t *testing.T) {
	var b strings.Builder
	people := synth.New(4, 3000, 0.2)
	for i := range 20000 {
		s := people.Subject(int64(i))
		fmt.Fprintf(&b, "%d,%q\n", i, s.Names[0].Full)
	}
	customers := "id,name\n" + b.String()
	before := runtime.GOMAXPROCS(1)
	one := made(t, customers)
	runtime.GOMAXPROCS(4)
	four := made(t, customers)
	runtime.GOMAXPROCS(before)
	if one.Pages() != four.Pages() || one.Pages() < 50 {
		t.Fatalf("%d pages, %d pages", one.Pages(), four.Pages())
	}
	for n := range one.Pages() {
		x, err := one.Page(n, nil)
		if err != nil {
			t.Fatal(err)
		}
		y, err := four.Page(n, nil)
		if err != nil || !bytes.Equal(x, y) {
			t.Fatalf("page %d differs: %v", n, err)
		}
	}
}

// Postings that are gone, damaged or of another file are made anew, with the same
// bytes; those that can be used are left alone.
func TestReindex(t *testing.T) {
	ctx := context.Background()
	key := sealed.NewKey()
	folder := In(t.TempDir())
	add := func(name, customers string, how How) *Population {
		p, err := folder.Add(ctx, name, &key, read(t, customers), Options{How: how, Now: time.Now()})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	everyone := "id,name\n"
	for i := range 20 { // so many that the file of changes stays apart
		everyone += fmt.Sprintf("%d,Zhao Guangzong\n", i)
	}
	add("bank", everyone, Full)
	p := add("bank", "id,name\n3,Anna Larsson\n", Changes)
	other := add("other", "id,name\n1,Bert\n", Full)
	paths := []string{p.file(&p.Files[0]) + postingsExtension, p.file(&p.Files[1]) + postingsExtension}
	text := func(path string) []byte {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	first, second := text(paths[0]), text(paths[1])
	foreign := text(other.file(&other.Files[0]) + postingsExtension)
	for what, spoil := range map[string]func() error{
		"gone":            func() error { return os.Remove(paths[0]) },
		"of another file": func() error { return os.WriteFile(paths[0], foreign, 0o600) },
		"cut off":         func() error { return os.WriteFile(paths[0], first[:len(first)/2], 0o600) },
	} {
		if err := spoil(); err != nil {
			t.Fatal(err)
		}
		if made, err := p.Reindex(ctx); made != 1 || err != nil {
			t.Errorf("%s: made for %d files: %v", what, made, err)
		}
		x, err := p.Index()
		if err != nil || x.postings[0] == nil || x.postings[1] == nil || x.postings[0].Rows() != 20 {
			t.Fatalf("%s: %v", what, err)
		}
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(text(paths[1]), second) {
			t.Errorf("%s: the other postings were made anew", what)
		}
		if made, err := p.Reindex(ctx); made != 0 || err != nil {
			t.Errorf("%s: made again for %d files: %v", what, made, err)
		}
	}
}
