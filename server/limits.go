package server

import (
	"errors"
	"io"
	"math"
	"net/http"
	"runtime"
	"strconv"
	"time"
)

// Limits bound what one client, and all together, can make the server do. Zero
// means the default.
type Limits struct {
	Header, Read, Write, Idle time.Duration
	// Progress is the longest that a client may send nothing of its body, or read
	// nothing of its answer.
	Progress    time.Duration
	HeaderBytes int
	// Body is the largest body of a request in bytes, save where its class names
	// another.
	Body int64
	// Concurrent is how many requests are worked on at once, Streams how many that
	// are long; Queue is how many more may wait, and Wait how long.
	Concurrent, Streams, Queue int
	Wait                       time.Duration
	// Rate is how many requests a second one key, or one address where keys are
	// not asked for, may make; below 0 any number. Whoever asks on this machine
	// without a key has no bound.
	Rate float64
}

func (l Limits) withDefaults() Limits {
	def := func(d *time.Duration, v time.Duration) {
		if *d == 0 {
			*d = v
		}
	}
	number := func(n *int, v int) {
		if *n == 0 {
			*n = v
		}
	}
	def(&l.Header, 10*time.Second)
	def(&l.Read, 5*time.Minute)
	def(&l.Write, 30*time.Minute)
	def(&l.Idle, 2*time.Minute)
	def(&l.Progress, 20*time.Second)
	def(&l.Wait, 10*time.Second)
	number(&l.HeaderBytes, 128<<10) // a yente client may send 60,000 bytes of address
	number(&l.Concurrent, 32*runtime.GOMAXPROCS(0))
	number(&l.Streams, 64)
	number(&l.Queue, 1024)
	if l.Body == 0 {
		l.Body = 16 << 20
	}
	if l.Rate == 0 {
		l.Rate = 1000
	}
	return l
}

// early is how much of a body is read before a request takes a place: whoever
// sends little slowly keeps nobody waiting.
const early = 64 << 10

// guardWork holds requests to the limits of rate, number and size.
func (srv *Server) guardWork(next http.Handler) http.Handler {
	l := &srv.options.Limits
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := askedOf(r)
		if a.class.probe {
			next.ServeHTTP(w, r)
			return
		}
		if !srv.options.Access.free() {
			if wait := srv.rates.take(a.client, time.Now()); wait > 0 {
				w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
				Refuse(w, r, http.StatusTooManyRequests, "too_often", "More requests came than one client may make in a second.", "Wait as long as Retry-After says, or put many subjects into one request.")
				return
			}
		}
		places := srv.places
		if a.class.Long {
			places = srv.streams
		} else if r.Body != nil && r.Body != http.NoBody {
			size := l.Body
			if a.class.Body != 0 {
				size = a.class.Body
			}
			r.Body = &steady{ReadCloser: http.MaxBytesReader(w, r.Body, size), control: http.NewResponseController(w), progress: l.Progress, end: time.Now().Add(l.Read)}
			r.Body = readEarly(r.Body)
		}
		leave, err := places.take(r.Context(), a.client)
		if errors.Is(err, errQueueFull) {
			w.Header().Set("Retry-After", "2")
			Refuse(w, r, http.StatusServiceUnavailable, "busy", "More requests are being worked on than the service can take.", "Ask again as Retry-After says.")
			return
		}
		if err != nil { // who asked has gone, or sent nothing more: not even an empty answer looks like one
			panic(http.ErrAbortHandler)
		}
		defer leave()
		next.ServeHTTP(w, r)
	})
}

// steady is a body that has to go on coming.
type steady struct {
	io.ReadCloser
	control  *http.ResponseController
	progress time.Duration
	end      time.Time
}

func (s *steady) Read(b []byte) (int, error) {
	until := time.Now().Add(s.progress)
	if until.After(s.end) {
		until = s.end
	}
	_ = s.control.SetReadDeadline(until) // a test's recorder has none
	n, err := s.ReadCloser.Read(b)
	if err == io.EOF { // what is answered may take its time; after another error the rest is not waited for
		_ = s.control.SetReadDeadline(time.Time{})
	}
	return n, err
}

// readEarly reads the beginning of a body at once. An error is told to whoever
// reads so far.
func readEarly(body io.ReadCloser) io.ReadCloser {
	first := &begun{ReadCloser: body}
	buf := make([]byte, 0, 512)
	for len(buf) < early {
		if len(buf) == cap(buf) {
			buf = append(buf, 0)[:len(buf)]
		}
		n, err := body.Read(buf[len(buf):min(cap(buf), early)])
		buf = buf[:len(buf)+n]
		if err != nil {
			first.err = err
			break
		}
	}
	first.buf = buf
	return first
}

// begun is a body of which the beginning was read.
type begun struct {
	io.ReadCloser
	buf []byte
	err error
}

func (b *begun) Read(p []byte) (int, error) {
	if len(b.buf) > 0 {
		n := copy(p, b.buf)
		b.buf = b.buf[n:]
		return n, nil
	}
	if b.err != nil {
		return 0, b.err
	}
	return b.ReadCloser.Read(p)
}
