package yente

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/interdict/interdict/server"
)

// A depth takes seconds and much memory to make, and so a process of its own makes
// it beside the service and hands it over:
//
//	interdict depth 1
//	the state of the lists that it is of, its length before it
//	how many entities, postings, identifiers, genders; how many bytes the texts of
//	the two have
//	the arrays of type depth, in their order there
//
// All numbers are little-endian.
const depthMagic = "interdict depth 1\n"

// maxArray bounds each array of such a file.
const maxArray = 1 << 30

// stateOf tells states of the lists apart.
func stateOf(s *server.Serving) string { return s.Engine.Hashes().Snapshot + " " + s.Engine.State() }

// WriteDepth makes what filters, facets and sorting need of a state of the lists.
func WriteDepth(ctx context.Context, s *server.Serving, w io.Writer) error {
	number := map[string]uint32{}
	for e, err := range s.Engine.Entities() {
		if err != nil {
			return err
		}
		number[e.ID] = uint32(len(number))
	}
	d, err := readAll(ctx, s, len(number), func(id string) uint32 { return number[id] })
	if err != nil {
		return err
	}
	state := stateOf(s)
	parts := []any{
		[]byte(depthMagic), uint32(len(state)), []byte(state),
		[]uint32{uint32(len(d.first)), uint32(len(d.hashes)), uint32(len(d.identifiers.ends)), uint32(len(d.genders.ends)), uint32(len(d.identifiers.all)), uint32(len(d.genders.all))},
		d.hashes, d.holders, d.identifiers.upTo, d.identifiers.ends, []byte(d.identifiers.all), d.genders.upTo, d.genders.ends, []byte(d.genders.all), d.first, d.last, d.changed,
	}
	for _, part := range parts {
		if err := binary.Write(w, binary.LittleEndian, part); err != nil {
			return err
		}
	}
	return nil
}

// errDepth is the error of a file that is none, or of another state.
var errDepth = errors.New("what was made for filters is not of what is to answer")

// readDepth reads what WriteDepth wrote of a state with n entities.
func readDepth(text []byte, state string, n int) (*depth, error) {
	r := bytes.NewReader(text)
	head := make([]byte, len(depthMagic))
	var long uint32
	if _, err := io.ReadFull(r, head); err != nil || string(head) != depthMagic {
		return nil, errDepth
	}
	if err := binary.Read(r, binary.LittleEndian, &long); err != nil || int(long) != len(state) {
		return nil, errDepth
	}
	of := make([]byte, long)
	var counts [6]uint32
	if _, err := io.ReadFull(r, of); err != nil || string(of) != state {
		return nil, errDepth
	}
	if err := binary.Read(r, binary.LittleEndian, &counts); err != nil || int(counts[0]) != n {
		return nil, errDepth
	}
	var room uint64
	for i, size := range []uint64{3*4 + 2*4, 8 + 4, 4, 4, 1, 1} {
		if counts[i] > maxArray {
			return nil, errDepth
		}
		room += size * uint64(counts[i])
	}
	if room != uint64(r.Len()) {
		return nil, errDepth
	}
	d := &depth{
		hashes: make([]uint64, counts[1]), holders: make([]uint32, counts[1]),
		identifiers: packed{upTo: make([]uint32, n), ends: make([]uint32, counts[2])}, genders: packed{upTo: make([]uint32, n), ends: make([]uint32, counts[3])},
		first: make([]int32, n), last: make([]int32, n), changed: make([]int32, n),
	}
	identifiers, genders := make([]byte, counts[4]), make([]byte, counts[5])
	for _, part := range []any{d.hashes, d.holders, d.identifiers.upTo, d.identifiers.ends, identifiers, d.genders.upTo, d.genders.ends, genders, d.first, d.last, d.changed} {
		if err := binary.Read(r, binary.LittleEndian, part); err != nil {
			return nil, fmt.Errorf("%w: %w", errDepth, err)
		}
	}
	d.identifiers.all, d.genders.all = string(identifiers), string(genders)
	if !d.identifiers.whole() || !d.genders.whole() || !slices.IsSorted(d.hashes) || slices.ContainsFunc(d.holders, func(h uint32) bool { return int(h) >= n }) {
		return nil, errDepth
	}
	return d, nil
}

// whole says that every text lies within all.
func (t *packed) whole() bool {
	last := func(of []uint32) int {
		if len(of) == 0 {
			return 0
		}
		return int(of[len(of)-1])
	}
	return slices.IsSorted(t.upTo) && slices.IsSorted(t.ends) && last(t.upTo) == len(t.ends) && last(t.ends) == len(t.all)
}

// take uses a depth that was handed over; where there is one already it stays.
func (v *view) take(text []byte) error {
	o, err := v.overview()
	if err != nil {
		return err
	}
	d, err := readDepth(text, stateOf(v.Serving), len(o.rows))
	if err == nil {
		v.deepOnce.Do(func() { v.deep = d })
	}
	return err
}
