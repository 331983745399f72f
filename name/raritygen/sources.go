package main

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/interdict/interdict/internal/tsv"
)

// wikidata returns the share of Wikidata's people that bear each word.
//
// Four files hold words with counts, of which 40 in 100 were kept; a person
// has 2.2 words. A word that is in several files takes the mean of them by
// their size. Two files hold whole names.
func wikidata(dir string) (map[string]float64, error) {
	const kept, perName = 0.4, 2.2
	count, total := map[string]float64{}, map[string]float64{}
	for _, script := range []string{"arabic", "chinese", "japanese", "russian"} {
		one, sum := map[string]float64{}, 0.0
		file := filepath.Join(dir, "matching/transliteration/wd_"+script+"_80.tsv")
		err := eachLine(file, func(line string) {
			col := strings.Split(line, "\t")
			n, _ := strconv.ParseFloat(col[len(col)-1], 64)
			sum += n
			for _, w := range words(col[0]) {
				one[w] += n
			}
		})
		if err != nil {
			return nil, err
		}
		for w, n := range one {
			count[w] += n
			total[w] += sum / (kept * perName)
		}
	}
	for _, script := range []string{"hebrew", "korean"} {
		one, sum := map[string]float64{}, 0.0
		err := eachLine(filepath.Join(dir, "matching/transliteration/wd_"+script+".tsv"), func(line string) {
			latin, _, _ := strings.Cut(line, "\t")
			sum++
			for _, w := range words(latin) {
				one[w]++
			}
		})
		if err != nil {
			return nil, err
		}
		for w, n := range one {
			count[w] += n
			total[w] += sum
		}
	}
	shares := map[string]float64{}
	for w, n := range count {
		shares[w] = n / max(total[w], 100_000)
	}
	return shares, nil
}

//go:embed population.tsv
var populationTable string

// population is each country's people in millions.
func population() map[string]float64 {
	m := map[string]float64{}
	for _, col := range tsv.Records(populationTable) {
		m[col[0]], _ = strconv.ParseFloat(col[len(col)-1], 64)
	}
	return m
}

// world returns the share of the world's people that bear each word, as far
// as the tables of countries say.
func world(dir string) (map[string]float64, error) {
	people := population()
	all := 0.0
	for _, n := range people {
		all += n
	}
	return byCountry(dir, func(code string) float64 { return people[code] / all })
}

// countries returns the same where each country has the same weight.
func countries(dir string) (map[string]float64, error) {
	return byCountry(dir, func(string) float64 { return 1.0 / 100 })
}

func byCountry(dir string, weight func(code string) float64) (map[string]float64, error) {
	shares := map[string]float64{}
	people := population()
	spellings := map[string]float64{} // met so far, of a name group
	// one adds a row's share; further spellings of the same name, which come
	// after the usual one, have an ever smaller part of it.
	one := func(row map[string]string, p float64) {
		g := row["Name Group"]
		spellings[g]++
		add(shares, row, p/(spellings[g]*spellings[g])*weight(row["Country"]))
	}
	err := eachRow(filepath.Join(dir, "names/by_country/common-surnames-by-country.csv"), func(row map[string]string) {
		rank, _ := strconv.ParseFloat(row["Rank"], 64)
		p := 0.02 / math.Sqrt(max(rank, 1)) // the usual fall, where nothing is counted
		if n, err := strconv.ParseFloat(row["Count"], 64); err == nil && people[row["Country"]] > 0 {
			p = min(n/(people[row["Country"]]*1e6), 0.3)
		}
		one(row, p)
	})
	if err != nil {
		return nil, err
	}
	err = eachRow(filepath.Join(dir, "names/by_country/common-forenames-by-country.csv"), func(row map[string]string) {
		rank, _ := strconv.ParseFloat(row["Index"], 64)
		one(row, 0.006/math.Sqrt(max(rank, 1)))
	})
	return shares, err
}

func add(shares map[string]float64, row map[string]string, p float64) {
	s := row["Romanized Name"]
	if s == "" {
		s = row["Localized Name"]
	}
	for _, w := range words(s) {
		shares[w] += p
	}
}

// list returns the share of a list's parties that bear each word; words of
// few of them say nothing about the world.
func list(dir string) (map[string]float64, error) {
	count, parties := map[string]float64{}, 0.0
	r, err := os.Open(filepath.Join(dir, "lists/ofac/sdn_2024-05-03.csv"))
	if err != nil {
		return nil, err
	}
	defer r.Close()
	rows := csv.NewReader(r)
	rows.FieldsPerRecord, rows.LazyQuotes = -1, true
	for {
		row, err := rows.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		if len(row) < 2 {
			continue
		}
		parties++
		for _, w := range words(row[1]) {
			count[w]++
		}
	}
	shares := map[string]float64{}
	for w, n := range count {
		if n >= 8 {
			shares[w] = n / parties
		}
	}
	return shares, nil
}

// eachRow calls f with each row of a table with a header.
func eachRow(file string, f func(map[string]string)) error {
	r, err := os.Open(file)
	if err != nil {
		return err
	}
	defer r.Close()
	rows := csv.NewReader(r)
	rows.FieldsPerRecord = -1
	head, err := rows.Read()
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	head[0] = strings.TrimPrefix(head[0], "\ufeff")
	for {
		row, err := rows.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		m := map[string]string{}
		for i := range min(len(row), len(head)) {
			m[head[i]] = row[i]
		}
		f(m)
	}
}
