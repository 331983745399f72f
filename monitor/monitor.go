// Package monitor keeps populations screened: whoever changed since the last run
// is compared with all that is listed, and all that changed on the lists is
// compared with everyone. What it raises and closes is what screening everyone
// against everything anew would, and every run leaves a receipt of what it
// covered.
package monitor

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"crypto/sha256"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/audit"
	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/casework"
	"github.com/interdict/interdict/internal/lockfile"
	"github.com/interdict/interdict/internal/sealed"
	"github.com/interdict/interdict/population"
	"github.com/interdict/interdict/runs"
	"github.com/interdict/interdict/screen"
	"github.com/interdict/interdict/subjects"
)

// Monitor screens populations against the lists in force.
type Monitor struct {
	// Data is the data folder.
	Data  string
	Base  *base.Base
	Query screen.Query
	Cases *casework.Store
	Key   *sealed.Key
	Build string
	Now   func() time.Time
	// Limits are those of the status.
	Limits Limits
	// Progress, where set, is told how far a pass of a run has come, of how many
	// members; 0 where that is not known.
	Progress func(at screen.Progress, of int64)

	canaries bool // what is monitored are canaries
	passed   bool // those of this monitor have passed
}

// run is one run over a population.
type run struct {
	*Monitor
	population *population.Population
	last       *casework.Run
	facts      map[string]string
	out        casework.Run

	changed map[string]bool // entities whose facts are others, new or gone
	members *population.Set // who changed; nil in a full run

	found  []casework.Found
	ranges []runs.Range
	seen   int64
	meant  *population.Meant // by what changed on the lists; nil where everyone was looked at
}

// Run brings a population's alerts up to date. Where it has done so and the
// population's files turn out to be damaged, its error is a DamagedError.
func (m *Monitor) Run(ctx context.Context, name string) (*casework.Run, *casework.Outcome, error) {
	if m.Base.Register == nil {
		return nil, nil, errors.New("monitoring needs the register that the snapshot was compiled from")
	}
	r, kept, err := m.begin(ctx, name)
	if err != nil {
		return nil, nil, err
	}
	p := r.population
	defer p.Rest()
	outcome, err := r.do(ctx, kept)
	if err != nil {
		return nil, nil, errors.Join(r.overtaken(err), kept.Close())
	}
	if err := errors.Join(kept.Done(), later(p.Forget(p.Generation))); err != nil {
		return nil, nil, err
	}
	// The next run finds by postings again what this one could not.
	_, err = p.Reindex(ctx)
	if err := later(err); err != nil {
		return nil, nil, fmt.Errorf("the run is done and has receipt %s; the postings for the next one cannot be made: %w", r.out.Receipt, err)
	}
	if m.canaries {
		return &r.out, outcome, nil
	}
	if !m.passed { // by the same lists and settings, once for all populations
		if _, err := m.Canaries(ctx); err != nil {
			return nil, nil, fmt.Errorf("the run is done and has receipt %s; %w", r.out.Receipt, err)
		}
		m.passed = true
	}
	return &r.out, outcome, m.verifyDue(ctx, r)
}

// begin plans a run and takes the folder of what it keeps. Who waited there for another
// process plans anew: it has done this very run.
func (m *Monitor) begin(ctx context.Context, name string) (*run, *runs.Kept, error) {
	for {
		p, err := population.In(m.Data).Read(name, m.Key)
		if err != nil {
			return nil, nil, err
		}
		r := &run{Monitor: m, population: p}
		if err := r.plan(ctx); err != nil {
			return nil, nil, err
		}
		kept, err := runs.Keep(filepath.Join(m.Data, "runs"), r.id(), m.Now())
		if err != nil {
			return nil, nil, err
		}
		last, err := m.Cases.Runs(ctx, name, 1)
		if err != nil {
			return nil, nil, errors.Join(err, kept.Close())
		}
		if len(last) == 0 || r.last != nil && last[0].ID == r.last.ID {
			return r, kept, nil
		}
		if err := kept.Done(); err != nil {
			return nil, nil, err
		}
	}
}

// later passes over that a file is being added to the population meanwhile: the next
// run clears up.
func later(err error) error {
	if errors.Is(err, lockfile.ErrHeld) {
		return nil
	}
	return err
}

// ErrOvertaken is the error of a run under which a file was added to its population.
var ErrOvertaken = errors.New("a file was added to the population while the run was under way, and what it was made of is no longer there; run it again")

// overtaken tells files that are gone since others took their place from those that
// are damaged.
func (r *run) overtaken(err error) error {
	if now, failed := population.In(r.Data).Read(r.population.Name, r.Key); failed == nil && errors.Is(err, fs.ErrNotExist) && now.StateOf(now.Generation) != r.out.State {
		return fmt.Errorf("population %s: %w", now.Name, ErrOvertaken)
	}
	return err
}

// do screens, makes the receipt, and brings the alerts up to date.
func (r *run) do(ctx context.Context, kept *runs.Kept) (*casework.Outcome, error) {
	began := r.Now()
	if err := r.screen(ctx, kept); err != nil {
		return nil, err
	}
	if r.seen != r.population.Members {
		return nil, fmt.Errorf("the run met %d of the population's %d members; nothing is taken as covered", r.seen, r.population.Members)
	}
	r.out.Covered = r.population.Members
	r.out.Seconds = float64(r.Now().Sub(began).Milliseconds()) / 1000
	if err := r.receipt(ctx, kept, began); err != nil {
		return nil, err
	}
	r.out.At = r.Now()
	outcome, err := r.Cases.Reconcile(ctx, &r.out, r.scope(), r.found, r.notes(ctx))
	return &outcome, err
}

// plan finds out what has to be compared.
func (r *run) plan(ctx context.Context) error {
	h := r.Base.Engine.Hashes()
	r.out = casework.Run{Population: r.population.Name, Generation: r.population.Generation, State: r.population.StateOf(r.population.Generation), Members: r.population.Members,
		Mode: casework.Delta, Snapshot: h.Snapshot, Analysis: h.Analysis, Scoring: h.Scoring, Policy: h.Policy, Editions: map[string]string{}}
	r.out.Refused = r.population.Uncovered()
	for _, l := range r.Base.Lists {
		r.out.Editions[l.ID] = l.Edition
	}
	var err error
	if r.facts, err = r.Base.Register.FactHashes(ctx); err != nil {
		return err
	}
	if !r.Monitor.canaries { // no later run builds on theirs
		r.out.Facts = r.facts
	}
	if r.last, err = r.Cases.Last(ctx, r.population.Name); err != nil {
		return err
	}
	full := func(why string) error {
		r.out.Mode, r.out.Why = casework.Full, why
		return nil
	}
	switch last := r.last; {
	case last == nil:
		return full("the population's first run")
	case last.State != r.population.StateOf(last.Generation):
		return full("the population is not the one that the last run met: it was made anew, or put back from a copy")
	case last.Facts == nil:
		return full("what the last run saw is not known")
	case last.Analysis != h.Analysis:
		return full("names are analysed by another version since")
	case last.Scoring != h.Scoring:
		return full("the weights are others since")
	case last.Policy != h.Policy:
		return full("the policy is another since")
	}
	r.members, err = r.population.ChangedSince(r.last.Generation)
	if errors.Is(err, population.ErrForgotten) {
		return full("who changed since the last run is not known")
	}
	if err != nil {
		return err
	}
	r.changed = map[string]bool{}
	for id, hash := range r.facts {
		if r.last.Facts[id] != hash {
			r.changed[id] = true
		}
	}
	for id := range r.last.Facts {
		if r.facts[id] == "" {
			r.changed[id] = true
		}
	}
	r.out.EntitiesChanged, r.out.MembersChanged = len(r.changed), r.members.Len()
	return nil
}

// id names the run: doing it again after it was stopped goes on.
func (r *run) id() string {
	last := int64(0)
	if r.last != nil {
		last = r.last.ID
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "monitor 2 %q %d %d %s %v %s %s", r.population.Name, r.population.Generation, last, r.out.Mode, r.Base.Engine.Hashes(), r.Base.Engine.State(), r.Build))
	return hex.EncodeToString(sum[:16])
}

// scope is what the run looks at.
func (r *run) scope() *casework.Scope {
	if r.out.Mode == casework.Full {
		return &casework.Scope{All: true}
	}
	s := &casework.Scope{Entities: r.changed}
	if r.members.Len() > 0 {
		s.Member = r.members.Has
	}
	return s
}

// screen compares what has to be.
func (r *run) screen(ctx context.Context, kept *runs.Kept) error {
	if r.out.Mode == casework.Full {
		return r.everyone(ctx, kept, "all", r.Base.Engine, nil)
	}
	// Who changed is compared with everything, the others with what changed.
	engine, err := r.changedEngine(ctx)
	if err != nil {
		return err
	}
	if engine != nil {
		defer engine.Close()
		if err := r.lists(ctx, kept, engine); err != nil {
			return err
		}
	}
	if r.members.Len() > 0 || engine == nil {
		src, err := r.population.OpenSince(r.last.Generation, r.members.Has)
		if err != nil {
			return err
		}
		return errors.Join(r.pass(ctx, kept, "members", r.Base.Engine, src, int64(r.members.Len())), src.Close())
	}
	return nil
}

// changedEngine is an engine over the changed entities alone; nil where none is
// left to be looked for.
func (r *run) changedEngine(ctx context.Context) (*screen.Engine, error) {
	belongs, err := r.Base.IDs.Entities(ctx)
	if err != nil {
		return nil, err
	}
	inForce, err := r.Base.View.Contents(ctx)
	if err != nil {
		return nil, err
	}
	of := screen.EntityOf{}
	var refs []interdict.Ref
	for i := range inForce { // an entity keeps listings that are gone
		ref := inForce[i].Ref
		if entity := belongs[ref]; r.changed[entity] {
			of[ref] = entity
			refs = append(refs, ref)
		}
	}
	if len(refs) == 0 {
		return nil, nil
	}
	e, err := screen.FromListings(r.Base.View.These(ctx, refs), of, "changed", r.Base.Engine.Lists())
	if err != nil {
		return nil, err
	}
	return r.Base.Under(e), nil
}

// everyone screens the members that only names.
func (r *run) everyone(ctx context.Context, kept *runs.Kept, name string, e *screen.Engine, only func(string) bool) error {
	src, err := r.population.Open(only)
	if err != nil {
		return err
	}
	return errors.Join(r.pass(ctx, kept, name, e, src, r.population.Members), src.Close())
}

// pass screens members, of whom there are so many, 0 where that is not known.
func (r *run) pass(ctx context.Context, kept *runs.Kept, name string, e *screen.Engine, src *population.Source, of int64) error {
	plan := &runs.Plan{Query: r.Query, Key: kept.Key, Dir: kept.Sub(name), Seal: r.Key, Build: r.Build, Run: r.id() + name}
	ranges, err := runs.Screen(ctx, e, []runs.Input{src}, plan, func(_ int, found *interdict.Result) error {
		for _, h := range found.Hits {
			r.found = append(r.found, casework.Found{Subject: found.Subject, Hit: h})
		}
		return nil
	}, r.telling(of))
	if err != nil {
		return err
	}
	var notes []subjects.Note
	for i := range ranges {
		if ranges[i].Refused > 0 {
			return errors.New("a page of the population makes no sense; add the population's file anew")
		}
		ranges[i].Input = len(r.out.Passes)
		notes = append(notes, ranges[i].Notes...)
	}
	r.out.Passes = append(r.out.Passes, name)
	r.ranges = append(r.ranges, ranges...)
	r.seen = src.Met(notes)
	return nil
}

// tellEvery is how often other programs are told how far a run has come.
const tellEvery = time.Second

// telling tells how far a pass has come.
func (r *run) telling(of int64) func(screen.Progress) {
	began, told := r.Now(), time.Now()
	return func(at screen.Progress) {
		if r.Progress != nil {
			r.Progress(at, of)
		}
		if !r.canaries && time.Since(told) >= tellEvery {
			told = time.Now()
			r.population.Tell(&population.Running{Began: began, At: r.Now(), Done: at.Screened + at.Refused, Of: of})
		}
	}
}

// receipt makes the run's receipt.
func (r *run) receipt(ctx context.Context, kept *runs.Kept, began time.Time) error {
	p := r.Base.Engine.Policy()
	rec := &audit.Receipt{
		Build: r.Build, Began: began.UTC(), Ended: r.Now().UTC().Truncate(time.Second), Policy: p.Name, Threshold: p.Threshold, Hashes: r.Base.Engine.Hashes(),
		Population: &audit.Population{Name: r.population.Name, Generation: r.population.Generation, Members: r.population.Members, Covered: r.out.Covered,
			Refused: r.out.Refused, Mode: r.out.Mode, EntitiesChanged: r.out.EntitiesChanged, MembersChanged: r.out.MembersChanged},
	}
	if r.last != nil && r.out.Mode == casework.Delta {
		rec.Population.Since = r.last.Receipt
	}
	if r.meant != nil {
		rec.Population.ByPostings = byPostings(r.meant)
	}
	for _, l := range r.Base.Lists {
		rec.Lists = append(rec.Lists, audit.List{ID: l.ID, Edition: l.Edition, Published: l.Published, AgeDays: l.AgeDays, Health: string(l.Health)})
	}
	for _, pass := range r.out.Passes {
		rec.Inputs = append(rec.Inputs, audit.Input{Name: "population " + r.population.Name + ", " + pass})
	}
	rec.Cover(r.ranges)
	sealed, err := audit.In(r.Data).Keep(ctx, rec, &audit.Private{Key: hex.EncodeToString(kept.Key), Inputs: []string{"population " + r.population.Name}}, func(func(*runs.Rejected) bool) {})
	if err != nil {
		return err
	}
	r.out.Receipt = audit.Name(sealed.Number)
	return nil
}

// notes tell why alerts come and go.
func (r *run) notes(ctx context.Context) *casework.Notes {
	reasons := map[string]string{} // an entity may raise alerts by the thousand
	return &casework.Notes{
		Redirect: func(entity string) (string, error) {
			now, _, err := r.Base.IDs.Redirect(ctx, entity)
			return now, err
		},
		Renumbered: func(gone, now string) (bool, error) { return r.renumbered(ctx, gone, now) },
		Why:        func(entity string) (string, error) { return r.why(ctx, entity) },
		Because: func(f *casework.Found) (why string, err error) {
			entity := f.Hit.EntityID
			if why = reasons[entity]; why == "" {
				why, err = r.because(ctx, entity)
				reasons[entity] = why
			}
			return why, err
		},
	}
}

// because says why a pair with an entity is a hit now. That the party was not listed
// at the last run is the reason whatever else has changed since.
func (r *run) because(ctx context.Context, entity string) (string, error) {
	full := r.out.Mode == casework.Full
	switch came := r.last != nil && r.last.Facts != nil && r.last.Facts[entity] == ""; {
	case full && !came:
		return r.out.Why, nil
	case !full && !r.changed[entity]:
		return "the customer is new or has changed", nil
	case !came:
		return "what is listed has changed", nil
	}
	switch before, err := r.listedBefore(ctx, entity); {
	case err != nil || !before:
		return "newly listed", err
	case full:
		return r.out.Why, nil
	}
	return "listed before, as one party with another listing until the two were told apart", nil
}

// why says why a pair is no hit any more.
func (r *run) why(ctx context.Context, entity string) (string, error) {
	if r.facts[entity] == "" {
		gone, err := r.Base.Standings().Of(ctx, &interdict.Entity{ID: entity})
		if err != nil {
			return "", err
		}
		for _, g := range gone.Removed {
			return "no longer listed: removed from " + r.Base.Title(g.List) + " by the edition of " + g.Removed.Words(), nil
		}
		return "no longer listed", nil
	}
	switch {
	case r.out.Mode == casework.Full && r.out.Why != "":
		return "no hit any more: " + r.out.Why, nil
	case r.changed[entity]:
		return "what is listed has changed, and it is no hit any more", nil
	}
	return "the customer has changed or left", nil
}
