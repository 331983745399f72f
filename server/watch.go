package server

import (
	"context"
	"errors"
	"time"

	"github.com/interdict/interdict/base"
)

// Bounds of how the data folder is watched.
const (
	// latestRetry is the longest that a state which could not be opened waits to
	// be tried again.
	latestRetry = 5 * time.Minute
	// settling is how long a register that has no snapshot is left alone while
	// something answers: whoever changes it, such as `lists update`, compiles one.
	settling = 30 * time.Second
)

// Watch refreshes whenever the folder changes, until ctx ends: another process
// may load lists too. What cannot be opened is tried again later and later, and
// at once when the folder has changed again.
func (s *Source) Watch(ctx context.Context, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	var w watched
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		s.mu.Lock()
		seen, have, updating := s.seen, s.current != nil, s.updating
		s.mu.Unlock()
		now := s.look()
		if have && now == seen || updating || !w.due(now) {
			continue
		}
		var err error
		if have && !w.since.Before(time.Now().Add(-settling)) {
			err = s.refresh(ctx) // without compiling, where that is done elsewhere
		} else {
			err = s.Refresh(ctx)
		}
		_, left := errors.AsType[*base.NotCompiled](err)
		_, empty := errors.AsType[*base.Empty](err)
		switch {
		case err == nil:
			w.wait = 0
			s.mu.Lock()
			s.trouble = nil
			s.mu.Unlock()
		case left:
			w.next, w.wait = time.Now().Add(every), 0
		default:
			w.later(every)
			if !empty && ctx.Err() == nil {
				s.Folder.Tell("What is loaded now could not be opened, the last good state goes on answering; the next attempt is in %s, or when the folder changes: %v", w.wait, err)
			}
		}
	}
}

// watched is a state of the folder that could not be opened.
type watched struct {
	mark  mark
	since time.Time // it is so
	next  time.Time // attempt
	wait  time.Duration
}

// due says that the folder has changed, or that its next attempt has come.
func (w *watched) due(now mark) bool {
	if now != w.mark || w.since.IsZero() {
		*w = watched{mark: now, since: time.Now()}
		return true
	}
	return !time.Now().Before(w.next)
}

// later puts the next attempt off.
func (w *watched) later(every time.Duration) {
	w.wait = min(max(2*w.wait, every), latestRetry)
	w.next = time.Now().Add(w.wait)
}
