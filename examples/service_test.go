package examples_test

import (
	"context"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/score"
	"github.com/interdict/interdict/server"
	v1 "github.com/interdict/interdict/server/v1"
)

// service is the address of a service over the starter register.
func service(t *testing.T) string {
	t.Helper()
	source := server.NewSource(&base.Folder{Dir: t.TempDir(), Starter: true, Now: time.Now}, server.Settings{Policy: policy.Default(), Weights: score.Default()})
	t.Cleanup(source.Close)
	if err := source.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(server.New(source, server.Options{Classes: v1.Classes}, v1.Routes("test")))
	t.Cleanup(s.Close)
	return s.URL
}

// run runs a program, which has to be installed.
func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skipf("%s is not installed", name)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %q: %v: %s", name, args, err, out)
	}
	return string(out)
}

func TestServiceExamples(t *testing.T) {
	address := service(t)
	for _, c := range []struct {
		program, needs, file string
		want                 []string
	}{
		{"sh", "curl", "screen.sh", []string{`"caption":"Guangzong ZHAO"`, `"refused":{"row":4,"code":"bad_date"`, `{"summary":{"read":4`, `"stage":"hit"`}},
		{"python3", "python3", "screen.py", []string{"C1: ", "Guangzong ZHAO (gb_fcdo_sanctions, us_ofac_sdn)", "row 4 was screened without a value", "us_ofac_sdn is "}},
		{"node", "node", "screen.mjs", []string{"C1: ", "Guangzong ZHAO", "row 4: ", "4 screened, 3 with a hit"}},
	} {
		t.Run(c.file, func(t *testing.T) {
			if _, err := exec.LookPath(c.needs); err != nil {
				t.Skipf("%s is not installed", c.needs)
			}
			out := run(t, c.program, filepath.Join("service", c.file), address)
			for _, want := range c.want {
				if !strings.Contains(out, want) {
					t.Errorf("it does not say %q: %s", want, out)
				}
			}
		})
	}
}

var fenced = regexp.MustCompile("(?ms)^```sh\n(.*?)^```$")

// Every command of docs/api.md runs, against the starter register, and answers
// what it is said to.
func TestCommandsOfTheGuide(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("curl is not installed")
	}
	address := service(t)
	text, err := os.ReadFile(filepath.Join("..", "docs", "api.md"))
	if err != nil {
		t.Fatal(err)
	}
	blocks := fenced.FindAllStringSubmatch(string(text), -1)
	if len(blocks) < 8 {
		t.Errorf("the guide has %d commands", len(blocks))
	}
	for _, b := range blocks {
		command := strings.ReplaceAll(b[1], "http://127.0.0.1:8700", address)
		out := run(t, "sh", "-euc", "cd service\n"+command)
		if !strings.Contains(out, `"answered_by"`) && !strings.Contains(out, "304") && !strings.Contains(out, `"openapi"`) {
			t.Errorf("%s answers %s", b[1], out)
		}
	}
}
