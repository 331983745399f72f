package v1

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// Bounds of answers that take seconds and much memory.
const (
	heavyWait = 20 * time.Second // for another to end
	heavyKept = 32
	heavySize = 4 << 20 // an answer longer than this is not kept
	heavyFor  = time.Minute
)

// heavy makes answers that take their time, one at a time, and keeps the last
// for a while.
type heavy struct {
	slot chan struct{}
	mu   *sync.Mutex
	kept map[heavyKey]heavyAnswer
}

// heavyKey is a question to one state of the lists.
type heavyKey struct {
	state    string
	question string
}

type heavyAnswer struct {
	value any
	made  time.Time
}

func newHeavy() heavy {
	return heavy{slot: make(chan struct{}, 1), mu: &sync.Mutex{}, kept: map[heavyKey]heavyAnswer{}}
}

// get answers a question, which names all that the answer depends on beside the
// state.
func (h *heavy) get(ctx context.Context, key heavyKey, f func(context.Context) (value any, size int, err error)) (any, error) {
	if v, ok := h.have(key); ok {
		return v, nil
	}
	late := time.NewTimer(heavyWait)
	defer late.Stop()
	select {
	case h.slot <- struct{}{}:
		defer func() { <-h.slot }()
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-late.C:
		p := problem(http.StatusServiceUnavailable, codeBusy, "Other answers that take their time are being made.", "Ask again later.")
		p.retry = 5 * retryAfter
		return nil, p
	}
	if v, ok := h.have(key); ok { // another made it meanwhile
		return v, nil
	}
	v, size, err := f(ctx)
	if err != nil || size > heavySize {
		return v, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.kept) >= heavyKept {
		clear(h.kept)
	}
	h.kept[key] = heavyAnswer{v, time.Now()}
	return v, nil
}

func (h *heavy) have(key heavyKey) (any, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	a, ok := h.kept[key]
	if ok && time.Since(a.made) > heavyFor { // the register may know more of the past by now
		delete(h.kept, key)
		ok = false
	}
	return a.value, ok
}

// question is a key for the state that answers a request.
func (q *request) question(of string) heavyKey {
	return heavyKey{q.serving.Engine.Hashes().Snapshot + q.serving.Engine.State(), of}
}
