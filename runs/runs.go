// Package runs screens whole inputs in ranges of rows that are sealed one after
// the other, so that a run that was stopped, however it was stopped, goes on
// where its last sealed range ends and comes to the same results.
//
// A range is a stretch of an input: whole blocks, up to a size. What it came to
// is written to a shard, a file of its own, put in place whole. A run that is
// started anew cuts its inputs again, which costs little, and compares what it
// reads with what each shard was made of: a range that is as it was is taken
// from its shard, any other is screened.
//
// Results leave a run in the order of the input, from shards and from screening
// alike. Shards hold personal data: they are for the user alone, live as long as
// the run, and can be read only by the build that wrote them.
package runs

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"slices"
	"sync"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/atomicfile"
	"github.com/interdict/interdict/internal/sealed"
	"github.com/interdict/interdict/screen"
	"github.com/interdict/interdict/subjects"
	"github.com/interdict/interdict/table"
)

// Input is an input of subjects, such as subjects.Open returns.
type Input interface {
	screen.Source
	// Notes are counts of what is worth knowing of the rows parsed so far,
	// Unknown the columns or members that nobody knows.
	Notes() []subjects.Note
	Unknown() []string
}

// RangeSize is how many bytes of input a range has, where a plan says nothing:
// about a second of work, so that little is lost when a run is stopped.
const RangeSize = 32 << 20

// Plan says how to run.
type Plan struct {
	Query screen.Query
	// Key keys what is said of inputs and results, so that nobody without it can
	// guess a row from a receipt.
	Key []byte
	// Dir is where shards are kept, "" keeps none: then nothing can be resumed.
	Dir string
	// Seal is the key that shards are encrypted under; nil leaves them readable to
	// whoever may read the folder.
	Seal *sealed.Key
	// Build and Run name the program and what the shards are of; a shard of any
	// other is not used.
	Build, Run string
	// Size is how many bytes of input a range has, 0 for RangeSize.
	Size int64
	// Contents says that what stood in refused rows is kept with them: see Rejected.
	Contents bool
	// Only, where set, says which ranges are screened, counted from 0; the others
	// are only read.
	Only func(n int) bool
}

// Range is a stretch of an input and what it came to.
type Range struct {
	Input    int   `json:"input"` // counted from 0
	FirstRow int64 `json:"first_row"`
	Rows     int64 `json:"rows"` // data records, those refused included
	Bytes    int64 `json:"bytes"`
	// InputMAC is an HMAC-SHA-256 of the rows as they were read (decoded, whole),
	// ResultsMAC one of each hit's row, entity and figures.
	InputMAC   string `json:"input_mac"`
	ResultsMAC string `json:"results_mac"`

	Screened    int64            `json:"screened"`
	Refused     int64            `json:"refused"`
	Partial     int64            `json:"partial"`
	SubjectsHit int64            `json:"subjects_hit"`
	Hits        int64            `json:"hits"`
	Codes       map[string]int64 `json:"codes,omitempty"`

	// What follows is for reports and stays out of receipts.

	Refusals []subjects.Refusal `json:"-"` // of all ranges together the first screen.MaxRefusals
	Rejected Rejects            `json:"-"` // all of them
	Notes    []subjects.Note    `json:"-"`
	Unknown  []string           `json:"-"`
	Work     screen.Work        `json:"-"`
	Resumed  bool               `json:"-"` // taken from a shard
}

// Screen screens inputs one after the other and hands over the results in their
// order. progress, which may be nil, is told how far the whole run has come.
func Screen(ctx context.Context, e *screen.Engine, inputs []Input, p *Plan, emit func(input int, r *interdict.Result) error, progress func(screen.Progress)) ([]Range, error) {
	r := run{engine: e, plan: p, emit: emit, progress: progress}
	if p.Dir != "" {
		if err := errors.Join(os.MkdirAll(p.Dir, 0o700), atomicfile.RemoveRemains(p.Dir)); err != nil {
			return nil, shardError(err)
		}
	}
	for i, in := range inputs {
		if err := r.input(ctx, i, in); err != nil {
			return nil, err
		}
	}
	return r.ranges, nil
}

type run struct {
	engine   *screen.Engine
	plan     *Plan
	emit     func(int, *interdict.Result) error
	progress func(screen.Progress)
	ranges   []Range
	named    int // rows that were refused, in ranges
	done     screen.Progress
}

// input screens one input, range by range.
func (r *run) input(ctx context.Context, number int, in Input) error {
	src := &source{in: in, size: r.plan.Size, contents: r.plan.Contents}
	if src.size <= 0 {
		src.size = RangeSize
	}
	var notes noted
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		one, err := r.next(ctx, number, src, &notes)
		if err != nil {
			return err
		}
		if one == nil {
			return nil
		}
		one.Refusals = slices.Clone(one.Refusals[:min(len(one.Refusals), screen.MaxRefusals-r.named)])
		r.named += len(one.Refusals)
		r.ranges = append(r.ranges, *one)
		r.done.Screened += one.Screened
		r.done.Refused += one.Refused
		r.done.SubjectsHit += one.SubjectsHit
		if r.progress != nil {
			r.progress(r.done)
		}
	}
}

// next takes the next range from its shard or screens it; nil at the end.
func (r *run) next(ctx context.Context, number int, src *source, notes *noted) (*Range, error) {
	n := len(r.ranges)
	src.begin(r.plan.Key)
	if r.plan.Only != nil && !r.plan.Only(n) {
		return r.passOver(number, src)
	}
	if shard := r.openShard(n); shard != nil {
		defer shard.Close()
		taken, err := r.take(number, src, shard)
		if taken != nil || err != nil {
			return taken, err
		}
	}
	if done, err := src.ended(); done || err != nil {
		return nil, err
	}
	return r.screen(ctx, n, number, src, notes)
}

// passOver reads a range and screens nothing.
func (r *run) passOver(number int, src *source) (*Range, error) {
	if err := src.readAll(false); err != nil || src.rows == 0 {
		return nil, err
	}
	return src.span(number), nil
}

// take takes a range from its shard, where the input is what it was. If it
// isn't, the range is left to be screened, from the blocks that were read.
func (r *run) take(number int, src *source, s *shard) (*Range, error) {
	if err := src.readAll(true); err != nil {
		return nil, err
	}
	span := src.span(number)
	if f := &s.Range; f.Input != number || f.FirstRow != span.FirstRow || f.Rows != span.Rows || f.InputMAC != span.InputMAC {
		return nil, nil
	}
	src.blocks = nil
	err := s.each(func(result *interdict.Result) error { return r.emit(number, result) })
	if err != nil {
		return nil, err
	}
	out := s.Range
	out.Resumed = true
	return &out, nil
}

// screen screens a range and seals its shard.
func (r *run) screen(ctx context.Context, n, number int, src *source, notes *noted) (*Range, error) {
	before := r.done
	w, err := r.newShard(n)
	if err != nil {
		return nil, err
	}
	defer w.abandon()
	mac := hmac.New(sha256.New, r.plan.Key)
	r.engine.Many(r.done.Screened)
	sum, err := r.engine.Run(ctx, src, r.plan.Query, func(result *interdict.Result) error {
		digest(mac, result)
		if err := w.add(result); err != nil {
			return err
		}
		return r.emit(number, result)
	}, func(at screen.Progress) {
		if r.progress != nil {
			r.progress(screen.Progress{Screened: before.Screened + at.Screened, Refused: before.Refused + at.Refused, SubjectsHit: before.SubjectsHit + at.SubjectsHit})
		}
	})
	if err != nil {
		return nil, err
	}
	out := src.span(number)
	out.ResultsMAC = hex.EncodeToString(mac.Sum(nil))
	out.Screened, out.Refused, out.Partial, out.SubjectsHit, out.Hits = sum.Screened, sum.Refused, sum.Incomplete, sum.SubjectsHit, sum.Hits
	out.Codes, out.Refusals, out.Work = sum.Codes, sum.Refusals, sum.Work
	src.refused.sort()
	out.Rejected = src.refused
	out.Notes, out.Unknown = notes.since(src.in.Notes()), src.in.Unknown()
	return out, w.seal(out)
}

// digest adds to a MAC what counts of a result: which row hit whom, and how well.
func digest(h hash.Hash, r *interdict.Result) {
	for i := range r.Hits {
		hit := &r.Hits[i]
		fmt.Fprintf(h, "%d %q %d %d %d %d %d %q\n", r.Subject.Row, hit.EntityID, hit.Score, hit.Strength, hit.Spelling, hit.Weight, hit.Sufficiency, hit.ListingIDs)
	}
}

// source is an input that ends where a range ends.
type source struct {
	in   Input
	size int64

	mac         hash.Hash
	first, rows int64
	bytes       int64
	over        bool             // the input has ended
	blocks      []subjects.Block // read, and not screened yet

	contents bool // those of refused rows are kept

	mu      sync.Mutex
	refused Rejects
	held    int // bytes of contents
}

// begin begins a range.
func (s *source) begin(key []byte) {
	s.mac, s.first, s.rows, s.bytes, s.refused = hmac.New(sha256.New, key), 0, 0, 0, Rejects{}
}

// Next cuts off the next block of the range.
func (s *source) Next() (subjects.Block, error) {
	if len(s.blocks) > 0 {
		b := s.blocks[0]
		s.blocks = s.blocks[1:]
		return b, nil
	}
	if s.over || s.bytes >= s.size {
		return subjects.Block{}, io.EOF
	}
	b, err := s.in.Next()
	if err != nil {
		s.over = errors.Is(err, io.EOF)
		return b, err
	}
	if s.rows == 0 {
		s.first = b.First
	}
	s.rows += int64(b.Rows)
	text := b.Text()
	s.bytes += int64(len(text))
	io.WriteString(s.mac, text) //nolint:errcheck // a hash takes everything
	return b, nil
}

// ended says that nothing is left of the input.
func (s *source) ended() (bool, error) {
	if len(s.blocks) > 0 {
		return false, nil
	}
	b, err := s.Next()
	if errors.Is(err, io.EOF) {
		return true, nil
	}
	if err == nil {
		s.blocks = append(s.blocks, b)
	}
	return false, err
}

// readAll reads the range to its end, and keeps its blocks where they may be
// needed.
func (s *source) readAll(keep bool) error {
	var kept []subjects.Block
	for {
		b, err := s.Next()
		if errors.Is(err, io.EOF) {
			s.blocks = kept
			return nil
		}
		if err != nil {
			return err
		}
		if keep {
			kept = append(kept, b)
		}
	}
}

// span is the range as it was read.
func (s *source) span(number int) *Range {
	return &Range{Input: number, FirstRow: s.first, Rows: s.rows, Bytes: s.bytes, InputMAC: hex.EncodeToString(s.mac.Sum(nil))}
}

// Parse turns a block into subjects and remembers which rows it refused.
func (s *source) Parse(b subjects.Block, dst []interdict.Subject) ([]interdict.Subject, []subjects.Refusal) {
	dst, refused := s.in.Parse(b, dst)
	if len(refused) > 0 {
		s.reject(&b, refused)
	}
	return dst, refused
}

// reject remembers rows of a block.
func (s *source) reject(b *subjects.Block, refused []subjects.Refusal) {
	slices.SortStableFunc(refused, func(a, b subjects.Refusal) int { return cmp.Compare(a.Row, b.Row) })
	var contents map[int64]string
	if s.contents {
		numbers := make([]int64, len(refused))
		for i := range refused {
			numbers[i] = refused[i].Row
		}
		contents = b.Contents(numbers)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range refused { // in their order, so that the same ones are kept each time
		if s.held += len(contents[refused[i].Row]); s.held > table.MostContents {
			delete(contents, refused[i].Row)
		}
	}
	s.refused.add(refused, contents)
}

// noted tells the notes of a range from those of the ranges before.
type noted struct{ before map[string]int64 }

func (n *noted) since(all []subjects.Note) (out []subjects.Note) {
	if n.before == nil {
		n.before = map[string]int64{}
	}
	for _, note := range all {
		total := note.Rows
		if note.Rows -= n.before[note.Code]; note.Rows > 0 {
			out = append(out, note)
		}
		n.before[note.Code] = total
	}
	return out
}

// Total is what ranges came to together.
func Total(ranges []Range) screen.Summary {
	sum := screen.Summary{Codes: map[string]int64{}}
	for i := range ranges {
		r := &ranges[i]
		sum.Screened += r.Screened
		sum.Refused += r.Refused
		sum.Incomplete += r.Partial
		sum.SubjectsHit += r.SubjectsHit
		sum.Hits += r.Hits
		sum.Work.Add(r.Work)
		for code, n := range r.Codes {
			sum.Codes[code] += n
		}
		sum.Refusals = append(sum.Refusals, r.Refusals[:min(len(r.Refusals), screen.MaxRefusals-len(sum.Refusals))]...)
	}
	sum.Read = sum.Screened + sum.Refused
	return sum
}
