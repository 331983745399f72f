package server

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"
)

// errQueueFull says that too many requests wait already, or that one has waited
// too long.
var errQueueFull = errors.New("too many requests wait")

// fair lets a number of requests work at once and has the others wait: each
// client in turn, so that one who asks much does not keep one who asks little
// waiting. A client has three times as many places as are left free at most: alone
// three quarters of all, beside others less, each of whom leaves room for the next.
// So one who sends bodies slowly or leaves answers unread keeps none but its own
// requests waiting, and a few who do have not all places either.
type fair struct {
	size, queue int
	wait        time.Duration

	mu      sync.Mutex
	working map[string]int // by client
	taken   int            // of all
	waiting int
	by      map[string][]*waiter
	turns   []string // clients with somebody waiting, the next first
}

type waiter struct{ turn chan struct{} }

func newFair(size, queue int, wait time.Duration) *fair {
	return &fair{size: size, queue: queue, wait: wait, working: map[string]int{}, by: map[string][]*waiter{}}
}

// take takes a place; the returned function gives it back.
func (f *fair) take(ctx context.Context, client string) (leave func(), err error) {
	leave = func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.left(client)
	}
	f.mu.Lock()
	if len(f.by[client]) == 0 && f.room(client) {
		f.enter(client)
		f.mu.Unlock()
		return leave, nil
	}
	if f.waiting >= f.queue {
		f.mu.Unlock()
		return nil, errQueueFull
	}
	w := &waiter{turn: make(chan struct{})}
	if len(f.by[client]) == 0 {
		f.turns = append(f.turns, client)
	}
	f.by[client] = append(f.by[client], w)
	f.waiting++
	f.mu.Unlock()
	late := time.NewTimer(f.wait)
	defer late.Stop()
	select {
	case <-w.turn:
		return leave, nil
	case <-ctx.Done():
		err = ctx.Err()
	case <-late.C:
		err = errQueueFull
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	select {
	case <-w.turn: // the place came at the same moment
		f.left(client)
	default:
		f.forget(client, w)
	}
	return nil, err
}

// forget takes one who gave up out of the queue. The lock is held.
func (f *fair) forget(client string, w *waiter) {
	f.waiting--
	all := slices.DeleteFunc(f.by[client], func(o *waiter) bool { return o == w })
	if f.by[client] = all; len(all) == 0 {
		delete(f.by, client)
		f.turns = slices.DeleteFunc(f.turns, func(c string) bool { return c == client })
	}
}

// room says whether a client may have another place. The lock is held, as it is
// for all below.
func (f *fair) room(client string) bool {
	free := f.size - f.taken
	return free > 0 && f.working[client] < max(1, 3*(free-1))
}

func (f *fair) enter(client string) {
	f.taken++
	f.working[client]++
}

// left gives a client's place back, and to the first of the next client that may
// have one, as long as there is one.
func (f *fair) left(client string) {
	f.taken--
	if f.working[client]--; f.working[client] == 0 {
		delete(f.working, client)
	}
	for n := slices.IndexFunc(f.turns, f.room); n >= 0; n = slices.IndexFunc(f.turns, f.room) {
		f.next(n)
	}
}

// next lets the first request of the client whose turn is the nth work.
func (f *fair) next(n int) {
	client := f.turns[n]
	f.turns = slices.Delete(f.turns, n, n+1)
	all := f.by[client]
	w := all[0]
	if all = all[1:]; len(all) > 0 {
		f.by[client] = all
		f.turns = append(f.turns, client)
	} else {
		delete(f.by, client)
	}
	f.waiting--
	f.enter(client)
	close(w.turn)
}

// rates bound how many requests a second a client may make: a bucket each, of
// twice as many.
type rates struct {
	per float64 // a second; 0: no bound
	mu  sync.Mutex
	by  map[string]*bucket
}

type bucket struct {
	left float64
	at   time.Time
}

// maxBuckets is from how many on those that are full again are let go.
const maxBuckets = 10_000

// take takes one, or says after which time there is one.
func (r *rates) take(client string, now time.Time) (wait time.Duration) {
	if r.per <= 0 {
		return 0
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.by == nil {
		r.by = map[string]*bucket{}
	}
	b := r.by[client]
	if b == nil {
		if len(r.by) >= maxBuckets {
			r.sweep(now)
		}
		b = &bucket{2 * r.per, now}
		r.by[client] = b
	}
	b.left = min(b.left+now.Sub(b.at).Seconds()*r.per, 2*r.per)
	b.at = now
	if b.left < 1 {
		return time.Duration((1 - b.left) / r.per * float64(time.Second))
	}
	b.left--
	return 0
}

// sweep lets go of full buckets, and of all where none is. The lock is held.
func (r *rates) sweep(now time.Time) {
	for client, b := range r.by {
		if b.left+now.Sub(b.at).Seconds()*r.per >= 2*r.per {
			delete(r.by, client)
		}
	}
	if len(r.by) >= maxBuckets {
		clear(r.by)
	}
}
