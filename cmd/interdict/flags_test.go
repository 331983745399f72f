package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/subjects"
	"github.com/interdict/interdict/table"
)

func TestParseThreshold(t *testing.T) {
	for in, want := range map[string]interdict.Score{"1": 10000, "1.0": 10000, "0.7": 7000, ".7512": 7512, "0.0001": 1} {
		if got, err := parseThreshold(in); err != nil || got != want {
			t.Errorf("parseThreshold(%q) = %v, %v; want %v", in, got, err, want)
		}
	}
	for _, in := range []string{"0", "0.0", "", "1.0001", "2", "-0.5", "0.12345", "70%", ".", "0,7", "1e-1", "NaN"} {
		if got, err := parseThreshold(in); err == nil {
			t.Errorf("parseThreshold(%q) = %v, want an error", in, got)
		} else if status, _ := statusOf(err); status != exitUsage {
			t.Errorf("parseThreshold(%q) is not wrong use", in)
		}
	}
}

func TestMappingThatIsNotThere(t *testing.T) {
	_, err := mappingOf("nowhere.yaml")
	if err == nil || err.Error() != "--map: nowhere.yaml does not exist; check the path" {
		t.Errorf("error %v", err)
	}
	if status, _ := statusOf(err); status != exitUsage {
		t.Errorf("exit status %d", status)
	}
	if m, err := mappingOf(""); m != nil || err != nil {
		t.Errorf("%v %v", m, err)
	}
}

func TestFilesThatAreNotThere(t *testing.T) {
	for _, args := range [][]string{
		{"screen", "--map", "nowhere", "customers.csv"}, {"match", "--pairs", "nowhere"}, {"explain", "--subject", "nowhere", "X"},
		{"search", "--weights", "nowhere", "X"}, {"search", "--policy", "nowhere", "X"}, {"--config", "nowhere", "lists", "status"},
	} {
		var out bytes.Buffer
		m := Main{Args: append(args, "--data", t.TempDir()), Stdin: strings.NewReader(""), Stdout: &out, Stderr: &out, Getenv: func(string) string { return "" }, Now: time.Now}
		status := m.Run(t.Context())
		if status != exitUsage || !strings.Contains(out.String(), "nowhere does not exist; check the path") {
			t.Errorf("%q: %d, %s", args, status, out.String())
		}
	}
}

func TestGuessSchema(t *testing.T) {
	for want, names := range map[interdict.Schema][]string{
		interdict.Person:       {"Olaf Scholz", "Zhao Guangzong", "赵光宗", "Владимир Путин", "OVSYANNIKOV, Dmitry Vladimirovich", "J. Smith"},
		interdict.Organization: {"Siemens AG", "Garantex Europe OÜ", "Bank of China", "Wuhan Xiaoruizhi Science and Technology Company Limited", "ООО Ромашка"},
		interdict.Vessel:       {"MV Wise Honest", "M/T Otla"},
	} {
		for _, n := range names {
			if got := guessSchema(n); got != want {
				t.Errorf("guessSchema(%q) = %s, want %s", n, got, want)
			}
		}
	}
}

func TestStatusOf(t *testing.T) {
	for _, c := range []struct {
		err    error
		status int
		silent bool
	}{
		{nil, exitDone, true},
		{errors.New("x"), exitFailed, false},
		{fmt.Errorf("a: %w", wrong("b")), exitUsage, false},
		{done(exitHit), exitHit, true},
	} {
		if status, silent := statusOf(c.err); status != c.status || silent != c.silent {
			t.Errorf("statusOf(%v) = %d, %v", c.err, status, silent)
		}
	}
}

// TestCutOffInput: an input that breaks off in the middle of a run fails it,
// and leaves the output that was there and no temporary file.
func TestCutOffInput(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	fmt.Fprintln(z, "id,name")
	for i := range 200_000 {
		fmt.Fprintf(z, "%d,Person Number%d\n", i, i*7919)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	in, out := filepath.Join(dir, "in.csv.gz"), filepath.Join(dir, "hits.csv")
	for path, b := range map[string][]byte{in: packed.Bytes()[:packed.Len()*3/4], out: []byte("before")} {
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	status, _, stderr := runProgram(t, nil, "screen", "--starter", in, "-o", out)
	if status != exitFailed || !strings.Contains(stderr, "in.csv.gz") {
		t.Errorf("exit status %d, said %q", status, stderr)
	}
	if b, err := os.ReadFile(out); err != nil || string(b) != "before" {
		t.Errorf("the output holds %q now (%v)", b, err)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 2 {
		t.Errorf("files in the folder: %v (%v)", files, err)
	}
}

// TestCodesAreDocumented: docs/errors.md has every reason code.
func TestCodesAreDocumented(t *testing.T) {
	doc, err := os.ReadFile("../../docs/errors.md")
	if err != nil {
		t.Fatal(err)
	}
	codes := []string{
		lists.CodeNoID, lists.CodeNoName, lists.CodeDuplicate, lists.CodeOrphan, lists.CodeRagged, lists.CodeTooLarge, lists.CodeEncoding, lists.CodeBadRecord,
		subjects.CodeNoName, subjects.CodeBadJSON, table.CodeTooMany, table.CodeTooFew, table.CodeTooLarge, table.CodeBadQuote, table.CodeNUL,
		string(register.Unreadable), string(register.Empty), string(register.Incomplete), string(register.Shrunk), string(register.Undated), string(register.BadEdition),
	}
	for bit := range 16 {
		(table.Faults(1) << bit).Each(func(code, _ string, _ bool) { codes = append(codes, code) })
	}
	for _, code := range codes {
		if !bytes.Contains(doc, []byte("`"+code+"`")) {
			t.Errorf("docs/errors.md does not have the reason code %s", code)
		}
	}
}
