// Command scales builds data folders of the benchmarks' scales out of stored
// list files, by the program itself. It is run by `make scales`.
//
// scales.json names which file is which edition of which list; each scale's
// folder holds exactly those editions. A list that cannot be read yet is named,
// the others are loaded.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// edition is an entry of a scale in scales.json.
type edition struct {
	List      string   `json:"list"`
	Paths     []string `json:"paths"`
	Published string   `json:"published"`
}

func main() {
	program := flag.String("program", "./interdict", "the program to load with")
	data := flag.String("from", filepath.Join("..", "shared", "data"), "folder of stored lists, with scales.json")
	into := flag.String("into", "scales", "folder that the scales' data folders are made in")
	flag.Parse()
	if err := build(*program, *data, *into); err != nil {
		fmt.Fprintln(os.Stderr, "scales:", err)
		os.Exit(1)
	}
}

func build(program, data, into string) error {
	b, err := os.ReadFile(filepath.Join(data, "scales.json"))
	if err != nil {
		return fmt.Errorf("the stored lists are not here: %w", err)
	}
	var scales map[string]json.RawMessage
	if err := json.Unmarshal(b, &scales); err != nil {
		return err
	}
	for _, scale := range []string{"S", "M"} {
		var editions []edition
		if err := json.Unmarshal(scales[scale], &editions); err != nil {
			return fmt.Errorf("scale %s: %w", scale, err)
		}
		folder := filepath.Join(into, scale)
		if err := os.RemoveAll(folder); err != nil {
			return err
		}
		for _, e := range editions {
			if err := load(program, data, folder, &e); err != nil {
				fmt.Fprintf(os.Stderr, "scales: %s: %s: %v\n", scale, e.List, err)
			}
		}
	}
	return nil
}

// load loads one edition; exit status 4 says that some rows were refused,
// which scales.json foresees.
func load(program, data, folder string, e *edition) error {
	args := []string{"--quiet", "--data", folder, "lists", "load", "--list", e.List}
	if e.Published != "" {
		args = append(args, "--published", e.Published)
	}
	for _, p := range e.Paths {
		args = append(args, filepath.Join(data, p))
	}
	cmd := exec.Command(program, args...)
	cmd.Stderr = os.Stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 4 {
		return nil
	}
	return err
}
