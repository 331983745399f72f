package base

import (
	"context"
	"crypto/sha256"
	"fmt"
	"iter"
	"runtime/debug"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/entities"
	"github.com/interdict/interdict/internal/atomicfile"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/screen"
)

// joins is how listings are joined to entities.
type joins struct {
	ids       []string // of the clusters' entities
	clusters  []entities.Cluster
	changes   []entities.Change
	aside     []entities.SetAside
	suggested []entities.Suggestion

	joiner *entities.Joiner
	refs   []interdict.Ref // of the listings, in their order
	entity []string        // of each listing
	fresh  []int           // the listings that say something else than in the snapshot before
	known  map[interdict.Ref]string
	read   map[interdict.Ref]*interdict.Listing // the fresh ones, where the others were kept
}

// joined says which entity each listing belongs to, where nothing is known before.
func joined(listings iter.Seq2[*interdict.Listing, error]) (*joins, error) {
	j := entities.NewJoiner()
	for l, err := range listings {
		if err != nil {
			return nil, err
		}
		j.Add(l)
	}
	out := &joins{joiner: j}
	out.join(&entities.Known{}, nil)
	return out, nil
}

// join joins what has been gathered, given what was known before and what people
// decided.
func (o *joins) join(known *entities.Known, decided []entities.Decision) {
	o.joiner.Decide(decided)
	o.clusters, o.aside = o.joiner.Join()
	o.suggested = o.joiner.Suggestions()
	o.ids, o.changes = entities.Identify(o.clusters, known)
	o.known = known.Of
	n := 0
	for c := range o.clusters {
		n += len(o.clusters[c].Refs)
	}
	o.entity = make([]string, n)
	for c := range o.clusters {
		for _, m := range o.clusters[c].Members {
			o.entity[m] = o.ids[c]
		}
	}
}

// of is which entity each listing belongs to.
func (o *joins) of() screen.EntityOf {
	of := make(screen.EntityOf, len(o.entity))
	for c := range o.clusters {
		for _, ref := range o.clusters[c].Refs {
			of[ref] = o.ids[c]
		}
	}
	return of
}

// Join says which entity each listing belongs to, where nothing is known before.
func Join(listings iter.Seq2[*interdict.Listing, error]) (screen.EntityOf, error) {
	j, err := joined(listings)
	if err != nil {
		return nil, err
	}
	return j.of(), nil
}

// stateOf names what a snapshot is compiled from: the register's state, the
// rules by which its listings are joined, and what people decided.
func stateOf(v *register.View, decided []entities.Decision) string {
	state := v.State().String() + "-" + entities.Rules
	if len(decided) == 0 {
		return state
	}
	h := sha256.New()
	for _, d := range decided {
		fmt.Fprintf(h, "%q %q %t\n", d.A, d.B, d.Same)
	}
	return fmt.Sprintf("%s-%x", state, h.Sum(nil)[:8])
}

// decisions are those of people that hold, of the time that a view knows.
func decisions(ctx context.Context, r *register.Register, known time.Time) ([]entities.Decision, error) {
	all, err := r.Decisions(ctx, known)
	return decisionsOf(register.Holding(all)), err
}

func decisionsOf(all []register.Decision) (out []entities.Decision) {
	for _, d := range all {
		out = append(out, entities.Decision{A: d.A, B: d.B, Same: d.Kind == register.Same})
	}
	return out
}

// decided are the decisions that hold in a base, with who decided and why.
func (b *Base) decided(ctx context.Context) ([]register.Decision, error) {
	if b.Register == nil {
		return nil, nil
	}
	all, err := b.Register.Decisions(ctx, b.Known)
	return register.Holding(all), err
}

// joinedBy puts a reason into the form that is shown.
func joinedBy(r *entities.Reason, decided []register.Decision) report.JoinedBy {
	out := report.JoinedBy{Listings: [2]interdict.Ref{r.A, r.B}, Kind: r.Kind, Fact: r.Fact, Names: r.Names, Weight: r.Weight}
	for _, d := range decided {
		if r.Kind == entities.ByHand && (d.A == r.A && d.B == r.B || d.A == r.B && d.B == r.A) {
			out.Fact = fmt.Sprintf("decided by %s on %s: %s", d.Who, d.At.UTC().Format(time.DateOnly), d.Why)
		}
	}
	return out
}

// knowledge is what a register knows of a view's listings before they are joined.
type knowledge struct {
	contents []register.Content
	was      []int // which of the snapshot before each is, where that is known; else fresh
	entities entities.Known
	facts    map[string]string // of entities, as they were kept last
	decided  []entities.Decision
}

// know reads it. before is the snapshot before, nil where there is none, and a
// what was read with it.
func know(ctx context.Context, r *register.Register, v *register.View, before *last, a *Ahead) (k knowledge, err error) {
	err = together(
		func() (err error) {
			k.contents, err = v.ContentsBut(ctx, func(out []register.Content, s *register.Standing) (_ []register.Content, ok bool) {
				for len(k.was) < len(out) {
					k.was = append(k.was, fresh)
				}
				if before != nil {
					out, k.was, ok = before.contents(out, k.was, s)
				}
				return out, ok
			})
			for len(k.was) < len(k.contents) {
				k.was = append(k.was, fresh)
			}
			return err
		},
		func() error {
			kept, err := a.entities(ctx, r)
			if err == nil {
				k.entities, k.facts = entities.Known(kept.IDs), kept.Facts
			}
			return err
		},
		func() (err error) { k.decided, err = decisions(ctx, r, v.At.Known); return err },
	)
	return k, err
}

// joinView joins the listings of a view of the register, and more that are not
// in it. before is the snapshot before, nil where there is none.
func joinView(ctx context.Context, v *register.View, k *knowledge, before *last, more ...*interdict.Listing) (*joins, error) {
	if before == nil {
		// Joining from nothing makes much that is soon let go: collected often, it
		// takes no more memory than the snapshot that is made afterwards.
		defer debug.SetGCPercent(debug.SetGCPercent(30))
	}
	j, err := gather(ctx, v, k, before)
	if err != nil {
		return nil, err
	}
	for _, l := range more {
		j.joiner.Add(l)
	}
	j.join(&k.entities, k.decided)
	return j, nil
}

// joinsIn joins the listings of a view by themselves, with what stands beside the
// folder's snapshot where it helps.
func (f *Folder) joinsIn(ctx context.Context, r *register.Register, v *register.View) (*joins, error) {
	last := snapshotsIn(f.Dir).last()
	defer last.Close()
	k, err := know(ctx, r, v, last, nil)
	if err != nil {
		return nil, err
	}
	j, err := joinView(ctx, v, &k, last)
	if err == nil && last == nil {
		f.keepJoins(v, &k, j)
	}
	return j, err
}

// keepJoins puts beside the current snapshot, where it is of the view, how its
// listings were joined: what was there could not be used, and to join from nothing
// costs twenty times as much. That it cannot be written does no harm.
func (f *Folder) keepJoins(v *register.View, k *knowledge, j *joins) {
	e, path, why := snapshotsIn(f.Dir).usable(stateOf(v, k.decided))
	if why != "" {
		return
	}
	e.Close()
	_ = atomicfile.WriteBytes(atomicfile.Cache{}, joinsOf(path), j.joiner.State(j.entity))
}

// keep makes the register remember who belongs together.
func (f *Folder) keep(ctx context.Context, r *register.Register, j *joins, before map[string]string) error {
	facts := make(map[string]string, len(j.clusters))
	for c := range j.clusters {
		facts[j.ids[c]] = j.clusters[c].Facts
	}
	if _, err := r.KeepFactHashesAfter(ctx, before, facts, f.Now()); err != nil {
		return err
	}
	kept := make([]register.EntityChange, len(j.changes))
	for i, c := range j.changes {
		kept[i] = register.EntityChange{Entity: c.From, Became: c.To, Split: c.Kind == entities.Split}
	}
	moved := map[interdict.Ref]string{}
	for c := range j.clusters {
		for _, ref := range j.clusters[c].Refs {
			if j.known[ref] != j.ids[c] {
				moved[ref] = j.ids[c]
			}
		}
	}
	if len(moved) == 0 && len(kept) == 0 {
		return nil
	}
	return r.Assign(ctx, moved, kept, f.Now())
}
