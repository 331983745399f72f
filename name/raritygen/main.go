// Command raritygen builds the frozen table of how common name words are
// (data/rarity.bin) from free sources and two tables of its own, and that of
// the cultures whose names they are (data/cultures.tsv).
//
//	go run ./raritygen -sources DIR -o data/rarity.bin -cultures data/cultures.tsv
//
// DIR holds these files, as published by their authors:
//
//	names/by_country/common-{forenames,surnames}-by-country.csv
//	    popular names by country (CC0): rank, and counts for some countries
//	names/smashew/first_names__us.txt, surnames__us.txt, first_names__all.txt
//	    lists of names without counts (public domain)
//	matching/transliteration/wd_*.tsv
//	    words of the names of people in Wikidata, with counts (CC0)
//	lists/ofac/sdn_2024-05-03.csv
//	    the SDN list (public domain): what is common on lists is no surprise
//
// A word's share is a mixture of what they say: how many of Wikidata's people
// bear it, how many of the world's people by the tables of countries (each
// country by its population, and each country alike, so that small ones
// count), and how many of the parties of the list; of that and of the two
// tables common.tsv and company.tsv beside this file the commoner holds. A
// word that the lists without counts know has at least the share of a word
// at their end.
package main

import (
	"bufio"
	_ "embed"
	"flag"
	"fmt"
	"log"
	"math"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/tsv"
	"github.com/interdict/interdict/name"
)

// The weights of the mixture.
const (
	weightWikidata = 0.40
	weightWorld    = 0.40 // by population
	weightCountry  = 0.10 // each country alike
	weightList     = 0.10
)

// What a name has that is only known to be one, in bits: less for each other
// source that has it at all.
const (
	bitsFirstName = 14.5
	bitsSurname   = 16
	bitsPerSource = 0.75
)

//go:embed common.tsv
var common string

//go:embed company.tsv
var company string

func main() {
	log.SetFlags(0)
	sources := flag.String("sources", "", "folder of the source files")
	out := flag.String("o", "data/rarity.bin", "file to write")
	cultureFile := flag.String("cultures", "data/cultures.tsv", "file to write of the words' cultures")
	show := flag.Int("show", 0, "print this many of the commonest words")
	flag.Parse()
	if *sources == "" {
		log.Fatal("raritygen: name the folder of the source files with -sources")
	}
	if err := run(*sources, *out, *cultureFile, *show); err != nil {
		log.Fatal("raritygen: ", err)
	}
}

func run(dir, out, cultureFile string, show int) error {
	shares := map[string]float64{}
	mix := func(weight float64, part map[string]float64) {
		for w, p := range part {
			shares[w] += weight * p
		}
	}
	seen := map[string]float64{} // sources that have a word at all
	for _, s := range []struct {
		read   func(string) (map[string]float64, error)
		weight float64
	}{{wikidata, weightWikidata}, {world, weightWorld}, {countries, weightCountry}, {list, weightList}} {
		part, err := s.read(dir)
		if err != nil {
			return err
		}
		mix(s.weight, part)
		for w := range part {
			seen[w]++
		}
	}
	firsts, err := nameList(filepath.Join(dir, "names/smashew/first_names__us.txt"))
	if err != nil {
		return err
	}
	surnames, err := nameList(filepath.Join(dir, "names/smashew/surnames__us.txt"))
	if err != nil {
		return err
	}
	for w := range firsts {
		atLeast(shares, w, bitsFirstName-bitsPerSource*(seen[w]+surnames[w]))
	}
	for w := range surnames {
		atLeast(shares, w, bitsSurname-bitsPerSource*(seen[w]+firsts[w]))
	}
	for _, table := range []string{common, company} {
		hand(shares, table)
	}
	words := make([]name.RarityEntry, 0, len(shares))
	for w, p := range shares {
		e := name.RarityEntry{Text: w, Bits: -math.Log2(p)}
		if len(w) > 1 && name.WorthHolding(e) {
			words = append(words, e)
		}
	}
	sort.Slice(words, func(i, j int) bool {
		if words[i].Bits != words[j].Bits {
			return words[i].Bits < words[j].Bits
		}
		return words[i].Text < words[j].Text
	})
	for _, w := range words[:min(show, len(words))] {
		fmt.Printf("%5.1f %s\n", w.Bits, w.Text)
	}
	b, err := name.BuildRarity(words)
	if err != nil {
		return err
	}
	log.Printf("%d words, %d bytes", len(words), len(b))
	if err := os.WriteFile(out, b, 0o644); err != nil {
		return err
	}
	of, err := cultures(dir)
	if err != nil {
		return err
	}
	return writeCultures(cultureFile, of)
}

// hand puts in a table of bits and words.
func hand(shares map[string]float64, table string) {
	for line, col := range tsv.Records(table) {
		b, err := strconv.ParseFloat(col[0], 64)
		if err != nil || len(col) < 2 {
			log.Fatalf("raritygen: line %d of a table: want a number of bits, a tab and words, got %q", line, col)
		}
		for _, w := range strings.Fields(col[1]) {
			atLeast(shares, w, b)
		}
	}
}

// atLeast gives a word no less than a share.
func atLeast(shares map[string]float64, w string, bits float64) {
	shares[w] = max(shares[w], math.Exp2(-bits))
}

// nameList reads a list of names without counts; each has 1.
func nameList(file string) (map[string]float64, error) {
	m := map[string]float64{}
	err := eachLine(file, func(line string) {
		for _, w := range words(line) {
			m[w] = 1
		}
	})
	return m, err
}

// analyser folds the sources as names are folded.
var analyser name.Analyser

func words(s string) []string {
	n := interdict.Name{Full: s}
	forms := analyser.Analyse(&n, interdict.Airplane) // which reduces no part of a name but particles
	if len(forms) == 0 {
		return nil
	}
	var out []string
	for _, t := range forms[0].Tokens {
		if t.Part != name.Number && ascii(t.Text) {
			out = append(out, string(t.Text))
		}
	}
	return out
}

func ascii(b []byte) bool {
	for _, c := range b {
		if c >= 0x80 {
			return false
		}
	}
	return true
}

func eachLine(file string, f func(line string)) error {
	r, err := os.Open(file)
	if err != nil {
		return err
	}
	defer r.Close()
	s := bufio.NewScanner(r)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		f(strings.TrimPrefix(s.Text(), "\ufeff"))
	}
	return s.Err()
}
