package register

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/interdict/interdict"
)

// TestWhateverIsTakenComesBack: a listing that newRecord takes, with whatever
// dates and texts, can be read back, and says the same then.
func TestWhateverIsTakenComesBack(t *testing.T) {
	r := openTemp(t)
	zip, err := newEncoder()
	if err != nil {
		t.Fatal(err)
	}
	part := rapid.SampledFrom([]int{-1, 0, 0, 0, 1, 2, 12, 13, 29, 31, 32, 1985, 2024, 9999, 10000})
	listing := rapid.MakeCustom[interdict.Listing](rapid.MakeConfig{
		Kinds: map[reflect.Kind]*rapid.Generator[any]{reflect.Int: part.AsAny()},
	})
	taken := 0
	rapid.Check(t, func(t *rapid.T) {
		l := listing.Draw(t, "listing")
		if rapid.Bool().Draw(t, "fewer dates") {
			l.BirthDates, l.DeathDates, l.Identifiers, l.Designation.Updated = nil, nil, nil, interdict.Date{}
		}
		rec, err := newRecord(&l)
		if err != nil {
			return
		}
		taken++
		back, err := r.decode(rec.hash[:], zip.EncodeAll(rec.body, nil))
		if err != nil {
			t.Fatal(err)
		}
		again, err := newRecord(back)
		if err != nil || again.hash != rec.hash || again.facts != rec.facts || again.listed != rec.listed {
			t.Fatalf("%v: it was\n%s\nand is\n%s", err, rec.body, again.body)
		}
		if c := Compare(&l, back); len(c) != 0 {
			t.Fatalf("it has changed: %+v", c)
		}
	})
	if taken == 0 {
		t.Error("no listing was taken, so that nothing was tested")
	}
	t.Logf("%d listings were taken", taken)
}
