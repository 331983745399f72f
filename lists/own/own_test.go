package own_test

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/listtest"
	"github.com/interdict/interdict/lists/own"
	"github.com/interdict/interdict/table"
)

func try(t testing.TB, text string, m *table.Mapping) ([]*interdict.Listing, lists.Report, error) {
	t.Helper()
	return listtest.Try(own.CSV(m), "own_test", listtest.Bytes("own.csv", []byte(text)))
}

// TestGolden reads a list with every kind of row and column.
func TestGolden(t *testing.T) {
	file := listtest.Path(t, "testdata/watchlist.csv")
	if rec, ok := own.CSV(nil).Recognise(file); !ok || rec != (lists.Recognition{Part: lists.Main}) {
		t.Fatalf("recognised as %+v, %v", rec, ok)
	}
	got, report, err := listtest.Try(own.CSV(nil), "own_test", file)
	if err != nil {
		t.Fatal(err)
	}
	listtest.Check(t, got, report)
	listtest.Golden(t, "testdata/watchlist.golden.json", got)
	var refused []string
	for _, r := range report.Refused {
		refused = append(refused, r.At+" "+r.Code)
		if !strings.Contains(r.Reason, ";") {
			t.Errorf("%s: the reason %q has no remedy", r.At, r.Reason)
		}
	}
	if want := "[row 5 no_id row 6 duplicate_id row 7 no_name row 8 ragged_row]"; fmt.Sprint(refused) != want {
		t.Errorf("refused %v, want %v", refused, want)
	}
	if want := "[{owner 3 row 1} {column 17 1 row 2}]"; fmt.Sprint(report.Unknown) != want {
		t.Errorf("unknown %v, want %v", report.Unknown, want)
	}
}

func TestRecognise(t *testing.T) {
	for head, want := range map[string]bool{
		"id,name\n1,A\n":                     true,
		"\ufeffID;Full Name;DOB\n1;A;1985\n": true,
		"name,country\nA,GB\n":               false, // no ids
		"id,balance\n1,2\n":                  false, // no names
		"<a>\nid,name\n":                     false,
		"36,\"AEROCARIBBEAN AIRLINES\",\"-0- \"\n306,\"BANCO\",\"-0- \"\n": false,
		"Last Updated,10/04/2025\nName 6,Name 1,Group ID\nA,B,7\n":         false,
		"fileGenerationDate;Entity_LogicalId;NameAlias_WholeName\n1;2;A\n": false,
		"": false,
	} {
		if _, ok := own.CSV(nil).Recognise(listtest.Bytes("x.csv", []byte(head))); ok != want {
			t.Errorf("%q: %v, want %v", head, ok, want)
		}
	}
}

func TestMapping(t *testing.T) {
	m, err := table.ReadMapping(strings.NewReader("columns:\n  who: name\nconstants:\n  type: person\n  measures: travel ban\nids: content\n"), "map")
	if err != nil {
		t.Fatal(err)
	}
	file := listtest.Bytes("x.csv", []byte("who,dob\nA,1985\nB,\n"))
	if _, ok := own.CSV(m).Recognise(file); !ok {
		t.Error("with its mapping the table is not recognised")
	}
	got, report, err := listtest.Try(own.CSV(m), "own_test", file)
	if err != nil {
		t.Fatal(err)
	}
	listtest.Check(t, got, report)
	if len(got) != 2 || !strings.HasPrefix(got[0].ID, "row-") || got[0].ID == got[1].ID ||
		got[0].Schema != interdict.Person || fmt.Sprint(got[1].Designation.Measures) != "[travel_ban]" {
		t.Errorf("got %+v", got)
	}
	again, _, err := listtest.Try(own.CSV(m), "own_test", listtest.Bytes("x.csv", []byte("who,dob\nC,\nA,1985\n")))
	if err != nil || again[1].ID != got[0].ID {
		t.Errorf("the same row in another place has another id: %v", err)
	}
}

func TestErrors(t *testing.T) {
	for text, want := range map[string]string{
		"":                       "own.csv: the file is empty; ",
		"id,name\n":              "own.csv: there is one line only",
		"name\nA\n":              "own.csv: no column holds ids; add a column id",
		"id,what\n1,A\n":         "own.csv: none of the 2 columns is recognised as a name",
		"id,name\n,A\n,B\n":      "own.csv, row 1: no row could be taken; the row has no id",
		"id,name\n1,M\xfcller\n": "own.csv, row 1: no row could be taken; the row is not valid UTF-8",
		"<!doctype html><html>":  "own.csv: this is a web page",
		"id,name,Name\n1,A,B\n":  "columns 2 and 3 have the same name",
	} {
		_, _, err := try(t, text, nil)
		var fault *lists.Error
		if !errors.As(err, &fault) || !strings.Contains(err.Error(), want) || fault.Reason == "" || fault.Remedy == "" {
			t.Errorf("%q: error %v, want %q", text, err, want)
		}
	}
}

// big is a table of n rows, made while it is read.
func big(n int) io.Reader {
	r, w := io.Pipe()
	go func() {
		fmt.Fprintln(w, "id,name,birth date,country,remarks")
		for i := range n {
			if _, err := fmt.Fprintf(w, "%d,Name Number %d,1985-11-12,CN,%0200d\n", i, i, i); err != nil {
				return
			}
		}
		w.Close()
	}()
	return r
}

// A header that comes again is no party.
func TestHeaderAgain(t *testing.T) {
	got, report, err := listtest.Try(own.CSV(nil), "own_test", listtest.Bytes("x.csv", []byte("id,name\n1,A\nid,name\n2,B\n")))
	if err != nil || len(got) != 2 || len(report.Refused) != 1 || report.Refused[0].Code != lists.CodeBadRecord {
		t.Errorf("%d listings, refused %+v, error %v", len(got), report.Refused, err)
	}
}

// TestMemory reads 400,000 rows (100 MB) and holds but their ids' hashes.
func TestMemory(t *testing.T) {
	file := &lists.File{Path: "big.csv", Open: func() (io.ReadCloser, error) { return io.NopCloser(big(400_000)), nil }}
	var peak uint64
	n := 0
	report, err := own.CSV(nil).Read(t.Context(), "own_big", map[string]*lists.File{lists.Main: file}, func(*interdict.Listing) error {
		if n++; n%20_000 == 0 {
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapAlloc)
		}
		return nil
	})
	if err != nil || report.Entries != 400_000 {
		t.Fatalf("%d entries, error %v", report.Entries, err)
	}
	if peak > 64<<20 {
		t.Errorf("%d MB are held", peak>>20)
	}
}

// FuzzRead: whatever a table holds, reading ends, listings are whole and ids
// stand once.
func FuzzRead(f *testing.F) {
	f.Add([]byte("id,name,type,measures,listed on,dob\n1,A,ship,freeze;x,2024-03-25,31362\n1,B,,,,\n"))
	f.Add([]byte("id;name;maiden name;city;city;\n\"1\";\"A \"\"B\"\"\";C;D;E;F\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		file := listtest.Bytes("x.csv", data)
		own.CSV(nil).Recognise(file)
		got, report, err := listtest.Try(own.CSV(nil), "own_test", file)
		if err == nil {
			listtest.Check(t, got, report)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	data, err := io.ReadAll(big(20_000))
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		file := listtest.Bytes("big.csv", data)
		if _, err := own.CSV(nil).Read(b.Context(), "own_big", map[string]*lists.File{lists.Main: file}, func(*interdict.Listing) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(20_000*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
