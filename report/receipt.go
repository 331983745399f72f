package report

import (
	"path/filepath"
	"strings"
	"time"

	"github.com/interdict/interdict/audit"
	"github.com/interdict/interdict/runs"
	"github.com/interdict/interdict/screen"
)

// Cover says in a summary what the ranges of a run came to.
func (s *Summary) Cover(ranges []runs.Range) {
	sum := runs.Total(ranges)
	s.Read, s.Screened, s.Refused, s.Partial = sum.Read, sum.Screened, sum.Refused, sum.Incomplete
	s.SubjectsHit, s.Hits, s.Codes = sum.SubjectsHit, sum.Hits, sum.Codes
	s.Complete = s.Refused == 0 && s.Partial == 0
	for i := range ranges {
		for _, f := range ranges[i].Refusals {
			if len(s.Refusals) < screen.MaxRefusals {
				s.Refusals = append(s.Refusals, Refusal{File: s.inputOf(ranges[i].Input), Row: f.Row, Code: f.Code, Reason: f.Reason, Screened: f.Screened})
			}
		}
	}
}

func (s *Summary) inputOf(n int) string {
	if n < len(s.Inputs) {
		return s.Inputs[n]
	}
	return ""
}

// NewReceipt is the receipt of a run over files, as its summary tells of it.
func NewReceipt(s *Summary, ranges []runs.Range, began, ended time.Time) *audit.Receipt {
	r := &audit.Receipt{
		Build: s.Interdict, Began: began.UTC(), Ended: ended.UTC().Truncate(time.Second), Policy: s.Policy, Threshold: s.Threshold, AsOf: s.AsOf, KnownAt: s.KnownAt,
		Hashes: screen.Hashes(s.Hashes),
	}
	if c := s.Canaries; c != nil {
		r.Canaries = &audit.Canaries{Canaries: c.Canaries, Found: c.Found}
	}
	for _, l := range s.Lists {
		r.Lists = append(r.Lists, audit.List{ID: l.ID, Edition: l.Edition, Published: l.Published, AgeDays: l.AgeDays, Health: string(l.Health)})
	}
	for _, name := range s.Inputs {
		if !strings.Contains(name, "://") { // a file's folder is nobody's business, a database's address says which it is
			name = filepath.Base(name)
		}
		r.Inputs = append(r.Inputs, audit.Input{Name: name})
	}
	r.Cover(ranges)
	return r
}
