package sealed_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/interdict/interdict/internal/sealed"
)

func write(t testing.TB, key *sealed.Key, pages ...string) string {
	t.Helper()
	var b bytes.Buffer
	w, err := sealed.NewWriter(&b, "test", key)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pages {
		if err := w.Page([]byte(p)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close([]byte("meta")); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// all reads every page.
func all(path string, key *sealed.Key) (pages []string, meta string, err error) {
	f, err := sealed.Open(path, "test", key)
	if err != nil {
		return nil, "", err
	}
	defer f.Close()
	for i := range f.Pages() {
		p, err := f.Page(i, nil)
		if err != nil {
			return nil, "", err
		}
		pages = append(pages, string(p))
	}
	return pages, string(f.Meta()), nil
}

func TestRoundTrip(t *testing.T) {
	key := sealed.NewKey()
	for _, k := range []*sealed.Key{&key, nil} {
		path := write(t, k, "Zhao Guangzong", "", "Ni Gaobin")
		pages, meta, err := all(path, k)
		if err != nil || meta != "meta" || len(pages) != 3 || pages[0] != "Zhao Guangzong" || pages[1] != "" || pages[2] != "Ni Gaobin" {
			t.Errorf("%q %q %v", pages, meta, err)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if k != nil && (bytes.Contains(text, []byte("Guangzong")) || bytes.Contains(text, k[:])) {
			t.Error("the file gives its content or key away")
		}
	}
}

// A stretch of pages is those pages one behind the other, however much is read at
// once, and none beyond the file.
func TestStretch(t *testing.T) {
	key := sealed.NewKey()
	pages := make([]string, 40)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range pages {
		b := make([]byte, r.IntN(30_000))
		for k := range b {
			b[k] = byte(r.IntN(256))
		}
		pages[i] = string(b)
	}
	f, err := sealed.Open(write(t, &key, pages...), "test", &key)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var dst, room []byte
	for _, some := range [][2]int{{0, 0}, {0, 1}, {3, 5}, {0, len(pages)}, {39, 40}, {40, 40}} {
		want := strings.Join(pages[some[0]:some[1]], "")
		if dst, err = f.Stretch(some[0], some[1], append(dst[:0], "before"...), &room); err != nil || string(dst) != "before"+want {
			t.Errorf("%d: %d bytes for %d: %v", some, len(dst), len(want), err)
		}
	}
	if _, err := f.Stretch(39, 41, nil, &room); !errors.Is(err, sealed.ErrDamaged) {
		t.Errorf("beyond the file: %v", err)
	}
}

func TestKeys(t *testing.T) {
	key, other := sealed.NewKey(), sealed.NewKey()
	path := write(t, &key, "x")
	if _, _, err := all(path, &other); !errors.Is(err, sealed.ErrKey) {
		t.Errorf("another key: %v", err)
	}
	if _, _, err := all(path, nil); !errors.Is(err, sealed.ErrNoKey) {
		t.Errorf("no key: %v", err)
	}
}

// Every flipped bit, sealed or not, is noticed before anything is believed, save
// in the header's own words, which decide nothing that is believed.
func TestFlippedBits(t *testing.T) {
	key := sealed.NewKey()
	for _, k := range []*sealed.Key{&key, nil} {
		path := write(t, k, "Zhao Guangzong", "Ni Gaobin")
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		end := bytes.IndexByte(whole, '}')
		for i := range whole {
			for _, bit := range []byte{1, 128} {
				b := bytes.Clone(whole)
				b[i] ^= bit
				if err := os.WriteFile(path, b, 0o600); err != nil {
					t.Fatal(err)
				}
				pages, meta, err := all(path, k)
				if found := verify(path, k); (found == nil) != (err == nil) {
					t.Fatalf("byte %d of %d, bit %d: read whole: %v, page by page: %v", i, len(whole), bit, found, err)
				}
				if err == nil && (i > end || pages[0] != "Zhao Guangzong" || pages[1] != "Ni Gaobin" || meta != "meta") {
					t.Fatalf("byte %d of %d, bit %d: not noticed", i, len(whole), bit)
				}
			}
		}
		for n := range whole {
			if err := os.WriteFile(path, whole[:n], 0o600); err != nil {
				t.Fatal(err)
			}
			if _, _, err := all(path, k); err == nil {
				t.Fatalf("cut off at byte %d: not noticed", n)
			}
		}
	}
}

// verify reads a file whole.
func verify(path string, key *sealed.Key) error {
	f, err := sealed.Open(path, "test", key)
	if err != nil {
		return err
	}
	return errors.Join(f.Verify(context.Background()), f.Close())
}

// A file of many pages is read whole in stretches, and the first page that is damaged
// is named.
func TestVerify(t *testing.T) {
	key := sealed.NewKey()
	var pages []string
	for i := range 300 {
		text := make([]byte, 4096)
		for k := range text {
			text[k] = byte(rand.IntN(256))
		}
		pages = append(pages, string(text[:1+i*13]))
	}
	path := write(t, &key, pages...)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := verify(path, &key); err != nil {
		t.Fatal(err)
	}
	last := 0
	for at := 400; at < len(whole)-2000; at += len(whole) / 60 {
		b := bytes.Clone(whole)
		b[at] ^= 4
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		err := verify(path, &key)
		var page int
		if _, text, ok := strings.Cut(fmt.Sprint(err), ", page "); ok {
			_, _ = fmt.Sscanf(text, "%d:", &page)
		}
		if !errors.Is(err, sealed.ErrDamaged) || page < last {
			t.Errorf("byte %d of %d: %v, after page %d", at, len(whole), err, last)
		}
		last = page
	}
	if last < 280 {
		t.Errorf("the last page that was found damaged was %d", last)
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	f, err := sealed.Open(write(t, &key, "a"), "test", &key)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := f.Verify(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}

func TestGolden(t *testing.T) {
	pages, meta, err := all(filepath.Join("testdata", "v1.sealed"), (*sealed.Key)(bytes.Repeat([]byte{7}, 32)))
	if err != nil || meta != "meta" || len(pages) != 2 || pages[0] != "Zhao Guangzong" || pages[1] != "Ni Gaobin" {
		t.Errorf("%q %q %v", pages, meta, err)
	}
}

func FuzzOpen(f *testing.F) {
	key := (*sealed.Key)(bytes.Repeat([]byte{7}, 32))
	for _, k := range []*sealed.Key{key, nil} {
		if b, err := os.ReadFile(write(f, k, "a", "b")); err == nil {
			f.Add(b)
		}
	}
	f.Add([]byte("IDSEAL01"))
	path := filepath.Join(f.TempDir(), "file")
	f.Fuzz(func(t *testing.T, b []byte) {
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		_, _, _ = all(path, key)
	})
}

func BenchmarkPage(b *testing.B) {
	key := sealed.NewKey()
	text := make([]byte, 64<<10)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range text {
		text[i] = "abcdefghijklmnop"[r.IntN(16)]
	}
	f, err := sealed.Open(write(b, &key, string(text)), "test", &key)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	b.SetBytes(int64(len(text)))
	var dst []byte
	for b.Loop() {
		if dst, err = f.Page(0, dst[:0]); err != nil {
			b.Fatal(err)
		}
	}
}
