package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/report"
)

// publisher is a server that answers for the UK's list, and for nothing else.
type publisher struct {
	*httptest.Server
	mu       sync.Mutex
	answer   http.HandlerFunc
	requests []*http.Request
}

func newPublisher(t *testing.T, tls bool) *publisher {
	t.Helper()
	p := &publisher{answer: http.NotFound}
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		answer := p.answer
		p.requests = append(p.requests, r)
		p.mu.Unlock()
		answer(w, r)
	})
	if p.Server = httptest.NewServer(h); tls {
		p.Server.Close()
		p.Server = httptest.NewTLSServer(h)
	}
	t.Cleanup(p.Close)
	return p
}

func (p *publisher) answers(h http.HandlerFunc) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answer, p.requests = h, nil
}

// file answers with a file as a good server does.
func file(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", fmt.Sprintf(`"%x"`, sha256.Sum256([]byte(text))))
		http.ServeContent(w, r, "", time.Time{}, strings.NewReader(text))
	}
}

// untold answers with bytes whose number it does not say, and closes.
func untold(text string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.(http.Flusher).Flush()
		w.Write([]byte(text))
	}
}

// updateAs runs `lists update` without waiting between attempts.
func updateAs(t *testing.T, data string, args ...string) (status int, answer report.Update, text, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	m := Main{Args: append([]string{"lists", "update", "--json"}, args...), Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs,
		Getenv: func(k string) string { return map[string]string{"INTERDICT_DATA": data}[k] }, Now: func() time.Time { return clock },
		sleep: func(context.Context, time.Duration) error { return nil }}
	status = m.Run(t.Context())
	if out.Len() > 0 {
		if err := json.Unmarshal(out.Bytes(), &answer); err != nil {
			t.Fatalf("%v: %s", err, out.String())
		}
	}
	return status, answer, out.String(), errs.String()
}

const ukList = "gb_fcdo_sanctions"

// ukEdition is an edition of the UK's list.
func ukEdition(day [3]int, parties int) string {
	s := ukXML()
	return s.edition(day, s.records(1, parties))
}

// upToDate is a data folder with the UK's list of goodDay, fetched from p.
func upToDate(t *testing.T, p *publisher) string {
	t.Helper()
	data := filepath.Join(t.TempDir(), "data")
	p.answers(file(ukEdition(goodDay, sampleSize)))
	status, answer, out, errs := updateAs(t, data, "--mirror", p.URL, ukList)
	if status != exitDone || len(answer.Lists) != 1 || answer.Lists[0].Result != report.Updated || answer.Snapshot == "" {
		t.Fatal(status, out, errs)
	}
	return data
}

// statusIs checks the edition in force and its health.
func statusIs(t *testing.T, data, published, health string) {
	t.Helper()
	_, out, errs := runAs(t, data, "lists", "status", "--json")
	if !strings.Contains(out, `"published":"`+published+`"`) || !strings.Contains(out, `"health":"`+health+`"`) {
		t.Errorf("status, want %s and %s: %s%s", published, health, out, errs)
	}
}

func TestUpdate(t *testing.T) {
	p := newPublisher(t, false)
	data := upToDate(t, p)
	if r := p.requests[0]; r.URL.Path != "/UK-Sanctions-List.xml" || !strings.HasPrefix(r.UserAgent(), "interdict/") {
		t.Errorf("asked for %s as %q", r.URL, r.UserAgent())
	}
	status, answer, out, errs := updateAs(t, data, "--mirror", p.URL, ukList)
	if status != exitDone || answer.Lists[0].Result != report.Unchanged || answer.Lists[0].Bytes != 0 || answer.Snapshot != "" || answer.Lists[0].InForce.Entries != sampleSize {
		t.Error("again:", status, out, errs)
	}
	if h := p.requests[len(p.requests)-1].Header; h.Get("If-None-Match") == "" {
		t.Errorf("asked without a condition: %v", h)
	}
	p.answers(file(ukEdition(nextDay, sampleSize+1)))
	status, answer, out, errs = updateAs(t, data, "--mirror", p.URL, ukList)
	if l := answer.Lists; status != exitDone || l[0].Result != report.Updated || l[0].Editions[0].Added != 1 || l[0].InForce.Published.String() != "2026-11-23" {
		t.Error("next:", status, out, errs)
	}
	statusIs(t, data, "2026-11-23", "ok")
	left, err := os.ReadDir(filepath.Join(data, "downloads", ukList))
	if err != nil || len(left) != 1 || left[0].Name() != base.StateFile {
		t.Errorf("left: %v %v", left, err)
	}
	// Whoever starts anew with the register fetches anew.
	os.Remove(filepath.Join(data, "register.db"))
	if status, answer, out, errs = updateAs(t, data, "--mirror", p.URL, ukList); status != exitDone || answer.Lists[0].Result != report.Updated {
		t.Error("anew:", status, out, errs)
	}
}

// TestUpdateFromBadServers: whatever comes in the list's place, the last good
// edition stays in force, the answer and `lists status` say why, and the next
// good edition is taken.
func TestUpdateFromBadServers(t *testing.T) {
	whole := ukEdition(nextDay, sampleSize)
	un := unXML()
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		code   string
		reason string
	}{
		"error page as a file": {untold("<!DOCTYPE html><title>Busy</title>", "Content-Type", "text/html"), "not_a_list", "this is a web page"},
		"nothing":              {untold(""), "not_a_list", "the file is empty"},
		"cut off in silence":   {untold(whole[:len(whole)*2/3]), "unreadable", "the download"},
		"another list":         {file(un.edition(nextDay, un.records(1, sampleSize))), "wrong_list", "its content is of un_sc_sanctions"},
		"another collection":   {file(`{"id":"Q1","caption":"A B","schema":"Person","properties":{"name":["A B"]},"datasets":["sa_wiki_peps"],"target":true}` + "\n"), "wrong_list", "its content is of sa_wiki_peps"},
		"another form":         {file("id,name\n1,Zhao Guangzong\n"), "wrong_list", "in which the list is not published"},
		"no list at all":       {file("{\"maintenance\": true}"), "not_a_list", ""},
		"shrunk":               {file(ukEdition(nextDay, sampleSize/2-1)), "shrunk", "under half"},
		"from the future":      {file(ukEdition([3]int{2062, 2, 3}, sampleSize)), "future", "lies in the future"},
		"always busy":          {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }, "status", "503 Service Unavailable (5 attempts)"},
		"gone":                 {http.NotFound, "status", "404 Not Found; a mirror has to have it as http://127.0.0.1"},
		"in circles":           {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, http.StatusFound) }, "odd_answer", "redirects"},
		"always broken off": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "999")
			w.Write([]byte("<"))
		}, "unreachable", "broke off"},
		"packed and cut off":    {untold(string(gzipped(whole)[:300]), "Content-Encoding", "gzip"), "", "cut off"},
		"its checksum is wrong": {untold(whole, "Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA=="), "checksum", "checksum"},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPublisher(t, false)
			p.Config.ErrorLog = nil
			data := upToDate(t, p)
			p.answers(c.answer)
			status, answer, out, errs := updateAs(t, data, "--mirror", p.URL, ukList)
			if status != exitFailed || len(answer.Lists) != 1 {
				t.Fatal(status, out, errs)
			}
			l := answer.Lists[0]
			if l.Result != report.UpdateFailed || c.code != "" && l.Code != c.code || !strings.Contains(l.Reason, c.reason) || l.InForce.Published.String() != "2026-11-20" {
				t.Errorf("%s", out)
			}
			if _, err := os.Stat(l.Kept); l.Kept != "" && err != nil {
				t.Errorf("not kept: %v", err)
			}
			statusIs(t, data, "2026-11-20", "failed")
			p.answers(file(whole))
			if status, _, out, errs := updateAs(t, data, "--mirror", p.URL, ukList); status != exitDone {
				t.Error("afterwards:", status, out, errs)
			}
			statusIs(t, data, "2026-11-23", "ok")
		})
	}
}

func gzipped(text string) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte(text))
	z.Close()
	return b.Bytes()
}

func TestUpdatePacked(t *testing.T) {
	p := newPublisher(t, false)
	data := upToDate(t, p)
	p.answers(untold(string(gzipped(ukEdition(nextDay, sampleSize))), "Content-Encoding", "gzip"))
	if status, answer, out, errs := updateAs(t, data, "--mirror", p.URL, ukList); status != exitDone || answer.Lists[0].Result != report.Updated {
		t.Error(status, out, errs)
	}
	statusIs(t, data, "2026-11-23", "ok")
}

// TestUpdateOlder: a mirror that lags does not take the list back.
func TestUpdateOlder(t *testing.T) {
	p := newPublisher(t, false)
	data := upToDate(t, p)
	p.answers(file(ukEdition([3]int{2026, 11, 18}, sampleSize+2)))
	status, answer, out, errs := updateAs(t, data, "--mirror", p.URL, ukList)
	if status != exitIncomplete || answer.Lists[0].Result != report.Older {
		t.Error(status, out, errs)
	}
	statusIs(t, data, "2026-11-20", "ok")
}

// TestUpdateStale: nothing newer came for too long.
func TestUpdateStale(t *testing.T) {
	p := newPublisher(t, false)
	data := filepath.Join(t.TempDir(), "data")
	p.answers(file(ukEdition([3]int{2026, 10, 1}, sampleSize)))
	status, answer, out, errs := updateAs(t, data, "--mirror", p.URL, ukList)
	if status != exitIncomplete || len(answer.Stale) != 1 || answer.Stale[0] != ukList {
		t.Error(status, out, errs)
	}
	statusIs(t, data, "2026-10-01", "stale")
	// Looked for later, in vain: the status says so.
	var out2 bytes.Buffer
	m := Main{Args: []string{"lists", "update", "--data", data, "--mirror", p.URL, ukList}, Stdin: strings.NewReader(""), Stdout: &out2, Stderr: &out2,
		Getenv: func(string) string { return "" }, Now: func() time.Time { return clock.Add(time.Hour) }}
	if status := m.Run(t.Context()); status != exitIncomplete || !strings.Contains(out2.String(), "unchanged") || !strings.Contains(out2.String(), "Older than the limit: "+ukList) {
		t.Error(status, out2.String())
	}
	if _, text, _ := runAs(t, data, "lists", "status", "--json"); !strings.Contains(text, "its publisher had nothing newer on 24 November 2026") {
		t.Error(text)
	}
}

// TestUpdateSeveral: what fails leaves the others be, and one file after the
// other is fetched from one host.
func TestUpdateSeveral(t *testing.T) {
	p := newPublisher(t, false)
	data := filepath.Join(t.TempDir(), "data")
	un := unXML()
	var at, most atomic.Int32
	p.answers(func(w http.ResponseWriter, r *http.Request) {
		most.Store(max(most.Load(), at.Add(1)))
		defer at.Add(-1)
		switch r.URL.Path {
		case "/un_sc_sanctions/consolidated.xml":
			file(un.edition(nextDay, un.records(1, sampleSize)))(w, r)
		case "/gb_fcdo_sanctions/UK-Sanctions-List.xml":
			file(ukEdition(nextDay, sampleSize))(w, r)
		default:
			http.NotFound(w, r)
		}
	})
	status, answer, out, errs := updateAs(t, data, "--mirror", p.URL+"/{list}/{file}")
	results := map[string]report.UpdateResult{}
	for _, l := range answer.Lists {
		results[l.List] = l.Result
	}
	if status != exitIncomplete || results[ukList] != report.Updated || results["un_sc_sanctions"] != report.Updated || results["us_ofac_sdn"] != report.UpdateFailed {
		t.Error(status, out, errs)
	}
	for _, unasked := range []string{"sanctions", "peps", "gb_hmt_sanctions", "us_mitre_attack"} {
		if _, ok := results[unasked]; ok {
			t.Errorf("%s was fetched", unasked)
		}
	}
	if most.Load() != 1 {
		t.Errorf("%d requests at once", most.Load())
	}
}

func TestUpdateOverTLS(t *testing.T) {
	p := newPublisher(t, true)
	p.answers(file(ukEdition(nextDay, sampleSize)))
	data, ca := filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), "ca.pem")
	write(t, ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: p.Certificate().Raw}))
	status, answer, out, errs := updateAs(t, data, "--mirror", p.URL, ukList)
	if status != exitFailed || answer.Lists[0].Code != "untrusted" || answer.Lists[0].InForce != nil {
		t.Error(status, out, errs)
	}
	if status, _, out, errs = updateAs(t, data, "--mirror", p.URL, "--ca-file", ca, ukList); status != exitDone {
		t.Error(status, out, errs)
	}
	write(t, ca, []byte("none"))
	if status, _, _, errs = updateAs(t, data, "--mirror", p.URL, "--ca-file", ca, ukList); status != exitUsage || !strings.Contains(errs, "no certificate") {
		t.Error(status, errs)
	}
}

// TestUpdateLeftAlone: a server that asks to be left alone is, unless the list
// is named.
func TestUpdateLeftAlone(t *testing.T) {
	p := newPublisher(t, false)
	data := upToDate(t, p)
	p.answers(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "7200")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	for range 2 {
		_, answer, out, errs := updateAs(t, data, "--mirror", p.URL)
		for _, l := range answer.Lists {
			if l.List == ukList && (l.Result != report.UpdateFailed || !strings.Contains(l.Reason, "left alone")) {
				t.Error(out, errs)
			}
		}
	}
	asked := 0
	for _, r := range p.requests {
		if strings.HasSuffix(r.URL.Path, "/UK-Sanctions-List.xml") {
			asked++
		}
	}
	if asked != 1 {
		t.Errorf("asked %d times", asked)
	}
	p.answers(file(ukEdition(nextDay, sampleSize)))
	if status, _, out, errs := updateAs(t, data, "--mirror", p.URL, ukList); status != exitDone {
		t.Error(status, out, errs)
	}
}

// TestUpdateLostPart: an edition without a part that the one in force has is
// refused, until a person says otherwise.
func TestUpdateLostPart(t *testing.T) {
	data, dir, s := filepath.Join(t.TempDir(), "data"), t.TempDir(), ofacCSV()
	all := s.edition(goodDay, s.records(1, sampleSize))
	write(t, filepath.Join(dir, "sdn_2026-11-20.csv"), []byte(all))
	write(t, filepath.Join(dir, "alt_2026-11-20.csv"), []byte("47001,1,\"aka\",\"CHEN, Guangzong\",-0- \r\n"))
	updateAs(t, data, "--from", dir)
	statusIs(t, data, "2026-11-20", "incomplete")
	os.Remove(filepath.Join(dir, "alt_2026-11-20.csv"))
	os.Rename(filepath.Join(dir, "sdn_2026-11-20.csv"), filepath.Join(dir, "sdn_2026-11-23.csv"))
	write(t, filepath.Join(dir, "sdn_2026-11-23.csv"), []byte(s.edition(nextDay, s.records(1, sampleSize+1))))
	status, answer, out, errs := updateAs(t, data, "--from", dir, s.list)
	if status != exitFailed || len(answer.Lists) != 1 || !strings.Contains(answer.Lists[0].Reason, "it lacks what the edition of 20 November 2026 has") {
		t.Error(status, out, errs)
	}
	statusIs(t, data, "2026-11-20", "failed")
	updateAs(t, data, "--from", dir, "--accept-shrink")
	statusIs(t, data, "2026-11-23", "incomplete")
}

// TestUpdateKilled kills the program in the middle of a download: the list is as
// it was, and the next update goes on from there.
func TestUpdateKilled(t *testing.T) {
	p := newPublisher(t, false)
	data := upToDate(t, p)
	text := ukEdition(nextDay, 3000)
	came, over := make(chan bool), make(chan bool)
	p.answers(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"next"`)
		w.Header().Set("Content-Length", strconv.Itoa(len(text)))
		w.Write([]byte(text[:len(text)/2]))
		w.(http.Flusher).Flush()
		close(came)
		<-over
	})
	cmd := exec.Command(os.Args[0], "lists", "update", "--quiet", "--mirror", p.URL, ukList)
	cmd.Args[0] = "interdict" // by which this test's program knows what it is
	cmd.Env = append(os.Environ(), "INTERDICT_DATA="+data)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	<-came
	part := filepath.Join(data, "downloads", ukList, "UK-Sanctions-List.xml.part")
	for info, err := os.Stat(part); err != nil || info.Size() < int64(len(text)/2); info, err = os.Stat(part) {
		time.Sleep(time.Millisecond)
	}
	if status, _, _, errs := updateAs(t, data, "--mirror", p.URL, ukList); status != exitFailed || !strings.Contains(errs, "another process is fetching") {
		t.Error("two at once:", status, errs)
	}
	cmd.Process.Kill()
	cmd.Wait()
	close(over)
	statusIs(t, data, "2026-11-20", "ok")
	p.answers(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"next"`)
		http.ServeContent(w, r, "", time.Time{}, strings.NewReader(text))
	})
	status, _, out, errs := updateAs(t, data, "--mirror", p.URL, ukList)
	if h := p.requests[0].Header; status != exitDone || h.Get("Range") != fmt.Sprintf("bytes=%d-", len(text)/2) {
		t.Error(status, out, errs, h)
	}
	statusIs(t, data, "2026-11-23", "ok")
}

// TestUpdateAgainstIndex: an export of OpenSanctions is held against its index,
// which has its day, its checksum and the number of its parties.
func TestUpdateAgainstIndex(t *testing.T) {
	entity := `{"id":"Q%d","caption":"Exemplar %d","schema":"Person","properties":{"name":["Exemplar Person %d"],"topics":["role.pep"]},"datasets":["wd_peps","ann_pep_positions"],"referents":[],"target":true}` + "\n"
	text := ""
	for i := range 5 {
		text += fmt.Sprintf(entity, i+1, i+1, i+1)
	}
	index := func(sum string) string {
		return fmt.Sprintf(`{"name":"peps","title":"PEPs","index_url":"https://data.opensanctions.org/datasets/latest/peps/index.json","last_export":"2026-11-22T06:00:00",
			"resources":[{"name":"entities.ftm.json","checksum":%q}],"things":{"schemata":[{"name":"Person","count":5}]},"targets":{"schemata":[]}}`, sum)
	}
	right := fmt.Sprintf("%x", sha1.Sum([]byte(text)))
	p := newPublisher(t, false)
	serve := func(index string) {
		p.answers(func(w http.ResponseWriter, r *http.Request) {
			switch {
			case r.URL.Path == "/peps.json":
				file(text)(w, r)
			case r.URL.Path == "/peps.index.json" && index != "":
				file(index)(w, r)
			default:
				http.NotFound(w, r)
			}
		})
	}
	data := filepath.Join(t.TempDir(), "data")
	serve(index(strings.Repeat("0", 40)))
	status, answer, out, errs := updateAs(t, data, "--mirror", p.URL, "peps")
	if status != exitFailed || !strings.Contains(answer.Lists[0].Reason, "its checksum is not that which index.json has") {
		t.Error(status, out, errs)
	}
	serve(index(right))
	if status, answer, out, errs = updateAs(t, data, "--mirror", p.URL, "peps"); status != exitDone || answer.Lists[0].InForce.Published.String() != "2026-11-22" {
		t.Error(status, out, errs)
	}
	// A mirror without the index will do; the day is then that of the download.
	text += fmt.Sprintf(entity, 6, 6, 6)
	serve("")
	if status, answer, out, errs = updateAs(t, data, "--mirror", p.URL, "peps"); status != exitDone || answer.Lists[0].Editions[0].DatedBy != "day of download" {
		t.Error(status, out, errs)
	}
}

// TestUpdateStopped: what was not done is said to be so.
func TestUpdateStopped(t *testing.T) {
	p := newPublisher(t, false)
	data := upToDate(t, p)
	ctx, stop := context.WithCancel(t.Context())
	p.answers(func(_ http.ResponseWriter, r *http.Request) { stop(); <-r.Context().Done() })
	var out, errs bytes.Buffer
	m := Main{Args: []string{"lists", "update", "--data", data, "--mirror", p.URL, ukList}, Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs,
		Getenv: func(string) string { return "" }, Now: func() time.Time { return clock }}
	status := m.Run(ctx)
	if status != exitFailed || !strings.Contains(out.String(), "stopped before this list was done") || !strings.Contains(errs.String(), "stopped before it was done") {
		t.Error(status, out.String(), errs.String())
	}
	statusIs(t, data, "2026-11-20", "ok")
}

// TestUpdateOnTerminal shows a bar while a file comes, and says what came of it
// once it is gone.
func TestUpdateOnTerminal(t *testing.T) {
	p := newPublisher(t, false)
	p.answers(file(ukEdition(nextDay, sampleSize)))
	var out, errs bytes.Buffer
	m := Main{Args: []string{"lists", "update", "--data", filepath.Join(t.TempDir(), "data"), "--mirror", p.URL, ukList}, Stdin: strings.NewReader(""), Stdout: &out, Stderr: &errs,
		Getenv: func(string) string { return "" }, Now: func() time.Time { return clock }, Err: Terminal{Is: true, Width: 80}}
	status := m.Run(t.Context())
	if status != exitDone || !strings.Contains(out.String(), "updated") || !strings.Contains(errs.String(), "Fetching "+ukList) {
		t.Error(status, out.String(), errs.String())
	}
}
