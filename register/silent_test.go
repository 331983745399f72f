package register

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

// TestSilentChanges: what a publisher changes without saying so is marked, what it
// announces is not.
func TestSilentChanges(t *testing.T) {
	updated := func(l *interdict.Listing) { l.Designation.Updated = interdict.Day(2024, 5, 3) }
	for _, c := range []struct {
		name        string
		before      func(l *interdict.Listing)
		after       func(l *interdict.Listing)
		why         string // of the first silent field, or of the whole; empty: not silent
		ofReference bool
	}{
		{"a date edited, no amendment date known", func(l *interdict.Listing) { l.BirthDates = []interdict.Date{interdict.Day(1985, 11, 12)} },
			func(l *interdict.Listing) { l.BirthDates = []interdict.Date{interdict.Day(1985, 12, 11)} }, "a date was edited", false},
		{"the date of listing edited", func(l *interdict.Listing) { l.Designation.Listed = interdict.Day(2024, 3, 25) },
			func(l *interdict.Listing) { l.Designation.Listed = interdict.Day(2023, 3, 25) }, "a date was edited", false},
		{"a date edited under a new amendment date", func(l *interdict.Listing) { l.BirthDates = []interdict.Date{interdict.Day(1985, 11, 12)} },
			func(l *interdict.Listing) { updated(l); l.BirthDates = []interdict.Date{interdict.Day(1985, 12, 11)} }, "", false},
		{"a name added while the amendment date stays", updated,
			func(l *interdict.Listing) {
				updated(l)
				l.Names = append(l.Names, interdict.Name{Full: "PERSON A", Kind: interdict.AliasName})
			}, "the date of last update stays 3 May 2024", false},
		{"a field emptied", func(l *interdict.Listing) { l.Genders = []string{"male"} }, func(*interdict.Listing) {}, "nothing is stated any more", false},
		{"the reasons emptied", func(l *interdict.Listing) { l.Designation.Reasons = "Hacked." }, func(*interdict.Listing) {}, "nothing is stated any more", false},
		{"a publisher's own field emptied", func(l *interdict.Listing) { l.Other = []interdict.Field{{Name: "Colour", Value: "red"}} },
			func(*interdict.Listing) {}, "nothing is stated any more", false},
		{"one of two removed", func(l *interdict.Listing) { l.Positions = []string{"minister", "deputy"} },
			func(l *interdict.Listing) { l.Positions = []string{"minister"} }, "", false},
		{"the amendment date set back", func(l *interdict.Listing) { l.Designation.Updated = interdict.Day(2024, 6, 1) }, updated, "set back", false},
		{"a name added, no amendment date known", func(*interdict.Listing) {},
			func(l *interdict.Listing) {
				l.Names = append(l.Names, interdict.Name{Full: "PERSON A", Kind: interdict.AliasName})
			}, "", false},
		{"another party", func(*interdict.Listing) {}, func(l *interdict.Listing) { l.Names[0].Full = "AEROCARIBBEAN" }, "the reference 1 was that of PERSON 1, and names another party now", true},
		{"the same under another name", func(l *interdict.Listing) { l.BirthDates = []interdict.Date{interdict.Day(1985, 11, 12)} },
			func(l *interdict.Listing) {
				l.BirthDates = []interdict.Date{interdict.Day(1985, 11, 12)}
				l.Names[0].Full = "AEROCARIBBEAN"
			}, "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			old, new := person("1", "PERSON 1"), person("1", "PERSON 1")
			c.before(&old)
			c.after(&new)
			fields := Compare(&old, &new)
			whole := judge(&old, &new, fields)
			why := ""
			for _, f := range fields {
				if f.Silent && why == "" {
					why = f.Why
				}
			}
			if c.ofReference {
				why = whole.Why
			}
			if whole.Silent != (c.why != "") || (why == "") != (c.why == "") || !strings.Contains(why, c.why) {
				t.Errorf("%+v, fields %+v; want %q", whole, fields, c.why)
			}
		})
	}
}

// TestReferencesThatComeBack: an id that left the list and comes back is told
// apart from one that is given to another party.
func TestReferencesThatComeBack(t *testing.T) {
	r := openTemp(t)
	load(t, r, "2024-03-22", people(4))
	load(t, r, "2024-03-26", people(2))
	load(t, r, "2024-05-03", append(people(3), person("4", "AEROCARIBBEAN")))
	d, err := r.Diff(context.Background(), "test", "2024-03-26", "")
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Added) != 2 || d.Silent != 1 ||
		d.Added[0].Words != "added again; first seen in the edition of 3 May 2024; listed before, last in the edition of 22 March 2024" || d.Added[0].Silent ||
		d.Added[1].Why != "the reference 4 was that of PERSON 4 until the edition of 22 March 2024, and names another party now" {
		t.Errorf("%+v", d.Added)
	}
}

func TestMassEmptied(t *testing.T) {
	r := openTemp(t)
	ls := people(40)
	for i := range ls[:12] {
		ls[i].Genders, ls[i].Raw = []string{"male"}, []byte("male")
	}
	load(t, r, "2024-03-22", ls)
	load(t, r, "2024-03-26", people(40))
	d, err := r.Diff(context.Background(), "test", "", "")
	if err != nil || fmt.Sprint(d.Notices) != "[genders emptied in 12 of 40 entries at once]" || d.Silent != 12 {
		t.Errorf("%v, %d, %v", d.Notices, d.Silent, err)
	}
}

// TestKnown: what was known at a time leaves later loads out, of older editions
// too.
func TestKnown(t *testing.T) {
	ctx := context.Background()
	r := openTemp(t)
	at := func(hours int) time.Time { return noon.Add(time.Duration(hours) * time.Hour) }
	for i, e := range []struct {
		day string
		n   int
	}{{"2024-03-22", 2}, {"2024-05-03", 4}, {"2024-03-26", 3}} { // loaded hour by hour
		ls := people(e.n)
		if _, err := r.Load(ctx, meta(e.day, ls), reading(ls, lists.Report{}), LoadOptions{Now: at(i)}); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		hours       int
		id          string
		first, last string
	}{{0, "1", "2024-03-22", "2024-03-22"}, {1, "3", "2024-05-03", "2024-05-03"}, {2, "3", "2024-03-26", "2024-05-03"}, {0, "3", "", ""}} {
		h, err := r.HistoryKnown(ctx, interdict.Ref{List: "test", ID: c.id}, AsOf{Known: at(c.hours)})
		if c.first == "" {
			wantKind(t, err, UnknownListing)
			continue
		}
		first, last := h.FirstSeen(), h.LastSeen()
		if err != nil || first.Published.String() != c.first || last.Published.String() != c.last || !h.Current() {
			t.Errorf("%s after %d hours: from the %s to the %s, %v", c.id, c.hours, &first, &last, err)
		}
	}
	if found, err := r.FindKnown(ctx, "3", AsOf{Known: at(0)}); err != nil || len(found) != 0 {
		t.Errorf("found before it was known: %v, %v", found, err)
	}
	for hours, want := range []string{"", "2 added since 2024-03-22, the first in the edition of 3 May 2024", "1 added since 2024-03-26, the first in the edition of 3 May 2024"} {
		d, err := r.DiffKnown(ctx, "test", "", "", AsOf{Known: at(hours)})
		if want == "" {
			wantKind(t, err, UnknownEdition)
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		got := fmt.Sprintf("%d added since %s, the first in the %s", len(d.Added), d.From, strings.TrimPrefix(d.Added[0].Words, "added; first seen in the "))
		if got != want {
			t.Errorf("after %d hours: %s, want %s", hours, got, want)
		}
	}
}
