package register

import (
	"context"
	"encoding/json"
	"os"
	"testing"

	"github.com/interdict/interdict"
)

// diffed is a register with three editions in which each thing happens once.
func diffed(t *testing.T) *Register {
	r := openTemp(t)
	first := people(4)
	first[3].BirthDates = []interdict.Date{{Year: 1985}}
	load(t, r, "2024-03-22", first)
	second := append([]interdict.Listing{}, first...)
	second[3].BirthDates = []interdict.Date{interdict.Day(1985, 11, 12)}
	second[1].Raw = []byte("2;PERSON 2")
	load(t, r, "2024-03-26", append(second, person("5", "PERSON 5")))
	load(t, r, "2024-05-03", append(second[1:], person("5", "PERSON 5"), person("6", "PERSON 6")))
	return r
}

// TestDiffJSON holds the JSON that the command prints to testdata/diff.json.
func TestDiffJSON(t *testing.T) {
	d, err := diffed(t).Diff(context.Background(), "test", "2024-03-22", "")
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	const file = "testdata/diff.json"
	if *update {
		if err := os.WriteFile(file, got, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestDiffDefaultsToTheTwoNewest(t *testing.T) {
	d, err := diffed(t).Diff(context.Background(), "test", "", "")
	if err != nil {
		t.Fatal(err)
	}
	if d.From != "2024-03-26" || d.To != "2024-05-03" || len(d.Added) != 1 || d.Added[0].ID != "6" ||
		len(d.Removed) != 1 || d.Removed[0].Words != "removed; last seen in the edition of 26 March 2024" ||
		len(d.Changed) != 0 || len(d.Republished) != 0 {
		t.Errorf("%+v", d)
	}
}

// TestDiffKnowsWhatHappenedBetween: the editions between the two compared say
// when a listing came or went.
func TestDiffKnowsWhatHappenedBetween(t *testing.T) {
	r := openTemp(t)
	load(t, r, "2024-01-01", people(4))
	load(t, r, "2024-02-01", append(people(4), person("5", "E"))) // 5 comes
	changed := append(people(4)[1:], person("5", "E"))            // 1 goes
	changed[0].Remarks = "so"
	load(t, r, "2024-03-01", changed)
	load(t, r, "2024-04-01", append(people(4)[1:], person("5", "F"))) // 5 changes, 2 changes back
	d, err := r.Diff(context.Background(), "test", "2024-01-01", "2024-04-01")
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Added) != 1 || d.Added[0] != (Entry{ID: "5", Name: "F", Words: "added; first seen in the edition of 1 February 2024"}) {
		t.Errorf("added %+v", d.Added)
	}
	if len(d.Removed) != 1 || d.Removed[0] != (Entry{ID: "1", Name: "PERSON 1", Words: "removed; last seen in the edition of 1 February 2024"}) {
		t.Errorf("removed %+v", d.Removed)
	}
	if len(d.Changed) != 0 {
		t.Errorf("changed and changed back: %+v", d.Changed)
	}
}

func TestDiffErrors(t *testing.T) {
	ctx := context.Background()
	r := diffed(t)
	for _, tt := range []struct {
		list, from, to string
		kind           Kind
		words          string
	}{
		{"eu_fsf", "", "", UnknownList, "lists load"},
		{"test", "2024-05-03", "2024-03-22", Reversed, "--from"},
		{"test", "", "2024-03-22", UnknownEdition, "before the edition of 22 March 2024"},
		{"test", "2020-01-01", "", UnknownEdition, "as old as 2020-01-01; its first is the edition of 22 March 2024"},
		{"test", "abcdef123456", "", UnknownEdition, "abcdef123456"},
		{"test", "abc", "", UnknownEdition, "six or more digits"},
	} {
		_, err := r.Diff(ctx, tt.list, tt.from, tt.to)
		wantKind(t, err, tt.kind, tt.words)
	}
}

func TestEditionsAreFoundByName(t *testing.T) {
	ctx := context.Background()
	r := diffed(t)
	load(t, r, "2024-05-03", people(7)) // of the same date as the one before
	all, err := r.Editions(ctx, "test")
	if err != nil || len(all) != 4 {
		t.Fatal(len(all), err)
	}
	for name, want := range map[string]int{
		"": 3, "newest": 3, "2024-03-22": 0, "2024-03-25": 0, "2024-03-26": 1, "2024-03": 1, "2025": 3, "2024-05-03": 3,
		all[2].SHA256.String(): 2, all[2].SHA256.Short(): 2, nameOf(all, all[2]): 2,
	} {
		if got, err := namedEdition(ctx, r, "test", name); err != nil || got.SHA256 != all[want].SHA256 {
			t.Errorf("%q is %s, %v; want %s", name, &got, err, &all[want])
		}
	}
	twin := append([]Edition{}, all...)
	for i := range twin {
		twin[i].SHA256 = all[0].SHA256
	}
	if got, err := pickEdition(twin, all[0].SHA256.Short()); err != nil || got.id != twin[3].id {
		t.Errorf("of the same bytes published four times: %s, %v", &got, err)
	}
	for i := range twin {
		twin[i].SHA256[31] = byte(i)
	}
	_, err = pickEdition(twin, all[0].SHA256.Short())
	wantKind(t, err, Ambiguous, "4 editions", "more of the SHA-256")
}
