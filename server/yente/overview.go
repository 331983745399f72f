package yente

import (
	"cmp"
	"context"
	"hash/fnv"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/interdict/interdict"
)

// overviews are what is known of all entities at once, each made when it is
// first needed. At scale M the overview takes a fraction of a second, the depth,
// for which every listing is read, some seconds.
type overviews struct {
	once, deepOnce sync.Once
	used, deepUsed atomic.Bool // whether requests needed them
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
	v.used.Store(true)
	v.once.Do(func() {
		o := &overview{byID: map[string]uint32{}}
		pairs, countries := numbers[pair]{}, numbers[string]{}
		for e, err := range v.Engine.Entities() {
			if err != nil {
				v.err = err
				return
			}
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

// posting says that an entity has a value, by the hash of field and value.
type posting struct {
	hash   uint64
	entity uint32
}

// depth tells of every entity each value of each property, and when it was seen.
type depth struct {
	postings             []posting
	identifiers, genders [][]string
	first, last, changed []int32 // days, as interdict.Date.First; 0 for none
}

func hashOf(field, v string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(field))
	h.Write([]byte{0})
	h.Write([]byte(strings.ToLower(v)))
	return h.Sum64()
}

// depth is that of all entities. It reads every listing once.
func (v *view) depth(ctx context.Context) (*depth, error) {
	o, err := v.overview()
	if err != nil {
		return nil, err
	}
	v.deepUsed.Store(true)
	v.deepOnce.Do(func() {
		// Whoever asked may go away: the work is for all who ask later.
		v.deep, v.deepErr = v.readAll(context.WithoutCancel(ctx), o)
	})
	return v.deep, v.deepErr
}

func (v *view) readAll(ctx context.Context, o *overview) (*depth, error) {
	n := len(o.rows)
	d := &depth{identifiers: make([][]string, n), genders: make([][]string, n), first: make([]int32, n), last: make([]int32, n), changed: make([]int32, n)}
	of := map[interdict.Ref]uint32{}
	for e, err := range v.Engine.Entities() {
		if err != nil {
			return nil, err
		}
		for i := range e.Listings {
			of[e.Listings[i].Ref()] = o.byID[e.ID]
		}
	}
	if v.View == nil {
		for ref, n := range of {
			if l := v.Base.Whole(ctx, ref); l != nil {
				d.add(n, l)
				d.see(n, v.published(ref.List), v.published(ref.List), v.published(ref.List))
			}
		}
	} else {
		if err := v.addAll(ctx, d, of); err != nil {
			return nil, err
		}
		if err := v.seen(ctx, d, of); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(d.postings, func(a, b posting) int { return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.entity, b.entity)) })
	d.postings = slices.Clip(slices.Compact(d.postings))
	return d, nil
}

// addAll adds what all listings in force state, while more of them are read.
func (v *view) addAll(ctx context.Context, d *depth, of map[interdict.Ref]uint32) error {
	read, done := make(chan *interdict.Listing, 64), make(chan struct{})
	go func() {
		defer close(done)
		for l := range read {
			if n, ok := of[l.Ref()]; ok {
				d.add(n, l)
			}
		}
	}()
	var broken error
	for l, err := range v.View.Listings(ctx) {
		if err != nil {
			broken = err
			break
		}
		read <- l
	}
	close(read)
	<-done
	return broken
}

// add adds what a listing states of an entity.
func (d *depth) add(n uint32, l *interdict.Listing) {
	s := schemaOf([]held{{Listing: l}})
	post := func(field, v string) { d.postings = append(d.postings, posting{hashOf(field, v), n}) }
	for _, stated := range valuesOf(l, s) {
		p := s.properties[stated.property]
		post(p.name, stated.value)
		post(p.kind, stated.value)
		switch p.kind {
		case "date":
			for _, size := range []int{4, 7} { // 1985 finds 1985-11-12
				if len(stated.value) > size {
					post(p.name, stated.value[:size])
				}
			}
		case "identifier":
			if !p.hidden { // a programme's is none of the party
				d.identifiers[n] = withText(d.identifiers[n], stated.value)
			}
		case "gender":
			d.genders[n] = withText(d.genders[n], stated.value)
		}
	}
	for _, name := range facts().names(l) {
		post("referents", name)
	}
}

func withText(have []string, v string) []string {
	if slices.Contains(have, v) {
		return have
	}
	return append(have, v)
}

// see adds when a listing of an entity was first, last and anew there.
func (d *depth) see(n uint32, first, last, changed interdict.Date) {
	if f := int32(first.First()); !first.IsZero() && (d.first[n] == 0 || f < d.first[n]) {
		d.first[n] = f
	}
	if !last.IsZero() {
		d.last[n] = max(d.last[n], int32(last.First()))
	}
	if !changed.IsZero() {
		d.changed[n] = max(d.changed[n], int32(changed.First()))
	}
}

// seen adds of all entities when they were seen.
func (v *view) seen(ctx context.Context, d *depth, of map[interdict.Ref]uint32) error {
	t := v.Register.Timeline(v.At())
	for _, l := range v.Engine.Lists() {
		spans, err := t.Spans(ctx, l.ID)
		if err != nil {
			return err
		}
		for i := range spans {
			s := &spans[i]
			if n, ok := of[s.Ref]; ok && s.Gone == nil {
				d.see(n, s.First.Day(), s.Last.Day(), s.Form.Day())
			}
		}
	}
	return nil
}

// with are the entities that have a value, ascending. Of a group, such as
// "countries", it is a value of any property of its type.
func (d *depth) with(field, v string) (out []uint32) {
	field = strings.TrimPrefix(field, "properties.")
	if kind := groups[field]; kind != "" {
		field = kind
	}
	h := hashOf(field, v)
	i, _ := slices.BinarySearchFunc(d.postings, h, func(p posting, h uint64) int { return cmp.Compare(p.hash, h) })
	for ; i < len(d.postings) && d.postings[i].hash == h; i++ {
		out = append(out, d.postings[i].entity)
	}
	return out
}
