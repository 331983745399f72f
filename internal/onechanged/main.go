// Command onechanged measures how soon it is known who of a population one
// changed listing means: each person of a list in turn stands as the listing that
// changed, and is looked for among all members as `interdict monitor run` does it
// (compiled, found by the postings, screened).
//
//	go run ./internal/onechanged --data DIR --population bank --list us_ofac_sdn
//
// It prints the median, the 99th percentile and the most of the time, of the
// candidates and of the pages read, as JSON. --group N lets so many listings
// change at once and share one pass. For cold figures, empty the page cache
// before and say --limit 1.
package main

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"slices"
	"strings"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/internal/sealed"
	"github.com/interdict/interdict/population"
	"github.com/interdict/interdict/screen"
)

func main() {
	var o options
	flag.StringVar(&o.data, "data", "", "the data folder")
	flag.StringVar(&o.lists, "lists", "", "the data folder with the lists, where it is another")
	flag.StringVar(&o.population, "population", "bank", "the population")
	flag.StringVar(&o.list, "list", "us_ofac_sdn", "the list whose people change")
	flag.IntVar(&o.limit, "limit", 0, "of how many people at most, spread over the list; 0 for all")
	flag.IntVar(&o.group, "group", 1, "how many change at once")
	flag.StringVar(&o.profile, "profile", "", "write a profile of the processor's time to this file")
	flag.BoolVar(&o.slow, "slow", false, "name those that took longest")
	flag.Parse()
	if err := run(context.Background(), &o); err != nil {
		fmt.Fprintln(os.Stderr, "onechanged:", err)
		os.Exit(1)
	}
}

type options struct {
	data, lists, population, list string
	limit, group                  int
	slow                          bool
	profile                       string
}

// figure is a distribution.
type figure struct {
	Median float64 `json:"median"`
	P99    float64 `json:"p99"`
	Most   float64 `json:"most"`
}

// answer is what is measured.
type answer struct {
	Members     int64   `json:"members"`
	Changed     int     `json:"changed"` // times that listings were looked for
	Group       int     `json:"listings_at_once"`
	Open        float64 `json:"open_seconds"`
	HeapMB      uint64  `json:"heap_mb"`
	Millis      figure  `json:"milliseconds"`
	FindMillis  figure  `json:"find_milliseconds"`
	CPUMillis   figure  `json:"processor_milliseconds"` // of all processors, where they are counted
	Candidates  figure  `json:"candidates"`
	Pages       figure  `json:"pages"`
	Postings    figure  `json:"postings"`
	Hits        int     `json:"members_hit"`
	WithoutFile bool    `json:"without_postings,omitempty"`
}

// measured is one of them.
type measured struct {
	id                                       string
	millis, find, cpu, meant, pages, entries float64
}

func run(ctx context.Context, o *options) error {
	debug.SetGCPercent(50) // as `monitor run` has it
	if o.lists == "" {
		o.lists = o.data
	}
	text, err := os.ReadFile(filepath.Join(o.data, "sealing.key"))
	if err != nil {
		return err
	}
	var key sealed.Key
	if _, err := hex.Decode(key[:], []byte(strings.TrimSpace(string(text)))); err != nil {
		return err
	}
	b, err := (&base.Folder{Dir: o.lists, Now: time.Now}).Open(ctx, base.Moment{})
	if err != nil {
		return err
	}
	defer b.Close()
	refs, err := people(ctx, b, o)
	if err != nil {
		return err
	}
	p, err := population.In(o.data).Read(o.population, &key)
	if err != nil {
		return err
	}
	began := time.Now()
	index, err := p.Index()
	if err != nil {
		return err
	}
	defer index.Close()
	a := answer{Members: p.Members, Group: o.group, Open: time.Since(began).Seconds(), WithoutFile: !index.Usable()}
	if o.profile != "" {
		f, err := os.Create(o.profile)
		if err != nil {
			return err
		}
		defer f.Close()
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	var all []measured
	for group := range slices.Chunk(refs, o.group) {
		m, hits, err := one(ctx, b, index, group)
		if err != nil {
			return err
		}
		all = append(all, *m)
		a.Hits += hits
	}
	return a.print(all, o.slow)
}

// people are the listings of people of a list.
func people(ctx context.Context, b *base.Base, o *options) ([]interdict.Ref, error) {
	contents, err := b.View.Contents(ctx)
	if err != nil {
		return nil, err
	}
	var refs, out []interdict.Ref
	for i := range contents {
		if contents[i].Ref.List == o.list {
			refs = append(refs, contents[i].Ref)
		}
	}
	for l, err := range b.View.These(ctx, refs) {
		if err != nil {
			return nil, err
		}
		if l.Schema == interdict.Person {
			out = append(out, l.Ref())
		}
	}
	if o.limit > 0 && o.limit < len(out) {
		step := len(out) / o.limit
		for i := range o.limit {
			out[i] = out[i*step]
		}
		out = out[:o.limit]
	}
	return out, nil
}

// one looks for listings that changed at once.
func one(ctx context.Context, b *base.Base, index *population.Index, refs []interdict.Ref) (*measured, int, error) {
	began, spent := time.Now(), processorTime()
	e, err := screen.FromListings(b.View.These(ctx, refs), nil, "changed", b.Engine.Lists())
	if err != nil {
		return nil, 0, err
	}
	e = b.Under(e)
	defer e.Close()
	targets, err := population.Targets(e)
	if err != nil {
		return nil, 0, err
	}
	at := time.Now()
	meant, err := index.Find(targets)
	if err != nil {
		return nil, 0, err
	}
	found := time.Since(at)
	src := index.Open(meant, nil)
	sum, err := e.Run(ctx, src, screen.Query{}, func(*interdict.Result) error { return nil }, nil)
	if err != nil {
		return nil, 0, err
	}
	millis := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	return &measured{
		refs[0].ID, millis(time.Since(began)), millis(found), millis(processorTime() - spent), float64(meant.Candidates), float64(meant.Work.Pages), float64(meant.Work.Postings),
	}, int(sum.SubjectsHit), nil
}

func (a *answer) print(all []measured, slow bool) error {
	a.Changed = len(all)
	of := func(value func(*measured) float64) figure {
		var v []float64
		for i := range all {
			v = append(v, value(&all[i]))
		}
		slices.Sort(v)
		if len(v) == 0 {
			return figure{}
		}
		return figure{v[len(v)/2], v[len(v)*99/100], v[len(v)-1]}
	}
	a.Millis = of(func(m *measured) float64 { return m.millis })
	a.FindMillis = of(func(m *measured) float64 { return m.find })
	a.CPUMillis = of(func(m *measured) float64 { return m.cpu })
	a.Candidates = of(func(m *measured) float64 { return m.meant })
	a.Pages = of(func(m *measured) float64 { return m.pages })
	a.Postings = of(func(m *measured) float64 { return m.entries })
	runtime.GC()
	var mem runtime.MemStats
	runtime.ReadMemStats(&mem)
	a.HeapMB = mem.HeapAlloc >> 20
	if slow {
		slices.SortFunc(all, func(x, y measured) int { return int(y.millis - x.millis) })
		for i := range min(20, len(all)) {
			fmt.Fprintf(os.Stderr, "%+v\n", all[i])
		}
	}
	out := json.NewEncoder(os.Stdout)
	out.SetIndent("", "\t")
	return out.Encode(a)
}
