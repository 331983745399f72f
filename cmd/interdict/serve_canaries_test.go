package main

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/canary"
)

// text is what the service answers.
func (s *service) text(t *testing.T, path string) string {
	t.Helper()
	answer, err := http.Get(s.url + path)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// passed waits until canaries have passed through the service.
func (s *service) passed(t *testing.T, data string) *canary.Outcome {
	t.Helper()
	for range 3000 {
		all, err := canary.In(data).Last()
		if err != nil {
			t.Fatal(err)
		}
		for i := range all {
			if all[i].Intake == canary.Service {
				return &all[i]
			}
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("no canaries have passed: %s", s.told())
	return nil
}

// The canaries pass through the service's own API, though it asks for keys; they
// are counted nowhere; and where its policy leaves a list out, the service says
// so, and no population is covered any more.
func TestCanariesThroughTheService(t *testing.T) {
	data := t.TempDir()
	for n, list := range []string{"our_list", "other_list"} {
		path := filepath.Join(data, list+".csv")
		write(t, path, []byte("id,name,type\n1,"+[]string{"Konstantin Wolfeschlegel", "Vyacheslav Papadimitriou"}[n]+",person\n2,Jean-Pierre Bemba Gombo,person\n"))
		load(t, data, []string{"lists", "load", path, "--list", list, "--published", "2026-11-01", "--quiet"})
	}
	customers := filepath.Join(data, "customers.csv")
	write(t, customers, []byte("id,name\na,Anna Larsson\n"))
	load(t, data, []string{"monitor", "add", "customers", "bank", customers, "--quiet"})
	load(t, data, []string{"monitor", "run", "--quiet"})
	status := func() (out string, code int) {
		text, err := process(data, "", "monitor", "status").Output()
		if failed, ok := errors.AsType[*exec.ExitError](err); ok {
			code = failed.ExitCode()
		}
		return string(text), code
	}
	s := serve(t, process(data, "", "serve", "--listen", "127.0.0.1:0", "--update", "off", "--require-keys"))
	s.ready(t)
	first := s.passed(t, data)
	if all, found := first.Count(); !first.OK || all != 4 || found != 4 {
		t.Fatalf("%+v", first)
	}
	var ready struct {
		Canaries *struct{ Found int }
		Warnings []string
	}
	if err := json.Unmarshal([]byte(s.text(t, "/readyz")), &ready); err != nil || ready.Canaries == nil || ready.Canaries.Found != 4 || len(ready.Warnings) > 0 {
		t.Errorf("%+v %v", ready, err)
	}
	if out, code := status(); code != 0 || !strings.Contains(out, "bank: 1 member, covered") || !strings.Contains(out, "Canaries through the service") {
		t.Errorf("%d %s", code, out)
	}
	if err := s.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	_ = s.cmd.Wait()
	if err := os.Remove(filepath.Join(data, "canaries", "service.json")); err != nil {
		t.Fatal(err)
	}

	narrow := filepath.Join(data, "narrow.policy")
	write(t, narrow, []byte("threshold 0.7\nlists our_list\nlisting-kinds default\nweak second-fact\nunstated alone\n"))
	s = serve(t, process(data, "", "serve", "--listen", "127.0.0.1:0", "--update", "off", "--policy", narrow))
	s.ready(t)
	if second := s.passed(t, data); second.OK || second.Lists[0].Lost == nil && second.Lists[1].Lost == nil {
		t.Errorf("%+v", second)
	}
	if metrics := s.text(t, "/metrics"); !strings.Contains(metrics, `interdict_canaries_found{list="other_list"} 0`) || !strings.Contains(metrics, "interdict_screenings_total 0") {
		t.Errorf("%s", metrics)
	}
	if ready := s.text(t, "/readyz"); !strings.Contains(ready, "2 of 2 canaries of the list other_list were not found by the service, lost at the stage list") {
		t.Error(ready)
	}
	if out, code := status(); code != 4 || !strings.Contains(out, "NOT covered") || !strings.Contains(strings.Join(strings.Fields(out), " "), "lost at the intake service, at the stage list") {
		t.Errorf("%d %s", code, out)
	}
}

// A canary that the service's own API finds and /match does not was lost there; one
// that is found under another id of its party was not, nor twice one that neither
// finds.
func TestCanariesThroughMatch(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"responses":{"a":{"results":[{"id":"l-1","referents":[]}]},"b":{"results":[{"id":"other-9","referents":["l-2"]}]},"c":{"results":[{"id":"l-1","referents":[]}]},"d":{"results":[]}}}`)
	}))
	t.Cleanup(s.Close)
	to, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	asks := &http.Client{Transport: &http.Transport{Proxy: http.ProxyURL(to)}} // whatever host it asks
	set := &canary.Set{Lists: []canary.Of{{List: "l"}}}
	asked := &canary.Asked{Answered: map[string][]interdict.Hit{}}
	for i, id := range []string{"a", "b", "c", "d"} {
		c := canary.Canary{ID: id, List: "l", Listing: strconv.Itoa(i + 1)}
		set.Lists[0].Canaries = append(set.Lists[0].Canaries, c)
		if id != "d" {
			asked.Answered[id] = []interdict.Hit{{Lists: []string{"l"}, ListingIDs: []string{c.Listing}}}
		}
	}
	if err := askYente(t.Context(), set, asks, asked); err != nil {
		t.Fatal(err)
	}
	if len(asked.During) != 1 || asked.During["c"] == "" {
		t.Errorf("lost there: %v", asked.During)
	}
}
