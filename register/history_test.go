package register

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

func TestHistory(t *testing.T) {
	ctx := context.Background()
	r := openTemp(t)
	with := func(name string) []interdict.Listing { return append(people(3), person("QDi.001", name)) }
	load(t, r, "2024-01-01", with("A"))
	load(t, r, "2024-02-01", append(with("A"), person("7", "G")))
	load(t, r, "2024-03-01", with("B"))
	load(t, r, "2024-04-01", people(3)) // gone
	load(t, r, "2024-05-01", with("A")) // and back as it was first
	h, err := r.History(ctx, interdict.Ref{List: "test", ID: "QDi.001"})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, v := range h.Versions {
		got = append(got, fmt.Sprintf("%s %s..%s %v", v.Listing.Caption(), v.First.Published, v.Last.Published, v.Current))
	}
	want := "A 2024-01-01..2024-02-01 false, B 2024-03-01..2024-03-01 false, A 2024-05-01..2024-05-01 true"
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
	first, last := h.FirstSeen(), h.LastSeen()
	if first.Published.String() != "2024-01-01" || last.Published.String() != "2024-05-01" || !h.Current() {
		t.Errorf("first %s, last %s", &first, &last)
	}
	for name, want := range map[string]string{"2024-02-01": "A", "2024-03-01": "B", "2024-04-01": "", "": "A"} {
		e, err := namedEdition(ctx, r, "test", name)
		if err != nil {
			t.Fatal(err)
		}
		// More at once than there are connections.
		var all sync.WaitGroup
		for range 32 {
			all.Go(func() {
				l, err := r.Held(ctx, e, h.Ref)
				got := ""
				if l != nil {
					got = l.Caption()
				}
				if err != nil || got != want {
					t.Errorf("at %q: %q, want %q; %v", name, got, want, err)
				}
				if v := h.At(e); (v != nil) != (l != nil) || v != nil && v.Listing.Caption() != got {
					t.Errorf("at %q: the history says otherwise", name)
				}
			})
		}
		all.Wait()
	}

	found, err := r.Find(ctx, "qdi.001")
	if err != nil || len(found) != 1 || found[0].Ref.ID != "QDi.001" || len(found[0].Versions) != 3 {
		t.Errorf("found %+v, %v", found, err)
	}
	if found, err = r.Find(ctx, "7"); err != nil || len(found) != 1 || found[0].Current() {
		t.Errorf("a listing of the past: %+v, %v", found, err)
	}
	if found, err = r.Find(ctx, "nobody"); err != nil || len(found) != 0 {
		t.Errorf("nobody: %+v, %v", found, err)
	}
	_, err = r.History(ctx, interdict.Ref{List: "test", ID: "nobody"})
	wantKind(t, err, UnknownListing, "nobody")
	_, err = r.History(ctx, interdict.Ref{List: "eu_fsf", ID: "1"})
	wantKind(t, err, UnknownList)
}

// TestOneFormIsOneVersion: what lies between two editions that say the same, and
// was not known then or says the same in other bytes, parts no version in two.
func TestOneFormIsOneVersion(t *testing.T) {
	ctx := context.Background()
	r := openTemp(t)
	ref := interdict.Ref{List: "test", ID: "9"}
	loaded := noon
	add := func(date, name, raw string) {
		t.Helper()
		l := person("9", name)
		l.Raw = []byte(raw)
		ls := []interdict.Listing{l}
		loaded = loaded.Add(time.Hour)
		if _, err := r.Load(ctx, meta(date, ls), reading(ls, lists.Report{}), LoadOptions{Now: loaded}); err != nil {
			t.Fatal(err)
		}
	}
	check := func(known AsOf, versions, form string) {
		t.Helper()
		h, err := r.HistoryKnown(ctx, ref, known)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, v := range h.Versions {
			got = append(got, fmt.Sprintf("%s %s..%s %q %v", v.Listing.Caption(), v.First.Published, v.Last.Published, v.Listing.Raw, v.Current))
		}
		if s := strings.Join(got, ", "); s != versions {
			t.Errorf("got  %s\nwant %s", s, versions)
		}
		s, err := r.Timeline(known).Span(ctx, ref)
		if err != nil || s == nil || s.Form.Published.String() != form || s.Gone != nil {
			t.Errorf("the span: %+v, %v; want the form since %s", s, err, form)
		}
	}
	add("2024-01-01", "A", "9,A")
	add("2024-03-01", "A", "9, A ")
	one := `A 2024-01-01..2024-03-01 "9, A " true`
	check(AsOf{}, one, "2024-01-01")
	before := AsOf{Known: loaded}
	add("2024-02-01", "B", "9,B")
	check(AsOf{}, `A 2024-01-01..2024-01-01 "9,A" false, B 2024-02-01..2024-02-01 "9,B" false, A 2024-03-01..2024-03-01 "9, A " true`, "2024-03-01")
	check(before, one, "2024-01-01")
	add("2024-02-20", "A", "9;A")
	check(AsOf{}, `A 2024-01-01..2024-01-01 "9,A" false, B 2024-02-01..2024-02-01 "9,B" false, A 2024-02-20..2024-03-01 "9, A " true`, "2024-02-20")
	check(before, one, "2024-01-01")
}
