package base

import (
	"context"
	"crypto/sha256"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/entities"
	"github.com/interdict/interdict/index"
	"github.com/interdict/interdict/internal/ahead"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/screen"
)

// Beside a snapshot stands what was found when its listings were joined, in a
// file of its name. With the two the next snapshot is made of what changed alone:
// what says the same is neither read nor compared nor analysed again. The result
// is the same, byte for byte, as from nothing. Whatever does not fit, a file that
// is damaged, missing or of another version, is left aside.

const joinsExtension = ".joins"

// readAhead is how many listings are read while others are worked on.
const readAhead = 64

// last is the snapshot before, and how its listings were joined.
type last struct {
	snap   *index.Snapshot
	joiner *entities.Joiner
	groups []screen.Group    // its entities
	place  map[string]uint32 // of each, by its id
	lists  map[string]listed // what each list said
}

// listed is where a list's listings stand among those that were joined, and the
// hash of what they say, as register.Standing has it.
type listed struct {
	from, to int
	content  register.Hash
}

// last opens what the current snapshot was made of, nil where that cannot be
// used.
func (s snapshots) last() *last {
	path, err := s.path()
	if err != nil || path == "" {
		return nil
	}
	state, err := readText(joinsOf(path))
	if err != nil {
		return nil
	}
	l := &last{}
	if l.joiner, err = entities.FromState(state); err != nil {
		return nil
	}
	if l.snap, err = index.Open(path); err != nil {
		return nil
	}
	l.groups = screen.Groups(l.joiner.Entities())
	l.place = make(map[string]uint32, len(l.groups))
	for n := range l.groups {
		l.place[l.groups[n].ID] = uint32(n)
	}
	l.lists = listedIn(l.joiner)
	return l
}

// listedIn are the lists of what was joined.
func listedIn(j *entities.Joiner) map[string]listed {
	out := map[string]listed{}
	sum := sha256.New()
	for n, all := 0, j.Len(); n < all; {
		from, list := n, j.Ref(n).List
		sum.Reset()
		for ; n < all && j.Ref(n).List == list; n++ {
			v := j.Version(n)
			sum.Write(v[:])
		}
		if _, twice := out[list]; !twice {
			out[list] = listed{from, n, register.Hash(sum.Sum(nil))}
		}
	}
	return out
}

// contents adds those of a list, where it says what it said then, and which
// listings they were.
func (l *last) contents(out []register.Content, was []int, s *register.Standing) ([]register.Content, []int, bool) {
	at, ok := l.lists[s.Edition.List]
	if !ok || at.content != s.Content {
		return out, was, false
	}
	for n := at.from; n < at.to; n++ {
		out = append(out, register.Content{Ref: l.joiner.Ref(n), Facts: register.Hash(l.joiner.Version(n))})
		was = append(was, n)
	}
	return out, was, true
}

// Ahead is the snapshot before, being opened while an edition is loaded that will
// make it that: to make the next of it takes as long to open as many an edition
// takes to read.
type Ahead struct {
	path  string
	state string // that it was made of, empty where it cannot be used
	done  chan struct{}
	last  *last
	kept  *register.Kept // what the register keeps of entities, nil where that cannot be read now
}

// Ahead begins to open the current snapshot, and to read what the register keeps
// of entities.
func (f *Folder) Ahead(ctx context.Context, r *register.Register) *Ahead {
	store := snapshotsIn(f.Dir)
	a := &Ahead{done: make(chan struct{})}
	go func() {
		defer close(a.done)
		if a.path, _ = store.path(); a.path != "" {
			if a.last = store.last(); a.last != nil {
				a.state = a.last.snap.Meta.State
				a.kept, _ = r.Kept(ctx)
			}
		}
	}()
	return a
}

// other says whether the current snapshot was opened and is of another state.
func (a *Ahead) other(store snapshots, state string) bool {
	if a == nil {
		return false
	}
	<-a.done
	path, err := store.path()
	return err == nil && a.last != nil && path == a.path && a.state != state
}

// entities are what the register keeps of them, as far as they still hold.
func (a *Ahead) entities(ctx context.Context, r *register.Register) (*register.Kept, error) {
	if a != nil {
		<-a.done
		k := a.kept
		a.kept = nil
		if k != nil {
			if still, err := r.Still(ctx, k); err != nil || still {
				return k, err
			}
		}
	}
	return r.Kept(ctx)
}

// take is what was opened, where it is the current snapshot still.
func (a *Ahead) take(store snapshots) *last {
	if a == nil {
		return store.last()
	}
	<-a.done
	l := a.last
	a.last = nil
	if path, err := store.path(); l == nil || err != nil || path != a.path {
		l.Close()
		return store.last()
	}
	return l
}

// Close lets go of what was opened and not taken.
func (a *Ahead) Close() {
	if a != nil {
		<-a.done
		a.last.Close()
		a.last = nil
	}
}

// Close lets go of the snapshot.
func (l *last) Close() {
	if l != nil {
		l.snap.Close()
	}
}

// joinsOf is the file beside a snapshot.
func joinsOf(path string) string {
	return strings.TrimSuffix(path, index.Extension) + joinsExtension
}

// readText reads a file as a text, whose parts can be kept without copying them.
func readText(path string) (string, error) {
	f, err := os.Open(filepath.Clean(path))
	if err != nil {
		return "", err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return "", err
	}
	var b strings.Builder
	b.Grow(int(info.Size()))
	_, err = f.WriteTo(&b)
	return b.String(), err
}

// fresh is which listing of the snapshot before one is that was not there.
const fresh = -1

// gather puts the listings of a view into a Joiner, those that say the same as
// in the snapshot before as they are there.
func gather(ctx context.Context, v *register.View, known *knowledge, before *last) (*joins, error) {
	contents := known.contents
	out := &joins{joiner: entities.NewJoiner(), refs: make([]interdict.Ref, len(contents)), read: map[interdict.Ref]*interdict.Listing{}}
	if before != nil {
		out.joiner = entities.After(before.joiner)
	}
	was := make([]int, len(contents))
	var read []interdict.Ref
	for i := range contents {
		c := &contents[i]
		out.refs[i] = c.Ref
		if was[i] = known.was[i]; was[i] != fresh {
			continue
		}
		if n, ok := out.joiner.Was(c.Ref, entities.Version(c.Facts)); ok {
			was[i] = n
			continue
		}
		out.fresh = append(out.fresh, i)
		read = append(read, c.Ref)
	}
	listings := v.These(ctx, read)
	if len(read) == len(contents) {
		listings = v.Listings(ctx)
	}
	next, stop := iter.Pull2(ahead.Of(listings, readAhead))
	defer stop()
	for i := range contents {
		c := &contents[i]
		if was[i] != fresh {
			out.joiner.Keep(was[i])
			continue
		}
		l, err, ok := next()
		if ok && err == nil && l.Ref() != c.Ref {
			err = fmt.Errorf("listing %s of %s came where %s of %s was asked for", l.ID, l.List, c.Ref.ID, c.Ref.List)
		}
		if err != nil {
			return nil, err
		}
		out.joiner.AddAs(l, entities.Version(c.Facts))
		if before != nil {
			out.read[c.Ref] = l
		}
	}
	return out, nil
}

// compile makes the snapshot of a view whose listings have been joined.
func compile(ctx context.Context, v *register.View, j *joins, before *last, state string, info []screen.ListInfo) (*index.Snapshot, error) {
	if before != nil {
		if snap, err := before.change(ctx, v, j).Compile(state, info); err == nil {
			return snap, nil
		}
	}
	return screen.Compile(v.Listings(ctx), j.of(), state, info)
}

// change is what is different from the snapshot before.
func (l *last) change(ctx context.Context, v *register.View, j *joins) *screen.Change {
	changed := make(map[string]bool, len(j.fresh))
	for _, n := range j.fresh {
		changed[j.entity[n]] = true
	}
	return &screen.Change{
		Groups: screen.Groups(j.refs, j.entity),
		Before: l.snap,
		Kept: func(g *screen.Group) (uint32, bool) {
			n, ok := l.place[g.ID]
			return n, ok && !changed[g.ID] && slices.Equal(l.groups[n].Refs, g.Refs)
		},
		Listings: func(refs []interdict.Ref) iter.Seq2[*interdict.Listing, error] { return j.these(ctx, v, refs) },
	}
}

// these hands over listings, those that joining has read as they are at hand.
func (o *joins) these(ctx context.Context, v *register.View, refs []interdict.Ref) iter.Seq2[*interdict.Listing, error] {
	var others []interdict.Ref
	for _, ref := range refs {
		if o.read[ref] == nil {
			others = append(others, ref)
		}
	}
	return func(yield func(*interdict.Listing, error) bool) {
		next, stop := iter.Pull2(v.These(ctx, others))
		defer stop()
		for _, ref := range refs {
			l, err, ok := o.read[ref], error(nil), true
			if l == nil {
				l, err, ok = next()
			}
			if !ok || !yield(l, err) {
				return
			}
		}
	}
}
