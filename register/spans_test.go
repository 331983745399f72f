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

// TestSpans: since when a listing is held and until when, as of several moments.
func TestSpans(t *testing.T) {
	ctx := context.Background()
	r := openTemp(t)
	hour := 0
	add := func(date string, ls []interdict.Listing) {
		t.Helper()
		hour++
		if _, err := r.Load(ctx, meta(date, ls), reading(ls, lists.Report{}), LoadOptions{Now: noon.Add(time.Duration(hour) * time.Hour)}); err != nil {
			t.Fatal(err)
		}
	}
	with := func(name string) []interdict.Listing { return append(people(2), person("9", name)) }
	add("2024-01-01", people(2))
	add("2024-02-01", with("A"))
	add("2024-04-01", with("B")) // in another form
	add("2024-05-01", people(2)) // gone
	add("2024-06-01", with("A")) // back
	add("2024-03-01", people(2)) // loaded late: it was away for a month
	for _, tt := range []struct{ day, known, want string }{
		{"", "", "1 2024-01-01=.. 2 2024-01-01=.. 9 2024-02-01.."},
		{"2024-05-20", "", "1 2024-01-01=.. 2 2024-01-01=.. 9 2024-02-01..2024-04-01 gone 2024-05-01"},
		{"2024-03-20", "", "1 2024-01-01=.. 2 2024-01-01=.. 9 2024-02-01..2024-02-01 gone 2024-03-01"},
		{"2024-03-20", "2024-06-01T17:30:00Z", "1 2024-01-01=.. 2 2024-01-01=.. 9 2024-02-01.."},
		{"2024-01-20", "", "1 2024-01-01=.. 2 2024-01-01=.."},
		{"2023-12-31", "", ""},
	} {
		var at AsOf
		if tt.day != "" {
			at.Day, _ = interdict.ParseDate(tt.day)
		}
		if tt.known != "" {
			at.Known, _ = time.Parse(time.RFC3339, tt.known)
		}
		spans, err := r.Timeline(at).Spans(ctx, "test")
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, s := range spans {
			words := s.Ref.ID + " " + s.First.Published.String()
			if s.Opening {
				words += "="
			}
			words += ".."
			if s.Gone != nil {
				words += fmt.Sprintf("%s gone %s", s.Last.Published, s.Gone.Published)
			}
			got = append(got, words)
		}
		if g := strings.Join(got, " "); g != tt.want {
			t.Errorf("as of %q, known at %q:\n got %s\nwant %s", tt.day, tt.known, g, tt.want)
		}
	}
	_, err := r.Timeline(AsOf{}).Spans(ctx, "eu_fsf")
	wantKind(t, err, UnknownList)

	at := r.Timeline(AsOf{Day: interdict.Day(2024, 5, 20)})
	span, err := at.Span(ctx, interdict.Ref{List: "test", ID: "9"})
	if err != nil || span == nil || span.Gone == nil {
		t.Fatalf("the span of 9: %+v, %v", span, err)
	}
	if l, err := r.Form(ctx, span); err != nil || l.Caption() != "B" {
		t.Errorf("the last form of 9: %+v, %v", l, err)
	}
	if span, err = at.Span(ctx, interdict.Ref{List: "test", ID: "nobody"}); err != nil || span != nil {
		t.Errorf("the span of nobody: %+v, %v", span, err)
	}
}

// TestUnassigned: a listing that left before anyone compiled is found, and no
// longer once it has its entity; merged ids lead to the end of their chain.
func TestUnassigned(t *testing.T) {
	ctx := context.Background()
	r := openTemp(t)
	load(t, r, "2024-01-01", append(people(2), person("9", "A")))
	load(t, r, "2024-02-01", append(people(2), person("9", "B")))
	load(t, r, "2024-03-01", people(2))
	if err := r.Assign(ctx, map[interdict.Ref]string{{List: "test", ID: "1"}: "test-1", {List: "test", ID: "2"}: "test-2"}, nil, noon); err != nil {
		t.Fatal(err)
	}
	out, err := r.Unassigned(ctx)
	if err != nil || len(out) != 1 || out[0].Caption() != "B" {
		t.Fatalf("unassigned: %+v, %v", out, err)
	}
	changes := []EntityChange{{Entity: "test-3", Became: "test-2"}, {Entity: "test-2", Became: "test-1"}, {Entity: "test-1", Became: "test-9", Split: true}}
	if err := r.Assign(ctx, map[interdict.Ref]string{out[0].Ref(): "test-9"}, changes, noon); err != nil {
		t.Fatal(err)
	}
	if out, err = r.Unassigned(ctx); err != nil || len(out) != 0 {
		t.Errorf("still unassigned: %+v, %v", out, err)
	}
	merged, err := idsOf(t, r).Merged(ctx)
	if err != nil || len(merged) != 2 || merged["test-3"] != "test-1" || merged["test-2"] != "test-1" {
		t.Errorf("merged: %v, %v", merged, err)
	}
	refs, err := idsOf(t, r).Belonging(ctx, "test-1")
	if want := []interdict.Ref{{List: "test", ID: "1"}, {List: "test", ID: "2"}}; err != nil || !slices.Equal(refs, want) {
		t.Errorf("test-1 has %v, %v", refs, err)
	}
	for id, want := range map[string]string{"9": "test-9", "nobody": ""} {
		if got, err := idsOf(t, r).EntityOf(ctx, interdict.Ref{List: "test", ID: id}); err != nil || got != want {
			t.Errorf("%s belongs to %q, %v; want %q", id, got, err, want)
		}
	}
}
