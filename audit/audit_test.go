package audit_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/interdict/interdict/audit"
	"github.com/interdict/interdict/runs"
)

func receipt(ranges int) *audit.Receipt {
	r := &audit.Receipt{Build: "test", Began: time.Unix(0, 0).UTC(), Ended: time.Unix(60, 0).UTC(), Policy: "default", Threshold: 7000,
		Inputs: []audit.Input{{Name: "customers.csv"}}, Codes: map[string]int64{}}
	for i := range ranges {
		r.Ranges = append(r.Ranges, runs.Range{FirstRow: int64(10*i + 1), Rows: 10, Bytes: 100, InputMAC: "aa", ResultsMAC: "bb", Screened: 9, Refused: 1, SubjectsHit: 1, Hits: 2})
		r.Inputs[0].Rows += 10
		r.Read, r.Screened, r.Refused, r.SubjectsHit, r.Hits = r.Read+10, r.Screened+9, r.Refused+1, r.SubjectsHit+1, r.Hits+2
	}
	return r
}

func keep(t *testing.T, f audit.Folder, ranges int, rejected ...runs.Rejected) *audit.Sealed {
	t.Helper()
	s, err := f.Keep(context.Background(), receipt(ranges), &audit.Private{Key: "00", Inputs: []string{"/somewhere/customers.csv"}}, func(yield func(*runs.Rejected) bool) {
		for i := range rejected {
			if !yield(&rejected[i]) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestChain(t *testing.T) {
	f := audit.Folder(filepath.Join(t.TempDir(), "receipts"))
	first := keep(t, f, 3)
	second := keep(t, f, 1, runs.Rejected{Row: 4, Code: "no_name"})
	if second.Number != 2 || second.Previous != first.Sum() {
		t.Errorf("%d follows %q", second.Number, second.Previous)
	}
	if strings.Contains(string(second.Line), "somewhere") {
		t.Error("the receipt names a folder")
	}
	refused, err := os.ReadFile(filepath.Join(string(f), "000002.refused"))
	if err != nil || string(refused) != "1\t4\tno_name\n" {
		t.Errorf("refused rows: %q %v", refused, err)
	}
	for _, name := range []string{"installation.key", "000001.private", "000001.receipt"} {
		info, err := os.Stat(filepath.Join(string(f), name))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s can be read by others: %v %v", name, info, err)
		}
	}
	verify(t, f, true, true)
}

// verify checks the chain and says which receipts are to be found whole.
func verify(t *testing.T, f audit.Folder, want ...bool) {
	t.Helper()
	found, err := f.Verify()
	if err != nil {
		t.Fatal(err)
	}
	if len(found) != len(want) {
		t.Fatalf("%d findings: %+v", len(found), found)
	}
	for i := range found {
		if found[i].OK != want[i] {
			t.Errorf("receipt %d: ok %t: %s", found[i].Number, found[i].OK, found[i].Words)
		}
	}
}

// Whatever is changed, taken out or put in is seen.
func TestTampering(t *testing.T) {
	for name, c := range map[string]struct {
		tamper func(t *testing.T, dir string)
		want   []bool
	}{
		"a count": {func(t *testing.T, dir string) {
			edit(t, filepath.Join(dir, "000002.receipt"), `"hits":2`, `"hits":1`)
		}, []bool{true, false, true}},
		"a receipt taken out": {func(t *testing.T, dir string) { remove(t, filepath.Join(dir, "000002.receipt")) }, []bool{true, false, true}},
		"the refused rows":    {func(t *testing.T, dir string) { edit(t, filepath.Join(dir, "000003.refused"), "4", "5") }, []bool{true, true, false}},
		"the private file":    {func(t *testing.T, dir string) { edit(t, filepath.Join(dir, "000001.private"), "00", "01") }, []bool{false, true, true}},
		"the customers forgotten": {func(t *testing.T, dir string) {
			remove(t, filepath.Join(dir, "000001.private"))
		}, []bool{true, true, true}},
		"another installation's": {func(t *testing.T, dir string) {
			other := audit.Folder(filepath.Join(t.TempDir(), "other"))
			keep(t, other, 2)
			b, err := os.ReadFile(filepath.Join(string(other), "000001.receipt"))
			if err == nil {
				err = os.WriteFile(filepath.Join(dir, "000001.receipt"), b, 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
		}, []bool{false, false, true}},
	} {
		t.Run(name, func(t *testing.T) {
			f := audit.Folder(filepath.Join(t.TempDir(), "receipts"))
			keep(t, f, 1)
			keep(t, f, 1)
			keep(t, f, 1, runs.Rejected{Row: 4, Code: "no_name"})
			c.tamper(t, string(f))
			verify(t, f, c.want...)
		})
	}
}

func edit(t *testing.T, path, old, new string) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	changed := bytes.Replace(b, []byte(old), []byte(new), 1)
	if bytes.Equal(changed, b) {
		t.Fatalf("%s has no %q", path, old)
	}
	if err := os.WriteFile(path, changed, 0o600); err != nil {
		t.Fatal(err)
	}
}

func remove(t *testing.T, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}

// TestRefusedStretches: rows that follow one another for one reason take one line.
func TestRefusedStretches(t *testing.T) {
	f := audit.Folder(filepath.Join(t.TempDir(), "receipts"))
	keep(t, f, 1, runs.Rejected{Row: 4, Code: "no_name"}, runs.Rejected{Row: 5, Code: "no_name"}, runs.Rejected{Row: 6, Code: "no_name"},
		runs.Rejected{Row: 7, Code: "bad_date", Screened: true}, runs.Rejected{Row: 8, Code: "bad_date"}, runs.Rejected{Row: 8, Code: "bad_date"},
		runs.Rejected{Input: 1, Row: 9, Code: "bad_date"}, runs.Rejected{Input: 1, Row: 11, Code: "bad_date"}, runs.Rejected{Input: 1, Row: 12, Code: "bad_date"})
	refused, err := os.ReadFile(filepath.Join(string(f), "000001.refused"))
	if want := "1\t4-6\tno_name\n1\t7\tbad_date\tscreened without the value\n1\t8\tbad_date\n1\t8\tbad_date\n2\t9\tbad_date\n2\t11-12\tbad_date\n"; err != nil || string(refused) != want {
		t.Errorf("%v\n%s\nwant\n%s", err, refused, want)
	}
	if found, err := f.Verify(); err != nil || !found[0].OK {
		t.Errorf("%+v %v", found, err)
	}
}

// A receipt whose ranges leave a gap, overlap or do not add up is refused even
// where its signature is right: a faulty program could have made it.
func TestRangesCover(t *testing.T) {
	for name, spoil := range map[string]func(r *audit.Receipt){
		"gap":     func(r *audit.Receipt) { r.Ranges[1].FirstRow++ },
		"overlap": func(r *audit.Receipt) { r.Ranges[1].FirstRow-- },
		"sum":     func(r *audit.Receipt) { r.Hits++ },
		"rows":    func(r *audit.Receipt) { r.Inputs[0].Rows++ },
		"input":   func(r *audit.Receipt) { r.Ranges[2].Input = 1 },
	} {
		f := audit.Folder(filepath.Join(t.TempDir(), "receipts"))
		r := receipt(3)
		spoil(r)
		if _, err := f.Keep(context.Background(), r, &audit.Private{}, func(func(*runs.Rejected) bool) {}); err == nil {
			t.Errorf("%s: the receipt is taken", name)
		}
	}
}

// Runs that end at the same time get receipts one after the other.
func TestAtOnce(t *testing.T) {
	f := audit.Folder(filepath.Join(t.TempDir(), "receipts"))
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() { keep(t, f, 2) })
	}
	all.Wait()
	verify(t, f, true, true, true, true, true, true, true, true)
}

// Each leaf and its place count.
func TestRootDependsOnEveryRange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 20).Draw(t, "ranges")
		r := receipt(n)
		before, err := audit.Root(r.Ranges)
		if err != nil {
			t.Fatal(err)
		}
		i := rapid.IntRange(0, n-1).Draw(t, "changed")
		r.Ranges[i].ResultsMAC = "cc"
		after, err := audit.Root(r.Ranges)
		if err != nil || after == before {
			t.Fatalf("range %d of %d does not count: %v", i, n, err)
		}
	})
}

// A receipt of the first version can be read for ever.
func TestGolden(t *testing.T) {
	golden := filepath.Join("testdata", "v1.receipt")
	s, err := audit.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if s.Number != 1 || len(s.Ranges) != 3 || s.Hits != 6 {
		t.Errorf("read as %+v", s.Receipt)
	}
	var again bytes.Buffer
	if err := json.NewEncoder(&again).Encode(&s.Receipt); err != nil || strings.TrimSpace(again.String()) != string(s.Line) {
		t.Errorf("it is written anew as %s", again.String())
	}
}

func FuzzParse(f *testing.F) {
	if b, err := os.ReadFile(filepath.Join("testdata", "v1.receipt")); err == nil {
		f.Add(b)
	}
	f.Add([]byte("{}\n{}\n"))
	f.Add([]byte(`{"interdict_receipt":1}` + "\n" + `{"key":"AA==","signature":""}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if s, err := audit.Parse(b); err == nil && len(s.Key()) == 0 {
			t.Error("a receipt without a key is taken")
		}
	})
}
