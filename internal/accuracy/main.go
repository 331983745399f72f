package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/interdict/interdict"
)

// options are the command line's.
type options struct {
	shared, data  string
	rows          string
	save, against string
	out           string
	fold, butFold string
	threshold     float64
}

func main() {
	var o options
	flag.StringVar(&o.shared, "shared", filepath.Join("..", "shared"), "folder that holds data/matching")
	flag.StringVar(&o.data, "data", filepath.Join("scales", "M"), "data folder of scale M")
	flag.StringVar(&o.rows, "row", "", "rows to run, with commas between (default all; list names them)")
	flag.StringVar(&o.save, "save", "", "write each case's outcome to this `file`")
	flag.StringVar(&o.against, "against", "", "show what was won and lost since this `file` of --save")
	flag.StringVar(&o.out, "o", "ACCURACY.md", "`file` to write the table to, when all rows are run; empty for none")
	flag.StringVar(&o.fold, "fold", "", "take only one fold of the pairs, such as 2/5")
	flag.StringVar(&o.butFold, "but-fold", "", "take all folds of the pairs but one, such as 2/5")
	flag.Float64Var(&o.threshold, "threshold", 0, "measure at another `score` than the operating threshold")
	flag.Parse()
	if err := run(&o, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "accuracy:", err)
		os.Exit(1)
	}
}

// bench is what rows are measured with.
type bench struct {
	shared, data string
	threshold    interdict.Score
	fold         foldChoice
	say          func(format string, args ...any)
	scale        *scale // once a row has asked for it
}

// stored is the path of a file of the stored data.
func (b *bench) stored(elem ...string) string {
	return filepath.Join(append([]string{b.shared, "data"}, elem...)...)
}

// measured is a row with what it came to.
type measured struct {
	row
	*result
	absent string
	took   time.Duration
}

func run(o *options, w, messages io.Writer) error {
	b, chosen, err := o.bench(messages)
	if err != nil {
		return err
	}
	if o.rows == "list" {
		for _, r := range rows() {
			fmt.Fprintf(w, "%-12s %s\n", r.name, r.title)
		}
		return nil
	}
	var before outcomes
	if o.against != "" { // read first: it may be the file that is saved to
		if before, err = readOutcomes(o.against); err != nil {
			return err
		}
	}
	var all []measured
	for _, r := range chosen {
		start := time.Now()
		m := measured{row: r}
		m.result, err = r.run(b)
		switch {
		case errors.Is(err, errAbsent):
			m.absent = err.Error()
			b.say("%s is left out: %v", r.name, err)
		case err != nil:
			return fmt.Errorf("%s: %w", r.name, err)
		default:
			number(m.cases)
		}
		m.took = time.Since(start)
		all = append(all, m)
		printRow(w, &m)
	}
	if o.save != "" {
		if err := writeOutcomes(o.save, all); err != nil {
			return err
		}
	}
	if o.against != "" {
		compare(w, before, all)
	}
	if o.out == "" || o.rows != "" || b.fold.of != 0 || o.threshold != 0 {
		return nil
	}
	if slices.ContainsFunc(all, func(m measured) bool { return m.absent != "" }) {
		b.say("%s is left as it was, since not every set is here", o.out)
		return nil
	}
	return os.WriteFile(o.out, document(all, b.threshold, time.Now()), 0o644)
}

// bench makes of the options what rows are measured with, and the rows.
func (o *options) bench(messages io.Writer) (*bench, []row, error) {
	b := &bench{shared: o.shared, data: o.data, threshold: interdict.DefaultThreshold}
	b.say = func(format string, args ...any) { fmt.Fprintf(messages, "accuracy: "+format+"\n", args...) }
	if o.threshold != 0 {
		b.threshold = interdict.Score(o.threshold*10000 + 0.5)
	}
	var err error
	switch {
	case o.fold != "" && o.butFold != "":
		return nil, nil, errors.New("give --fold or --but-fold, not both")
	case o.fold != "":
		b.fold, err = parseFold(o.fold, false)
	case o.butFold != "":
		b.fold, err = parseFold(o.butFold, true)
	}
	if err != nil {
		return nil, nil, err
	}
	all := rows()
	if o.rows == "" || o.rows == "list" {
		return b, all, nil
	}
	var chosen []row
	for _, name := range strings.Split(o.rows, ",") {
		i := slices.IndexFunc(all, func(r row) bool { return r.name == name })
		if i < 0 {
			return nil, nil, fmt.Errorf("no row is called %q; --row list names them", name)
		}
		chosen = append(chosen, all[i])
	}
	return b, chosen, nil
}
