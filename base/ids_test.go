package base

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/entities"
	"github.com/interdict/interdict/register"
	"pgregory.net/rapid"
)

// TestIDsOverMergesAndSplits: whatever is merged, split, delisted and listed again
// over time, an id once published leads to whoever is that party now, and nothing
// is doubled: each listing ever seen belongs to one party.
func TestIDsOverMergesAndSplits(t *testing.T) {
	dir := t.TempDir()
	made := 0
	rapid.Check(t, func(t *rapid.T) {
		made++
		f := &Folder{Dir: fmt.Sprintf("%s/%d", dir, made), Now: func() time.Time { return time.Date(2024, 3, 1, 12, 0, 0, 0, time.UTC) }}
		if err := f.Make(); err != nil {
			t.Fatal(err)
		}
		r, err := f.Register(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		published := map[string]interdict.Ref{} // ids, and the listings that they are named after
		for range rapid.IntRange(2, 6).Draw(t, "steps") {
			in := regroup(t, f, r)
			for id := range maps.Values(in) {
				for ref := range in {
					if entities.ID(ref) == id {
						published[id] = ref
					}
				}
			}
			holdIDs(t, r, in, published)
		}
	})
}

// regroup puts eight listings into groups at random, a few into none, and keeps
// what comes of it. in says which entity each is of.
func regroup(t *rapid.T, f *Folder, r *register.Register) (in map[interdict.Ref]string) {
	k, err := r.EntityIDs(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	groups := map[int][]interdict.Ref{}
	for n := range 8 {
		if g := rapid.IntRange(0, 6).Draw(t, "group"); g > 0 {
			groups[g] = append(groups[g], interdict.Ref{List: []string{"eu", "gb", "us"}[n%3], ID: fmt.Sprint(n)})
		}
	}
	j := &joins{known: k.Of}
	for _, g := range slices.Sorted(maps.Keys(groups)) {
		j.clusters = append(j.clusters, entities.Cluster{Refs: groups[g], Facts: fmt.Sprintf("%064x", g)})
	}
	known := entities.Known(k)
	j.ids, j.changes = entities.Identify(j.clusters, &known)
	t.Logf("%v become %v: %v", j.clusters, j.ids, j.changes)
	facts, err := r.FactHashes(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if err := f.keep(context.Background(), r, j, facts); err != nil {
		t.Fatal(err)
	}
	in = map[interdict.Ref]string{}
	for c := range j.clusters {
		for _, ref := range j.clusters[c].Refs {
			in[ref] = j.ids[c]
		}
	}
	return in
}

func holdIDs(t *rapid.T, r *register.Register, in map[interdict.Ref]string, published map[string]interdict.Ref) {
	ctx := context.Background()
	k, err := r.EntityIDs(ctx)
	if err != nil {
		t.Fatal(err)
	}
	ids, err := r.IDs(ctx)
	if err != nil {
		t.Fatal(err)
	}
	merged, err := ids.Merged(ctx)
	if err != nil || len(merged) != len(k.Became) {
		t.Fatalf("merged are %v, %v; by what they became %v", merged, err, k.Became)
	}
	end := func(id string) string {
		if now, ok := merged[id]; ok {
			return now
		}
		return id
	}
	if len(k.Given) != len(published) {
		t.Fatalf("ids %v were given, and of listings that were there %v", k.Given, published)
	}
	party := map[interdict.Ref]string{}
	for id := range k.Given {
		now, heirs, err := ids.Redirect(ctx, id)
		if err != nil || now != end(id) || slices.Contains(heirs, now) {
			t.Fatalf("%s is %s with heirs %v, %v; read whole it became %s", id, now, heirs, err, end(id))
		}
		refs, err := ids.Belonging(ctx, now)
		if err != nil || !slices.Contains(refs, published[id]) {
			t.Fatalf("%s leads to %s, of %v and not of %v, %v", id, now, refs, published[id], err)
		}
		if of, ok := in[published[id]]; ok && of != now {
			t.Fatalf("%s leads to %s, its listing is in force as %s", id, now, of)
		}
		for _, ref := range refs {
			if was, ok := party[ref]; ok && was != now {
				t.Fatalf("%v belongs to %s and to %s", ref, was, now)
			}
			party[ref] = now
		}
	}
	for ref, raw := range k.Of {
		now, ok := in[ref]
		if !ok {
			now = end(raw)
		}
		if party[ref] != now {
			t.Fatalf("%v belongs to %q, not to %s", ref, party[ref], now)
		}
	}
}
