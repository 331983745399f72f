// Package fetch downloads one file over HTTP to a place on the disk, whole or
// not at all.
//
// Publishers' servers are slow, busy and wrong in many ways, so a download is a
// row of attempts. What one attempt has received stays in a file beside the
// destination (".part", with the server's validators in ".part.json"), and the
// next one, of this process or a later one, asks for the rest by Range with
// If-Range: the server itself says whether the rest still fits. The destination
// is made by a rename once all is there, was flushed, and agrees with every
// length and checksum that the answer states.
//
// A redirect may lead to an address that is signed and soon expires. It is
// followed and forgotten: it is in no file and no error, and each attempt
// starts again from the address that was asked for. Errors name hosts alone.
//
// What comes is not looked into: whether it is a list is for whoever reads it.
package fetch

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"time"
)

// Client downloads files. The zero value is ready to use; it may be used by many
// goroutines at once, though each destination by one alone.
type Client struct {
	// UserAgent names the program to servers.
	UserAgent string
	// Roots are the authorities that vouch for servers; nil means the system's.
	Roots *x509.CertPool
	// PlainHTTP allows http:// beyond this machine.
	PlainHTTP bool
	// Proxy says which proxy a request takes; nil goes by HTTP_PROXY, HTTPS_PROXY
	// and NO_PROXY in the environment.
	Proxy  func(*http.Request) (*url.URL, error)
	Limits Limits
	// Sleep waits between attempts, Now is the clock; nil means the real ones.
	Sleep func(context.Context, time.Duration) error
	Now   func() time.Time
}

// Limits of a download. A zero field means the default.
type Limits struct {
	Size     int64         // the most bytes as they are sent; 4 GiB
	Time     time.Duration // for the whole, waiting included; 30 minutes
	Idle     time.Duration // without a byte or an answer; 1 minute
	Attempts int           // in a row that bring nothing further; 5
	Backoff  time.Duration // after the first attempt, doubled after each; 1 second
	Wait     time.Duration // the longest between two attempts; 2 minutes
}

// maxAttempts ends a download that advances byte by byte.
const maxAttempts = 100

func (l Limits) orDefaults() Limits {
	def := func(have *time.Duration, d time.Duration) {
		if *have == 0 {
			*have = d
		}
	}
	if l.Size == 0 {
		l.Size = 4 << 30
	}
	if l.Attempts == 0 {
		l.Attempts = 5
	}
	def(&l.Time, 30*time.Minute)
	def(&l.Idle, time.Minute)
	def(&l.Backoff, time.Second)
	def(&l.Wait, 2*time.Minute)
	return l
}

// Validators are what a server knows a version of a file by, as it wrote them.
type Validators struct {
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"last_modified,omitempty"`
}

// Request of a file.
type Request struct {
	URL  string
	Path string // the destination; its folder exists
	// Since are those of the version that is here already: one that is unchanged
	// is not sent again.
	Since Validators
	// Progress, if set, is told how many bytes are here, and of how many (-1
	// where the server does not say). It is called often, by one goroutine.
	Progress func(done, total int64)
}

// Result of a download.
type Result struct {
	// Unchanged says that the version of Request.Since is the newest; nothing was
	// written.
	Unchanged bool
	Validators
	Size int64 // bytes as they were sent
	// Attempts is how many were made, Resumed how many of them went on where one
	// before had ended.
	Attempts, Resumed int
}

// Get downloads a file. The error is an *Error, or the end of ctx.
func (c *Client) Get(ctx context.Context, r Request) (*Result, error) {
	limits := c.Limits.orDefaults()
	target, err := parseAddress(r.URL)
	if err != nil {
		return nil, err
	}
	within, cancel := context.WithTimeout(ctx, limits.Time)
	defer cancel()
	transport := c.transport(limits)
	defer transport.CloseIdleConnections()
	d := &download{client: c, limits: limits, request: r, target: target, transport: transport}
	if err := d.open(); err != nil {
		return nil, err
	}
	defer d.part.close()
	failed, furthest := 0, d.part.size
	for d.result.Attempts = 1; ; d.result.Attempts++ {
		err := d.attempt(within)
		if err == nil {
			return &d.result, nil
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if within.Err() != nil {
			return nil, d.tooSlow()
		}
		if failed++; d.part.size > furthest {
			failed, furthest = 1, d.part.size
		}
		fault, ok := errors.AsType[*Error](err)
		if !ok || !fault.again {
			return nil, err
		}
		if failed >= limits.Attempts || d.result.Attempts >= maxAttempts {
			fault.What += fmt.Sprintf(" (%d attempts)", d.result.Attempts)
			return nil, err
		}
		wait := max(jittered(limits, failed), fault.After)
		if wait > limits.Wait {
			return nil, err
		}
		if err := c.sleep(within, wait); err != nil {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			return nil, d.tooSlow()
		}
	}
}

// jittered is the wait after the n-th failure in a row: doubled each time, and
// between half of that and all of it, so that many clients that failed at once
// do not come back at once.
func jittered(l Limits, n int) time.Duration {
	d := min(l.Backoff<<min(n-1, 20), l.Wait)
	return d/2 + rand.N(d/2+1)
}

func (c *Client) now() time.Time {
	if c.Now != nil {
		return c.Now()
	}
	return time.Now()
}

func (c *Client) sleep(ctx context.Context, d time.Duration) error {
	if c.Sleep != nil {
		return c.Sleep(ctx, d)
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Discard removes what an unfinished download has left beside its destination.
func Discard(path string) error {
	var all []error
	for _, p := range []string{path + partSuffix, path + metaSuffix} {
		if err := os.Remove(p); err != nil && !errors.Is(err, os.ErrNotExist) {
			all = append(all, err)
		}
	}
	return errors.Join(all...)
}

// disk is the error of a file of ours.
func disk(err error) error {
	var p *os.PathError
	at := ""
	if errors.As(err, &p) {
		at, err = filepath.Dir(p.Path)+": ", p.Err
	}
	return &Error{Kind: Disk, What: fmt.Sprintf("%sthe download cannot be kept: %v", at, err), Remedy: "check the disk and its space"}
}
