package register

import (
	"context"
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

	of, err := r.Entities(ctx)
	want := map[interdict.Ref]string{uk: "gb-CYB0045", us: "us-47814-2", un: "un-1"} // un is no longer in force
	if err != nil || !maps.Equal(of, want) {
		t.Errorf("got %v, %v, want %v", of, err, want)
	}
	given, err := r.EntityGiven(ctx)
	if err != nil || !given("us-47814") || given("us-47815") {
		t.Errorf("ids that were ever given are not told from others: %v", err)
	}
	now, heirs, err := r.Redirect(ctx, "us-47814")
	if err != nil || now != "gb-CYB0045" || !slices.Equal(heirs, []string{"us-47814-2"}) {
		t.Errorf("us-47814 is now %s with heirs %v, %v", now, heirs, err)
	}
	for _, statement := range []string{"DELETE FROM belongs", "UPDATE belongs SET entity = 'x'", "DELETE FROM entity_change", "UPDATE entity_change SET became = 'x'"} {
		if _, err := r.db.ExecContext(ctx, statement); err == nil {
			t.Errorf("%s was let through", statement)
		}
	}
}
