package kept

import (
	"bytes"
	"encoding/hex"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestCoder: what is coded comes back, small as it is.
func TestCoder(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	c := newCoder([]byte(strings.Join(rows(r, 70), "")))
	for _, body := range [][]byte{nil, {0}, []byte("x"), bytes.Repeat([]byte{255}, maxCoded), []byte(row(r, 1) + row(r, 2)), []byte("李明, Müller")} {
		packed := c.code(body)
		if got, err := c.decode(packed); err != nil || !bytes.Equal(got, body) {
			t.Errorf("%q comes back as %q, %v", body, got, err)
		}
	}
	// Two rows of 118 bytes hold 37 bytes that nothing foretells.
	if body := row(r, 10) + row(r, 20); len(c.code([]byte(body))) > len(body)/3 {
		t.Errorf("%d bytes are coded in %d", len(body), len(c.code([]byte(body))))
	}
}

// TestCoderStaysTheSame: what was coded once is read for ever, so not a bit of
// the coder may change.
func TestCoderStaysTheSame(t *testing.T) {
	const whole, body = "1,ZHAO Guangzong\n2,NI Gaobin\n3,Wuhan Xiaoruizhi\n", "4,ZHANG Guangzong\n"
	const want = "1291e6c2fecf545f0499d3b0"
	packed := newCoder([]byte(whole)).code([]byte(body))
	if got := hex.EncodeToString(packed); got != want {
		t.Errorf("coded as %s, want %s", got, want)
	}
}

func FuzzCoder(f *testing.F) {
	c := newCoder([]byte("a list"))
	f.Add([]byte("a list"))
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0x7f})
	f.Fuzz(func(t *testing.T, b []byte) {
		if got, err := c.decode(c.code(b[:min(len(b), maxCoded)])); err != nil || !bytes.Equal(got, b[:min(len(b), maxCoded)]) {
			t.Fatalf("it comes back as %q, %v", got, err)
		}
		if got, err := c.decode(b); err == nil && len(got) > maxCoded {
			t.Errorf("%d bytes", len(got))
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	c := newCoder([]byte(strings.Join(rows(r, 70), "")))
	packed := c.code([]byte(strings.Join(rows(r, 7), "")))
	for b.Loop() {
		if _, err := c.decode(packed); err != nil {
			b.Fatal(err)
		}
	}
}
