package v1

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

// customers are lines as a file has them, whole and damaged.
const customers = zhao + `
{"id": "8", "name": "Nobody Inparticular"}

{"id": "9", "name": "Ni Gaobin", "birth_date": "31.31.1985", "shoe size": 44}
{"id": "10", "name": ` + `
{"birth_date": "1985"}
[]
{"id": "11", "name": "Wuhan Xiaoruizhi Science and Technology", "type": "company"}`

// streamed sends lines and returns the lines of the answer, told apart.
func streamed(t *testing.T, h http.Handler, path, body string) (head, results, refused []string, end StreamSummary) {
	t.Helper()
	w := ask(h, http.MethodPost, path, body, "Content-Type", "application/x-ndjson")
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/x-ndjson" {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	lines := strings.SplitAfter(w.Body.String(), "\n")
	for i, line := range lines[:len(lines)-1] {
		switch {
		case strings.HasPrefix(line, `{"answered_by"`):
			head = append(head, line)
		case strings.HasPrefix(line, `{"refused"`):
			refused = append(refused, line)
		case strings.HasPrefix(line, `{"summary"`):
			var e StreamEnd
			if err := json.Unmarshal([]byte(line), &e); err != nil || i != len(lines)-2 {
				t.Errorf("line %d of %d: %v %s", i, len(lines)-1, err, line)
			}
			end = e.Summary
		default:
			results = append(results, line)
		}
	}
	return head, results, refused, end
}

func TestStream(t *testing.T) {
	head, results, refused, end := streamed(t, demo(t), "/v1/screen/stream", customers)
	if len(head) != 1 || len(results) != 4 || len(refused) != 4 {
		t.Errorf("%d heads, %d results, %d refused: %s", len(head), len(results), len(refused), refused)
	}
	for i, id := range []string{`"id":"7","row":1,`, `"id":"8","row":2,`, `"id":"9","row":3,`, `"id":"11","row":7,`} {
		if !strings.Contains(results[i], id) {
			t.Errorf("result %d is %s", i, results[i])
		}
	}
	want := StreamSummary{Read: 7, Screened: 4, Refused: 3, Partial: 1, SubjectsHit: 3, Hits: 3}
	if end.Read != want.Read || end.Screened != want.Screened || end.Refused != want.Refused || end.Partial != want.Partial || end.SubjectsHit != want.SubjectsHit || end.Complete {
		t.Errorf("summary %+v", end)
	}
	if end.Codes["bad_json"] != 2 || end.Codes["no_name"] != 1 || end.Codes["bad_date"] != 1 || len(end.Unknown) != 1 {
		t.Errorf("summary %+v", end)
	}
}

// The results are those of the command line, byte for byte.
func TestAgreesWithTheCommandLine(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program")
	}
	dir := t.TempDir()
	program := filepath.Join(dir, "interdict")
	if out, err := exec.Command("go", "build", "-o", program, "../../cmd/interdict").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	file := filepath.Join(dir, "customers.jsonl")
	if err := os.WriteFile(file, []byte(customers), 0o600); err != nil {
		t.Fatal(err)
	}
	h := demo(t)
	for flags, parameters := range map[string]string{"": "?all=false", "--all": "?cleared=true", "--threshold=0.9 --lists=us_ofac_sdn": "?all=false&threshold=0.9&lists=us_ofac_sdn"} {
		args := append([]string{"--starter", "--data", dir, "--json", "--quiet", "screen", file}, strings.Fields(flags)...)
		cmd := exec.Command(program, args...)
		out, err := cmd.Output()
		if _, exit := errors.AsType[*exec.ExitError](err); err != nil && !exit { // rows were refused
			t.Fatal(err)
		}
		_, results, _, _ := streamed(t, h, "/v1/screen/stream"+parameters, customers)
		if got := strings.Join(results, ""); got != string(out) || len(out) == 0 {
			t.Errorf("with %q the stream answers %s, the command line %s", flags, firstDifference(got, string(out)), out)
		}
		if flags != "" {
			continue
		}
		// And so does a call with one subject, but for the row.
		w := ask(h, http.MethodPost, "/v1/screen", `{"subjects": [`+zhao+`]}`)
		line, _, _ := strings.Cut(string(out), "\n")
		if !strings.HasPrefix(w.Body.String(), `{"results":[`+line+"\n]") {
			t.Errorf("a call answers %s, the command line %s", w.Body, line)
		}
	}
}

// Many lines come back in their order, from blocks screened beside one another,
// however they come in.
func TestStreamKeepsOrder(t *testing.T) {
	s := httptest.NewServer(demo(t))
	defer s.Close()
	var in strings.Builder
	n := 3000
	for _, line := range people(n) {
		in.WriteString(line + "\n")
	}
	r, err := http.Post(s.URL+"/v1/screen/stream?standing=false", "application/x-ndjson", iotest.HalfReader(strings.NewReader(in.String())))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	lines := bufio.NewScanner(r.Body)
	lines.Buffer(nil, 1<<20)
	row := int64(0)
	for lines.Scan() {
		var line struct {
			Subject *struct {
				Row int64 `json:"row"`
			} `json:"subject"`
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		if line.Subject == nil {
			continue
		}
		if row++; line.Subject.Row != row {
			t.Fatalf("row %d comes as number %d", line.Subject.Row, row)
		}
	}
	if row != int64(n) || lines.Err() != nil {
		t.Errorf("%d of %d rows: %v", row, n, lines.Err())
	}
}

// A line is answered before the next is sent.
func TestStreamAnswersAtOnce(t *testing.T) {
	s := httptest.NewServer(demo(t))
	defer s.Close()
	body, in := io.Pipe()
	got := make(chan string, 100)
	go func() {
		defer close(got)
		r, err := http.Post(s.URL+"/v1/screen/stream", "application/x-ndjson", body)
		if err != nil {
			t.Error(err)
			return
		}
		defer r.Body.Close()
		lines := bufio.NewScanner(r.Body)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			got <- lines.Text()
		}
	}()
	next := func(want string) {
		t.Helper()
		select {
		case line := <-got:
			if !strings.HasPrefix(line, want) {
				t.Errorf("%s comes in place of %s", line, want)
			}
		case <-time.After(30 * time.Second):
			t.Fatalf("%s does not come", want)
		}
	}
	next(`{"answered_by"`)
	for range 3 {
		if _, err := io.WriteString(in, zhao+"\n"); err != nil {
			t.Fatal(err)
		}
		next(`{"subject":{"id":"7"`)
	}
	in.Close()
	next(`{"summary"`)
}

// A line of any length, and an input that breaks off, are told of.
func TestStreamThatIsDamaged(t *testing.T) {
	h := demo(t)
	_, results, refused, end := streamed(t, h, "/v1/screen/stream", `{"name": "`+strings.Repeat("a", 3<<20)+"\"}\n"+zhao)
	if len(results) != 1 || len(refused) != 1 || end.Codes["too_large"] != 1 {
		t.Errorf("%d results, %d refused, %+v", len(results), len(refused), end)
	}
	r := httptest.NewRequest(http.MethodPost, "/v1/screen/stream", io.MultiReader(strings.NewReader(zhao+"\n"), iotest.ErrReader(io.ErrUnexpectedEOF)))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if body := w.Body.String(); !strings.Contains(body, `"screened":1`) || !strings.Contains(body, `"complete":false`) {
		t.Errorf("an input that breaks off: %s", body)
	}
	for _, path := range []string{"?threshold=2", "?limit=x", "?lists=nowhere", "?as_of=2024-13-01"} {
		w := ask(h, http.MethodPost, "/v1/screen/stream"+path, customers, "Content-Type", "application/x-ndjson")
		if w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
	if w := ask(h, http.MethodPost, "/v1/screen/stream", customers, "Content-Type", "text/csv"); w.Code != http.StatusUnsupportedMediaType {
		t.Errorf("a table: %d %s", w.Code, w.Body)
	}
}
