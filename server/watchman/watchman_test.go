package watchman_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/score"
	"github.com/interdict/interdict/server"
	"github.com/interdict/interdict/server/watchman"
)

// search asks and reads the answer.
func search(t *testing.T, h http.Handler, query string) watchman.SearchAnswer {
	t.Helper()
	w := call(h, http.MethodGet, "/v2/search?"+query)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d %s", query, w.Code, w.Body)
	}
	var a watchman.SearchAnswer
	if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil {
		t.Fatal(err)
	}
	return a
}

// The limit is 10 where it is none, and at most 100; minMatch is 0 where it is
// none. Nothing below minMatch is found, and what is found comes best first.
func TestLimits(t *testing.T) {
	for _, c := range []struct {
		query string
		limit int
		match interdict.Score
	}{
		{"", 10, 0}, {"limit=3", 3, 0}, {"limit=0", 10, 0}, {"limit=-4", 10, 0}, {"limit=many", 10, 0}, {"limit=1000", 100, 0},
		{"minMatch=0.8", 10, 8000}, {"minMatch=much", 10, 0}, {"minMatch=-1", 10, 0}, {"minMatch=NaN", 10, 0}, {"minMatch=1", 10, 10000}, {"minMatch=7", 10, 20000},
	} {
		r, err := watchman.ReadRequest(c.query, false)
		if err != nil || r.Limit != c.limit || r.MinMatch != c.match {
			t.Errorf("%q: %+v %v", c.query, r, err)
		}
	}
	h := service(t, watchman.Options{})
	all := search(t, h, "type=person&name=Zhao+Guangzong&altNames=Potekhin+D").Entities
	if len(all) < 3 || all[0].Match == all[len(all)-1].Match {
		t.Fatalf("found %d", len(all))
	}
	for i := range all[1:] {
		if all[i].Match < all[i+1].Match {
			t.Error("the best does not come first")
		}
	}
	if one := search(t, h, "type=person&name=Zhao+Guangzong&altNames=Potekhin+D&limit=1").Entities; len(one) != 1 || one[0].SourceID != all[0].SourceID {
		t.Errorf("limit 1: %d found", len(one))
	}
	for _, f := range search(t, h, "name=Zhao+Guangzong&minMatch=0.9").Entities {
		if f.Match < 9000 {
			t.Errorf("%s is below minMatch", f.Match)
		}
	}
	if found := search(t, h, "name=Zhao+Guangzong&minMatch=1.5").Entities; len(found) > 0 {
		t.Error("something reaches 1.5")
	}
}

// Who asks leniently may send what nothing reads.
func TestLenient(t *testing.T) {
	const query = "name=Zhao+Guangzong&birthDate=1985&fuzzy=true&minMatch=0.9"
	if w := call(service(t, watchman.Options{}), http.MethodGet, "/v2/search?"+query); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "birthDate,fuzzy") {
		t.Errorf("strict: %d %s", w.Code, w.Body)
	}
	if found := search(t, service(t, watchman.Options{Lenient: true}), query).Entities; len(found) == 0 {
		t.Error("lenient: nothing found")
	}
}

// A date that cannot be read is left out, and the search goes on.
func TestBadDates(t *testing.T) {
	for _, date := range []string{"1985-13", "12.11.1985", "1985-02-30", "1985/1990", "yesterday", "1985~"} {
		r, err := watchman.ReadRequest("type=person&name=Zhao&birthDate="+url.QueryEscape(date), false)
		if err != nil || len(r.Subject.BirthDates) > 0 || r.Query.Person.BirthDate != nil {
			t.Errorf("%s: %v %v", date, r, err)
		}
	}
}

// Every type of number that Watchman knows is read and moves the score.
func TestGovernmentIDs(t *testing.T) {
	for _, kind := range strings.Fields(`passport drivers-license national-id tax-id ssn cedula curp cuit electoral business-registration
		commercial-registry birth-certificate refugee-id diplomatic-passport personal-id citizenship nationality`) {
		r, err := watchman.ReadRequest("type=person&name=Zhao&gov_"+kind+"=CN:421003198511121539", false)
		if err != nil {
			t.Errorf("%s: %v", kind, err)
			continue
		}
		if ids := r.Query.Person.GovernmentIDs; len(ids) != 1 || ids[0].Type != kind || ids[0].Country != "CN" {
			t.Errorf("%s: %+v", kind, ids)
		}
		if len(r.Subject.Identifiers)+len(r.Subject.Countries) == 0 {
			t.Errorf("%s moves nothing", kind)
		}
	}
	h := service(t, watchman.Options{})
	without := search(t, h, "type=person&name=Zhao+G&limit=1")
	with := search(t, h, "type=person&name=Zhao+G&limit=1&gov_national-id=CN:421003198511121539")
	if len(with.Entities) != 1 || len(without.Entities) == 1 && with.Entities[0].Match <= without.Entities[0].Match {
		t.Errorf("the number does not lift the score: %+v, %+v", with.Entities, without.Entities)
	}
}

// Without a list loaded the service says so in Watchman's form, and never finds
// nothing.
func TestEmpty(t *testing.T) {
	s := server.NewSource(&base.Folder{Dir: t.TempDir(), Now: then}, server.Settings{Policy: policy.Default(), Weights: score.Default()})
	t.Cleanup(s.Close)
	_ = s.Refresh(context.Background())
	h := server.New(s, server.Options{}, watchman.New(watchman.Options{}))
	for _, path := range []string{"/v2/search?name=Zhao", "/v2/listinfo"} {
		w := call(h, http.MethodGet, path)
		if w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), `{"error":"no list is loaded`) {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
}

// Lists that cannot be opened are no "nothing found", and where they lie is nobody's
// business.
func TestDamaged(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, register.FileName), []byte("damaged"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := server.NewSource(&base.Folder{Dir: dir, Now: then}, server.Settings{Policy: policy.Default(), Weights: score.Default()})
	t.Cleanup(s.Close)
	if err := s.Refresh(t.Context()); err == nil {
		t.Fatal("a damaged register opens")
	}
	w := call(server.New(s, server.Options{}, watchman.New(watchman.Options{})), http.MethodGet, "/v2/search?name=Zhao")
	if body := w.Body.String(); w.Code != http.StatusServiceUnavailable || strings.Contains(body, dir) || !strings.Contains(body, "cannot be opened") {
		t.Errorf("%d %s", w.Code, body)
	}
}

// An update runs in the background, one at a time, and its end can be seen.
func TestRefresh(t *testing.T) {
	release := make(chan error)
	from := source(t)
	b := server.NewUpdater(t.Context(), from, func(context.Context, []string) error { return <-release })
	h := server.New(from, server.Options{}, watchman.New(watchman.Options{Refresher: b}))
	state := func(method string, code int, want string) watchman.Status {
		t.Helper()
		w := call(h, method, "/v2/data/refresh")
		var s watchman.Status
		if err := json.Unmarshal(w.Body.Bytes(), &s); err != nil || w.Code != code || s.State != want {
			t.Errorf("%s: %d %s, want %d %s", method, w.Code, w.Body, code, want)
		}
		return s
	}
	state(http.MethodGet, http.StatusOK, "idle")
	if s := state(http.MethodPost, http.StatusAccepted, "running"); s.Trigger != "manual" || s.StartedAt == nil {
		t.Errorf("%+v", s)
	}
	state(http.MethodPost, http.StatusConflict, "running")
	release <- errors.New("the publisher does not answer")
	b.Wait()
	if s := state(http.MethodGet, http.StatusOK, "failed"); s.LastError != "the publisher does not answer" || s.FinishedAt == nil {
		t.Errorf("%+v", s)
	}
	state(http.MethodPost, http.StatusAccepted, "running")
	release <- nil
	b.Wait()
	if s := state(http.MethodGet, http.StatusOK, "succeeded"); s.LastError != "" || s.Duration == "" {
		t.Errorf("%+v", s)
	}
}

// A browser may ask from any page.
func TestPreflight(t *testing.T) {
	w := call(service(t, watchman.Options{}), http.MethodOptions, "/v2/search", "Access-Control-Request-Headers", "x-request-id")
	if w.Code != http.StatusNoContent || w.Header().Get("Access-Control-Allow-Origin") != "*" || w.Header().Get("Access-Control-Allow-Headers") != "x-request-id" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
}

// What is written for a subject is read as the same subject.
func TestRequestOf(t *testing.T) {
	for _, query := range []string{
		"name=Zhao+Guangzong",
		"type=person&name=Zhao+Guangzong&altNames=X+Y&birthDate=1985-11&gender=male&gov_passport=CN:G1234567&email=a@b.cn&address=Hubei,+China",
		"type=business&name=Garantex&gov_tax-id=EE:14850239&cryptoAddress=XBT:3Lpoy53K625zVeE47ZasiG5jGkAxJ27kh1",
		"type=vessel&name=NS+Champion&imoNumber=9299719&mmsi=636012384&callSign=A8FD9&flag=LR",
		"type=aircraft&name=EP-PUS&serialNumber=1023409321&flag=IR",
	} {
		r, err := watchman.ReadRequest(query, false)
		if err != nil {
			t.Fatal(err)
		}
		want, _ := url.ParseQuery(query)
		if got := watchman.RequestOf(&r.Subject); got.Encode() != want.Encode() {
			t.Errorf("%s became %s", want.Encode(), got.Encode())
		}
	}
}

func TestSources(t *testing.T) {
	for _, code := range []string{"us_ofac", "us_non_sdn", "us_csl", "us_fincen_311", "uk_csl", "eu_csl", "un_csl"} {
		if list := watchman.List(code); list == code || watchman.Source(list) != code {
			t.Errorf("%s is %s, which is %s", code, list, watchman.Source(list))
		}
	}
	if watchman.List("au_dfat_sanctions") != "au_dfat_sanctions" || watchman.Source("gb_hmt_sanctions") != "gb_hmt_sanctions" {
		t.Error("a list without a code of Watchman's does not keep its own id")
	}
}
