// Command bench40m screens and monitors up to forty million invented customers
// with the program itself and says what it took. `make bench-40m` runs it.
//
// It makes its own customers (package crowd), keeps everything in one folder, and
// does one step after the other: a step that is done is not done again when the
// command is stopped and given once more, so long as the program, the lists and
// the number of rows are what they were. A step that fails is named at the end and
// keeps no other from being done.
//
// What is measured of the program is measured from outside, as a process: its
// time, its processor time, and its memory as the kernel counts it for this
// process alone. Recall is read off its results and held against screening the
// same rows one by one.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

func main() {
	b := &bench{began: time.Now(), parties: inventedParties}
	flag.Int64Var(&b.rows, "rows", 1_000_000, "how many customers; smaller files of 1 and 4 million are screened before")
	flag.StringVar(&b.dir, "dir", filepath.Join(os.TempDir(), "interdict-bench-40m"), "the folder that everything is kept in; 40 million rows need some 15 GB")
	flag.StringVar(&b.program, "program", "./interdict", "the program that is measured")
	flag.StringVar(&b.data, "data", filepath.Join("scales", "M"), "a data folder with lists; where it is not there, lists are invented")
	flag.StringVar(&b.large, "large", "", "a data folder with many more lists, to screen a million customers against too; make: build one")
	flag.IntVar(&b.largeParties, "large-parties", 1_000_000, "how many listings -large make builds up to")
	flag.StringVar(&b.duckdb, "duckdb", "auto", "auto: where one is installed; npm: install it into the folder; off")
	flag.StringVar(&b.lookup, "onechanged", "", "the program internal/onechanged, which measures single changed listings")
	flag.StringVar(&b.only, "only", "", "do these steps alone, parted by commas, again where they were done")
	fresh := flag.Bool("fresh", false, "begin anew")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := b.run(ctx, *fresh)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench-40m:", err)
		os.Exit(1)
	}
}

// bench is one benchmark.
type bench struct {
	rows                              int64
	dir, program, data, large, duckdb string
	lookup, only                      string
	parties, largeParties             int // of an invented list, and of the large one

	began   time.Time
	state   state
	release func() error // lets go of the folder
}

// step is a part of the benchmark.
type step struct {
	name, words string
	do          func(context.Context) error
	// after are the steps that it builds on: it is done again when they are.
	after []string
}

func (b *bench) steps() []step {
	all := []step{
		{"machine", "how fast this machine's memory is", b.measureMachine, nil},
		{"lists", "the lists, compiled by this program", b.makeLists, nil},
		{"customers", "the customers, with planted matches", b.makeCustomers, []string{"lists"}},
		{"parse", "how fast the customers are read alone", b.measureParsing, []string{"customers"}},
		{"start", "how long the program takes to start", b.measureStart, []string{"lists", "customers"}},
	}
	for _, n := range b.sizes() {
		all = append(all, step{"screen-" + short(n), "screening " + short(n) + " rows, file to results",
			func(ctx context.Context) error { return b.screen(ctx, n) }, []string{"start"}})
	}
	return append(all,
		step{"found", "what was found of what was planted, and who else", b.judge, []string{"screen-" + short(b.rows)}},
		step{"single", "the planted rows and as many others, one by one", b.oneByOne, []string{"screen-" + short(b.rows)}},
		step{"profile", "where the time goes", b.profile, []string{"customers"}},
		step{"large", "a million rows against many more lists", b.screenLarge, []string{"start"}},
		step{"add", "putting all under monitoring", b.monitorAdd, []string{"customers"}},
		step{"one", "one changed listing against everyone, each person of a list in turn; 300 in one pass", b.changeOne, []string{"add"}},
		step{"full", "monitoring: everyone against everything", b.monitorFull, []string{"add"}},
		step{"changes", "monitoring: 300 listings change, and then one", b.monitorChanges, []string{"full"}},
		step{"duckdb", "a join in DuckDB beside it", b.joinInDuckDB, []string{"customers"}},
	)
}

// sizes are the numbers of rows that are screened.
func (b *bench) sizes() (out []int64) {
	for _, n := range []int64{1_000_000, 4_000_000} {
		if n < b.rows {
			out = append(out, n)
		}
	}
	return append(out, b.rows)
}

// short is a number as people write it: 40m.
func short(n int64) string {
	if n >= 1_000_000 && n%1_000_000 == 0 {
		return fmt.Sprintf("%dm", n/1_000_000)
	}
	return fmt.Sprint(n)
}

func (b *bench) path(name string) string { return filepath.Join(b.dir, name) }

// say says how far the benchmark has come.
func (b *bench) say(format string, args ...any) {
	fmt.Printf("%8s  %s\n", time.Since(b.began).Round(time.Second), fmt.Sprintf(format, args...))
}

// run does all that is not done yet, and writes what it came to.
func (b *bench) run(ctx context.Context, fresh bool) error {
	if b.rows < 1000 {
		return errors.New("-rows: 1000 at least")
	}
	if err := b.begin(fresh); err != nil {
		return err
	}
	b.say("%s rows in %s; `-only STEP` does a step again", short(b.rows), b.dir)
	var failed []string
	for _, s := range b.steps() {
		if !b.due(s.name) {
			if b.state.Done[s.name] != "" {
				b.say("%-10s done before", s.name)
			}
			continue
		}
		b.say("%-10s %s", s.name, s.words)
		err := b.one(ctx, &s)
		if ctx.Err() != nil {
			return errors.New("stopped; the same command goes on with this step")
		}
		var skip skipped
		if errors.As(err, &skip) {
			b.say("%-10s left out: %s", s.name, skip.why)
		} else if err != nil {
			b.say("%-10s FAILED: %v", s.name, err)
			failed = append(failed, s.name)
		}
		if err := b.report(); err != nil {
			return err
		}
	}
	b.say("the table is in %s, the figures in %s", b.path(tableFile), b.path(figuresFile))
	if len(failed) > 0 {
		return fmt.Errorf("these steps failed: %s; the same command tries them again", strings.Join(failed, ", "))
	}
	return nil
}

// skipped says why a step is left out.
type skipped struct{ why string }

func (s skipped) Error() string { return s.why }
