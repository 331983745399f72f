package base

import (
	"context"
	"errors"
	"runtime/debug"
	"sync"

	"github.com/interdict/interdict/index"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/screen"
)

// made is a snapshot that was compiled and installed.
type made struct {
	path  string
	aside int // facts that listings share and that join nothing
}

// makeSnapshot compiles the snapshot of what is in force and installs it.
func (f *Folder) makeSnapshot(ctx context.Context, r *register.Register, v *register.View, store snapshots, state string, a *Ahead) (*made, error) {
	var before *last
	var info []screen.ListInfo
	var known knowledge
	err := together(
		func() (err error) {
			before = a.take(store)
			known, err = know(ctx, r, v, before, a)
			return err
		},
		func() (err error) { info, err = infoOf(ctx, r, v); return err },
	)
	defer before.Close()
	if err != nil {
		return nil, err
	}
	if before == nil {
		defer debug.SetGCPercent(debug.SetGCPercent(40)) // what is compiled is large: garbage beside it is collected early
	}
	j, err := joinView(ctx, v, &known, before)
	if err != nil {
		return nil, err
	}
	facts := known.facts
	known = knowledge{}
	if before != nil {
		before.joiner = nil
	}
	var snap *index.Snapshot
	var joins []byte
	steps := []func() error{
		func() error { joins = j.joiner.State(j.entity); j.joiner = nil; return nil },
		func() error {
			return oneByOne(func() error { return f.keep(ctx, r, j, facts) }, func() error { return f.Settle(ctx, r, v) })
		},
		func() (err error) { snap, err = compile(ctx, v, j, before, state, info); return err },
	}
	if before != nil {
		err = together(steps...)
	} else {
		err = oneByOne(steps[0], steps[1], func() error {
			debug.FreeOSMemory() // what joining took is let go before a snapshot is made
			return nil
		}, steps[2])
	}
	if err != nil {
		return nil, err
	}
	path, err := store.install(snap, joins)
	return &made{path, len(j.aside)}, err
}

// together calls functions at one time.
func together(all ...func() error) error {
	var done sync.WaitGroup
	failed := make([]error, len(all))
	for i, f := range all {
		done.Go(func() { failed[i] = f() })
	}
	done.Wait()
	return errors.Join(failed...)
}

// oneByOne calls functions until one fails.
func oneByOne(all ...func() error) error {
	for _, f := range all {
		if err := f(); err != nil {
			return err
		}
	}
	return nil
}
