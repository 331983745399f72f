package runs

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/interdict/interdict/internal/atomicfile"
)

// notesFile in a run's folder names the temporary files that the run has made
// elsewhere, beside its outputs: a path in quotes a line. A run that is killed leaves them
// behind, full of customers' names; the next run, whichever it is, finds the note
// and nobody at the run, and removes them.
const notesFile = "temporary"

// Files is where a run's outputs are written: what it makes is for the user alone
// and noted.
func (k *Kept) Files() atomicfile.FS { return notedFiles{dir: k.Dir} }

type notedFiles struct {
	atomicfile.Private
	dir string
}

// Create makes a file once its name is noted.
func (n notedFiles) Create(dir, pattern string) (atomicfile.File, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	path := filepath.Join(dir, atomicfile.RandomName(pattern))
	if err := n.note(path); err != nil {
		return nil, fmt.Errorf("%s cannot be noted as temporary: %w", path, err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	return f, nil
}

func (n notedFiles) note(path string) error {
	f, err := os.OpenFile(filepath.Join(n.dir, notesFile), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(strconv.Quote(path) + "\n")
	if err == nil {
		err = f.Sync() // or the note would be gone after a power cut, and the file be there
	}
	return errors.Join(err, f.Close())
}

// removeNoted removes the temporary files that are noted in the folder of a run
// that nobody is at, and the note.
func removeNoted(dir string) error {
	path := filepath.Join(dir, notesFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for line := range strings.Lines(string(text)) {
		name, bad := strconv.Unquote(strings.TrimSuffix(line, "\n"))
		if bad != nil || !filepath.IsAbs(name) || !atomicfile.IsRemains(filepath.Base(name)) {
			continue
		}
		if gone := os.Remove(name); gone != nil && !errors.Is(gone, fs.ErrNotExist) {
			err = errors.Join(err, gone)
		}
	}
	if err != nil {
		return err
	}
	return os.Remove(path)
}
