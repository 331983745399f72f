package register

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

// TestBeforeTheFirstEdition: the listed-on dates stand in, and it is said.
func TestBeforeTheFirstEdition(t *testing.T) {
	ctx := context.Background()
	r := openTemp(t)
	ls := people(5)
	for i, s := range []string{"2014-03-20", "2014", "2016-05", "2024-01-05", ""} {
		if s != "" {
			ls[i].Designation.Listed, _ = interdict.ParseDate(s)
		}
	}
	load(t, r, "2024-03-22", ls)
	load(t, r, "2024-03-26", people(3))
	for day, want := range map[string]string{
		"2013-12-31": "", "2014-01-01": "2", "2014-03-20": "1 2", "2016-04-30": "1 2", "2016-05-01": "1 2 3",
		"2024-01-05": "1 2 3 4", "2024-03-21": "1 2 3 4",
	} {
		d, _ := interdict.ParseDate(day)
		v, err := r.InForce(ctx, AsOf{Day: d})
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(ids(t, v), " "); got != want {
			t.Errorf("%s: %q, want %q", day, got, want)
		}
		if s := v.Lists[0]; !s.Reconstructed || !reconstructed(v) || s.LeftOut != 1 || s.Edition.Published.String() != "2024-03-22" {
			t.Errorf("%s: %+v", day, s)
		}
	}
	v, err := r.InForce(ctx, AsOf{Day: interdict.Day(2024, 3, 22)})
	if err != nil || reconstructed(v) || v.Lists[0].LeftOut != 0 || len(ids(t, v)) != 5 {
		t.Errorf("on the first edition's day: %+v, %v", v, err)
	}
}

func TestKnownAt(t *testing.T) {
	ctx := context.Background()
	r := openTemp(t)
	at := func(hour int) time.Time { return noon.Add(time.Duration(hour) * time.Hour) }
	for i, date := range []string{"2024-05-03", "2024-03-22", "2024-05-10"} {
		ls := people(i + 3)
		if _, err := r.Load(ctx, meta(date, ls), reading(ls, lists.Report{}), LoadOptions{Now: at(i)}); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		day   string
		known int
		want  int // listings; -1 the list has no part
	}{
		{"", 2, 5}, {"", 1, 3}, {"", 0, 3}, {"", -1, -1},
		{"2024-04-01", 1, 4}, {"2024-05-20", 1, 3}, {"2024-05-20", 2, 5},
	} {
		asOf := AsOf{Known: at(tt.known)}
		if tt.day != "" {
			asOf.Day, _ = interdict.ParseDate(tt.day)
		}
		v, err := r.InForce(ctx, asOf)
		if err != nil {
			t.Fatal(err)
		}
		got := -1
		if len(v.Lists) > 0 {
			got = len(ids(t, v))
		}
		if got != tt.want {
			t.Errorf("on %q as known after %d hours: %d listings, want %d", tt.day, tt.known, got, tt.want)
		}
	}
}

func TestInForceOverLists(t *testing.T) {
	ctx := context.Background()
	r := openTemp(t)
	load(t, r, "2024-03-22", people(2))
	other := people(3)
	for i := range other {
		other[i].List = "another"
	}
	m := meta("2024-03-20", other)
	m.List, m.Title = "another", ""
	if _, err := r.Load(ctx, m, reading(other, lists.Report{}), LoadOptions{Now: noon}); err != nil {
		t.Fatal(err)
	}
	get := func(names ...string) string {
		v, err := r.InForce(ctx, AsOf{}, names...)
		if err != nil {
			t.Fatal(err)
		}
		var refs []string
		for l, err := range v.Listings(ctx) {
			if err != nil {
				t.Fatal(err)
			}
			refs = append(refs, l.List+"/"+l.ID)
		}
		return strings.Join(refs, " ")
	}
	if got := get(); got != "another/1 another/2 another/3 test/1 test/2" {
		t.Errorf("all: %s", got)
	}
	if got := get("test", "test"); got != "test/1 test/2" {
		t.Errorf("one: %s", got)
	}
	_, err := r.InForce(ctx, AsOf{}, "eu_fsf")
	wantKind(t, err, UnknownList, "eu_fsf")
	ss, err := r.Lists(ctx)
	if err != nil || len(ss) != 2 || ss[0].List != "another" || ss[1].Title != "Test list" || ss[1].Editions != 1 || ss[1].Edition.Entries != 2 {
		t.Errorf("%+v, %v", ss, err)
	}
}

func TestListingsComeBackWhole(t *testing.T) {
	r := openTemp(t)
	l := interdict.Listing{
		List: "test", ID: "x<&>\u2028", Schema: interdict.Vessel,
		Names:       []interdict.Name{{Full: "A & B <C>", Parts: []interdict.NamePart{{Kind: interdict.Whole, Value: "A"}}, Kind: interdict.PrimaryName}, {Full: "赵光宗", Script: "Chinese", Kind: interdict.AliasName}},
		BirthDates:  []interdict.Date{{Year: 1960, ToYear: 1965, Circa: true}},
		Identifiers: []interdict.Identifier{{Type: interdict.Passport, Value: "1", Issued: interdict.Day(2020, 2, 29)}},
		Vehicle:     &interdict.Vehicle{Type: "Tanker"},
		Designation: interdict.Designation{Listed: interdict.Date{Year: 2014}, Measures: []interdict.Measure{interdict.AssetFreeze}},
		Other:       []interdict.Field{{Name: "f", Value: "v"}},
		Raw:         []byte("\x00\xff raw"),
	}
	load(t, r, "2024-03-22", []interdict.Listing{l})
	v, err := r.InForce(context.Background(), AsOf{})
	if err != nil {
		t.Fatal(err)
	}
	for got, err := range v.Listings(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		if fmt.Sprintf("%+v", *got.Vehicle) != fmt.Sprintf("%+v", *l.Vehicle) {
			t.Errorf("vehicle %+v", got.Vehicle)
		}
		got.Vehicle, l.Vehicle = nil, nil
		if fmt.Sprintf("%#v", *got) != fmt.Sprintf("%#v", l) {
			t.Errorf("got\n%#v\nwant\n%#v", *got, l)
		}
	}
}

func TestStopEarly(t *testing.T) {
	r := openTemp(t)
	load(t, r, "2024-03-22", people(100))
	for range 20 { // more than there are connections
		v, err := r.InForce(context.Background(), AsOf{})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for range v.Listings(context.Background()) {
			if n++; n == 3 {
				break
			}
		}
		if n != 3 {
			t.Fatal(n)
		}
	}
}

// TestViewsLast: a view answers the same after whatever is loaded.
func TestViewsLast(t *testing.T) {
	ctx := context.Background()
	r := openTemp(t)
	load(t, r, "", people(4)) // undated
	v, err := r.InForce(ctx, AsOf{})
	if err != nil {
		t.Fatal(err)
	}
	past, err := r.InForce(ctx, AsOf{Day: interdict.Day(2020, 1, 1)})
	if err != nil {
		t.Fatal(err)
	}
	before := ids(t, v)
	if _, err := r.Load(ctx, meta("2024-03-22", people(4)), nil, LoadOptions{Now: noon}); err != nil {
		t.Fatal(err)
	}
	load(t, r, "2024-03-20", people(6))
	load(t, r, "2024-03-23", people(3))
	if after := ids(t, v); !slices.Equal(before, after) {
		t.Errorf("%v became %v", before, after)
	}
	if got := ids(t, past); len(got) != 0 {
		t.Errorf("the reconstructed view holds %v", got)
	}
}

func TestState(t *testing.T) {
	ctx := context.Background()
	state := func(r *Register, day string) Hash {
		var at AsOf
		if day != "" {
			at.Day, _ = interdict.ParseDate(day)
		}
		v, err := r.InForce(ctx, at)
		if err != nil {
			t.Fatal(err)
		}
		return v.State()
	}
	a, b := openTemp(t), openTemp(t)
	empty := state(a, "")
	load(t, a, "2024-03-22", people(3))
	load(t, a, "2024-03-26", people(4))
	load(t, b, "2024-03-26", people(4))
	load(t, b, "2024-03-22", people(3))
	if state(a, "") != state(b, "") || state(a, "2024-03-25") != state(b, "2024-03-25") {
		t.Error("the state depends on the order of loading")
	}
	distinct := []Hash{empty, state(a, ""), state(a, "2024-03-22"), state(a, "2020-01-01")}
	slices.SortFunc(distinct, func(x, y Hash) int { return strings.Compare(x.String(), y.String()) })
	if len(slices.Compact(distinct)) != 4 {
		t.Error("states that differ share a name")
	}
	if state(a, "2024-03-22") != state(a, "2024-03-25") {
		t.Error("two days with the same edition in force have different states")
	}
	now, err := stateNow(ctx, a)
	if err != nil || now != state(a, "") {
		t.Error(now, err)
	}
}
