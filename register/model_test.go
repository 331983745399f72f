package register

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

// modelEdition is an edition as anyone would keep it: all its listings.
type modelEdition struct {
	sha      Hash
	day      interdict.Date
	dated    bool
	order    int
	listings []interdict.Listing
	content  map[string]Hash // listing id to record hash
}

// TestIntervalsAgainstModel loads random editions in random order, some without
// a date that is given later, and asks after each step that every edition
// holds exactly what it was given, that the counts are right, and that no two
// intervals of a listing touch or overlap.
func TestIntervalsAgainstModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dir := tempDir(t)
		r, err := Open(context.Background(), dir, Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		var model []*modelEdition
		metas := map[*modelEdition]Meta{}
		for step := range rapid.IntRange(1, 12).Draw(t, "steps") {
			if undated := firstUndated(model); undated != nil && rapid.Bool().Draw(t, "date it") {
				m := metas[undated]
				m.Published = randomDay(t)
				out, err := r.Load(context.Background(), m, nil, LoadOptions{Now: noon})
				if err != nil || out.Result != Dated {
					t.Fatalf("dating: %v, %v", out.Result, err)
				}
				undated.day, undated.dated = m.Published, true
			} else if len(model) > 0 && anyDated(model) && rapid.IntRange(0, 3).Draw(t, "again") == 0 {
				model = loadAgain(t, r, model, metas, step)
			} else {
				model = loadNew(t, r, model, metas, step)
			}
			sortModel(model)
			checkAgainst(t, r, model)
		}
	})
}

// loadNew loads an edition that the register has not seen.
func loadNew(t *rapid.T, r *Register, model []*modelEdition, metas map[*modelEdition]Meta, step int) []*modelEdition {
	ls := randomListings(t, step)
	m := meta("", ls)
	now := noon.Add(time.Duration(step) * time.Minute)
	e := &modelEdition{sha: EditionSHA(m.Files), day: interdict.DateOf(now), order: step, listings: ls, content: map[string]Hash{}}
	if anyDated(model) || rapid.Bool().Draw(t, "dated") {
		m.Published = randomDay(t)
		e.day, e.dated = m.Published, true
	}
	for i := range ls {
		rec, err := newRecord(&ls[i])
		if err != nil {
			t.Fatal(err)
		}
		e.content[ls[i].ID] = rec.hash
	}
	model = append(model, e)
	sortModel(model)
	out, err := r.Load(context.Background(), m, reading(ls, lists.Report{}), LoadOptions{Now: now, AcceptShrink: true})
	if err != nil || out.Result != Loaded {
		t.Fatal(out.Result, err)
	}
	metas[e] = m
	checkCounts(t, model, e, out)
	return model
}

// loadAgain loads bytes that are here, of some date: news only if they are not
// here under that date, nor under the one before or after it.
func loadAgain(t *rapid.T, r *Register, model []*modelEdition, metas map[*modelEdition]Meta, step int) []*modelEdition {
	old := rapid.SampledFrom(model).Draw(t, "known bytes")
	e := &modelEdition{sha: old.sha, day: randomDay(t), dated: true, order: step, listings: old.listings, content: old.content}
	want := Loaded
	all := append(slices.Clone(model), e)
	sortModel(all)
	at := slices.Index(all, e)
	for i, o := range all {
		switch {
		case o == e || o.sha != e.sha:
		case !o.dated:
			return model // it would be dated, which is another step's matter
		case o.day == e.day || i == at-1 || i == at+1:
			want = Already
		}
	}
	m := metas[old]
	m.Published = e.day
	out, err := r.Load(context.Background(), m, reading(e.listings, lists.Report{}), LoadOptions{Now: noon, AcceptShrink: true})
	if err != nil || out.Result != want {
		t.Fatalf("known bytes of %s: %s, %v; want %s", e.day, out.Result, err, want)
	}
	if want == Already {
		return model
	}
	metas[e] = m
	checkCounts(t, all, e, out)
	return all
}

func sortModel(model []*modelEdition) {
	slices.SortFunc(model, func(a, b *modelEdition) int {
		return cmp.Or(cmp.Compare(a.day.First(), b.day.First()), cmp.Compare(a.order, b.order))
	})
}

func firstUndated(model []*modelEdition) *modelEdition {
	for _, e := range model {
		if !e.dated {
			return e
		}
	}
	return nil
}

func anyDated(model []*modelEdition) bool {
	return slices.ContainsFunc(model, func(e *modelEdition) bool { return e.dated })
}

func randomDay(t *rapid.T) interdict.Date {
	return interdict.DateOf(noon.AddDate(0, 0, rapid.IntRange(-6, 1).Draw(t, "day")))
}

// randomListings draws a few of eight ids in one of three versions each. The
// step's own listing makes every edition's bytes its own.
func randomListings(t *rapid.T, step int) []interdict.Listing {
	ls := []interdict.Listing{person("step", fmt.Sprint("STEP ", step))}
	for id := range 8 {
		if v := rapid.IntRange(0, 4).Draw(t, "version"); v > 1 {
			l := person(fmt.Sprint(id), fmt.Sprint("VERSION ", v&^1))
			l.Raw = fmt.Appendf(nil, "%d,%d", id, v) // 2 and 3 say the same in other bytes
			ls = append(ls, l)
		}
	}
	return ls
}

func checkCounts(t *rapid.T, model []*modelEdition, e *modelEdition, out Outcome) {
	t.Helper()
	at := slices.Index(model, e)
	before := map[string]Hash{}
	if at > 0 {
		before = model[at-1].content
	}
	added, removed, same := 0, 0, 0
	for id, h := range e.content {
		if old, ok := before[id]; !ok {
			added++
		} else if old == h {
			same++
		}
	}
	for id := range before {
		if _, ok := e.content[id]; !ok {
			removed++
		}
	}
	if out.Added != added || out.Removed != removed || out.Unchanged != same ||
		out.Added+out.Changed+out.Republished+out.Unchanged != len(e.content) {
		t.Fatalf("outcome %+v; the model has %d added, %d removed, %d unchanged of %d", out, added, removed, same, len(e.content))
	}
	if out.InForce != (at == len(model)-1) || (out.Previous == nil) != (at == 0) {
		t.Fatalf("in force %v, previous %v; it is number %d of %d", out.InForce, out.Previous, at, len(model))
	}
}

func checkAgainst(t *rapid.T, r *Register, model []*modelEdition) {
	t.Helper()
	editions, err := r.Editions(context.Background(), "test")
	if err != nil {
		t.Fatal(err)
	}
	if len(editions) != len(model) {
		t.Fatalf("%d editions, want %d", len(editions), len(model))
	}
	for i, e := range editions {
		if e.SHA256 != model[i].sha {
			t.Fatalf("edition %d of the row is not the model's", i)
		}
		got := map[string]Hash{}
		for l, err := range viewOf(r, e).Listings(context.Background()) {
			if err != nil {
				t.Fatal(err)
			}
			rec, err := newRecord(l)
			if err != nil {
				t.Fatal(err)
			}
			got[l.ID] = rec.hash
		}
		if !maps.Equal(got, model[i].content) {
			t.Fatalf("edition %d holds %v, want %v", i, got, model[i].content)
		}
	}
	var touching int
	err = r.db.QueryRow(`SELECT count(*) FROM held a JOIN held b USING (list, listing)
		WHERE a.since < b.since AND (a.until IS NULL OR a.until > b.since OR a.until = b.since AND a.record = b.record)`).Scan(&touching)
	if err != nil || touching != 0 {
		t.Fatalf("%d pairs of intervals touch or overlap, %v", touching, err)
	}
}

// tempDir makes a folder that goes with the rapid test case.
func tempDir(t *rapid.T) string {
	dir, err := os.MkdirTemp("", "register")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}
