package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/interdict/interdict/internal/atomicfile"
	"github.com/interdict/interdict/internal/lockfile"
	"github.com/interdict/interdict/register"
)

// state is what a benchmark that was stopped goes on from.
type state struct {
	Version int `json:"version"`
	// Rows, Program and Lists are what the steps were done with: the SHA-256 of the
	// program and of the register, empty where lists are invented.
	Rows    int64             `json:"rows"`
	Program string            `json:"program"`
	Lists   string            `json:"lists"`
	Done    map[string]string `json:"done"` // when, by step
	Figures figures           `json:"figures"`
}

const (
	stateFile    = "state.json"
	stateVersion = 1
	programFile  = "interdict"
)

// begin opens the folder. What was made with another program, other lists or
// another number of rows is made again: the customers, which depend on the
// program least, only where lists or rows are others.
func (b *bench) begin(fresh bool) error {
	var err error
	for _, path := range []*string{&b.dir, &b.program, &b.data, &b.lookup} { // programs are run within the folder
		if *path == "" {
			continue
		}
		if *path, err = filepath.Abs(*path); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(b.dir, 0o700); err != nil {
		return err
	}
	if b.release, err = lockfile.Lock(b.path("lock")); err != nil { // held until the process ends
		return fmt.Errorf("%s: %w", b.dir, err)
	}
	now := state{Version: stateVersion, Rows: b.rows, Done: map[string]string{}}
	if now.Program, err = hashOf(b.program); err != nil {
		return fmt.Errorf("the program: %w; make build makes it", err)
	}
	if now.Lists, err = hashOf(filepath.Join(b.data, register.FileName)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	text, err := os.ReadFile(b.path(stateFile))
	if err == nil && !fresh {
		var before state
		if json.Unmarshal(text, &before) == nil && before.Version == stateVersion && before.Done != nil {
			b.adopt(&now, &before)
		}
	} else if files, readErr := os.ReadDir(b.dir); err != nil && readErr == nil && len(files) > 1 { // the lock is there
		return fmt.Errorf("%s holds something else; name another folder with -dir, or begin anew with -fresh", b.dir)
	}
	b.state = now
	if err := b.again(); err != nil {
		return err
	}
	if err := b.save(); err != nil { // first of all, so that the folder is known as this benchmark's
		return err
	}
	return copyFile(b.program, b.path(programFile), 0o700)
}

// adopt takes over what still holds.
func (b *bench) adopt(now, before *state) {
	if before.Rows != now.Rows || before.Lists != now.Lists {
		return
	}
	now.Figures = before.Figures
	if before.Program == now.Program {
		now.Done = before.Done
		return
	}
	for _, name := range []string{"machine", "customers"} {
		if at, ok := before.Done[name]; ok {
			now.Done[name] = at
		}
	}
}

// again forgets the steps that are to be done again.
func (b *bench) again() error {
	if b.only == "" {
		return nil
	}
	for _, name := range strings.Split(b.only, ",") {
		if !slices.ContainsFunc(b.steps(), func(s step) bool { return s.name == name }) {
			var all []string
			for _, s := range b.steps() {
				all = append(all, s.name)
			}
			return fmt.Errorf("-only: there is no step %q; there are %s", name, strings.Join(all, ", "))
		}
		delete(b.state.Done, name)
	}
	return nil
}

// due says whether a step is to be done.
func (b *bench) due(name string) bool {
	if b.only != "" && !slices.Contains(strings.Split(b.only, ","), name) {
		return false
	}
	return b.state.Done[name] == ""
}

// one does a step and notes that it is done. What builds on it has to be done
// again.
func (b *bench) one(ctx context.Context, s *step) error {
	for _, name := range s.after {
		if b.state.Done[name] == "" {
			return fmt.Errorf("it builds on the step %s, which is not done by this program, these lists and so many rows; give -only %s,%s, or no -only", name, name, s.name)
		}
	}
	forget := []string{s.name}
	for _, other := range b.steps() { // in order, so that what builds on what builds on it is met too
		if slices.ContainsFunc(other.after, func(name string) bool { return slices.Contains(forget, name) }) {
			forget = append(forget, other.name)
		}
	}
	for _, name := range forget {
		if !b.keeps(s.name, name) {
			delete(b.state.Done, name)
		}
	}
	if err := b.save(); err != nil {
		return err
	}
	if err := s.do(ctx); err != nil {
		return errors.Join(err, b.save())
	}
	b.state.Done[s.name] = time.Now().UTC().Format(time.RFC3339)
	return b.save()
}

// keeps says that a step stays done though one that it builds on is done again:
// the customers do not change when the same lists are compiled by another build.
func (b *bench) keeps(done, other string) bool { return done == "lists" && other == "customers" }

func (b *bench) save() error {
	text, err := json.MarshalIndent(&b.state, "", "\t")
	if err != nil {
		return err
	}
	return atomicfile.WriteBytes(atomicfile.Private{}, b.path(stateFile), text)
}

func hashOf(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// copyFile copies a file, whole or not at all.
func copyFile(from, to string, mode fs.FileMode) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	err = atomicfile.Write(atomicfile.Private{}, to, func(out io.Writer) error {
		_, err := io.Copy(out, in)
		return err
	})
	if err != nil {
		return err
	}
	return os.Chmod(to, mode)
}
