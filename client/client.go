// Package client asks a running `interdict serve`: a Go client of the native
// API, which docs/api.md describes. It needs nothing but the standard library.
//
//	c, err := client.New("http://127.0.0.1:8700")
//	answer, err := c.Screen(ctx, &client.ScreenRequest{
//		Subjects: []client.Subject{{Name: "Zhao Guangzong", BirthDates: []string{"1985-11-12"}}},
//	})
//
// Where the service says to ask again (a past day is being compiled, it is
// busy), a Client does so until the context or its patience ends. Errors that
// the service tells of are of type *Problem.
//
// Dates are texts: YYYY, YYYY-MM or YYYY-MM-DD, two of them parted by a slash for
// a span, with ~ behind where the source says "about"; empty where not known.
package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Client asks one service. It is safe for concurrent use.
type Client struct {
	base     string
	key      string
	http     *http.Client
	patience time.Duration
}

// Option changes a Client that New makes.
type Option func(*Client)

// WithKey sends an API key with each request.
func WithKey(key string) Option { return func(c *Client) { c.key = key } }

// WithHTTPClient asks by way of another HTTP client, for a proxy, certificates
// or time limits of its own.
func WithHTTPClient(h *http.Client) Option { return func(c *Client) { c.http = h } }

// WithPatience sets how long to ask again where the service says to; 0 asks
// once. The default is five minutes.
func WithPatience(d time.Duration) Option { return func(c *Client) { c.patience = d } }

// New returns a client of the service at an address such as
// http://127.0.0.1:8700.
func New(address string, options ...Option) (*Client, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.RawQuery != "" || u.User != nil {
		return nil, errors.New("client: the address of a service is such as http://127.0.0.1:8700")
	}
	c := &Client{base: strings.TrimRight(address, "/"), http: http.DefaultClient, patience: 5 * time.Minute}
	for _, o := range options {
		o(c)
	}
	return c, nil
}

// Problem is an error that the service tells of.
type Problem struct {
	Type    string   `json:"type"`
	Title   string   `json:"title"`
	Status  int      `json:"status"`
	Code    string   `json:"code"` // the kind of error, such as "not_found"
	Detail  string   `json:"detail"`
	Remedy  string   `json:"remedy,omitempty"`
	Faults  []Fault  `json:"errors,omitempty"`
	Choices []string `json:"choices,omitempty"` // ids to choose from

	retryAfter time.Duration
}

// Fault is one place of a request that is wrong.
type Fault struct {
	Place  string `json:"place"`
	Reason string `json:"reason"`
}

// Error says what is wrong, where, and what to do.
func (p *Problem) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "interdict: %s (%d %s)", strings.TrimSuffix(p.Detail, "."), p.Status, p.Code)
	for _, f := range p.Faults {
		fmt.Fprintf(&b, "; %s: %s", f.Place, f.Reason)
	}
	if p.Remedy != "" {
		b.WriteString(". " + p.Remedy)
	}
	return b.String()
}

// ErrPending is the error of a question whose answer was still being made when
// the patience of the client ended.
var ErrPending = errors.New("interdict: the answer is still being made; ask again later")

// Limits of what a client reads, against a server that is none of ours.
const (
	maxProblem = 1 << 20
	maxWait    = 30 * time.Second // between two requests
)

// get asks with GET and reads the answer into out.
func (c *Client) get(ctx context.Context, path string, query url.Values, out any) error {
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return c.ask(ctx, http.MethodGet, path, "", nil, out)
}

// post asks with a JSON body.
func (c *Client) post(ctx context.Context, path string, in, out any) error {
	body, err := json.Marshal(in)
	if err != nil {
		return fmt.Errorf("client: %w", err)
	}
	return c.ask(ctx, http.MethodPost, path, "", body, out)
}

// ask asks, again where it has to. out is a pointer to what JSON is read into,
// or to a []byte for any other form.
func (c *Client) ask(ctx context.Context, method, path, accept string, body []byte, out any) error {
	end := time.Now().Add(c.patience)
	for {
		r, err := c.send(ctx, method, path, accept, bodyOf(body))
		if err == nil {
			return c.read(r, out)
		}
		var wait time.Duration
		var p *Problem
		switch {
		case errors.As(err, &p) && (p.Status == http.StatusServiceUnavailable || p.Status == http.StatusTooManyRequests) && p.retryAfter > 0:
			wait = p.retryAfter
		case errors.Is(err, ErrPending):
			wait = r.wait
		default:
			return err
		}
		if wait = min(wait, maxWait); time.Now().Add(wait).After(end) {
			return err
		}
		t := time.NewTimer(wait)
		select {
		case <-t.C:
		case <-ctx.Done():
			t.Stop()
			return ctx.Err()
		}
	}
}

func bodyOf(b []byte) io.Reader {
	if b == nil {
		return nil
	}
	return bytes.NewReader(b)
}

// answer is a response of the service, or when to ask again.
type answer struct {
	*http.Response
	wait time.Duration
}

// send asks once. The error is ErrPending where the service says so, and a
// *Problem where it tells of an error.
func (c *Client) send(ctx context.Context, method, path, accept string, body io.Reader) (*answer, error) {
	r, err := http.NewRequestWithContext(ctx, method, c.base+path, body)
	if err != nil {
		return nil, fmt.Errorf("client: %w", err)
	}
	if accept != "" {
		r.Header.Set("Accept", accept)
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if strings.HasSuffix(path, "/stream") || strings.Contains(path, "/stream?") {
		r.Header.Set("Content-Type", "application/x-ndjson")
	}
	if c.key != "" {
		r.Header.Set("Authorization", "Bearer "+c.key)
	}
	w, err := c.http.Do(r)
	if err != nil {
		return nil, withoutQuery(err)
	}
	if w.StatusCode == http.StatusOK {
		return &answer{Response: w}, nil
	}
	defer w.Body.Close()
	wait := retryAfter(w.Header)
	if w.StatusCode == http.StatusAccepted {
		return &answer{wait: max(wait, 100*time.Millisecond)}, ErrPending
	}
	p := &Problem{}
	text, err := io.ReadAll(io.LimitReader(w.Body, maxProblem))
	if err != nil || json.Unmarshal(text, p) != nil || p.Detail == "" {
		*p = Problem{Detail: "the answer is not of an interdict service", Code: "unknown"}
	}
	p.Status, p.retryAfter = w.StatusCode, wait
	return nil, p
}

// withoutQuery keeps what was asked for out of an error.
func withoutQuery(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		u.URL, _, _ = strings.Cut(u.URL, "?")
	}
	return err
}

// retryAfter is how long to wait, as a header says: in seconds, or until a time.
func retryAfter(h http.Header) time.Duration {
	v := h.Get("Retry-After")
	if n, err := strconv.Atoi(v); err == nil && n >= 0 {
		return time.Duration(min(n, 3600)) * time.Second
	}
	if t, err := http.ParseTime(v); err == nil {
		return max(0, time.Until(t))
	}
	return 0
}

func (c *Client) read(r *answer, out any) error {
	defer r.Body.Close()
	if raw, ok := out.(*[]byte); ok {
		var err error
		*raw, err = io.ReadAll(r.Body)
		return err
	}
	if err := json.NewDecoder(r.Body).Decode(out); err != nil {
		return fmt.Errorf("client: the answer cannot be read: %w", err)
	}
	return nil
}
