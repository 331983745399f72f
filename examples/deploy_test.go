package examples_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/canary"
	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/score"
	"github.com/interdict/interdict/server"
	v1 "github.com/interdict/interdict/server/v1"
)

// What the alerts ask of Prometheus is what the service tells it.
func TestAlertsAskForWhatThereIs(t *testing.T) {
	source := server.NewSource(&base.Folder{Dir: t.TempDir(), Starter: true, Now: time.Now}, server.Settings{Policy: policy.Default(), Weights: score.Default()})
	t.Cleanup(source.Close)
	if err := source.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	passed := &canary.Outcome{Lists: []canary.Passed{{List: "a", Canaries: 6, Found: 6}}}
	srv := server.New(source, server.Options{Classes: v1.Classes, Canaries: func() *canary.Outcome { return passed },
		Updates: server.NewUpdater(t.Context(), source, func(context.Context, []string) error { return nil })}, v1.Routes("test"))
	ask := func(method, path, body string) string {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(method, path, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		srv.ServeHTTP(w, r)
		if w.Code != http.StatusOK {
			t.Fatalf("%s: %d %s", path, w.Code, w.Body)
		}
		return w.Body.String()
	}
	ask("POST", "/v1/screen", `{"subjects": [{"name": "Zhao Guangzong"}]}`)
	told := ask("GET", "/metrics", "")
	rules, err := os.ReadFile("deploy/interdict-alerts.yaml")
	if err != nil {
		t.Fatal(err)
	}
	asked := regexp.MustCompile(`\binterdict_[a-z_]+(\{route="[^"]*")?`).FindAllString(string(rules), -1)
	if len(asked) < 8 {
		t.Errorf("only %v", asked)
	}
	for _, metric := range asked {
		if !strings.Contains(told, "\n"+metric) {
			t.Errorf("there is no %s", metric)
		}
	}
}
