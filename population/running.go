package population

import (
	"encoding/json"
	"os"
	"path/filepath"
	"time"

	"github.com/interdict/interdict/internal/atomicfile"
)

// runningFile tells other programs how far a run over the population has come.
const runningFile = "running.json"

// Running is how far a run has come.
type Running struct {
	Began time.Time `json:"began"`
	At    time.Time `json:"at"`
	// Done are the members who have been looked at, of so many, 0 where that is not
	// known.
	Done int64 `json:"done"`
	Of   int64 `json:"of"`
}

// silent is how long a run has to tell nothing until it is taken for dead.
const silent = time.Minute

// Tell tells how far a run has come. Nothing depends on it.
func (p *Population) Tell(r *Running) {
	if text, err := json.Marshal(r); err == nil {
		_ = atomicfile.WriteBytes(atomicfile.Cache{}, filepath.Join(p.dir, runningFile), text)
	}
}

// Rest says that no run is under way.
func (p *Population) Rest() { _ = os.Remove(filepath.Join(p.dir, runningFile)) }

// Running is how far the run that is under way has come; nil where none is.
func (p *Population) Running(now time.Time) *Running {
	text, err := os.ReadFile(filepath.Join(p.dir, runningFile))
	var r Running
	if err != nil || json.Unmarshal(text, &r) != nil || now.Sub(r.At).Abs() > silent {
		return nil
	}
	return &r
}
