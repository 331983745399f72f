package base

import (
	"encoding/json"
	"os"
	"path/filepath"
	"time"

	"github.com/interdict/interdict/internal/atomicfile"
	"github.com/interdict/interdict/internal/fetch"
	"github.com/interdict/interdict/register"
)

// Downloads is the folder in which updates keep what they need from one run to
// the next, a folder a list. All of it may be removed: it costs downloads.
type Downloads string

// Downloads is where updates of the folder keep what they need.
func (f *Folder) Downloads() Downloads { return Downloads(filepath.Join(f.Dir, "downloads")) }

// Of is a list's folder.
func (d Downloads) Of(list string) string { return filepath.Join(string(d), list) }

// UpdateState is what is kept of a list's updates.
type UpdateState struct {
	// Source is where the edition was fetched, without what may be secret in the
	// address, and the validators are its server's.
	Source string `json:"source,omitempty"`
	fetch.Validators
	// Edition is the SHA-256 of what was made of it.
	Edition string `json:"edition,omitempty"`
	// Checked is when the source last had nothing newer than Edition.
	Checked time.Time `json:"checked,omitzero"`
	// Failed is the last update, where it failed.
	Failed *UpdateFailure `json:"failed,omitempty"`
	// NotBefore is when the server asked to be left alone until.
	NotBefore time.Time `json:"not_before,omitzero"`
}

// UpdateFailure is why an update failed.
type UpdateFailure struct {
	At     time.Time `json:"at"`
	Code   string    `json:"code"`
	Reason string    `json:"reason"`
}

// StateFile is what a list's folder keeps it in.
const StateFile = "state.json"

// State is that of a list; nothing, where none is kept or it cannot be read.
func (d Downloads) State(list string) UpdateState {
	var s UpdateState
	text, err := os.ReadFile(filepath.Join(d.Of(list), StateFile))
	if err == nil && json.Unmarshal(text, &s) != nil {
		return UpdateState{}
	}
	return s
}

// SetState keeps it.
func (d Downloads) SetState(list string, s *UpdateState) error {
	if err := os.MkdirAll(d.Of(list), 0o700); err != nil {
		return err
	}
	text, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return atomicfile.WriteBytes(atomicfile.Private{}, filepath.Join(d.Of(list), StateFile), text)
}

// updateFailed is the kind of a failure that the register does not know of: the
// download never came so far.
const updateFailed register.Kind = "update_failed"

// judgeFailure is a list's last failure, of a load or an update, unless a later
// load or update succeeded.
func (s *UpdateState) judgeFailure(loaded time.Time, f *register.Failure) *register.Failure {
	if s.Failed != nil && !s.Failed.At.Before(loaded) && (f == nil || !s.Failed.At.Before(f.At)) {
		return &register.Failure{At: s.Failed.At, Kind: updateFailed, Reason: s.Failed.Reason}
	}
	if f != nil && s.Failed == nil && s.Checked.After(f.At) {
		return nil
	}
	return f
}
