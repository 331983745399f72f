package kept

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"sort"

	"github.com/klauspost/compress/zstd"
)

// A patch file is a header, then, compressed: the length of the steps as an
// unsigned varint, the steps, the new bytes. A step is three varints: how many
// new bytes come, how many bytes of the base follow them, and how far (signed)
// behind the last stretch of the base these begin.
//
// The patches of a day's few changes are compressed by a coder that knows the
// base (coder.go), larger ones are a zstd frame.

var (
	magicZstd  = []byte("IDp1")
	magicCoded = []byte("IDp2")
)

// header stands at a patch file's beginning, uncompressed, so that the chain of
// patches is found without unpacking them.
type header struct {
	base  Sum
	depth int   // patches between a whole file and this, this included
	since int64 // bytes of the patch files between them, this not included
	size  int64 // bytes of the file that the patch makes
	coded bool  // by coder, else by zstd
}

// maxHeader is the most bytes that a header has.
const maxHeader = 4 + 32 + 3*binary.MaxVarintLen64

var errHeader = errors.New("it does not begin as a patch does")

func (h *header) append(b []byte) []byte {
	magic := magicZstd
	if h.coded {
		magic = magicCoded
	}
	b = append(append(b, magic...), h.base[:]...)
	b = binary.AppendUvarint(b, uint64(h.depth))
	b = binary.AppendUvarint(b, uint64(h.since))
	return binary.AppendUvarint(b, uint64(h.size))
}

// parseHeader reads a header and says how long it is.
func parseHeader(b []byte) (h header, n int, err error) {
	h.coded = bytes.HasPrefix(b, magicCoded)
	if len(b) < len(magicZstd)+len(h.base) || !h.coded && !bytes.HasPrefix(b, magicZstd) {
		return h, 0, errHeader
	}
	n = len(magicZstd)
	n += copy(h.base[:], b[n:])
	var v [3]uint64
	for i := range v {
		x, k := binary.Uvarint(b[n:])
		if k <= 0 {
			return h, 0, errHeader
		}
		v[i], n = x, n+k
	}
	if v[0] < 1 || v[0] > longestChain || v[1] > 1<<40 || v[2] > maxPatched {
		return h, 0, errHeader
	}
	h.depth, h.since, h.size = int(v[0]), int64(v[1]), int64(v[2])
	return h, n, nil
}

func readHeader(path string) (h header, err error) {
	f, err := os.Open(path)
	if err != nil {
		return h, err
	}
	defer f.Close()
	b := make([]byte, maxHeader)
	n, err := io.ReadFull(f, b)
	if err != nil && err != io.ErrUnexpectedEOF && err != io.EOF {
		return h, err
	}
	if h, _, err = parseHeader(b[:n]); err != nil {
		return h, &Damage{path, err}
	}
	return h, nil
}

// packer packs and unpacks the bodies of patches. It keeps what it made for the
// one before.
type packer struct {
	coder *coder
	unzip *zstd.Decoder
}

// knowing is a coder that knows a sample of the base.
func (p *packer) knowing(sample []byte) *coder {
	if p.coder == nil || !bytes.Equal(p.coder.sample, sample) {
		p.coder = newCoder(sample)
	}
	return p.coder
}

func (p *packer) unpack(h *header, base *built, packed []byte) (body []byte, err error) {
	if h.coded {
		return p.knowing(base.slice(learntFrom, learntTo)).decode(packed)
	}
	if p.unzip == nil {
		if p.unzip, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(2*maxPatched)); err != nil {
			return nil, err
		}
	}
	return p.unzip.DecodeAll(packed, nil)
}

// Close lets go of what the packer holds.
func (p *packer) Close() {
	if p.unzip != nil {
		p.unzip.Close()
	}
}

// patch makes the patch file that turns base into data.
func (p *packer) patch(h header, base, data []byte) ([]byte, error) {
	h.size = int64(len(data))
	// The coder writes what it has seen for next to nothing, so a short repetition
	// is cheaper told anew than by its place.
	body := difference(base, data, 4*block)
	if h.coded = len(body) <= maxCoded; h.coded {
		return append(h.append(nil), p.knowing(base[min(learntFrom, len(base)):min(learntTo, len(base))]).code(body)...), nil
	}
	body = difference(base, data, block)
	z, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBetterCompression), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	defer z.Close()
	return z.EncodeAll(body, h.append(nil)), nil
}

// block is the length of the stretches by which the base is looked up: shorter
// repetitions are found only beside longer ones.
const block = 64

// difference is the body of a patch: the steps that put data together of base
// and of new bytes, and these. Stretches of the base at another place than the
// last one leads to are shorter than least only beside others.
func difference(base, data []byte, least int) []byte {
	var steps, fresh []byte
	find := newFinder(base)
	var done, end int // data is told up to done; the last stretch of the base ended at end
	step := func(to int, at, n int) {
		steps = binary.AppendUvarint(steps, uint64(to-done))
		steps = binary.AppendUvarint(steps, uint64(n))
		steps = binary.AppendVarint(steps, int64(at-end))
		fresh = append(fresh, data[done:to]...)
		done, end = to+n, at+n
	}
	hash, hashed := uint32(0), -1 // hash is that of the block at hashed
	for i := 0; i+block <= len(data); {
		if hashed == i-1 && i > 0 {
			hash = roll(hash, data[i-1], data[i+block-1])
		} else {
			hash = hashOf(data[i : i+block])
		}
		hashed = i
		at, n := find.longest(hash, data[i:], end+i-done, least)
		if n == 0 {
			i++
			continue
		}
		for i > done && at > 0 && data[i-1] == base[at-1] { // it may have begun earlier
			i, at, n = i-1, at-1, n+1
		}
		step(i, at, n)
		i = done
	}
	if done < len(data) {
		step(len(data), end, 0)
	}
	body := binary.AppendUvarint(nil, uint64(len(steps)))
	return append(append(body, steps...), fresh...)
}

// prime is that of the rolling hash, out its power for the byte that leaves.
const prime = 0x01000193

var out = func() uint32 {
	p := uint32(1)
	for range block {
		p *= prime
	}
	return p
}()

func hashOf(b []byte) (h uint32) {
	for _, c := range b {
		h = h*prime + uint32(c) + 1
	}
	return h
}

func roll(h uint32, gone, came byte) uint32 {
	return h*prime + uint32(came) + 1 - (uint32(gone)+1)*out
}

// finder finds stretches of the base by the hashes of its blocks.
type finder struct {
	base  []byte
	shift uint
	first []int32 // by hash: the number of the last such block, plus 1
	next  []int32 // by block: the one before of the same hash
}

func newFinder(base []byte) *finder {
	n := len(base) / block
	bits := uint(10)
	for 1<<bits < n {
		bits++
	}
	f := &finder{base: base, shift: 32 - bits, first: make([]int32, 1<<bits), next: make([]int32, n)}
	for i := n - 1; i >= 0; i-- { // so that the first block of a hash is tried first
		slot := f.slot(hashOf(base[i*block : (i+1)*block]))
		f.next[i], f.first[slot] = f.first[slot], int32(i+1)
	}
	return f
}

func (f *finder) slot(h uint32) uint32 { return (h * 0x9e3779b1) >> f.shift }

// longest is the longest stretch of the base that data begins with, of a few
// that are tried: first the one that goes on at the place expected.
func (f *finder) longest(hash uint32, data []byte, expected, least int) (at, n int) {
	const tries, enough = 16, 4096
	if expected >= 0 && expected+block <= len(f.base) && bytes.Equal(f.base[expected:expected+block], data[:block]) {
		if at, n = expected, common(f.base[expected:], data); n >= enough {
			return at, n
		}
	}
	b := f.first[f.slot(hash)]
	for range tries {
		if b == 0 {
			break
		}
		from := int(b-1) * block
		if l := common(f.base[from:], data); l >= least && l > n {
			if at, n = from, l; n >= enough {
				break
			}
		}
		b = f.next[b-1]
	}
	return at, n
}

// common is how many bytes both begin with alike.
func common(a, b []byte) int {
	n := min(len(a), len(b))
	i := 0
	for ; i+8 <= n && binary.LittleEndian.Uint64(a[i:]) == binary.LittleEndian.Uint64(b[i:]); i += 8 {
	}
	for i < n && a[i] == b[i] {
		i++
	}
	return i
}

// built is a file in pieces of the whole file and of the patches' new bytes.
type built struct {
	sources [][]byte
	pieces  []piece
	ends    []int // of the pieces in the file
	whole   int64 // size of the whole file as it is kept
	since   int64 // size of the patch files upon it
	depth   int   // how many they are
}

type piece struct{ source, at, n int }

func newBuilt(whole []byte, kept int64) *built {
	b := &built{sources: [][]byte{whole}, whole: kept}
	b.add(piece{0, 0, len(whole)})
	return b
}

func (b *built) size() int {
	if len(b.ends) == 0 {
		return 0
	}
	return b.ends[len(b.ends)-1]
}

// add adds a piece, to the last one where it goes on there.
func (b *built) add(p piece) {
	if p.n == 0 {
		return
	}
	end := b.size() + p.n
	if i := len(b.pieces) - 1; i >= 0 && b.pieces[i].source == p.source && b.pieces[i].at+b.pieces[i].n == p.at {
		b.pieces[i].n += p.n
		b.ends[i] = end
		return
	}
	b.pieces, b.ends = append(b.pieces, p), append(b.ends, end)
}

// bytes is the file in one piece.
func (b *built) bytes() []byte {
	if len(b.pieces) == 1 && b.pieces[0].at == 0 && b.pieces[0].n == len(b.sources[b.pieces[0].source]) {
		return b.sources[b.pieces[0].source]
	}
	out := make([]byte, 0, b.size())
	for _, p := range b.pieces {
		out = append(out, b.sources[p.source][p.at:p.at+p.n]...)
	}
	return out
}

// slice is the file from one byte to before another, as far as it goes.
func (b *built) slice(from, to int) []byte {
	out := make([]byte, 0, to-from)
	for i := sort.SearchInts(b.ends, from+1); i < len(b.pieces) && from < to; i++ {
		p := b.pieces[i]
		skip := from - (b.ends[i] - p.n)
		n := min(to-from, p.n-skip)
		out = append(out, b.sources[p.source][p.at+skip:p.at+skip+n]...)
		from += n
	}
	return out
}

var errSteps = errors.New("its steps lead out of the file")

// patch applies a patch file, unpacked with p.
func (b *built) patch(p *packer, packed []byte) error {
	h, n, err := parseHeader(packed)
	if err != nil {
		return err
	}
	body, err := p.unpack(&h, b, packed[n:])
	if err != nil {
		return err
	}
	length, k := binary.Uvarint(body)
	if k <= 0 || length > uint64(len(body)-k) {
		return errSteps
	}
	steps, fresh := body[k:k+int(length)], body[k+int(length):]
	next := &built{sources: append(b.sources, fresh)}
	if err := b.walk(next, steps, len(fresh), int(h.size)); err != nil {
		return err
	}
	if int64(next.size()) != h.size {
		return fmt.Errorf("it makes %d bytes in place of %d", next.size(), h.size)
	}
	b.sources, b.pieces, b.ends = next.sources, next.pieces, next.ends
	b.since, b.depth = b.since+int64(len(packed)), b.depth+1
	return nil
}

// walk follows a patch's steps.
func (b *built) walk(next *built, steps []byte, fresh, size int) error {
	used, end := 0, 0
	for len(steps) > 0 {
		var v [2]uint64
		for i := range v {
			n, k := binary.Uvarint(steps)
			if k <= 0 || n > uint64(size) {
				return errSteps
			}
			v[i], steps = n, steps[k:]
		}
		away, k := binary.Varint(steps)
		if k <= 0 {
			return errSteps
		}
		steps = steps[k:]
		lit, n := int(v[0]), int(v[1])
		if away > int64(b.size()) || away < -int64(b.size()) || lit > fresh-used || next.size()+lit+n > size {
			return errSteps
		}
		next.add(piece{len(next.sources) - 1, used, lit})
		used += lit
		at := end + int(away)
		if at < 0 || at > b.size() || n > b.size()-at {
			return errSteps
		}
		b.stretch(next, at, n)
		end = at + n
	}
	return nil
}

// stretch adds n bytes of the file from at on to another.
func (b *built) stretch(next *built, at, n int) {
	for i := sort.SearchInts(b.ends, at+1); n > 0; i++ {
		p := b.pieces[i]
		skip := at - (b.ends[i] - p.n)
		take := min(n, p.n-skip)
		next.add(piece{p.source, p.at + skip, take})
		at, n = at+take, n-take
	}
}
