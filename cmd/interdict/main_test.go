package main

import (
	"context"
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

var refresh = flag.Bool("update", false, "write the outputs that the scripts hold anew")

// clock is the time at which every script runs, so that ages and dates in
// outputs stay.
var clock = time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"interdict":          func() { runAt(clock, Terminal{}) },
		"interdict-terminal": func() { runAt(clock, Terminal{Is: true, Width: 80}) },
	})
}

// runAt runs the program with a fixed clock, and standard output as given.
func runAt(now time.Time, out Terminal) {
	m := Main{
		Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Getenv: os.Getenv, Now: func() time.Time { return now }, Out: out,
	}
	os.Exit(m.Run(context.Background()))
}

// TestScripts runs what users type: testdata/script/*.txtar.
func TestScripts(t *testing.T) {
	repository, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *refresh,
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("INTERDICT_DATA", filepath.Join(env.WorkDir, "data"))
			env.Setenv("EXAMPLES", filepath.Join(repository, "examples"))
			mirror := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				text, err := os.ReadFile(filepath.Join(env.WorkDir, "mirror", filepath.Base(r.URL.Path)))
				if err != nil {
					http.NotFound(w, r)
					return
				}
				file(string(text))(w, r)
			}))
			env.Defer(mirror.Close)
			env.Setenv("MIRROR", mirror.URL)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status":  status,
			"mask":    mask,
			"convert": convert,
		},
	})
}

// status N COMMAND...: the command ends with exit status N.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N COMMAND...")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if err != nil {
		got = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if got != args[0] {
		ts.Fatalf("exit status %s, want %s", got, args[0])
	}
}

var (
	hash = regexp.MustCompile(`\b[0-9a-f]{64}\b`)
	dir  = regexp.MustCompile(`\S*/(data|examples)/`)
)

// mask IN OUT copies a file, or stdout or stderr, with all that changes from
// build to build or machine to machine made the same: hashes and folders.
func mask(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: mask IN OUT")
	}
	text := hash.ReplaceAllString(ts.ReadFile(args[0]), "HASH")
	text = dir.ReplaceAllString(text, "$1/")
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(text), 0o666))
}
