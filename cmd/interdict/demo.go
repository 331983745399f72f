package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/interdict/interdict/casework"
	"github.com/interdict/interdict/internal/atomicfile"
	"github.com/interdict/interdict/internal/lockfile"
	"github.com/interdict/interdict/internal/synth"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/starter"
)

type demoCmd struct {
	Customers int    `default:"1000000" placeholder:"N" help:"How many customers to invent (default: ${default})."`
	Folder    string `placeholder:"DIR" help:"Where to work (default: a folder among the temporary files). What is made there is removed at the end."`
	Keep      bool   `help:"Leave everything in place, to look at."`
}

// demo is the demonstration under way.
type demo struct {
	m    *Main
	g    *globals
	c    *demoCmd
	dir  string
	done demoState
}

// demoState is what a demonstration that was stopped goes on from.
type demoState struct {
	Version   int             `json:"version"`
	Customers int             `json:"customers"`
	Steps     map[string]bool `json:"steps"`
}

const (
	demoStateFile = "demo.json"
	demoCustomers = "customers.csv"
	demoProof     = "proof.html"
)

func (c *demoCmd) Run(ctx context.Context, m *Main, g *globals) error {
	if c.Customers < 1000 || c.Customers > 100_000_000 {
		return wrong("--customers: write a number from 1000 to 100000000")
	}
	d := &demo{m: m, g: g, c: c, dir: c.Folder}
	if d.dir == "" {
		d.dir = filepath.Join(os.TempDir(), fmt.Sprintf("interdict-demo-%d", os.Getuid()))
	}
	if err := os.MkdirAll(d.dir, 0o700); err != nil {
		return err
	}
	release, err := lockfile.Lock(filepath.Join(d.dir, "lock"))
	if err != nil {
		return fmt.Errorf("%s: %w", d.dir, err)
	}
	if err := d.open(); err != nil {
		return errors.Join(err, release())
	}
	if err := errors.Join(d.play(ctx), release()); err != nil {
		return fmt.Errorf("%w; `interdict demo` goes on from there", err)
	}
	if c.Keep {
		d.tell("\nEverything is in %s: try `interdict --data %s alerts list`, and look at "+demoProof+" there. Remove the folder when you have seen enough.", d.dir, d.data())
		return nil
	}
	d.tell("\nWhat was made is removed.")
	return d.clear()
}

func (d *demo) data() string { return filepath.Join(d.dir, "data") }

// open finds out how far an earlier demonstration came. A folder that holds
// anything else is left alone.
func (d *demo) open() error {
	d.done = demoState{Version: 1, Customers: d.c.Customers, Steps: map[string]bool{}}
	if err := d.removeRemains(); err != nil {
		return err
	}
	text, err := os.ReadFile(filepath.Join(d.dir, demoStateFile))
	if err == nil {
		var before demoState
		if json.Unmarshal(text, &before) == nil && before.Version == 1 && before.Customers == d.c.Customers && before.Steps != nil {
			d.done = before
			d.tell("Going on with a demonstration that was stopped.")
			return nil
		}
		return errors.Join(d.clear(), os.MkdirAll(d.dir, 0o700), d.save())
	}
	files, err := os.ReadDir(d.dir)
	for _, f := range files {
		if f.Name() != "lock" {
			return wrong("%s is not empty; name another folder with --folder", d.dir)
		}
	}
	return errors.Join(err, d.save())
}

// removeRemains removes the temporary files of a demonstration that was killed,
// and nobody else's.
func (d *demo) removeRemains() error {
	files, err := os.ReadDir(d.dir)
	for _, f := range files {
		name := f.Name()
		if atomicfile.IsRemains(name) && slices.ContainsFunc([]string{demoCustomers, demoProof, demoStateFile}, func(ours string) bool { return strings.HasPrefix(name, "."+ours+".") }) {
			err = errors.Join(err, os.Remove(filepath.Join(d.dir, name)))
		}
	}
	return err
}

func (d *demo) save() error {
	text, err := json.Marshal(d.done)
	if err != nil {
		return err
	}
	return atomicfile.WriteBytes(atomicfile.Private{}, filepath.Join(d.dir, demoStateFile), text)
}

// clear removes what a demonstration makes, and nothing else.
func (d *demo) clear() error {
	err := os.RemoveAll(d.data())
	for _, name := range []string{demoCustomers, demoProof, "before", "after", demoStateFile, "lock"} {
		err = errors.Join(err, os.RemoveAll(filepath.Join(d.dir, name)))
	}
	if left, readErr := os.ReadDir(d.dir); readErr == nil && len(left) == 0 {
		err = errors.Join(err, os.Remove(d.dir))
	}
	return err
}

// tell says something to the one who watches.
func (d *demo) tell(format string, args ...any) {
	if !d.g.Quiet && !d.g.JSON {
		fmt.Fprintf(d.m.Stdout, format+"\n", args...)
	}
}

// step does something once, however often the demonstration is begun.
func (d *demo) step(name, words string, do func() error) error {
	d.tell("\n%s", words)
	if d.done.Steps[name] {
		d.tell("  (done before)")
		return nil
	}
	if err := do(); err != nil {
		return err
	}
	d.done.Steps[name] = true
	return d.save()
}

// command runs a command of this program and shows it as one would type it.
func (d *demo) command(ctx context.Context, args ...string) error {
	d.tell("  $ interdict %s", strings.Join(args, " "))
	out, err := d.answer(ctx, args...)
	for line := range strings.Lines(strings.TrimRight(out, "\n")) {
		d.tell("  | %s", strings.TrimRight(line, "\n"))
	}
	return err
}

// answer is what a command of this program writes.
func (d *demo) answer(ctx context.Context, args ...string) (string, error) {
	var out, errs bytes.Buffer
	m := *d.m
	m.Args = append([]string{"--data", d.data(), "--quiet"}, args...)
	m.Stdout, m.Stderr, m.Out, m.Err = &out, &errs, Terminal{Width: d.m.Out.Width}, Terminal{}
	if d.m.Err.Is && !d.g.Quiet {
		m.bars = d.m.Stderr
	}
	getenv := d.m.Getenv
	m.Getenv = func(name string) string {
		if name == "INTERDICT_KEY" { // its own, and gone with it
			return ""
		}
		return getenv(name)
	}
	status := m.Run(ctx)
	if status != exitDone && status != exitIncomplete {
		return "", fmt.Errorf("interdict %s: %s", strings.Join(args, " "), strings.TrimSpace(errs.String()))
	}
	return out.String(), nil
}

// play plays the demonstration.
func (d *demo) play(ctx context.Context) error {
	n := report.CountWords(d.c.Customers)
	customers := filepath.Join(d.dir, demoCustomers)
	d.tell("A demonstration: on 25 March 2024 the United Kingdom and the United States named those behind an attack on the data of 40 million voters. Which of %s customers are affected, and how soon is that known?", n)
	steps := []struct {
		name, words string
		do          func() error
	}{
		{"customers", "1. " + n + " customers are invented, three of whom will be on the lists tomorrow.", func() error { return d.invent(ctx, customers) }},
		{"before", "2. The lists as they stood the day before, as far as the built-in register goes.", func() error { return d.load(ctx, true) }},
		{"add", "3. The customers are put under monitoring, compressed and encrypted.", func() error {
			return d.command(ctx, "monitor", "add", "customers", "demo", customers)
		}},
		{"first", "4. The first run compares everyone with everything.", func() error { return d.command(ctx, "monitor", "run", "demo") }},
		{"after", "5. The day itself: new editions of both lists.", func() error { return d.load(ctx, false) }},
		{"second", "6. What changed is compared with everyone.", func() error { return d.affected(ctx) }},
		{"alerts", "7. Who is affected since then.", func() error { return d.command(ctx, "alerts", "list") }},
		{"proof", "8. The proof that everyone was covered, signed.", func() error { return d.prove(ctx) }},
	}
	for _, s := range steps {
		if err := d.step(s.name, s.words, s.do); err != nil {
			return err
		}
	}
	return nil
}

// affected runs the run that the demonstration is about, and says how long it
// took.
func (d *demo) affected(ctx context.Context) error {
	began := time.Now()
	if err := d.command(ctx, "monitor", "run", "demo"); err != nil {
		return err
	}
	took := time.Since(began)
	out, err := d.answer(ctx, "monitor", "status", "--json")
	if err != nil {
		return err
	}
	var answer report.Coverage
	if err := json.Unmarshal([]byte(out), &answer); err != nil || len(answer.Populations) != 1 {
		return fmt.Errorf("the run's answer cannot be read: %w", err)
	}
	r := answer.Populations[0].Last
	if r.Mode == casework.Full {
		return errors.New("the run compared everyone with everything, which it should not have had to")
	}
	d.tell("\n  %s of %s customers are newly affected by %d listings: known %d milliseconds after the lists were loaded, everyone covered.", report.CountWords(r.Raised), report.CountWords(r.Members), r.EntitiesChanged, took.Milliseconds())
	if d.g.JSON {
		return report.Encoder(d.m.Stdout).Encode(r)
	}
	return nil
}

// prove writes the proof of coverage, and checks it and the receipts that it rests
// on.
func (d *demo) prove(ctx context.Context) error {
	proof := filepath.Join(d.dir, demoProof)
	for _, args := range [][]string{{"monitor", "report", "demo", "-o", proof}, {"audit", "verify", proof}, {"audit", "verify"}} {
		if err := d.command(ctx, args...); err != nil {
			return err
		}
	}
	return nil
}

// load writes and loads the editions of the day, or of the day before.
func (d *demo) load(ctx context.Context, before bool) error {
	dir := filepath.Join(d.dir, "after")
	if before {
		dir = filepath.Join(d.dir, "before")
	}
	files, published := starter.Day(before)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	for name, data := range files {
		if err := atomicfile.WriteBytes(atomicfile.Private{}, filepath.Join(dir, name), data); err != nil {
			return err
		}
	}
	return d.command(ctx, "lists", "load", dir, "--published", published)
}

// planted are the customers who will be affected, as a bank may have written
// them, by their place among the others.
var planted = map[int][]string{
	111: {"Guang Zong Zhao", "1985-11-12", "cn", "person"},
	500: {"NI Gao-bin", "", "cn", "person"},
	831: {"Wuhan Xiaoruizhi Science & Technology Co Ltd", "", "cn", "company"},
}

// invent writes the customers, the same each time.
func (d *demo) invent(ctx context.Context, path string) error {
	return atomicfile.Write(atomicfile.Private{}, path, func(out io.Writer) error {
		b := bufio.NewWriterSize(out, 1<<18)
		w := csv.NewWriter(b)
		if err := w.Write([]string{"id", "name", "birth date", "country", "type"}); err != nil {
			return err
		}
		g := synth.New(2024, 40_000, 0.05)
		for i := range d.c.Customers {
			if i%4096 == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			s := g.Subject(int64(i))
			row := []string{strconv.Itoa(i), s.Names[0].Full, s.BirthDates[0].String(), s.Countries[0].Code, "person"}
			if p := planted[i]; p != nil {
				row = append(row[:1], p...)
			}
			if err := w.Write(row); err != nil {
				return err
			}
		}
		w.Flush()
		return errors.Join(w.Error(), b.Flush())
	})
}
