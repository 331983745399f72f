package monitor

import (
	"errors"

	"github.com/interdict/interdict/audit"
	"github.com/interdict/interdict/population"
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

// whoIsMeant finds out who could be meant by what changed on the lists; nil where
// everyone has to be looked at, or may as well be.
func (r *run) whoIsMeant(e *screen.Engine) (*population.Meant, error) {
	if len(r.changed) > mostNames {
		return nil, nil
	}
	targets, err := population.Targets(e)
	if err != nil || targets.Names() > mostNames {
		return nil, err
	}
	index, err := r.population.Index()
	if err != nil {
		return nil, err
	}
	var meant *population.Meant
	if index.Usable() {
		meant, err = index.Find(targets)
	}
	if err = errors.Join(err, index.Close()); err != nil {
		return nil, err
	}
	if meant != nil && mostShare*meant.Candidates > meant.Members+fewMembers {
		return nil, nil
	}
	return meant, nil
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
