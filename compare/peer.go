package compare

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/interdict/interdict"
)

// maxAnswer is the longest answer that is read, in bytes.
const maxAnswer = 32 << 20

// theirs is what the other service found.
type theirs struct {
	ID, Caption string
	Score       float64
	// Match says that it is a match by its own threshold.
	Match bool
	// Refs are listings of ours that it may rest on, Lists the lists that it stands
	// on as we call them, Names all its names.
	Refs  []interdict.Ref
	Lists []string
	Names []string
}

// peer is the other service.
type peer interface {
	// kind is "yente" or "watchman".
	kind() string
	// lists are those that it holds, by our ids.
	lists(ctx context.Context) (map[string]ListThere, error)
	// ask asks for one party. limit is how many results it was asked for, from the
	// least score of a match.
	ask(ctx context.Context, q *Request) (found []theirs, limit int, from float64, err error)
}

// ListThere is a list as the other service has it.
type ListThere struct {
	Name    string `json:"name"`
	Entries int    `json:"entries"`
	Version string `json:"version,omitempty"`
}

// Client says how the other service is reached.
type Client struct {
	// URL is its address; http or https.
	URL string
	// Kind is "yente", "watchman" or empty: it is found out.
	Kind string
	// Authorization is what the header of that name holds, if anything.
	Authorization string
	// Dataset is which of yente's data sets is asked, where the request does not
	// say: "default" if empty.
	Dataset string
	// Threshold is the least score of its match, where the request does not say: 0
	// means yente's 0.7, or 0.8 for Watchman.
	Threshold float64
	// Timeout is that of one attempt, Retries how often one that failed is made
	// again.
	Timeout time.Duration
	Retries int
}

// caller calls one address.
type caller struct {
	base          *url.URL
	authorization string
	http          *http.Client
	timeout       time.Duration
	retries       int
	wait          time.Duration // before the first further attempt
}

// open finds out what answers at an address.
func open(ctx context.Context, c *Client) (peer, error) {
	u, err := url.Parse(strings.TrimRight(c.URL, "/"))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return nil, errors.New("the address is not one such as http://127.0.0.1:8000 or https://yente.example.org")
	}
	to := &caller{base: u, authorization: c.Authorization, timeout: c.Timeout, retries: c.Retries, wait: 200 * time.Millisecond}
	if to.timeout <= 0 {
		to.timeout = 30 * time.Second
	}
	to.http = &http.Client{
		Transport: &http.Transport{MaxIdleConnsPerHost: 64, ResponseHeaderTimeout: to.timeout},
		// Names go to the address that was given, and nowhere else.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	if c.Kind == "" || c.Kind == "yente" {
		p, err := newYente(ctx, to, c)
		if err == nil || c.Kind != "" {
			return p, err
		}
	}
	if c.Kind == "" || c.Kind == "watchman" {
		p, err := newWatchman(ctx, to, c)
		if err == nil || c.Kind != "" {
			return p, err
		}
		return nil, fmt.Errorf("neither yente (/algorithms) nor Watchman (/v2/listinfo) answers there: %w", err)
	}
	return nil, fmt.Errorf("there is no kind %q; there are yente and watchman", c.Kind)
}

// get asks an address below the base for JSON.
func (c *caller) get(ctx context.Context, path string, query url.Values, into any) error {
	return c.do(ctx, http.MethodGet, path, query, nil, into)
}

// do makes a call, again where it failed in a way that may pass.
func (c *caller) do(ctx context.Context, method, path string, query url.Values, body []byte, into any) error {
	wait := c.wait
	for attempt := 0; ; attempt++ {
		again, err := c.once(ctx, method, path, query, body, into)
		if err == nil || !again || attempt >= c.retries || ctx.Err() != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait):
		}
		wait *= 2
	}
}

// once makes one call. again says that another may do better. Errors tell the
// status and nothing that was sent.
func (c *caller) once(ctx context.Context, method, path string, query url.Values, body []byte, into any) (again bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	u := *c.base
	u.Path += path
	u.RawQuery = query.Encode()
	r, err := http.NewRequestWithContext(ctx, method, u.String(), bytes.NewReader(body))
	if err != nil {
		return false, errors.New("the call cannot be made")
	}
	r.Header.Set("Accept", "application/json")
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if c.authorization != "" {
		r.Header.Set("Authorization", c.authorization)
	}
	answer, err := c.http.Do(r)
	if err != nil {
		return true, withoutAddress(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer+1))
	switch {
	case err != nil:
		return true, withoutAddress(err)
	case answer.StatusCode != http.StatusOK:
		return answer.StatusCode == http.StatusTooManyRequests || answer.StatusCode >= 500, fmt.Errorf("it answered %s", answer.Status)
	case len(text) > maxAnswer:
		return false, fmt.Errorf("its answer is longer than %d MB", maxAnswer>>20)
	}
	if json.Unmarshal(text, into) != nil {
		return false, errors.New("its answer is not JSON of the form that is expected")
	}
	return false, nil
}

// withoutAddress is a failure of the network without the address, whose
// parameters hold the name that was asked for.
func withoutAddress(err error) error {
	if u, ok := errors.AsType[*url.Error](err); ok {
		err = u.Err
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return errors.New("it did not answer in time")
	}
	return fmt.Errorf("it cannot be reached: %w", err)
}
