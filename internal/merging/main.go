// Command merging measures how well likeness joins listings of several lists,
// by hiding what the lists themselves state: it is run by `make merging`.
//
// Where lists share references and numbers, these say which listings are one
// party. The command takes them away from every listing, lets likeness join
// what is left, and holds the result against them:
//
//   - recall: of the pairs of listings, of lists of two states, that references
//     and numbers join, how many likeness finds;
//   - wrong: pairs that likeness joins although the lists say that they are two
//     parties. A pair can be checked where the lists' facts join it, or where the
//     parties that it belongs to by these facts have listings of one list, which
//     numbers them apart;
//   - one list: every list is cut in two, as though two publishers had made it,
//     and what likeness joins across the cut is held against their numbers.
//
// It reads the data folder of scale M (see `make scales`) and prints counts with
// Wilson's intervals of 95 %. --misses and --wrong write the pairs, with their
// names, to files, which are to stay outside the repository.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/entities"
	"github.com/interdict/interdict/register"
)

func main() {
	data := flag.String("data", filepath.Join("scales", "M"), "data folder to measure on")
	misses := flag.String("misses", "", "file to write the missed pairs to")
	wrong := flag.String("wrong", "", "file to write the wrong pairs to")
	flag.Parse()
	if err := run(context.Background(), *data, *misses, *wrong); err != nil {
		fmt.Fprintln(os.Stderr, "merging:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, data, misses, wrong string) error {
	if _, err := os.Stat(filepath.Join(data, register.FileName)); err != nil {
		fmt.Println("merging: scale M is not here; `make scales` builds it where the stored lists are")
		return nil
	}
	listings, err := read(ctx, data)
	if err != nil {
		return err
	}
	m := newMeasure(listings)
	m.whole()
	if err := m.cut(); err != nil {
		return err
	}
	m.print(os.Stdout)
	for path, pairs := range map[string][]pair{misses: m.misses, wrong: slices.Concat(m.wrong, m.twice, m.numbered)} {
		if path == "" {
			continue
		}
		if err := save(path, m, pairs); err != nil {
			return err
		}
	}
	return nil
}

// read reads what is in force, without the records' bytes.
func read(ctx context.Context, data string) (all []interdict.Listing, err error) {
	r, err := register.Open(ctx, data, register.Options{})
	if err != nil {
		return nil, err
	}
	defer r.Close()
	v, err := r.InForce(ctx, register.AsOf{})
	if err != nil {
		return nil, err
	}
	for l, err := range v.Listings(ctx) {
		if err != nil {
			return nil, err
		}
		l.Raw = nil
		all = append(all, *l)
	}
	return all, nil
}

// join joins listings, by what they state alone or by likeness too.
func join(listings []interdict.Listing, statedOnly bool) (of map[interdict.Ref]int, clusters []entities.Cluster, j *entities.Joiner) {
	j = entities.NewJoiner()
	j.StatedOnly = statedOnly
	for i := range listings {
		j.Add(&listings[i])
	}
	clusters, _ = j.Join()
	of = map[interdict.Ref]int{}
	for c := range clusters {
		for _, ref := range clusters[c].Refs {
			of[ref] = c
		}
	}
	return of, clusters, j
}

func save(path string, m *measure, pairs []pair) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	for _, p := range pairs {
		line(f, m, p)
	}
	return f.Close()
}

func line(w io.Writer, m *measure, p pair) {
	a, b := m.listing(p.a), m.listing(p.b)
	v := entities.Compare(m.bare(p.a), m.bare(p.b))
	fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\tnames %s, primary %s, facts %.1f, all %.1f bits %s\t%s\n", p.why, a.Schema, a.List+" "+a.ID, b.List+" "+b.ID, a.Caption(), b.Caption(), v.Names, v.Primary, v.Facts.Bits(), v.Weight.Bits(), v.Against, p.note)
}
