package all_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/all"
)

// TestRealEditions collects every stored edition of the catalogue's lists, as
// the file scales.json beside the repository names them: each must come as one
// edition, of the right list, with all its files.
func TestRealEditions(t *testing.T) {
	root := sharedData(t)
	text, err := os.ReadFile(filepath.Join(root, "scales.json"))
	if err != nil {
		t.Fatal(err)
	}
	type edition struct {
		List      string
		Paths     []string
		Published *interdict.Date
	}
	var scales struct{ S, M, History []edition }
	if err := json.Unmarshal(text, &scales); err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, e := range append(append(scales.S, scales.M...), scales.History...) {
		if all.Entry(e.List).Title == "" {
			continue
		}
		seen++
		var paths []string
		for _, p := range e.Paths {
			paths = append(paths, filepath.Join(root, filepath.FromSlash(p)))
		}
		got, skipped, err := lists.Collect(t.Context(), paths, all.Formats(), lists.CollectOptions{})
		if err != nil || len(got) != 1 || len(skipped) != 0 {
			t.Errorf("%s: %d editions, skipped %v, error %v", e.Paths, len(got), skipped, err)
			continue
		}
		if got[0].List != e.List || len(got[0].Parts) != len(paths) || got[0].Parts[0].File.Path != paths[0] {
			t.Errorf("%s: %s of %d parts, the main one %s", e.Paths, got[0].List, len(got[0].Parts), got[0].Parts[0].File.Path)
		}
		if d := got[0].Dated; !d.IsZero() && d != *e.Published {
			t.Errorf("%s: dated %s, want %s", e.Paths, d, e.Published)
		}
	}
	if seen < 12 {
		t.Errorf("%d editions were looked at", seen)
	}
}

// TestRealFolder collects a folder with several editions, and companions whose
// main files are elsewhere.
func TestRealFolder(t *testing.T) {
	root := filepath.Join(sharedData(t), "lists", "ofac")
	got, skipped, err := lists.Collect(t.Context(), []string{root}, all.Formats(), lists.CollectOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var dated []string
	for _, e := range got {
		if !e.Dated.IsZero() {
			dated = append(dated, e.List+" "+e.Dated.String())
		}
	}
	want := []string{"us_ofac_sdn 2024-03-22", "us_ofac_sdn 2024-03-26", "us_ofac_sdn 2024-05-03", "us_ofac_cons 2025-03-28"}
	if len(dated) != len(want) {
		t.Fatalf("dated editions %q, want %q", dated, want)
	}
	for i := range want {
		if dated[i] != want[i] {
			t.Errorf("edition %d is %s, want %s", i, dated[i], want[i])
		}
	}
	reasons := map[string]string{}
	for _, s := range skipped {
		reasons[filepath.ToSlash(s.Path[len(root)+1:])] = s.Reason
	}
	for _, path := range []string{"2026-08/alt.csv", "watchman-2024/add.csv", "watchman-2025-12/sdn_comments.csv"} {
		if reasons[path] == "" {
			t.Errorf("%s is not skipped, though its main file is missing", path)
		}
	}
}

func sharedData(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for range 8 {
		path := filepath.Join(dir, "..", "shared", "data")
		if _, err := os.Stat(filepath.Join(path, "scales.json")); err == nil {
			return path
		}
		dir = filepath.Dir(dir)
	}
	t.Skip("the real files are not beside the repository: nothing to collect")
	return ""
}
