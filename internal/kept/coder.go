package kept

import (
	"encoding/binary"
	"errors"
	"math"
)

// A day's changes are a few hundred bytes: too few for zstd to learn from, and
// half of what it makes of them is tables. The coder here has learnt before it
// begins: it is run over a piece of the file before first, and then knows what
// rows of this list look like. It predicts bit by bit from the last one, two,
// three and five bytes, weighs these four predictions by how well each has done,
// and writes with an arithmetic coder only what was not foreseen. All of it is
// whole numbers, so that every machine reads what another has written.

const (
	// The coder is run over the bytes of the file before from learntFrom up to
	// learntTo: behind the date with which many begin, and near enough to the
	// beginning to be the same bytes on most days, since learning takes time.
	learntFrom = 1 << 10
	learntTo   = 9 << 10
	// maxCoded is the most bytes that are coded, since it is slow: where a
	// thousand patches are to be read, each counts.
	maxCoded = 2 << 10

	orders    = 4
	slotBits  = 16
	countBits = 5
	evenOdds  = 1 << 26 // of 2^27
	maxCount  = 30      // a prediction moves by 1/32 of its error at least
	sets      = 64      // four classes of counts in each of the three longer contexts
)

// model predicts the next bit.
type model struct {
	odds    [orders][1 << slotBits]uint32 // by context: that the next bit is 1, of 2^27, above how often it was met
	weights [sets][orders]int32           // by how often the longer contexts were met, 65536 is one
	last    uint64                        // the bytes before
	bits    uint32                        // those of this byte, behind a 1

	set     uint32
	slot    [orders]uint32
	base    [orders]uint32
	stretch [orders]int32
	p       int32 // of 4096
}

// newModel is a model that has been run over a sample.
func newModel(sample []byte) *model {
	m := &model{bits: 1}
	for i := range m.odds {
		for j := range m.odds[i] {
			m.odds[i][j] = evenOdds << countBits
		}
	}
	for i := range m.weights {
		for j := range m.weights[i] {
			m.weights[i][j] = 1 << 14
		}
	}
	m.contexts()
	m.predict()
	for _, c := range sample {
		for i := 7; i >= 0; i-- {
			m.update(uint32(c>>i) & 1)
		}
	}
	m.last = 0
	m.contexts()
	m.predict()
	return m
}

// contexts are taken anew with each byte.
func (m *model) contexts() {
	for i, bytes := range [orders]uint{1, 2, 3, 5} {
		h := (m.last&(1<<(8*bytes)-1) + uint64(bytes)<<56) * 0x9e3779b97f4a7c15
		m.base[i] = uint32(h >> 32)
	}
}

// met puts a count into one of four classes.
var met = func() (c [1 << countBits]uint32) {
	for n := range c {
		switch {
		case n >= 6:
			c[n] = 3
		case n >= 2:
			c[n] = 2
		case n >= 1:
			c[n] = 1
		}
	}
	return c
}()

// predict says how likely the next bit is 1.
func (m *model) predict() {
	sum := int64(0)
	m.set = 0
	for i := range orders {
		m.slot[i] = (m.base[i] ^ m.bits*0x2c1b3c6d) >> (32 - slotBits)
		if i > 0 {
			m.set = m.set<<2 | met[m.odds[i][m.slot[i]]&(1<<countBits-1)]
		}
	}
	w := &m.weights[m.set]
	for i := range orders {
		m.stretch[i] = stretched[m.odds[i][m.slot[i]]>>20]
		sum += int64(w[i]) * int64(m.stretch[i])
	}
	m.p = min(max(squash(int32(sum>>16)), 1), 4095)
}

// update tells the bit that came.
func (m *model) update(bit uint32) {
	w := &m.weights[m.set]
	miss := int32(bit)<<12 - m.p
	for i := range orders {
		o := &m.odds[i][m.slot[i]]
		p, n := int64(*o>>countBits), *o&(1<<countBits-1)
		p += (int64(bit)<<27 - p) / int64(n+2)
		*o = uint32(min(p, 1<<27-1))<<countBits | min(n+1, maxCount)
		w[i] += (m.stretch[i]*miss + 1<<10) >> 11
	}
	if m.bits = m.bits<<1 | bit; m.bits >= 256 {
		m.last, m.bits = m.last<<8|uint64(m.bits&255), 1
		m.contexts()
	}
	m.predict()
}

// knots are 4096/(1+e^-x) for x from -8 to 8 in steps of a half.
var knots = [33]int32{1, 2, 4, 6, 10, 17, 27, 45, 74, 120, 194, 311, 488, 747, 1102, 1546, 2048,
	2550, 2994, 3349, 3608, 3785, 3902, 3976, 4022, 4051, 4069, 4079, 4086, 4090, 4092, 4094, 4095}

// squash turns x, of which 256 is one, into 4096/(1+e^-x); stretched is its
// inverse.
func squash(x int32) int32 {
	if x >= 2047 {
		return 4095
	}
	if x <= -2047 {
		return 1
	}
	i, part := (x+2048)>>7, x&127
	return (knots[i]*(128-part) + knots[i+1]*part + 64) >> 7
}

var stretched = func() (t [4096]int32) {
	next := int32(0)
	for x := int32(-2047); x <= 2047; x++ {
		for p := squash(x); next <= p; next++ {
			t[next] = x
		}
	}
	for ; next < int32(len(t)); next++ {
		t[next] = 2047
	}
	return t
}()

// coder codes bodies, each from what the model has learnt of a sample.
type coder struct {
	sample       []byte
	learnt, work model
}

func newCoder(sample []byte) *coder { return &coder{sample: sample, learnt: *newModel(sample)} }

// code compresses a body.
func (c *coder) code(body []byte) []byte {
	c.work = c.learnt
	k := &c.work
	low, high := uint32(0), uint32(math.MaxUint32)
	out := binary.AppendUvarint(nil, uint64(len(body)))
	for _, b := range body {
		for i := 7; i >= 0; i-- {
			bit := uint32(b>>i) & 1
			middle := k.middle(low, high)
			if bit == 1 {
				high = middle
			} else {
				low = middle + 1
			}
			k.update(bit)
			for (low^high)>>24 == 0 {
				out = append(out, byte(high>>24))
				low, high = low<<8, high<<8|255
			}
		}
	}
	return append(out, byte(low>>24)+1) // low and high differ in their first byte
}

func (m *model) middle(low, high uint32) uint32 {
	return low + uint32(uint64(high-low)*uint64(m.p)>>12)
}

var errCoded = errors.New("it is coded otherwise than patches are")

// decode gives the body back. Of other bytes it makes anything, up to maxCoded.
func (c *coder) decode(packed []byte) ([]byte, error) {
	n, size := binary.Uvarint(packed)
	if size <= 0 || n > maxCoded {
		return nil, errCoded
	}
	packed = packed[size:]
	next := func() (b byte) { // behind the end there are zeros
		if len(packed) > 0 {
			b, packed = packed[0], packed[1:]
		}
		return b
	}
	c.work = c.learnt
	k := &c.work
	low, high, at := uint32(0), uint32(math.MaxUint32), uint32(0)
	for range 4 {
		at = at<<8 | uint32(next())
	}
	body := make([]byte, n)
	for i := range body {
		for range 8 {
			middle := k.middle(low, high)
			bit := uint32(0)
			if at <= middle {
				bit, high = 1, middle
			} else {
				low = middle + 1
			}
			body[i] = body[i]<<1 | byte(bit)
			k.update(bit)
			for (low^high)>>24 == 0 {
				low, high, at = low<<8, high<<8|255, at<<8|uint32(next())
			}
		}
	}
	return body, nil
}
