package v1

import (
	"context"
	"slices"
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
	Health    report.Health   `json:"health" doc:"ok, stale (older than its limit, or closed and its successor not loaded), closed (no longer published; its successor is loaded), failed (the last update failed; the edition before answered), incomplete (the edition in force lacks a part) or demo."`
}

// Answered is the part that every answer has.
type Answered struct {
	AnsweredBy AnsweredBy `json:"answered_by"`
}

func (a *Answered) answered(by *AnsweredBy) { a.AnsweredBy = *by }

// shortEdition is how many digits of an edition's SHA-256 are told; they name
// it in every parameter that takes an edition.
const shortEdition = 12

// agedFor is how long an age that was told stays true enough.
const agedFor = 10 * time.Second

// ages tells, for all requests to one state, how old its lists are, and finds it
// out anew now and then.
type ages struct {
	making sync.Mutex
	have   atomic.Pointer[aged]
}

type aged struct {
	lists []report.List
	made  time.Time
}

type agesKey struct{}

// agedLists are all lists of a state with their ages.
func agedLists(ctx context.Context, s *server.Serving) *aged {
	a := s.Keep(agesKey{}, func() any { return &ages{} }).(*ages)
	have := a.have.Load()
	if have != nil {
		if time.Since(have.made) < agedFor || !a.making.TryLock() {
			return have // a moment old is better than waiting
		}
	} else {
		a.making.Lock()
		if have = a.have.Load(); have != nil {
			a.making.Unlock()
			return have
		}
	}
	defer a.making.Unlock()
	b := s.Whole()
	lists, err := b.Aged(context.WithoutCancel(ctx))
	if err != nil {
		lists = b.Lists
	}
	have = &aged{lists, time.Now()}
	a.have.Store(have)
	return have
}

// stamp is what the answers of one choice rest on.
type stamp struct{ have atomic.Pointer[stamped] }

type stamped struct {
	by    AnsweredBy
	json  []byte
	lists *aged
}

// of is what answers of a choice rest on.
func (s *stamp) of(ctx context.Context, serving *server.Serving, c *choice) *stamped {
	lists := agedLists(ctx, serving)
	if have := s.have.Load(); have != nil && have.lists == lists {
		return have
	}
	by := AnsweredBy{Hashes: c.hashes, Since: serving.Since.UTC().Truncate(time.Millisecond), Demo: serving.Demo, Lists: []Answering{}, AsOf: serving.AsOf, Reconstructed: serving.Reconstructed}
	if !serving.Known.IsZero() {
		known := serving.Known.UTC()
		by.KnownAt = &known
	}
	for _, l := range lists.lists {
		if !slices.ContainsFunc(c.base.Lists, func(o report.List) bool { return o.ID == l.ID }) {
			continue
		}
		a := Answering{ID: l.ID, Edition: l.Edition[:min(shortEdition, len(l.Edition))], AgeDays: l.AgeDays, Health: l.Health}
		if published := l.Published; !published.IsZero() {
			a.Published = &published
		}
		by.Lists = append(by.Lists, a)
	}
	have := &stamped{by: by, json: encoded(&by), lists: lists}
	s.have.Store(have)
	return have
}
