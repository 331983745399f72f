package server_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict/canary"
	"github.com/interdict/interdict/server"
)

// Who asks over a connection within the process needs no key, and goes through
// the same handlers; nobody else gets in that way.
func TestInner(t *testing.T) {
	srv, _, _ := keyed(t, server.Options{})
	c, closeInner := srv.Inner()
	for range 3 {
		answer, err := c.Get("http://localhost/show")
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil || answer.StatusCode != http.StatusOK || string(text) != "fine" {
			t.Errorf("%d %s %v", answer.StatusCode, text, err)
		}
	}
	if got := do(srv, "GET", "/show"); got.Code != http.StatusUnauthorized {
		t.Errorf("whoever asks gets %d", got.Code)
	}
	if err := closeInner(); err != nil {
		t.Error(err)
	}
	if answer, err := c.Get("http://localhost/show"); err == nil {
		answer.Body.Close()
		t.Error("it answers after its end")
	}
}

// What the canaries came to is told where somebody looks how the service is.
func TestCanariesAreTold(t *testing.T) {
	var o *canary.Outcome
	srv, _, secrets := keyed(t, server.Options{Canaries: func() *canary.Outcome { return o }})
	ready := func() (r server.Readiness) {
		if err := json.Unmarshal(do(srv, "GET", "/readyz").Body.Bytes(), &r); err != nil {
			t.Fatal(err)
		}
		return r
	}
	metrics := func() string {
		return do(srv, "GET", "/metrics", "X-API-Key", secrets[server.Metrics]).Body.String()
	}
	if r := ready(); r.Canaries != nil || len(r.Warnings) > 0 || !strings.Contains(metrics(), "interdict_canaries_passed_seconds 0\n") {
		t.Errorf("before the first: %+v", r)
	}
	o = &canary.Outcome{Intake: canary.Service, At: time.Unix(1700000000, 0), Lists: []canary.Passed{{List: "a", Canaries: 6, Found: 6},
		{List: "b", Canaries: 6, Found: 4, Lost: []canary.Lost{{Stage: canary.StageList}, {Stage: canary.StageList}}}}}
	r := ready()
	if r.Canaries == nil || r.Canaries.OK || r.Canaries.Canaries != 12 || r.Canaries.Found != 10 || len(r.Warnings) != 1 || !strings.Contains(r.Warnings[0], "2 of 6 canaries of the list b") {
		t.Errorf("%+v", r)
	}
	for _, want := range []string{`interdict_canaries{list="b"} 6`, `interdict_canaries_found{list="b"} 4`, "interdict_canaries_passed_seconds 1.7e+09"} {
		if !strings.Contains(metrics(), want) {
			t.Errorf("no %s", want)
		}
	}
}
