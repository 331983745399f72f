package index

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/interdict/interdict/score"
)

// Numbers are read back as they were packed, in as few bits as the largest needs.
func TestNumbers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bits := rapid.IntRange(1, 64).Draw(t, "bits")
		want := rapid.SliceOf(rapid.Uint64Max(^uint64(0)>>(64-bits))).Draw(t, "numbers")
		if rapid.Bool().Draw(t, "ascending") {
			slices.Sort(want)
		}
		packed := pack(want)
		if bits > 57 {
			bits = 64
		}
		if len(packed.section) > 16+bits*len(want)/8 {
			t.Fatalf("%d bytes for %d numbers of %d bits", len(packed.section), len(want), bits)
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
	whole := string(pack([]uint32{1, 2, 300}).section)
	for _, section := range []string{
		"", "\x01", whole[:7], whole[:8], whole[:len(whole)-1], whole + "\x00", "\x00" + whole[1:], "\x08" + whole[1:], "\x3a" + whole[1:], "\x41" + whole[1:],
		whole[:1] + "\x02" + whole[2:], whole[:1] + "\x04" + whole[2:], whole[:7] + "\x80" + whole[8:], whole[:1] + "\xff\xff\xff\xff\xff\xff\xff" + whole[8:],
	} {
		if v, err := unpack([]byte(section)); err == nil {
			t.Errorf("%q is read as %d numbers of %d bits", section, v.n, v.bits)
		}
	}
}

// Whatever a section says, no number is read outside it.
func FuzzNumbers(f *testing.F) {
	f.Add(pack([]uint32{}).section)
	f.Add(pack([]uint64{1, 2, 1 << 56}).section)
	f.Add(pack([]uint64{1 << 63}).section)
	f.Fuzz(func(t *testing.T, section []byte) {
		v, err := unpack(section)
		if err != nil {
			return
		}
		for i := range uint32(v.n) {
			if x := v.wide(i); x > v.mask {
				t.Errorf("number %d is %d, of %d bits", i, x, v.bits)
			}
		}
	})
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
