package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict/audit"
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

// A run that is killed at random moments ends with the same bytes as one that
// was not, and with a receipt. INTERDICT_KILLS says how often it is killed.
func TestKilledRuns(t *testing.T) {
	kills := 12
	if n, err := strconv.Atoi(os.Getenv("INTERDICT_KILLS")); err == nil {
		kills = n
	}
	data, dir := t.TempDir(), t.TempDir()
	list, customers := filepath.Join(dir, "own.csv"), filepath.Join(dir, "customers.csv")
	write(t, list, []byte("id,name,type\n1,Zhao Guangzong,person\n2,Ni Gaobin,person\n"))
	var text bytes.Buffer
	text.WriteString("id,name,birth_date,remark\n")
	for i := range 60_000 {
		name := fmt.Sprintf("Customer Number%d", i)
		if i%500 == 3 {
			name = "Zhao Guangzong"
		}
		fmt.Fprintf(&text, "%d,%s,1985-01-01,%s\n", i, name, strings.Repeat("x", 60))
	}
	write(t, customers, text.Bytes())
	if status, _, errs := at(clock, data, "lists", "load", list, "--list", "our_list", "--published", "2026-11-01"); status != exitDone {
		t.Fatal(errs)
	}
	command := func(out string) *exec.Cmd {
		cmd := exec.Command(os.Args[0], "screen", "--quiet", "--range-size", "1", customers, "-o", out)
		cmd.Args[0] = "interdict" // by which this test's program knows what it is
		cmd.Env = append(os.Environ(), "INTERDICT_DATA="+data)
		return cmd
	}
	whole := filepath.Join(dir, "whole.jsonl")
	began := time.Now()
	if said, err := command(whole).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	took := time.Since(began)
	want := read(t, whole)
	killed := 0
	for i := 0; killed < kills; i++ {
		out := filepath.Join(dir, "out.jsonl")
		cmd := command(out)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(took * time.Duration(1+i%10) / 12)
		cmd.Process.Kill()
		if cmd.Wait() != nil {
			killed++
		}
		if i%3 == 2 { // killed three times over, then left alone
			if said, err := command(out).CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, said)
			}
		}
		if got, err := os.ReadFile(out); err == nil && !bytes.Equal(got, want) {
			t.Fatalf("after %d kills the output differs", killed)
		} else if err != nil && i%3 == 2 {
			t.Fatal(err)
		}
		os.Remove(out)
	}
	if said, err := command(filepath.Join(dir, "out.jsonl")).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	found, err := audit.In(data).Verify()
	if err != nil || len(found) == 0 {
		t.Fatal(found, err)
	}
	for _, f := range found {
		if !f.OK {
			t.Errorf("receipt %d: %s", f.Number, f.Words)
		}
	}
	left, err := os.ReadDir(filepath.Join(data, "runs"))
	if err != nil || len(left) > 0 {
		t.Errorf("what runs kept is left: %v %v", left, err)
	}
}

// Adding to a population, and running it, killed at random moments: the
// population is as before or after, no alert is lost and none doubled.
func TestKilledMonitoring(t *testing.T) {
	kills := 12
	if n, err := strconv.Atoi(os.Getenv("INTERDICT_KILLS")); err == nil {
		kills = n
	}
	data, dir := t.TempDir(), t.TempDir()
	list := filepath.Join(dir, "own.csv")
	customers := func(name string, from, to int) string {
		var text bytes.Buffer
		text.WriteString("id,name\n")
		for i := from; i < to; i++ {
			who := fmt.Sprintf("Customer Number%d", i)
			if i%1000 == 3 {
				who = "Zhao Guangzong"
			}
			fmt.Fprintf(&text, "%d,%s\n", i, who)
		}
		path := filepath.Join(dir, name)
		write(t, path, text.Bytes())
		return path
	}
	everyone, more := customers("everyone.csv", 0, 20_000), customers("more.csv", 20_000, 22_000)
	must := func(args ...string) {
		t.Helper()
		if status, out, errs := at(clock, data, args...); status != exitDone {
			t.Fatalf("%s: %d %s%s", args, status, out, errs)
		}
	}
	write(t, list, []byte("id,name,type\n1,Ni Gaobin,person\n"))
	must("lists", "load", list, "--list", "our_list", "--published", "2026-11-01")
	must("monitor", "add", "customers", "bank", everyone)
	killed := func(i int, args ...string) bool {
		cmd := exec.Command(os.Args[0], append(args, "--quiet")...)
		cmd.Args[0] = "interdict" // by which this test's program knows what it is
		cmd.Env = append(os.Environ(), "INTERDICT_DATA="+data)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(20+(i*37)%400) * time.Millisecond)
		cmd.Process.Kill()
		return cmd.Wait() != nil
	}
	for i, n := 0, 0; n < kills; i++ {
		if i > 20*kills {
			t.Skip("the machine is too fast to kill anything midway")
		}
		args := [][]string{{"monitor", "run"}, {"monitor", "add", "customers", "bank", more, "--changes"}, {"monitor", "add", "customers", "bank", everyone, "--accept-shrink"}}[i%3]
		if killed(i, args...) {
			n++
		}
		if i == kills {
			write(t, list, []byte("id,name,type\n1,Ni Gaobin,person\n2,Zhao Guangzong,person\n"))
			must("lists", "load", list, "--list", "our_list", "--published", "2026-11-20")
		}
	}
	must("monitor", "add", "customers", "bank", everyone, "--accept-shrink")
	must("monitor", "add", "customers", "bank", more, "--changes")
	write(t, list, []byte("id,name,type\n1,Ni Gaobin,person\n2,Zhao Guangzong,person\n3,Another,person\n"))
	must("lists", "load", list, "--list", "our_list", "--published", "2026-11-21")
	must("monitor", "run")
	must("monitor", "status")
	_, out, _ := at(clock, data, "alerts", "list", "--json")
	if got := strings.Count(out, `"caption":"Zhao Guangzong"`); got != 22 {
		t.Errorf("%d alerts stand, want 22", got)
	}
	must("audit", "verify")
}
