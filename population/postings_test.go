package population

import (
	"bytes"
	"context"
	"fmt"
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
