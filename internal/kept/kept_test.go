package kept

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/interdict/interdict/internal/atomicfile"
)

func opener(b []byte) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(b)), nil }
}

func keep(t testing.TB, s Store, b []byte, upon *Sum) Sum {
	t.Helper()
	sum := sha256.Sum256(b)
	if _, err := s.Keep(sum, int64(len(b)), opener(b), upon); err != nil {
		t.Fatal(err)
	}
	return sum
}

func get(t testing.TB, s Store, sum Sum) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := s.Copy(&b, sum); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// rows makes the text of a list of n parties.
func rows(r *rand.Rand, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = row(r, i)
	}
	return out
}

func row(r *rand.Rand, i int) string {
	return fmt.Sprintf("%d,\"%x, %x\",\"individual\",\"CYBER2\",-0- ,-0- ,\"DOB %d; nationality China; Passport %d.\"\r\n",
		i, r.Uint64(), r.Uint32(), 1940+r.IntN(60), r.Uint32())
}

// TestEditionsComeBack changes a file day by day, in every way in which lists
// change, and asks for all of them at the end.
func TestEditionsComeBack(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	s := Store{Dir: t.TempDir()}
	list := rows(r, 300)
	files := map[Sum][]byte{}
	var before *Sum
	patches := 0
	for day := range 60 {
		i := r.IntN(len(list))
		switch day % 6 {
		case 0:
			list[i] = row(r, i)
		case 1:
			list = append(list[:i], list[i+1:]...)
		case 2:
			list = append(list[:i:i], append([]string{row(r, 9000+day)}, list[i:]...)...)
		case 3: // the order
			j := r.IntN(len(list))
			list[i], list[j] = list[j], list[i]
		case 4: // a byte
			list[i] = strings.Replace(list[i], "China", "Chine", 1)
		case 5: // a stamp in the head
			list[0] = fmt.Sprintf("made on day %d\r\n", day)
		}
		b := []byte(strings.Join(list, ""))
		sum := keep(t, s, b, before)
		files[sum], before = b, &sum
		if strings.HasSuffix(s.Path(sum), patchExt) {
			patches++
		}
	}
	if patches < 50 {
		t.Errorf("%d of 60 files are patches", patches)
	}
	for sum, want := range files {
		if !bytes.Equal(get(t, s, sum), want) {
			t.Errorf("%x comes back otherwise", sum)
		}
	}
}

func TestOddFiles(t *testing.T) {
	noise := make([]byte, 5000)
	rng := rand.NewChaCha8([32]byte{7})
	rng.Read(noise)
	for _, c := range []struct{ name, a, b string }{
		{"empty upon empty's successor", "x", ""},
		{"upon empty", "", strings.Repeat("x", 500)},
		{"all alike", strings.Repeat("x", 5000), strings.Repeat("x", 5001)},
		{"short", "abc", "abd"},
		{"noise", string(noise[:2500]), string(noise[2500:])},
		{"moved", string(noise), string(noise[1000:]) + string(noise[:1000])},
		{"cut", string(noise), string(noise[:1234])},
		{"twice", string(noise), string(noise) + string(noise)},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := Store{Dir: t.TempDir()}
			a := keep(t, s, []byte(c.a), nil)
			b := keep(t, s, []byte(c.b), &a)
			if string(get(t, s, a)) != c.a || string(get(t, s, b)) != c.b {
				t.Error("it comes back otherwise")
			}
		})
	}
}

// TestChainsEnd holds patches to both of their limits.
func TestChainsEnd(t *testing.T) {
	s := Store{Dir: t.TempDir(), FS: quick{}}
	list := rows(rand.New(rand.NewPCG(3, 4)), 50)
	head := func(i int) []byte { return []byte(fmt.Sprintf("day %d\n", i) + strings.Join(list, "")) }
	sum := keep(t, s, head(0), nil)
	pack := &packer{}
	for i := 1; i <= maxChain; i++ {
		patch, err := pack.patch(header{base: sum, depth: i}, head(i-1), head(i))
		if err != nil {
			t.Fatal(err)
		}
		sum = sha256.Sum256(head(i))
		if err := s.write(sum, patchExt, func(w io.Writer) error { _, err := w.Write(patch); return err }); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(get(t, s, sum), head(maxChain)) {
		t.Error("the last of the chain comes back otherwise")
	}
	if last := keep(t, s, head(maxChain+1), &sum); !strings.HasSuffix(s.Path(last), wholeExt) {
		t.Error("the chain goes on beyond its limit")
	}
	other := []byte(strings.Join(rows(rand.New(rand.NewPCG(5, 6)), 50), ""))
	if last := keep(t, s, other, &sum); !strings.HasSuffix(s.Path(last), wholeExt) {
		t.Error("a file that has nothing of the one before is kept as a patch")
	}
}

func TestDamageIsTold(t *testing.T) {
	dir := t.TempDir()
	s := Store{Dir: dir}
	a := []byte(strings.Join(rows(rand.New(rand.NewPCG(1, 1)), 200), ""))
	b := append([]byte("new\n"), a...)
	sumA := keep(t, s, a, nil)
	sumB := keep(t, s, b, &sumA)
	if err := s.Copy(io.Discard, Sum{1}); !errors.Is(err, ErrNotKept) {
		t.Errorf("of a file that is not here: %v", err)
	}
	for _, path := range []string{s.Path(sumA), s.Path(sumB)} {
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for i := range whole { // every byte, and every length
			if i > 200 && i < len(whole)-100 && i%97 != 0 {
				continue
			}
			bad := bytes.Clone(whole)
			bad[i] ^= 0x41
			for _, b2 := range [][]byte{bad, whole[:i]} {
				if err := os.WriteFile(path, b2, 0o666); err != nil {
					t.Fatal(err)
				}
				var got bytes.Buffer
				err := s.Copy(&got, sumB)
				var damage *Damage
				if err == nil && !bytes.Equal(got.Bytes(), b) || err != nil && !errors.As(err, &damage) {
					t.Fatalf("byte %d of %s: %v", i, filepath.Base(path), err)
				}
			}
		}
		if err := os.WriteFile(path, whole, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Remove(s.Path(sumA)); err != nil {
		t.Fatal(err)
	}
	var damage *Damage
	if err := s.Copy(io.Discard, sumB); !errors.As(err, &damage) || !strings.Contains(err.Error(), "gone") {
		t.Errorf("without its base: %v", err)
	}
	// A base that is gone is none: the next file is whole.
	c := append([]byte("newer\n"), a...)
	if sum := keep(t, s, c, &sumB); !bytes.Equal(get(t, s, sum), c) {
		t.Error("what rests upon damage cannot be read")
	}
}

// TestLostWholeFileIsKeptAnew: a file that others rest upon may come back in
// another form, since they rest upon its bytes.
func TestLostWholeFileIsKeptAnew(t *testing.T) {
	s := Store{Dir: t.TempDir()}
	text := strings.Join(rows(rand.New(rand.NewPCG(8, 8)), 200), "")
	first := keep(t, s, []byte("first\n"+text), nil)
	middle := keep(t, s, []byte("middle\n"+text), nil)
	last := keep(t, s, []byte("last\n"+text), &middle)
	if err := os.Remove(s.Path(middle)); err != nil {
		t.Fatal(err)
	}
	if again := keep(t, s, []byte("middle\n"+text), &first); again != middle || !strings.HasSuffix(s.Path(middle), patchExt) {
		t.Errorf("%s", s.Path(middle))
	}
	if got := get(t, s, last); string(got) != "last\n"+text {
		t.Error("what rests upon it comes back otherwise")
	}
	// A chain that leads back into itself is damage.
	patch, err := (&packer{}).patch(header{base: last, depth: 1}, []byte(text), []byte("first\n"+text))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(s.Path(first)); err != nil {
		t.Fatal(err)
	}
	if err := s.write(first, patchExt, func(w io.Writer) error { _, err := w.Write(patch); return err }); err != nil {
		t.Fatal(err)
	}
	var damage *Damage
	if err := s.Copy(io.Discard, last); !errors.As(err, &damage) || !strings.Contains(err.Error(), "no end") {
		t.Errorf("a chain without end: %v", err)
	}
}

func TestOtherBytesAreRefused(t *testing.T) {
	s := Store{Dir: t.TempDir()}
	base := keep(t, s, []byte("base"), nil)
	for _, upon := range []*Sum{nil, &base} {
		if _, err := s.Keep(Sum{9}, 4, opener([]byte("else")), upon); !errors.Is(err, ErrOther) {
			t.Errorf("other bytes: %v", err)
		}
		if s.Path(Sum{9}) != "" {
			t.Error("they are kept")
		}
	}
	if err := s.Remove(base); err != nil || s.Path(base) != "" {
		t.Errorf("removed: %v", err)
	}
}

// full is a disk on which nothing can be written.
type full struct{ atomicfile.OS }

func (full) Create(string, string) (atomicfile.File, error) { return nil, errors.New("no space left") }

func TestFullDisk(t *testing.T) {
	s := Store{Dir: t.TempDir(), FS: full{}}
	b := []byte("a list")
	if _, err := s.Keep(sha256.Sum256(b), 6, opener(b), nil); err == nil || s.Path(sha256.Sum256(b)) != "" {
		t.Errorf("kept on a full disk: %v", err)
	}
}

func FuzzPatch(f *testing.F) {
	a := []byte(strings.Join(rows(rand.New(rand.NewPCG(1, 1)), 5), ""))
	z := &packer{}
	p, err := z.patch(header{depth: 1}, a, append([]byte("new"), a...))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(a, p)
	f.Add([]byte{}, []byte{})
	f.Fuzz(func(t *testing.T, base, other []byte) {
		b := newBuilt(base, 1)
		if b.patch(z, other) == nil { // a patch that fits gives what it says
			if h, _, _ := parseHeader(other); int64(len(b.bytes())) != h.size {
				t.Error("wrong size")
			}
		}
		made, err := z.patch(header{depth: 1}, base, other)
		if err != nil {
			t.Fatal(err)
		}
		b = newBuilt(base, 1)
		if err := b.patch(z, made); err != nil || !bytes.Equal(b.bytes(), other) {
			t.Errorf("a patch does not give its file: %v", err)
		}
	})
}
