package reach

import (
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"testing"
)

// Lists are read as they were written, however far apart their members are; what is
// cut off or says of too many members is damaged.
func TestDecode(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for range 2000 {
		var want []posting
		var b []byte
		last := uint64(0)
		for range rng.IntN(30) {
			delta := rng.Uint64N([]uint64{2, 128, 300, 16384, 20000, 3 << 20}[rng.IntN(6)])
			last += delta
			in := rng.Uint64N(1 << infoBits)
			want = append(want, posting(last)<<infoBits|posting(in))
			b = binary.AppendUvarint(b, delta)
			b = append(b, byte(in), byte(in>>8), byte(in>>16), byte(in>>24), byte(in>>32))
		}
		got, err := decode(b, last+1, nil)
		if err != nil || !slices.Equal(got, want) {
			t.Fatalf("%x, %v: %v, expected %v", b, err, got, want)
		}
		if len(want) == 0 {
			continue
		}
		if _, err := decode(b[:len(b)-1-rng.IntN(5)], last+1, nil); err == nil {
			t.Errorf("%x is cut off, and read", b)
		}
		if _, err := decode(b, last, nil); err == nil {
			t.Errorf("%x is of member %d, and read as of fewer", b, last)
		}
	}
}

// What a shelf gives is the taker's alone, whether it fits or not; what does not fit
// fills it.
func TestShelf(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	s := make(shelf[int], 0, 50)
	var taken [][]int
	for i := range 2000 {
		if rng.IntN(20) == 0 {
			s, taken = s[:0], nil
		}
		n := rng.IntN(20)
		fits := len(s)+n <= cap(s)
		got := s.take(n)
		if len(got) != n || cap(got) != n || !fits && !s.full() {
			t.Fatalf("%d taken: %d of %d, full %v", n, len(got), cap(got), s.full())
		}
		for k := range got {
			got[k] = i
		}
		for _, of := range append(taken, got) {
			if len(of) > 0 && of[0] != of[len(of)-1] {
				t.Fatal("a place was given to two")
			}
		}
		taken = append(taken, got)
	}
}
