package web

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/audit"
	"github.com/interdict/interdict/internal/infile"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/subjects"
	"github.com/interdict/interdict/table"
)

// Bounds of files that are screened on a page. Beyond them the command line is
// the right tool, and the page says so.
const (
	maxFile = 256 << 20 // bytes of one file
	// unpackedMost bounds what a packed file may become.
	unpackedMost = 2 << 30
	maxRuns      = 8      // files held at once, the one unused longest goes first
	maxCanaries  = 2      // files of canaries, beside those of people
	maxHits      = 20_000 // hits of one run
	keepFor      = 30 * time.Minute
	maxLines     = 2_000_000 // rows of one run
)

// uploads are the files that people have sent and what was found in them. All is
// held for a while under names that nobody can guess, and nothing is kept: a
// file has no name on the disk, results are in memory.
type uploads struct {
	now func() time.Time
	mu  sync.Mutex
	all map[string]*run
	// working lets one run screen at a time: it takes all processors.
	working chan struct{}
}

func newUploads(now func() time.Time) *uploads {
	return &uploads{now: now, all: map[string]*run{}, working: make(chan struct{}, 1)}
}

// run is one file, from its arrival to its results.
type run struct {
	ID   string
	Name string // as the file was called
	Size int64
	// canaries says that the file is of invented customers who must be found: it has
	// no receipt, and nothing counts it.
	canaries bool

	file    *held
	mapping table.Mapping
	used    time.Time // guarded by uploads
	stop    context.CancelFunc

	mu    sync.Mutex
	state runState
	pace  pace
	why   string // it failed
	found []interdict.Result
	sum   report.Summary
	head  *report.Header
	// receipt is the run's, nil where there is none.
	receipt *audit.Sealed
}

type runState string

const (
	arrived runState = "arrived"
	waiting runState = "waiting"
	working runState = "working"
	done    runState = "done"
	failed  runState = "failed"
)

// add takes a file in; what has been unused for long goes.
func (rs *uploads) add(name string, f *held, canaries bool) *run {
	r := &run{ID: rand.Text(), Name: name, Size: f.size, canaries: canaries, file: f, state: arrived, mapping: table.Mapping{Columns: map[string]table.Field{}}}
	rs.mu.Lock()
	defer rs.mu.Unlock()
	rs.sweep()
	alike, most := slices.DeleteFunc(values(rs.all), func(old *run) bool { return old.canaries != canaries }), maxRuns
	if canaries {
		most = maxCanaries
	}
	if len(alike) >= most {
		rs.drop(slices.MinFunc(alike, func(a, b *run) int { return a.used.Compare(b.used) }))
	}
	r.used = rs.now()
	rs.all[r.ID] = r
	time.AfterFunc(keepFor+time.Minute, func() { // should nobody come again
		rs.mu.Lock()
		defer rs.mu.Unlock()
		rs.sweep()
	})
	return r
}

func values(m map[string]*run) (out []*run) {
	for _, r := range m {
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b *run) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

// sweep lets go of what nobody has used for a while. The lock is held.
func (rs *uploads) sweep() {
	for _, r := range values(rs.all) {
		if rs.now().Sub(r.used) > keepFor {
			rs.drop(r)
		}
	}
}

// drop lets go of a run. The lock is held.
func (rs *uploads) drop(r *run) {
	delete(rs.all, r.ID)
	r.mu.Lock()
	stop := r.stop
	r.found = nil
	r.mu.Unlock()
	if stop != nil {
		stop()
	}
	r.file.close()
}

// of is the run of a name, nil where there is none any more.
func (rs *uploads) of(id string) *run {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	rs.sweep()
	r := rs.all[id]
	if r != nil {
		r.used = rs.now()
	}
	return r
}

// forget lets go of a run at once.
func (rs *uploads) forget(id string) {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	if r := rs.all[id]; r != nil {
		rs.drop(r)
	}
}

// held is a file that somebody sent. It has no name on the disk, so that it is
// gone when it is closed, or when the program ends in whatever way.
type held struct {
	mu   sync.RWMutex
	file *os.File // nil once it is closed
	path string   // where the system cannot remove an open file
	size int64
}

// errTooLarge is the error of a file beyond the bound.
var errTooLarge = errors.New("the file is too large")

// hold keeps what comes from r.
func hold(r io.Reader) (*held, error) {
	f, err := os.CreateTemp("", "interdict-*")
	if err != nil {
		return nil, err
	}
	h := &held{file: f}
	if os.Remove(f.Name()) != nil {
		h.path = f.Name()
	}
	h.size, err = io.Copy(f, io.LimitReader(r, maxFile+1))
	if err == nil && h.size > maxFile {
		err = errTooLarge
	}
	if err != nil {
		h.close()
		return nil, err
	}
	return h, nil
}

func (h *held) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.file == nil {
		return
	}
	h.file.Close()
	if h.path != "" {
		os.Remove(h.path)
	}
	h.file = nil
}

// ReadAt reads from the file while it is held.
func (h *held) ReadAt(b []byte, at int64) (int, error) {
	h.mu.RLock()
	defer h.mu.RUnlock()
	if h.file == nil {
		return 0, os.ErrClosed
	}
	return h.file.ReadAt(b, at)
}

// openFile opens the file, unpacked where it is packed.
func (r *run) openFile() (*infile.File, error) {
	return infile.Held(r.file, r.file.size, r.Name, unpackedMost)
}

// open opens the file as its columns are understood.
func (r *run) open() (*subjects.Customers, error) {
	m := r.columns()
	f, err := r.openFile()
	if err != nil {
		return nil, err
	}
	return subjects.ReadFile(f, r.Name, subjects.Options{Mapping: &m, Canaries: r.canaries})
}

func (r *run) columns() table.Mapping {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.mapping
}

// State is where the run stands.
func (r *run) State() runState {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.state
}

// Why is why it failed.
func (r *run) Why() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.why
}

func (r *run) set(state runState, why string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.state, r.why = state, why
}

// tooMany stops a run that finds more than a page can hold.
type tooMany struct{ hits bool }

func (e tooMany) Error() string { return fmt.Sprintf("more than a page can hold (hits: %t)", e.hits) }

// take keeps one result of a run.
func (r *run) take(res *interdict.Result, hits *int) error {
	if *hits += len(res.Hits); *hits > maxHits {
		return tooMany{true}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.found = append(r.found, *res)
	return nil
}
