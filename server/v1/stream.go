package v1

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"runtime"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/subjects"
)

// Bounds of a stream: what is in memory at once is a few blocks a processor.
const (
	streamLines = 128
	streamBytes = 256 << 10
	streamIdle  = 5 * time.Minute // for the next line, or for the client to read
)

const streamPath = "/v1/screen/stream"

// StreamParams are the parameters of POST /v1/screen/stream.
type StreamParams struct {
	Threshold    float64  `query:"threshold" minimum:"0.25" maximum:"1" doc:"The score from which a pair is a hit, with at most four decimals. Default: the policy's." example:"0.75"`
	Lists        []string `query:"lists" maxItems:"100" doc:"Screen against these lists only. Default: the policy's."`
	ListingKinds []string `query:"listing_kinds" maxItems:"20" doc:"Look for listings of these kinds only. Default: the policy's."`
	Limit        int      `query:"limit" minimum:"0" maximum:"10000" default:"0" doc:"The most hits of a subject; 0 for all."`
	All          bool     `query:"all" default:"true" doc:"Answer for every subject, with a hit or without one."`
	Cleared      bool     `query:"cleared" default:"false" doc:"Tell of subjects without a hit the nearest pairs below the threshold."`
	Standing     bool     `query:"standing" default:"true" doc:"Tell of each hit who lists it since when, who removed it and who never listed it."`
	MomentParams
}

// StreamHead is the first line of a stream's answer.
type StreamHead struct{ Answered }

// StreamRefused is the line of what could not be read of a subject, in its
// place among the results.
type StreamRefused struct {
	Refused Refusal `json:"refused"`
}

// StreamEnd is the last line of a stream's answer. An answer without it was cut
// off.
type StreamEnd struct {
	Summary StreamSummary `json:"summary"`
}

// StreamSummary is what a stream came to.
type StreamSummary struct {
	Read        int64            `json:"read" doc:"Lines that were not empty: screened and refused."`
	Screened    int64            `json:"screened" doc:"Subjects that were compared."`
	Refused     int64            `json:"refused" doc:"Lines that could not be read."`
	Partial     int64            `json:"partial" doc:"Values that could not be read; their subjects were screened without them."`
	SubjectsHit int64            `json:"subjects_hit"`
	Hits        int64            `json:"hits"`
	Complete    bool             `json:"complete" doc:"The whole input was read, and every value of it."`
	Codes       map[string]int64 `json:"refused_by_code"`
	Unknown     []string         `json:"unknown_members" doc:"Members of subjects that nobody knows and that were not screened, at most a hundred."`
}

func (a *api) addStream() {
	op := huma.Operation{OperationID: "screen-stream", Path: streamPath, Summary: "Screen any number of subjects, line by line",
		Description: "Takes JSON lines, one subject a line, and answers in JSON lines while it reads: first `answered_by`, then a line for each subject in their order, as `interdict screen --json` writes it, or `refused` where a line could not be read; at last `summary`. An answer without a summary was cut off. One state of the lists answers the whole stream."}
	post(a, op, func(w http.ResponseWriter, r *http.Request, in *StreamParams) {
		at, err := in.moment(a.source.Folder.Now())
		o := options{lists: in.Lists, kinds: in.ListingKinds, limit: in.Limit, all: in.All, clear: in.Cleared, stand: in.Standing}
		if err == nil {
			o.threshold, err = thresholdOf("query.threshold", in.Threshold)
		}
		if err == nil {
			err = media(r, "application/x-ndjson", "application/jsonl", "application/json-lines", "application/json")
		}
		if err != nil {
			a.fail(w, r, err)
			return
		}
		a.answer(w, r, at, func(q *request) (any, error) {
			c, err := choose(q.serving, o.threshold, o.lists, o.kinds)
			if err != nil {
				return nil, err
			}
			s := stream{screening: screening{choice: c, query: o.query(c), stand: o.stand}, objects: a.objects, control: http.NewResponseController(w)}
			s.run(q)
			return nil, nil
		})
	})
}

// stream is one stream on its way.
type stream struct {
	screening
	objects *subjects.Objects
	control *http.ResponseController
	sum     StreamSummary
	readErr error // other than the input's end; of the reader until it is done
}

// block is some lines of the input, and what they came to.
type block struct {
	first int64 // row
	lines [][]byte
	done  chan blockAnswer
}

type blockAnswer struct {
	out     *bytes.Buffer
	sum     StreamSummary
	unknown []string
	err     error
}

// run answers until the input ends, the client goes, or something fails.
func (s *stream) run(q *request) {
	_ = s.control.EnableFullDuplex() // HTTP/2 has it anyway
	w := q.w
	w.Header().Set("Content-Type", "application/x-ndjson")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no") // proxies are to pass lines on
	w.WriteHeader(http.StatusOK)
	head := &StreamHead{}
	head.answered(&s.choice.stamp.of(q.ctx(), q.serving, s.choice).by)
	if !s.write(w, encoded(head), true) {
		return
	}
	ctx, cancel := context.WithCancel(q.ctx())
	n := runtime.GOMAXPROCS(0)
	jobs, inOrder := make(chan *block, n), make(chan *block, 2*n)
	var all sync.WaitGroup
	all.Go(func() {
		defer close(jobs)
		defer close(inOrder)
		s.readErr = s.cut(ctx, q.r.Body, jobs, inOrder)
	})
	for range n {
		all.Go(func() {
			for b := range jobs {
				b.done <- s.block(ctx, b)
			}
		})
	}
	s.sum = StreamSummary{Codes: map[string]int64{}, Unknown: []string{}}
	whole := s.collect(w, inOrder)
	cancel()
	if !whole {
		_ = s.control.SetReadDeadline(time.Now()) // the reader may wait for a line
		for range inOrder {                       // let it end
		}
	}
	all.Wait()
	if !whole || q.ctx().Err() != nil {
		panic(http.ErrAbortHandler) // so that who reads sees that the answer is cut off
	}
	s.sum.Read = s.sum.Screened + s.sum.Refused
	s.sum.Complete = s.sum.Refused == 0 && s.sum.Partial == 0 && s.readErr == nil
	s.write(w, encoded(&StreamEnd{s.sum}), true)
}

// write sends bytes, and everything before at once where flush says so.
func (s *stream) write(w http.ResponseWriter, b []byte, flush bool) bool {
	_ = s.control.SetWriteDeadline(time.Now().Add(streamIdle))
	_, err := w.Write(b)
	if err == nil && flush {
		if err = s.control.Flush(); errors.Is(err, http.ErrNotSupported) {
			err = nil
		}
	}
	return err == nil
}

// cut reads lines and hands them over in blocks. A block ends where nothing more
// has come yet, so that nobody waits for an answer that could be given.
func (s *stream) cut(ctx context.Context, body io.Reader, jobs, inOrder chan<- *block) error {
	in := bufio.NewReaderSize(body, 64<<10)
	row := int64(1)
	for {
		b := &block{first: row, done: make(chan blockAnswer, 1)}
		err := s.fill(in, b)
		row += int64(len(b.lines))
		if len(b.lines) > 0 {
			for _, to := range []chan<- *block{inOrder, jobs} {
				select {
				case to <- b:
				case <-ctx.Done():
					b.done <- blockAnswer{err: ctx.Err()}
					return ctx.Err()
				}
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// fill reads the lines of a block.
func (s *stream) fill(in *bufio.Reader, b *block) error {
	size := 0
	for {
		_ = s.control.SetReadDeadline(time.Now().Add(streamIdle))
		line, err := readLine(in)
		if b.first == 1 && len(b.lines) == 0 {
			line = bytes.TrimPrefix(line, []byte("\ufeff"))
		}
		if line = bytes.TrimRight(line, "\r\n"); len(line) > 0 {
			b.lines = append(b.lines, line)
			size += len(line)
		}
		if err != nil {
			return err
		}
		rest, _ := in.Peek(in.Buffered())
		if len(b.lines) >= streamLines || size >= streamBytes || bytes.IndexByte(rest, '\n') < 0 {
			return nil
		}
	}
}

// readLine reads a line with its end. Of one that is too long it keeps as much
// as shows that.
func readLine(in *bufio.Reader) (line []byte, err error) {
	for {
		part, err := in.ReadSlice('\n')
		if room := subjects.MaxObject + 1 - len(line); room > 0 {
			line = append(line, part[:min(len(part), room)]...)
		}
		if err != bufio.ErrBufferFull {
			return line, err
		}
	}
}

// block screens the subjects of a block.
func (s *stream) block(ctx context.Context, b *block) blockAnswer {
	a := blockAnswer{out: buffers.Get().(*bytes.Buffer), sum: StreamSummary{Codes: map[string]int64{}}}
	enc := report.Encoder(a.out)
	for i, line := range b.lines {
		if a.err = ctx.Err(); a.err == nil {
			a.err = s.line(ctx, line, b.first+int64(i), enc, &a)
		}
		if a.err != nil {
			return a
		}
	}
	return a
}

func (s *stream) line(ctx context.Context, line []byte, row int64, enc *json.Encoder, a *blockAnswer) error {
	o := s.objects.Read(line, row)
	a.unknown = addUnknown(a.unknown, o.Unknown)
	for _, r := range o.Refusals {
		a.sum.Codes[r.Code]++
		if r.Screened {
			a.sum.Partial++
		}
		if err := enc.Encode(&StreamRefused{refusalOf(&r)}); err != nil {
			return err
		}
	}
	if !o.Whole() {
		a.sum.Refused++
		return nil
	}
	hits, _, err := s.one(ctx, &o.Subject, enc)
	note(ctx, []interdict.Subject{o.Subject}, hits)
	a.sum.Screened++
	if hits > 0 {
		a.sum.SubjectsHit++
		a.sum.Hits += int64(hits)
	}
	return err
}

// collect writes the answers of blocks in order, and says whether all could be.
func (s *stream) collect(w http.ResponseWriter, inOrder <-chan *block) bool {
	for b := range inOrder {
		a := <-b.done
		if a.err != nil {
			return false
		}
		t := &s.sum
		t.Screened += a.sum.Screened
		t.Refused += a.sum.Refused
		t.Partial += a.sum.Partial
		t.SubjectsHit += a.sum.SubjectsHit
		t.Hits += a.sum.Hits
		for code, n := range a.sum.Codes {
			t.Codes[code] += n
		}
		t.Unknown = addUnknown(t.Unknown, a.unknown)
		ok := s.write(w, a.out.Bytes(), len(inOrder) == 0)
		freeBuffer(a.out)
		if !ok {
			return false
		}
	}
	return true
}
