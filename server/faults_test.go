package server_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/interdict/interdict/server"
)

// running is a server on a port of its own, over the starter register.
func running(t *testing.T, o server.Options, add func(*http.ServeMux)) (address string, source *server.Source, stop func() error) {
	t.Helper()
	source = starter(t)
	if err := source.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	o.Access.Loopback = true
	srv := server.New(source, o, func(mux *http.ServeMux, s *server.Source) {
		mux.HandleFunc("POST /echo", func(w http.ResponseWriter, r *http.Request) {
			_, release, err := s.Acquire()
			if err != nil {
				server.Refuse(w, r, http.StatusServiceUnavailable, "x", "y", "")
				return
			}
			defer release()
			b, err := io.ReadAll(r.Body)
			if err != nil {
				server.Refuse(w, r, http.StatusBadRequest, "cut", "The body was cut off.", "")
				return
			}
			_, _ = w.Write(b)
		})
		if add != nil {
			add(mux)
		}
	})
	var lc net.ListenConfig
	l, err := lc.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- srv.Serve(ctx, l) }()
	stop = sync.OnceValue(func() error {
		cancel()
		return <-done
	})
	t.Cleanup(func() { _ = stop() })
	return l.Addr().String(), source, stop
}

func dial(t *testing.T, address string) net.Conn {
	t.Helper()
	var d net.Dialer
	c, err := d.DialContext(t.Context(), "tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// answerOf reads the status of an answer; 0 where the connection ends first.
func answerOf(c net.Conn) int {
	r, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		return 0
	}
	defer r.Body.Close()
	return r.StatusCode
}

const head = "POST /echo HTTP/1.1\r\nHost: 127.0.0.1\r\n"

// A client that sends nothing more loses its connection, and while it is slow it
// takes nobody's place.
func TestSlowClients(t *testing.T) {
	address, source, _ := running(t, server.Options{Limits: server.Limits{Concurrent: 1, Progress: 300 * time.Millisecond, Header: 300 * time.Millisecond}}, nil)
	var slow []net.Conn
	for i := range 20 {
		c := dial(t, address)
		text := head + "Content-Length: 10\r\n\r\nabc"
		if i%2 == 0 {
			text = head + "X-Half: "
		}
		if _, err := io.WriteString(c, text); err != nil {
			t.Fatal(err)
		}
		slow = append(slow, c)
	}
	quick := dial(t, address)
	if _, err := io.WriteString(quick, head+"Content-Length: 2\r\n\r\nok"); err != nil {
		t.Fatal(err)
	}
	if got := answerOf(quick); got != http.StatusOK {
		t.Errorf("beside slow clients: %d", got)
	}
	for i, c := range slow {
		if got := answerOf(c); got == http.StatusOK {
			t.Errorf("slow client %d was answered as if it had sent all", i)
		}
	}
	if _, open := source.Swaps(); open != 1 {
		t.Errorf("%d states are open", open)
	}
}

// Clients that vanish at any moment leave nothing behind: no goroutine, no
// descriptor, no state of the lists.
func TestVanishingClientsLeaveNothing(t *testing.T) {
	release := make(chan struct{})
	address, source, _ := running(t, server.Options{Limits: server.Limits{Progress: time.Second}}, func(mux *http.ServeMux) {
		mux.HandleFunc("POST /wait", func(w http.ResponseWriter, r *http.Request) {
			select {
			case <-r.Context().Done():
			case <-release:
			}
		})
	})
	before := held()
	for i := range 300 {
		c := dial(t, address)
		text := strings.Replace(head, "/echo", []string{"/echo", "/wait"}[i%2], 1) + "Content-Length: 3\r\n\r\nabc"
		if _, err := io.WriteString(c, text[:i*7%len(text)+1]); err != nil {
			t.Fatal(err)
		}
		if i%3 == 0 {
			_ = c.(*net.TCPConn).SetLinger(0)
		}
		c.Close()
	}
	close(release)
	var after holding
	for range 100 {
		_, after.open = source.Swaps()
		now := held()
		after.goroutines, after.descriptors = now.goroutines, now.descriptors
		if after.goroutines <= before.goroutines+2 && after.descriptors <= before.descriptors+2 && after.open == 1 {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Errorf("before %+v, afterwards %+v", before, after)
}

type holding struct{ goroutines, descriptors, open int }

func held() holding {
	fds, _ := os.ReadDir("/proc/self/fd") // none where the system does not tell
	return holding{goroutines: runtime.NumGoroutine(), descriptors: len(fds)}
}

// When the service stops, what is under way is answered whole, and nothing new is
// taken.
func TestStopUnderLoad(t *testing.T) {
	entered, release := make(chan struct{}), make(chan struct{})
	address, _, stop := running(t, server.Options{}, func(mux *http.ServeMux) {
		mux.HandleFunc("GET /long", func(w http.ResponseWriter, _ *http.Request) {
			close(entered)
			<-release
			_, _ = io.WriteString(w, "whole")
		})
	})
	answered := make(chan string, 1)
	go func() {
		answer, err := http.Get("http://" + address + "/long") //nolint:noctx // the test's own
		if err != nil {
			answered <- err.Error()
			return
		}
		defer answer.Body.Close()
		b, err := io.ReadAll(answer.Body)
		answered <- fmt.Sprint(string(b), err)
	}()
	<-entered
	stopped := make(chan error, 1)
	go func() { stopped <- stop() }()
	for { // until the door is shut
		var d net.Dialer
		c, err := d.DialContext(t.Context(), "tcp", address)
		if err != nil {
			break
		}
		c.Close()
		time.Sleep(time.Millisecond)
	}
	close(release)
	if got := <-answered; got != "whole<nil>" {
		t.Errorf("what was under way came to %s", got)
	}
	if err := <-stopped; err != nil {
		t.Error(err)
	}
}

// A fault of the program is one request's: told without details, logged without
// values; an answer that had begun is cut off and not ended.
func TestFaultOfTheProgram(t *testing.T) {
	var log bytes.Buffer
	address, _, stop := running(t, server.Options{Log: slog.New(slog.NewJSONHandler(&log, nil))}, func(mux *http.ServeMux) {
		mux.HandleFunc("GET /fault", func(http.ResponseWriter, *http.Request) { panic("Zhao Guangzong") })
		mux.HandleFunc("GET /half", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, strings.Repeat("x", 10_000))
			_ = http.NewResponseController(w).Flush()
			panic(errors.New("Zhao Guangzong"))
		})
	})
	w, err := http.Get("http://" + address + "/fault") //nolint:noctx // the test's own
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(w.Body)
	w.Body.Close()
	if err != nil || w.StatusCode != http.StatusInternalServerError || strings.Contains(string(b), "Zhao") {
		t.Errorf("%d %s %v", w.StatusCode, b, err)
	}
	w, err = http.Get("http://" + address + "/half") //nolint:noctx // the test's own
	if err != nil {
		t.Fatal(err)
	}
	_, err = io.ReadAll(w.Body)
	w.Body.Close()
	if err == nil {
		t.Error("half an answer passes for a whole one")
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	if told := log.String(); strings.Contains(told, "Zhao") || strings.Count(told, "faults_test.go") < 2 {
		t.Error(told)
	}
}

// Answers are packed for who takes them so; what is flushed comes at once, and a
// tag tells packed and plain apart.
func TestPackedAnswers(t *testing.T) {
	next := make(chan struct{})
	long := strings.Repeat("a line of an answer\n", 100)
	address, _, _ := running(t, server.Options{}, func(mux *http.ServeMux) {
		mux.HandleFunc("GET /stream", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/x-ndjson")
			for range 2 {
				_, _ = io.WriteString(w, long)
				_ = http.NewResponseController(w).Flush()
				<-next
			}
		})
		mux.HandleFunc("GET /tagged", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/plain")
			w.Header().Set("ETag", `"one"`)
			if r.Header.Get("If-None-Match") == `"one"` {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			_, _ = io.WriteString(w, long)
		})
	})
	get := func(path string, headers ...string) *http.Response {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+address+path, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept-Encoding", "gzip")
		for i := 0; i+1 < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { answer.Body.Close() })
		return answer
	}
	answer := get("/stream") //nolint:bodyclose // get closes all
	unpacked, err := gzip.NewReader(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, len(long))
	for range 2 { // the second is not written before the first is here
		if _, err := io.ReadFull(unpacked, buf); err != nil || string(buf) != long {
			t.Fatalf("%v: %.100s", err, buf)
		}
		next <- struct{}{}
	}
	tagged := get("/tagged") //nolint:bodyclose // get closes all
	tag := tagged.Header.Get("ETag")
	if tagged.Header.Get("Content-Encoding") != "gzip" || tag == `"one"` {
		t.Errorf("%v", tagged.Header)
	}
	if again := get("/tagged", "If-None-Match", tag); again.StatusCode != http.StatusNotModified { //nolint:bodyclose // get closes all
		t.Errorf("the tag %s is not known again: %d", tag, again.StatusCode)
	}
	if small := get("/healthz"); small.Header.Get("Content-Encoding") != "" { //nolint:bodyclose // get closes all
		t.Error("a short answer is packed")
	}
}

// More than the service can take is refused with a time to come again.
func TestFullQueue(t *testing.T) {
	release, entered := make(chan struct{}), make(chan struct{}, 1)
	srv := server.New(starter(t), server.Options{Limits: server.Limits{Concurrent: 1, Queue: 1, Wait: time.Minute}, Access: server.Access{Loopback: true}}, func(mux *http.ServeMux, _ *server.Source) {
		mux.HandleFunc("GET /long", func(http.ResponseWriter, *http.Request) {
			entered <- struct{}{}
			<-release
		})
	})
	codes := make(chan int, 2)
	for range 2 {
		go func() {
			code := http.StatusServiceUnavailable
			for code == http.StatusServiceUnavailable { // one that tries below may stand in the queue
				code = do(srv, http.MethodGet, "http://localhost/long").Code
			}
			codes <- code
		}()
	}
	<-entered
	var w *httptest.ResponseRecorder
	for range 2000 {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Millisecond)
		w = httptest.NewRecorder()
		func() { // one that gives up waiting has no answer
			defer func() {
				if fault := recover(); fault != nil && fault != http.ErrAbortHandler {
					panic(fault)
				}
			}()
			srv.ServeHTTP(w, httptest.NewRequestWithContext(ctx, http.MethodGet, "http://localhost/long", http.NoBody))
		}()
		cancel()
		if w.Code == http.StatusServiceUnavailable {
			break
		}
	}
	if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
		t.Errorf("one too many: %d %v", w.Code, w.Header())
	}
	if got := do(srv, http.MethodGet, "http://localhost/healthz").Code; got != http.StatusOK {
		t.Errorf("health waits in the queue: %d", got)
	}
	close(release)
	for range 2 {
		if got := <-codes; got != http.StatusOK {
			t.Errorf("one that waited: %d", got)
		}
	}
}

func TestRateOfAKey(t *testing.T) {
	srv, _, keys := keyed(t, server.Options{Limits: server.Limits{Rate: 0.001}})
	if got := do(srv, http.MethodGet, "/show", "X-API-Key", keys[server.Read]); got.Code != http.StatusTooManyRequests || got.Header().Get("Retry-After") == "" {
		t.Errorf("beyond the rate: %d %v", got.Code, got.Header())
	}
	srv, _, keys = keyed(t, server.Options{Limits: server.Limits{Rate: 1}})
	for i, want := range []int{200, 200, 429} {
		if got := do(srv, http.MethodGet, "/show", "X-API-Key", keys[server.Read]).Code; got != want {
			t.Errorf("request %d: %d", i+1, got)
		}
	}
	if got := do(srv, http.MethodPost, "/ask", "X-API-Key", keys[server.Screen]).Code; got != http.StatusOK {
		t.Errorf("another key pays for the first: %d", got)
	}
}

// A certificate that changes is used for who comes then, and who is connected
// stays so.
func TestCertificatesAreReadAgain(t *testing.T) {
	dir := t.TempDir()
	files := server.TLSFiles{Cert: filepath.Join(dir, "cert.pem"), Key: filepath.Join(dir, "key.pem")}
	first := newCertificate(t, files, "first")
	told := make(chan string, 10)
	certificates, err := server.OpenCertificates(files, func(format string, args ...any) { told <- fmt.Sprintf(format, args...) })
	if err != nil {
		t.Fatal(err)
	}
	go certificates.Watch(t.Context(), time.Millisecond)
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	s.TLS = certificates.Config()
	s.StartTLS()
	t.Cleanup(s.Close)
	old := clientOf(first)
	is := func(c *http.Client, ok bool) {
		t.Helper()
		answer, err := c.Get(s.URL) //nolint:noctx // the test's own
		if (err == nil) != ok {
			t.Errorf("a connection is %v: %v", ok, err)
		}
		if err == nil {
			answer.Body.Close()
		}
	}
	is(old, true)
	source := starter(t)
	if err := source.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	warns := func(words string, want bool) {
		t.Helper()
		body := do(server.New(source, server.Options{Certificates: certificates}), "GET", "/readyz").Body.String()
		if strings.Contains(body, words) != want {
			t.Errorf("it warns %s", body)
		}
	}
	warns("the certificate ends on", true)
	warns("the TLS files cannot be read", false)
	if err := os.WriteFile(files.Cert, []byte("damaged"), 0o600); err != nil {
		t.Fatal(err)
	}
	if said := <-told; !strings.Contains(said, "last good") {
		t.Error(said)
	}
	is(clientOf(first), true)
	warns("the TLS files cannot be read", true)
	second := newCertificate(t, files, "second")
	for said := range told {
		if strings.Contains(said, "read again") {
			break
		}
	}
	warns("the TLS files cannot be read", false)
	is(old, true) // it is connected
	is(clientOf(first), false)
	is(clientOf(second), true)
}
