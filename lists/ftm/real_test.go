package ftm

import (
	"bytes"
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

// TestReal reads the stored exports and holds them against what encoding/json
// reads: how many parties there are, and that each published value is told.
func TestReal(t *testing.T) {
	for _, c := range []struct {
		path, list             string
		entries, names         int
		missing                string
		refused, unknownAtMost int
	}{
		{"sa_wiki_peps_entities.ftm.json", "sa_wiki_peps", 607, 3948, "", 0, 200},
		{"wd_persons_entities.ftm.json", "wd_persons", 100, 1444, "", 0, 0},
		{"wd_persons_targets.nested.json", "wd_persons", 20, 282, "", 0, 0},
		{"zavod_export_small/targets.nested.json", "wd_persons", 5, 11, "", 0, 0},
		{"yente/t1/entities.ftm.json", "eu_fsf", 6, 35, "the parties of 1 records that are no party themselves (Address 1)", 0, 0},
		{"yente/zala/entities.ftm.json", "zala", 17, 282, "", 0, 0},
		{"yente/parteispenden/entities.ftm.json", "parteispenden", 96, 96, "", 0, 0},
	} {
		t.Run(c.path, func(t *testing.T) {
			path := listtest.Shared(t, append([]string{"ftm"}, strings.Split(c.path, "/")...)...)
			file := listtest.Path(t, path)
			file.Path = path
			got, report := listtest.Read(t, JSON(), file)
			if got[0].List != c.list || len(got) != c.entries || report.Names != c.names || len(report.Refused) != c.refused || len(report.Unknown) > c.unknownAtMost || strings.Join(report.Missing, " ") != c.missing {
				t.Errorf("%s: %d entries, %d names, refused %+v, missing %q; %d unknown %.300s", got[0].List, len(got), report.Names, report.Refused, report.Missing, len(report.Unknown), fmt.Sprint(report.Unknown))
			}
			everyValue(t, got, path)
		})
	}
}

// leftOut are values of a record that the listing does not tell, by their
// paths' ends.
var leftOut = map[string]string{
	"last_seen":        "is another in each export",
	"datasets":         "is the listing's list, where it is but one",
	"properties/notes": "are the remarks, looked at apart",
}

// leftOutBeside are values of a record beside a party.
var leftOutBeside = map[string]string{
	"id":          "of a relation nobody refers to it",
	"caption":     "is a word for the schema, or a value that is told itself",
	"first_seen":  "is said of the record, not of the party",
	"last_change": "is said of the record, not of the party",
	"target":      "is always false",
	"referents":   "are ids that the record had before it was merged",
	"schema":      "becomes the field's name",
}

// everyValue checks that each value of each record is told by the listings that
// it belongs to.
func everyValue(t *testing.T, got []*interdict.Listing, path string) {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	told := map[string]map[string]bool{}
	for _, l := range got {
		told[l.ID] = listtest.Told(t, l)
		for _, w := range listtest.Words(l.Remarks + " " + l.Designation.Reasons) {
			told[l.ID][w] = true
		}
	}
	byID := map[string]*interdict.Listing{}
	for _, l := range got {
		byID[l.ID] = l
	}
	for line := range bytes.Lines(data) {
		var e struct {
			ID         string
			Schema     string
			Properties map[string]any
		}
		if err := json.Unmarshal(line, &e); err != nil {
			t.Fatal(err)
		}
		var whole any
		json.Unmarshal(line, &whole)
		owners := []string{e.ID}
		if told[e.ID] == nil {
			owners = nil
			for _, v := range e.Properties {
				for _, id := range anyStrings(v) {
					if told[id] != nil {
						owners = append(owners, id)
					}
				}
			}
		}
		linked(t, byID, e.Schema, e.Properties)
		for _, owner := range owners {
			leaves(whole, "", func(path, value string) {
				last := path[strings.LastIndexByte(path, '/')+1:]
				nested := strings.Count(path, "/") > 1
				switch {
				case leftOut[path] != "" || leftOut[last] != "", (owner != e.ID || nested) && leftOutBeside[last] != "":
				case nested && told[value] != nil: // a party that is told itself
				case owner != e.ID && told[value] != nil: // an end, see linked
				default:
					if missing := listtest.Missing(told[owner], value); missing != nil && !toldByOther(got, whole, path, value, told) {
						t.Errorf("%s does not tell %q of %s %s: %q", owner, missing, e.ID, path, value)
					}
				}
			})
		}
	}
}

// toldByOther says whether the value stands in a nested party that has a
// listing of its own, which tells it.
func toldByOther(got []*interdict.Listing, whole any, path, value string, told map[string]map[string]bool) bool {
	if strings.Count(path, "/") < 2 {
		return false
	}
	return slices.ContainsFunc(got, func(l *interdict.Listing) bool { return listtest.Missing(told[l.ID], value) == nil })
}

// linked checks that the parties at a relation's ends are linked.
func linked(t *testing.T, byID map[string]*interdict.Listing, name string, props map[string]any) {
	s := facts().schemata[name]
	if s.role != "edge" {
		return
	}
	for _, a := range anyStrings(props[s.source]) {
		for _, b := range anyStrings(props[s.target]) {
			for _, ends := range [][2]string{{a, b}, {b, a}} {
				if l := byID[ends[0]]; l != nil && !slices.ContainsFunc(l.Links, func(k interdict.Link) bool { return k.ID == ends[1] }) {
					t.Errorf("%s is not linked to %s, though a %s says so", ends[0], ends[1], name)
				}
			}
		}
	}
}

func anyStrings(v any) (all []string) {
	leaves(v, "", func(_, value string) { all = append(all, value) })
	return all
}

func leaves(v any, path string, fn func(path, value string)) {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			leaves(x, strings.TrimPrefix(path+"/"+k, "/"), fn)
		}
	case []any:
		for _, x := range v {
			leaves(x, path, fn)
		}
	case nil:
	default:
		fn(path, fmt.Sprint(v))
	}
}

func BenchmarkRead(b *testing.B) {
	file := listtest.Path(b, listtest.Shared(b, "ftm", "sa_wiki_peps_entities.ftm.json"))
	b.SetBytes(file.Size)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := listtest.Try(JSON(), "sa_wiki_peps", file); err != nil {
			b.Fatal(err)
		}
	}
}

// TestRealForms reads the other forms of one small data set: 5 targets among 9
// persons.
func TestRealForms(t *testing.T) {
	path := func(name string) *lists.File {
		p := listtest.Shared(t, "ftm", "zavod_export_small", name)
		f := listtest.Path(t, p)
		f.Path = p
		return f
	}
	pack, report := listtest.Read(t, Statements(), path("statements.pack"))
	if len(pack) != 9 || report.Names != 18 || pack[0].List != "wd_persons" || codes(report) != "" {
		t.Errorf("statements.pack: %d entries, %d names of %s: %s", len(pack), report.Names, pack[0].List, codes(report))
	}
	nested, _ := listtest.Read(t, JSON(), path("targets.nested.json"))
	for _, n := range nested {
		i := slices.IndexFunc(pack, func(l *interdict.Listing) bool { return l.ID == n.ID })
		if i < 0 || len(pack[i].Names) != len(n.Names) || fmt.Sprint(pack[i].BirthDates, pack[i].Countries, pack[i].Identifiers) != fmt.Sprint(n.BirthDates, n.Countries, n.Identifiers) {
			t.Errorf("%s: the forms do not agree", n.ID)
		}
	}
	table, report := listtest.Read(t, Simple(), path("targets.simple.csv"))
	if len(table) != 5 || report.Names != 11 || codes(report) != "" {
		t.Errorf("targets.simple.csv: %d entries, %d names: %s", len(table), report.Names, codes(report))
	}
	files := map[string]*lists.File{lists.Main: path("targets.nested.json"), "index": path("index.json")}
	if rec, ok := JSON().Recognise(files["index"]); !ok || rec.List != "wd_persons" {
		t.Errorf("index.json is %+v, %v", rec, ok)
	}
	_, report, err := read(files)
	if err != nil || report.Published != interdict.Day(2024, 3, 10) || report.Declared != 5 {
		t.Errorf("published %v, declared %d: %v", report.Published, report.Declared, err)
	}
}

// TestRealDeltas applies the stored deltas, in the order of their versions, upon
// the stored full file.
func TestRealDeltas(t *testing.T) {
	files := map[string]*lists.File{lists.Main: listtest.Path(t, listtest.Shared(t, "ftm", "yente", "t1", "entities.ftm.json"))}
	for _, version := range []string{"20240527194702-wnk", "20240528014702-pfh", "20240528074703-npf", "20240528134729-3iv"} {
		p := listtest.Shared(t, "ftm", "yente", "t2", version, "entities.delta.json")
		f := listtest.Path(t, p)
		f.Path = p
		rec, ok := JSON().Recognise(f)
		if version == "20240528074703-npf" && !ok { // it deletes a record, and says no more
			rec = lists.Recognition{Part: deltaPart + version}
		}
		if rec.Part != deltaPart+version {
			t.Fatalf("%s is %+v, %v", version, rec, ok)
		}
		files[rec.Part] = f
	}
	byID, report, err := read(files)
	if err != nil || len(byID) != 9 || len(report.Refused) != 0 {
		t.Fatalf("%d entries, refused %+v: %v", len(byID), report.Refused, err)
	}
	if byID["NK-500Poltergeist"] != nil || byID["NK-2T3S8Hu29ktYnKSTgQp2wL"].Caption() != "Foobar Foobargroup" || byID["Q4365364"] == nil {
		t.Error("the deltas were not applied in order")
	}
}
