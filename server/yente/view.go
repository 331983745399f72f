package yente

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/entities"
	"github.com/interdict/interdict/internal/background"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/screen"
	"github.com/interdict/interdict/server"
)

// viewsKept is how many states of the lists are remembered: the present one, and
// the one before, of which requests may be under way.
const viewsKept = 2

// views remembers what was made of states of the lists.
type views struct {
	mu   sync.Mutex
	kept []*view
}

// of is the view of a state. Whoever holds the state may use it.
func (vs *views) of(s *server.Serving) *view {
	vs.mu.Lock()
	defer vs.mu.Unlock()
	for _, v := range vs.kept {
		if v.Serving == s {
			return v
		}
	}
	v := &view{Serving: s, search: s.Engine.ForSearch()}
	vs.kept = append(vs.kept, v)
	if len(vs.kept) > viewsKept {
		vs.kept = slices.Delete(vs.kept, 0, len(vs.kept)-viewsKept)
	}
	return v
}

// prepare makes of a state what requests of many kinds need: nobody waits for the
// seconds that it takes. What fails here says so to the request that needs it.
func (a *api) prepare(ctx context.Context, next *server.Serving, pace *background.Pace) {
	v := a.views.of(next)
	v.pace.Store(pace)
	if _, err := v.overviewBy(pace); err != nil || a.options.Depth == nil {
		return
	}
	text, err := a.options.Depth(ctx)
	if err == nil {
		err = v.take(text)
	}
	if err != nil && ctx.Err() == nil {
		a.tell("What filters of /search need could not be made beforehand, the first request makes it: %v", err)
	}
}

// view is one state of the lists as clients see it, with what has been made of
// it so far.
type view struct {
	*server.Serving
	search  *screen.Engine // for people who search, not for screening
	parties cache
	overviews
}

// partiesKept is how many entities a cache holds in each of its two halves. Those
// of a national list have some ten kilobytes each, with what stands beside them.
const partiesKept = 1000

// cache keeps the entities that were made last.
type cache struct {
	mu         sync.Mutex
	young, old map[string]*party
}

func (c *cache) get(id string) *party {
	c.mu.Lock()
	defer c.mu.Unlock()
	if p := c.young[id]; p != nil {
		return p
	}
	if p := c.old[id]; p != nil {
		c.put(p)
		return p
	}
	return nil
}

// put keeps an entity; the lock is held.
func (c *cache) put(p *party) {
	if len(c.young) >= partiesKept || c.young == nil {
		c.old, c.young = c.young, make(map[string]*party, partiesKept)
	}
	c.young[p.ID] = p
}

// party is an entity with all that its listings say. What it returns is shared:
// nobody changes it.
func (v *view) party(ctx context.Context, e *interdict.Entity) (*party, error) {
	if p := v.parties.get(e.ID); p != nil {
		return p, nil
	}
	listings := make([]held, len(e.Listings))
	for i := range e.Listings {
		var err error
		if listings[i], err = v.held(ctx, &e.Listings[i]); err != nil {
			return nil, err
		}
	}
	p := partyOf(e.ID, listings)
	v.parties.mu.Lock()
	v.parties.put(p)
	v.parties.mu.Unlock()
	return p, nil
}

// held is a listing in full, and when its list had it. Where no register can
// tell, it is what the snapshot shows, since the day of its edition.
func (v *view) held(ctx context.Context, l *interdict.Listing) (held, error) {
	if v.Register != nil {
		h, err := v.Register.HistoryKnown(ctx, l.Ref(), v.View.Held())
		if err != nil {
			return held{}, err
		}
		for i := len(h.Versions) - 1; i >= 0; i-- {
			if ver := &h.Versions[i]; ver.Current {
				first := h.FirstSeen()
				return held{withKind(ver.Listing, l.Kind), first.Day(), ver.Last.Day(), ver.First.Day()}, nil
			}
		}
	}
	day := published(v.Serving, l.List)
	if whole := v.Base.Whole(ctx, l.Ref()); whole != nil {
		l = withKind(whole, l.Kind)
	}
	return held{l, day, day, day}, nil
}

// withKind is a listing with the kind that the engine has it under.
func withKind(l *interdict.Listing, kind interdict.Kind) *interdict.Listing {
	if l.Kind == kind {
		return l
	}
	c := *l
	c.Kind = kind
	return &c
}

// published is the day of a list's edition, or of its loading.
func published(s *server.Serving, list string) interdict.Date {
	for _, l := range s.Engine.Lists() {
		if l.ID == list {
			if !l.Published.IsZero() {
				return l.Published
			}
			break
		}
	}
	i := slices.IndexFunc(s.Lists, func(l report.List) bool { return l.ID == list })
	if i < 0 {
		return interdict.Date{}
	}
	return s.Lists[i].Effective()
}

// entity is the entity with exactly this id, nil for none.
func (v *view) entity(ctx context.Context, id string) (*party, error) {
	if p := v.parties.get(id); p != nil {
		return p, nil
	}
	found, err := base.EntitiesWith(v.Engine, id)
	for i := range found {
		if found[i].ID == id {
			return v.party(ctx, &found[i])
		}
	}
	return nil, err
}

// lookup finds an entity over merges: redirect is the id that it has now, where
// that is another than the one asked for. The id may be one of OpenSanctions', or
// a publisher's own. Party is nil where there is none.
func (v *view) lookup(ctx context.Context, id string) (p *party, redirect string, err error) {
	if p, err = v.entity(ctx, id); p != nil || err != nil {
		return p, "", err
	}
	for _, try := range append([]string{id}, facts().published(id)...) {
		found, now, _, err := v.Find(ctx, try)
		if err != nil {
			return nil, "", err
		}
		for i := range found {
			if len(found) == 1 || found[i].ID == now {
				p, err := v.party(ctx, &found[i])
				return p, found[i].ID, err
			}
		}
		if len(found) == 0 {
			found, err = v.holding(try)
		}
		if err != nil {
			return nil, "", err
		}
		if len(found) > 0 { // a publisher's id that several lists have: the first of them
			p, err := v.party(ctx, &found[0])
			return p, found[0].ID, err
		}
	}
	return v.referred(ctx, id)
}

// foreign is an id that OpenSanctions gives to what it has joined.
var foreign = regexp.MustCompile(`^(NK-[A-Za-z0-9]+|Q[0-9]+)$`)

// referred finds an entity by an id that one of its listings states for it. All
// listings have to have been read for that, so that other ids are not looked for.
func (v *view) referred(ctx context.Context, id string) (p *party, redirect string, err error) {
	if len(facts().published(id)) == 0 && !foreign.MatchString(id) {
		return nil, "", nil
	}
	d, err := v.depth(ctx)
	if err != nil {
		return nil, "", err
	}
	for _, n := range d.with("referents", id) {
		p, err := v.entity(ctx, v.overviews.all.rows[n].id)
		if p != nil || err != nil {
			return p, v.overviews.all.rows[n].id, err
		}
	}
	return nil, "", nil
}

// holding are the entities with the listing that an id of ours is made of. It
// needs no register.
func (v *view) holding(id string) ([]interdict.Entity, error) {
	for _, l := range v.Engine.Lists() {
		number, ok := strings.CutPrefix(id, l.ID+"-")
		if !ok {
			continue
		}
		found, err := base.EntitiesWith(v.Engine, number)
		found = slices.DeleteFunc(found, func(e interdict.Entity) bool {
			return !slices.ContainsFunc(e.Listings, func(h interdict.Listing) bool { return entities.ID(h.Ref()) == id })
		})
		if len(found) > 0 || err != nil {
			return found, err
		}
	}
	return nil, nil
}

// besideID is the id of what stands beside a listing's party.
var besideID = regexp.MustCompile(`^(.+)\.((?:sanction|(?:address|passport|identification|wallet|link)\.[0-9]{1,6})(?:\.party)?)$`)

// lookupBeside finds what stands beside a party by its id, nil for none.
func (v *view) lookupBeside(ctx context.Context, id string) (*party, *beside, error) {
	m := besideID.FindStringSubmatch(id)
	if m == nil {
		return nil, nil, nil
	}
	p, _, err := v.lookup(ctx, m[1])
	if p == nil || err != nil {
		return nil, nil, err
	}
	for _, b := range p.beside {
		if b.entity.ID == id {
			return p, b, nil
		}
	}
	return nil, nil, nil
}

// other is the party at the far end of a relation: an entity where the listing
// names one of its list, by its id or by a name that one alone has there, else
// what the listing calls it. It is nil for what is no relation.
func (v *view) other(ctx context.Context, b *beside) (*Entity, error) {
	if b.other == "" {
		return nil, nil
	}
	var found []interdict.Entity
	var err error
	if b.link.ID != "" {
		ref := interdict.Ref{List: b.list, ID: b.link.ID}
		found, err = base.EntitiesWith(v.Engine, b.link.ID)
		found = slices.DeleteFunc(found, func(e interdict.Entity) bool {
			return e.ID != entities.ID(ref) && !slices.ContainsFunc(e.Listings, func(l interdict.Listing) bool { return l.Ref() == ref })
		})
	} else if b.link.Name != "" {
		found, err = v.named(b.link.Name, b.list)
	}
	if err != nil || len(found) != 1 {
		return b.stranger(), err
	}
	p, err := v.party(ctx, &found[0])
	if err != nil {
		return nil, err
	}
	return &p.Entity, nil
}

// sameName is the score from which entities are looked at for the very name.
const sameName interdict.Score = 9500

// named are the entities that a list has under exactly this name.
func (v *view) named(name, list string) (out []interdict.Entity, err error) {
	subject := &interdict.Subject{Names: []interdict.Name{{Full: name, Kind: interdict.PrimaryName}}}
	r, err := v.search.Screen(subject, screen.Query{Threshold: sameName, Lists: []string{list}})
	if err != nil {
		return nil, err
	}
	for i := range r.Hits {
		found, err := base.EntitiesWith(v.Engine, r.Hits[i].EntityID)
		if err != nil {
			return nil, err
		}
		for _, e := range found {
			if e.ID == r.Hits[i].EntityID && slices.ContainsFunc(e.Listings, func(l interdict.Listing) bool {
				return l.List == list && slices.ContainsFunc(l.Names, func(n interdict.Name) bool { return strings.EqualFold(n.Full, name) })
			}) {
				out = append(out, e)
			}
		}
	}
	return out, nil
}
