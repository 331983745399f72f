package screen

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/subjects"
)

// Source is an input of subjects, such as subjects.Open returns.
type Source interface {
	// Next cuts off the next block of input; io.EOF after the last. One
	// goroutine calls it.
	Next() (subjects.Block, error)
	// Parse turns a block into subjects, reusing dst. Many goroutines call it.
	Parse(b subjects.Block, dst []interdict.Subject) ([]interdict.Subject, []subjects.Refusal)
}

// Summary is what a run came to.
type Summary struct {
	Read        int64 // data records in the input: Screened and Refused
	Screened    int64
	Refused     int64 // not screened
	Incomplete  int64 // times that a row was screened without a value that could not be read
	SubjectsHit int64
	Hits        int64
	Codes       map[string]int64   // refusals and incomplete rows by reason code
	Refusals    []subjects.Refusal // the first MaxRefusals
	Elapsed     time.Duration
	Hashes      Hashes
	Work        Work
}

// MaxRefusals is how many refusals a summary names; all are counted.
const MaxRefusals = 1000

// Progress is how far a run has come.
type Progress struct {
	Screened, Refused, SubjectsHit int64
}

// job is a block on its way through a run.
type job struct {
	block subjects.Block
	done  chan answer
}

// answer is what a block came to.
type answer struct {
	screened int64
	results  []interdict.Result
	refusals []subjects.Refusal
	err      error
}

// Run screens a whole input on all processors and hands over results in the
// order of the input: those with a hit, or all with Query.All. emit and
// progress are called by the caller's goroutine; progress may be nil. An error
// of either side, or the end of ctx, stops the run.
func (e *Engine) Run(ctx context.Context, src Source, q Query, emit func(*interdict.Result) error, progress func(Progress)) (Summary, error) {
	start := time.Now()
	ctx, cancel := context.WithCancel(ctx)
	n := runtime.GOMAXPROCS(0)
	jobs, inOrder := make(chan job, n), make(chan job, 4*n)
	work := make([]Work, n)
	var readErr error
	var all sync.WaitGroup
	all.Go(func() {
		defer close(jobs)
		defer close(inOrder)
		readErr = cut(ctx, src, jobs, inOrder)
	})
	for i := range n {
		all.Go(func() {
			w := e.worker() // with the words of the last range
			defer e.done(w)
			w.searcher.Work = Work{}
			w.run(src, &q, jobs)
			work[i] = w.searcher.Work
		})
	}
	sum := Summary{Codes: map[string]int64{}, Hashes: e.Hashes()}
	err := collect(inOrder, &sum, emit, progress)
	cancel()
	for range inOrder { // let the cutter end
	}
	all.Wait()
	for i := range work {
		sum.Work.Add(work[i])
	}
	sum.Read = sum.Screened + sum.Refused
	sum.Elapsed = time.Since(start)
	if err != nil && errors.Is(readErr, context.Canceled) {
		return sum, err // which is why reading ended
	}
	return sum, errors.Join(err, readErr)
}

// cut reads blocks and hands each to a worker and to the collector.
func cut(ctx context.Context, src Source, jobs, inOrder chan<- job) error {
	for {
		b, err := src.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		j := job{b, make(chan answer, 1)}
		for _, to := range []chan<- job{inOrder, jobs} {
			select {
			case to <- j:
			case <-ctx.Done():
				j.done <- answer{} // nobody works on it; the collector may wait for it
				return context.Cause(ctx)
			}
		}
	}
}

func (w *worker) run(src Source, q *Query, jobs <-chan job) {
	var buf []interdict.Subject
	for j := range jobs {
		var a answer
		buf, a.refusals = src.Parse(j.block, buf[:0])
		a.err = w.block(buf, q, &a)
		j.done <- a
	}
}

// block screens the subjects of a block, so many together as there is room for.
func (w *worker) block(subjects []interdict.Subject, q *Query, a *answer) error {
	w.met.all = w.engine.marks.Load()
	w.met.names = slices.Grow(w.met.names[:0], len(subjects))[:len(subjects)]
	w.met.marks = slices.Grow(w.met.marks[:0], len(subjects))[:len(subjects)]
	done, left := 0, 0
	for at := 0; at < len(subjects); {
		next := min(at+together, len(subjects))
		left = w.meet(subjects, left, at, next, q)
		at = next
		for left-done >= together || at == len(subjects) && left > done {
			next := min(done+together, left)
			if err := w.several(subjects, done, next, q, a); err != nil {
				return err
			}
			done = next
		}
	}
	a.screened = int64(len(subjects))
	return nil
}

// several screens those subjects of a block that stand together.
func (w *worker) several(block []interdict.Subject, from, to int, q *Query, a *answer) error {
	subjects := block[from:to]
	w.prep.Subjects(w.parties[:], subjects)
	w.searcher.Ahead(w.parties[:len(subjects)])
	for i := range subjects {
		if w.nobody(from+i, &w.parties[i], q) {
			continue
		}
		r, err := w.screen(&w.parties[i], &subjects[i], q)
		if err != nil {
			return fmt.Errorf("row %d: %w", subjects[i].Row, err)
		}
		if len(r.Hits) > 0 || q.All {
			a.results = append(a.results, r)
		}
		if len(r.Hits) == 0 {
			w.noHit(from + i)
		}
	}
	return nil
}

// collect hands over the answers in order.
func collect(inOrder <-chan job, sum *Summary, emit func(*interdict.Result) error, progress func(Progress)) error {
	for j := range inOrder {
		a := <-j.done
		if a.err != nil {
			return a.err
		}
		sum.Screened += a.screened
		sum.add(a.refusals)
		for i := range a.results {
			if n := int64(len(a.results[i].Hits)); n > 0 {
				sum.SubjectsHit++
				sum.Hits += n
			}
			if err := emit(&a.results[i]); err != nil {
				return err
			}
		}
		if progress != nil {
			progress(Progress{sum.Screened, sum.Refused, sum.SubjectsHit})
		}
	}
	return nil
}

func (s *Summary) add(refusals []subjects.Refusal) {
	for _, r := range refusals {
		if r.Screened {
			s.Incomplete++
		} else {
			s.Refused++
		}
		s.Codes[r.Code]++
		if len(s.Refusals) < MaxRefusals {
			s.Refusals = append(s.Refusals, r)
		}
	}
}
