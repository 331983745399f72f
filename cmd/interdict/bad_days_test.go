package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
)

// day is a data folder with a list, and customers in a file.
type day struct {
	t               *testing.T
	dir, data       string
	list, customers string
}

// newDay makes so many customers, one in five hundred of whom is listed.
func newDay(t *testing.T, customers int) *day {
	t.Helper()
	dir := t.TempDir()
	d := &day{t: t, dir: dir, data: filepath.Join(dir, "data"), list: filepath.Join(dir, "own.csv"), customers: filepath.Join(dir, "customers.csv")}
	write(t, d.customers, dayCustomers(0, customers))
	d.load("1,Zhao Guangzong,person\n2,Ni Gaobin,person\n", "2026-11-01")
	return d
}

// dayCustomers are customers with ids from and up to; each row has some hundred
// bytes.
func dayCustomers(from, to int) []byte {
	var text bytes.Buffer
	text.WriteString("id,name,birth_date,remark\n")
	for i := from; i < to; i++ {
		name := fmt.Sprintf("Customer Number%d", i)
		if i%500 == 3 {
			name = "Zhao Guangzong"
		}
		fmt.Fprintf(&text, "%d,%s,1985-01-01,%s\n", i, name, strings.Repeat("x", 60))
	}
	return text.Bytes()
}

func (d *day) load(rows, published string) {
	d.t.Helper()
	write(d.t, d.list, []byte("id,name,type\n"+rows))
	d.must("lists", "load", d.list, "--list", "our_list", "--published", published)
}

func (d *day) path(name string) string { return filepath.Join(d.dir, name) }

// must is a command that is done.
func (d *day) must(args ...string) string {
	d.t.Helper()
	status, out, errs := at(clock, d.data, args...)
	if status != exitDone {
		d.t.Fatalf("%s: exit status %d: %s%s", args, status, out, errs)
	}
	return out
}

// alerts are those that stand, as JSON.
func (d *day) alerts() string {
	d.t.Helper()
	return d.must("alerts", "list", "--state", "all", "--json")
}

// in is the same day in a copy of its data folder.
func (d *day) in(data string) *day {
	d.t.Helper()
	other := *d
	other.data = data
	if err := errors.Join(os.RemoveAll(data), os.CopyFS(data, os.DirFS(d.data))); err != nil {
		d.t.Fatal(err)
	}
	return &other
}

// process is the program as a process of its own.
func (d *day) process(args ...string) (*exec.Cmd, *bytes.Buffer) {
	cmd := exec.Command(os.Args[0], append([]string{"--quiet"}, args...)...)
	cmd.Args[0] = "interdict" // by which this test's program knows what it is
	cmd.Env = append(os.Environ(), "INTERDICT_DATA="+d.data)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	return cmd, &errs
}

// sentence holds a failed command to one sentence that tells of it, and of
// nobody.
func sentence(t *testing.T, what string, status int, said string, words ...string) {
	t.Helper()
	if status != exitFailed && status != exitUsage {
		t.Errorf("%s: exit status %d: %s", what, status, said)
	}
	if !strings.HasPrefix(said, "interdict: ") || strings.Count(said, "\n") != 1 || !strings.HasSuffix(said, "\n") || strings.Contains(said, "goroutine") || strings.Contains(said, "Customer Number") {
		t.Errorf("%s: no one sentence: %s", what, said)
	}
	for _, w := range words {
		if !strings.Contains(said, w) {
			t.Errorf("%s: %q is not said: %s", what, w, said)
		}
	}
}

// A packed file that is cut off, or has a wrong bit, is not taken for the whole:
// nothing is written of it, and a population stays as it was.
func TestTruncatedInputs(t *testing.T) {
	d := newDay(t, 20_000)
	text := read(t, d.customers)
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write(text); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	zs, err := zstd.NewWriter(nil, zstd.WithEncoderCRC(true))
	if err != nil {
		t.Fatal(err)
	}
	d.must("monitor", "add", "customers", "bank", d.customers)
	for name, whole := range map[string][]byte{"customers.csv.gz": packed.Bytes(), "customers.csv.zst": zs.EncodeAll(text, nil)} {
		for _, keep := range []int{len(whole) - 1, len(whole) * 9 / 10, len(whole) / 2, 40} {
			path := d.path(name)
			write(t, path, whole[:keep])
			d.refuses(path, fmt.Sprintf("%s, %d of %d bytes", name, keep, len(whole)))
		}
		wrong := slices.Clone(whole)
		wrong[len(wrong)/2] ^= 4
		write(t, d.path(name), wrong)
		d.refuses(d.path(name), name+" with a wrong bit")
		write(t, d.path(name), whole)
		if after := d.must("monitor", "add", "customers", "bank", d.path(name), "--json"); !strings.Contains(after, `"ids_changed":0`) {
			t.Errorf("%s: not the same customers: %s", name, after)
		}
	}
}

// refuses holds that neither screening nor monitoring takes a file.
func (d *day) refuses(path, what string) {
	d.t.Helper()
	out, manifest := d.path("out.jsonl"), filepath.Join(d.data, "populations", "bank", "population.json")
	before := read(d.t, manifest)
	status, _, errs := at(clock, d.data, "--quiet", "screen", path, "-o", out)
	sentence(d.t, what, status, errs, filepath.Base(path))
	if _, err := os.Stat(out); err == nil {
		d.t.Errorf("%s: results stand", what)
	}
	status, _, errs = at(clock, d.data, "--quiet", "monitor", "add", "customers", "bank", path, "--accept-shrink")
	sentence(d.t, what, status, errs, filepath.Base(path))
	if !bytes.Equal(read(d.t, manifest), before) {
		d.t.Errorf("%s: the population is another", what)
	}
}

// meddle runs the program, does something to it as soon as a file stands that
// fits the pattern, and says how the program ended. It is false where the program
// was faster.
func (d *day) meddle(pattern string, do func() error, args ...string) (status int, said string, ok bool) {
	d.t.Helper()
	cmd, errs := d.process(args...)
	if err := cmd.Start(); err != nil {
		d.t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case <-ended:
			return cmd.ProcessState.ExitCode(), errs.String(), false
		case <-time.After(time.Millisecond):
		}
		if found, err := filepath.Glob(filepath.Join(d.data, pattern)); err != nil || len(found) > 0 {
			if err := errors.Join(err, do()); err != nil {
				d.t.Fatal(err)
			}
			<-ended
			return cmd.ProcessState.ExitCode(), errs.String(), true
		}
	}
}

// An input that shrinks, grows or is written to while it is read ends the command
// with a sentence, and the same command over the whole file does all.
func TestInputsThatChangeWhileRead(t *testing.T) {
	d := newDay(t, 60_000)
	text, out := read(t, d.customers), d.path("out.jsonl")
	screen := []string{"screen", "--range-size", "1", d.customers, "-o", out}
	d.must(screen...)
	whole := read(t, out)
	changes := map[string]func() error{
		"shrinks": func() error { return os.Truncate(d.customers, int64(len(text)/2)) },
		"grows": func() error {
			f, err := os.OpenFile(d.customers, os.O_APPEND|os.O_WRONLY, 0)
			if err == nil {
				_, err = f.WriteString("60000,Ni Gaobin,,\n")
				err = errors.Join(err, f.Close())
			}
			return err
		},
		"is written to": func() error {
			f, err := os.OpenFile(d.customers, os.O_WRONLY, 0)
			if err == nil {
				_, err = f.WriteAt([]byte("Ni Gaobin"), int64(len(text)-90))
				err = errors.Join(err, f.Close())
			}
			return err
		},
	}
	for what, change := range changes {
		for command, args := range map[string][]string{"runs/*/*.shard": screen, "populations/bank/.*.tmp": {"monitor", "add", "customers", "bank", d.customers}} {
			done := false
			for range 20 {
				write(t, d.customers, text)
				if err := errors.Join(os.RemoveAll(out), os.RemoveAll(filepath.Join(d.data, "runs")), os.RemoveAll(filepath.Join(d.data, "populations"))); err != nil {
					t.Fatal(err)
				}
				status, said, ok := d.meddle(command, change, args...)
				if ok && status != exitDone { // what was read before it changed was all of it
					sentence(t, args[0]+" of a file that "+what, status, said, "changed while it was read")
					done = true
					break
				}
			}
			if !done {
				t.Logf("%s: the machine is too fast for a file that %s", args[0], what)
				continue
			}
			if _, err := os.Stat(out); err == nil {
				t.Errorf("results stand of a file that %s", what)
			}
			if _, err := os.Stat(filepath.Join(d.data, "populations", "bank", "population.json")); err == nil {
				t.Errorf("a population stands of a file that %s", what)
			}
			write(t, d.customers, text)
			d.must(args...)
			if args[0] == "screen" && !bytes.Equal(read(t, out), whole) {
				t.Errorf("after a file that %s, the results differ", what)
			}
		}
	}
}

// A snapshot that is deleted while a run is under way changes nothing in it, and
// the next command makes it anew.
func TestSnapshotDeletedDuringARun(t *testing.T) {
	d := newDay(t, 60_000)
	out := d.path("out.jsonl")
	screen := []string{"screen", "--range-size", "1", d.customers, "-o", out}
	d.must(screen...)
	whole := read(t, out)
	d.must("monitor", "add", "customers", "bank", d.customers)
	for pattern, args := range map[string][]string{"runs/*/*.shard": screen, "runs/*/*/*.shard": {"monitor", "run"}} {
		os.Remove(out)
		status, said, ok := d.meddle(pattern, func() error { return os.RemoveAll(filepath.Join(d.data, "snapshots")) }, args...)
		if !ok {
			t.Logf("%s: the machine is too fast", args[0])
			continue
		}
		if status != exitDone { // where an open file cannot be deleted
			sentence(t, args[0], status, said)
		}
		d.must(args...)
		if args[0] == "screen" && !bytes.Equal(read(t, out), whole) {
			t.Error("the results differ")
		}
	}
	if got := strings.Count(d.alerts(), `"caption"`); got != 120 {
		t.Errorf("%d alerts stand, want 120", got)
	}
}

// A key that is lost or wrong is said to be, no other is made in its place, and
// with the right one all is as it was.
func TestLostKey(t *testing.T) {
	d := newDay(t, 1000)
	d.must("monitor", "add", "customers", "bank", d.customers)
	d.must("monitor", "run")
	want := d.alerts()
	key, aside, wrong := filepath.Join(d.data, "sealing.key"), d.path("aside.key"), d.path("wrong.key")
	write(t, wrong, bytes.Repeat([]byte("4f"), 32))
	if err := os.Rename(key, aside); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"monitor", "run"}, {"monitor", "status"}, {"monitor", "add", "customers", "bank", d.customers},
		{"monitor", "add", "customers", "other", d.customers}, {"alerts", "list"}, {"alerts", "decide", "x", "open", "--why", "x"}} {
		status, _, errs := at(clock, d.data, append([]string{"--quiet"}, args...)...)
		sentence(t, fmt.Sprint(args, " without a key"), status, errs, "sealing.key is not there", "put a copy of the key back")
		if slices.Contains(args, "other") { // a new population may have a key of its own
			continue
		}
		status, _, errs = at(clock, d.data, append(append([]string{"--quiet"}, args...), "--key-file", wrong)...)
		sentence(t, fmt.Sprint(args, " with a wrong key"), status, errs, "another key")
	}
	if _, err := os.Stat(key); err == nil {
		t.Error("another key was made")
	}
	if err := os.Rename(aside, key); err != nil {
		t.Fatal(err)
	}
	if d.must("monitor", "run"); d.alerts() != want {
		t.Error("the alerts are others")
	}
}

// One flipped bit anywhere in a population is noticed before anything is believed
// of it, or changes nothing.
func TestFlippedBitInAPopulation(t *testing.T) {
	d := newDay(t, 2000)
	d.must("monitor", "add", "customers", "bank", d.customers)
	d.must("monitor", "run")
	more := d.path("more.csv")
	write(t, more, append(dayCustomers(2000, 2200), "2200,Ni Gaobin,,\n,Nobody Without Id,,\n"...))
	if status, _, errs := at(clock, d.data, "monitor", "add", "customers", "bank", more, "--changes"); status != exitIncomplete {
		t.Fatal(status, errs)
	}
	d.load("1,Zhao Guangzong,person\n2,Ni Gaobin,person\n3,Customer Number77,person\n", "2026-11-02")
	right := d.in(d.path("right"))
	right.must("monitor", "run")
	want := right.alerts()
	files, err := filepath.Glob(filepath.Join(d.data, "populations", "bank", "*"))
	if err != nil || len(files) < 6 {
		t.Fatal(files, err)
	}
	kinds := map[string]int{}
	for _, file := range files {
		text := read(t, file)
		n := len(text)
		if n == 0 {
			continue // the lock
		}
		for _, at := range slices.Compact([]int{0, min(60, n-1), n / 5, n / 2, n * 4 / 5, n - 100, n - 30, n - 16, n - 1}) {
			if at >= 0 {
				noticed := d.flip(filepath.Base(file), text, at, more, want)
				if kinds[filepath.Ext(file)] += noticed; noticed == 0 && at > header && slices.Contains([]string{".population", ".changes", ".refused"}, filepath.Ext(file)) {
					t.Errorf("nobody noticed a wrong bit in byte %d of %d of %s", at, n, file)
				}
			}
		}
	}
	gone := d.in(d.path("gone"))
	if err := os.Remove(filepath.Join(gone.data, "populations", "bank", "000001.population")); err != nil {
		t.Fatal(err)
	}
	status, _, errs := at(clock, gone.data, "--quiet", "monitor", "add", "customers", "bank", d.customers)
	sentence(t, "a file that is gone", status, errs, "000001.population is gone", "put back a copy")
	for _, kind := range []string{".population", ".json", ".changes", ".postings"} {
		if kinds[kind] == 0 {
			t.Errorf("no flipped bit was noticed in a file of the kind %s (%v)", kind, kinds)
		}
	}
}

// header is more bytes than the header of a sealed file has, parts of which decide
// nothing.
const header = 400

// flip runs monitoring over a copy of the day with a flipped bit in a file of
// its population, and says how often that was noticed.
func (d *day) flip(file string, text []byte, offset int, more, want string) (noticed int) {
	d.t.Helper()
	what := fmt.Sprintf("%s with a wrong bit in byte %d of %d", file, offset, len(text))
	other := d.in(d.path("flipped"))
	wrong := slices.Clone(text)
	wrong[offset] ^= 4
	write(d.t, filepath.Join(other.data, "populations", "bank", file), wrong)
	before := other.alerts()
	status, _, errs := at(clock, other.data, "--quiet", "monitor", "run")
	if status == exitDone {
		if got := other.alerts(); got != want {
			d.t.Errorf("%s: other alerts", what)
		}
	} else {
		noticed++
		sentence(d.t, what, status, errs, filepath.Join("populations", "bank"))
		if strings.HasSuffix(file, ".postings") && strings.Contains(errs, "damaged") && (!strings.Contains(errs, "remove it, and the next run") || strings.Contains(errs, "put back a copy")) {
			d.t.Errorf("%s: %s", what, errs)
		}
		stand := before
		if strings.Contains(errs, "the run is done and has receipt") { // what was damaged was not read by it
			stand = want
			if status, out, _ := at(clock, other.data, "monitor", "status"); status != exitIncomplete || !strings.Contains(out, "NOT covered") {
				d.t.Errorf("%s: still covered: %s", what, out)
			}
		}
		if other.alerts() != stand {
			d.t.Errorf("%s: other alerts", what)
		}
	}
	status, _, errs = at(clock, other.data, "--quiet", "monitor", "add", "customers", "bank", more, "--changes")
	if status != exitIncomplete {
		noticed++
		sentence(d.t, what+", adding", status, errs, filepath.Join("populations", "bank"))
	}
	return noticed
}
