package web_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/casework"
	"github.com/interdict/interdict/internal/sealed"
	"github.com/interdict/interdict/monitor"
	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/population"
	"github.com/interdict/interdict/score"
	"github.com/interdict/interdict/subjects"
	"github.com/interdict/interdict/web"
)

// sealing is the key of the populations of tests.
var sealing = sealed.Key{7, 7, 7}

// keyed are options that find it.
func keyed(o web.Options) web.Options {
	o.Key = func(context.Context) (*sealed.Key, error) { return &sealing, nil }
	return o
}

// addTo adds a file to a population.
func addTo(t testing.TB, folder *base.Folder, name string, how population.How, text string) {
	t.Helper()
	in, err := subjects.Read(strings.NewReader(text), name+".csv", subjects.Options{})
	if err == nil {
		_, err = population.In(folder.Dir).Add(context.Background(), name, &sealing, in, population.Options{How: how, Now: folder.Now()})
	}
	if err != nil {
		t.Fatal(err)
	}
}

// casesOf gives the alerts of a folder to do.
func casesOf(t testing.TB, folder *base.Folder, do func(*casework.Store) error) {
	t.Helper()
	cases, err := casework.OpenIn(context.Background(), folder.Dir, &sealing)
	if err == nil {
		err = errors.Join(do(cases), cases.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
}

// runOver screens a population.
func runOver(t testing.TB, folder *base.Folder, name string) {
	t.Helper()
	ctx := context.Background()
	b, err := folder.Open(ctx, base.Moment{})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	m := monitor.Monitor{Data: folder.Dir, Base: b, Key: &sealing, Build: "test", Now: folder.Now}
	p := policy.Default()
	if m.Query.Lists, m.Query.On, err = b.Choose(&p, nil, nil); err == nil {
		err = b.Use(p, score.Default())
	}
	if err != nil {
		t.Fatal(err)
	}
	casesOf(t, folder, func(s *casework.Store) error {
		m.Cases = s
		_, _, err := m.Run(ctx, name)
		return err
	})
}

// watched is a folder with two populations: one that was screened twice and of
// which an alert was decided, and one that never was.
func watched(t testing.TB) (folder *base.Folder, alert string) {
	t.Helper()
	folder = history(t)
	addTo(t, folder, "bank", population.Full, "id,name,birth date,country\nC1,Zhao Guangzong,1985-11-12,China\nC2,Gaobin Ni,,\nC3,Erika Mustermann,1970-02-03,Germany\nC4,Dawood Ibrahim,,\n")
	runOver(t, folder, "bank")
	casesOf(t, folder, func(s *casework.Store) error {
		alerts, _, err := s.List(context.Background(), casework.Filter{})
		for _, a := range alerts {
			if a.Subject.ID == "C1" {
				alert = a.ID
			}
			if err == nil && a.Subject.ID == "C2" {
				_, err = s.Decide(context.Background(), a.ID, casework.FalsePositive, "A. Reviewer", "Another birth place", folder.Now())
			}
		}
		return err
	})
	addTo(t, folder, "bank", population.Changes, "id,name,birth date,country\nC5,Dmitry Ovsyannikov,,\n")
	runOver(t, folder, "bank")
	addTo(t, folder, "payees", population.Full, "id,name\nP1,Maria Musterfrau\n")
	return folder, alert
}

func TestPopulations(t *testing.T) {
	folder, alert := watched(t)
	s := serveFolder(t, folder, keyed(web.Options{}))
	for path, words := range map[string][]string{
		"/populations":           {"All 5 members are covered", "1 member, never screened", "It was never screened.", "100 of 100 members, as they are now", "Newest alerts", "Zhao Guangzong", `href="/alerts/` + alert, "The population&#39;s first run", "The customer is new or has changed"},
		"/populations/bank":      {"All 5 members are covered", "Everyone was compared with everything", "What had changed was compared: 0 listed parties, 1 member", "000002", "those who changed", "Newest alerts", `data-is="Rows refused"`, `data-is="Edition"`},
		"/populations/payees":    {"1 member, never screened", "No alert."},
		"/alerts":                {"Zhao Guangzong", "interdict alerts decide"},
		"/alerts?state=all":      {"False positive", "Another birth place", "Decided", "Gaobin Ni"},
		"/alerts?population=pay": {"Zhao Guangzong"}, // no such population: all
		"/alerts/" + alert:       {"Zhao Guangzong", "Guangzong ZHAO", "Raised", "Both sides", "Birth date agrees", "word by word", "interdict alerts decide " + alert, "/entity/"},
	} {
		status, h, text := get(t, s, path)
		if status != 200 {
			t.Errorf("%s: status %d", path, status)
			continue
		}
		checkPage(t, h, text)
		for _, w := range words {
			if !strings.Contains(text, w) {
				t.Errorf("%s: %q is not on the page", path, w)
			}
		}
	}
	if _, _, text := get(t, s, "/alerts?population=payees"); strings.Contains(text, "Zhao") {
		t.Error("an alert of another population is shown")
	}
	for _, path := range []string{"/populations/nobody", "/populations/..%2Fbank", "/alerts/nothing"} {
		if status, h, text := get(t, s, path); status != 404 {
			t.Errorf("%s: status %d", path, status)
		} else {
			checkPage(t, h, text)
		}
	}
}

// Once members changed, the page says how many of them the last run met as they
// are, and not none.
func TestPopulationChanged(t *testing.T) {
	folder, _ := watched(t)
	addTo(t, folder, "bank", population.Changes, "id,name,birth date,country\nC3,Erika Musterfrau,1970-02-03,Germany\nC6,Max Mustermann,,\n")
	s := serveFolder(t, folder, keyed(web.Options{}))
	has(t, page(t, s, "/populations"), "Not covered: up to 2 members of 6 are new or have changed since the last run", "66 of 100 members, as they are now")
	addTo(t, folder, "bank", population.Removals, "id,name\nC6,Max Mustermann\n")
	has(t, page(t, s, "/populations/bank"), "up to 2 members of 5", "60 of 100 members", "Met by the last run")
	addTo(t, folder, "bank", population.Full, "id,name\nC1,Zhao Guangzong\nC2,Gaobin Ni\nC9,Eva Neu\n")
	_, _, text := get(t, s, "/populations/bank")
	if strings.Contains(text, "members are covered") {
		t.Error("a population of others is covered")
	}
}

// A list that is not in the catalogue is called by its id, and an edition without a
// date by the day on which it was loaded.
func TestPopulationUnderOwnList(t *testing.T) {
	folder, _ := watched(t)
	path := filepath.Join(t.TempDir(), "our_watch.csv")
	if err := os.WriteFile(path, []byte("id,name\nW1,Vera Vorsicht\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	load(t, folder, path, 1)
	s := serveFolder(t, folder, keyed(web.Options{}))
	has(t, page(t, s, "/populations/bank"), `<a href="/lists/our_watch">our_watch</a>`, "undated, loaded ")
}

// Without the key no page says who is in a population, and it says why; nor does
// one with another key, or one of the demonstration.
func TestPopulationsSealed(t *testing.T) {
	folder, alert := watched(t)
	other := sealed.Key{1}
	for name, c := range map[string]struct {
		key   func(context.Context) (*sealed.Key, error)
		words string
	}{
		"none":   {nil, "the service has no key to them"},
		"absent": {func(context.Context) (*sealed.Key, error) { return nil, nil }, "the service has no key to them"},
		"broken": {func(context.Context) (*sealed.Key, error) { return nil, errors.New("/secret/path") }, "the service has no key to them"},
		"other":  {func(context.Context) (*sealed.Key, error) { return &other, nil }, "another key than the service has"},
	} {
		s := serveFolder(t, folder, web.Options{Key: c.key})
		for _, path := range []string{"/populations", "/populations/bank", "/alerts", "/alerts/" + alert} {
			status, h, text := get(t, s, path)
			if status != 200 || !strings.Contains(text, c.words) {
				t.Errorf("%s, %s: status %d, no word of it", name, path, status)
			}
			checkPage(t, h, text)
			for _, secret := range []string{"Zhao", "Guangzong", "C1", "/secret/path"} {
				if strings.Contains(text, secret) {
					t.Errorf("%s, %s: the page says %q", name, path, secret)
				}
			}
		}
	}
	if text := page(t, serve(t, true, keyed(web.Options{})), "/populations"); !strings.Contains(text, "The demonstration monitors nobody") {
		t.Error("the demonstration")
	}
	empty := &base.Folder{Dir: t.TempDir(), Now: time.Now}
	if err := os.Mkdir(filepath.Join(empty.Dir, "populations"), 0o700); err != nil {
		t.Fatal(err)
	}
	if status, _, _ := get(t, serveFolder(t, empty, keyed(web.Options{})), "/populations"); status != 503 {
		t.Errorf("with nothing loaded: status %d", status)
	}
}

func page(t testing.TB, s *httptest.Server, path string) string {
	t.Helper()
	_, _, text := get(t, s, path)
	return text
}

// An alert tells what changed: its party left the list, its customer was
// forgotten. Many alerts of one party are one row.
func TestAlertsChange(t *testing.T) {
	folder, alert := watched(t)
	s := serveFolder(t, folder, keyed(web.Options{}))
	casesOf(t, folder, func(c *casework.Store) error {
		hits := make([]casework.Found, 0, 10_001)
		a, _, err := c.Show(context.Background(), alert)
		for i := range cap(hits) {
			f := casework.Found{Subject: *a.Subject, Hit: *a.Hit}
			f.Subject.ID = fmt.Sprintf("M%d", i)
			f.Hit.EntityID = "common"
			hits = append(hits, f)
		}
		if err == nil {
			_, err = c.Reconcile(context.Background(), &casework.Run{Population: "bank", At: folder.Now()}, &casework.Scope{Member: func(id string) bool { return strings.HasPrefix(id, "M") }}, hits,
				&casework.Notes{Redirect: func(e string) (string, error) { return e, nil }, Why: func(string) (string, error) { return "gone", nil }, Because: func(*casework.Found) (string, error) { return "newly listed", nil }})
		}
		return err
	})
	text := page(t, s, "/alerts")
	has(t, text, "10,001 customers", "among them", "Newly listed")
	if n := strings.Count(text, "10,001 customers"); n != 1 {
		t.Errorf("the grouped alert is in %d rows", n)
	}
	grouped := regexp.MustCompile(`(?s)10,001 customers.*?href="(/alerts/[0-9a-f]+)"`).FindStringSubmatch(text)
	if grouped == nil {
		t.Fatal("no link to the grouped alert")
	}
	has(t, page(t, s, grouped[1]), "One of 10,001 alerts", "stands on no list any more")
	casesOf(t, folder, func(c *casework.Store) error { return c.Forget(context.Background(), "bank", "C1") })
	has(t, page(t, s, "/alerts/"+alert), "A customer who was forgotten")
	if text := page(t, s, "/alerts"); !strings.Contains(text, "a customer who was forgotten") || strings.Contains(text, ">C1<") {
		t.Error("a forgotten customer")
	}
}

// FuzzPopulations asks the pages of monitoring for anything: no answer may be a
// fault of the program, or break out of the page.
func FuzzPopulations(f *testing.F) {
	folder, alert := watched(f)
	s := serveFolder(f, folder, keyed(web.Options{}))
	f.Add("bank", "all", "2", alert)
	f.Add("../bank", "closed", "-1", "../alerts")
	f.Add(`"><script>alert(1)</script>`, "\x00", "99999999999999999999", "%")
	f.Fuzz(func(t *testing.T, population, state, number, id string) {
		for _, path := range []string{"/alerts?" + url.Values{"population": {population}, "state": {state}, "page": {number}}.Encode(),
			"/populations/" + url.PathEscape(population), "/alerts/" + url.PathEscape(id)} {
			status, _, text := get(t, s, path)
			if status >= 500 || strings.Contains(text, "<script>alert") {
				t.Errorf("%s: status %d", path, status)
			}
		}
	})
}
