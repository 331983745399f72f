package v1

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"
)

// Bounds of answers that take seconds and much memory.
const (
	heavyWait    = 5 * time.Second // of a request for its answer, before it is told to ask again
	heavyTime    = 10 * time.Minute
	heavyFor     = 5 * time.Minute
	heavyKept    = 32
	heavyWaiting = 4       // that are not begun yet
	heavySize    = 4 << 20 // an answer longer than this is told once and not kept
)

// errLater says that an answer is being made: ask again.
var errLater = errors.New("the answer is being made")

// heavy makes answers that take their time, one at a time and in the
// background, and keeps the last for a while.
type heavy struct {
	slot chan struct{}
	mu   sync.Mutex
	kept map[heavyKey]*heavyAnswer
	open int // answers that are not made yet
}

// heavyKey is a question to one state of the lists.
type heavyKey struct {
	state    string
	question string
}

type heavyAnswer struct {
	done  chan struct{} // closed once the rest is there
	value any
	size  int
	err   error
	made  time.Time
}

func newHeavy() *heavy {
	return &heavy{slot: make(chan struct{}, 1), kept: map[heavyKey]*heavyAnswer{}}
}

// get answers a question, which names all that the answer depends on beside the
// state; hold keeps that state open while the answer is being made.
func (h *heavy) get(ctx context.Context, key heavyKey, hold func() (release func(), err error), f func(context.Context) (value any, size int, err error)) (any, error) {
	a, err := h.begin(key, hold, f)
	if err != nil {
		return nil, err
	}
	late := time.NewTimer(heavyWait)
	defer late.Stop()
	select {
	case <-a.done:
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-late.C:
		return nil, errLater
	}
	if a.err != nil || a.size > heavySize { // told once, and made anew after that
		h.mu.Lock()
		if h.kept[key] == a {
			delete(h.kept, key)
		}
		h.mu.Unlock()
	}
	return a.value, a.err
}

// begin finds the answer to a question, or begins to make it.
func (h *heavy) begin(key heavyKey, hold func() (func(), error), f func(context.Context) (any, int, error)) (*heavyAnswer, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if a := h.kept[key]; a != nil && (a.made.IsZero() || time.Since(a.made) < heavyFor) {
		return a, nil
	}
	if h.open > heavyWaiting {
		p := problem(http.StatusServiceUnavailable, codeBusy, "Other answers that take their time are being made.", "Ask again later.")
		p.retry = 5 * retryAfter
		return nil, p
	}
	release, err := hold()
	if err != nil {
		return nil, err
	}
	h.room()
	a := &heavyAnswer{done: make(chan struct{})}
	h.kept[key] = a
	h.open++
	go func() {
		defer release()
		h.slot <- struct{}{}
		defer func() { <-h.slot }()
		ctx, cancel := context.WithTimeout(context.Background(), heavyTime)
		defer cancel()
		value, size, err := f(ctx)
		h.mu.Lock()
		defer h.mu.Unlock()
		a.value, a.size, a.err, a.made = value, size, err, time.Now()
		h.open--
		close(a.done)
	}()
	return a, nil
}

// room lets go of answers that were made, where there are many. The lock is held.
func (h *heavy) room() {
	for key, a := range h.kept {
		if !a.made.IsZero() && (len(h.kept) >= heavyKept || time.Since(a.made) > heavyFor) {
			delete(h.kept, key)
		}
	}
}

// later answers a question of a request by way of what takes its time.
func (a *api) later(q *request, question string, f func(context.Context) (value any, size int, err error)) (any, error) {
	hold := func() (func(), error) {
		serving, release, err := a.source.AcquirePast(q.at)
		if err == nil && serving != q.serving { // it was swapped just now
			release()
			err = errLater
		}
		return release, err
	}
	key := heavyKey{q.serving.Engine.Hashes().Snapshot + q.serving.Engine.State(), question}
	return a.heavy.get(q.ctx(), key, hold, f)
}
