package senzing

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/listtest"
)

const fixture = "fixture_peps"

func codes(r lists.Report) string {
	var all []string
	for _, w := range r.Refused {
		all = append(all, w.Code)
	}
	for _, u := range r.Unknown {
		all = append(all, u.Name)
	}
	return strings.Join(all, " ")
}

func TestConforms(t *testing.T) {
	listtest.Conform(t, listtest.Case{Format: JSON(), List: fixture, Seed: "Q13218630", Parts: map[string]string{lists.Main: "testdata/array.json"}})
}

func TestLines(t *testing.T) {
	file := listtest.Path(t, "testdata/lines.json")
	if rec, ok := JSON().Recognise(file); !ok || rec.List != "" {
		t.Errorf("two sources: %+v, %v", rec, ok)
	}
	got, report, err := listtest.Try(JSON(), fixture, file)
	if err != nil {
		t.Fatal(err)
	}
	listtest.Check(t, got, report)
	listtest.Golden(t, "testdata/lines.golden.json", got)
	if s := codes(report); s != "no_name no_id duplicate_id FEATURES/RISK_SCORE_NEW STATUS CATEGORY" {
		t.Errorf("refused, unknown: %s", s)
	}
}

func TestMeaning(t *testing.T) {
	for name, want := range map[string]string{
		"NAME_FULL": " name full", "PRIMARY_NAME_ORG": "PRIMARY name org", "HOME_ADDR_LINE3": "HOME address line", "SSN": " id SSN number",
		"DATE": "  ", "_NAME_FULL": " name full", "": "  ",
	} {
		usage, a, _ := meaning(name)
		if got := fmt.Sprintf("%s %s %s", usage, a.feature, a.part); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	for source, want := range map[string]string{"OS_WD_PERSONS": "wd_persons", "OPEN-OWNERSHIP": "open_ownership", "1": "", "": ""} {
		if got := listID(source); got != want {
			t.Errorf("%s: %q, want %q", source, got, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"lines.json", "array.json"} {
		data, err := os.ReadFile("testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
		for line := range bytes.Lines(data) {
			f.Add(line)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got, report, err := listtest.Try(JSON(), fixture, listtest.Bytes("fuzz", data))
		if err == nil {
			listtest.Check(t, got, report)
		}
	})
}

// TestReal reads the stored files and checks that each published value is told.
func TestReal(t *testing.T) {
	for _, c := range []struct {
		path, list     string
		entries, names int
		refused        int
	}{
		{"lists/ftm/wd_persons_senzing.json", "wd_persons", 121, 1430, 0},
		{"lists/ftm/zavod_export_small/senzing.json", "wd_persons", 14, 23, 0},
		{"lists/ftm/derwen_senzing/open-sanctions.json", "open_sanctions", 24, 175, 0},
		{"lists/ftm/derwen_senzing/open-ownership.json", "open_ownership", 258, 302, 58},
		{"watchman/test__testdata__opensanctions__us_congress_senzing.json", "us_congress", 1319, 1352, 0},
		{"watchman/test__testdata__opensanctions__peps_senzing.json", "opensanctions_pep", 3, 3, 0},
		{"watchman/pkg__sources__senzing__testdata__organizations.json", "test", 2, 2, 0},
		{"watchman/pkg__sources__senzing__testdata__persons.jsonl", "test", 3, 3, 0},
		{"watchman/pkg__sources__senzing__testdata__features_format.jsonl", "", 2, 2, 0},
		{"matching/senzing_truthsets/demo_v3/watchlist.json", "watchlist", 16, 16, 1},
		{"matching/senzing_truthsets/demo_v3/reference.json", "reference", 22, 27, 0},
		{"matching/senzing_truthsets/demo_v3/customers.json", "", 120, 121, 0},
	} {
		t.Run(c.path, func(t *testing.T) {
			path := listtest.Shared(t, append([]string{".."}, strings.Split(c.path, "/")...)...)
			file := listtest.Path(t, path)
			file.Path = filepath.Base(path)
			rec, ok := JSON().Recognise(file)
			if !ok || rec.List != c.list {
				t.Errorf("%+v, %v", rec, ok)
			}
			got, report, err := listtest.Try(JSON(), c.list, file)
			if err != nil {
				t.Fatal(err)
			}
			if c.list != "" {
				listtest.Check(t, got, report)
			}
			if len(got) != c.entries || report.Names != c.names || len(report.Refused) != c.refused {
				t.Errorf("%d entries, %d names, refused %+v", len(got), report.Names, report.Refused)
			}
			everyValue(t, got, path)
		})
	}
}

// everyValue checks that each value of each record is told by its listing.
func everyValue(t *testing.T, got []*interdict.Listing, path string) {
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	byID := map[string]*interdict.Listing{}
	for _, l := range got {
		byID[l.ID[strings.LastIndexByte(l.ID, ':')+1:]] = l
	}
	var records []map[string]any
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("[")) {
		if err := json.Unmarshal(data, &records); err != nil {
			t.Fatal(err)
		}
	} else {
		for line := range bytes.Lines(data) {
			var r map[string]any
			if len(bytes.TrimSpace(line)) == 0 {
				continue
			}
			if err := json.Unmarshal(line, &r); err != nil {
				t.Fatal(err)
			}
			records = append(records, r)
		}
	}
	seen := map[string]bool{}
	for _, r := range records {
		l := byID[fmt.Sprint(r["RECORD_ID"])]
		if l == nil {
			continue
		}
		seen[l.ID] = true
		told := listtest.Told(t, l)
		values(r, func(key, v string) {
			switch {
			case key == "RECORD_TYPE" || key == "NAME_TYPE" || key == "GENDER": // become schema, kind and gender
			case strings.HasPrefix(key, "DATE_OF") && len(l.BirthDates)+len(l.DeathDates) > 0 && listtest.Missing(told, v) != nil: // becomes a date
				if !strings.Contains(fmt.Sprint(l.BirthDates, l.DeathDates), v[len(v)-2:]) {
					t.Errorf("%s: %s %q is told as %v", l.ID, key, v, l.BirthDates)
				}
			default:
				if missing := listtest.Missing(told, v); missing != nil && !told[country.Code(v)] {
					t.Errorf("%s: %s %q: the listing does not tell %q", l.ID, key, v, missing)
				}
			}
		})
	}
	if len(seen) != len(got) {
		t.Errorf("%d listings, %d of them were looked at", len(got), len(seen))
	}
}

func values(v any, fn func(key, value string)) {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			if s, ok := x.(string); ok {
				fn(k, s)
			} else {
				values(x, fn)
			}
		}
	case []any:
		for _, x := range v {
			values(x, fn)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	file := listtest.Path(b, listtest.Shared(b, "..", "watchman", "test__testdata__opensanctions__us_congress_senzing.json"))
	b.SetBytes(file.Size)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := listtest.Try(JSON(), "us_congress", file); err != nil {
			b.Fatal(err)
		}
	}
}
