package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"time"

	"github.com/interdict/interdict/internal/atomicfile"
	"github.com/interdict/interdict/internal/fetch"
	"github.com/interdict/interdict/register"
)

// downloads is the folder in which updates keep what they need from one run to
// the next, a folder a list. All of it may be removed: it costs downloads.
type downloads string

func downloadsIn(data string) downloads { return downloads(filepath.Join(data, "downloads")) }

// of is a list's folder.
func (d downloads) of(list string) string { return filepath.Join(string(d), list) }

// updateState is what is kept of a list's updates.
type updateState struct {
	// Source is where the edition was fetched, without what may be secret in the
	// address, and the validators are its server's.
	Source string `json:"source,omitempty"`
	fetch.Validators
	// Edition is the SHA-256 of what was made of it.
	Edition string `json:"edition,omitempty"`
	// Checked is when the source last had nothing newer than Edition.
	Checked time.Time `json:"checked,omitzero"`
	// Failed is the last update, where it failed.
	Failed *updateFailure `json:"failed,omitempty"`
	// NotBefore is when the server asked to be left alone until.
	NotBefore time.Time `json:"not_before,omitzero"`
}

// updateFailure is why an update failed.
type updateFailure struct {
	At     time.Time `json:"at"`
	Code   string    `json:"code"`
	Reason string    `json:"reason"`
}

const stateFile = "state.json"

// state is that of a list; nothing, where none is kept or it cannot be read.
func (d downloads) state(list string) updateState {
	var s updateState
	text, err := os.ReadFile(filepath.Join(d.of(list), stateFile))
	if err == nil && json.Unmarshal(text, &s) != nil {
		return updateState{}
	}
	return s
}

func (d downloads) setState(list string, s *updateState) error {
	if err := os.MkdirAll(d.of(list), 0o700); err != nil {
		return err
	}
	text, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return atomicfile.WriteBytes(private{}, filepath.Join(d.of(list), stateFile), text)
}

// updateFailed is the kind of a failure that the register does not know of: the
// download never came so far.
const updateFailed register.Kind = "update_failed"

// judgeFailure is a list's last failure, of a load or an update, unless a later
// load or update succeeded.
func (s *updateState) judgeFailure(loaded time.Time, f *register.Failure) *register.Failure {
	if s.Failed != nil && !s.Failed.At.Before(loaded) && (f == nil || !s.Failed.At.Before(f.At)) {
		return &register.Failure{At: s.Failed.At, Kind: updateFailed, Reason: s.Failed.Reason}
	}
	if f != nil && s.Failed == nil && s.Checked.After(f.At) {
		return nil
	}
	return f
}
