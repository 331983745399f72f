package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path"
	"regexp"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/runs"
	"github.com/interdict/interdict/screen"
	"github.com/interdict/interdict/subjects"
)

// spent is which part of the processor time a package takes, what it calls
// apart.
type spent struct {
	Package string  `json:"package"`
	Part    float64 `json:"part"`
}

const profileFile = "screen.prof"

// profile runs a million rows within this process, as `screen` does, and asks
// the Go toolchain where the time went.
func (b *bench) profile(ctx context.Context) error {
	if _, err := exec.LookPath("go"); err != nil {
		return skipped{"the Go toolchain, which reads profiles, is not here"}
	}
	opened, query, err := b.engine(ctx, b.path(listsFolder))
	if err != nil {
		return err
	}
	defer opened.Close()
	in, err := subjects.Open(b.path(customersFile(b.sizes()[0])), subjects.Options{})
	if err != nil {
		return err
	}
	defer in.Close()
	shards := b.path("profile-shards")
	defer os.RemoveAll(shards)
	var profile bytes.Buffer
	if err := pprof.StartCPUProfile(&profile); err != nil {
		return err
	}
	err = writeResults(ctx, opened.Engine, in, query, shards, b.path("profile.jsonl"))
	pprof.StopCPUProfile()
	if err != nil {
		return err
	}
	if err := os.WriteFile(b.path(profileFile), profile.Bytes(), 0o600); err != nil {
		return err
	}
	text, err := exec.CommandContext(ctx, "go", "tool", "pprof", "-top", "-nodecount=100000", "-nodefraction=0", b.path(profileFile)).Output()
	if err != nil {
		return fmt.Errorf("go tool pprof: %w", err)
	}
	b.state.Figures.Profile = byPackage(string(text))
	if len(b.state.Figures.Profile) == 0 {
		return fmt.Errorf("nothing could be read off the profile %s", b.path(profileFile))
	}
	return nil
}

func writeResults(ctx context.Context, e *screen.Engine, in *subjects.Customers, q screen.Query, shards, results string) error {
	out, err := os.Create(results)
	if err != nil {
		return err
	}
	defer out.Close()
	w := report.JSONLines(out, &report.Header{})
	p := &runs.Plan{Query: q, Key: runs.NewKey(), Dir: shards}
	_, err = runs.Screen(ctx, e, []runs.Input{in}, p, func(_ int, r *interdict.Result) error { return w.Result(r) }, nil)
	if err != nil {
		return err
	}
	return w.Close(nil)
}

// topLine is a line of pprof's table: flat, its percentage, the sum, cumulative,
// its percentage, the function.
var topLine = regexp.MustCompile(`^\s*\S+\s+([0-9.]+)%\s+[0-9.]+%\s+\S+\s+[0-9.]+%\s+(.+)$`)

// byPackage sums a table of pprof's by package, the greatest first.
func byPackage(text string) (out []spent) {
	sums := map[string]float64{}
	for line := range strings.Lines(text) {
		m := topLine.FindStringSubmatch(strings.TrimRight(line, "\n"))
		if m == nil {
			continue
		}
		if part, err := strconv.ParseFloat(m[1], 64); err == nil {
			sums[packageOf(m[2])] += part / 100
		}
	}
	for name, part := range sums {
		if part >= 0.005 {
			out = append(out, spent{name, part})
		}
	}
	slices.SortFunc(out, func(a, b spent) int {
		if a.Part != b.Part {
			return int(1e6 * (b.Part - a.Part))
		}
		return strings.Compare(a.Package, b.Package)
	})
	return out
}

// packageOf is the package of a function's full name, within this project by its
// folder alone.
func packageOf(function string) string {
	function, _, _ = strings.Cut(function, "[") // of a generic one, whose types have packages too
	dir, base := path.Split(strings.TrimPrefix(function, "github.com/interdict/interdict/"))
	name, _, _ := strings.Cut(base, ".")
	if dir == "github.com/interdict/" {
		return "interdict"
	}
	return dir + name
}
