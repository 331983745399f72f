package compare

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/screen"
)

// Reasons of differences.
const (
	// Only the other service found it.
	ReasonNotLoaded = "list_not_loaded" // it stands on lists that are not loaded here
	ReasonEdition   = "other_edition"   // the list is loaded, and its edition here holds no such listing
	ReasonUnknown   = "not_recognised"  // nothing here has its ids or names
	ReasonThreshold = "below_threshold" // compared, and below ours
	ReasonCandidate = "names_differ"    // no name agrees enough to be looked at
	ReasonSchema    = "other_kind"      // kinds of party that are never compared
	ReasonNotChosen = "not_chosen"      // a hit, but for what the policy or the request looks for
	// Only we found it.
	ReasonNotThere    = "list_not_there"        // the other service holds none of its lists
	ReasonTheirLimit  = "their_limit"           // its answer was full
	ReasonBelowTheirs = "below_their_threshold" // it found it with too low a score
	ReasonNotFound    = "not_found_there"       // it holds the list, and did not find it
	// Both found the same.
	ReasonOrder = "order"
)

// onlyTheirs says why something that only the other service found is no hit here.
func (c *comparison) onlyTheirs(ctx context.Context, a *asked, p *party) (d Difference, err error) {
	d.What = OnlyTheirs
	if p.entity == "" {
		d.Reason, d.Words, err = c.missing(ctx, p)
		return d, err
	}
	all, err := c.Ours.Engine.Explain(&a.Subject, p.entity, screen.Query{Threshold: c.Query.Threshold})
	if err != nil {
		return d, err
	}
	i := max(slices.IndexFunc(all, func(x screen.Explanation) bool { return x.Hit.EntityID == p.entity }), 0)
	x := &all[i]
	d.Our = &Finding{ID: p.entity, Entity: p.entity, Caption: x.Hit.Caption, Score: float64(x.Hit.Score) / 10000, Lists: x.Hit.Lists}
	d.Words = lower(x.Words)
	switch x.Stage {
	case "schema":
		d.Reason = ReasonSchema
	case "candidate":
		d.Reason = ReasonCandidate
	case "threshold":
		d.Reason = ReasonThreshold
	default:
		d.Reason = ReasonNotChosen
		d.Words = fmt.Sprintf("it would be a hit with %s, but what is looked for leaves out its listings (%s; of kind %s)", x.Hit.Score, strings.Join(x.Hit.Lists, ", "), kinds(x.Hit.Kinds))
	}
	if p.how == byName {
		d.Words += " (recognised by its name alone)"
	}
	return d, nil
}

// missing says why an entity of theirs is none of ours.
func (c *comparison) missing(ctx context.Context, p *party) (reason, words string, err error) {
	var loaded []string
	for _, l := range p.Lists {
		if c.list(l) != nil {
			loaded = append(loaded, l)
		}
	}
	if len(p.Lists) > 0 && len(loaded) == 0 {
		return ReasonNotLoaded, "it stands on " + strings.Join(compact(p.Lists), ", ") + ", of which none is loaded here", nil
	}
	for _, ref := range p.Refs {
		l := c.list(ref.List)
		if l == nil || !slices.Contains(p.Lists, ref.List) {
			continue
		}
		past, err := c.Base.Past(ctx, ref.ID)
		if err != nil {
			return "", "", err
		}
		held := "holds no such listing"
		if len(past) > 0 {
			held = "holds it no more"
		}
		return ReasonEdition, fmt.Sprintf("our edition of %s (%s) %s", l.ID, report.EditionWords(*l), held), nil
	}
	return ReasonUnknown, "nothing that is loaded here has its ids, or its names on the same list", nil
}

// list is a loaded list, nil for none.
func (c *comparison) list(id string) *report.List {
	for i := range c.Base.Lists {
		if c.Base.Lists[i].ID == id {
			return &c.Base.Lists[i]
		}
	}
	return nil
}

// onlyOurs says why something that only we found may be missing over there.
func (c *comparison) onlyOurs(ctx context.Context, a *asked, h *interdict.Hit, all []party) (Difference, error) {
	d := Difference{What: OnlyOurs}
	there := slices.ContainsFunc(h.Lists, func(l string) bool { _, ok := c.there[l]; return ok })
	near := slices.IndexFunc(all, func(p party) bool { return p.entity == h.EntityID })
	switch {
	case near >= 0:
		p := &all[near]
		d.Their = &Finding{ID: p.ID, Caption: p.Caption, Score: round(p.Score), Lists: compact(p.Lists), Entity: p.entity, By: p.how}
		d.Reason, d.Words = ReasonBelowTheirs, fmt.Sprintf("it found it with %.4f, below its %.4f", p.Score, a.from)
	case !there:
		d.Reason, d.Words = ReasonNotThere, "it holds none of "+strings.Join(h.Lists, ", ")
	case len(a.found) >= a.limit:
		d.Reason, d.Words = ReasonTheirLimit, fmt.Sprintf("its answer was full with %d results", len(a.found))
	default:
		since, err := c.since(ctx, h.EntityID)
		if err != nil {
			return d, err
		}
		d.Reason, d.Words = ReasonNotFound, "it holds the list, and did not find it"+since
	}
	d.Words += fmt.Sprintf("; here %s by %q", h.Score, h.MatchedName)
	for i := range h.Evidence {
		if ev := &h.Evidence[i]; ev.Note != "" && i < 4 {
			d.Words += "; " + ev.Note
		}
	}
	return d, nil
}

// since says since when an entity is listed, as far as that is known: its list
// over there may be older.
func (c *comparison) since(ctx context.Context, entity string) (string, error) {
	found, err := base.EntitiesWith(c.Base.Engine, entity)
	if err != nil {
		return "", err
	}
	c.standing.Lock()
	defer c.standing.Unlock()
	if c.standings == nil {
		c.standings = c.Base.Standings()
	}
	for i := range found {
		if found[i].ID != entity {
			continue
		}
		st, err := c.standings.Of(ctx, &found[i])
		if err != nil || st == nil {
			return "", err
		}
		var out []string
		for _, l := range st.Listed {
			if l.From.Exact() {
				out = append(out, l.List+" since "+l.Since.Words())
			}
		}
		if len(out) > 0 {
			return " (listed on " + strings.Join(out, ", on ") + ")", nil
		}
	}
	return "", nil
}

func kinds(all []interdict.Kind) string {
	var out []string
	for _, k := range all {
		out = append(out, string(k))
	}
	return strings.Join(out, ", ")
}

// lower is a sentence as a part of another.
func lower(s string) string {
	s = strings.TrimSuffix(s, ".")
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}
