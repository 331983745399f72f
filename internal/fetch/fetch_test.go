package fetch_test

import (
	"bytes"
	"context"
	"crypto/md5"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/interdict/interdict/internal/fetch"
)

// content is long enough to come in many reads.
var content = bytes.Repeat([]byte("47814,\"ZHAO, Guangzong\",individual\n"), 20_000)

// server answers the n-th request, from 1, with the n-th step; the last step
// answers all that come after.
type server struct {
	*httptest.Server
	mu       sync.Mutex
	requests []http.Header
	paths    []string
}

type step func(w http.ResponseWriter, r *http.Request)

func serve(t *testing.T, steps ...step) *server {
	t.Helper()
	s := &server{}
	s.Server = httptest.NewServer(s.handler(steps))
	t.Cleanup(s.Close)
	return s
}

func (s *server) handler(steps []step) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.requests, s.paths = append(s.requests, r.Header.Clone()), append(s.paths, r.URL.RequestURI())
		n := len(s.requests)
		s.mu.Unlock()
		steps[min(n, len(steps))-1](w, r)
	})
}

// header is that of the n-th request.
func (s *server) header(n int) http.Header {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.requests[n-1]
}

func (s *server) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.requests)
}

const tag = `"v1"`

// whole sends all, and answers conditions and ranges as it should.
func whole(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("ETag", tag)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
}

// cut sends the headers of all and breaks off after n bytes.
func cut(n int, headers ...string) step {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.Header().Set("Content-Length", strconv.Itoa(len(content)))
		w.Write(content[:n])
		w.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	}
}

func answer(code int, headers ...string) step {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(code)
	}
}

// impatient is a client that does not wait; waits are what it was asked to.
func impatient(waits *[]time.Duration) *fetch.Client {
	return &fetch.Client{UserAgent: "interdict-test", Sleep: func(_ context.Context, d time.Duration) error {
		if waits != nil {
			*waits = append(*waits, d)
		}
		return nil
	}}
}

func destination(t *testing.T) string { return filepath.Join(t.TempDir(), "list.csv") }

func want(t *testing.T, path string) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(got, content) {
		t.Errorf("the file has %d bytes, want %d (%v)", len(got), len(content), err)
	}
	if left, _ := filepath.Glob(path + ".*"); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

// refusedAs checks that nothing was put in place, and why.
func refusedAs(t *testing.T, path string, err error, kind fetch.Kind, words string) {
	t.Helper()
	e, ok := errors.AsType[*fetch.Error](err)
	if !ok || e.Kind != kind || !strings.Contains(err.Error(), words) {
		t.Errorf("error %v, want %s and %q", err, kind, words)
	}
	if _, err := os.Stat(path); err == nil {
		t.Errorf("a file was put in place")
	}
}

func TestWhole(t *testing.T) {
	s := serve(t, whole)
	path := destination(t)
	var done, total int64
	res, err := impatient(nil).Get(t.Context(), fetch.Request{URL: s.URL + "/list.csv", Path: path, Progress: func(d, n int64) { done, total = d, n }})
	if err != nil {
		t.Fatal(err)
	}
	want(t, path)
	if res.ETag != tag || res.Unchanged || res.Size != int64(len(content)) || done != res.Size || total != res.Size {
		t.Errorf("%+v, progress %d of %d", res, done, total)
	}
	if h := s.header(1); h.Get("User-Agent") != "interdict-test" || h.Get("Range") != "" || h.Get("If-None-Match") != "" {
		t.Errorf("asked with %v", h)
	}
}

func TestUnchanged(t *testing.T) {
	changed := "Mon, 23 Nov 2026 10:00:00 GMT"
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") != tag && r.Header.Get("If-Modified-Since") != changed {
			t.Errorf("asked without a condition: %v", r.Header)
		}
		w.WriteHeader(http.StatusNotModified)
	})
	for _, since := range []fetch.Validators{{ETag: tag, LastModified: changed}, {LastModified: changed}} {
		path := destination(t)
		res, err := impatient(nil).Get(t.Context(), fetch.Request{URL: s.URL, Path: path, Since: since})
		if err != nil || !res.Unchanged || res.Validators != since {
			t.Errorf("%+v, %v", res, err)
		}
		if left, _ := os.ReadDir(filepath.Dir(path)); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	}
	path := destination(t)
	_, err := impatient(nil).Get(t.Context(), fetch.Request{URL: serve(t, answer(304)).URL, Path: path})
	refusedAs(t, path, err, fetch.Odd, "though it was not asked")
}

// TestResume breaks off again and again; the server sends the rest each time.
func TestResume(t *testing.T) {
	half := len(content) / 2
	more := func(w http.ResponseWriter, r *http.Request) { // from half, 1000 bytes and the end
		w.Header().Set("ETag", tag)
		w.Header().Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", half, len(content)-1, len(content)))
		w.Header().Set("Content-Length", strconv.Itoa(len(content)-half))
		w.WriteHeader(http.StatusPartialContent)
		w.Write(content[half : half+1000])
		w.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	}
	s := serve(t, cut(half, "ETag", tag), more, whole)
	path := destination(t)
	res, err := impatient(nil).Get(t.Context(), fetch.Request{URL: s.URL, Path: path})
	if err != nil {
		t.Fatal(err)
	}
	want(t, path)
	if res.Attempts != 3 || res.Resumed != 2 {
		t.Errorf("%+v", res)
	}
	for n, at := range map[int]int{2: half, 3: half + 1000} {
		if h := s.header(n); h.Get("Range") != fmt.Sprintf("bytes=%d-", at) || h.Get("If-Range") != tag {
			t.Errorf("request %d: %v", n, h)
		}
	}
}

// TestNoResume: where the server gave nothing by which the rest could be told,
// all is fetched again.
func TestNoResume(t *testing.T) {
	now := time.Now().UTC().Format(http.TimeFormat)
	for name, headers := range map[string][]string{
		"nothing":          nil,
		"a weak tag":       {"ETag", `W/"v1"`},
		"changed just now": {"Last-Modified", now, "Date", now},
	} {
		s := serve(t, cut(5000, headers...), whole)
		path := destination(t)
		if _, err := impatient(nil).Get(t.Context(), fetch.Request{URL: s.URL, Path: path}); err != nil {
			t.Fatal(name, err)
		}
		want(t, path)
		if r := s.header(2).Get("Range"); r != "" {
			t.Errorf("%s: asked for %s", name, r)
		}
	}
	s := serve(t, cut(5000, "Last-Modified", "Mon, 23 Nov 2020 10:00:00 GMT"), whole)
	path := destination(t)
	if _, err := impatient(nil).Get(t.Context(), fetch.Request{URL: s.URL, Path: path}); err != nil {
		t.Fatal(err)
	}
	if r := s.header(2).Get("If-Range"); r != "Mon, 23 Nov 2020 10:00:00 GMT" {
		t.Errorf("If-Range %q", r)
	}
}

// TestRestDoesNotFit: whatever the server sends in place of the rest, the file
// is the whole of one version.
func TestRestDoesNotFit(t *testing.T) {
	part := func(span, etag string, from int) step {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("ETag", etag)
			w.Header().Set("Content-Range", span)
			w.WriteHeader(http.StatusPartialContent)
			w.Write(content[from:])
		}
	}
	n := len(content)
	for name, odd := range map[string]step{
		"another version, whole": whole,
		"another version's rest": part(fmt.Sprintf("bytes 5000-%d/%d", n-1, n), `"v2"`, 5000),
		"another length":         part(fmt.Sprintf("bytes 5000-%d/%d", n, n+1), tag, 5000),
		"another place":          part(fmt.Sprintf("bytes 0-%d/%d", n-1, n), tag, 0),
		"no place":               part("", tag, 5000),
		"no rest":                answer(http.StatusRequestedRangeNotSatisfiable),
	} {
		steps := []step{cut(5000, "ETag", tag), odd, whole}
		if name == "another version, whole" { // If-Range did not hold: all comes
			steps[1] = func(w http.ResponseWriter, r *http.Request) { r.Header.Del("Range"); whole(w, r) }
		}
		path := destination(t)
		if _, err := impatient(nil).Get(t.Context(), fetch.Request{URL: serve(t, steps...).URL, Path: path}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		want(t, path)
	}
}

// TestStoppedInTheMiddle: nothing is in place, and a later process goes on.
func TestStoppedInTheMiddle(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stall := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", tag)
		w.Header().Set("Content-Length", strconv.Itoa(len(content)))
		w.Write(content[:9000])
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	}
	s := serve(t, stall, whole)
	path := destination(t)
	_, err := impatient(nil).Get(ctx, fetch.Request{URL: s.URL, Path: path, Progress: func(d, _ int64) {
		if d == 9000 {
			stop()
		}
	}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("half a file was put in place")
	}
	res, err := impatient(nil).Get(t.Context(), fetch.Request{URL: s.URL, Path: path})
	if err != nil || res.Resumed != 1 {
		t.Errorf("%+v, %v", res, err)
	}
	want(t, path)
}

// TestForeignPart: what was left by a download from elsewhere, or without a word
// on what it is, is not gone on with.
func TestForeignPart(t *testing.T) {
	s := serve(t, whole)
	for _, m := range []string{"", "{", `{"source":"https://elsewhere.test/list.csv","if_range":"\"v1\"","total":-1}`,
		`{"source":"` + s.URL + `","total":-1}`, `{"source":"` + s.URL + `","if_range":"\"v1\"","total":3}`} {
		path := destination(t)
		os.WriteFile(path+".part", []byte("something else"), 0o600)
		os.WriteFile(path+".part.json", []byte(m), 0o600)
		if _, err := impatient(nil).Get(t.Context(), fetch.Request{URL: s.URL, Path: path}); err != nil {
			t.Error(m, err)
		}
		want(t, path)
	}
}

func TestRetries(t *testing.T) {
	var waits []time.Duration
	s := serve(t, answer(503), answer(429, "Retry-After", "7"), answer(502), cut(0), whole)
	path := destination(t)
	if _, err := impatient(&waits).Get(t.Context(), fetch.Request{URL: s.URL, Path: path}); err != nil {
		t.Fatal(err)
	}
	want(t, path)
	if len(waits) != 4 || waits[1] != 7*time.Second {
		t.Fatalf("waited %v", waits)
	}
	for i, most := range map[int]time.Duration{0: time.Second, 2: 4 * time.Second, 3: 8 * time.Second} {
		if waits[i] < most/2 || waits[i] > most {
			t.Errorf("wait %d: %s, want %s to %s", i, waits[i], most/2, most)
		}
	}
}

func TestGivesUp(t *testing.T) {
	for name, c := range map[string]struct {
		step     step
		requests int
		kind     fetch.Kind
		words    string
	}{
		"always busy":        {answer(503), 5, fetch.Status, "503 Service Unavailable (5 attempts)"},
		"asks for an hour":   {answer(503, "Retry-After", "3600"), 1, fetch.Status, "left alone for 1h0m0s"},
		"asks for ever":      {answer(503, "Retry-After", "99999999999999999999"), 1, fetch.Status, "left alone for"},
		"gone":               {answer(404), 1, fetch.Status, "the file has moved"},
		"forbidden":          {answer(403), 1, fetch.Status, "403 Forbidden"},
		"always cut":         {cut(100), 5, fetch.Unreachable, "broke off after 100 bytes"},
		"in circles":         {answer(302, "Location", "/list"), 11, fetch.Odd, "more than 10 redirects"},
		"redirect nowhere":   {answer(302), 5, fetch.Odd, "leads nowhere"},
		"redirect to a file": {answer(302, "Location", "file:///etc/hosts"), 1, fetch.Address, "no address of a file"},
		"packed strangely":   {answer(200, "Content-Encoding", "br"), 1, fetch.Odd, "packed in a way"},
		"unasked part":       {answer(206, "Content-Range", "bytes 0-0/1"), 5, fetch.Odd, "all was asked for"},
		"no content":         {answer(204), 1, fetch.Status, "204 No Content"},
	} {
		s := serve(t, c.step)
		path := destination(t)
		_, err := impatient(nil).Get(t.Context(), fetch.Request{URL: s.URL, Path: path})
		refusedAs(t, path, err, c.kind, c.words)
		if s.count() != c.requests {
			t.Errorf("%s: %d requests, want %d", name, s.count(), c.requests)
		}
	}
}

func TestChecksums(t *testing.T) {
	b64 := base64.StdEncoding.EncodeToString
	right, five := sha256.Sum256(content), md5.Sum(content)
	wrong := sha256.Sum256([]byte("another"))
	for name, headers := range map[string][]string{
		"Repr-Digest":    {"Repr-Digest", "sha-256=:" + b64(wrong[:]) + ":"},
		"Content-Digest": {"Content-Digest", "crc32c=:AAAAAA==:, sha-256=:" + b64(wrong[:]) + ":"},
		"Content-MD5":    {"Content-MD5", b64(wrong[:16])},
	} {
		send := func(headers []string) step {
			return func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set(headers[0], headers[1])
				whole(w, r)
			}
		}
		path := destination(t)
		_, err := impatient(nil).Get(t.Context(), fetch.Request{URL: serve(t, send(headers)).URL, Path: path})
		refusedAs(t, path, err, fetch.Checksum, "is not what its")
		headers[1] = strings.NewReplacer(b64(wrong[:]), b64(right[:]), b64(wrong[:16]), b64(five[:])).Replace(headers[1])
		if _, err := impatient(nil).Get(t.Context(), fetch.Request{URL: serve(t, send(headers)).URL, Path: path}); err != nil {
			t.Error(name, err)
		}
		want(t, path)
	}
}

func TestLimits(t *testing.T) {
	path := destination(t)
	c := impatient(nil)
	c.Limits.Size = 1000
	_, err := c.Get(t.Context(), fetch.Request{URL: serve(t, whole).URL, Path: path})
	refusedAs(t, path, err, fetch.TooLarge, "larger than 1000 bytes")
	untold := func(w http.ResponseWriter, _ *http.Request) {
		w.Write(content[:2000])
		w.(http.Flusher).Flush()
		w.Write(content[2000:])
	}
	_, err = c.Get(t.Context(), fetch.Request{URL: serve(t, untold).URL, Path: path})
	refusedAs(t, path, err, fetch.TooLarge, "larger than 1000 bytes")

	silent := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	stall := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", strconv.Itoa(len(content)))
		w.Write(content[:9000])
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	}
	c = impatient(nil)
	c.Limits.Idle, c.Limits.Attempts = 50*time.Millisecond, 2
	for _, s := range []step{silent, stall} {
		_, err = c.Get(t.Context(), fetch.Request{URL: serve(t, s).URL, Path: path})
		refusedAs(t, path, err, fetch.Unreachable, "(2 attempts)")
	}
	c = impatient(nil)
	c.Limits.Time = 50 * time.Millisecond
	_, err = c.Get(t.Context(), fetch.Request{URL: serve(t, stall).URL, Path: path})
	refusedAs(t, path, err, fetch.TooSlow, "--timeout")
}
