package compare

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/report"
)

// Statuses of a request.
const (
	Same       = "same"        // both found the same entities, or both none
	OtherOrder = "other_order" // the same in another order
	Differs    = "differs"
	Failed     = "failed" // the other service did not answer
)

// Sorts of difference.
const (
	OnlyTheirs = "only_theirs"
	OnlyOurs   = "only_ours"
	Order      = "order"
)

// Finding is an entity that a side found.
type Finding struct {
	ID      string   `json:"id"`
	Caption string   `json:"caption"`
	Score   float64  `json:"score"`
	Lists   []string `json:"lists"`
	// Entity is ours that it is, empty for none; By is how that is known: "id" or
	// "name".
	Entity string `json:"entity_id,omitempty"`
	By     string `json:"recognised_by,omitempty"`
}

// Difference is one between the two answers to a request.
type Difference struct {
	What   string   `json:"what"`
	Reason string   `json:"reason"`
	Words  string   `json:"words"`
	Their  *Finding `json:"theirs,omitempty"`
	Our    *Finding `json:"ours,omitempty"`
}

// Result is what came of one request.
type Result struct {
	Row         int64        `json:"row"`
	ID          string       `json:"id,omitempty"`
	Name        string       `json:"name"`
	Status      string       `json:"status"`
	Failure     string       `json:"failure,omitempty"`
	Theirs      []Finding    `json:"theirs"`
	Ours        []Finding    `json:"ours"`
	Both        int          `json:"both"`
	Differences []Difference `json:"differences"`

	theirTime, ourTime time.Duration
}

// Times are how long answers took, in milliseconds.
type Times struct {
	P50 float64 `json:"p50_ms"`
	P90 float64 `json:"p90_ms"`
	P99 float64 `json:"p99_ms"`
	Max float64 `json:"max_ms"`
}

// Summary counts what came of all requests.
type Summary struct {
	Requests   int `json:"requests"`
	Answered   int `json:"answered"`
	Failed     int `json:"failed"`
	Same       int `json:"same"`
	OtherOrder int `json:"other_order"`
	Differ     int `json:"differ"`
	// Agreement is the share of answered requests to which both found the same, in
	// whatever order.
	Agreement float64 `json:"agreement"`
	// Alerted counts requests with a match, by side; Matches all matches.
	AlertedTheirs int `json:"alerted_theirs"`
	AlertedOurs   int `json:"alerted_ours"`
	MatchesTheirs int `json:"matches_theirs"`
	MatchesOurs   int `json:"matches_ours"`
	MatchesBoth   int `json:"matches_both"`
	// Reasons counts differences by their reason.
	Reasons map[string]int `json:"reasons"`
	// Theirs is over the network, Ours in this process.
	Theirs Times `json:"latency_theirs"`
	Ours   Times `json:"latency_ours"`
}

// ListBoth is a list on both sides; what is missing is null.
type ListBoth struct {
	ID        string         `json:"id"`
	Title     string         `json:"title"`
	Here      *int           `json:"entries_here"`
	Published interdict.Date `json:"published_here,omitzero"`
	There     *ListThere     `json:"there"`
}

// Report is what a comparison came to.
type Report struct {
	Against   string          `json:"against"`
	Kind      string          `json:"kind"`
	Form      string          `json:"requests_form"`
	Began     time.Time       `json:"began"`
	Threshold interdict.Score `json:"threshold"`
	Policy    string          `json:"policy"`
	Demo      bool            `json:"demo,omitempty"`
	Hashes    report.Hashes   `json:"hashes"`
	Lists     []ListBoth      `json:"lists"`
	Summary   Summary         `json:"summary"`
	Refused   []Refusal       `json:"refused"`
	Cut       bool            `json:"cut,omitempty"`
	// Results are those of all requests, in their order.
	Results []Result `json:"results"`
}

// finish fills in what all results tell together.
func (c *comparison) finish(r *Report) {
	p := c.Ours.Engine.Policy()
	r.Threshold, r.Policy, r.Demo, r.Hashes = p.Threshold, p.Name, c.Ours.Demo, c.Ours.Hashes()
	if r.Refused == nil {
		r.Refused = []Refusal{}
	}
	r.Lists = c.lists()
	s := &r.Summary
	s.Requests, s.Reasons = len(r.Results), map[string]int{}
	var theirs, ours []time.Duration
	for i := range r.Results {
		one := &r.Results[i]
		if one.Status == Failed {
			s.Failed++
			continue
		}
		s.Answered++
		theirs, ours = append(theirs, one.theirTime), append(ours, one.ourTime)
		switch one.Status {
		case Same:
			s.Same++
		case OtherOrder:
			s.OtherOrder++
		case Differs:
			s.Differ++
		}
		s.MatchesTheirs, s.MatchesOurs, s.MatchesBoth = s.MatchesTheirs+len(one.Theirs), s.MatchesOurs+len(one.Ours), s.MatchesBoth+one.Both
		if len(one.Theirs) > 0 {
			s.AlertedTheirs++
		}
		if len(one.Ours) > 0 {
			s.AlertedOurs++
		}
		for _, d := range one.Differences {
			s.Reasons[d.Reason]++
		}
	}
	if s.Answered > 0 {
		s.Agreement = round(float64(s.Same+s.OtherOrder) / float64(s.Answered))
	}
	s.Theirs, s.Ours = timesOf(theirs), timesOf(ours)
}

// lists are those of both sides.
func (c *comparison) lists() []ListBoth {
	out := []ListBoth{}
	for i := range c.Base.Lists {
		l := &c.Base.Lists[i]
		b := ListBoth{ID: l.ID, Title: l.Title, Here: &l.Entries, Published: l.Published}
		if t, ok := c.there[l.ID]; ok {
			b.There = &t
		}
		out = append(out, b)
	}
	for id, t := range c.there {
		if c.list(id) == nil {
			out = append(out, ListBoth{ID: id, Title: t.Name, There: &t})
		}
	}
	slices.SortFunc(out, func(a, b ListBoth) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

func timesOf(all []time.Duration) Times {
	if len(all) == 0 {
		return Times{}
	}
	slices.Sort(all)
	at := func(share float64) float64 {
		d := all[min(int(share*float64(len(all))), len(all)-1)]
		return math.Round(float64(d.Nanoseconds())/1e3) / 1e3
	}
	return Times{at(0.5), at(0.9), at(0.99), at(1)}
}

// round is a number with four decimals.
func round(f float64) float64 { return math.Round(f*10000) / 10000 }
