package canary

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/interdict/interdict/internal/atomicfile"
)

// Folder is where the outcomes are kept, and which lists are left out on purpose:
//
//	file.json, population.json, service.json   what the canaries came to there last
//	derived.json                               the canaries of the editions in force
//	left_out.json                              lists that no intake need screen against
//	work/                                      what a population run needs, while it runs
//
// There is no customer in it.
type Folder string

// In is the folder of canaries within a data folder.
func In(data string) Folder { return Folder(filepath.Join(data, "canaries")) }

// Work is a folder for a run of canaries.
func (f Folder) Work() string { return filepath.Join(string(f), "work") }

const leftOutFile = "left_out.json"

// Keep keeps an outcome in place of the intake's one before.
func (f Folder) Keep(o *Outcome) error { return f.write(string(o.Intake)+".json", o) }

func (f Folder) write(name string, value any) error {
	text, err := json.MarshalIndent(value, "", "\t")
	if err == nil {
		err = os.MkdirAll(string(f), 0o700)
	}
	if err == nil {
		err = atomicfile.WriteBytes(atomicfile.Private{}, filepath.Join(string(f), name), append(text, '\n'))
	}
	if err != nil {
		return fmt.Errorf("what the canaries came to cannot be kept: %w", err)
	}
	return nil
}

// read reads a file of the folder; false where it is not there.
func (f Folder) read(name string, value any) (bool, error) {
	path := filepath.Join(string(f), name)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err == nil {
		err = json.Unmarshal(text, value)
	}
	if err != nil {
		return false, fmt.Errorf("what the canaries came to cannot be read (%s): %w; interdict monitor canaries makes it anew", path, err)
	}
	return true, nil
}

// Last are the last outcomes, one of each intake that canaries have passed.
func (f Folder) Last() ([]Outcome, error) {
	out := []Outcome{}
	for _, intake := range Intakes() {
		var o Outcome
		there, err := f.read(string(intake)+".json", &o)
		if err != nil {
			return nil, err
		}
		if there {
			out = append(out, o)
		}
	}
	return out, nil
}

// LeftOut is a decision that no intake need screen against a list.
type LeftOut struct {
	List string    `json:"list"`
	Why  string    `json:"why"`
	By   string    `json:"by"`
	At   time.Time `json:"at"`
}

// LeftOut are the decisions in force, by list.
func (f Folder) LeftOut() ([]LeftOut, error) {
	of := map[string]LeftOut{}
	if _, err := f.read(leftOutFile, &of); err != nil {
		return nil, err
	}
	out := []LeftOut{}
	for _, list := range slices.Sorted(maps.Keys(of)) {
		out = append(out, of[list])
	}
	return out, nil
}

// Decide leaves a list out, or with an empty reason takes it in again.
func (f Folder) Decide(d LeftOut) error {
	of := map[string]LeftOut{}
	if _, err := f.read(leftOutFile, &of); err != nil {
		return err
	}
	if d.Why == "" {
		delete(of, d.List)
	} else {
		of[d.List] = d
	}
	return f.write(leftOutFile, of)
}
