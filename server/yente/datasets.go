package yente

import (
	"slices"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists/all"
	"github.com/interdict/interdict/server"
)

// scope says which listings a request asks for, by their list and their kind.
type scope func(list string, kind interdict.Kind) bool

// collection is a data set that is made of others.
type collection struct {
	name, title, summary string
	kinds                []interdict.Kind // empty for what the policy has on, or for all
}

// collections are the data sets that hold others. Their names are OpenSanctions'.
var collections = []collection{
	{name: "default", title: "Default", summary: "Every loaded list and kind of listing that the policy in force looks for."},
	{name: "all", title: "All lists", summary: "Every loaded list, and every kind of listing."},
	{name: "sanctions", title: "Sanctions", summary: "Sanctions and proscriptions of all loaded lists.", kinds: []interdict.Kind{interdict.Sanction, interdict.Proscription}},
	{name: "peps", title: "Politically exposed persons", summary: "Politically exposed persons of all loaded lists.", kinds: []interdict.Kind{interdict.Exposed}},
	{name: "crime", title: "Wanted and indicted", summary: "Parties that are wanted, indicted or have a reward on them.", kinds: []interdict.Kind{interdict.Wanted, interdict.Indictment, interdict.Reward}},
	{name: "debarment", title: "Debarment", summary: "Parties kept from public contracts or grants.", kinds: []interdict.Kind{interdict.Debarment}},
	{name: "regulatory", title: "Regulatory measures", summary: "Export controls, investment bans and special measures.", kinds: []interdict.Kind{interdict.ExportControl, interdict.InvestmentBan, interdict.SpecialMeasure}},
}

// scopeOf is what a data set's name asks for. A loaded list of a collection's
// name is asked for as the collection.
func scopeOf(s *server.Serving, name string) (scope, bool) {
	for _, c := range collections {
		if c.name == name {
			return c.scope(s), true
		}
	}
	for _, l := range s.Engine.Lists() {
		if l.ID == name {
			return func(list string, _ interdict.Kind) bool { return list == name }, true
		}
	}
	return nil, false
}

func (c *collection) scope(s *server.Serving) scope {
	switch {
	case c.name == "default":
		q := s.Query()
		return func(list string, kind interdict.Kind) bool {
			return (len(q.Lists) == 0 || slices.Contains(q.Lists, list)) && (q.On == nil || q.On(list, kind))
		}
	case len(c.kinds) == 0:
		return func(string, interdict.Kind) bool { return true }
	}
	return func(_ string, kind interdict.Kind) bool { return slices.Contains(c.kinds, kind) }
}

// children are the loaded lists that a collection holds any of.
func (c *collection) children(s *server.Serving) []string {
	out := []string{}
	on := c.scope(s)
	for _, l := range s.Engine.Lists() {
		kinds := all.Entry(l.ID).Kinds
		if len(kinds) == 0 {
			kinds = []interdict.Kind{l.Kind}
		}
		if slices.ContainsFunc(kinds, func(k interdict.Kind) bool { return on(l.ID, k) }) {
			out = append(out, l.ID)
		}
	}
	return out
}

// narrowed is a scope of which a request wants those data sets alone that it
// includes, and none that it excludes. Names of data sets that are not here
// include and exclude nothing.
func narrowed(s *server.Serving, in scope, include, exclude []string) scope {
	scopes := func(names []string) (out []scope) {
		for _, name := range names {
			if sc, ok := scopeOf(s, name); ok {
				out = append(out, sc)
			}
		}
		return out
	}
	wanted, unwanted := scopes(include), scopes(exclude)
	if len(include)+len(unwanted) == 0 {
		return in
	}
	return func(list string, kind interdict.Kind) bool {
		has := func(sc scope) bool { return sc(list, kind) }
		return in(list, kind) && (len(include) == 0 || slices.ContainsFunc(wanted, has)) && !slices.ContainsFunc(unwanted, has)
	}
}
