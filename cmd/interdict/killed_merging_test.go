package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Adding changes that make a population merge its files, killed at random moments:
// the population is as before or after, and whole; what stands then is gone on
// with, and in the end its alerts are those of one that nobody killed.
func TestKilledMerging(t *testing.T) {
	kills := 12
	if n, err := strconv.Atoi(os.Getenv("INTERDICT_KILLS")); err == nil {
		kills = n
	}
	d := newDay(t, 8000)
	d.must("monitor", "add", "customers", "bank", d.customers)
	d.must("monitor", "run")
	d.load("1,Zhao Guangzong,person\n2,Customer Number77,person\n", "2026-11-02")
	more := d.path("more.csv")
	write(t, more, dayCustomers(8000, 12_000)) // over a quarter: the files become one
	add := []string{"monitor", "add", "customers", "bank", more, "--changes"}
	right := d.in(d.path("right"))
	cmd, errs := right.process(add...)
	began := time.Now()
	if err := cmd.Run(); err != nil {
		t.Fatal(err, errs)
	}
	took := time.Since(began)
	if merged, err := filepath.Glob(filepath.Join(right.data, "populations", "bank", "*.merged")); err != nil || len(merged) != 1 {
		t.Fatalf("nothing was merged: %s %v", merged, err)
	}
	right.must("monitor", "run")
	want := right.alerts()
	members := func(d *day) string {
		_, out, _ := at(clock, d.data, "monitor", "status", "--json") // it is not covered, which the exit status says
		_, rest, _ := strings.Cut(out, `"members":`)
		n, _, _ := strings.Cut(rest, ",")
		return n
	}
	if m := members(right); m != "12000" {
		t.Fatalf("%s members after the file", m)
	}
	other := d.in(d.path("killed"))
	for i, killed := 0, 0; killed < kills; i++ {
		if i > 20*kills+100 {
			t.Skip("the machine is too fast to kill anything midway")
		}
		cmd, _ := other.process(add...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(took * time.Duration(1+(i*37)%100) / 100)
		cmd.Process.Kill()
		if cmd.Wait() != nil {
			killed++
		}
		switch m := members(other); m {
		case "8000": // the next one goes on from what was left behind
			if i%25 != 24 {
				continue
			}
			other.must(add...)
		case "12000":
		default:
			t.Fatalf("after %d kills there are %q members", killed, m)
		}
		other.must("monitor", "run")
		if got := other.alerts(); got != want {
			t.Fatalf("after %d kills the alerts are %s\nwant %s", killed, got, want)
		}
		other = d.in(d.path(fmt.Sprint("killed", i%2)))
	}
}
