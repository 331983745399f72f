package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/compare"
	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/score"
	"github.com/interdict/interdict/server"
	"github.com/interdict/interdict/server/watchman"
)

// The command compares with a service, writes every form, and ends with a status
// that tells whether all was compared.
func TestCompare(t *testing.T) {
	dir := t.TempDir()
	source := server.NewSource(&base.Folder{Dir: dir, Starter: true, Now: time.Now}, server.Settings{Policy: policy.Default(), Weights: score.Default()})
	t.Cleanup(source.Close)
	if err := source.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(server.New(source, server.Options{}, watchman.New(watchman.Options{})))
	t.Cleanup(web.Close)
	run := func(requests string, args ...string) (status int, stdout, stderr string) {
		t.Helper()
		var out, err bytes.Buffer
		m := Main{Args: append([]string{"compare", "--starter", "--against", web.URL, "-"}, args...), Stdin: strings.NewReader(requests),
			Stdout: &out, Stderr: &err, Getenv: func(string) string { return "" }, Now: time.Now}
		status = m.Run(context.Background())
		return status, out.String(), err.String()
	}
	page, table, lines := filepath.Join(dir, "c.html"), filepath.Join(dir, "c.csv"), filepath.Join(dir, "c.jsonl")
	status, out, stderr := run("Zhao Guangzong\nMargaret Applewhite\n", "--json", "-o", page, "-o", table, "-o", lines)
	var r compare.Report
	if err := json.Unmarshal([]byte(out), &r); status != exitDone || err != nil || r.Kind != "watchman" || r.Summary.Agreement != 1 || r.Summary.Answered != 2 {
		t.Errorf("%d %s %s %v", status, out, stderr, err)
	}
	for _, path := range []string{page, table, lines} {
		if b, err := os.ReadFile(path); err != nil || len(b) == 0 {
			t.Errorf("%s: %v", path, err)
		}
	}
	if status, out, _ := run("GET /v2/search?name=Zhao+Guangzong\nGET /v2/search?limit=1\n"); status != exitIncomplete || !strings.Contains(out, "100.00 % of 1 answered request") {
		t.Errorf("a line without a request: %d %s", status, out)
	}
	for _, args := range [][]string{{"--kind", "other"}, {"-o", "c.pdf"}, {"--concurrency", "0"}, {"--their-threshold", "2"}, {"--retries", "99"}} {
		if status, _, _ := run("Zhao\n", args...); status != exitUsage {
			t.Errorf("%v: %d", args, status)
		}
	}
}
