package monitor

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/canary"
	"github.com/interdict/interdict/casework"
	"github.com/interdict/interdict/internal/lockfile"
	"github.com/interdict/interdict/population"
	"github.com/interdict/interdict/subjects"
)

// CanariesOf are the canaries of all lists that are on, save those that were left
// out by a decision. They depend on the register alone, and so know of lists that
// a snapshot or a policy leaves out.
func CanariesOf(ctx context.Context, data string, b *base.Base) (*canary.Set, error) {
	if b.View == nil {
		return nil, errors.New("canaries are made of the lists that are loaded, and here is a snapshot without its register; copy that here too")
	}
	folder := canary.In(data)
	leftOut, err := folder.LeftOut()
	if err != nil {
		return nil, err
	}
	ids, on := b.OnByDefault()
	var lists []canary.List
	var out []canary.Of
	for i := range b.View.Lists {
		e := &b.View.Lists[i].Edition
		l := canary.List{ID: e.List, Edition: e.SHA256.String()}
		if !slices.Contains(ids, l.ID) {
			continue
		}
		if at := slices.IndexFunc(leftOut, func(d canary.LeftOut) bool { return d.List == l.ID }); at >= 0 {
			d := &leftOut[at]
			out = append(out, canary.Of{List: l.ID, Edition: l.Edition, Note: fmt.Sprintf("left out by %s on %s: %s", d.By, d.At.UTC().Format("2 January 2006"), d.Why)})
			continue
		}
		lists = append(lists, l)
	}
	s, err := folder.Derive(ctx, b.View, lists, on)
	if err == nil {
		s.Lists = append(s.Lists, out...)
	}
	return s, err
}

// The canaries are monitored twice: as a population that is new, which a full run
// compares with everything, and as one to which their parties are new, which a
// delta run finds by what changed on the lists.
const (
	canariesFull  = "full"
	canariesDelta = "delta"
)

// canaryTime is how long a run of canaries waits for another's to end.
const canaryTime = 2 * time.Minute

// Canaries lets the canaries pass through monitoring, as everyone's customers do:
// they are added as a file, kept sealed, and screened by a full run and by a
// delta run, beside the populations and apart from them. It keeps the outcome.
func (m *Monitor) Canaries(ctx context.Context) (*canary.Outcome, error) {
	folder := canary.In(m.Data)
	set, err := CanariesOf(ctx, m.Data, m.Base)
	if err != nil {
		return nil, err
	}
	asked := &canary.Asked{Intake: canary.Population, At: m.Now(), Engine: m.Base.Engine, Query: m.Query, Answered: map[string][]interdict.Hit{}, Refused: map[string]string{}, During: map[string]string{}}
	if set.Len() > 0 {
		release, err := lockfile.In(ctx, string(folder), canaryTime)
		if err != nil {
			return nil, fmt.Errorf("canaries: %w", err)
		}
		defer release() //nolint:errcheck // a lock file has nothing to lose
		if err := errors.Join(m.through(ctx, folder.Work(), set, asked), os.RemoveAll(folder.Work())); err != nil {
			return nil, fmt.Errorf("the canaries could not pass through monitoring: %w", err)
		}
	}
	out := set.Judge(asked)
	return out, folder.Keep(out)
}

// through monitors the canaries in a data folder of their own.
func (m *Monitor) through(ctx context.Context, dir string, set *canary.Set, asked *canary.Asked) error {
	if err := errors.Join(os.RemoveAll(dir), os.MkdirAll(dir, 0o700)); err != nil {
		return err
	}
	cases, err := casework.OpenIn(ctx, dir, m.Key)
	if err != nil {
		return err
	}
	defer cases.Close()
	own := *m
	own.Data, own.Cases, own.Progress, own.canaries = dir, cases, nil, true
	for _, name := range []string{canariesFull, canariesDelta} {
		if err := own.addCanaries(ctx, name, set); err != nil {
			return err
		}
		if name == canariesDelta {
			if err := own.forgetParties(ctx, name, set); err != nil {
				return err
			}
		}
		if _, _, err := own.Run(ctx, name); err != nil {
			return err
		}
	}
	return own.answered(ctx, set, asked)
}

// addCanaries makes a population of the canaries.
func (m *Monitor) addCanaries(ctx context.Context, name string, set *canary.Set) error {
	var file bytes.Buffer
	if err := set.WriteCSV(&file); err != nil {
		return err
	}
	in, err := subjects.Read(&file, "canaries.csv", subjects.Options{Canaries: true})
	if err != nil {
		return err
	}
	_, err = population.In(m.Data).Add(ctx, name, m.Key, in, population.Options{How: population.Full, Now: m.Now()})
	return err
}

// forgetParties makes it look as if everyone had been compared before the
// canaries' parties were listed.
func (m *Monitor) forgetParties(ctx context.Context, name string, set *canary.Set) error {
	facts, err := m.Base.Register.FactHashes(ctx)
	if err != nil {
		return err
	}
	facts = maps.Clone(facts)
	for c := range set.All() {
		entity, err := m.Base.IDs.EntityOf(ctx, interdict.Ref{List: c.List, ID: c.Listing})
		if err != nil {
			return err
		}
		delete(facts, entity)
	}
	p, err := population.In(m.Data).Read(name, m.Key)
	if err != nil {
		return err
	}
	h := m.Base.Engine.Hashes()
	_, err = m.Cases.Reconcile(ctx, &casework.Run{Population: name, At: m.Now(), Generation: p.Generation, State: p.StateOf(p.Generation), Members: p.Members, Mode: casework.Full,
		Snapshot: h.Snapshot, Analysis: h.Analysis, Scoring: h.Scoring, Policy: h.Policy, Facts: facts}, &casework.Scope{All: true}, nil, &casework.Notes{})
	return err
}

// answered collects the alerts of the canaries. A canary counts as found where
// both runs raised its alert.
func (m *Monitor) answered(ctx context.Context, set *canary.Set, asked *canary.Asked) error {
	for _, name := range []string{canariesFull, canariesDelta} {
		p, err := population.In(m.Data).Read(name, m.Key)
		if err != nil {
			return err
		}
		alerts, _, err := m.Cases.List(ctx, casework.Filter{Population: name})
		if err != nil {
			return err
		}
		raised := map[string][]interdict.Hit{}
		for i := range alerts {
			if a := &alerts[i]; a.Subject != nil && a.Hit != nil {
				raised[a.Subject.ID] = append(raised[a.Subject.ID], *a.Hit)
			}
		}
		for c := range set.All() {
			switch {
			case asked.Refused[c.ID] != "" || asked.During[c.ID] != "": // it was lost before
			case c.In(raised[c.ID]):
				asked.Answered[c.ID] = raised[c.ID]
			case p.Members < int64(set.Len()):
				asked.Refused[c.ID] = fmt.Sprintf("%d of %d canaries became members", p.Members, set.Len())
			default:
				asked.Answered[c.ID] = raised[c.ID]
				asked.During[c.ID] = "in a " + name + " run"
			}
		}
	}
	return nil
}
