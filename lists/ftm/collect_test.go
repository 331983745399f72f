package ftm

import (
	"crypto/sha1"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/listtest"
)

// TestCollect loads an export as it lies in the publisher's folders: the full
// file with its index, and a delta of a later version named with it.
func TestCollect(t *testing.T) {
	root := filepath.Join(t.TempDir(), fixture)
	put := func(data []byte, elem ...string) string {
		path := filepath.Join(append([]string{root}, elem...)...)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	whole, err := os.ReadFile("testdata/entities.ftm.json")
	if err != nil {
		t.Fatal(err)
	}
	changes, err := os.ReadFile("testdata/entities.delta.json")
	if err != nil {
		t.Fatal(err)
	}
	full := put(whole, "entities.ftm.json")
	index := put(fmt.Appendf(nil, `{"name":%q,"title":"Fixture","index_url":"https://x","updated_at":"2026-11-02T06:00:00","resources":[{"name":"entities.ftm.json","checksum":"%x"}]}`, fixture, sha1.Sum(whole)), "index.json")
	delta := put(changes, "20261103060000-abc", "entities.delta.json")
	formats := []lists.Format{JSON(), Statements(), Simple()}
	for _, c := range []struct {
		paths   []string
		parts   int
		entries int
		skipped string
	}{
		{[]string{root}, 2, 8, "the main file is missing"}, // the delta lies in a folder of its own
		{[]string{full, index, delta}, 3, 9, ""},
		{[]string{full, delta}, 2, 9, ""},
		{[]string{delta}, 0, 0, "the main file is missing; put or name them together"},
	} {
		editions, skipped, err := lists.Collect(t.Context(), c.paths, formats, lists.CollectOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if said := fmt.Sprint(skipped); c.skipped == "" && len(skipped) > 0 || !strings.Contains(said, c.skipped) {
			t.Errorf("%v: skipped %s", c.paths, said)
		}
		if c.parts == 0 {
			if len(editions) > 0 {
				t.Errorf("%v: %d editions", c.paths, len(editions))
			}
			continue
		}
		e := editions[0]
		report, err := e.Read(t.Context(), func(*interdict.Listing) error { return nil })
		if err != nil || len(editions) != 1 || e.List != fixture || len(e.Parts) != c.parts || report.Entries != c.entries {
			t.Errorf("%v: %d editions, the first of %s with %d parts and %d entries: %v", c.paths, len(editions), e.List, len(e.Parts), report.Entries, err)
		}
	}
	// A guess yields to whoever knows better; what the records say does not.
	table, err := os.ReadFile("testdata/targets.simple.csv")
	if err != nil {
		t.Fatal(err)
	}
	guessed := put(table, "targets.simple.csv")
	for path, taken := range map[string]int{guessed: 1, full: 0} {
		editions, skipped, err := lists.Collect(t.Context(), []string{path}, formats, lists.CollectOptions{List: "own_list"})
		if err != nil || len(editions) != taken {
			t.Errorf("%s as own_list: %d editions, skipped %v, %v", path, len(editions), skipped, err)
		}
	}
}

// TestArray reads an array over several lines, as programs that use the model
// store their samples.
func TestArray(t *testing.T) {
	got, report := listtest.Read(t, JSON(), listtest.Path(t, listtest.Shared(t, "..", "watchman", "test__testdata__us_tel.json")))
	if len(got) != 10 || codes(report) != "" || got[0].List != "us_state_terrorist_exclusion" || got[0].Kind != interdict.Sanction {
		t.Errorf("%d entries of %s: %s", len(got), got[0].List, codes(report))
	}
}
