package yente

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/background"
)

// overviews are what is known of all entities at once, made before a state
// answers, of the first beside what it answers. At scale M the overview takes a
// fraction of a second, the depth, for which every listing is read, some seconds.
type overviews struct {
	once, deepOnce sync.Once
	pace           atomic.Pointer[background.Pace] // at which the overview is made beside requests
	all            *overview
	deep           *depth
	err, deepErr   error
}

// overview tells of every entity what lists of them are filtered and counted by.
// Entities are numbered in the snapshot's order.
type overview struct {
	rows      []row
	byID      map[string]uint32
	pairs     []pair
	countries []string
}

// pair is a list and a kind of listing on it.
type pair struct {
	list string
	kind interdict.Kind
}

// row is one entity; its lists and countries are numbers of them.
type row struct {
	id, caption string
	lower       string // the caption in small letters
	schema      interdict.Schema
	pairs       []uint16
	countries   []uint16
	birth       int32 // the first day that it may have been born on, as interdict.Date.First
}

// overview is that of all entities.
func (v *view) overview() (*overview, error) {
	v.pace.Load().Hurry()
	return v.overviewBy(nil)
}

// overviewBy makes it at a pace, if it is not there yet.
func (v *view) overviewBy(pace *background.Pace) (*overview, error) {
	v.once.Do(func() {
		o := &overview{byID: map[string]uint32{}}
		pairs, countries := numbers[pair]{}, numbers[string]{}
		for e, err := range v.Engine.Entities() {
			if err != nil {
				v.err = err
				return
			}
			pace.Breathe()
			r := row{id: e.ID, caption: e.Caption(), schema: e.Schema()}
			r.lower = strings.ToLower(r.caption)
			for i := range e.Listings {
				l := &e.Listings[i]
				r.pairs = with(r.pairs, pairs.of(pair{l.List, l.Kind}))
				for _, c := range l.Countries {
					if c.Code != "" {
						r.countries = with(r.countries, countries.of(c.Code))
					}
				}
				if len(l.BirthDates) > 0 && r.birth == 0 {
					r.birth = int32(l.BirthDates[0].First())
				}
			}
			o.byID[e.ID] = uint32(len(o.rows))
			o.rows = append(o.rows, r)
		}
		o.pairs, o.countries = pairs.all, countries.all
		v.all = o
	})
	return v.all, v.err
}

// numbers gives each value a number.
type numbers[T comparable] struct {
	all []T
	at  map[T]uint16
}

func (n *numbers[T]) of(v T) uint16 {
	at, ok := n.at[v]
	if !ok {
		if n.at == nil {
			n.at = map[T]uint16{}
		}
		at = uint16(min(len(n.all), 1<<16-1)) // there are some hundred lists and countries
		n.at[v] = at
		n.all = append(n.all, v)
	}
	return at
}

func with(have []uint16, n uint16) []uint16 {
	if slices.Contains(have, n) {
		return have
	}
	return append(have, n)
}

// in tells which entities have a listing in a scope.
func (o *overview) in(sc scope) func(n uint32) bool {
	on := make([]bool, len(o.pairs))
	for i, p := range o.pairs {
		on[i] = sc(p.list, p.kind)
	}
	return func(n uint32) bool {
		for _, p := range o.rows[n].pairs {
			if on[p] {
				return true
			}
		}
		return false
	}
}

// values are those of a field that the overview knows; ok says whether it does.
func (o *overview) values(n uint32, field string) (out []string, ok bool) {
	r := &o.rows[n]
	add := func(v string) {
		if !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	switch field {
	case "id", "canonical_id", "_id":
		return []string{r.id}, true
	case "caption":
		return []string{r.caption}, true
	case "schema":
		return []string{string(r.schema)}, true
	case "schemata":
		if s := model().schemata[string(r.schema)]; s != nil {
			return s.is, true
		}
		return nil, true
	case "datasets", "dataset":
		for _, p := range r.pairs {
			add(o.pairs[p].list)
		}
		return out, true
	case "topics":
		for _, p := range r.pairs {
			for _, t := range facts().topics[o.pairs[p].kind].topics {
				add(t)
			}
		}
		return out, true
	case "target":
		target := slices.ContainsFunc(r.pairs, func(p uint16) bool { return facts().topics[o.pairs[p].kind].target })
		return []string{map[bool]string{true: "true", false: "false"}[target]}, true
	case "countries":
		for _, c := range r.countries {
			add(o.countries[c])
		}
		return out, true
	}
	return nil, false
}

// test tells which entities have a value of a field that the overview knows; nil
// for another field.
func (o *overview) test(field, v string) func(n uint32) bool {
	var on func(p pair) bool
	switch field {
	case "countries":
		at := slices.IndexFunc(o.countries, func(c string) bool { return strings.EqualFold(c, v) })
		return func(n uint32) bool { return at >= 0 && slices.Contains(o.rows[n].countries, uint16(at)) }
	case "datasets", "dataset":
		on = func(p pair) bool { return strings.EqualFold(p.list, v) }
	case "topics":
		on = func(p pair) bool {
			return slices.ContainsFunc(facts().topics[p.kind].topics, func(t string) bool { return strings.EqualFold(t, v) })
		}
	default:
		if len(o.rows) == 0 {
			return func(uint32) bool { return false }
		}
		if _, known := o.values(0, field); !known {
			return nil
		}
		return func(n uint32) bool {
			have, _ := o.values(n, field)
			return slices.ContainsFunc(have, func(h string) bool { return strings.EqualFold(h, v) })
		}
	}
	return o.in(func(list string, kind interdict.Kind) bool { return on(pair{list, kind}) })
}
