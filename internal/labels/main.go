// Command labels builds labelled pairs of names out of a loaded register: pairs
// of which the lists themselves say that they are one party, and pairs of which
// they say that they are two. Weights are learned from them and rules judged by
// them; nobody else's labels are needed.
//
//	go run ./internal/labels -data DIR -o pairs.jsonl
//
// Only lists whose publishers let anyone use them take part, see freeTerms. The
// same register gives the same pairs in the same order. docs/labels.md says
// what kinds there are, how many of each, and how clean they are.
package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/atomicfile"
	"github.com/interdict/interdict/register"
)

func main() {
	data := flag.String("data", "", "data folder of the loaded register")
	out := flag.String("o", "", "file to write the pairs to, a JSON object a line")
	sample := flag.Int("sample", 0, "also print so many pairs of each kind, to be looked at")
	flag.Parse()
	if *data == "" || *out == "" {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(context.Background(), *data, *out, *sample, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "labels:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, data, out string, sample int, w io.Writer) error {
	listings, left, err := load(ctx, data)
	if err != nil {
		return err
	}
	pairs, err := build(listings)
	if err != nil {
		return err
	}
	if err := write(out, pairs); err != nil {
		return err
	}
	summary(w, pairs, left)
	show(w, pairs, sample)
	return nil
}

// load returns the listings in force of the lists that are free to use, and
// the ids of the others.
func load(ctx context.Context, data string) (listings []*interdict.Listing, left []string, err error) {
	r, err := register.Open(ctx, data, register.Options{})
	if err != nil {
		return nil, nil, err
	}
	defer r.Close()
	view, err := r.InForce(ctx, register.AsOf{})
	if err != nil {
		return nil, nil, err
	}
	for _, s := range view.Lists {
		if !free(s.Edition.List) {
			left = append(left, s.Edition.List)
		}
	}
	for l, err := range view.Listings(ctx) {
		if err != nil {
			return nil, nil, err
		}
		if free(l.List) && !copied(l) && len(l.Names) > 0 {
			listings = append(listings, l)
		}
	}
	return listings, left, nil
}

// build makes all pairs, in an order that depends on the listings alone.
func build(listings []*interdict.Listing) ([]Pair, error) {
	parties := join(listings)
	pairs := slices.Concat(acrossLists(parties), withinListings(parties))
	others, err := differing(parties)
	if err != nil {
		return nil, err
	}
	pairs = append(pairs, others...)
	slices.SortStableFunc(pairs, func(a, b Pair) int {
		return cmp.Or(strings.Compare(string(a.Kind), string(b.Kind)), compareRefs(a.A.Ref, b.A.Ref), compareRefs(a.B.Ref, b.B.Ref))
	})
	return pairs, nil
}

func compareRefs(a, b interdict.Ref) int {
	return cmp.Or(strings.Compare(a.List, b.List), strings.Compare(a.ID, b.ID))
}

func write(path string, pairs []Pair) error {
	return atomicfile.Write(atomicfile.OS{}, path, func(out io.Writer) error {
		w := bufio.NewWriter(out)
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		for i := range pairs {
			if err := enc.Encode(&pairs[i]); err != nil {
				return err
			}
		}
		return w.Flush()
	})
}

// summary prints how many pairs there are of each kind.
func summary(w io.Writer, pairs []Pair, left []string) {
	type count struct{ all, persons, organisations, vessels, same, alike, doubt int }
	counts := map[Kind]*count{}
	for i := range pairs {
		p := &pairs[i]
		c := counts[p.Kind]
		if c == nil {
			c = &count{}
			counts[p.Kind] = c
		}
		c.all++
		c.alike += p.Alike
		if p.Alike == 100 {
			c.same++
		}
		if p.Doubt != "" {
			c.doubt++
		}
		switch p.Schema {
		case interdict.Person:
			c.persons++
		case interdict.Vessel:
			c.vessels++
		default:
			c.organisations++
		}
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "kind\tlabel\tpairs\tpersons\torganisations\tvessels\tsame letters\tmean alike\tdoubted\t")
	for _, k := range slices.Sorted(maps.Keys(counts)) {
		c := counts[k]
		label := "two"
		if k.one() {
			label = "one"
		}
		fmt.Fprintf(t, "%s\t%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t\n", k, label, c.all, c.persons, c.organisations, c.vessels, c.same, c.alike/c.all, c.doubt)
	}
	t.Flush()
	if len(left) > 0 {
		fmt.Fprintf(w, "left out for their terms of use: %s\n", strings.Join(left, ", "))
	}
}

// show prints pairs of each kind, evenly spaced.
func show(w io.Writer, pairs []Pair, n int) {
	byKind := map[Kind][]*Pair{}
	for i := range pairs {
		byKind[pairs[i].Kind] = append(byKind[pairs[i].Kind], &pairs[i])
	}
	for _, k := range slices.Sorted(maps.Keys(byKind)) {
		all := byKind[k]
		for i := range min(n, len(all)) {
			p := all[i*len(all)/min(n, len(all))]
			fmt.Fprintf(w, "%s\t%d\t%s\t%s\t%s\t%s\t%s\t%s\n", k, p.Alike, p.A.Name, p.B.Name, p.Why,
				strings.Join(p.A.Births, ","), strings.Join(p.B.Births, ","), p.Doubt)
		}
	}
}
