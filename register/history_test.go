package register

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/interdict/interdict"
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
		got := ""
		if v := h.At(e); v != nil {
			got = v.Listing.Caption()
		}
		if got != want {
			t.Errorf("at %q: %q, want %q", name, got, want)
		}
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
