package monitor

import (
	"context"
	"slices"
	"strings"

	"github.com/interdict/interdict/audit"
	"github.com/interdict/interdict/canary"
	"github.com/interdict/interdict/population"
	"github.com/interdict/interdict/report"
)

// How much of a population's past a proof tells.
const (
	provedRuns = 100
	provedRows = 10_000
)

// Proof is the proof of coverage in full, of populations or of all, still to be
// signed. It needs the key.
func (m *Monitor) Proof(ctx context.Context, names []string) (*report.Proof, error) {
	if err := population.In(m.Data).Check(names...); err != nil {
		return nil, err
	}
	status, err := m.Status(ctx)
	if err != nil {
		return nil, err
	}
	if len(names) > 0 {
		status.Populations = slices.DeleteFunc(status.Populations, func(c report.Covered) bool { return !slices.Contains(names, c.Population) })
	}
	pol := m.Base.Engine.Policy()
	p := &report.Proof{
		Report: audit.Report{Version: audit.CoverageVersion, Made: status.At, Names: []string{}, Covered: len(status.Populations) > 0},
		Build:  m.Build, LateAfterHours: status.LateAfterHours, ShrinkOverPercent: status.ShrinkOverPercent, Policy: pol.Name, Threshold: pol.Threshold,
		Hashes: m.Base.Engine.Hashes(), Lists: m.Base.Lists, Populations: []report.Proved{}, Canaries: status.Canaries,
	}
	if p.LeftOut, err = canary.In(m.Data).LeftOut(); err != nil {
		return nil, err
	}
	rests := map[string]bool{}
	for i := range status.Populations {
		one, err := m.proved(ctx, &status.Populations[i])
		if err != nil {
			return nil, err
		}
		for _, e := range one.Lists {
			rests[e.Receipt] = true
		}
		for k := range one.Runs {
			rests[one.Runs[k].Receipt] = true
		}
		p.Names = append(p.Names, one.Population)
		p.Covered = p.Covered && one.Covered.Covered
		p.Populations = append(p.Populations, *one)
	}
	p.Receipts, err = m.receipts(rests)
	return p, err
}

// proved adds to how a population is covered its refused rows, runs and files.
func (m *Monitor) proved(ctx context.Context, c *report.Covered) (*report.Proved, error) {
	out := &report.Proved{Covered: *c, RefusedRows: []population.Refused{}, Loads: []population.Load{}}
	kept, err := population.In(m.Data).Read(c.Population, m.Key)
	if err != nil {
		return nil, err
	}
	rows, err := kept.Refused(provedRows)
	if err != nil {
		return nil, err
	}
	out.RefusedRows = append(out.RefusedRows, rows...)
	if out.Runs, err = m.Cases.Runs(ctx, c.Population, provedRuns); err != nil {
		return nil, err
	}
	out.Loads = append(out.Loads, kept.Loads[max(0, len(kept.Loads)-provedRuns):]...)
	slices.Reverse(out.Loads)
	return out, nil
}

// receipts checks those that a proof rests on, as a chain with all others.
func (m *Monitor) receipts(rests map[string]bool) ([]report.ProvedReceipt, error) {
	out := []report.ProvedReceipt{}
	if len(rests) == 0 {
		return out, nil
	}
	found, err := audit.In(m.Data).Verify()
	if err != nil {
		return nil, err
	}
	for i := range found {
		f := &found[i]
		name := audit.Name(f.Number)
		if rests[name] {
			out = append(out, report.ProvedReceipt{Receipt: name, SHA256: f.Sum, OK: f.OK, Words: f.Words})
			delete(rests, name)
		}
	}
	for name := range rests {
		if name != "" {
			out = append(out, report.ProvedReceipt{Receipt: name, Words: "the receipt is missing"})
		}
	}
	slices.SortFunc(out, func(a, b report.ProvedReceipt) int { return strings.Compare(a.Receipt, b.Receipt) })
	return out, nil
}
