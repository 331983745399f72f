package monitor

import (
	"context"
	"errors"

	"github.com/interdict/interdict/audit"
	"github.com/interdict/interdict/population"
	"github.com/interdict/interdict/runs"
	"github.com/interdict/interdict/screen"
)

// A few changed entities are looked for by the population's postings; where
// very many changed, or most members could be meant, looking at everyone takes
// less time.
const (
	mostNames  = 20_000
	mostShare  = 4 // a quarter of the members
	fewMembers = 1000
)

// lists compares what changed on the lists with the members who have not changed:
// with those alone who could be meant, where that is known and saves anything.
func (r *run) lists(ctx context.Context, kept *runs.Kept, e *screen.Engine) error {
	others := func(member string) bool { return !r.members.Has(member) }
	targets, err := population.Targets(e)
	if err != nil {
		return err
	}
	if targets.Names() > mostNames {
		return r.everyone(ctx, kept, "lists", e, others)
	}
	index, err := r.population.Index()
	if err != nil {
		return err
	}
	if index.Usable() {
		if r.meant, err = index.Find(targets); err != nil {
			return errors.Join(err, index.Close())
		}
		if mostShare*r.meant.Candidates <= r.meant.Members+fewMembers {
			return errors.Join(r.pass(ctx, kept, "lists", e, index.Open(r.meant, others), r.meant.Candidates), index.Close())
		}
		r.meant = nil
	}
	return errors.Join(index.Close(), r.everyone(ctx, kept, "lists", e, others))
}

// byPostings says in a receipt how it is known that nobody else had to be looked
// at.
func byPostings(m *population.Meant) *audit.ByPostings {
	out := &audit.ByPostings{Candidates: m.Candidates}
	for i := range m.Files {
		f := &m.Files[i]
		out.Files = append(out.Files, audit.PopulationFile{Name: f.Name, Rows: f.Rows, Candidates: f.Candidates, Postings: f.Postings})
	}
	return out
}
