package main

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// at runs the program at a time.
func at(now time.Time, data string, args ...string) (status int, out, errs string) {
	var stdout, stderr bytes.Buffer
	m := Main{Args: args, Stdin: strings.NewReader(""), Stdout: &stdout, Stderr: &stderr, Now: func() time.Time { return now },
		Getenv: func(name string) string { return map[string]string{"INTERDICT_DATA": data}[name] }}
	status = m.Run(context.Background())
	return status, stdout.String(), stderr.String()
}

// A run is replayed against the lists that it was made with, whatever has been
// loaded since.
func TestReplayAfterTheListsChanged(t *testing.T) {
	data, dir := t.TempDir(), t.TempDir()
	list, customers := filepath.Join(dir, "own.csv"), filepath.Join(dir, "customers.csv")
	write(t, customers, []byte("id,name\na,Zhao Guangzong\nb,Ni Gaobin\n"))
	run := func(want int, now time.Time, args ...string) string {
		t.Helper()
		status, out, errs := at(now, data, args...)
		if status != want {
			t.Fatalf("%s: exit status %d: %s%s", args, status, out, errs)
		}
		return out + errs
	}
	write(t, list, []byte("id,name,type\n1,Zhao Guangzong,person\n"))
	run(exitDone, clock, "lists", "load", list, "--list", "our_list", "--published", "2026-11-01")
	run(exitDone, clock.Add(time.Minute), "screen", customers, "-o", filepath.Join(dir, "hits.csv"))
	write(t, list, []byte("id,name,type\n1,Zhao Guangzong,person\n2,Ni Gaobin,person\n"))
	run(exitDone, clock.Add(time.Hour), "lists", "load", list, "--list", "our_list", "--published", "2026-11-20")
	said := run(exitDone, clock.Add(2*time.Hour), "audit", "replay", "1")
	if !strings.Contains(said, "Agrees") || !strings.Contains(said, "The lists have changed since") {
		t.Error(said)
	}
}
