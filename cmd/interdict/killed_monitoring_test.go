package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/population"
)

// members are the ids of those who are in the population, ascending.
func (d *day) members() (ids []int) {
	d.t.Helper()
	key, err := parseKey(string(read(d.t, filepath.Join(d.data, keyFile))), keyFile)
	if err != nil {
		d.t.Fatal(err)
	}
	p, err := population.In(d.data).Read("bank", key)
	if err != nil {
		d.t.Fatal(err)
	}
	s, err := p.Open(nil)
	if err != nil {
		d.t.Fatal(err)
	}
	defer s.Close()
	for {
		block, err := s.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			d.t.Fatal(err)
		}
		members, refused := s.Parse(block, []interdict.Subject{})
		if len(refused) > 0 {
			d.t.Fatal(refused)
		}
		for i := range members {
			n, err := strconv.Atoi(members[i].ID)
			if err != nil {
				d.t.Fatal(err)
			}
			ids = append(ids, n)
		}
	}
	if int64(len(ids)) != p.Members {
		d.t.Fatalf("%d members are counted, %d are there", p.Members, len(ids))
	}
	slices.Sort(ids)
	return ids
}

// monitored runs monitoring, in this process, and holds that the alerts are as
// they should be, that all are covered and that the receipts are whole.
func (d *day) monitored(want, when string) {
	d.t.Helper()
	d.must("monitor", "run")
	if got := d.alerts(); got != want {
		d.t.Fatalf("%s the alerts are %s\nwant %s", when, got, want)
	}
	d.must("monitor", "status")
	d.must("audit", "verify")
}

// killedAdding adds a file to a population and is killed until so many have
// been. The population is always whole, and as before or after; what was left
// behind is gone on with; in the end its alerts are those of one that nobody
// killed.
func killedAdding(d *day, k *killing, until int, add ...string) (right *day) {
	d.t.Helper()
	before := d.members()
	right = d.in(d.path("right"))
	cmd, _ := right.process(add...)
	k.life = 0
	k.whole(cmd)
	after := right.members()
	right.must("monitor", "run")
	want := right.alerts()
	other := d.in(d.path("killed"))
	for i := 0; k.killed < until; i++ {
		cmd, _ := other.process(add...)
		died := k.kill(cmd)
		when := fmt.Sprintf("after %d kills", k.killed)
		now := other.members()
		switch {
		case died && slices.Equal(now, before):
			if k.died[other.begun(d)]++; i%25 != 24 {
				continue
			}
			other.must(add...)
		case !slices.Equal(now, after):
			d.t.Fatalf("%s there are %d members: neither those before nor those after", when, len(now))
		case died:
			k.died["after"]++
		}
		other.monitored(want, when)
		other = d.in(d.path(fmt.Sprint("killed", i%2)))
	}
	return right
}

// begun says which files of the population stand that did not stand before: how far
// an add had come when it was killed.
func (d *day) begun(before *day) string {
	d.t.Helper()
	files, err := os.ReadDir(filepath.Join(d.data, "populations", "bank"))
	if err != nil {
		d.t.Fatal(err)
	}
	var stand []string
	for _, f := range files {
		if _, err := os.Stat(filepath.Join(before.data, "populations", "bank", f.Name())); err == nil || f.Name() == "lock" {
			continue
		}
		name := randomPart.ReplaceAllString(f.Name(), "*")
		if slices.Contains(stand, name) {
			d.t.Fatalf("what killed processes leave heaps up: %s", files)
		}
		stand = append(stand, name)
	}
	if len(stand) == 0 {
		return "before"
	}
	return strings.Join(stand, " ")
}

// randomPart is what sets temporary files apart.
var randomPart = regexp.MustCompile(`\.[0-9a-z]+\.tmp$`)

// newBank is a day whose customers are under monitoring and covered, and whose
// list has changed since.
func newBank(t *testing.T, customers int) *day {
	t.Helper()
	d := newDay(t, customers)
	d.must("monitor", "add", "customers", "bank", d.customers)
	d.must("monitor", "run")
	d.load("1,Zhao Guangzong,person\n2,Customer Number77,person\n", "2026-11-02")
	return d
}

// Adding everyone, changes and removals, killed at random moments.
func TestKilledAdding(t *testing.T) {
	k, d := newKilling(t, 12), newBank(t, 3000)
	everyone, more, gone := d.path("everyone.csv"), d.path("more.csv"), d.path("gone.csv")
	write(t, everyone, dayCustomers(1000, 4000))
	write(t, more, dayCustomers(2900, 3300))
	write(t, gone, []byte("id\n3\n77\n503\n2500\n"))
	killedAdding(d, k, k.wanted/3, "monitor", "add", "customers", "bank", everyone)
	killedAdding(d, k, k.wanted*2/3, "monitor", "add", "customers", "bank", more, "--changes")
	killedAdding(d, k, k.wanted, "monitor", "add", "customers", "bank", gone, "--removals")
}

// Adding changes that make a population merge its files, killed at random
// moments.
func TestKilledMerging(t *testing.T) {
	k, d := newKilling(t, 12), newBank(t, 4000)
	more := d.path("more.csv")
	write(t, more, dayCustomers(3900, 5500)) // over a quarter: the files become one
	right := killedAdding(d, k, k.wanted, "monitor", "add", "customers", "bank", more, "--changes")
	if merged, err := filepath.Glob(filepath.Join(right.data, "populations", "bank", "*.merged")); err != nil || len(merged) != 1 {
		t.Fatalf("nothing was merged: %s %v", merged, err)
	}
}

// Monitoring, killed at random moments while both the list and the members have
// changed: the alerts are those before the run or those after it, none is lost
// and none doubled.
func TestKilledMonitoring(t *testing.T) {
	k, d := newKilling(t, 12), newBank(t, 3000)
	more := d.path("more.csv")
	write(t, more, dayCustomers(2900, 3600))
	d.must("monitor", "add", "customers", "bank", more, "--changes")
	before := d.alerts()
	right := d.in(d.path("right"))
	cmd, _ := right.process("monitor", "run")
	k.whole(cmd)
	want := right.alerts()
	if n := strings.Count(want, `"caption"`); n != 9 || want == before { // one in five hundred, and the customer who was listed
		t.Fatalf("%d alerts: %s", n, want)
	}
	other := d.in(d.path("killed"))
	for i := 0; k.killed < k.wanted; i++ {
		cmd, _ := other.process("monitor", "run")
		died := k.kill(cmd)
		when := fmt.Sprintf("after %d kills", k.killed)
		switch now := other.alerts(); {
		case died && now == before:
			if k.died["before"]++; i%10 != 9 {
				continue
			}
		case now != want:
			t.Fatalf("%s the alerts are %s\nbefore %s\nafter %s", when, now, before, want)
		case died:
			k.died["after"]++
		}
		other.monitored(want, when)
		other = d.in(d.path(fmt.Sprint("killed", i%2)))
	}
}
