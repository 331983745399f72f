package base

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/register"
)

// TestAhead: the snapshot before is the current one, whenever it was opened, and
// what was opened and is not wanted is let go of.
func TestAhead(t *testing.T) {
	f := &Folder{Dir: t.TempDir(), Now: func() time.Time { return time.Date(2024, 3, 1, 12, 0, 0, 0, time.UTC) }}
	if err := f.Make(); err != nil {
		t.Fatal(err)
	}
	r, err := f.Register(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	ctx := context.Background()
	f.Ahead(ctx, r).Close() // there is no snapshot yet
	store := snapshotsIn(f.Dir)
	load := func(day int) {
		one := interdict.Listing{List: "one", ID: fmt.Sprint(day), Schema: interdict.Person, Names: []interdict.Name{{Full: "Wei LI", Kind: interdict.PrimaryName}}}
		loadEdition(t, r, "one", day, []interdict.Listing{one})
		snapshot(t, f, r)
	}
	load(1)
	same, left := f.Ahead(ctx, r), f.Ahead(ctx, r)
	if l := same.take(store); l == nil || l.snap.Meta.State == "" {
		t.Fatal("what was opened is not taken")
	} else {
		l.Close()
	}
	load(2)
	l := left.take(store)
	defer l.Close()
	v, err := r.InForce(context.Background(), register.AsOf{})
	if err != nil {
		t.Fatal(err)
	}
	if l == nil || l.snap.Meta.State != stateOf(v, nil) {
		t.Errorf("after another snapshot was made, the one before it is taken: %+v", l)
	}
	same.Close()
	left.Close()
}
