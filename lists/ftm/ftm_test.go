package ftm

import (
	"context"
	"crypto/sha1"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/listtest"
)

const fixture = "fixture_sanctions"

func codes(r lists.Report) string {
	var all []string
	for _, w := range r.Refused {
		all = append(all, w.Code)
	}
	for _, u := range r.Unknown {
		all = append(all, u.Name)
	}
	return strings.Join(append(all, r.Missing...), ", ")
}

func TestFixture(t *testing.T) {
	got, report := listtest.Read(t, JSON(), listtest.Path(t, "testdata/entities.ftm.json"))
	listtest.Golden(t, "testdata/entities.golden.json", got)
	if s := codes(report); s != "no_id, duplicate_id, no_name, Person:colour, last_name_seen, schema StarShip, the parties of 1 records that are no party themselves (Associate 1)" {
		t.Errorf("refused, unknown, missing: %s", s)
	}
}

func TestNested(t *testing.T) {
	got, report := listtest.Read(t, JSON(), listtest.Path(t, "testdata/targets.nested.json"))
	listtest.Golden(t, "testdata/nested.golden.json", got)
	if s := codes(report); s != "" {
		t.Errorf("refused, unknown, missing: %s", s)
	}
}

// TestOrder turns the file around: the listings are the same.
func TestOrder(t *testing.T) {
	data, err := os.ReadFile("testdata/entities.ftm.json")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(data), "\n")
	// The duplicate and what has no id go first, so that the same is refused.
	lines = slices.DeleteFunc(lines, func(s string) bool { return strings.Contains(s, "once more") || strings.Contains(s, "No id") })
	texts := func(lines []string) (all []string) {
		got, _ := listtest.Read(t, JSON(), listtest.Bytes("x", []byte(strings.Join(lines, ""))))
		for _, l := range got {
			b, err := json.Marshal(l)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, string(b))
		}
		slices.Sort(all)
		return all
	}
	want := texts(lines)
	slices.Reverse(lines)
	if got := texts(lines); !slices.Equal(got, want) {
		t.Error("in another order the listings differ")
	}
}

func read(files map[string]*lists.File) (byID map[string]*interdict.Listing, report lists.Report, err error) {
	byID = map[string]*interdict.Listing{}
	report, err = JSON().Read(context.Background(), fixture, files, func(l *interdict.Listing) error { byID[l.ID] = l; return nil })
	return byID, report, err
}

func TestDelta(t *testing.T) {
	main, file := listtest.Path(t, "testdata/entities.ftm.json"), listtest.Path(t, "testdata/entities.delta.json")
	file.Path = "fixture_sanctions/20261103060000-abc/entities.delta.json"
	rec, ok := JSON().Recognise(file)
	if want := (lists.Recognition{List: fixture, Guessed: true, Part: "delta 20261103060000-abc"}); !ok || rec != want {
		t.Fatalf("the delta is %+v, %v", rec, ok)
	}
	later := listtest.Bytes("later", []byte(`{"op":"DEL","entity":{"id":"fx-added"}}`+"\n"+`{"op":"MIX","entity":{"id":"fx-x"}}`+"\n"))
	for _, c := range []struct {
		files   map[string]*lists.File
		has     string
		refused string
	}{
		{map[string]*lists.File{lists.Main: main, rec.Part: file}, "fx-added", "orphan"},
		{map[string]*lists.File{lists.Main: main, rec.Part: file, "delta 20261104060000-abc": later}, "", "bad_record orphan"},
	} {
		byID, report, err := read(c.files)
		if err != nil {
			t.Fatal(err)
		}
		if byID["fx-plane"] != nil || byID["fx-unheard"] == nil || (byID["fx-added"] != nil) != (c.has != "") {
			t.Error("the changes were not all made")
		}
		ship := byID["fx-ship"]
		if len(ship.Names) != 2 || len(ship.Links) != 0 || !slices.ContainsFunc(ship.Identifiers, func(id interdict.Identifier) bool {
			return id.Type == interdict.CrossRef && id.Value == "fx-ship-older"
		}) {
			t.Errorf("the changed ship: %+v", ship)
		}
		var said []string
		for _, r := range report.Refused {
			if strings.Contains(r.At, "delta") || strings.Contains(r.At, "later") {
				said = append(said, r.Code)
			}
		}
		if strings.Join(said, " ") != c.refused {
			t.Errorf("refused %q, want %s", said, c.refused)
		}
	}
	_, _, err := read(map[string]*lists.File{rec.Part: file})
	if err == nil || !strings.Contains(err.Error(), "name the full file") {
		t.Errorf("a delta alone: %v", err)
	}
}

func indexFile(sum string) *lists.File {
	return listtest.Bytes("index.json", fmt.Appendf(nil, `{"name":%q,"index_url":"https://x","updated_at":"2026-11-02T06:00:00","resources":[{"name":"entities.ftm.json","checksum":%q}],
		"things":{"schemata":[{"name":"Person","count":3},{"name":"Company","count":1},{"name":"Position","count":7}]}}`, fixture, sum))
}

func TestIndex(t *testing.T) {
	main := listtest.Path(t, "testdata/entities.ftm.json")
	data, err := os.ReadFile("testdata/entities.ftm.json")
	if err != nil {
		t.Fatal(err)
	}
	good := indexFile(fmt.Sprintf("%x", sha1.Sum(data)))
	if rec, ok := JSON().Recognise(good); !ok || rec.List != fixture || rec.Part != "index" {
		t.Errorf("the index is %+v, %v", rec, ok)
	}
	_, report, err := read(map[string]*lists.File{lists.Main: main, "index": good})
	if err != nil || report.Published != interdict.Day(2026, 11, 2) || report.Declared != 4 {
		t.Errorf("published %v, declared %d: %v", report.Published, report.Declared, err)
	}
	_, _, err = read(map[string]*lists.File{lists.Main: main, "index": indexFile(strings.Repeat("0", 40))})
	if err == nil || !strings.Contains(err.Error(), "checksum") {
		t.Errorf("another checksum: %v", err)
	}
	for _, bad := range []string{"{", "[]", "{}"} {
		if _, _, err := read(map[string]*lists.File{lists.Main: main, "index": listtest.Bytes("index.json", []byte(bad))}); err == nil {
			t.Errorf("the index %s is taken", bad)
		}
	}
}

func TestListOf(t *testing.T) {
	one := []*entity{{datasets: []string{"sa_wiki_peps_v2"}}}
	two := []*entity{{datasets: []string{"us_ofac_sdn", "eu_fsf"}}}
	for _, c := range []struct {
		path string
		all  []*entity
		want string
	}{
		{"x.json", one, "sa_wiki_peps"}, {"sanctions/20240527134702-zbn/entities.delta.json", one, "sanctions"}, {"a/b/sanctions/entities.ftm.json", two, "sanctions"}, {"peps_entities.ftm.json", two, "peps"},
		{"sanctions/20240527134702-zbn/entities.delta.json", two, "sanctions"}, {"x.json", two, ""}, {"Own Data/entities.ftm.json", nil, ""},
	} {
		if got, _ := listOf(c.path, c.all); got != c.want {
			t.Errorf("%s: %q, want %q", c.path, got, c.want)
		}
	}
}

func TestTables(t *testing.T) {
	kinds := map[string]bool{}
	for _, k := range nameKinds {
		kinds[k.arg] = true
	}
	f := facts()
	for name, m := range f.props {
		b := &builder{t: f, report: &lists.Report{}}
		b.Schema = interdict.Vessel
		b.addValue(name, m, "1990") // panics where a table is at fault
		switch {
		case m.field == "name" && !kinds[m.arg], m.field == "part" && !slices.Contains(partOrder, interdict.PartKind(m.arg)):
			t.Errorf("%s: %+v", name, m)
		}
	}
	roles := []string{"party", "edge", "sanction", "paper", "asset", "address", "post", "held", "note"}
	for name, s := range f.schemata {
		if !slices.Contains(roles, s.role) || s.role == "edge" && (s.target == "" || s.targetIs == "" || s.sourceIs == "") || s.role == "party" && s.party == "" {
			t.Errorf("%s: %+v", name, s)
		}
	}
	if k := f.kind([]string{"crime", "role.pep", "sanction.linked"}); k != interdict.Exposed {
		t.Errorf("kind %q", k)
	}
	if f.kind([]string{"sanction.linked"}) != interdict.Watch || f.kind(nil) != "" {
		t.Error("what is linked to a sanction is none")
	}
	if _, ok := f.crossReference("ofac-6d023267c742"); ok {
		t.Error("a hash is taken for OFAC's number")
	}
}

func TestTablesOfStatements(t *testing.T) {
	for _, name := range []string{"statements.csv", "statements.pack"} {
		t.Run(name, func(t *testing.T) {
			got, report := listtest.Read(t, Statements(), listtest.Path(t, "testdata/"+name))
			listtest.Golden(t, "testdata/"+name+".golden.json", got)
			if s := codes(report); s != "" || got[0].List != fixture {
				t.Errorf("%s: refused, unknown, missing: %s", got[0].List, s)
			}
		})
	}
}

func TestSimple(t *testing.T) {
	file := listtest.Path(t, "testdata/targets.simple.csv")
	file.Path = "fixture_sanctions/targets.simple.csv"
	got, report := listtest.Read(t, Simple(), file)
	listtest.Golden(t, "testdata/simple.golden.json", got)
	if s := codes(report); s != "" || got[0].List != fixture {
		t.Errorf("%s: refused, unknown, missing: %s", got[0].List, s)
	}
}

// TestExportsAgree reads one data set in two forms: the parties that both have
// are told alike, but for what one form does not publish.
func TestExportsAgree(t *testing.T) {
	whole, _ := listtest.Read(t, JSON(), listtest.Path(t, "testdata/entities.ftm.json"))
	for _, name := range []string{"statements.csv", "statements.pack"} {
		got, _ := listtest.Read(t, Statements(), listtest.Path(t, "testdata/"+name))
		for _, l := range got {
			i := slices.IndexFunc(whole, func(o *interdict.Listing) bool { return o.ID == l.ID })
			w := whole[i]
			a, b := fmt.Sprint(len(l.Names), l.Schema, l.BirthDates, l.Emails, l.Addresses), fmt.Sprint(len(w.Names), w.Schema, w.BirthDates, w.Emails, w.Addresses)
			if a != b || l.Caption() != w.Caption() {
				t.Errorf("%s, %s: %s\nfrom JSON: %s", name, l.ID, a, b)
			}
		}
	}
}
