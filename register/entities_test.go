package register

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/interdict/interdict"
)

func TestEntitiesAreKept(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	r := openAt(t, dir)
	at := time.Date(2024, 3, 26, 12, 0, 0, 0, time.UTC)
	uk, us, un := interdict.Ref{List: "gb", ID: "CYB0045"}, interdict.Ref{List: "us", ID: "47814"}, interdict.Ref{List: "un", ID: "1"}
	assign := func(of map[interdict.Ref]string, changes ...EntityChange) {
		t.Helper()
		if err := r.Assign(ctx, of, changes, at); err != nil {
			t.Fatal(err)
		}
	}
	assign(map[interdict.Ref]string{uk: "gb-CYB0045", us: "us-47814", un: "un-1"})
	assign(map[interdict.Ref]string{uk: "gb-CYB0045", us: "gb-CYB0045"}, EntityChange{Entity: "us-47814", Became: "gb-CYB0045"})
	assign(map[interdict.Ref]string{uk: "gb-CYB0045", us: "us-47814-2"}, EntityChange{Entity: "gb-CYB0045", Became: "us-47814-2", Split: true})

	now := idsOf(t, r)
	of, err := now.Entities(ctx)
	want := map[interdict.Ref]string{uk: "gb-CYB0045", us: "us-47814-2", un: "un-1"} // un is no longer in force
	if err != nil || !maps.Equal(of, want) {
		t.Errorf("got %v, %v, want %v", of, err, want)
	}
	ids, err := r.EntityIDs(ctx)
	if err != nil || !maps.Equal(ids.Of, want) {
		t.Errorf("got %v, %v, want %v", ids.Of, err, want)
	}
	if want := map[string]int{"gb-CYB0045": 0, "un-1": 1, "us-47814": 2, "us-47814-2": 3}; !maps.Equal(ids.Given, want) {
		t.Errorf("ids were given in the order %v, want %v", ids.Given, want)
	}
	id, heirs, err := now.Redirect(ctx, "us-47814")
	if err != nil || id != "gb-CYB0045" || !slices.Equal(heirs, []string{"us-47814-2"}) {
		t.Errorf("us-47814 is now %s with heirs %v, %v", id, heirs, err)
	}
	for _, statement := range []string{"DELETE FROM belongs", "UPDATE belongs SET entity = 'x'", "DELETE FROM entity_change", "UPDATE entity_change SET became = 'x'"} {
		if _, err := r.db.ExecContext(ctx, statement); err == nil {
			t.Errorf("%s was let through", statement)
		}
	}
}

func idsOf(t testing.TB, r *Register) *IDs {
	t.Helper()
	ids, err := r.IDs(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

// TestIDsOfOneTime: what is kept later changes no answer.
func TestIDsOfOneTime(t *testing.T) {
	ctx := context.Background()
	r := openTemp(t)
	one, two, three := interdict.Ref{List: "l", ID: "1"}, interdict.Ref{List: "l", ID: "2"}, interdict.Ref{List: "l", ID: "3"}
	keep := func(of map[interdict.Ref]string, changes ...EntityChange) {
		t.Helper()
		if err := r.Assign(ctx, of, changes, noon); err != nil {
			t.Fatal(err)
		}
	}
	answers := func(ids *IDs) string {
		t.Helper()
		of, err1 := ids.Entities(ctx)
		merged, err2 := ids.Merged(ctx)
		now, heirs, err3 := ids.Redirect(ctx, "l-2")
		refs, err4 := ids.Belonging(ctx, "l-1")
		entity, err5 := ids.EntityOf(ctx, two)
		if err := errors.Join(err1, err2, err3, err4, err5); err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(of, merged, now, heirs, refs, entity)
	}
	keep(map[interdict.Ref]string{one: "l-1", two: "l-2"})
	keep(map[interdict.Ref]string{two: "l-1"}, EntityChange{Entity: "l-2", Became: "l-1"})
	then := idsOf(t, r)
	was := answers(then)
	keep(map[interdict.Ref]string{one: "l-1", two: "l-2", three: "l-1"}, EntityChange{Entity: "l-1", Became: "l-2", Split: true})
	if now := answers(then); now != was {
		t.Errorf("before other ids were kept\n%s\nand after\n%s", was, now)
	}
	if now := answers(idsOf(t, r)); now == was {
		t.Errorf("what was kept since is not told: %s", now)
	}
}

// TestRedirectsInTime: what was kept later holds, whichever way it goes.
func TestRedirectsInTime(t *testing.T) {
	ctx := context.Background()
	r := openTemp(t)
	one, two := interdict.Ref{List: "l", ID: "1"}, interdict.Ref{List: "l", ID: "2"}
	step := func(first, second string, changes ...EntityChange) {
		t.Helper()
		if err := r.Assign(ctx, map[interdict.Ref]string{one: first, two: second}, changes, noon); err != nil {
			t.Fatal(err)
		}
	}
	lead := func(id, want string, wantHeirs []string, wantRefs ...interdict.Ref) {
		t.Helper()
		ids := idsOf(t, r)
		now, heirs, err := ids.Redirect(ctx, id)
		if err != nil || now != want || !slices.Equal(heirs, wantHeirs) {
			t.Errorf("%s is %s with heirs %v, %v; want %s with %v", id, now, heirs, err, want, wantHeirs)
		}
		became, err := ids.Merged(ctx)
		if end, ok := became[id]; err != nil || ok != (want != id) || ok && end != want {
			t.Errorf("%s became %q, %v; want %s", id, end, err, want)
		}
		if refs, err := ids.Belonging(ctx, want); err != nil || !slices.Equal(refs, wantRefs) {
			t.Errorf("%s has %v, %v; want %v", want, refs, err, wantRefs)
		}
	}
	merged := func(from, to string) EntityChange { return EntityChange{Entity: from, Became: to} }
	split := func(from, to string) EntityChange { return EntityChange{Entity: from, Became: to, Split: true} }

	step("l-1", "l-2")
	lead("l-2", "l-2", nil, two)
	for range 3 { // merged and split again and again
		step("l-1", "l-1", merged("l-2", "l-1"))
		lead("l-2", "l-1", nil, one, two)
		step("l-1", "l-2", split("l-1", "l-2"))
		lead("l-2", "l-2", nil, two)
		lead("l-1", "l-1", []string{"l-2"}, one)
	}
	step("l-2", "l-2", merged("l-1", "l-2")) // the other way
	lead("l-1", "l-2", nil, one, two)
	step("l-1", "l-1", merged("l-2", "l-1"))
	lead("l-2", "l-1", nil, one, two)
	lead("l-1", "l-1", nil, one, two)
}
