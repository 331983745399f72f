package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// insideEnv says that the test runs where it may mount a disk of its own.
const insideEnv = "INTERDICT_TEST_FULL_DISK"

// A disk that is full, wherever a command is then, ends it with a sentence;
// nothing half-done is taken for done, and with room the same command does all.
func TestFullDisk(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	if os.Getenv(insideEnv) == "" {
		inside(t)
		return
	}
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=24m"); err != nil {
		t.Skipf("no disk can be mounted here: %v", err)
	}
	defer syscall.Unmount(disk, syscall.MNT_DETACH)
	d := newDay(t, 12_000)
	d.must("monitor", "add", "customers", "bank", d.customers)
	d.must("monitor", "run")
	more, list := d.path("more.csv"), d.path("next.csv")
	write(t, more, dayCustomers(12_000, 20_000)) // so many that the population's files are merged
	write(t, list, []byte("id,name,type\n1,Zhao Guangzong,person\n2,Customer Number77,person\n"))
	out := filepath.Join(disk, "out.jsonl")
	commands := map[string][]string{
		"screening":         {"screen", "--range-size", "1", d.customers, "-o", out},
		"a whole file":      {"monitor", "add", "customers", "bank", d.customers},
		"a new population":  {"monitor", "add", "customers", "other", more},
		"merging":           {"monitor", "add", "customers", "bank", more, "--changes"},
		"monitoring":        {"monitor", "run"},
		"a decision":        {"alerts", "decide", alertIn(d), "false_positive", "--why", "another birth place"},
		"loading a list":    {"lists", "load", list, "--list", "our_list", "--published", "2026-11-02"},
		"compiling anew":    {"lists", "compile"},
		"status of a day":   {"monitor", "status"},
		"receipts of a day": {"audit", "verify"},
	}
	for what, args := range commands {
		t.Run(what, func(t *testing.T) { fillUp(t, d, disk, out, args) })
	}
	t.Run("searching", func(t *testing.T) { searchFull(t, d, disk) })
}

// searchFull searches on a disk that is full: a search writes nothing.
func searchFull(t *testing.T, d *day, disk string) {
	full := d.in(filepath.Join(disk, "searched"))
	if err := fillDisk(disk, filepath.Join(disk, "ballast"), 0); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second finds what the first has left
		cmd, errs := full.process("search", "Zhao Guangzong", "--json")
		found, err := cmd.Output()
		if err != nil || !strings.Contains(string(found), `"results":[{`) {
			t.Errorf("%v: %s%s", err, found, errs)
		}
	}
}

// alertIn is the id of an alert.
func alertIn(d *day) string {
	_, rest, _ := strings.Cut(d.alerts(), `"id":"`)
	id, _, _ := strings.Cut(rest, `"`)
	return id
}

// inside runs the test anew in a space of its own where a disk can be mounted.
func inside(t *testing.T) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run", "^TestFullDisk$", "-test.v")
	cmd.Env = append(os.Environ(), insideEnv+"=yes")
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	said, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	switch {
	case err != nil && !errors.As(err, &exit):
		t.Skipf("a full disk cannot be had here: the system lets no user mount one: %v", err)
	case err != nil:
		t.Errorf("%s", said)
	case strings.Contains(string(said), "no disk can be mounted here"):
		t.Skipf("%s", said)
	case !strings.Contains(string(said), "--- PASS: TestFullDisk/"):
		t.Errorf("nothing was tested: %s", said)
	}
}

// fillUp gives a command ever more room on the disk until it is done, and holds
// each time that nothing half-done stands.
func fillUp(t *testing.T, d *day, disk, out string, args []string) {
	run := func(d *day) (int, string) {
		cmd, errs := d.process(args...)
		cmd.Env = append(cmd.Env, "TMPDIR="+disk, "SQLITE_TMPDIR="+disk)
		if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
			t.Fatal(err)
		}
		return cmd.ProcessState.ExitCode(), errs.String()
	}
	state := func(d *day) string {
		got := textOf(out) + "\n"
		for _, more := range [][]string{{"alerts", "list", "--state", "all", "--json"}, {"lists", "status", "--json"}} {
			_, said, errs := at(clock, d.data, more...)
			got += said + errs
		}
		for _, name := range []string{"bank", "other"} {
			if m, err := os.ReadFile(filepath.Join(d.data, "populations", name, "population.json")); err == nil {
				_, m, _ := strings.Cut(string(m), `"members": `)
				members, _, _ := strings.Cut(m, ",")
				got += name + " " + members + "\n"
			}
		}
		return fmt.Sprintf("%d bytes, %x, %s", len(got), sha256.Sum256([]byte(got)), got[max(0, len(got)-300):])
	}
	os.Remove(out)
	data := filepath.Join(disk, "data")
	right := d.in(data)
	before := state(right)
	wantStatus, said := run(right)
	if wantStatus != exitDone && wantStatus != exitIncomplete {
		t.Fatalf("with room: %d %s", wantStatus, said)
	}
	want, failed := state(right), 0
	for _, room := range []int64{0, 8 << 10, 60 << 10, 150 << 10, 300 << 10, 600 << 10} {
		os.Remove(out)
		full := d.in(data)
		ballast := filepath.Join(disk, "ballast")
		if err := fillDisk(disk, ballast, room); err != nil {
			t.Fatal(err)
		}
		status, said := run(full)
		os.Remove(ballast)
		what := fmt.Sprintf("%s with %d bytes of room", args, room)
		if status == wantStatus {
			if got := state(full); got != want {
				t.Errorf("%s: done, and yet not: %s", what, got)
			}
			continue
		}
		failed++
		sentence(t, what, status, said)
		if !strings.Contains(said, "make room") {
			t.Errorf("%s: what to do is not said: %s", what, said)
		}
		if got := state(full); got != before {
			t.Errorf("%s: half of it stands: %s\nbefore: %s", what, got, before)
		}
		if status, said := run(full); status != wantStatus {
			t.Errorf("%s, then with room: %d %s", what, status, said)
		} else if got := state(full); got != want {
			t.Errorf("%s, then with room: %s\nwant %s", what, got, want)
		}
		if left, err := filepath.Glob(filepath.Join(disk, ".*.tmp")); err != nil || len(left) > 0 {
			t.Errorf("%s: %s is left behind", what, left)
		}
	}
	t.Logf("%s: the disk was too full %d times", args, failed)
}

// textOf is a file's text, "" where there is none.
func textOf(path string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	return string(text)
}

// fillDisk fills a disk so that just this much room is left.
func fillDisk(disk, ballast string, room int64) error {
	var s syscall.Statfs_t
	if err := syscall.Statfs(disk, &s); err != nil {
		return err
	}
	size := int64(s.Bavail)*s.Bsize - room
	if size <= 0 {
		return fmt.Errorf("the disk has less than %d bytes of room", room)
	}
	return os.WriteFile(ballast, make([]byte, size), 0o600)
}
