package own_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/listtest"
	"github.com/interdict/interdict/lists/own"
	"github.com/interdict/interdict/table"
)

func TestJSONGolden(t *testing.T) {
	file := listtest.Path(t, "testdata/watchlist.json")
	if rec, ok := own.JSON(nil).Recognise(file); !ok || rec != (lists.Recognition{Part: lists.Main}) {
		t.Fatalf("recognised as %+v, %v", rec, ok)
	}
	got, report, err := listtest.Try(own.JSON(nil), "own_test", file)
	if err != nil {
		t.Fatal(err)
	}
	listtest.Check(t, got, report)
	listtest.Golden(t, "testdata/watchlist_json.golden.json", got)
	var refused []string
	for _, r := range report.Refused {
		refused = append(refused, r.At+" "+r.Code)
	}
	if want := "[row 4 no_id row 5 duplicate_id row 6 no_name line 8 bad_record]"; fmt.Sprint(refused) != want {
		t.Errorf("refused %v, want %v", refused, want)
	}
	if want := "[{seen/port 1 row 2} {seen/count 1 row 2} {colour 1 row 3}]"; fmt.Sprint(report.Unknown) != want {
		t.Errorf("unknown %v, want %v", report.Unknown, want)
	}
}

// told is what listings say, without where they stand.
func told(t *testing.T, f lists.Format, file *lists.File) string {
	t.Helper()
	got, report, err := listtest.Try(f, "own_test", file)
	if err != nil || len(report.Refused) > 0 {
		t.Fatalf("error %v, refused %v", err, report.Refused)
	}
	var b strings.Builder
	for _, l := range got {
		bare := *l
		bare.Raw, bare.At = nil, ""
		fmt.Fprintf(&b, "%+v\n", bare)
	}
	return b.String()
}

// TestExample reads the example in both writings.
func TestExample(t *testing.T) {
	table := told(t, own.CSV(nil), listtest.Path(t, "../../examples/own-list.csv"))
	if objects := told(t, own.JSON(nil), listtest.Path(t, "../../examples/own-list.json")); objects != table {
		t.Errorf("in JSON\n%s\nas a table\n%s", objects, table)
	}
}

// TestJSONIsAsCSV reads the same list in three writings.
func TestJSONIsAsCSV(t *testing.T) {
	table := "id,type,name,aliases,birth_date,measures\n1,person,A B,C; D,1968-04-09,travel ban\n2,,E,,,\n"
	array := `[{"id":"1","type":"person","name":"A B","aliases":["C","D"],"birth_date":"1968-04-09","measures":"travel ban"},{"id":2,"name":"E"}]`
	lines := strings.NewReplacer("[{", "{", "}]", "}", "},{", "}\n{").Replace(array)
	var want string
	for i, text := range []string{table, array, lines} {
		format := own.JSON(nil)
		if i == 0 {
			format = own.CSV(nil)
		}
		got := told(t, format, listtest.Bytes("x", []byte(text)))
		if i == 0 {
			want = got
		} else if got != want {
			t.Errorf("%s\nwant %s", got, want)
		}
	}
}

func TestJSONRecognise(t *testing.T) {
	for head, want := range map[string]bool{
		`[{"id":1,"name":"A"}]`:                       true,
		"\ufeff{\"ID\":\"1\",\"fullName\":\"A\"}\n{}": true,
		`[{"name":"A"}]`:                              false, // no id
		`[{"id":1,"balance":2}]`:                      false, // no name
		`{"id":"Q1","caption":"A","schema":"Person","properties":{"name":["A"]}}`: false, // FollowTheMoney
		`{"results":[{"id":1,"name":"A"}]}`:                                       false,
		`{"error":"not found"}`:                                                   false,
		`[]`:                                                                      false,
		`id,name`:                                                                 false,
	} {
		if _, ok := own.JSON(nil).Recognise(listtest.Bytes("x", []byte(head))); ok != want {
			t.Errorf("%s: %v, want %v", head, ok, want)
		}
	}
}

func TestJSONMapping(t *testing.T) {
	m, err := table.ReadMapping(strings.NewReader("columns:\n  who: name\nconstants:\n  type: company\nids: content\n"), "map")
	if err != nil {
		t.Fatal(err)
	}
	got, report, err := listtest.Try(own.JSON(m), "own_test", listtest.Bytes("x", []byte(`[{"who":"A"},{"who":"B"}]`)))
	if err != nil {
		t.Fatal(err)
	}
	listtest.Check(t, got, report)
	if len(got) != 2 || got[0].Schema != interdict.Organization || !strings.HasPrefix(got[0].ID, "row-") {
		t.Errorf("got %+v", got)
	}
}

func TestJSONConforms(t *testing.T) {
	listtest.Conform(t, listtest.Case{
		Format: own.JSON(nil), List: "own_test", Untold: true, Seed: "W-3",
		Parts: map[string]string{lists.Main: "testdata/watchlist.json"},
	})
}

func FuzzJSON(f *testing.F) {
	f.Add([]byte(`[{"id":"1","name":"A","aliases":["B"],"x":{"y":[1,{"z":null}]}}]`))
	f.Add([]byte("{\"id\":1,\"name\":\"A\"}\n{\"id\":2,\"name\":\"B\"}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, report, err := listtest.Try(own.JSON(nil), "own_test", listtest.Bytes("x", data))
		if err == nil {
			listtest.Check(t, got, report)
		}
	})
}
