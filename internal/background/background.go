// Package background does work that can wait beside requests that cannot. The
// language gives each piece of work turns of ten milliseconds, so that requests
// would wait for as long again and again where there is one processor; a thread of
// a lower priority is no way out, since all others stop with it whenever memory is
// tidied up. So the work itself takes short turns and long rests.
package background

import (
	"sync/atomic"
	"time"
)

// Pace is the pace of one piece of work; nil never rests.
type Pace struct {
	hurried atomic.Bool
	turn    time.Time // this turn's beginning
}

// A turn of work, and the rest after it. Rests are few, since each wakes the
// process up.
const (
	turn = time.Millisecond
	rest = 20 * time.Millisecond
)

// Breathe is called by the work, often, and returns when it may go on.
func (p *Pace) Breathe() {
	if p == nil || p.hurried.Load() {
		return
	}
	if p.turn.IsZero() {
		p.turn = time.Now()
	}
	if time.Since(p.turn) < turn {
		return
	}
	time.Sleep(rest)
	p.turn = time.Now()
}

// Hurry says that a request waits for the work: it rests no more.
func (p *Pace) Hurry() {
	if p != nil {
		p.hurried.Store(true)
	}
}
