package watchman

import (
	"net/http"
	"time"

	"github.com/interdict/interdict/server"
)

// Status is how the current or last update of the lists went.
type Status struct {
	State      string     `json:"state"`             // "idle", "running", "succeeded" or "failed"
	Trigger    string     `json:"trigger,omitempty"` // "scheduled" or "manual"
	StartedAt  *time.Time `json:"startedAt,omitempty"`
	FinishedAt *time.Time `json:"finishedAt,omitempty"`
	Duration   string     `json:"duration,omitempty"`
	LastError  string     `json:"lastError,omitempty"`
}

// Refresher updates the lists in the background; *server.Updater is one.
type Refresher interface {
	// Start begins an update, and says no where one is under way.
	Start(t server.Trigger, lists ...string) bool
	State() server.UpdateState
}

// statusOf puts the state of updates into Watchman's form.
func statusOf(u server.UpdateState) Status {
	s := Status{State: "idle", Trigger: string(u.Trigger)}
	if u.Begun.IsZero() {
		return s
	}
	begun := u.Begun.UTC()
	s.StartedAt, s.State = &begun, "running"
	if u.Running {
		return s
	}
	ended := u.Ended.UTC()
	s.FinishedAt, s.Duration, s.State = &ended, ended.Sub(begun).String(), "succeeded"
	if u.Err != nil {
		s.State, s.LastError = "failed", u.Err.Error()
	}
	return s
}

// refreshed answers GET /v2/data/refresh.
func (a *api) refreshed(w http.ResponseWriter, _ *http.Request) error {
	var s server.UpdateState
	if a.options.Refresher != nil {
		s = a.options.Refresher.State()
	}
	server.WriteJSON(w, http.StatusOK, statusOf(s))
	return nil
}

// refresh answers POST /v2/data/refresh.
func (a *api) refresh(w http.ResponseWriter, _ *http.Request) error {
	if a.options.Refresher == nil {
		return refuse(errNoRefresh)
	}
	status := http.StatusAccepted
	if !a.options.Refresher.Start(server.Manual) {
		status = http.StatusConflict
	}
	server.WriteJSON(w, status, statusOf(a.options.Refresher.State()))
	return nil
}
