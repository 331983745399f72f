package yente

import (
	"cmp"
	"context"
	"hash/fnv"
	"maps"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/server"
)

// depth tells of every entity each value of each property, and when it was seen.
// Nothing in it points elsewhere, so that it costs nothing but its room.
type depth struct {
	// hashes are those of fields and values, ascending, and holders the entities
	// that have them, ascending for one hash.
	hashes               []uint64
	holders              []uint32
	identifiers, genders packed
	first, last, changed []int32 // days, as interdict.Date.First; 0 for none
}

// packed are some texts of each entity, one behind the other.
type packed struct {
	upTo []uint32 // by entity, the number of texts up to its last
	ends []uint32 // by text, its end in all
	all  string
}

// of calls f for each text of an entity.
func (t *packed) of(n uint32, f func(string)) {
	from := uint32(0)
	if n > 0 {
		from = t.upTo[n-1]
	}
	for i := from; i < t.upTo[n]; i++ {
		begin := uint32(0)
		if i > 0 {
			begin = t.ends[i-1]
		}
		f(t.all[begin:t.ends[i]])
	}
}

func pack(each [][]string) (t packed) {
	var all strings.Builder
	t.upTo = make([]uint32, len(each))
	for i, some := range each {
		for _, s := range some {
			all.WriteString(s)
			t.ends = append(t.ends, uint32(all.Len()))
		}
		t.upTo[i] = uint32(len(t.ends))
	}
	t.all = all.String()
	return t
}

// posting says that an entity has a value, by the hash of field and value.
type posting struct {
	hash   uint64
	entity uint32
}

// depthBuilder gathers a depth.
type depthBuilder struct {
	postings             []posting
	identifiers, genders [][]string
	first, last, changed []int32
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
	v.deepOnce.Do(func() {
		// Whoever asked may go away: the work is for all who ask later.
		v.deep, v.deepErr = readAll(context.WithoutCancel(ctx), v.Serving, len(o.rows), func(id string) uint32 { return o.byID[id] })
	})
	return v.deep, v.deepErr
}

// readAll reads the listings of n entities, numbered in the snapshot's order.
func readAll(ctx context.Context, s *server.Serving, n int, number func(id string) uint32) (*depth, error) {
	d := &depthBuilder{identifiers: make([][]string, n), genders: make([][]string, n), first: make([]int32, n), last: make([]int32, n), changed: make([]int32, n)}
	of := map[interdict.Ref]uint32{}
	for e, err := range s.Engine.Entities() {
		if err != nil {
			return nil, err
		}
		for i := range e.Listings {
			of[e.Listings[i].Ref()] = number(e.ID)
		}
	}
	if s.View == nil {
		for _, ref := range slices.SortedFunc(maps.Keys(of), func(a, b interdict.Ref) int {
			return cmp.Or(strings.Compare(a.List, b.List), strings.Compare(a.ID, b.ID))
		}) {
			n := of[ref]
			if l := s.Base.Whole(ctx, ref); l != nil {
				day := published(s, ref.List)
				d.add(n, l)
				d.see(n, day, day, day)
			}
		}
	} else {
		if err := d.addAll(ctx, s, of); err != nil {
			return nil, err
		}
		if err := d.seen(ctx, s, of); err != nil {
			return nil, err
		}
	}
	return d.depth(), nil
}

// depth packs what was gathered.
func (d *depthBuilder) depth() *depth {
	slices.SortFunc(d.postings, func(a, b posting) int { return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.entity, b.entity)) })
	d.postings = slices.Compact(d.postings)
	out := &depth{hashes: make([]uint64, len(d.postings)), holders: make([]uint32, len(d.postings)),
		identifiers: pack(d.identifiers), genders: pack(d.genders), first: d.first, last: d.last, changed: d.changed}
	for i, p := range d.postings {
		out.hashes[i], out.holders[i] = p.hash, p.entity
	}
	return out
}

// addAll adds what all listings in force state.
func (d *depthBuilder) addAll(ctx context.Context, s *server.Serving, of map[interdict.Ref]uint32) error {
	for l, err := range s.View.Listings(ctx) {
		if err != nil {
			return err
		}
		if n, ok := of[l.Ref()]; ok {
			d.add(n, l)
		}
	}
	return nil
}

// add adds what a listing states of an entity.
func (d *depthBuilder) add(n uint32, l *interdict.Listing) {
	s := schemaOf([]held{{Listing: l}})
	post := func(field, v string) {
		d.postings = append(d.postings, posting{hashOf(field, v), n})
	}
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
func (d *depthBuilder) see(n uint32, first, last, changed interdict.Date) {
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
func (d *depthBuilder) seen(ctx context.Context, sv *server.Serving, of map[interdict.Ref]uint32) error {
	t := sv.Register.Timeline(sv.View.Moment())
	for _, l := range sv.Engine.Lists() {
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
func (d *depth) with(field, v string) []uint32 {
	field = strings.TrimPrefix(field, "properties.")
	if kind := groups[field]; kind != "" {
		field = kind
	}
	h := hashOf(field, v)
	from, _ := slices.BinarySearch(d.hashes, h)
	to := from
	for to < len(d.hashes) && d.hashes[to] == h {
		to++
	}
	return d.holders[from:to:to]
}
