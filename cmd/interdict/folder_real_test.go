package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict/report"
)

// storedLists is the folder shared/data that stands beside the repository; the
// test is skipped where it is absent.
func storedLists(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; ; dir = filepath.Dir(dir) {
		path := filepath.Join(dir, "shared", "data")
		if _, err := os.Stat(filepath.Join(path, "scales.json")); err == nil {
			return path
		}
		if dir == filepath.Dir(dir) {
			t.Skip("the stored lists (shared/data) are not beside the repository: nothing to load")
		}
	}
}

// stored is an entry of scales.json.
type stored struct {
	List      string
	Paths     []string
	Published string
}

type scalesFile struct {
	S, M, History      []stored
	OffByDefault       []stored `json:"off_by_default"`
	Fragments, Derived []string
}

func (s *scalesFile) editions() []stored { return slices.Concat(s.S, s.M, s.History, s.OffByDefault) }

// What the rules of docs/cli.md make of the stored editions beyond taking them
// with the date that scales.json has.
var (
	// undated say nowhere on which day they were published; scales.json knows it
	// from elsewhere. Those that stand beside dated editions are refused.
	undated = map[string]string{
		"lists/ca/sema_2025-05.xml":                      "loaded",
		"lists/au/dfat_2026-08.xlsx":                     "loaded",
		"lists/au/regulation8_consolidated_2024-12.xlsx": "loaded",
		"lists/csl/consolidated.csv.gz":                  "loaded",
		"lists/csl/bench_dpl.txt":                        "loaded",
		"lists/csl/dpl.txt":                              "loaded",
		"lists/other/us_cuba_restricted_entities.csv":    "loaded",
		"lists/ftm/sa_wiki_peps_entities.ftm.json":       "loaded",
		"lists/ofac/consolidated-nonsdn/cons_prim.csv":   "undated",
		"lists/ofac/watchman-2021-07/sdn.csv":            "undated",
	}
	// apart are files that scales.json puts together by hand: in their own folder
	// they lack their main file.
	apart = []string{"lists/ofac/watchman-2024/alt.csv", "lists/ofac/watchman-2024/add.csv"}
	// readAll are fragments and derived tables that are lists for all that a
	// program can see: whole exports of a known data set, tables with a mapping.
	readAll = []string{"lists/eu/journal_sanctions/", "lists/ftm/wd_persons_entities.ftm.json", "lists/ftm/wd_persons_senzing.json"}
	// inForce is the file whose edition is in force in the end, of lists that come
	// in several.
	inForce = []string{
		"lists/ofac/sdn_2024-05-03.csv", "lists/un/consolidated_2026-08-01.xml", "lists/eu/fsf_csv_1_1_2025-09-02_rebuilt.csv",
		"lists/ofac/consolidated-nonsdn/consolidated_2025-03-28.xml", "lists/au/dfat_2026-08.xlsx", "lists/csl/consolidated.csv.gz",
		"lists/csl/bench_dpl.txt", "lists/other/LV_national_v2.xml",
	}
)

// TestStoredFolder loads the whole folder of stored lists at once and holds
// what comes of it against scales.json: every edition, every file.
func TestStoredFolder(t *testing.T) {
	if testing.Short() {
		t.Skip("it loads 50 MB of lists")
	}
	root := storedLists(t)
	var scales scalesFile
	text, err := os.ReadFile(filepath.Join(root, "scales.json"))
	if err == nil {
		err = json.Unmarshal(text, &scales)
	}
	if err != nil {
		t.Fatal(err)
	}
	data := t.TempDir()
	load := func(args ...string) folderLoad { return loadFolder(t, root, data, args...) }
	first := load(filepath.Join(root, "lists"))
	if first.exit != exitIncomplete {
		t.Errorf("exit status %d, want %d: editions were refused", first.exit, exitIncomplete)
	}
	first.checkEditions(t, scales.editions())
	first.checkParts(t, root, append(scales.Fragments, scales.Derived...), scales.editions())
	first.checkEveryFile(t, root)
	first.checkInForce(t)
	first.checkOrder(t)

	again := load(filepath.Join(root, "lists"))
	for path, e := range again.loaded {
		if e.Result != "already loaded" {
			t.Errorf("the second time %s is %s", path, e.Result)
		}
	}
	if len(again.loaded) != len(first.loaded) || again.Snapshot != first.Snapshot || again.exit != first.exit || len(again.reasons) != len(first.reasons) {
		t.Errorf("the second time %d files are loaded, %d named, snapshot %s, exit status %d; the first time %d, %d, %s, %d",
			len(again.loaded), len(again.reasons), again.Snapshot, again.exit, len(first.loaded), len(first.reasons), first.Snapshot, first.exit)
	}

	// With the date that it lacks, a refused one is taken.
	old := load("--published", "2021-07-07", filepath.Join(root, "lists", "ofac", "watchman-2021-07"))
	if e := old.loaded["lists/ofac/watchman-2021-07/sdn.csv"]; e == nil || e.InForce || len(e.Files) != 4 || e.Entries != 8976 {
		t.Errorf("the set of July 2021 with its date: %+v", e)
	}
}

// folderLoad is what one load came to, by paths below the stored data.
type folderLoad struct {
	report.Load
	exit    int
	loaded  map[string]*report.LoadedEdition // by each of its files
	reasons map[string]report.LoadRefusal    // of files that were not loaded
}

func loadFolder(t *testing.T, root, data string, args ...string) folderLoad {
	t.Helper()
	var out, errs bytes.Buffer
	m := Main{
		Args: append([]string{"lists", "load", "--json", "--quiet", "--data", data}, args...), Stdout: &out, Stderr: &errs,
		Getenv: func(string) string { return "" }, Now: func() time.Time { return clock },
	}
	l := folderLoad{exit: m.Run(context.Background()), loaded: map[string]*report.LoadedEdition{}, reasons: map[string]report.LoadRefusal{}}
	if err := json.Unmarshal(out.Bytes(), &l.Load); err != nil {
		t.Fatalf("%v; standard error: %s", err, errs.String())
	}
	rel := func(path string) string {
		r, err := filepath.Rel(root, path)
		if err != nil {
			t.Fatal(err)
		}
		return filepath.ToSlash(r)
	}
	for i := range l.Loaded {
		for _, f := range l.Loaded[i].Files {
			l.loaded[rel(f)] = &l.Loaded[i]
		}
	}
	for _, r := range slices.Concat(l.Refused, l.Skipped) {
		for _, f := range append(r.Files, r.Path) {
			l.reasons[rel(f)] = r
		}
	}
	return l
}

// checkEditions: every edition of scales.json is loaded whole and with its date.
func (l *folderLoad) checkEditions(t *testing.T, editions []stored) {
	for _, e := range editions {
		main := e.Paths[0]
		together := slices.DeleteFunc(slices.Clone(e.Paths), func(p string) bool { return slices.Contains(apart, p) })
		got := l.loaded[main]
		switch want := undated[main]; {
		case want == "undated":
			if r := l.reasons[main]; r.Code != want || !strings.Contains(r.Reason, "--published") || len(r.Files) != len(together) {
				t.Errorf("%s: %+v, want it refused for want of a date", main, r)
			}
		case got == nil:
			t.Errorf("%s is not loaded: %+v", main, l.reasons[main])
		case got.List != e.List || len(got.Files) != len(together):
			t.Errorf("%s: loaded as %s of %d files, want %s of %d", main, got.List, len(got.Files), e.List, len(together))
		case want == "loaded" && !got.Published.IsZero(), want == "" && got.Published.String() != e.Published:
			t.Errorf("%s: of %q, scales.json has %q and it says %q", main, got.Published, e.Published, want)
		}
	}
	for _, p := range apart {
		if r := l.reasons[p]; r.Code != report.Unreadable || !strings.Contains(r.Reason, "the main file is missing") {
			t.Errorf("%s, without its main file: %+v", p, r)
		}
	}
}

// checkParts: fragments and derived tables are not loaded, and it is said why.
func (l *folderLoad) checkParts(t *testing.T, root string, parts []string, editions []stored) {
	listed := slices.Clone(readAll)
	for _, e := range editions {
		listed = append(listed, e.Paths...)
	}
	looked := 0
	for _, part := range parts {
		eachFile(t, root, filepath.Join(root, filepath.FromSlash(part)), func(path string) {
			if slices.ContainsFunc(listed, func(p string) bool { return strings.HasPrefix(path, p) }) {
				return
			}
			looked++
			if e := l.loaded[path]; e != nil {
				t.Errorf("%s is loaded as an edition of %s", path, e.List)
			}
		})
	}
	if looked < 50 {
		t.Errorf("%d fragments and derived files were looked at", looked)
	}
}

// checkEveryFile: what is not loaded is named with its reason.
func (l *folderLoad) checkEveryFile(t *testing.T, root string) {
	eachFile(t, root, filepath.Join(root, "lists"), func(path string) {
		r, named := l.reasons[path]
		if (l.loaded[path] != nil) == named {
			t.Errorf("%s: loaded %v, named as not loaded %v", path, l.loaded[path] != nil, named)
		}
		if named && (len(r.Reason) < 20 || r.Code == "") {
			t.Errorf("%s: %q is no reason", path, r.Reason)
		}
	})
}

func (l *folderLoad) checkInForce(t *testing.T) {
	last := map[string]*report.LoadedEdition{}
	for i := range l.Loaded {
		if e := &l.Loaded[i]; e.InForce {
			last[e.List] = e
		}
	}
	for _, path := range inForce {
		if e := l.loaded[path]; e == nil || last[e.List] != e {
			t.Errorf("%s is not in force in the end", path)
		}
	}
}

// checkOrder: the editions are loaded in the order of their dates, undated ones
// last.
func (l *folderLoad) checkOrder(t *testing.T) {
	before := 0
	for _, e := range l.Loaded {
		day := 1 << 30
		if !e.Published.IsZero() {
			day = e.Published.First()
		}
		if day < before {
			t.Errorf("%s of %s is loaded behind a later one", e.List, e.Published)
		}
		before = day
	}
}

// eachFile hands over the files at and below a path, by their paths below root.
func eachFile(t *testing.T, root, path string, f func(path string)) {
	t.Helper()
	err := filepath.WalkDir(path, func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			var rel string
			if rel, err = filepath.Rel(root, p); err == nil {
				f(filepath.ToSlash(rel))
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
