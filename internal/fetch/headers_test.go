package fetch

import (
	"net/http"
	"testing"
	"time"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

func TestRetryAfter(t *testing.T) {
	for s, want := range map[string]time.Duration{
		"0": 0, " 120 ": 2 * time.Minute, "Tue, 24 Nov 2026 12:00:30 GMT": 30 * time.Second,
		"Tue, 24 Nov 2026 11:00:00 GMT": 0, "": -1, "-5": -1, "1.5": -1, "soon": -1, "+7": -1,
	} {
		got, ok := retryAfter(s, noon)
		if !ok {
			got = -1
		}
		if got != want {
			t.Errorf("%q: %s, want %s", s, got, want)
		}
	}
}

func TestContentRange(t *testing.T) {
	for s, want := range map[string][3]int64{
		"bytes 0-0/1": {0, 0, 1}, "bytes 5-9/10": {5, 9, 10}, "bytes 5-9/*": {5, 9, -1},
	} {
		first, last, total, ok := contentRange(s)
		if got := [3]int64{first, last, total}; !ok || got != want {
			t.Errorf("%q: %v %v", s, got, ok)
		}
	}
	for _, s := range []string{"", "bytes */10", "bytes 9-5/10", "bytes 5-10/10", "bytes -5/10", "bytes 5-9", "items 0-1/2", "bytes +5-9/10", "bytes 0-99999999999999999999/*"} {
		if first, last, total, ok := contentRange(s); ok && s != "bytes 0-99999999999999999999/*" {
			t.Errorf("%q was read as %d-%d/%d", s, first, last, total)
		}
	}
}

// FuzzHeaders: whatever a server writes, numbers stay in their bounds.
func FuzzHeaders(f *testing.F) {
	for _, s := range []string{"120", "Tue, 24 Nov 2026 12:00:30 GMT", "bytes 5-9/10", "bytes 0-9/*", `W/"x"`, `"x"`,
		"sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:, md5=:1B2M2Y8AsgTpgAmY7PhCfg==:"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, ok := retryAfter(s, noon); d < 0 || d > 0 && !ok {
			t.Errorf("Retry-After %q: %s", s, d)
		}
		if first, last, total, ok := contentRange(s); ok && (first < 0 || last < first || total != -1 && total <= last) {
			t.Errorf("Content-Range %q: %d-%d/%d", s, first, last, total)
		}
		h := http.Header{"Etag": {s}, "Last-Modified": {s}, "Repr-Digest": {s}, "Content-Digest": {s}, "Content-Md5": {s}}
		for _, d := range digests(h, true) {
			if len(d.sum) != d.new().Size() {
				t.Errorf("digest %q of %d bytes", s, len(d.sum))
			}
		}
		v := validatorsOf(h)
		if r := v.ifRange(s); r != "" && r != v.ETag && r != v.LastModified {
			t.Errorf("If-Range %q of %q", r, s)
		}
	})
}

// FuzzAddress: plain HTTP stays on this machine.
func FuzzAddress(f *testing.F) {
	f.Add("https://lists.example.test/a.xml")
	f.Add("http://[::ffff:127.0.0.1]/")
	f.Fuzz(func(t *testing.T, s string) {
		u, err := parseAddress(s)
		if err != nil {
			return
		}
		if err := (&Client{}).allowed(u, nil); err == nil && u.Scheme != "https" && !loopback(u.Hostname()) {
			t.Errorf("%q is allowed", s)
		}
	})
}
