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
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/screen"
)

// joins is how listings are joined to entities.
type joins struct {
	of        screen.EntityOf
	clusters  []entities.Cluster
	changes   []entities.Change
	aside     []entities.SetAside
	suggested []entities.Suggestion
}

// join says which entity each listing belongs to, given what was known
// before and what people decided, what that changes, and what was set aside.
func joined(listings iter.Seq2[*interdict.Listing, error], before map[interdict.Ref]string, given func(string) bool, decided ...entities.Decision) (*joins, error) {
	// Joining makes much that is soon let go: collected often, it takes no more
	// memory than the snapshot that is made afterwards.
	defer debug.SetGCPercent(debug.SetGCPercent(30))
	j := entities.NewJoiner()
	for l, err := range listings {
		if err != nil {
			return nil, err
		}
		j.Add(l)
	}
	j.Decide(decided)
	out := &joins{of: screen.EntityOf{}}
	out.clusters, out.aside = j.Join()
	out.suggested = j.Suggestions()
	var ids []string
	ids, out.changes = entities.Identify(out.clusters, before, given)
	for c := range out.clusters {
		for _, ref := range out.clusters[c].Refs {
			out.of[ref] = ids[c]
		}
	}
	return out, nil
}

// Join says which entity each listing belongs to, where nothing is known before.
func Join(listings iter.Seq2[*interdict.Listing, error]) (screen.EntityOf, error) {
	j, err := joined(listings, nil, func(string) bool { return false })
	if err != nil {
		return nil, err
	}
	return j.of, nil
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

// entitiesOf joins the listings of a view of the register. keep makes the
// register remember who belongs together: for what is in force, not for a past
// day.
func (f *Folder) entitiesOf(ctx context.Context, r *register.Register, v *register.View, keep bool) (*joins, error) {
	before, err := r.Entities(ctx)
	if err != nil {
		return nil, err
	}
	given, err := r.EntityGiven(ctx)
	if err != nil {
		return nil, err
	}
	decided, err := decisions(ctx, r, v.At.Known)
	if err != nil {
		return nil, err
	}
	j, err := joined(v.Listings(ctx), before, given, decided...)
	if err != nil {
		return nil, err
	}
	debug.FreeOSMemory() // what joining took is let go before a snapshot is made
	if !keep {
		return j, nil
	}
	facts := map[string]string{}
	for c := range j.clusters {
		facts[j.of[j.clusters[c].Refs[0]]] = j.clusters[c].Facts
	}
	if _, err := r.KeepFactHashes(ctx, facts, f.Now()); err != nil {
		return nil, err
	}
	kept := make([]register.EntityChange, len(j.changes))
	for i, c := range j.changes {
		kept[i] = register.EntityChange{Entity: c.From, Became: c.To, Split: c.Kind == entities.Split}
	}
	return j, r.Assign(ctx, j.of, kept, f.Now())
}
