package infile_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"github.com/interdict/interdict/internal/infile"
)

func write(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func pack(t *testing.T, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func packZstd(t *testing.T, data []byte) []byte {
	t.Helper()
	z, err := zstd.NewWriter(nil, zstd.WithEncoderCRC(true))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	return z.EncodeAll(data, nil)
}

func TestOpenReadsPlainAndPacked(t *testing.T) {
	want := []byte("id,name\n1,Zhao Guangzong\n")
	for name, data := range map[string][]byte{"plain": want, "packed": pack(t, want), "packed.zst": packZstd(t, want)} {
		f, err := infile.Open(write(t, name, data), 0)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(f)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: read %q, %v", name, got, err)
		}
		if f.Packed != (name != "plain") || f.Packed != (f.Size == -1) {
			t.Errorf("%s: Packed %v, Size %d", name, f.Packed, f.Size)
		}
		at, size, ok := f.At()
		if ok == f.Packed {
			t.Errorf("%s: can be read at any place: %v", name, ok)
		}
		if some := make([]byte, 4); ok {
			if _, err := at.ReadAt(some, 3); err != nil || string(some) != "name" || size != int64(len(want)) {
				t.Errorf("%s: read %q at byte 3 of %d, %v", name, some, size, err)
			}
		}
		f.Close()
	}
}

func TestOpenRefuses(t *testing.T) {
	for path, want := range map[string]string{
		t.TempDir():                                "is a folder, not a file",
		filepath.Join(t.TempDir(), "absent"):       "no such file",
		write(t, "cut.gz", []byte("\x1f\x8b\x08")): "cannot be unpacked",
	} {
		f, err := infile.Open(path, 0)
		if err == nil {
			f.Close()
			t.Errorf("%s was opened", path)
		} else if !strings.Contains(err.Error(), want) {
			t.Errorf("error %q does not say %q", err, want)
		}
	}
}

func TestPackedFileIsBounded(t *testing.T) {
	for name, data := range map[string][]byte{"bomb.gz": pack(t, make([]byte, 1<<20)), "bomb.zst": packZstd(t, make([]byte, 1<<20))} {
		f, err := infile.Open(write(t, name, data), 1<<16)
		if err != nil {
			t.Fatal(err)
		}
		n, err := io.Copy(io.Discard, f)
		if !errors.Is(err, infile.ErrTooBig) || n != 1<<16 {
			t.Errorf("%s: read %d bytes, error %v", name, n, err)
		}
		f.Close()
	}
}

func TestForeign(t *testing.T) {
	utf16 := func(s string) string {
		var b strings.Builder
		for _, c := range s {
			b.WriteRune(c)
			b.WriteByte(0)
		}
		return b.String()
	}
	for head, want := range map[string]string{
		"":                                       "empty",
		" \r\n\n\t":                              "nothing but blanks",
		"<?xml version='1.0'?>\n<html xmlns=''>": "web page",
		"<main class=\"site\">\n<p>Lists":        "web page",
		"PK\x03\x04....":                         "Excel workbook",
		"%PDF-1.7":                               "PDF",
		"\ufeff\n <!DOCTYPE HTML><title>404":     "web page",
		utf16("id,name,birth date\n"):            "UTF-16",
		"\x7fELF\x02\x01\x01\x00\x00\x00\x00":    "binary",
		"id,name\n1,A\n":                         "",
		noise(4000):                              "binary",
		strings.Repeat("1,Erika Mustermann\n", 500) + noise(500): "",
		"id\x1fname\x01\x1e\x02\t1\x0c\x0b\r\n":                  "",
		"<sdnList xmlns='...'>":                                  "",
	} {
		what, remedy := infile.Foreign([]byte(head))
		if !strings.Contains(what, want) || (what == "") != (want == "") || (what == "") != (remedy == "") {
			t.Errorf("%q: %q; %q, want %q", head, what, remedy, want)
		}
	}
}

// noise is what is packed or encrypted, as nearly every byte of it is another.
func noise(n int) string {
	b := make([]byte, n)
	rand.NewChaCha8([32]byte{}).Read(b)
	return string(b)
}

func TestDamagedPackedFile(t *testing.T) {
	whole := pack(t, bytes.Repeat([]byte("1,Zhao Guangzong\n"), 5000))
	damaged := bytes.Clone(whole)
	damaged[len(damaged)-6] ^= 1 // the checksum
	zst := packZstd(t, bytes.Repeat([]byte("1,Zhao Guangzong\n"), 5000))
	spoilt := bytes.Clone(zst)
	spoilt[len(spoilt)-2] ^= 1 // the checksum
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"cut.gz":      {whole[:len(whole)/2], "the packed file is cut off"},
		"damaged.gz":  {damaged, "the packed file is damaged"},
		"cut.zst":     {zst[:len(zst)-9], "the packed file is cut off"},
		"damaged.zst": {spoilt, "the packed file is damaged"},
	} {
		f, err := infile.Open(write(t, name, c.data), 0)
		if err != nil {
			t.Fatal(err)
		}
		if _, err = io.Copy(io.Discard, f); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", name, err, c.want)
		}
		f.Close()
	}
}

// A file that grows, shrinks or is written to while it is read never ends as if
// it had been read whole.
func TestChangedWhileRead(t *testing.T) {
	text := bytes.Repeat([]byte("1,Zhao Guangzong\n"), 100_000)
	for name, change := range map[string]func(*os.File) error{
		"shrinks": func(f *os.File) error { return f.Truncate(1 << 20) },
		"grows": func(f *os.File) error {
			_, err := f.WriteAt([]byte("2,Ni Gaobin\n"), int64(len(text)))
			return err
		},
		"is written to": func(f *os.File) error {
			_, err := f.WriteAt([]byte("2"), 0)
			return errors.Join(err, os.Chtimes(f.Name(), time.Time{}, time.Now().Add(time.Hour)))
		},
	} {
		path := write(t, "customers.csv", text)
		in, err := infile.Open(path, 0)
		if err != nil {
			t.Fatal(err)
		}
		_, err = io.ReadFull(in, make([]byte, 100))
		f, openErr := os.OpenFile(path, os.O_WRONLY, 0)
		if err := errors.Join(err, openErr); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(change(f), f.Close()); err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, in); !errors.Is(err, infile.ErrChanged) {
			t.Errorf("a file that %s: %v", name, err)
		}
		in.Close()
	}
	// One that another takes the place of is read as it was.
	path := write(t, "customers.csv", text)
	in, err := infile.Open(path, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	other := write(t, "other.csv", []byte("id,name\n"))
	if err := os.Rename(other, path); err != nil {
		t.Skip("an open file cannot be replaced here")
	}
	if got, err := io.ReadAll(in); err != nil || !bytes.Equal(got, text) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

// What is held elsewhere than in a file is unpacked in the same way, within its bound,
// and what is not packed comes as it is, at any place too. How far it has been read is
// told of what was packed.
func TestHeld(t *testing.T) {
	text := bytes.Repeat([]byte("id,name\n1,Erika Mustermann\n"), 2000)
	z, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, packed := range map[string][]byte{"plain": text, "gzip": pack(t, text), "zstd": z.EncodeAll(text, nil)} {
		for _, limit := range []int64{1 << 20, 100} {
			f, err := infile.Held(bytes.NewReader(packed), int64(len(packed)), name, limit)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			got, err := io.ReadAll(f)
			_, size, whole := f.At()
			f.Close()
			if whole != (name == "plain") || whole && size != int64(len(text)) || f.Packed == whole {
				t.Errorf("%s at any place: %t, %d bytes", name, whole, size)
			}
			switch {
			case name != "plain" && limit == 100:
				if !errors.Is(err, infile.ErrTooBig) {
					t.Errorf("%s beyond its bound: %v", name, err)
				}
			case err != nil || !bytes.Equal(got, text):
				t.Errorf("%s: %d bytes, %v", name, len(got), err)
			default:
				if read, of := f.Far(); read != of || of != int64(len(packed)) {
					t.Errorf("%s: %d of %d bytes read, there are %d", name, read, of, len(packed))
				}
			}
		}
	}
	if _, err := infile.Held(strings.NewReader("\x1f\x8bnot gzip"), 10, "gzip", 100); err == nil {
		t.Error("what is no gzip is unpacked")
	}
}

func TestForbidden(t *testing.T) {
	if os.Getuid() <= 0 {
		t.Skip("root may read everything, and Windows asks otherwise")
	}
	path := write(t, "a.csv", []byte("id,name\n"))
	if err := os.Chmod(path, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := infile.Open(path, 0); !errors.Is(err, fs.ErrPermission) || !strings.Contains(err.Error(), "change who may read it") {
		t.Error(err)
	}
}
