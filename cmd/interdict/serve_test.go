package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// service is a service in a process of its own, so that it can be killed.
type service struct {
	cmd *exec.Cmd
	url string
	log *oneByOne
	buf *bytes.Buffer
}

// process is this program as a process over a data folder. limit is a limit of
// the shell's ulimit, none where it is empty.
func process(data, limit string, args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Args[0] = "interdict" // by which this test's program knows what it is
	if limit != "" {
		cmd = exec.Command("bash", append([]string{"-c", "ulimit " + limit + `; exec -a interdict "$0" "$@"`, os.Args[0]}, args...)...)
	}
	cmd.Env = append(os.Environ(), "INTERDICT_DATA="+data)
	return cmd
}

// serve starts the service and waits until it says where it answers.
func serve(t *testing.T, cmd *exec.Cmd) *service {
	t.Helper()
	s := &service{cmd: cmd, buf: &bytes.Buffer{}}
	s.log = &oneByOne{w: s.buf}
	errs, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.end)
	lines := bufio.NewReader(errs)
	for s.url == "" {
		line, err := lines.ReadString('\n')
		if err != nil {
			t.Fatalf("the service ended: %v %s", err, line)
		}
		if _, address, ok := strings.Cut(strings.TrimSpace(line), "Interdict answers on "); ok {
			s.url = address
		}
	}
	go io.Copy(s.log, lines)
	return s
}

// end ends the service as its users do, so that what it has begun beside itself writes
// no more.
func (s *service) end() {
	late := time.AfterFunc(20*time.Second, func() { _ = s.cmd.Process.Kill() })
	defer late.Stop()
	if err := s.cmd.Process.Signal(os.Interrupt); err != nil {
		_ = s.cmd.Process.Kill()
	}
	_ = s.cmd.Wait()
}

// told is what it has said so far.
func (s *service) told() string {
	s.log.mu.Lock()
	defer s.log.mu.Unlock()
	return s.buf.String()
}

// who screens one name and returns the id of what it hits, and the snapshot that
// answered.
func (s *service) who(name string) (id, snapshot string, err error) {
	answer, err := http.Post(s.url+"/v1/screen", "application/json", strings.NewReader(fmt.Sprintf(`{"subjects":[{"name":%q}]}`, name)))
	if err != nil {
		return "", "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return "", "", err
	}
	var v struct {
		By struct {
			Hashes struct{ Snapshot string }
		} `json:"answered_by"`
		Results []struct {
			Hits []struct {
				IDs []string `json:"listing_ids"`
			}
		}
	}
	if answer.StatusCode != http.StatusOK {
		return "", "", fmt.Errorf("%d: %s", answer.StatusCode, text)
	}
	if err := json.Unmarshal(text, &v); err != nil || len(v.Results) != 1 || len(v.Results[0].Hits) != 1 || len(v.Results[0].Hits[0].IDs) != 1 {
		return "", "", fmt.Errorf("%w: %s", err, text)
	}
	return v.Results[0].Hits[0].IDs[0], v.By.Hashes.Snapshot, nil
}

// ready waits until it answers.
func (s *service) ready(t *testing.T) {
	t.Helper()
	for range 3000 {
		if answer, err := http.Get(s.url + "/readyz"); err == nil {
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return
			}
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("it was never ready: %s", s.told())
}

const marked = "Anton Markov Zilberkvit"

// edition writes the n-th edition of a list, in which the marked name has an id
// that tells n, and returns the arguments that load it.
func edition(t *testing.T, dir string, n int) []string {
	t.Helper()
	var text strings.Builder
	fmt.Fprintf(&text, "id,name,type\nm%d,%s,person\n", n, marked)
	for i := range 200 {
		fmt.Fprintf(&text, "p%d,Person Number%d Of,person\n", i, i)
	}
	path := filepath.Join(dir, fmt.Sprintf("own%d.csv", n))
	write(t, path, []byte(text.String()))
	day := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n%300)
	return []string{"lists", "load", path, "--list", "our_list", "--published", day.Format(time.DateOnly), "--quiet"}
}

func load(t *testing.T, data string, args []string) {
	t.Helper()
	if said, err := process(data, "", args...).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
}

// Editions that another process loads are swapped in under requests: none fails,
// and none is answered by two states at once.
func TestServiceSwapsUnderRequests(t *testing.T) {
	data, dir := t.TempDir(), t.TempDir()
	load(t, data, edition(t, dir, 0))
	s := serve(t, process(data, "", "serve", "--listen", "127.0.0.1:0", "--update", "off"))
	s.ready(t)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var all sync.WaitGroup
	var mu sync.Mutex
	seen := map[string]string{} // id by snapshot
	asked := 0
	for range 4 {
		all.Go(func() {
			for ctx.Err() == nil {
				id, snapshot, err := s.who(marked)
				mu.Lock()
				if asked++; err != nil {
					t.Error(err)
				} else if was, ok := seen[snapshot]; ok && was != id {
					t.Errorf("snapshot %s answers with %s and %s", snapshot, was, id)
				}
				seen[snapshot] = id
				mu.Unlock()
				time.Sleep(time.Millisecond)
			}
		})
	}
	const editions = 4
	for n := 1; n <= editions; n++ {
		load(t, data, edition(t, dir, n))
		for range 1000 {
			if id, _, _ := s.who(marked); id == fmt.Sprint("m", n) {
				break
			}
			time.Sleep(10 * time.Millisecond)
		}
	}
	stop()
	all.Wait()
	if len(seen) != editions+1 {
		t.Errorf("%d states were seen in %d requests, want %d: %v", len(seen), asked, editions+1, seen)
	}
}

// Service and loading are killed at random moments: the service that comes
// afterwards finds one edition whole, the old or the new, and is the next to be
// killed.
func TestKilledServices(t *testing.T) {
	k := newKilling(t, 10)
	data, dir := t.TempDir(), t.TempDir()
	load(t, data, edition(t, dir, 0))
	k.whole(process(data, "", edition(t, dir, 1)...))
	start := func() *service {
		s := serve(t, process(data, "", "serve", "--listen", "127.0.0.1:0", "--update", "off"))
		s.ready(t)
		return s
	}
	s, have := start(), 1
	for n := 2; k.killed < k.wanted; n++ {
		loading := process(data, "", edition(t, dir, n)...)
		if err := loading.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(k.moment() * 3 / 2) // the service takes up what was loaded
		victims := []*exec.Cmd{loading, s.cmd}
		k.random.Shuffle(2, func(i, j int) { victims[i], victims[j] = victims[j], victims[i] })
		for _, v := range victims {
			_ = v.Process.Kill() // it may have ended
			_ = v.Wait()
		}
		k.begun++
		k.killed++
		s = start()
		id, _, err := s.who(marked)
		if err != nil {
			t.Fatalf("after kill %d: %v", k.killed, err)
		}
		old, fresh := id == fmt.Sprint("m", have), id == fmt.Sprint("m", n)
		switch {
		case old:
			k.died["old"]++
		case fresh:
			k.died["new"]++
			have = n
		default:
			t.Fatalf("after kill %d: %s answers; %d was in force and %d was being loaded", k.killed, id, have, n)
		}
	}
	if answer, _, errs := at(clock, data, "lists", "status"); answer == exitFailed {
		t.Error(errs)
	}
}

// The service fetches a new edition and answers from it; what is no edition
// changes nothing.
func TestServiceUpdatesItsLists(t *testing.T) {
	p := newPublisher(t, false)
	data := upToDate(t, p)
	s := serve(t, process(data, "", "serve", "--listen", "127.0.0.1:0", "--mirror", p.URL, "--update", "off"))
	s.ready(t)
	refresh := func(want string) {
		t.Helper()
		answer, err := http.Post(s.url+"/v2/data/refresh", "", http.NoBody)
		if err != nil || answer.StatusCode != http.StatusAccepted {
			t.Fatal(answer, err)
		}
		answer.Body.Close()
		for range 3000 {
			if _, text := s.get(t, "/v2/data/refresh"); strings.Contains(text, want) {
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
		t.Fatalf("the update did not come to %s: %s", want, s.told())
	}
	p.answers(file("<html><body>Please come again later</body></html>"))
	refresh("failed")
	if code, text := s.get(t, "/v1/lists/"+ukList); code != http.StatusOK || !strings.Contains(text, "2026-11-20") {
		t.Errorf("after a page in the list's place: %d %s", code, text)
	}
	p.answers(file(ukEdition(nextDay, sampleSize)))
	refresh("succeeded")
	if code, text := s.get(t, "/v1/lists/"+ukList); code != http.StatusOK || !strings.Contains(text, "2026-11-23") {
		t.Errorf("after a new edition: %d %s", code, text)
	}
}

// An update that is under way ends with its service, though that is killed outright.
func TestUpdateEndsWithItsService(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("on other systems it is finished")
	}
	p := newPublisher(t, false)
	data := upToDate(t, p)
	s := serve(t, process(data, "", "serve", "--listen", "127.0.0.1:0", "--mirror", p.URL, "--update", "off"))
	s.ready(t)
	asked, gone, over := make(chan struct{}), make(chan struct{}), make(chan struct{})
	var first, last sync.Once
	p.answers(func(_ http.ResponseWriter, r *http.Request) {
		first.Do(func() { close(asked) })
		select {
		case <-r.Context().Done():
			last.Do(func() { close(gone) })
		case <-over:
		}
	})
	defer close(over)
	answer, err := http.Post(s.url+"/v2/data/refresh", "", http.NoBody)
	if err != nil || answer.StatusCode != http.StatusAccepted {
		t.Fatal(answer, err)
	}
	answer.Body.Close()
	<-asked
	if err := s.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	select {
	case <-gone:
	case <-time.After(10 * time.Second):
		t.Error("the update goes on without its service")
	}
}

// get asks for an address.
func (s *service) get(t *testing.T, path string) (int, string) {
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
	return answer.StatusCode, string(text)
}

// Where nothing can be written, an update fails, the service says so and goes on
// answering from the edition that it has.
func TestServiceOnAFullDisk(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil || runtime.GOOS != "linux" {
		t.Skip("the limit of file sizes that stands in for a full disk is set by bash on Linux")
	}
	p := newPublisher(t, false)
	data := upToDate(t, p)
	s := serve(t, process(data, "-f 64", "serve", "--listen", "127.0.0.1:0", "--mirror", p.URL, "--update", "off", "--require-keys"))
	_, key, errs := runAs(t, data, "keys", "add", "updates", "--scopes", "read,update,screen")
	if key = strings.TrimSpace(key); key == "" {
		t.Fatal(errs)
	}
	ask := func(method, path string) (int, string) {
		r, err := http.NewRequestWithContext(t.Context(), method, s.url+path, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("X-API-Key", key)
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		text, _ := io.ReadAll(answer.Body)
		return answer.StatusCode, string(text)
	}
	s.ready(t)
	for range 3000 { // until the new key is seen
		if code, _ := ask(http.MethodGet, "/v1/lists"); code == http.StatusOK {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	p.answers(file(ukEdition(nextDay, 300)))
	if code, text := ask(http.MethodPost, "/v2/data/refresh"); code != http.StatusAccepted {
		t.Fatalf("%d %s", code, text)
	}
	for range 3000 {
		if _, text := ask(http.MethodGet, "/v2/data/refresh"); strings.Contains(text, "failed") {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	_, ready := ask(http.MethodGet, "/readyz")
	if !strings.Contains(ready, `"status":"ok"`) || !strings.Contains(ready, "update of the lists failed") {
		t.Errorf("%s\n%s", ready, s.told())
	}
	if code, text := ask(http.MethodGet, "/v1/lists/"+ukList); code != http.StatusOK || !strings.Contains(text, "2026-11-20") {
		t.Errorf("the good edition does not answer: %d %s", code, text)
	}
	statusIs(t, data, "2026-11-20", "failed")
}

// Beyond this machine the service starts without a key where keys are asked for in
// so many words, and then lets nobody in.
func TestKeysToCome(t *testing.T) {
	m := &Main{Stderr: io.Discard, Getenv: func(string) string { return "" }}
	g := &globals{Data: t.TempDir()}
	for _, required := range []bool{false, true} {
		c := serveCmd{Listen: "0.0.0.0:0", RequireKeys: required}
		access, err := c.access(m, g)
		if required != (err == nil) || err == nil && (!access.Required || access.Open || access.Loopback) {
			t.Errorf("with --require-keys %t: %+v %v", required, access, err)
		}
	}
}
