package runs

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/interdict/interdict/internal/atomicfile"
	"github.com/interdict/interdict/internal/lockfile"
)

// Kept is a run that can go on after it was stopped: its folder, and what it
// was begun with.
type Kept struct {
	Dir   string
	Began time.Time
	Key   []byte
	// Resumed says that the run had been begun before.
	Resumed bool

	release func() error
}

// state is the file in a run's folder that says what it was begun with.
type state struct {
	Version int       `json:"version"`
	Began   time.Time `json:"began"`
	Key     string    `json:"key"` // hex
}

const (
	stateFile    = "run.json"
	stateVersion = 1
	// forgottenAfter is how long a run that nobody went on with is kept.
	forgottenAfter = 7 * 24 * time.Hour
)

// ErrRunning is the error of a run that another process is at.
var ErrRunning = errors.New("another process is at this very run; wait until it is done")

// lockTime is how long a run waits for one that only looks at what is left.
const lockTime = 2 * time.Second

// Keep makes or opens the folder of a run within a folder of runs. id names all
// that the results depend on beside the inputs' content. The temporary files of
// runs that were killed are removed, and runs that nobody went on with for a week:
// they hold personal data.
func Keep(folder, id string, now time.Time) (*Kept, error) {
	forget(folder, now)
	k := &Kept{Dir: filepath.Join(folder, id)}
	var err error
	if k.release, err = lockfile.In(context.Background(), k.Dir, lockTime); errors.Is(err, lockfile.ErrHeld) {
		return nil, ErrRunning
	} else if err != nil {
		return nil, err
	}
	if err := k.begin(now); err != nil {
		return nil, errors.Join(err, k.release())
	}
	return k, nil
}

func (k *Kept) begin(now time.Time) error {
	path := filepath.Join(k.Dir, stateFile)
	text, err := os.ReadFile(path)
	var s state
	if err == nil && json.Unmarshal(text, &s) == nil && s.Version == stateVersion {
		if k.Key, err = hex.DecodeString(s.Key); err == nil && len(k.Key) == keySize {
			k.Began, k.Resumed = s.Began, true
			return nil
		}
	}
	k.Key, k.Began = NewKey(), now
	if text, err = json.Marshal(state{stateVersion, now, hex.EncodeToString(k.Key)}); err != nil {
		return err
	}
	return atomicfile.WriteBytes(atomicfile.Private{}, path, text)
}

const keySize = 32

// NewKey is a fresh key for a plan.
func NewKey() []byte {
	key := make([]byte, keySize)
	rand.Read(key)
	return key
}

// Sub is a folder within the run's, for a part of it.
func (k *Kept) Sub(name string) string { return filepath.Join(k.Dir, name) }

// Close lets go of the run, which can be gone on with.
func (k *Kept) Close() error { return k.release() }

// Done removes all that was kept of the run.
func (k *Kept) Done() error {
	if err := lockfile.Remove(k.Dir, k.release); err != nil {
		return fmt.Errorf("what the run kept could not be removed: %w; remove %s, it holds personal data", err, k.Dir)
	}
	return nil
}

// forget removes the temporary files of runs that nobody is at, and old runs
// whole. Where it can't, they stay until the next time.
func forget(folder string, now time.Time) {
	dirs, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	for _, d := range dirs {
		dir := filepath.Join(folder, d.Name())
		info, err := d.Info()
		if err != nil {
			continue
		}
		old := now.Sub(info.ModTime()) >= forgottenAfter
		if _, err := os.Stat(filepath.Join(dir, notesFile)); err != nil && !old {
			continue
		}
		release, err := lockfile.Lock(filepath.Join(dir, "lock"))
		if err != nil {
			continue
		}
		if err = removeNoted(dir); old && err == nil {
			_ = lockfile.Remove(dir, release) // where it stays, the next run tries again
		} else {
			release() //nolint:errcheck // a lock file has nothing to lose
		}
	}
}
