package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists/all"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/screen"
)

// base is what a command compares with: an engine over the loaded lists, over
// those of a past day, or over the starter register.
type base struct {
	engine *screen.Engine
	// register is nil for the starter register, and where only a snapshot was
	// copied to this machine.
	register *register.Register
	// view is what the engine was compiled from, nil without a register.
	view *register.View
	// listings are those of the starter register, by reference.
	listings map[interdict.Ref]*interdict.Listing

	lists []report.List
	demo  bool
	moment
	reconstructed []string
}

// open opens what a command compares with.
func (m *Main) open(ctx context.Context, g *globals, at moment) (*base, error) {
	if g.Starter {
		if at.isPast() {
			return nil, wrong("the starter register has no history; --as-of and --known-at need loaded lists")
		}
		return m.openStarter(ctx)
	}
	if err := g.checkData(); err != nil {
		return nil, err
	}
	_, err := os.Stat(filepath.Join(g.Data, register.FileName))
	if errors.Is(err, fs.ErrNotExist) {
		return m.openSnapshotAlone(g, at)
	}
	r, err := register.Open(ctx, g.Data, register.Options{})
	if err != nil {
		return nil, err
	}
	b := &base{register: r, moment: at}
	if err := m.openRegister(ctx, g, b); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return b, nil
}

// openRegister gives a base its engine: the current snapshot where it is of
// the register's state and of this program's analysis, else one compiled anew.
func (m *Main) openRegister(ctx context.Context, g *globals, b *base) error {
	var err error
	if b.view, err = b.register.InForce(ctx, b.at()); err != nil {
		return err
	}
	if len(b.view.Lists) == 0 {
		if !b.known.IsZero() {
			return fmt.Errorf("no list had been loaded in %s by %s; name a later time with --known-at", g.Data, b.known.UTC().Format(time.RFC3339))
		}
		return noLists(g.Data)
	}
	if b.isPast() {
		err = m.openPast(ctx, b)
	} else {
		err = m.openCurrent(ctx, g, b)
	}
	if err != nil {
		return err
	}
	failures, err := failuresOf(ctx, g, b.register)
	if err == nil {
		b.lists = m.listsOf(b.engine.Lists(), failures, b.then())
	}
	return err
}

func noLists(data string) error {
	return fmt.Errorf("no list is loaded in %s; load one with `interdict lists load PATH`, or try --starter", data)
}

func (m *Main) openPast(ctx context.Context, b *base) error {
	for _, s := range b.view.Lists {
		if s.Reconstructed {
			b.reconstructed = append(b.reconstructed, s.Edition.List)
		}
	}
	var err error
	b.engine, err = m.memoryEngine(ctx, b)
	return err
}

// openCurrent opens the current snapshot, compiled anew where it has to be.
func (m *Main) openCurrent(ctx context.Context, g *globals, b *base) error {
	var err error
	if b.engine, _, err = m.openSnapshot(ctx, g, b.register, b.view); err == nil {
		return nil
	}
	// Who may not write to the data folder, or has a full disk, still gets an
	// answer.
	m.say(g, "The snapshot could not be kept (%v); it serves this command alone.", err)
	b.engine, err = m.memoryEngine(ctx, b)
	return err
}

// openSnapshotAlone opens a snapshot that was copied here without a register.
func (m *Main) openSnapshotAlone(g *globals, at moment) (*base, error) {
	path, err := snapshotsIn(g.Data).path()
	if err != nil {
		return nil, err
	}
	if path == "" {
		return nil, noLists(g.Data)
	}
	if at.isPast() {
		return nil, fmt.Errorf("%s holds a snapshot without its register, which alone knows the past; copy %s here too", g.Data, register.FileName)
	}
	engine, err := screen.Open(path)
	if err != nil {
		return nil, err
	}
	return &base{engine: engine, lists: m.listsOf(engine.Lists(), nil, nil)}, nil
}

// memoryEngine is an engine over a snapshot that is not kept.
func (m *Main) memoryEngine(ctx context.Context, b *base) (*screen.Engine, error) {
	info, err := infoOf(ctx, b.register, b.view)
	if err != nil {
		return nil, err
	}
	joined, err := m.entitiesOf(ctx, b.register, b.view, false)
	if err != nil {
		return nil, err
	}
	decided, err := decisions(ctx, b.register, b.view.At.Known)
	if err != nil {
		return nil, err
	}
	return screen.FromListings(b.view.Listings(ctx), joined.of, stateOf(b.view, decided), info)
}

// Close lets go of the engine and the register.
func (b *base) Close() error {
	var err error
	if b.engine != nil {
		err = b.engine.Close()
	}
	if b.register != nil {
		err = errors.Join(err, b.register.Close())
	}
	return err
}

// title is a list's name for people.
func (b *base) title(list string) string {
	for _, l := range b.lists {
		if l.ID == list && l.Title != "" {
			return l.Title
		}
	}
	return list
}

// sanctions says whether a list is one of sanctions or proscriptions.
func (b *base) sanctions(list string) bool { return all.Entry(list).Kind.Sanctioned() }

// hashes name what an answer rests on.
func (b *base) hashes() report.Hashes { return report.Hashes(b.engine.Hashes()) }

// header says what an answer rests on.
func (b *base) header(now time.Time) *report.Header {
	p := b.engine.Policy()
	h := &report.Header{Made: now, Lists: b.lists, Demo: b.demo, Policy: p.Name, Threshold: p.Threshold, KnownAt: b.known, Hashes: b.hashes()}
	if b.asOf != nil {
		h.AsOf = *b.asOf
	}
	return h
}

// lookup finds the listings of an entity: whole ones from the register where
// there is one, else what the snapshot shows of them.
func (b *base) lookup(entityID string) (listings []interdict.Listing, whole bool) {
	found, err := b.engine.Entity(entityID)
	if err != nil {
		return nil, false
	}
	for i := range found {
		if found[i].ID != entityID {
			continue
		}
		whole = true
		for _, l := range found[i].Listings {
			full := b.whole(context.Background(), l.Ref())
			if full == nil {
				full, whole = &l, false
			}
			listings = append(listings, *full)
		}
	}
	return listings, whole
}

// whole is a listing with all its fields as the engine's lists have it, nil
// where no register can tell.
func (b *base) whole(ctx context.Context, ref interdict.Ref) *interdict.Listing {
	if b.register == nil {
		return b.listings[ref]
	}
	h, err := b.register.HistoryKnown(ctx, ref, b.known)
	if err != nil {
		return nil
	}
	for _, s := range b.view.Lists {
		if s.Edition.List != ref.List {
			continue
		}
		if v := h.At(s.Edition); v != nil {
			return v.Listing
		}
	}
	return nil
}
