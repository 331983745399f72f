package main

import (
	"cmp"
	"context"
	"fmt"
	"os/user"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/report"
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
	b, err := m.folder(g).Open(ctx, base.Moment{})
	if err != nil {
		return err
	}
	defer b.Close()
	if b.Register == nil {
		return fmt.Errorf("%s holds a snapshot without its register, which alone keeps decisions; copy %s here too", g.Data, register.FileName)
	}
	d := register.Decision{Kind: kind, Why: c.Why, Who: m.who(c.By), At: m.Now().UTC().Truncate(time.Millisecond)}
	if d.A, err = b.ListingOf(ctx, c.A); err != nil {
		return err
	}
	if d.B, err = b.ListingOf(ctx, c.B); err != nil {
		return err
	}
	if err := b.Decidable(ctx, &d, c.Undo); err != nil {
		return err
	}
	if err := b.Register.Decide(ctx, d); err != nil {
		return err
	}
	e, _, err := m.folder(g).Snapshot(ctx, b.Register, b.View)
	if err != nil {
		return err
	}
	defer e.Close()
	answer := &report.Decided{Kind: string(d.Kind), Listings: [2]interdict.Ref{d.A, d.B}, Why: d.Why, By: d.Who, At: d.At, Holds: d.Kind != register.Undone}
	for i, ref := range answer.Listings {
		if answer.EntityIDs[i], err = base.EntityOf(e, ref); err != nil {
			return err
		}
	}
	if g.JSON {
		return report.Encoder(m.Stdout).Encode(answer)
	}
	return report.WriteDecided(m.Stdout, m.style(), answer)
}

// who is the one who decides: as named, else the user. Where jobs and containers run,
// the environment may not say who that is.
func (m *Main) who(named string) string {
	if who := cmp.Or(named, m.Getenv("USER"), m.Getenv("LOGNAME"), m.Getenv("USERNAME")); who != "" {
		return who
	}
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return "unknown"
}
