package monitor

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/interdict/interdict/internal/sealed"
	"github.com/interdict/interdict/population"
	"github.com/interdict/interdict/report"
)

// verifyEvery is how old the last whole reading of a population's files is when a run
// reads them again: once in a day of runs. At a gigabyte a second and more it would
// be most of what a run does that finds little changed.
const verifyEvery = 12 * time.Hour

// DamagedError is the error of a run that is done, over a population whose files are no
// longer whole.
type DamagedError struct {
	Population, Receipt string
	Damaged             []string
}

func (e *DamagedError) Error() string {
	return fmt.Sprintf("population %s: the run is done and has receipt %s, but no later one can be trusted: %s", e.Population, e.Receipt, strings.Join(e.Damaged, "; "))
}

// Unwrap says that it is about damage.
func (e *DamagedError) Unwrap() error { return sealed.ErrDamaged }

// verifyDue reads the files of a population whole where that is due.
func (m *Monitor) verifyDue(ctx context.Context, r *run) error {
	p, err := population.In(m.Data).Read(r.population.Name, m.Key)
	if err != nil {
		return err
	}
	v := p.Verified()
	if v == nil || len(v.Damaged) > 0 || m.age(v) < 0 || m.age(v) >= verifyEvery {
		if v, err = p.Verify(ctx, m.Now()); err != nil {
			return fmt.Errorf("the run is done and has receipt %s; the population's files cannot be read whole: %w", r.out.Receipt, err)
		}
	}
	if v != nil && len(v.Damaged) > 0 {
		return &DamagedError{p.Name, r.out.Receipt, v.Damaged}
	}
	return nil
}

func (m *Monitor) age(v *population.Verified) time.Duration { return m.Now().Sub(v.At) }

// verified withdraws the word covered where a population's files are damaged, or where
// it is not known for too long that they are whole.
func (j *judging) verified(p *population.Population) {
	v, last := p.Verified(), j.c.Last
	j.c.Verified = v
	most := max(j.lateAfter(), LateAfter)
	lost := p.Gone()
	for _, what := range lost {
		j.uncovered("", "%s", what)
	}
	switch {
	case len(lost) > 0: // whatever was found before
	case v == nil && last != nil && last.Generation == j.c.Generation && !j.replaced:
		j.uncovered("verify", "its files have not been read whole since they were written")
	case v == nil: // it is to be run anyhow
		j.c.Covered = false
	case len(v.Damaged) > 0:
		for _, what := range v.Damaged {
			j.uncovered("", "%s", what)
		}
	case j.age(v) > most:
		j.uncovered("verify", "its files were last read whole %s ago, and may be damaged since", ageWords(j.age(v)))
	}
}

// Verify reads the files of populations whole and says what that came to.
func (m *Monitor) Verify(ctx context.Context, names []string) (*report.VerifiedFiles, error) {
	out := &report.VerifiedFiles{OK: true, Populations: []report.VerifiedPopulation{}}
	for _, name := range names {
		p, err := population.In(m.Data).Read(name, m.Key)
		if errors.Is(err, sealed.ErrDamaged) { // the others are read all the same
			out.OK = false
			out.Populations = append(out.Populations, report.VerifiedPopulation{Population: name, Verified: &population.Verified{At: m.Now().UTC(), Files: 1, Damaged: []string{err.Error()}}})
			continue
		}
		if err != nil {
			return nil, err
		}
		v, err := p.Verify(ctx, m.Now())
		if err == nil && v == nil {
			err = errors.New("a file was added to it meanwhile; give the command again")
		}
		if err != nil {
			return nil, fmt.Errorf("population %s: %w", name, err)
		}
		out.OK = out.OK && len(v.Damaged) == 0
		out.Populations = append(out.Populations, report.VerifiedPopulation{Population: name, Verified: v})
	}
	return out, nil
}
