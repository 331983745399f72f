package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict/report"
)

// runProgram runs the program and returns its exit status and both its streams.
func runProgram(t *testing.T, env map[string]string, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	m := Main{
		Args: args, Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs,
		Getenv: func(name string) string { return env[name] }, Now: func() time.Time { return clock },
	}
	status = m.Run(context.Background())
	return status, out.String(), errs.String()
}

// TestExamplesGiveWhatTheySay screens the example customers and holds the
// answers against examples/expected.csv, which a reader of the examples sees.
func TestExamplesGiveWhatTheySay(t *testing.T) {
	status, stdout, stderr := runProgram(t, nil, "screen", "--starter", "--json", "--quiet", "../../examples/customers.csv")
	if status != exitDone {
		t.Fatalf("exit status %d: %s", status, stderr)
	}
	hits := map[string][]string{}
	for line := range strings.Lines(stdout) {
		var l struct {
			Subject report.SubjectLine
			Hits    []struct {
				ListingIDs []string `json:"listing_ids"`
			}
		}
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			t.Fatal(err)
		}
		for _, h := range l.Hits {
			hits[l.Subject.ID] = append(hits[l.Subject.ID], h.ListingIDs...)
		}
	}
	f, err := os.Open("../../examples/expected.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		id, expect, listings := row[0], row[1], strings.FieldsFunc(row[2], func(r rune) bool { return r == ';' })
		got := hits[id]
		if expect == "clear" && len(got) > 0 || expect == "hit" && len(got) == 0 {
			t.Errorf("%s: expected %s, got the listings %v", id, expect, got)
		}
		for _, want := range listings {
			if !slices.Contains(got, want) {
				t.Errorf("%s: expected the listing %s, got %v", id, want, got)
			}
		}
	}
}

// TestVienna: the mapped example file finds its man.
func TestVienna(t *testing.T) {
	status, stdout, stderr := runProgram(t, nil, "screen", "--starter", "--json", "--quiet", "--map", "../../examples/vienna.map.yaml", "../../examples/vienna.csv")
	if status != exitDone {
		t.Fatalf("exit status %d: %s", status, stderr)
	}
	for _, want := range []string{`"id":"7001"`, `"RUS0045"`, `"id":"7003"`, `"RUS1421"`} {
		if !strings.Contains(stdout, want) {
			t.Errorf("%s is missing in %s", want, stdout)
		}
	}
	for _, clean := range []string{`"id":"7002"`, `"id":"7004"`} {
		if strings.Contains(stdout, clean) {
			t.Errorf("%s has a hit", clean)
		}
	}
}

// TestOwnListExample: the example of a company's own list loads and is found.
func TestOwnListExample(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	status, stdout, stderr := runProgram(t, nil, "--data", data, "lists", "load", "../../examples/own-list.csv", "--published", "2026-04-01")
	if status != exitDone {
		t.Fatalf("exit status %d: %s%s", status, stdout, stderr)
	}
	status, stdout, _ = runProgram(t, nil, "--data", data, "search", "--json", "Victor Almazov")
	if status != exitDone || !strings.Contains(stdout, `"listing_ids":["OWN-001"]`) {
		t.Errorf("exit status %d, found %s", status, stdout)
	}
}

var deployCommand = regexp.MustCompile(`(?:/?interdict|args: \[|command: \[|CMD \[)[ "]*(serve|keys add|lists update|lists compile)\b(.*)`)

// TestDeployExamples: each command in the files for operators exists, with its
// flags.
func TestDeployExamples(t *testing.T) {
	files, err := filepath.Glob("../../examples/deploy/*")
	if err != nil || len(files) < 6 {
		t.Fatalf("%v %v", files, err)
	}
	commands := 0
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range deployCommand.FindAllStringSubmatch(string(text), -1) {
			commands++
			status, help, _ := runProgram(t, nil, append(strings.Fields(found[1]), "--help")...)
			for _, flag := range regexp.MustCompile(`--[a-z-]+`).FindAllString(found[2], -1) {
				if status != exitDone || !regexp.MustCompile(flag+`\b`).MatchString(help) {
					t.Errorf("%s: %s has no %s", path, found[1], flag)
				}
			}
		}
	}
	if commands < 10 {
		t.Errorf("only %d commands were found", commands)
	}
}
