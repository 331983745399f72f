package register

import (
	"bytes"
	"context"
	"crypto/sha256"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/ofac"
	"github.com/interdict/interdict/lists/un"
)

// sharedFile is the path of a real file in the folder shared/data that stands
// beside the repository; the test is skipped where it is absent.
func sharedFile(t testing.TB, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; ; dir = filepath.Dir(dir) {
		path := filepath.Join(dir, "shared", "data", filepath.FromSlash(name))
		if _, err := os.Stat(path); err == nil {
			return path
		}
		if dir == filepath.Dir(dir) {
			t.Skipf("the real file shared/data/%s is not beside the repository", name)
		}
	}
}

// loadReal loads an edition of one real file through its reader.
func loadReal(t testing.TB, r *Register, f lists.Format, list, name, date string) Outcome {
	t.Helper()
	path := sharedFile(t, name)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	file := &lists.File{Path: path, Head: b[:min(len(b), lists.HeadSize)], Size: int64(len(b)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(b)), nil }}
	m := Meta{List: list, Files: []File{{Part: lists.Main, Name: filepath.Base(path), Size: file.Size, SHA256: sha256.Sum256(b)}}}
	if date != "" {
		m.Published, _ = interdict.ParseDate(date)
	}
	out, err := r.Load(context.Background(), m, func(yield func(*interdict.Listing) error) (lists.Report, error) {
		return f.Read(context.Background(), list, map[string]*lists.File{lists.Main: file}, yield)
	}, LoadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestTheDayOfAPT31 is the case that the project grew from: between the two
// editions of OFAC's list around 25 March 2024, 43 parties were added, nothing
// was removed and nothing changed.
func TestTheDayOfAPT31(t *testing.T) {
	r := openTemp(t)
	const list = "us_ofac_sdn"
	first := loadReal(t, r, ofac.CSV(), list, "lists/ofac/sdn_2024-03-22.csv", "2024-03-22")
	second := loadReal(t, r, ofac.CSV(), list, "lists/ofac/sdn_2024-03-26.csv", "2024-03-26")
	if second.Added != 43 || second.Removed+second.Changed+second.Republished != 0 || second.Unchanged != first.Edition.Entries {
		t.Errorf("loading counted %d added, %d removed, %d changed, %d republished, %d unchanged",
			second.Added, second.Removed, second.Changed, second.Republished, second.Unchanged)
	}
	d, err := r.Diff(context.Background(), list, "", "")
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Added) != 43 || len(d.Removed)+len(d.Changed)+len(d.Republished) != 0 || d.From != "2024-03-22" || d.To != "2024-03-26" {
		t.Errorf("%s to %s: %d added, removed %v, changed %v, republished %v", d.From, d.To, len(d.Added), d.Removed, d.Changed, d.Republished)
	}
	for _, want := range []Entry{
		{ID: "47800", Name: "WUHAN XIAORUIZHI SCIENCE AND TECHNOLOGY COMPANY, LIMITED", Words: "added; first seen in the edition of 26 March 2024"},
		{ID: "47814", Name: "Guangzong ZHAO", Words: "added; first seen in the edition of 26 March 2024"},
		{ID: "47818", Name: "Gaobin NI", Words: "added; first seen in the edition of 26 March 2024"},
	} {
		if !slices.Contains(d.Added, want) {
			t.Errorf("%v is not among the added", want)
		}
	}
}

// TestRealDifferencesReadWell compares real editions and writes the first
// differences to the log, for reading with -v. What must hold: every listing
// that changed says what.
func TestRealDifferencesReadWell(t *testing.T) {
	r := openTemp(t)
	loadReal(t, r, ofac.CSV(), "us_ofac_sdn", "lists/ofac/sdn_2024-03-26.csv", "2024-03-26")
	loadReal(t, r, ofac.CSV(), "us_ofac_sdn", "lists/ofac/sdn_2024-05-03.csv", "2024-05-03")
	loadReal(t, r, un.XML(), "un_sc_sanctions", "lists/un/consolidated_2026-02-27.xml", "")
	loadReal(t, r, un.XML(), "un_sc_sanctions", "lists/un/consolidated_2026-08-01.xml", "")
	for _, list := range []string{"us_ofac_sdn", "un_sc_sanctions"} {
		d, err := r.Diff(context.Background(), list, "", "")
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s, %s to %s: %d added, %d removed, %d changed, %d republished", list, d.From, d.To,
			len(d.Added), len(d.Removed), len(d.Changed), len(d.Republished))
		for i, c := range d.Changed {
			if len(c.Fields) == 0 || c.Name == "" {
				t.Errorf("%s %s has no name or no change", list, c.ID)
			}
			if i < 12 {
				for _, f := range c.Fields {
					t.Logf("  %s %s: %s: %.300s", c.ID, c.Name, f.Field, f.Words)
				}
			}
		}
	}
}

// BenchmarkLoadReal loads the two lists of the small scale that have readers
// of their own, from file to committed.
func BenchmarkLoadReal(b *testing.B) {
	sharedFile(b, "lists/ofac/sdn_2024-05-03.csv")
	for b.Loop() {
		r := openAt(b, b.TempDir())
		start := time.Now()
		o := loadReal(b, r, ofac.CSV(), "us_ofac_sdn", "lists/ofac/sdn_2024-05-03.csv", "2024-05-03")
		ofacTime := time.Since(start)
		u := loadReal(b, r, un.XML(), "un_sc_sanctions", "lists/un/consolidated_2026-08-01.xml", "")
		r.Close()
		st, err := os.Stat(r.path)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(ofacTime.Seconds(), "s-ofac")
		b.ReportMetric(float64(o.Edition.Entries+u.Edition.Entries), "listings")
		b.ReportMetric(float64(st.Size())/1e6, "MB-file")
	}
}
