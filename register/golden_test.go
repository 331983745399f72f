package register

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

// golden is the newest version that has a file testdata/register_vN.db.
const golden = "testdata/register_v3"

// TestYesterdaysFilesOpen opens the register files of all versions and asks of
// them what register_vN.txt says. With -update it makes the newest version's,
// if that is not there; a file that has been released is never made again.
func TestYesterdaysFilesOpen(t *testing.T) {
	if _, err := os.Stat(golden + ".db"); *update && errors.Is(err, os.ErrNotExist) {
		makeGolden(t)
	}
	files, err := filepath.Glob("testdata/register_v*.db")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, FileName), b, 0o666); err != nil {
				t.Fatal(err)
			}
			r := openAt(t, dir)
			if err := r.Check(context.Background()); err != nil {
				t.Error(err)
			}
			got := describe(t, r)
			text := strings.TrimSuffix(file, ".db") + ".txt"
			want, err := os.ReadFile(text)
			if errors.Is(err, os.ErrNotExist) && *update {
				err = os.WriteFile(text, []byte(got), 0o666)
				want = []byte(got)
			}
			if err != nil || got != string(want) {
				t.Errorf("it says\n%s\nand should say\n%s\n%v", got, want, err)
			}
			load(t, r, "2024-06-02", people(6)) // it can be written as well
		})
	}
}

// makeGolden makes a register in which everything occurs that the tables can
// hold: two lists, intervals that were split, a reverted and a dated edition,
// refusals, a failure.
func makeGolden(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	r := openAt(t, dir)
	zhao := interdict.Listing{List: "test", ID: "47814", Schema: interdict.Person,
		Names: []interdict.Name{
			{Full: "Guangzong ZHAO", Kind: interdict.PrimaryName, Parts: []interdict.NamePart{{Kind: interdict.Given, Value: "Guangzong"}, {Kind: interdict.Family, Value: "ZHAO"}}},
			{Full: "赵光宗", Kind: interdict.AliasName, Script: "Chinese", Quality: interdict.Strong}},
		BirthDates:  []interdict.Date{{Year: 1985}},
		Genders:     []string{"male"},
		Countries:   []interdict.Country{{Role: interdict.Nationality, Code: "cn", Name: "China"}},
		Identifiers: []interdict.Identifier{{Type: interdict.NationalID, Value: "421003198511121539", Country: "cn", Label: "National ID No."}},
		Links:       []interdict.Link{{Type: "linked_to", Name: "WUHAN XIAORUIZHI SCIENCE AND TECHNOLOGY COMPANY, LIMITED"}},
		Designation: interdict.Designation{Programs: []string{"CYBER2"}, Listed: interdict.Day(2024, 3, 25), Measures: []interdict.Measure{interdict.AssetFreeze}},
		Remarks:     "nationality China; Gender Male; National ID No. 421003198511121539 (China).",
		Raw:         []byte(`47814,"ZHAO, Guangzong","individual","CYBER2"` + "\r\n")}
	exact := zhao // as published; the other is as if only the year were known
	exact.BirthDates = []interdict.Date{interdict.Day(1985, 11, 12)}
	load(t, r, "2024-05-03", append(people(5), zhao))
	load(t, r, "2024-03-22", append(people(6)[1:], exact))
	load(t, r, "2024-04-01", append(people(3), exact))
	load(t, r, "2024-05-04", people(6))
	load(t, r, "2024-05-05", append(people(5), zhao))
	own := people(2)
	for i := range own {
		own[i].List = "own"
	}
	m := meta("", own)
	m.List, m.Title, m.Notes = "own", "Our own list", []string{"kept by compliance"}
	rep := lists.Report{Declared: 2, Missing: []string{"addresses"}, Unknown: []lists.Unknown{{Name: "colour", Count: 2, First: "line 1"}},
		Refused: []lists.Refusal{{At: "line 9", Code: lists.CodeNoName, Reason: "it has no name; give it one"}}}
	if _, err := r.Load(ctx, m, reading(own, rep), LoadOptions{Now: noon}); err != nil {
		t.Fatal(err)
	}
	m.Published = interdict.Day(2024, 2, 1)
	if _, err := r.Load(ctx, m, nil, LoadOptions{Now: noon.Add(time.Hour)}); err != nil {
		t.Fatal(err)
	}
	_, err := r.Load(ctx, meta("2024-06-01", people(7)), reading(nil, lists.Report{}), LoadOptions{Now: noon})
	wantKind(t, err, Empty)
	d := Decision{Kind: Same, A: interdict.Ref{List: "test", ID: "47814"}, B: interdict.Ref{List: "own", ID: "p0"}, Why: "one passport", Who: "compliance", At: noon}
	if err := r.Decide(ctx, d); err != nil {
		t.Fatal(err)
	}
	if _, err := r.db.Exec("VACUUM INTO ?", golden+".db"); err != nil {
		t.Fatal(err)
	}
}

// describe writes down what a register answers.
func describe(t *testing.T, r *Register) string {
	ctx := context.Background()
	var b strings.Builder
	ss, err := r.Lists(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range ss {
		fmt.Fprintf(&b, "list %s (%s), %d editions, failure %v\n", s.List, s.Title, s.Editions, s.Failure)
		editions, err := r.Editions(ctx, s.List)
		if err != nil {
			t.Fatal(err)
		}
		for i := range editions {
			e := &editions[i]
			fmt.Fprintf(&b, "  %s %s content %s loaded %s dated %s files %v; %s\n", e, e.SHA256.Short(), e.Content.Short(),
				e.Loaded.Format(time.DateTime), e.Dated.Format(time.DateTime), e.Files, e.Note())
			fmt.Fprintf(&b, "    holds %s\n", strings.Join(ids(t, viewOf(r, *e)), " "))
			refused, err := r.Refusals(ctx, *e)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range refused {
				fmt.Fprintf(&b, "    refused %s %s %s\n", f.At, f.Code, f.Reason)
			}
		}
	}
	found, err := r.Find(ctx, "47814")
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range found {
		for _, v := range h.Versions {
			fmt.Fprintf(&b, "%s of %s from the %s to the %s, current %v: %s %q\n", h.Ref.ID, h.Ref.List, &v.First, &v.Last, v.Current,
				listingJSON(t, v.Listing), v.Listing.Raw)
		}
	}
	d, err := r.Diff(ctx, "test", "2024-03-22", "2024-05-03")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(&b, "%s to %s: %d added, %d removed, %v\n", d.From, d.To, len(d.Added), len(d.Removed), plainChanges(d.Changed))
	return b.String()
}

// plainChanges are changes without what later versions say of them.
func plainChanges(changes []Change) (out []string) {
	for _, c := range changes {
		var fields []string
		for _, f := range c.Fields {
			fields = append(fields, fmt.Sprintf("{%s %s %s %s}", f.Field, f.Old, f.New, f.Words))
		}
		out = append(out, fmt.Sprintf("{%s %s %s}", c.ID, c.Name, fields))
	}
	return out
}
