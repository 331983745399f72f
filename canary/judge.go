package canary

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/screen"
)

// Asked is an intake as the canaries passed through it.
type Asked struct {
	Intake Intake
	At     time.Time
	// Engine and Query are what the intake screened by; a lost canary is compared
	// once more by them, to see where.
	Engine *screen.Engine
	Query  screen.Query
	// Answered are the hits of each canary that came out of the intake, with or
	// without any.
	Answered map[string][]interdict.Hit
	// Refused are reason codes of those that it refused.
	Refused map[string]string
	// During says of canaries that were lost in one part of the intake in which.
	During map[string]string
}

// Judge says which canaries were found, and of the others where they were lost.
func (s *Set) Judge(a *Asked) *Outcome {
	p := a.Engine.Policy()
	out := &Outcome{Intake: a.Intake, At: a.At.UTC(), OK: true, Policy: p.Name, Hashes: a.Engine.Hashes(), Lists: []Passed{}}
	for i := range s.Lists {
		of := &s.Lists[i]
		l := Passed{List: of.List, Edition: of.Edition, Canaries: len(of.Canaries), Note: of.Note}
		for k := range of.Canaries {
			c := &of.Canaries[k]
			stage, words := a.where(c)
			if stage == "" {
				l.Found++
				continue
			}
			if during := a.During[c.ID]; during != "" {
				words = during + ": " + words
			}
			l.Lost = append(l.Lost, Lost{ID: c.ID, Listing: c.Listing, Name: c.Written, Stage: stage, Words: words})
			out.OK = false
		}
		out.Lists = append(out.Lists, l)
	}
	return out
}

// is says whether a hit is that of the canary's listing, on its list.
func (c *Canary) is(h interdict.Hit) bool {
	return slices.Contains(h.Lists, c.List) && slices.Contains(h.ListingIDs, c.Listing)
}

// In says whether a canary's party is among hits.
func (c *Canary) In(hits []interdict.Hit) bool { return slices.ContainsFunc(hits, c.is) }

// where says at which stage a canary was lost, "" where it was found.
func (a *Asked) where(c *Canary) (stage, words string) {
	if code, ok := a.Refused[c.ID]; ok {
		return StageRead, fmt.Sprintf("the intake refused it: %s", code)
	}
	if _, ok := a.Answered[c.ID]; !ok {
		return StageRead, "it went into the intake and did not come out"
	}
	if c.In(a.Answered[c.ID]) && a.During[c.ID] == "" {
		return "", ""
	}
	p := a.Engine.Policy()
	if a.Query.Lists != nil && !slices.Contains(a.Query.Lists, c.List) {
		return StageList, fmt.Sprintf("the policy %s does not ask for the list", p.Name)
	}
	if !slices.ContainsFunc(a.Engine.Lists(), func(l screen.ListInfo) bool { return l.ID == c.List }) {
		return StageSnapshot, "the list is not in the snapshot that was screened against"
	}
	found, err := a.Engine.Explain(c.Subject(), c.Listing, a.Query)
	if errors.Is(err, screen.ErrNotFound) {
		return StageSnapshot, "the party is not in the snapshot that was screened against"
	}
	if err != nil {
		return StageSnapshot, "the snapshot cannot be read: " + err.Error()
	}
	at := slices.IndexFunc(found, func(x screen.Explanation) bool { return c.is(x.Hit) })
	switch {
	case at < 0:
		return StageSnapshot, "the party is not in the snapshot that was screened against"
	case !found[at].Matched:
		return found[at].Stage, found[at].Words
	case a.Query.On != nil && !a.Query.On(c.List, c.Kind):
		return StageKind, fmt.Sprintf("the policy %s does not ask for listings of its kind", p.Name)
	}
	return StageAnswer, "compared alone it is a hit, and the intake's answer does not have it"
}
