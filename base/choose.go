package base

import (
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists/all"
	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/score"
	"github.com/interdict/interdict/screen"
)

// Names that --lists takes beside ids; the first is one of --listing-kinds too.
const (
	defaultChoice = "default"   // all that are on unless told otherwise
	sanctionsOnly = "sanctions" // those of them that make a party sanctioned
)

// Choose turns the lists and kinds that a policy names into the ids of loaded
// lists and the listings of them that are looked for, and keeps the other lists
// out of the base's reports. What --lists and --listing-kinds name stands in
// place of the policy's, and is made part of it.
func (b *Base) Choose(p *policy.Policy, lists, kinds []string) (chosen []string, on func(string, interdict.Kind) bool, err error) {
	from := "policy " + p.Name
	if len(lists) > 0 {
		p.Lists, from = lists, "--lists"
	}
	if len(kinds) > 0 {
		p.Kinds = kinds
	}
	names := p.Lists
	c, err := newChoice(names, p.Kinds)
	if err != nil {
		return nil, nil, err
	}
	var known []string
	for _, l := range b.Lists {
		known = append(known, l.ID)
		if c.list(all.Entry(l.ID)) {
			chosen = append(chosen, l.ID)
		}
	}
	for _, name := range names {
		if name != defaultChoice && name != sanctionsOnly && !slices.Contains(known, name) {
			return nil, nil, Wrongf("%s: no list %q is loaded; there are %s", from, name, strings.Join(known, ", "))
		}
	}
	if len(chosen) == 0 {
		return nil, nil, Wrongf("%s: none of the loaded lists is chosen; there are %s", from, strings.Join(known, ", "))
	}
	if len(chosen) == len(known) {
		return nil, c.listing, nil // all: the engine need not look at lists
	}
	b.Lists = slices.DeleteFunc(slices.Clone(b.Lists), func(l report.List) bool { return !slices.Contains(chosen, l.ID) })
	return chosen, c.listing, nil
}

// Use puts a base under a policy and weights. A policy's rule for a list that
// nobody knows would go unnoticed where its id is mistyped.
func (b *Base) Use(p policy.Policy, w score.Weights) error {
	known := func(id string) bool {
		return slices.ContainsFunc(b.Lists, func(l report.List) bool { return l.ID == id }) ||
			slices.ContainsFunc(all.Catalogue(), func(l all.List) bool { return l.ID == id })
	}
	for _, id := range p.Named() {
		if !known(id) {
			return Wrongf("policy %s has a rule for the list %q, which is neither loaded nor in the catalogue; see interdict lists catalogue", p.Name, id)
		}
	}
	b.Engine = b.Engine.WithWeights(w).WithPolicy(p)
	return nil
}

// choice says which lists are on, and which of their listings.
type choice struct {
	names []string
	kinds []interdict.Kind
	// asked are the kinds that were named themselves.
	asked []interdict.Kind
}

func newChoice(names, kinds []string) (*choice, error) {
	c := &choice{names: names}
	for _, name := range kinds {
		kind := interdict.Kind(name)
		switch {
		case name == defaultChoice:
			for _, k := range interdict.Kinds() {
				if k.OnByDefault() {
					c.kinds = append(c.kinds, k)
				}
			}
		case slices.Contains(interdict.Kinds(), kind):
			c.kinds, c.asked = append(c.kinds, kind), append(c.asked, kind)
		default:
			var there []string
			for _, k := range interdict.Kinds() {
				there = append(there, string(k))
			}
			return nil, Wrongf("--listing-kinds: there is no kind %q; there are default, %s", name, strings.Join(there, ", "))
		}
	}
	return c, nil
}

// list says whether a list is on: named by its id, or among the default ones,
// to which those belong whose kind was asked for.
func (c *choice) list(l all.List) bool {
	if c.named(l.ID) {
		return true
	}
	if !l.Default && !slices.Contains(c.asked, l.Kind) {
		return false
	}
	return slices.Contains(c.names, defaultChoice) || slices.Contains(c.names, sanctionsOnly) && slices.ContainsFunc(l.Kinds, interdict.Kind.Sanctioned)
}

// named says whether a list is named by its id. OpenSanctions has a collection
// of the id "sanctions": it is not meant by that word.
func (c *choice) named(list string) bool {
	return list != sanctionsOnly && list != defaultChoice && slices.Contains(c.names, list)
}

// listing says whether a listing of a chosen list is looked for. A list that is
// named brings the kind that it is of.
func (c *choice) listing(list string, kind interdict.Kind) bool {
	l := all.Entry(list)
	if kind == "" {
		kind = l.Kind
	}
	switch {
	case c.named(list):
		return slices.Contains(c.kinds, kind) || len(c.asked) == 0 && kind == l.Kind
	case slices.Contains(c.names, defaultChoice):
		return slices.Contains(c.kinds, kind)
	}
	return slices.Contains(c.kinds, kind) && kind.Sanctioned()
}

// Under is another engine under this base's policy and weights.
func (b *Base) Under(e *screen.Engine) *screen.Engine {
	return e.WithWeights(b.Engine.Weights()).WithPolicy(b.Engine.Policy())
}

// OnByDefault are the loaded lists that a screening uses unless told otherwise,
// and which of their listings it looks for, whatever the policy in force says.
// Without a register they are those of the snapshot.
func (b *Base) OnByDefault() (lists []string, on func(*interdict.Listing) bool) {
	c := &choice{names: []string{defaultChoice}}
	for _, k := range interdict.Kinds() {
		if k.OnByDefault() {
			c.kinds = append(c.kinds, k)
		}
	}
	if b.View != nil {
		for i := range b.View.Lists {
			lists = append(lists, b.View.Lists[i].Edition.List)
		}
	} else {
		for _, l := range b.Engine.Lists() {
			lists = append(lists, l.ID)
		}
	}
	lists = slices.DeleteFunc(lists, func(id string) bool { return !c.list(all.Entry(id)) })
	return lists, func(l *interdict.Listing) bool { return c.listing(l.List, l.Kind) }
}
