package lists_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/interdict/interdict/internal/jsonstream"
	"github.com/interdict/interdict/lists"
)

func TestJSONFile(t *testing.T) {
	for _, c := range []struct{ text, path, want, err string }{
		{"{\"id\":1}\n{\"id\":\n{\"id\":3}\n", "", "1 3 line 2 bad_record", ""},
		{`{"v":"7","p":[{"id":1},null,5,{"id":2}]}`, "p", "v=7 1 2 line 1 bad_record line 1 bad_record", ""},
		{"{\"id\":1}\n{\"id\":", "", "1", "x.json, line 2: the file ends within a record: it is cut off; fetch it again"},
		{`{"p":[{"id":1}`, "p", "1", "x.json, line 1: the file ends within a record or before its closing bracket: it is cut off; fetch it again"},
		{"[{\"id\":1},{\"id\":\"\xff\"}]", "", "1", "x.json, line 1: the record is not UTF-8; fetch the file again, or convert it"},
		{"[]", "", "", "x.json: there is no entry in it; fetch it again"},
		{`{"q":[{"id":1}]}`, "p", "q=", "x.json: there is no array of entries at p; check"},
		{"", "", "", "x.json, line 1: the file is empty; fetch it again"},
		{"{\"id\":1}\n{\"id\":\"" + strings.Repeat("x", lists.MaxRecord) + "\"}\n{\"id\":3}", "", "1 3 line 2 too_large", ""},
	} {
		var said []string
		var report lists.Report
		j := lists.JSONFile{
			File: &lists.File{Path: "x.json", Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(c.text)), nil }},
			Path: strings.Fields(c.path),
			Heading: func(key string, v *jsonstream.Tree) error {
				said = append(said, key+"="+v.Value())
				return nil
			},
			Take: func(_ *jsonstream.Record, v *jsonstream.Tree) error {
				said = append(said, v.Take("id"))
				return nil
			},
		}
		err := j.Read(t.Context(), &report)
		for _, r := range report.Refused {
			said = append(said, r.At+" "+r.Code)
		}
		if got := strings.Join(said, " "); got != c.want || !strings.HasPrefix(fmt.Sprint(err), c.err) || c.err == "" && err != nil {
			t.Errorf("%.60q: %s, %v; want %s, %s", c.text, got, err, c.want, c.err)
		}
	}
}

func TestJSONFileStops(t *testing.T) {
	enough, broken := errors.New("enough"), errors.New("the disk is gone")
	calls := 0
	j := lists.JSONFile{
		File: &lists.File{Path: "x.json", Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("[{},{}]")), nil }},
		Take: func(*jsonstream.Record, *jsonstream.Tree) error { calls++; return enough },
	}
	if err := j.Read(t.Context(), &lists.Report{}); err != enough || calls != 1 {
		t.Errorf("%d calls, %v", calls, err)
	}
	j.File.Open = func() (io.ReadCloser, error) { return nil, broken }
	if err := j.Read(t.Context(), &lists.Report{}); !errors.Is(err, broken) {
		t.Error(err)
	}
}
