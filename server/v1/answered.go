package v1

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/server"
)

// AnsweredBy says what an answer rests on: the same hashes and lists give the
// same answer.
type AnsweredBy struct {
	Hashes report.Hashes `json:"hashes" doc:"Name all that the answer depends on."`
	Since  time.Time     `json:"since" doc:"When this state of the lists began to answer."`
	Lists  []Answering   `json:"lists" doc:"The lists that were asked."`
	Demo   bool          `json:"demo" doc:"The built-in demonstration register answered: it proves nothing."`
	// AsOf and KnownAt are the past moment, left out for now.
	AsOf          *interdict.Date `json:"as_of,omitempty" doc:"The past day whose lists answered."`
	KnownAt       *time.Time      `json:"known_at,omitempty" doc:"What was loaded after this time was left out."`
	Reconstructed []string        `json:"reconstructed,omitempty" doc:"Lists whose state of that day rests on what listings say themselves."`
}

// Answering is a list that answered.
type Answering struct {
	ID        string          `json:"id" doc:"The list." example:"us_ofac_sdn"`
	Edition   string          `json:"edition" doc:"The first digits of the edition's SHA-256; empty for the demonstration register." example:"d4c1f00a21b7"`
	Published *interdict.Date `json:"published" doc:"The edition's date, null where none is known."`
	AgeDays   int             `json:"age_days" doc:"Its age in whole days."`
	Health    report.Health   `json:"health" doc:"ok, stale (older than its limit), failed (the last update failed; the edition before answered) or demo."`
}

// Answered is the part that every answer has.
type Answered struct {
	AnsweredBy AnsweredBy `json:"answered_by"`
}

func (a *Answered) answered(by *AnsweredBy) { a.AnsweredBy = *by }

// shortEdition is how many digits of an edition's SHA-256 are told; they name
// it in every parameter that takes an edition.
const shortEdition = 12

// byFor is how long an age that was told stays true enough.
const byFor = 10 * time.Second

// stamp tells, for all requests of one choice, what their answers rest on, and
// finds it out anew now and then.
type stamp struct {
	making sync.Mutex
	have   atomic.Pointer[stamped]
}

type stamped struct {
	by   AnsweredBy
	json []byte
	made time.Time
}

// of is what answers of a choice rest on.
func (s *stamp) of(ctx context.Context, serving *server.Serving, c *choice) *stamped {
	have := s.have.Load()
	if have != nil {
		if time.Since(have.made) < byFor || !s.making.TryLock() {
			return have // a moment old is better than waiting
		}
	} else {
		s.making.Lock()
		if have = s.have.Load(); have != nil {
			s.making.Unlock()
			return have
		}
	}
	defer s.making.Unlock()
	lists, err := c.base.Aged(context.WithoutCancel(ctx))
	if err != nil {
		lists = c.base.Lists
	}
	by := AnsweredBy{Hashes: c.hashes, Since: serving.Since.UTC().Truncate(time.Millisecond), Demo: serving.Demo, Lists: []Answering{}, AsOf: serving.AsOf, Reconstructed: serving.Reconstructed}
	if !serving.Known.IsZero() {
		known := serving.Known.UTC()
		by.KnownAt = &known
	}
	for _, l := range lists {
		a := Answering{ID: l.ID, Edition: l.Edition[:min(shortEdition, len(l.Edition))], AgeDays: l.AgeDays, Health: l.Health}
		if published := l.Published; !published.IsZero() {
			a.Published = &published
		}
		by.Lists = append(by.Lists, a)
	}
	have = &stamped{by: by, json: encoded(&by), made: time.Now()}
	s.have.Store(have)
	return have
}
