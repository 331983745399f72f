package lists_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/register"
)

// labelled is a format whose files say in their first line which list and
// part they are: "list us_test_a main". "table" is one that does not say.
type labelled struct{}

func (labelled) Name() string { return "labelled" }

func (labelled) Recognise(f *lists.File) (lists.Recognition, bool) {
	line, _, _ := strings.Cut(string(f.Head), "\n")
	words := strings.Fields(line)
	switch {
	case len(words) == 3 && words[0] == "list":
		return lists.Recognition{List: words[1], Part: words[2]}, true
	case line == "table":
		return lists.Recognition{Part: lists.Main}, true
	}
	return lists.Recognition{}, false
}

// Read hands over one listing a file, whose id is the file's text.
func (labelled) Read(_ context.Context, list string, files map[string]*lists.File, yield func(*interdict.Listing) error) (lists.Report, error) {
	for part, f := range files {
		r, err := f.Open()
		if err != nil {
			return lists.Report{}, err
		}
		text, err := io.ReadAll(r)
		r.Close()
		if err != nil {
			return lists.Report{}, err
		}
		if err := yield(&interdict.Listing{List: list, ID: part + ":" + string(text)}); err != nil {
			return lists.Report{}, err
		}
	}
	return lists.Report{Entries: len(files)}, nil
}

// tree writes files into a new folder; a name that ends in ".gz" is packed.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		data := []byte(text)
		if strings.HasSuffix(name, ".gz") {
			var b bytes.Buffer
			z := gzip.NewWriter(&b)
			z.Write(data)
			z.Close()
			data = b.Bytes()
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// collect collects and writes what it found: an edition a line with its parts
// and date, then what was skipped with its reason.
func collect(t *testing.T, dir string, o lists.CollectOptions, names ...string) string {
	t.Helper()
	var paths []string
	for _, n := range names {
		paths = append(paths, filepath.Join(dir, filepath.FromSlash(n)))
	}
	editions, skipped, err := lists.Collect(t.Context(), paths, []lists.Format{labelled{}}, o)
	if err != nil {
		return "error: " + strings.ReplaceAll(err.Error(), dir+string(filepath.Separator), "") + "\n"
	}
	rel := func(path string) string {
		r, err := filepath.Rel(dir, path)
		if err != nil {
			t.Fatal(err)
		}
		return filepath.ToSlash(r)
	}
	var b strings.Builder
	for _, e := range editions {
		fmt.Fprintf(&b, "%s:", e.List)
		for _, p := range e.Parts {
			fmt.Fprintf(&b, " %s=%s", p.Name, rel(p.File.Path))
		}
		fmt.Fprintf(&b, " [%s %s]\n", e.Dated, e.DatedBy)
	}
	for _, s := range skipped {
		fmt.Fprintf(&b, "- %s: %s\n", rel(s.Path), strings.ReplaceAll(s.Reason, dir+string(filepath.Separator), ""))
	}
	return b.String()
}

func isTest(list string) bool { return strings.HasPrefix(list, "us_test_") }

const (
	mainA = "list us_test_a main\n"
	altA  = "list us_test_a alt\n"
	addA  = "list us_test_a add\n"
)

func TestCollect(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		o     lists.CollectOptions
		paths []string
		want  string
	}{
		"one folder, one edition": {
			map[string]string{"2021-07-01/sdn.csv": mainA, "2021-07-01/alt.csv": altA, "2021-07-01/add.csv.gz": addA}, lists.CollectOptions{}, []string{"."},
			"us_test_a: main=2021-07-01/sdn.csv add=2021-07-01/add.csv.gz alt=2021-07-01/alt.csv [2021-07-01 folder name]\n",
		},
		"two mains in a folder, in the order of dates": {
			map[string]string{"b/sdn_2024-03-26.csv": mainA + "2", "b/sdn_2024-03-22.csv": mainA + "1", "b/sdn.csv": mainA, "b/x": "list gb_test main\n"},
			lists.CollectOptions{}, []string{"b"},
			"us_test_a: main=b/sdn_2024-03-22.csv [2024-03-22 file name]\nus_test_a: main=b/sdn_2024-03-26.csv [2024-03-26 file name]\n" +
				"us_test_a: main=b/sdn.csv [ ]\ngb_test: main=b/x [ ]\n",
		},
		"companions by their date": {
			map[string]string{"sdn_2024-03-26.csv": mainA + "2", "sdn_2024-03-22.csv": mainA + "1", "alt_2024-03-22.csv": altA, "alt_2024-03-26.csv": altA, "add.csv": addA},
			lists.CollectOptions{}, []string{"."},
			"us_test_a: main=sdn_2024-03-22.csv alt=alt_2024-03-22.csv [2024-03-22 file name]\nus_test_a: main=sdn_2024-03-26.csv alt=alt_2024-03-26.csv [2024-03-26 file name]\n" +
				"- add.csv: it is the part \"add\" of an edition of us_test_a, and there are several main files; name it together with its own\n",
		},
		"a companion of another day": {
			map[string]string{"sdn_2024-03-22.csv": mainA, "alt_2024-03-26.csv": altA}, lists.CollectOptions{}, []string{"."},
			"us_test_a: main=sdn_2024-03-22.csv [2024-03-22 file name]\n- alt_2024-03-26.csv: it is the part \"alt\" of an edition of us_test_a, and its name says 2024-03-26 while the main file's says 2024-03-22; name them together if they belong together\n",
		},
		"the same, named together": {
			map[string]string{"sdn_2024-03-22.csv": mainA, "later/alt_2024-03-26.csv": altA}, lists.CollectOptions{}, []string{"later/alt_2024-03-26.csv", "sdn_2024-03-22.csv"},
			"us_test_a: main=sdn_2024-03-22.csv alt=later/alt_2024-03-26.csv [2024-03-22 file name]\n",
		},
		"a companion alone": {
			map[string]string{"a/alt.csv": altA, "b/sdn.csv": mainA}, lists.CollectOptions{}, []string{"."},
			"us_test_a: main=b/sdn.csv [ ]\n- a/alt.csv: it is the part \"alt\" of an edition of us_test_a, and the main file is missing; put or name them together\n",
		},
		"a part twice": {
			map[string]string{"sdn.csv": mainA, "alt.csv": altA, "alt2.csv": altA + "x"}, lists.CollectOptions{}, []string{"."},
			"us_test_a: main=sdn.csv alt=alt.csv [ ]\n- alt2.csv: it is the part \"alt\" of an edition of us_test_a, which alt.csv is already; remove one of them\n",
		},
		"the same bytes twice": {
			map[string]string{"sdn.csv": mainA, "sdn.csv.gz": mainA}, lists.CollectOptions{}, []string{"sdn.csv", "sdn.csv.gz", "sdn.csv"},
			"us_test_a: main=sdn.csv [ ]\n- sdn.csv.gz: it holds the same bytes as sdn.csv\n",
		},
		"what nobody knows": {
			map[string]string{
				"a": "", "b.html": "<!doctype html>", "c.xlsx": "PK\x03\x04....", "d.xml": "<?xml version='1.0'?>\n<!-- x -->\n<ns:Feed a='1'>", "e.txt": "hello", ".f": mainA,
			}, lists.CollectOptions{}, []string{"."},
			"- .f: it is hidden; name it itself to have it read\n- a: the file is empty; fetch or export it again\n" +
				"- b.html: this is a web page, not data; the download was answered with an error or a login page: open the address in a browser and save the file itself\n" +
				"- c.xlsx: the workbook or zip archive is cut off or damaged; fetch it again, or open it in a spreadsheet program and save it anew\n" +
				"- d.xml: it is XML with the root element ns:Feed, which is no list that can be read here; if it should be one, look into the file and fetch it again\n" +
				"- e.txt: it is no list that can be read here; it is text and no table\n",
		},
		"text, and tables without rows": {
			map[string]string{"a.txt": "one line\nand another\n", "b.csv": "id,name\n", "c.csv": "id,age\n1,2\n"}, lists.CollectOptions{}, []string{"."},
			"- a.txt: it is no list that can be read here; it is text and no table\n" +
				"- b.csv: it is no list that can be read here; it is one line only, a header without rows or a row without a header: there is nothing in it to load\n" +
				"- c.csv: it is no list that can be read here; as an own list: none of the 2 columns is recognised as a name; let the first line name the columns, such as id, name, birth date, country; where it does so in other words, give them meaning with a mapping file\n",
		},
		"samples, met in a folder": {
			map[string]string{"Samples/sdn.csv": mainA, "sdn_fragment.csv": mainA + "2", "counterexample.csv": mainA + "3", "samples/notes.txt": "-"}, lists.CollectOptions{}, []string{"."},
			"us_test_a: main=counterexample.csv [ ]\n" +
				"- Samples/sdn.csv: by its name (\"samples\") it is a part of a list for trying out, not the list; name the file itself to have it read\n" +
				"- samples/notes.txt: it is no list that can be read here; it is text and no table\n" +
				"- sdn_fragment.csv: by its name (\"fragment\") it is a part of a list for trying out, not the list; name the file itself to have it read\n",
		},
		"samples, named": {
			map[string]string{"samples/sdn.csv": mainA, "b/sdn_fragment.csv": mainA + "2"}, lists.CollectOptions{}, []string{"samples", "b/sdn_fragment.csv"},
			"us_test_a: main=samples/sdn.csv [ ]\nus_test_a: main=b/sdn_fragment.csv [ ]\n",
		},
		"a list that is not known, met in a folder": {
			map[string]string{"x.csv": "list us_other_a main\n", "y.csv": mainA}, lists.CollectOptions{Known: isTest}, []string{"."},
			"us_test_a: main=y.csv [ ]\n" +
				"- x.csv: by its content or place it is the list us_other_a, which is not in the catalogue; name the file itself, or give --list, to load it as a list of your own\n",
		},
		"a list that is not known, named or told": {
			map[string]string{"x.csv": "list us_other_a main\n", "in/y.csv": "list us_other_b main\n"}, lists.CollectOptions{Known: isTest, List: "us_other_a"}, []string{"x.csv", "in"},
			"us_other_a: main=x.csv [ ]\nus_other_a: main=in/y.csv [ ]\n",
		},
		"an own list, named itself": {
			map[string]string{"Our Watch-List 2024-05-01.csv": "table"}, lists.CollectOptions{}, []string{"Our Watch-List 2024-05-01.csv"},
			"our_watch_list: main=Our Watch-List 2024-05-01.csv [2024-05-01 file name]\n",
		},
		"an own list, met in a folder": {
			map[string]string{"x.csv": "table"}, lists.CollectOptions{}, []string{"."},
			"- x.csv: it is a table of parties that does not say which list it is; name the file itself to load it as an own list\n",
		},
		"an own list, told": {
			map[string]string{"2.csv": "table"}, lists.CollectOptions{List: "own_a", Published: interdict.Day(2024, 1, 2)}, []string{"."},
			"own_a: main=2.csv [2024-01-02 --published]\n",
		},
		"an own list without an id": {
			map[string]string{"2024-01-02.csv": "table"}, lists.CollectOptions{}, []string{"2024-01-02.csv"},
			"- 2024-01-02.csv: neither the file nor its name gives the list an id; give one with --list\n",
		},
		"another list of the publisher": {
			map[string]string{"x.csv": mainA}, lists.CollectOptions{List: "us_test_b"}, []string{"x.csv"},
			"us_test_b: main=x.csv [ ]\n",
		},
		"another publisher's list": {
			map[string]string{"x.csv": mainA}, lists.CollectOptions{List: "gb_test"}, []string{"x.csv"},
			"- x.csv: its content is of the list us_test_a, not of gb_test; leave --list out or correct it\n",
		},
		"a bad id": {map[string]string{"x": "table"}, lists.CollectOptions{List: "Own List"}, []string{"x"},
			"error: the list id \"Own List\" is not one; write lower-case letters, digits and underscores, such as own_watchlist\n"},
		"one date for two": {map[string]string{"a.csv": mainA + "1", "b.csv": mainA + "2"}, lists.CollectOptions{Published: interdict.Day(2024, 1, 2)}, []string{"."},
			"error: a.csv and b.csv are two editions of us_test_a, and --published gives one date; load them one by one\n"},
		"absent":  {nil, lists.CollectOptions{}, []string{"x"}, "error: x does not exist; check the path\n"},
		"nothing": {nil, lists.CollectOptions{}, nil, "error: no file or folder is named; name at least one\n"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := tree(t, c.files)
			if got := collect(t, dir, c.o, c.paths...); got != c.want {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
		})
	}
}

// TestEditionIsRead reads the files of an edition, one of them packed, and
// checks its hash against the register's rule and sha256sum's.
func TestEditionIsRead(t *testing.T) {
	dir := tree(t, map[string]string{"sdn.csv.gz": mainA, "alt.csv": altA})
	editions, _, err := lists.Collect(t.Context(), []string{dir}, []lists.Format{labelled{}}, lists.CollectOptions{})
	if err != nil || len(editions) != 1 {
		t.Fatalf("%d editions, error %v", len(editions), err)
	}
	e := editions[0]
	var files []register.File
	for _, p := range e.Parts {
		files = append(files, register.File{Part: p.Name, Size: p.Size, SHA256: register.Hash(p.SHA256)})
	}
	if register.EditionSHA(files) != register.Hash(e.SHA256) {
		t.Errorf("the register knows the edition as %s, the collector as %x", register.EditionSHA(files), e.SHA256)
	}
	if e.Parts[0].SHA256 != sha256.Sum256([]byte(mainA)) || e.Parts[0].Size != int64(len(mainA)) {
		t.Errorf("the packed file has %d bytes and the hash %x; what it holds counts", e.Parts[0].Size, e.Parts[0].SHA256)
	}
	got := map[string]bool{}
	report, err := e.Read(t.Context(), func(l *interdict.Listing) error { got[l.ID] = true; return nil })
	if err != nil || report.Entries != 2 || !got["main:"+mainA] || !got["alt:"+altA] {
		t.Errorf("read %v, report %+v, error %v", got, report, err)
	}
	// A file that is written anew meanwhile must not be read under the old hash.
	if err := os.WriteFile(filepath.Join(dir, "alt.csv"), []byte(altA+"more"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Read(t.Context(), func(*interdict.Listing) error { return nil }); err == nil || !strings.Contains(err.Error(), "changed while") {
		t.Errorf("a changed file is read: error %v", err)
	}
}

func TestCollectFaults(t *testing.T) {
	t.Run("broken archive", func(t *testing.T) {
		dir := tree(t, map[string]string{"a.csv.gz": mainA + strings.Repeat("0123456789abcdef\n", 1<<15)})
		path := filepath.Join(dir, "a.csv.gz")
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data[:len(data)-20], 0o644); err != nil {
			t.Fatal(err)
		}
		if got := collect(t, dir, lists.CollectOptions{}, "."); !strings.Contains(got, "a.csv.gz: it cannot be read to its end: the packed file is cut off; fetch it again") {
			t.Errorf("got %s", got)
		}
	})
	t.Run("what is missed", func(t *testing.T) {
		page := "<!DOCTYPE html><title>503</title>"
		dir := tree(t, map[string]string{"sdn.xml": page, "help.html": page, "empty.CSV.gz": "", "notes.txt": "", "bad.xml": "<a>\xe9</a>", "eu.xml": "<export/>", "sub/alt.csv": altA})
		_, skipped, err := lists.Collect(t.Context(), []string{dir}, []lists.Format{labelled{}}, lists.CollectOptions{})
		if err != nil {
			t.Fatal(err)
		}
		var refused []string
		for _, s := range skipped {
			if s.Refused {
				refused = append(refused, filepath.Base(s.Path))
			}
		}
		slices.Sort(refused)
		if want := []string{"alt.csv", "bad.xml", "empty.CSV.gz", "sdn.xml"}; len(skipped) != 7 || !slices.Equal(refused, want) {
			t.Errorf("refused %v of %d, want %v of 7", refused, len(skipped), want)
		}
	})
	t.Run("archive that unpacks without end", func(t *testing.T) {
		dir := tree(t, map[string]string{"a.csv.gz": mainA + strings.Repeat("x", 1<<20)})
		if got := collect(t, dir, lists.CollectOptions{MaxSize: 1 << 19}, "."); !strings.Contains(got, "unpacks to more than the limit") {
			t.Errorf("got %s", got)
		}
	})
	t.Run("links", func(t *testing.T) {
		dir := tree(t, map[string]string{"in/sdn.csv": mainA})
		for link, to := range map[string]string{"in/loop": "loop", "in/up": "..", "in/gone": "nowhere", "in/again.csv": "sdn.csv"} {
			if err := os.Symlink(to, filepath.Join(dir, filepath.FromSlash(link))); err != nil {
				t.Skip("no links here:", err)
			}
		}
		got := collect(t, dir, lists.CollectOptions{}, "in")
		for _, want := range []string{
			"us_test_a: main=in/again.csv", "- in/loop: the link leads nowhere or in a circle", "- in/gone: the link leads nowhere",
			"- in/up: links to folders are not followed", "- in/sdn.csv: it holds the same bytes as in/again.csv",
		} {
			if !strings.Contains(got, want) {
				t.Errorf("got\n%swhich lacks %q", got, want)
			}
		}
	})
	t.Run("unreadable", func(t *testing.T) {
		dir := tree(t, map[string]string{"in/sdn.csv": mainA, "closed/x": mainA})
		if err := os.Chmod(filepath.Join(dir, "in", "sdn.csv"), 0); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(filepath.Join(dir, "closed"), 0); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { os.Chmod(filepath.Join(dir, "closed"), 0o755) })
		if _, err := os.ReadFile(filepath.Join(dir, "in", "sdn.csv")); err == nil {
			t.Skip("this user may read everything")
		}
		got := collect(t, dir, lists.CollectOptions{}, ".")
		for _, want := range []string{"- in/sdn.csv: it cannot be opened: permission denied", "- closed: the folder cannot be opened: permission denied"} {
			if !strings.Contains(got, want) {
				t.Errorf("got\n%swhich lacks %q", got, want)
			}
		}
	})
	t.Run("deep folders", func(t *testing.T) {
		dir := tree(t, map[string]string{strings.Repeat("d/", 40) + "sdn.csv": mainA})
		if got := collect(t, dir, lists.CollectOptions{}, "."); !strings.Contains(got, "folders deep") || strings.Contains(got, "us_test_a") {
			t.Errorf("got %s", got)
		}
	})
	t.Run("100,000 files", func(t *testing.T) {
		if testing.Short() {
			t.Skip("it makes 100,000 files")
		}
		dir := t.TempDir()
		for i := range 100_000 {
			f, err := os.Create(filepath.Join(dir, fmt.Sprint(i)))
			if err != nil {
				t.Fatal(err)
			}
			f.Close()
		}
		start := time.Now()
		got := collect(t, dir, lists.CollectOptions{}, ".")
		if !strings.Contains(got, "there are more than 10000 files") || time.Since(start) > 5*time.Second {
			t.Errorf("after %v: %.200s", time.Since(start), got)
		}
	})
	t.Run("ended", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		dir := tree(t, map[string]string{"a": mainA})
		if _, _, err := lists.Collect(ctx, []string{dir}, []lists.Format{labelled{}}, lists.CollectOptions{}); err != context.Canceled {
			t.Errorf("error %v", err)
		}
	})
}
