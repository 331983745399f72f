package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict/audit"
)

// killing kills processes at random moments of their lives, as often as
// INTERDICT_KILLS says, or a few times.
type killing struct {
	t      *testing.T
	random *rand.Rand
	// life is how long a process has lived lately that nobody killed.
	life                  time.Duration
	wanted, killed, begun int
	// died counts by what stood then.
	died map[string]int
	left int // temporary files, which the next one removed
}

func newKilling(t *testing.T, few int) *killing {
	t.Helper()
	k := &killing{t: t, wanted: few, died: map[string]int{}}
	if n, err := strconv.Atoi(os.Getenv("INTERDICT_KILLS")); err == nil {
		k.wanted = n
	}
	seed := uint64(time.Now().UnixNano())
	k.random = rand.New(rand.NewPCG(seed, 0))
	began := time.Now()
	t.Cleanup(func() {
		t.Logf("killed %d of %d processes in %.0f s (seed %d): %v; temporary files were left %d times", k.killed, k.begun, time.Since(began).Seconds(), seed, k.died, k.left)
	})
	return k
}

// whole lets a process live until it has done what it should.
func (k *killing) whole(cmd *exec.Cmd) {
	k.t.Helper()
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	began := time.Now()
	if err := cmd.Run(); err != nil {
		k.t.Fatalf("after %d kills: %v: %s", k.killed, err, said.String())
	}
	k.lived(time.Since(began))
}

// lived remembers how long a process lived; the machine may be busier or less so
// than before.
func (k *killing) lived(life time.Duration) {
	if k.life == 0 {
		k.life = life
	}
	k.life = (3*k.life + life) / 4
}

// moment is a random one of a life; every third is one of the last quarter, in
// which what was done bit by bit is put together.
func (k *killing) moment() time.Duration {
	at := k.random.Float64()
	if k.begun%3 == 0 {
		at = 0.75 + 0.35*at
	}
	return time.Duration(at * float64(k.life))
}

// kill starts a process and kills it at a random moment. It is false where the
// process was faster, and then it has to have done what it should.
func (k *killing) kill(cmd *exec.Cmd) bool {
	k.t.Helper()
	if k.begun++; k.begun > 5*k.wanted+100 {
		k.t.Fatalf("only %d of %d processes could be killed midway", k.killed, k.begun)
	}
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	began := time.Now()
	if err := cmd.Start(); err != nil {
		k.t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	var err error
	select {
	case err = <-ended:
	case <-time.After(k.moment()):
		if cmd.Process.Kill() == nil {
			if err = <-ended; err != nil && !cmd.ProcessState.Exited() {
				k.killed++
				return true
			}
		} else {
			err = <-ended
		}
	}
	if err != nil {
		k.t.Fatalf("after %d kills: %v: %s", k.killed, err, said.String())
	}
	k.lived(time.Since(began))
	return false
}

// wide are customers in rows of nearly a kibibyte, so that few of them make
// several ranges.
func wide(rows int) string {
	var text strings.Builder
	text.WriteString("id,name,birth_date,address\n")
	for i := range rows {
		name := fmt.Sprintf("Customer Number%d", i)
		if i%500 == 3 {
			name = "Zhao Guangzong"
		}
		fmt.Fprintf(&text, "%d,%s,1985-01-01,%s\n", i, name, strings.Repeat("x", 900))
	}
	return text.String()
}

const wideRows = 4000

// killedRuns are runs of one input, killed until so many have been.
func killedRuns(d *day, k *killing, until int, out string, from ...string) (results []byte) {
	d.t.Helper()
	command := func() *exec.Cmd {
		cmd, _ := d.process(append([]string{"screen", "--range-size", "1", "-o", out}, from...)...)
		return cmd
	}
	k.life = 0 // another input, another life
	k.whole(command())
	want := read(d.t, out)
	receipts := audit.In(d.data)
	for i := 0; k.killed < until; i++ {
		if err := os.Remove(out); err != nil && !errors.Is(err, fs.ErrNotExist) {
			d.t.Fatal(err)
		}
		before, err := receipts.Numbers()
		if err != nil {
			d.t.Fatal(err)
		}
		died := k.kill(command())
		got, err := os.ReadFile(out)
		switch {
		case err == nil && !bytes.Equal(got, want):
			d.t.Fatalf("after %d kills the output differs", k.killed)
		case err != nil && !died:
			d.t.Fatalf("after %d kills there is no output: %v", k.killed, err)
		}
		if died {
			k.died[stage(d, receipts, len(before), err == nil)]++
			k.left += len(remains(d, out))
		}
		if i%4 == 3 { // some die time and again, and in the end are left alone
			if k.whole(command()); !bytes.Equal(read(d.t, out), want) {
				d.t.Fatalf("after %d kills the output differs", k.killed)
			}
			if left := remains(d, out); len(left) > 0 {
				d.t.Fatalf("after %d kills and a whole run there are still %s", k.killed, left)
			}
		}
	}
	k.whole(command())
	if !bytes.Equal(read(d.t, out), want) {
		d.t.Errorf("after %d kills the output differs", k.killed)
	}
	return want
}

// remains are the temporary files that killed runs have left. Nobody but the user
// can read them.
func remains(d *day, out string) (left []string) {
	d.t.Helper()
	for _, pattern := range []string{filepath.Join(filepath.Dir(out), ".*.tmp"), filepath.Join(d.data, "receipts", ".*.tmp")} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			d.t.Fatal(err)
		}
		for _, path := range found {
			if info, err := os.Stat(path); err != nil || info.Mode().Perm()&0o077 != 0 {
				d.t.Errorf("%s: %v %v", path, info, err)
			}
		}
		left = append(left, found...)
	}
	return left
}

// stage says how far a run had come.
func stage(d *day, receipts audit.Folder, before int, results bool) string {
	shards, err := filepath.Glob(filepath.Join(d.data, "runs", "*", "*.shard"))
	if err != nil {
		d.t.Fatal(err)
	}
	now, err := receipts.Numbers()
	switch {
	case err != nil:
		d.t.Fatal(err)
	case results:
		return "results"
	case len(now) > before:
		return "receipt"
	}
	return fmt.Sprintf("%d shards", len(shards))
}

// vouched holds that every receipt is whole and of the same rows and hits, that a
// replay agrees, and that nothing is left of what was killed.
func vouched(d *day, hits int64) {
	d.t.Helper()
	found, err := audit.In(d.data).Verify()
	if err != nil || len(found) == 0 {
		d.t.Fatal(found, err)
	}
	for _, f := range found {
		if !f.OK || f.Receipt.Read != wideRows || f.Receipt.Hits != hits || len(f.Receipt.Ranges) < 3 {
			d.t.Errorf("receipt %d: %s %+v", f.Number, f.Words, f.Receipt)
		}
	}
	if said := d.must("audit", "replay", fmt.Sprint(found[len(found)-1].Number)); !strings.Contains(said, "Agrees") {
		d.t.Error(said)
	}
	left, err := os.ReadDir(filepath.Join(d.data, "runs"))
	if err != nil || len(left) > 0 {
		d.t.Errorf("what runs kept is left: %v %v", left, err)
	}
}

// A run that is killed at random moments ends with the same bytes as one that
// was not, and with a receipt.
func TestKilledRuns(t *testing.T) {
	k, d := newKilling(t, 12), newDay(t, 0)
	write(t, d.customers, []byte(wide(wideRows)))
	killedRuns(d, k, k.wanted, d.path("out.jsonl"), d.customers)
	vouched(d, wideRows/500)
}

// Whatever the input is, a run that is killed at random moments ends with the
// same bytes as one that was not, and with a receipt that can be replayed.
func TestKilledRunsOfColumns(t *testing.T) {
	k, d := newKilling(t, 12), newDay(t, 0)
	text := wide(wideRows)
	var first []byte
	names := []string{"customers.csv", "customers.parquet", "customers.arrow", "customers.arrows", "customers.db"}
	for n, name := range names {
		path := d.path(name)
		from := []string{path}
		switch filepath.Ext(name) {
		case ".csv":
			write(t, path, []byte(text))
		case ".db":
			from = []string{"--from", "sqlite:" + path, "--query", "select * from customers order by cast(id as integer)"}
			fallthrough
		default:
			if err := convertTo(path, text); err != nil {
				t.Fatal(err)
			}
		}
		got := killedRuns(d, k, k.wanted*n/(len(names)-1), d.path("out.parquet"), from...) // of the CSV, none
		if n == 0 {
			first = got
		}
		if !bytes.Equal(got, first) {
			t.Errorf("%s: other results than of the CSV", name)
		}
		vouched(d, wideRows/500)
	}
}

// A demonstration that is killed at random moments goes on when it is started again, and
// leaves nothing when it is done.
func TestKilledDemo(t *testing.T) {
	k := newKilling(t, 8)
	folder := filepath.Join(t.TempDir(), "demo")
	command := func() *exec.Cmd {
		cmd := exec.Command(os.Args[0], "demo", "--customers", "1000", "--folder", folder)
		cmd.Args[0] = "interdict"
		return cmd
	}
	for k.whole(command()); k.killed < k.wanted; {
		if k.kill(command()) {
			continue
		}
		if left, err := os.ReadDir(folder); !errors.Is(err, fs.ErrNotExist) {
			t.Fatalf("after %d kills and a whole demonstration there are still %s (%v)", k.killed, left, err)
		}
	}
	out, err := command().Output()
	if err != nil || !strings.Contains(string(out), "3 of 1,000 customers are newly affected by 3 listings") && !strings.Contains(string(out), "(done before)") {
		t.Errorf("%v: %s", err, out)
	}
	if left, err := os.ReadDir(folder); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("there are still %s (%v)", left, err)
	}
}
