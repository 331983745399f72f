package server

import (
	"net/http"
	"time"
)

// Limits bound what one client, and all together, can make the server do. Zero
// means the default.
type Limits struct {
	Header, Read, Write, Idle time.Duration
	HeaderBytes               int
	// Body is the largest body of a request in bytes, save where a file is
	// screened.
	Body int64
	// Concurrent is how many requests are worked on at once; more wait.
	Concurrent int
}

func (l Limits) withDefaults() Limits {
	def := func(d *time.Duration, v time.Duration) {
		if *d == 0 {
			*d = v
		}
	}
	def(&l.Header, 10*time.Second)
	def(&l.Read, 5*time.Minute)
	def(&l.Write, 30*time.Minute)
	def(&l.Idle, 2*time.Minute)
	if l.HeaderBytes == 0 {
		l.HeaderBytes = 128 << 10 // a yente client may send 60,000 bytes of address
	}
	if l.Body == 0 {
		l.Body = 16 << 20
	}
	if l.Concurrent == 0 {
		l.Concurrent = 256
	}
	return l
}

// guard holds requests to the limits.
func (l Limits) guard(next http.Handler) http.Handler {
	slots := make(chan struct{}, l.Concurrent)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case slots <- struct{}{}:
			defer func() { <-slots }()
		case <-r.Context().Done():
			return
		}
		next.ServeHTTP(w, r)
	})
}
