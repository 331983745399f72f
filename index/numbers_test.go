package index

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/interdict/interdict/score"
)

// Numbers are read back as they were packed, in as few bytes as the largest needs.
func TestNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bytes := rapid.IntRange(1, 8).Draw(t, "bytes")
		want := rapid.SliceOf(rapid.Uint64Max(^uint64(0)>>(64-8*bytes))).Draw(t, "numbers")
		if rapid.Bool().Draw(t, "ascending") {
			slices.Sort(want)
		}
		packed := pack(want)
		if len(packed.section) > 9+bytes*len(want) {
			t.Fatalf("%d bytes for %d numbers of %d", len(packed.section), len(want), bytes)
		}
		got, err := unpack(packed.section)
		if err != nil || got.n != len(want) {
			t.Fatalf("%d numbers, %v; packed were %d", got.n, err, len(want))
		}
		high := uint64(0)
		for i, x := range want {
			high = max(high, x)
			if got.wide(uint32(i)) != x {
				t.Fatalf("number %d is %d, not %d", i, got.wide(uint32(i)), x)
			}
		}
		if high < 1<<40 && (!got.below(int(high)+1) || len(want) > 0 && got.below(int(high))) {
			t.Fatalf("of %v %d is not the highest", want, high)
		}
		rises := len(want) > 0 && want[0] == 0 && slices.IsSorted(want)
		if high < 1<<40 && got.rising(int(high)) != rises {
			t.Fatalf("%v rise: %t", want, !rises)
		}
	})
	for _, section := range []string{"", "\x00", "\x09", "\x01", "\x04aaaaaaaaaaaaa", "\x08"} {
		if v, err := unpack([]byte(section)); err == nil && (v.n != 0 || len(section) < 1+8-v.width) {
			t.Errorf("%q is read as %d numbers of %d bytes", section, v.n, v.width)
		}
	}
}

// What is in a list of names is found.
func TestSpanHas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOf(rapid.Uint32Max(60)).Draw(t, "numbers")
		slices.Sort(all)
		var names []uint64
		for _, n := range all {
			names = append(names, uint64(packListed(n, score.Born(rapid.Uint32().Draw(t, "born")))))
		}
		packed := pack(names)
		from := rapid.IntRange(0, len(all)).Draw(t, "from")
		to := rapid.IntRange(from, len(all)).Draw(t, "to")
		s := span{&packed, uint32(from), uint32(to)}
		for n := range uint32(62) {
			if s.has(n) != slices.Contains(all[from:to], n) {
				t.Fatalf("%d in %v: %t", n, all[from:to], s.has(n))
			}
		}
	})
}
