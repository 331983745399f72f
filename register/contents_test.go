package register

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"reflect"
	"testing"

	"github.com/interdict/interdict"
)

// TestContents: a view's contents are its listings' in their order, and each can
// be had by itself; before the first edition too.
func TestContents(t *testing.T) {
	ctx := context.Background()
	r := openTemp(t)
	first, second := people(12), people(9)
	first[3].Designation.Listed = interdict.Day(2014, 3, 20)
	first[7].Designation.Listed = interdict.Day(2015, 3, 20)
	second[4].Names[0].Full = "ANOTHER"
	load(t, r, "2024-03-22", first)
	load(t, r, "2024-03-26", second)
	for _, day := range []interdict.Date{{}, interdict.Day(2024, 3, 22), interdict.Day(2014, 5, 1)} {
		v, err := r.InForce(ctx, AsOf{Day: day})
		if err != nil {
			t.Fatal(err)
		}
		contents, err := v.Contents(ctx)
		if err != nil {
			t.Fatal(err)
		}
		var refs []interdict.Ref
		var want []*interdict.Listing
		for l, err := range v.Listings(ctx) {
			if err != nil {
				t.Fatal(err)
			}
			facts, err := json.Marshal(l)
			if err != nil {
				t.Fatal(err)
			}
			if n := len(want); n >= len(contents) || contents[n] != (Content{l.Ref(), sha256.Sum256(facts)}) {
				t.Fatalf("on %s listing %d is %s, its content another", day, n, l.ID)
			}
			want = append(want, l)
			refs = append(refs, l.Ref())
		}
		if len(contents) != len(want) {
			t.Errorf("on %s: %d contents of %d listings", day, len(contents), len(want))
		}
		refs[0], refs[len(refs)-1] = refs[len(refs)-1], refs[0]
		want[0], want[len(want)-1] = want[len(want)-1], want[0]
		n := 0
		for l, err := range v.These(ctx, refs) {
			if err != nil || !reflect.DeepEqual(l, want[n]) {
				t.Fatalf("on %s: %+v, %v, want %+v", day, l, err, want[n])
			}
			n++
		}
		if n != len(want) {
			t.Errorf("on %s: %d of %d listings", day, n, len(want))
		}
		for _, ref := range []interdict.Ref{{List: "test", ID: "99"}, {List: "other", ID: "1"}} {
			for l, err := range v.These(ctx, []interdict.Ref{ref}) {
				if err == nil {
					t.Errorf("%v is not there and was had: %v", ref, l)
				}
			}
		}
	}
}
