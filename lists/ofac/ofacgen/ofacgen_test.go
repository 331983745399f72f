package ofacgen

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"testing"
)

// TestSameBytes checks that a list depends on its options alone.
func TestSameBytes(t *testing.T) {
	for name, write := range writers {
		var a, b, c bytes.Buffer
		for _, w := range []struct {
			to   io.Writer
			seed uint64
		}{{&a, 1}, {&b, 1}, {&c, 2}} {
			if err := write(w.to, Options{Seed: w.seed, Parties: 200}); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(a.Bytes(), b.Bytes()) || bytes.Equal(a.Bytes(), c.Bytes()) {
			t.Errorf("%s: the same seed must give the same bytes, and another seed others", name)
		}
	}
}

var writers = map[string]func(io.Writer, Options) error{"SDN.XML": WriteXML, "SDN_ADVANCED.XML": WriteAdvanced, "SDN_ENHANCED.XML": WriteEnhanced}

func TestWellFormed(t *testing.T) {
	for name, write := range writers {
		var b bytes.Buffer
		if err := write(&b, Options{Seed: 1, Parties: 100}); err != nil {
			t.Fatal(err)
		}
		dec := xml.NewDecoder(&b)
		for {
			if _, err := dec.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
	}
}

func TestCSVShape(t *testing.T) {
	var main, alt, add, comments bytes.Buffer
	if err := WriteCSV(Files{&main, &alt, &add, &comments}, Options{Seed: 1, Parties: 1000}); err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string]string{"main": main.String(), "alt": alt.String(), "add": add.String(), "comments": comments.String()} {
		if !strings.HasSuffix(b, "\r\n\x1a") {
			t.Errorf("%s does not end as OFAC's files do", name)
		}
	}
	if n := strings.Count(main.String(), "\r\n"); n != 1000 {
		t.Errorf("%d rows, want 1000", n)
	}
}

type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// TestFullSize holds the sizes near the real ones of September 2026: 29 and
// 127 MB. SDN_ENHANCED.XML, of which no whole file was at hand to go by, comes out
// at 123 MB where the real one has 104.
func TestFullSize(t *testing.T) {
	for name, size := range map[string]int64{"SDN.XML": 29, "SDN_ADVANCED.XML": 127} {
		var n counter
		if err := writers[name](&n, Options{Seed: 1, Parties: FullSize}); err != nil {
			t.Fatal(err)
		}
		if mb := int64(n) / 1e6; mb < size*9/10 || mb > size*11/10 {
			t.Errorf("%s has %d MB, want %d give or take a tenth", name, mb, size)
		}
	}
}

// failing is a disk that is full.
type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

func TestWriteError(t *testing.T) {
	for name, write := range writers {
		if err := write(failing{}, Options{Seed: 1, Parties: 10}); err == nil {
			t.Errorf("%s: a failed write is no error", name)
		}
	}
	if err := WriteCSV(Files{failing{}, failing{}, failing{}, failing{}}, Options{Seed: 1, Parties: 10}); err == nil {
		t.Error("CSV: a failed write is no error")
	}
}
