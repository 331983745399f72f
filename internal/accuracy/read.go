package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// readCSV reads a table into records by column. The error is errAbsent where
// there is no such file.
func readCSV(path string) ([]map[string]string, error) {
	f, err := open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	table := csv.NewReader(f)
	table.LazyQuotes = true // sets are as their makers wrote them
	lines, err := table.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(lines) == 0 {
		return nil, fmt.Errorf("%s is empty", path)
	}
	var records []map[string]string
	for _, line := range lines[1:] {
		rec := map[string]string{}
		for i, v := range line {
			rec[strings.TrimPrefix(lines[0][i], "\ufeff")] = v
		}
		records = append(records, rec)
	}
	return records, nil
}

// open opens a stored file.
func open(path string) (*os.File, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s", errAbsent, path)
	}
	return f, err
}
