package yente

import (
	"bytes"
	"context"
	"reflect"
	"testing"
	"time"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/score"
	"github.com/interdict/interdict/server"
)

func starterServing(t testing.TB) *server.Serving {
	t.Helper()
	s := server.NewSource(&base.Folder{Dir: t.TempDir(), Starter: true, Now: time.Now}, server.Settings{Policy: policy.Default(), Weights: score.Default()})
	t.Cleanup(s.Close)
	if err := s.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	held, release, err := s.Acquire()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(release)
	return held
}

// What another process made is what would be made here, and nothing else is taken
// for it.
func TestHandedOver(t *testing.T) {
	held := starterServing(t)
	var b bytes.Buffer
	if err := WriteDepth(t.Context(), held, &b); err != nil {
		t.Fatal(err)
	}
	var mine, other views
	want, err := mine.of(held).depth(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	v := other.of(held)
	if err := v.take(b.Bytes()); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(v.deep, want) {
		t.Error("what was handed over is not what is made here")
	}
	n := len(v.all.rows)
	if _, err := readDepth(b.Bytes(), stateOf(held)+"x", n); err == nil {
		t.Error("a depth of another state is taken")
	}
	if _, err := readDepth(b.Bytes(), stateOf(held), n+1); err == nil {
		t.Error("a depth of another number of entities is taken")
	}
	for cut := range 200 {
		if _, err := readDepth(b.Bytes()[:b.Len()*cut/200], stateOf(held), n); err == nil {
			t.Errorf("a depth cut off after %d of 200 parts is taken", cut)
		}
	}
}

// FuzzDepth reads whatever a broken process may hand over: what is taken can be
// asked for anything.
func FuzzDepth(f *testing.F) {
	held := starterServing(f)
	var b bytes.Buffer
	if err := WriteDepth(f.Context(), held, &b); err != nil {
		f.Fatal(err)
	}
	var vs views
	o, err := vs.of(held).overview()
	if err != nil {
		f.Fatal(err)
	}
	whole := b.Bytes()
	f.Add(len(whole), 0, byte(0))
	f.Add(len(whole), 200, byte(1))
	f.Add(len(whole)/2, 0, byte(0))
	f.Fuzz(func(t *testing.T, length, at int, change byte) {
		text := bytes.Clone(whole[:min(max(length, 0), len(whole))])
		if at >= 0 && at < len(text) {
			text[at] ^= change
		}
		d, err := readDepth(text, stateOf(held), len(o.rows))
		if err != nil {
			return
		}
		for n := range o.rows {
			d.identifiers.of(uint32(n), func(string) {})
			d.genders.of(uint32(n), func(string) {})
		}
		for _, h := range d.with("country", "ru") {
			_ = o.rows[h]
		}
	})
}
