package base

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists/all"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/screen"
)

// Base is what a question is asked of: an engine over the loaded lists, over
// those of a past day, or over the starter register. It is safe for concurrent
// use, but for changes to its fields.
type Base struct {
	Engine *screen.Engine
	// Register is nil for the starter register, and where only a snapshot was
	// copied to this machine.
	Register *register.Register
	// View is what the engine was compiled from, and IDs what was kept of entities'
	// ids then: nil without a register.
	View *register.View
	IDs  *register.IDs
	// listings are those of the starter register, by reference.
	listings map[interdict.Ref]*interdict.Listing

	// Lists are those that are asked, Demo says that they are the starter
	// register's, and Reconstructed names those whose state on the day rests on
	// what listings say themselves.
	Lists []report.List
	Demo  bool
	Moment
	Reconstructed []string

	folder *Folder
}

// Open opens what is to be asked.
func (f *Folder) Open(ctx context.Context, at Moment) (*Base, error) {
	if f.Starter {
		if at.IsPast() {
			return nil, Wrongf("the starter register has no history; --as-of and --known-at need loaded lists")
		}
		return f.openStarter(ctx)
	}
	r, err := f.Register(ctx)
	if _, empty := errors.AsType[*Empty](err); empty {
		return f.openSnapshotAlone(at)
	}
	if err != nil {
		return nil, err
	}
	b := &Base{Register: r, Moment: at, folder: f}
	if err := f.openRegister(ctx, b); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return b, nil
}

// openRegister gives a base its engine: the current snapshot where it is of
// the register's state and of this program's analysis, else one compiled anew.
func (f *Folder) openRegister(ctx context.Context, b *Base) error {
	var err error
	if b.View, err = b.Register.InForce(ctx, b.At()); err != nil {
		return err
	}
	if len(b.View.Lists) == 0 {
		if !b.Known.IsZero() {
			return fmt.Errorf("no list had been loaded in %s by %s; name a later time with --known-at", f.Dir, b.Known.UTC().Format(time.RFC3339))
		}
		return &Empty{f.Dir}
	}
	if b.IsPast() {
		err = f.openPast(ctx, b)
	} else {
		err = f.openCurrent(ctx, b)
	}
	if err != nil {
		return err
	}
	if b.IDs, err = b.Register.IDs(ctx); err != nil {
		return err
	}
	faults, err := f.faultsOf(ctx, b.Register, b.View)
	if err == nil {
		b.Lists = f.listsOf(b.Engine.Lists(), faults, b.Then())
	}
	return err
}

func (f *Folder) openPast(ctx context.Context, b *Base) error {
	for _, s := range b.View.Lists {
		if s.Reconstructed {
			b.Reconstructed = append(b.Reconstructed, s.Edition.List)
		}
	}
	var err error
	b.Engine, err = f.memoryEngine(ctx, b)
	return err
}

// openCurrent opens the current snapshot, compiled anew where it has to be.
func (f *Folder) openCurrent(ctx context.Context, b *Base) error {
	var err error
	b.Engine, _, err = f.Snapshot(ctx, b.Register, b.View)
	if _, left := errors.AsType[*NotCompiled](err); left || err == nil {
		return err
	}
	// Who may not write to the data folder, or has a full disk, still gets an
	// answer.
	f.Tell("The snapshot could not be kept (%v); it serves this command alone.", err)
	b.Engine, err = f.memoryEngine(ctx, b)
	return err
}

// openSnapshotAlone opens a snapshot that was copied here without a register.
func (f *Folder) openSnapshotAlone(at Moment) (*Base, error) {
	path, err := snapshotsIn(f.Dir).path()
	if err != nil {
		return nil, err
	}
	if path == "" {
		return nil, &Empty{f.Dir}
	}
	if at.IsPast() {
		return nil, fmt.Errorf("%s holds a snapshot without its register, which alone knows the past; copy %s here too", f.Dir, register.FileName)
	}
	engine, err := screen.Open(path)
	if err != nil {
		return nil, err
	}
	return &Base{folder: f, Engine: engine, Lists: f.listsOf(engine.Lists(), nil, nil)}, nil
}

// memoryEngine is an engine over a snapshot that is not kept.
func (f *Folder) memoryEngine(ctx context.Context, b *Base) (*screen.Engine, error) {
	info, err := infoOf(ctx, b.Register, b.View)
	if err != nil {
		return nil, err
	}
	joined, err := f.joinsIn(ctx, b.Register, b.View)
	if err != nil {
		return nil, err
	}
	decided, err := decisions(ctx, b.Register, b.View.At.Known)
	if err != nil {
		return nil, err
	}
	return screen.FromListings(b.View.Listings(ctx), joined.of(), stateOf(b.View, decided), info)
}

// Aged are the lists that are asked, with their age and health now.
func (b *Base) Aged(ctx context.Context) ([]report.List, error) {
	var faults map[string]fault
	var err error
	if b.Register != nil {
		faults, err = b.folder.faultsOf(ctx, b.Register, b.View)
	}
	lists := b.folder.listsOf(b.Engine.Lists(), faults, b.Then())
	return slices.DeleteFunc(lists, func(l report.List) bool {
		return !slices.ContainsFunc(b.Lists, func(o report.List) bool { return o.ID == l.ID })
	}), err
}

// Close lets go of the engine and the register.
func (b *Base) Close() error {
	var err error
	if b.Engine != nil {
		err = b.Engine.Close()
	}
	if b.Register != nil {
		err = errors.Join(err, b.Register.Close())
	}
	return err
}

// Title is a list's name for people.
func (b *Base) Title(list string) string {
	for _, l := range b.Lists {
		if l.ID == list && l.Title != "" {
			return l.Title
		}
	}
	return list
}

// Sanctions says whether a list is one of sanctions or proscriptions.
func (b *Base) Sanctions(list string) bool { return all.Entry(list).Kind.Sanctioned() }

// Hashes name what an answer rests on.
func (b *Base) Hashes() report.Hashes { return report.Hashes(b.Engine.Hashes()) }

// Header says what an answer rests on.
func (b *Base) Header(now time.Time) *report.Header {
	p := b.Engine.Policy()
	h := &report.Header{Made: now, Lists: b.Lists, Demo: b.Demo, Policy: p.Name, Threshold: p.Threshold, KnownAt: b.Known, Hashes: b.Hashes()}
	if b.AsOf != nil {
		h.AsOf = *b.AsOf
	}
	return h
}

// Lookup finds the listings of an entity: whole ones from the register where
// there is one, else what the snapshot shows of them.
func (b *Base) Lookup(entityID string) (listings []interdict.Listing, whole bool) {
	found, err := b.Engine.Entity(entityID)
	if err != nil {
		return nil, false
	}
	for i := range found {
		if found[i].ID != entityID {
			continue
		}
		whole = true
		for _, l := range found[i].Listings {
			full := b.Whole(context.Background(), l.Ref())
			if full == nil {
				full, whole = &l, false
			}
			listings = append(listings, *full)
		}
	}
	return listings, whole
}

// Whole is a listing with all its fields as the engine's lists have it, nil
// where no register can tell.
func (b *Base) Whole(ctx context.Context, ref interdict.Ref) *interdict.Listing {
	if b.Register == nil {
		return b.listings[ref]
	}
	for _, s := range b.View.Lists {
		if s.Edition.List != ref.List {
			continue
		}
		if l, err := b.Register.Held(ctx, s.Edition, ref); err == nil && l != nil {
			return l
		}
	}
	return nil
}
