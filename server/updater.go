package server

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/interdict/interdict/lists/all"
)

// Trigger says why an update was begun.
type Trigger string

const (
	Scheduled Trigger = "scheduled"
	Manual    Trigger = "manual" // somebody asked for it
)

// UpdateState is how the update under way goes, or how the last one went.
type UpdateState struct {
	Running      bool
	Trigger      Trigger
	Lists        []string // none: all that are due
	Begun, Ended time.Time
	// Err is why the last that ended failed; nil, where all lists came.
	Err error
	// Failures counts the lists that could not be brought up to date, since the
	// start. Next is when the schedule looks again; zero without one.
	Failures int
	Next     time.Time
}

// Updater brings the lists up to date, on a schedule and when somebody asks, one
// update at a time, and has what came of it answer.
type Updater struct {
	ctx    context.Context
	source *Source
	run    func(ctx context.Context, lists []string) error

	mu    sync.Mutex
	state UpdateState
	done  chan struct{}
	tries map[string]*tries
}

// tries are those of a list.
type tries struct {
	last   time.Time
	failed int // in a row
}

// NewUpdater makes one. run updates lists, none meaning those that are on by
// default where nothing is loaded yet, and returns an error where one of them
// failed; it ends when ctx does, whoever asked for it.
func NewUpdater(ctx context.Context, s *Source, run func(ctx context.Context, lists []string) error) *Updater {
	return &Updater{ctx: ctx, source: s, run: run, tries: map[string]*tries{}}
}

// Start begins an update in the background, and says no where one is under way.
func (u *Updater) Start(t Trigger, lists ...string) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.state.Running || u.ctx.Err() != nil {
		return false
	}
	u.state.Running, u.state.Trigger, u.state.Lists, u.state.Begun, u.state.Ended = true, t, lists, time.Now(), time.Time{}
	done := make(chan struct{})
	u.done = done
	go func() {
		defer close(done)
		err := u.update(lists)
		u.mu.Lock()
		defer u.mu.Unlock()
		u.state.Running, u.state.Ended, u.state.Err = false, time.Now(), err
	}()
	return true
}

// Update begins an update, or joins the one that is under way, and waits for its
// end. When ctx ends the update goes on: it is for all.
func (u *Updater) Update(ctx context.Context) error {
	u.Start(Manual)
	u.mu.Lock()
	done := u.done
	u.mu.Unlock()
	if done == nil {
		return u.ctx.Err()
	}
	select {
	case <-done:
		return u.State().Err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Wait waits until no update is under way.
func (u *Updater) Wait() {
	u.mu.Lock()
	done := u.done
	u.mu.Unlock()
	if done != nil {
		<-done
	}
}

// State is how it goes.
func (u *Updater) State() UpdateState {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.state
}

// update updates, and has the outcome answer. What failed is tried again later
// and later.
func (u *Updater) update(lists []string) error {
	begun := u.source.Folder.Now()
	if len(lists) == 0 {
		var err error
		if lists, err = u.allowed(begun); err != nil {
			return err
		}
	}
	u.source.setUpdating(true)
	err := u.run(u.ctx, lists)
	u.source.setUpdating(false)
	if u.ctx.Err() != nil {
		return u.ctx.Err()
	}
	u.note(begun, lists)
	if err != nil {
		u.source.Folder.Tell("The lists could not all be updated, the last good editions go on answering: %v", err)
	}
	if fresh := u.source.Refresh(u.ctx); fresh != nil && err == nil {
		err = fmt.Errorf("the lists were updated, and what they are now cannot be opened: %w", fresh)
	}
	return err
}

// allowed are the loaded lists that can be fetched now: none but those that
// answer, and none whose publisher asked to be left alone. Where no list is loaded
// it is none, by which those that are on by default come.
func (u *Updater) allowed(now time.Time) (ids []string, err error) {
	if _, release, err := u.source.Acquire(); err != nil {
		return nil, nil
	} else {
		release()
	}
	for _, id := range u.loaded() {
		if !now.Before(u.source.Folder.Downloads().State(id).NotBefore) {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 && !u.source.Folder.Starter {
		err = errors.New("none of the loaded lists can be fetched now")
	}
	return ids, err
}

// note notes what came of each list.
func (u *Updater) note(begun time.Time, lists []string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for _, id := range lists {
		t := u.tries[id]
		if t == nil {
			t = &tries{}
			u.tries[id] = t
		}
		t.last = u.source.Folder.Now()
		s := u.source.Folder.Downloads().State(id)
		if s.Failed == nil || s.Failed.At.Before(begun.Add(-time.Second)) {
			t.failed = 0
			continue
		}
		t.failed++
		u.state.Failures++
	}
}

// loaded are the lists that answer and have a file to fetch.
func (u *Updater) loaded() (ids []string) {
	serving, release, err := u.source.Acquire()
	if err != nil || serving.Demo {
		if err == nil {
			release()
		}
		return nil
	}
	defer release()
	for _, l := range serving.all {
		if e := all.Entry(l.ID); e.File != "" && e.Closed.IsZero() {
			ids = append(ids, l.ID)
		}
	}
	return ids
}

// Bounds of how often a list is asked for.
const (
	oftenest   = time.Hour
	seldomest  = 24 * time.Hour
	firstRetry = 5 * time.Minute
	lookEvery  = time.Minute
)

// every is how often a list is asked for: 336 times within the age from which
// the catalogue calls it stale, which follows its publisher's rhythm, but at most
// hourly and at least daily. That is each hour for a list of a fortnight's limit.
// Asking is cheap: the publisher sends nothing where nothing has changed.
func every(id string) time.Duration {
	limit := time.Duration(all.Entry(id).MaxAgeDays) * 24 * time.Hour
	return min(max(limit/336, oftenest), seldomest)
}

// Kept are the loaded lists that the schedule fetches again: those that were
// fetched before. That a machine asks a publisher for the first time is a
// person's decision; lists that somebody carries to it in files, byHand, are left
// to that way.
func (u *Updater) Kept() (kept, byHand []string) {
	for _, id := range u.loaded() {
		if u.source.Folder.Downloads().State(id).Source == "" {
			byHand = append(byHand, id)
		} else {
			kept = append(kept, id)
		}
	}
	return kept, byHand
}

// Keep updates the lists that were fetched before on their schedule until ctx
// ends. Above 0, interval stands in place of the lists' own.
func (u *Updater) Keep(ctx context.Context, interval time.Duration) {
	began := u.source.Folder.Now()
	for {
		now := u.source.Folder.Now()
		var due []string
		next := now.Add(seldomest)
		kept, _ := u.Kept()
		for _, id := range kept {
			at := u.dueAt(id, began, interval)
			if !at.After(now) {
				due = append(due, id)
			} else if at.Before(next) {
				next = at
			}
		}
		slices.Sort(due)
		if len(due) > 0 {
			u.Start(Scheduled, due...)
			u.Wait()
			next = now.Add(lookEvery)
		}
		u.mu.Lock()
		u.state.Next = next
		u.mu.Unlock()
		select {
		case <-ctx.Done():
			return
		case <-time.After(min(next.Sub(now), lookEvery)): // lists may be loaded meanwhile
		}
	}
}

// dueAt is when a list is asked for next: a publisher's own word first, then the
// schedule, later by chance so that not all ask at once, and later and later
// after failures.
func (u *Updater) dueAt(id string, began time.Time, interval time.Duration) time.Time {
	if interval <= 0 {
		interval = every(id)
	}
	s := u.source.Folder.Downloads().State(id)
	u.mu.Lock()
	t := u.tries[id]
	if t == nil { // since before the start
		t = &tries{last: s.Checked}
		if s.Failed != nil && s.Failed.At.After(t.last) {
			t.last, t.failed = s.Failed.At, 1
		}
		u.tries[id] = t
	}
	last, failed := t.last, t.failed
	u.mu.Unlock()
	wait := interval
	if failed > 0 {
		wait = min(firstRetry<<min(failed-1, 10), max(interval, seldomest))
	}
	r := rand.New(rand.NewPCG(uint64(last.UnixNano()), uint64(began.UnixNano()))) // the same until the next attempt
	at := last.Add(wait + time.Duration(r.Int64N(int64(wait/8)+1)))
	if first := began.Add(time.Duration(r.Int64N(int64(min(wait, firstRetry)) + 1))); at.Before(first) {
		at = first // not all at the start
	}
	if s.NotBefore.After(at) {
		at = s.NotBefore
	}
	return at
}
