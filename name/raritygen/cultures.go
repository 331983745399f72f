package main

import (
	"bufio"
	_ "embed"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/interdict/interdict/country"
	"github.com/interdict/interdict/internal/tsv"
)

//go:embed cultures.tsv
var cultureTable string

// least is the share of a word's bearers, each culture counted alike, that
// makes the word one of a culture's. A word may be of three.
const least = 0.3

// nationality is what the SDN list says of a person in its remarks.
var nationality = regexp.MustCompile(`(?:nationality|citizen) ([A-Z][A-Za-z ,]+?)[;.]`)

// cultures says of which cultures each word is: who bears it among the people
// of the SDN list by their nationality and in the tables of popular names by
// country.
func cultures(dir string) (map[string][]string, error) {
	of := map[string]string{}
	for _, col := range tsv.Records(cultureTable) {
		for _, code := range strings.Fields(col[1]) {
			of[code] = col[0]
		}
	}
	bearers := map[string]map[string]float64{} // word, culture
	total := map[string]float64{}
	one := func(code, full string, n float64) {
		culture := of[strings.ToLower(code)]
		total[culture]++
		for _, w := range words(full) {
			if bearers[w] == nil {
				bearers[w] = map[string]float64{}
			}
			bearers[w][culture] += n
		}
	}
	if err := listed(dir, func(code, full string) { one(code, full, 1) }); err != nil {
		return nil, err
	}
	for _, table := range []string{"surnames", "forenames"} {
		err := eachRow(filepath.Join(dir, "names/by_country/common-"+table+"-by-country.csv"), func(row map[string]string) {
			full := row["Romanized Name"]
			if full == "" {
				full = row["Localized Name"]
			}
			one(row["Country"], full, 2) // popular, so of more than one bearer
		})
		if err != nil {
			return nil, err
		}
	}
	out := map[string][]string{}
	for w, n := range bearers {
		sum := 0.0
		for culture := range n {
			n[culture] /= total[culture]
			sum += n[culture]
		}
		for culture, share := range n {
			if culture != "" && share > least*sum && len(w) > 1 {
				out[w] = append(out[w], culture)
			}
		}
	}
	return out, nil
}

// listed calls f with each nationality and name of the people of the SDN list.
func listed(dir string, f func(code, full string)) error {
	r, err := os.Open(filepath.Join(dir, "lists/ofac/sdn_2024-05-03.csv"))
	if err != nil {
		return err
	}
	defer r.Close()
	rows := csv.NewReader(r)
	rows.FieldsPerRecord, rows.LazyQuotes = -1, true
	all, err := rows.ReadAll()
	if err != nil {
		return err
	}
	for _, row := range all {
		if len(row) < 12 || strings.TrimSpace(row[2]) != "individual" {
			continue
		}
		var codes []string
		for _, m := range nationality.FindAllStringSubmatch(row[11], -1) {
			if c := country.Code(m[1]); !slices.Contains(codes, c) {
				codes = append(codes, c)
				f(c, row[1])
			}
		}
	}
	return nil
}

const culturesHead = `# The words that are mostly names of one culture, or of two or three.
#
# Made by raritygen (cultures.go says how) from the people of OFAC's SDN list of
# 3 May 2024 with their nationality (public domain) and from popular names by
# country (CC0).
#
# culture <TAB> words, parted by spaces
`

// writeCultures writes the words by culture, a score of them a line.
func writeCultures(file string, of map[string][]string) error {
	by := map[string][]string{}
	for w, cs := range of {
		for _, c := range cs {
			by[c] = append(by[c], w)
		}
	}
	var names []string
	for c := range by {
		slices.Sort(by[c])
		names = append(names, c)
	}
	slices.Sort(names)
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	b := bufio.NewWriter(out)
	b.WriteString(culturesHead)
	for _, c := range names {
		for line := range slices.Chunk(by[c], 20) {
			fmt.Fprintf(b, "%s\t%s\n", c, strings.Join(line, " "))
		}
	}
	if err := b.Flush(); err != nil {
		return err
	}
	return out.Close()
}
