package register

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

func TestLoadOutcome(t *testing.T) {
	r := openTemp(t)
	first := load(t, r, "2024-03-22", people(5))
	if first.Result != Loaded || !first.InForce || first.Previous != nil || first.Added != 5 || first.Unchanged != 0 {
		t.Errorf("first: %+v", first)
	}
	next := people(6)[1:]                 // 1 removed, 6 added
	next[0].Remarks = "now with a remark" // 2 changed
	next[1].Raw = []byte("3;PERSON 3")    // 3 only in other bytes
	second := load(t, r, "2024-03-26", next)
	if second.Added != 1 || second.Removed != 1 || second.Changed != 1 || second.Republished != 1 || second.Unchanged != 2 ||
		!second.InForce || second.Previous == nil || second.Previous.SHA256 != first.Edition.SHA256 {
		t.Errorf("second: %+v", second)
	}
	e := second.Edition
	if e.Entries != 5 || e.Names != 5 || e.List != "test" || e.Published.String() != "2024-03-26" || !e.Loaded.Equal(noon) ||
		len(e.Files) != 1 || e.Files[0].Name != "test.csv" {
		t.Errorf("edition: %+v", e)
	}
	kept, err := namedEdition(context.Background(), r, "test", "")
	if err != nil || fmt.Sprint(kept) != fmt.Sprint(e) {
		t.Errorf("the edition reads back as\n%+v, %v\nand was\n%+v", kept, err, e)
	}
}

func TestLoadOfTheSameBytesChangesNothing(t *testing.T) {
	r := openTemp(t)
	load(t, r, "2024-03-22", people(5))
	before, err := stateNow(context.Background(), r)
	if err != nil {
		t.Fatal(err)
	}
	m := meta("2024-05-01", people(5)) // another date and name, the same bytes
	m.Files[0].Name = "copy.csv"
	out, err := r.Load(context.Background(), m, nil, LoadOptions{Now: noon.AddDate(0, 1, 0)})
	if err != nil || out.Result != Already || !out.InForce || out.Edition.Published.String() != "2024-03-22" || out.Unchanged != 5 {
		t.Errorf("again: %+v, %v", out, err)
	}
	if after, _ := stateNow(context.Background(), r); after != before {
		t.Error("the state has changed")
	}
	if es, _ := r.Editions(context.Background(), "test"); len(es) != 1 {
		t.Errorf("%d editions", len(es))
	}
}

// TestAPublisherGoesBack: an edition is withdrawn by publishing the one before
// it again. Its bytes are known, and yet it is news.
func TestAPublisherGoesBack(t *testing.T) {
	r := openTemp(t)
	load(t, r, "2024-03-22", people(5))
	load(t, r, "2024-03-26", people(4))
	out := load(t, r, "2024-03-27", people(5))
	if out.Result != Loaded || !out.InForce || out.Added != 1 {
		t.Errorf("%+v", out)
	}
	if got := inForceIDs(t, r, ""); got != "1 2 3 4 5" {
		t.Errorf("in force: %s", got)
	}
	for _, date := range []string{"2024-03-22", "2024-03-23", "2024-03-27", "2024-04-01", ""} {
		if out := load(t, r, date, people(5)); out.Result != Already {
			t.Errorf("once more of %q: %s", date, out.Result)
		}
	}

	undated := openTemp(t)
	load(t, undated, "", people(5))
	load(t, undated, "", people(4))
	if out := load(t, undated, "", people(5)); out.Result != Loaded || !out.InForce {
		t.Errorf("without dates: %+v", out)
	}
	if out := load(t, undated, "", people(5)); out.Result != Already {
		t.Errorf("without dates, once more: %s", out.Result)
	}
}

// TestKnownByTheDateInItsContent: the date in the file's name says one day, the
// content another, under which it is here.
func TestKnownByTheDateInItsContent(t *testing.T) {
	r := openTemp(t)
	read := reading(people(5), lists.Report{Published: interdict.Day(2024, 3, 22)})
	for i, want := range []Result{Loaded, Already} {
		out, err := r.Load(context.Background(), meta("2024-05-01", people(5)), read, LoadOptions{Now: noon})
		if err != nil || out.Result != want || out.Edition.Published.String() != "2024-03-22" {
			t.Errorf("%d: %+v, %v", i, out, err)
		}
		load(t, r, "2024-04-01", people(4)) // stands between the two dates
	}
	checkOnlyRecords(t, r, 5)
}

func TestOlderEditionJoinsTheHistory(t *testing.T) {
	r := openTemp(t)
	load(t, r, "2024-05-03", people(6))
	load(t, r, "2024-03-22", people(4))
	out := load(t, r, "2024-04-01", people(5))
	if out.InForce || out.Previous.Published.String() != "2024-03-22" || out.Added != 1 {
		t.Errorf("%+v", out)
	}
	for day, want := range map[string]string{"": "1 2 3 4 5 6", "2024-04-30": "1 2 3 4 5", "2024-03-31": "1 2 3 4"} {
		if got := inForceIDs(t, r, day); got != want {
			t.Errorf("in force on %q: %s, want %s", day, got, want)
		}
	}
}

func TestOfEqualDatesTheLaterLoadedIsInForce(t *testing.T) {
	r := openTemp(t)
	load(t, r, "2024-03-22", people(5))
	if out := load(t, r, "2024-03-22", people(4)); !out.InForce {
		t.Error("the later loaded is not in force")
	}
	if got := inForceIDs(t, r, ""); got != "1 2 3 4" {
		t.Errorf("in force: %s", got)
	}
}

// TestLoadRefuses shows each way in which an edition is refused, and that the
// one in force stays, the reason is noted, and a good load clears the note.
func TestLoadRefuses(t *testing.T) {
	broken := &lists.Error{File: "sdn.csv", At: "line 7", Reason: "the file ends within a quoted field", Remedy: "get it again"}
	foreign := people(1)
	foreign[0].List = "un_sc_sanctions"
	for _, tt := range []struct {
		name  string
		date  string
		ls    []interdict.Listing
		rep   lists.Report
		err   error
		kind  Kind
		words []string
	}{
		{name: "reader's error", date: "2024-04-01", ls: people(8), err: broken, kind: Unreadable, words: []string{"sdn.csv, line 7", "get it again"}},
		{name: "empty", date: "2024-04-01", kind: Empty, words: []string{"no entries"}},
		{name: "fewer than declared", date: "2024-04-01", ls: people(9), rep: lists.Report{Declared: 10}, kind: Incomplete, words: []string{"declares 10", "has 9"}},
		{name: "under half, later", date: "2024-04-01", ls: people(3), kind: Shrunk, words: []string{"3 entries", "8 of the edition of 22 March 2024", "--accept-shrink"}},
		{name: "under half, earlier", date: "2024-03-01", ls: people(3), kind: Shrunk, words: []string{"under half"}},
		{name: "no date", ls: people(9), kind: Undated, words: []string{"--published"}},
		{name: "a date that is none", ls: people(9), rep: lists.Report{NoDate: "31/02/2024"}, kind: Undated, words: []string{"31/02/2024", "--published"}},
		{name: "a date to come", date: "2024-06-03", ls: people(9), kind: Future, words: []string{"2024-06-03", "today is 2024-06-01", "clock"}},
		{name: "another list's", date: "2024-04-01", ls: foreign, kind: BadEdition, words: []string{"un_sc_sanctions"}},
		{name: "inexact date", date: "2024-04-01", ls: people(9), rep: lists.Report{Published: interdict.Date{Year: 2024}}, kind: BadEdition, words: []string{"YYYY-MM-DD"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ctx := context.Background()
			r := openTemp(t)
			load(t, r, "2024-03-22", people(8))
			before, err := stateNow(ctx, r)
			if err != nil {
				t.Fatal(err)
			}
			read := func(yield func(*interdict.Listing) error) (lists.Report, error) {
				rep, err := reading(tt.ls, tt.rep)(yield)
				return rep, errors.Join(err, tt.err)
			}
			m := meta(tt.date, append(people(20), tt.ls...))
			_, err = r.Load(ctx, m, read, LoadOptions{Now: noon})
			wantKind(t, err, tt.kind, tt.words...)
			if tt.err != nil && !errors.Is(err, tt.err) {
				t.Error("the reader's error is lost")
			}
			if after, _ := stateNow(ctx, r); after != before || inForceIDs(t, r, "") != "1 2 3 4 5 6 7 8" {
				t.Error("the edition in force has changed")
			}
			checkOnlyRecords(t, r, 8)
			ss, err := r.Lists(ctx)
			if err != nil {
				t.Fatal(err)
			}
			if f := ss[0].Failure; (f != nil) != (tt.kind != BadEdition) || f != nil && (f.Kind != tt.kind || !strings.Contains(f.Reason, tt.words[0])) {
				t.Errorf("noted failure: %+v", f)
			}
			load(t, r, "2024-03-22", people(8)) // here already: the publisher's file is good
			if ss, _ = r.Lists(ctx); ss[0].Failure != nil {
				t.Errorf("still noted after a good load: %+v", ss[0].Failure)
			}
		})
	}
}

// checkOnlyRecords fails unless the register holds n records: nothing of a
// refused edition may stay behind.
func checkOnlyRecords(t *testing.T, r *Register, n int) {
	t.Helper()
	var have int
	if err := r.db.QueryRow("SELECT count(*) FROM record").Scan(&have); err != nil || have != n {
		t.Errorf("%d records, %v; want %d", have, err, n)
	}
}

func TestAcceptShrink(t *testing.T) {
	r := openTemp(t)
	load(t, r, "2024-03-22", people(8))
	out, err := r.Load(context.Background(), meta("2024-04-01", people(3)), reading(people(3), lists.Report{}),
		LoadOptions{Now: noon, AcceptShrink: true})
	if err != nil || !out.InForce || out.Removed != 5 {
		t.Errorf("%+v, %v", out, err)
	}
	_, err = r.Load(context.Background(), meta("2024-05-01", people(1)), reading(nil, lists.Report{}),
		LoadOptions{Now: noon, AcceptShrink: true})
	wantKind(t, err, Empty)
	if _, err := r.Load(context.Background(), meta("2024-04-02", people(2)), reading(people(2), lists.Report{}), LoadOptions{Now: noon}); err != nil {
		t.Errorf("2 of 3 is not under half: %v", err)
	}
}

func TestRefusedRecordsAreKept(t *testing.T) {
	r := openTemp(t)
	ls := people(4)
	ls[0].At, ls[1].At, ls[2].At = "line 1", "line 2", "line 3"
	ls[1].ID = "1"                                               // again
	ls[2].BirthDates = []interdict.Date{{Year: 1985, Month: 13}} // no such month
	ls[3].ID = ""
	reported := lists.Refusal{At: "alt.csv line 9", Code: lists.CodeOrphan, Reason: "no such party"}
	out, err := r.Load(context.Background(), meta("2024-03-22", ls),
		reading(ls, lists.Report{Declared: 4, Refused: []lists.Refusal{reported}, Missing: []string{"the file of addresses"}}), LoadOptions{Now: noon})
	if err != nil {
		t.Fatal(err)
	}
	kept, err := r.Refusals(context.Background(), out.Edition)
	if err != nil || !slices.Equal(kept, out.Refused) {
		t.Errorf("refusals read back: %v, %v; were %v", kept, err, out.Refused)
	}
	var got []string
	for _, f := range kept {
		got = append(got, f.At+": "+f.Code)
		if len(f.Reason) < 10 {
			t.Errorf("%s has the reason %q", f.At, f.Reason)
		}
	}
	want := []string{"alt.csv line 9: orphan", "line 2: duplicate_id", "line 3: bad_record", "listing : no_id"}
	if !slices.Equal(got, want) {
		t.Errorf("refused %q, want %q", got, want)
	}
	if out.Edition.Entries != 1 || out.Edition.Refused != 4 {
		t.Errorf("edition %+v", out.Edition)
	}
	if n := out.Edition.Note(); n != "4 records were refused; missing: the file of addresses" {
		t.Errorf("note %q", n)
	}
}

func TestTooLargeAListingIsRefused(t *testing.T) {
	r := openTemp(t)
	ls := people(2)
	ls[1].Raw = make([]byte, maxBody)
	out, err := r.Load(context.Background(), meta("2024-03-22", ls[:1]), reading(ls, lists.Report{}), LoadOptions{Now: noon})
	if err != nil || len(out.Refused) != 1 || out.Refused[0].Code != lists.CodeTooLarge {
		t.Errorf("%+v, %v", out.Refused, err)
	}
}

func TestTheContentsDateGoesFirst(t *testing.T) {
	r := openTemp(t)
	out, err := r.Load(context.Background(), meta("2024-03-22", people(2)),
		reading(people(2), lists.Report{Published: interdict.Day(2024, 3, 26)}), LoadOptions{Now: noon})
	if err != nil || out.Edition.Published.String() != "2024-03-26" {
		t.Errorf("%+v, %v", out.Edition, err)
	}
}

func TestUndatedEditionStandsAtItsDayOfLoading(t *testing.T) {
	ctx := context.Background()
	r := openTemp(t)
	out := load(t, r, "", people(3))
	if !out.Edition.Published.IsZero() || out.Edition.Day() != interdict.Day(2024, 6, 1) {
		t.Errorf("%+v", out.Edition)
	}
	if n := out.Edition.Note(); !strings.Contains(n, "no published date") {
		t.Errorf("note %q", n)
	}
	// Given with its date, it moves there, and the register says since when.
	out, err := r.Load(ctx, meta("2024-03-22", people(3)), nil, LoadOptions{Now: noon.Add(time.Hour)})
	if err != nil || out.Result != Dated || !out.Edition.Dated.Equal(noon.Add(time.Hour)) {
		t.Fatalf("%+v, %v", out, err)
	}
	if got := inForceIDs(t, r, "2024-03-22"); got != "1 2 3" {
		t.Errorf("in force on its date: %q", got)
	}
	v, err := r.InForce(ctx, AsOf{Day: interdict.Day(2024, 3, 22), Known: noon})
	if err != nil || !reconstructed(v) {
		t.Errorf("before the date was known it stood later: %+v, %v", v, err)
	}
}

func TestMetaIsChecked(t *testing.T) {
	r := openTemp(t)
	m := meta("2024-03-22", people(1))
	noList, noFiles, twice, vague, never := m, m, m, m, m
	never.Published = interdict.Day(2023, 2, 29)
	noList.List, noFiles.Files, twice.Files = "", nil, append(slices.Clone(m.Files), m.Files...)
	vague.Published = interdict.Date{Year: 2024, Month: 3}
	for i, m := range []Meta{noList, noFiles, twice, vague, never} {
		if _, err := r.Load(context.Background(), m, reading(people(1), lists.Report{}), LoadOptions{}); !IsKind(err, BadEdition) {
			t.Errorf("%d: %v", i, err)
		}
	}
}

func TestSecondWriterIsTold(t *testing.T) {
	dir := t.TempDir()
	a, b := openAt(t, dir), openAt(t, dir)
	load(t, a, "2024-03-22", people(3))
	_, err := a.Load(context.Background(), meta("2024-04-01", people(4)),
		func(yield func(*interdict.Listing) error) (lists.Report, error) {
			_, err := b.Load(context.Background(), meta("2024-04-02", people(5)), reading(people(5), lists.Report{}), LoadOptions{Now: noon})
			wantKind(t, err, Busy, "another process is writing", "try again")
			if got := inForceIDs(t, b, ""); got != "1 2 3" {
				t.Errorf("a reader meanwhile sees %q", got)
			}
			return reading(people(4), lists.Report{})(yield)
		}, LoadOptions{Now: noon})
	if err != nil {
		t.Fatal(err)
	}
	load(t, b, "2024-04-02", people(5))
	if got := inForceIDs(t, a, ""); got != "1 2 3 4 5" {
		t.Errorf("in force at last: %q", got)
	}
}

func TestCancelledLoad(t *testing.T) {
	r := openTemp(t)
	load(t, r, "2024-03-22", people(3))
	ctx, cancel := context.WithCancel(context.Background())
	ls := people(2000)
	_, err := r.Load(ctx, meta("2024-04-01", ls), func(yield func(*interdict.Listing) error) (lists.Report, error) {
		for i := range ls {
			if i == 1000 {
				cancel()
			}
			if err := yield(&ls[i]); err != nil {
				return lists.Report{}, err
			}
		}
		return lists.Report{}, nil
	}, LoadOptions{Now: noon})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v", err)
	}
	if got := inForceIDs(t, r, ""); got != "1 2 3" {
		t.Errorf("in force %q", got)
	}
	if ss, err := r.Lists(context.Background()); err != nil || ss[0].Failure != nil {
		t.Errorf("a cancelled load is noted as the list's failure: %+v, %v", ss[0].Failure, err)
	}
	checkOnlyRecords(t, r, 3)
	load(t, r, "2024-04-01", ls)
}

// TestReaderThatHidesAnError: what yield answered counts, whatever the reader
// makes of it.
func TestReaderThatHidesAnError(t *testing.T) {
	r := openTemp(t)
	wrong := person("1", "A")
	wrong.List = "other"
	_, err := r.Load(context.Background(), meta("2024-03-22", people(1)), func(yield func(*interdict.Listing) error) (lists.Report, error) {
		_ = yield(&wrong)
		return lists.Report{}, nil
	}, LoadOptions{Now: noon})
	wantKind(t, err, BadEdition)
}

func TestWhatWasStatedStaysStated(t *testing.T) {
	r := openTemp(t)
	load(t, r, "2024-03-22", people(3))
	for _, s := range []string{
		"DELETE FROM record", "UPDATE record SET body = x'00'", "DELETE FROM edition",
		"UPDATE edition SET published = '2020-01-01'", "UPDATE edition SET entries = 7",
	} {
		if _, err := r.db.Exec(s); err == nil {
			t.Errorf("%s succeeded", s)
		}
	}
}

func TestEditionSHA(t *testing.T) {
	h := func(b byte) (h Hash) { h[0] = b; return h }
	one := []File{{Part: "main", Name: "a", SHA256: h(1)}}
	if EditionSHA(one) != h(1) {
		t.Error("a single file's is not its own")
	}
	a := EditionSHA([]File{{Part: "main", Name: "a", SHA256: h(1)}, {Part: "alt", Name: "b", SHA256: h(2)}})
	b := EditionSHA([]File{{Part: "alt", Name: "c", SHA256: h(2)}, {Part: "main", Name: "d", SHA256: h(1)}})
	c := EditionSHA([]File{{Part: "alt", Name: "c", SHA256: h(1)}, {Part: "main", Name: "d", SHA256: h(2)}})
	if a != b || a == c {
		t.Error("it must depend on parts and bytes, not on names and order")
	}
	// printf 'alt 02%062d\nmain 01%062d\n' 0 0 | sha256sum
	if a.String() != "249cb7c38149039cb90c812401c0305eef285baee0519ff3a4e6b43003a3e1b6" {
		t.Errorf("SHA-256 of two files: %s", a)
	}
}

// TestVanishedPart: an edition that has lost all parties of a kind or regime is
// refused, whatever its size; not where they have another id or another regime now.
func TestVanishedPart(t *testing.T) {
	ctx := context.Background()
	r := openTemp(t)
	of := func(n int, prefix string, schema interdict.Schema, regime string) (ls []interdict.Listing) {
		for i := range n {
			l := person(fmt.Sprint(prefix, i), fmt.Sprint("PARTY ", prefix, i))
			l.Schema, l.Designation.Regime = schema, regime
			ls = append(ls, l)
		}
		return ls
	}
	try := func(date string, accept bool, want Kind, words string, parts ...[]interdict.Listing) {
		t.Helper()
		ls := slices.Concat(parts...)
		_, err := r.Load(ctx, meta(date, ls), reading(ls, lists.Report{}), LoadOptions{Now: noon, AcceptShrink: accept, KeepParts: true})
		if want == "" && err != nil {
			t.Errorf("the edition of %s: %v", date, err)
		}
		if want != "" {
			wantKind(t, err, want, words)
		}
	}
	people, firms := of(90, "p", interdict.Person, "Iran"), of(12, "f", interdict.Organization, "Iran")
	syria, few := of(10, "s", interdict.Person, "Syria"), of(9, "b", interdict.Person, "Burundi")
	try("2024-01-01", false, "", "", people, firms, syria, few)
	try("2024-01-02", false, Shrunk, "no organisation, of which the edition of 1 January 2024 has 12", people, syria, few)
	try("2024-01-02", false, Shrunk, `no entry under "Syria", of which the edition of 1 January 2024 has 10`, people, firms, few)
	try("2024-01-02", false, "", "", people, firms, syria) // nine may be delisted
	try("2024-01-03", false, "", "", people, firms, of(10, "s", interdict.Person, "The Syria Regulations"))
	try("2024-01-04", false, "", "", people, of(12, "g", interdict.Organization, "Iran"), of(10, "s", interdict.Person, "The Syria Regulations"))
	try("2024-01-05", true, "", "", people)
	out := load(t, r, "2024-01-06", of(90, "q", interdict.Vessel, "Iran"))
	if want := "no person, of which the edition of 5 January 2024 has 90"; out.Lost != want {
		t.Errorf("by hand: %q, want %q", out.Lost, want)
	}
}
