package server

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/interdict/interdict/base"
)

// Bounds of the work for past days: a compilation takes memory and both
// processors, so one runs at a time, few wait, and few results are kept.
const (
	pastWaiting = 4
	pastKept    = 2
	pastTime    = 10 * time.Minute
)

// ErrPending says that a past state is being compiled: ask again.
var ErrPending = errors.New("the lists of that day are being compiled; ask again in a while")

// ErrBusy says that too many past states are waiting to be compiled.
var ErrBusy = errors.New("other past days are being compiled; ask again later")

// past keeps the states of past days that were asked for last.
type past struct {
	source *Source
	mu     sync.Mutex
	kept   []*pastState // the last asked for at the end
	queue  chan *pastState
	stop   context.CancelFunc
	done   chan struct{}
}

type pastState struct {
	key     string
	at      base.Moment
	serving *Serving // nil until it is compiled
	err     error
	done    bool
}

// AcquirePast returns the state of a past day like Acquire does that of now. It
// is ErrPending until it has been compiled, which begins with the first that
// asks, and ErrBusy where too many days are waiting.
func (s *Source) AcquirePast(at base.Moment) (*Serving, func(), error) {
	if !at.IsPast() {
		return s.Acquire()
	}
	p := &s.past
	p.mu.Lock()
	defer p.mu.Unlock()
	key := at.Key()
	for i, k := range p.kept {
		if k.key != key {
			continue
		}
		if !k.done {
			return nil, nil, ErrPending
		}
		if k.err != nil { // told once, tried anew after that
			p.kept = append(p.kept[:i], p.kept[i+1:]...)
			return nil, nil, k.err
		}
		p.kept = append(append(p.kept[:i], p.kept[i+1:]...), k)
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.hold(k.serving)
	}
	p.begin()
	state := &pastState{key: key, at: at}
	select {
	case p.queue <- state:
	default:
		return nil, nil, ErrBusy
	}
	p.kept = append(p.kept, state)
	return nil, nil, ErrPending
}

// begin starts the one that compiles. The lock is held.
func (p *past) begin() {
	if p.queue != nil {
		return
	}
	p.queue, p.done = make(chan *pastState, pastWaiting), make(chan struct{})
	var ctx context.Context
	ctx, p.stop = context.WithCancel(context.Background())
	go func() {
		defer close(p.done)
		for {
			select {
			case <-ctx.Done():
				return
			case state := <-p.queue:
				p.compile(ctx, state)
			}
		}
	}()
}

func (p *past) compile(ctx context.Context, state *pastState) {
	ctx, cancel := context.WithTimeout(ctx, pastTime)
	defer cancel()
	serving, err := p.source.load(ctx, state.at)
	p.mu.Lock()
	state.serving, state.err, state.done = serving, err, true
	var out []*Serving
	ready := 0
	for i := len(p.kept) - 1; i >= 0; i-- {
		if k := p.kept[i]; k.done && k.serving != nil {
			if ready++; ready > pastKept {
				out = append(out, k.serving)
				p.kept = append(p.kept[:i], p.kept[i+1:]...)
			}
		}
	}
	p.mu.Unlock()
	if serving != nil {
		p.source.mu.Lock()
		p.source.open++
		p.source.mu.Unlock()
	}
	for _, o := range out {
		p.source.retire(o)
	}
}

// close ends the compiling and lets go of what is kept.
func (p *past) close() {
	p.mu.Lock()
	stop, done := p.stop, p.done
	p.mu.Unlock()
	if stop != nil {
		stop()
		<-done
	}
	p.mu.Lock()
	kept := p.kept
	p.kept = nil
	p.mu.Unlock()
	for _, k := range kept {
		if k.serving != nil {
			p.source.retire(k.serving)
		}
	}
}
