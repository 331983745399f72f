package main

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/interdict/interdict"
)

// shown is a figure's value as people read it.
func (f *figure) shown() string {
	if math.IsNaN(f.value) {
		return "-"
	}
	return f.number(f.value)
}

func (f *figure) number(v float64) string {
	if f.decimal {
		return fmt.Sprintf("%.3f", v)
	}
	return percent(v)
}

// percent has as many decimals as tell small shares apart.
func percent(v float64) string {
	if v > 0 && v < 0.01 {
		return fmt.Sprintf("%.3f %%", 100*v)
	}
	return fmt.Sprintf("%.2f %%", 100*v)
}

func (f *figure) interval() string {
	if math.IsNaN(f.low) || math.IsNaN(f.value) {
		return ""
	}
	return f.number(f.low) + " to " + f.number(f.high)
}

// aimed is what is to be reached, and whether it is.
func (f *figure) aimed() string {
	if f.aim.sign == "" {
		return ""
	}
	words := map[string]string{">": "over ", ">=": "", "<": "under "}
	met := "reached"
	if !f.aim.met(f.value) {
		met = "NOT reached"
	}
	v := f.number(f.aim.value)
	if f.decimal {
		v = strings.TrimRight(strings.TrimRight(v, "0"), ".")
	} else {
		v = strings.TrimSuffix(v, " %")
		if strings.Contains(v, ".") {
			v = strings.TrimRight(strings.TrimRight(v, "0"), ".")
		}
		v += " %"
	}
	return words[f.aim.sign] + v + ": " + met
}

// printRow shows a row on a terminal.
func printRow(w io.Writer, m *measured) {
	if m.absent != "" {
		fmt.Fprintf(w, "\n%s (%s): not measured, %s\n", m.title, m.name, m.absent)
		return
	}
	fmt.Fprintf(w, "\n%s (%s, %.1f s)\n", m.title, m.name, m.took.Seconds())
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for i := range m.figures {
		f := &m.figures[i]
		fmt.Fprintf(tw, "  %s\t%s\t%s\t%s\t%s\t%s\n", f.what, f.shown(), f.interval(), f.count, f.aimed(), f.peer)
	}
	tw.Flush() // the writer below tells of its errors when it is closed
	for _, n := range m.notes {
		fmt.Fprintln(w, "  "+n)
	}
}

// document is ACCURACY.md, of rows that were all measured.
func document(all []measured, threshold interdict.Score, now time.Time) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# Accuracy\n\nHow well Interdict finds the right names and leaves clean people alone, at its default threshold of %s, with default weights and policy, and under the strict policy where that differs ([docs/policy.md](docs/policy.md)), over scale M, all the stored lists (`make scales`). `make accuracy` measures it anew and writes this page; `go doc ./internal/accuracy` says how to run one row and to compare two versions case by case.\n\n", threshold)
	fmt.Fprintf(&b, "Intervals are of 95 %% (Wilson). A peer's figure is of the same cases where nothing else is said. Sets whose terms forbid commercial use only measure: nothing that ships is made of them. Measured %s.\n", now.UTC().Format("on 2 January 2006"))
	for i := range all {
		m := &all[i]
		fmt.Fprintf(&b, "\n## %s\n\n", m.title)
		b.WriteString("| what | measured | 95 % | cases | to reach | peers |\n|---|---|---|---|---|---|\n")
		for j := range m.figures {
			f := &m.figures[j]
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", f.what, f.shown(), f.interval(), f.count, f.aimed(), f.peer)
		}
		if len(m.notes) > 0 {
			b.WriteString("\n- " + strings.Join(m.notes, "\n- ") + "\n")
		}
	}
	return b.Bytes()
}
