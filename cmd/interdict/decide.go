package main

import (
	"cmp"
	"context"
	"fmt"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/entities"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/screen"
)

// decision is what `same` and `different` take.
type decision struct {
	A    string `arg:"" name:"id" help:"An entity's id, or a listing's, such as us_ofac_sdn-47814 or CYB0045."`
	B    string `arg:"" name:"other-id" help:"Another's."`
	Why  string `placeholder:"TEXT" help:"The reason, kept with the decision."`
	By   string `placeholder:"NAME" help:"Who decides (default: the user's name)."`
	Undo bool   `help:"Take back what was decided of these two before."`
}

type sameCmd struct{ decision }

func (c *sameCmd) Run(ctx context.Context, m *Main, g *globals) error {
	return c.decide(ctx, m, g, register.Same)
}

type differentCmd struct{ decision }

func (c *differentCmd) Run(ctx context.Context, m *Main, g *globals) error {
	return c.decide(ctx, m, g, register.Different)
}

func (c *decision) decide(ctx context.Context, m *Main, g *globals, kind register.DecisionKind) error {
	if g.Starter {
		return wrong("the starter register keeps no decisions; load lists")
	}
	if c.Why == "" {
		return wrong("give the reason with --why")
	}
	b, err := m.open(ctx, g, moment{})
	if err != nil {
		return err
	}
	defer b.Close()
	if b.register == nil {
		return fmt.Errorf("%s holds a snapshot without its register, which alone keeps decisions; copy %s here too", g.Data, register.FileName)
	}
	d := register.Decision{Kind: kind, Why: c.Why, Who: cmp.Or(c.By, m.Getenv("USER"), m.Getenv("USERNAME"), "unknown"), At: m.Now()}
	if d.A, err = b.listingOf(ctx, c.A); err != nil {
		return err
	}
	if d.B, err = b.listingOf(ctx, c.B); err != nil {
		return err
	}
	if err := b.decidable(ctx, &d, c.Undo); err != nil {
		return err
	}
	if err := b.register.Decide(ctx, d); err != nil {
		return err
	}
	e, _, err := m.openSnapshot(ctx, g, b.register, b.view)
	if err != nil {
		return err
	}
	defer e.Close()
	answer := &report.Decided{Kind: string(d.Kind), Listings: [2]interdict.Ref{d.A, d.B}, Why: d.Why, By: d.Who, At: d.At}
	for i, ref := range answer.Listings {
		if answer.EntityIDs[i], err = entityOf(e, ref); err != nil {
			return err
		}
	}
	if g.JSON {
		return report.Encoder(m.Stdout).Encode(answer)
	}
	return report.WriteDecided(m.Stdout, m.style(), answer)
}

// decidable says why a decision makes no sense, if it doesn't. Undoing turns it
// into the taking back of what was decided before.
func (b *base) decidable(ctx context.Context, d *register.Decision, undo bool) error {
	if d.A == d.B {
		return wrong("%s and %[1]s are one listing", entities.ID(d.A))
	}
	if !undo {
		x, y := b.whole(ctx, d.A), b.whole(ctx, d.B)
		if d.Kind == register.Same && x != nil && y != nil && !x.Schema.Comparable(y.Schema) {
			return wrong("%s and %s are different kinds of party", entities.ID(d.A), entities.ID(d.B))
		}
		return nil
	}
	all, err := b.register.Decisions(ctx, b.known)
	if err != nil {
		return err
	}
	for _, have := range register.Holding(all) {
		if have.Kind == d.Kind && (have.A == d.A && have.B == d.B || have.A == d.B && have.B == d.A) {
			d.Kind = register.Undone
			return nil
		}
	}
	return wrong("nothing like that was decided of %s and %s; `interdict lists decisions` names what was", entities.ID(d.A), entities.ID(d.B))
}

// listingOf is the listing that an id names: its own, or of an entity the one
// that the entity is named after, or else its first.
func (b *base) listingOf(ctx context.Context, id string) (interdict.Ref, error) {
	found, _, _, err := b.find(ctx, id)
	if err != nil {
		return interdict.Ref{}, err
	}
	var named []interdict.Ref
	for i := range found {
		for k := range found[i].Listings {
			ref := found[i].Listings[k].Ref()
			if entities.ID(ref) == id {
				return ref, nil
			}
			if ref.ID == id {
				named = append(named, ref)
			}
		}
	}
	switch {
	case len(named) > 1:
		return interdict.Ref{}, wrong("%d lists have a listing %s; say which, as in %s", len(named), id, entities.ID(named[0]))
	case len(named) == 1:
		return named[0], nil
	case len(found) > 0:
		return found[0].Listings[0].Ref(), nil
	}
	return interdict.Ref{}, &notFound{id}
}

// entityOf is the id of the entity that a listing belongs to.
func entityOf(e *screen.Engine, ref interdict.Ref) (string, error) {
	found, err := entitiesWith(e, ref.ID)
	if err != nil {
		return "", err
	}
	for i := range found {
		for k := range found[i].Listings {
			if found[i].Listings[k].Ref() == ref {
				return found[i].ID, nil
			}
		}
	}
	return entities.ID(ref), nil
}
