package background

import (
	"testing"
	"time"
)

// Work rests after a turn, and no more once a request waits for it.
func TestPace(t *testing.T) {
	p := &Pace{}
	p.Breathe()
	if p.turn.IsZero() || time.Since(p.turn) > time.Minute {
		t.Error("the first turn does not begin when the work does")
	}
	rests := func() bool {
		p.turn = time.Now().Add(-turn)
		before := p.turn
		p.Breathe()
		return p.turn != before
	}
	if !rests() {
		t.Error("there is no rest after a turn")
	}
	p.Hurry()
	if rests() {
		t.Error("it rests while a request waits for it")
	}
	var none *Pace
	none.Breathe()
	none.Hurry()
}
