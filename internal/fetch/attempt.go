package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// download is one Get under way.
type download struct {
	client    *Client
	limits    Limits
	request   Request
	target    *url.URL
	transport *http.Transport
	part      *part
	result    Result
}

func (d *download) open() error {
	var err error
	d.part, err = openPart(d.request.Path, Public(d.request.URL))
	return err
}

// attempt makes one attempt. Without an error, the result is filled in.
func (d *download) attempt(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	idle := time.AfterFunc(d.limits.Idle, func() { cancel(errIdle) })
	defer idle.Stop()
	rest := d.part.resumable()
	answer, err := d.ask(ctx, rest)
	if err != nil {
		return d.explain(ctx, err)
	}
	defer answer.Body.Close()
	host := answer.Request.URL.Hostname()
	switch answer.StatusCode {
	case http.StatusNotModified:
		if rest || d.request.Since == (Validators{}) {
			return &Error{Kind: Odd, What: host + ": the server answered that nothing has changed, though it was not asked", Remedy: later, again: true}
		}
		d.result.Unchanged, d.result.Validators = true, d.request.Since
		return nil
	case http.StatusOK:
		if err := d.part.restart(validatorsOf(answer.Header), answer); err != nil {
			return err
		}
	case http.StatusPartialContent:
		if err := d.fits(rest, answer); err != nil {
			return errors.Join(err, d.part.discard())
		}
		d.result.Resumed++
	case http.StatusRequestedRangeNotSatisfiable:
		return errors.Join(&Error{Kind: Odd, What: host + ": the server has no rest of what it began to send", Remedy: later, again: rest}, d.part.discard())
	default:
		return d.client.refused(host, *answer.Request.URL != *d.target, answer)
	}
	if err := d.receive(answer, idle); err != nil {
		return d.explain(ctx, err)
	}
	return d.finish(answer)
}

var errIdle = errors.New("nothing came for too long")

// explain makes an error of a connection one of ours.
func (d *download) explain(ctx context.Context, err error) error {
	if _, ok := errors.AsType[*Error](err); ok {
		return err
	}
	if cause := context.Cause(ctx); errors.Is(cause, errIdle) {
		err = fmt.Errorf("nothing came for %s", d.limits.Idle)
	} else if errors.Is(err, io.ErrUnexpectedEOF) {
		err = fmt.Errorf("the connection broke off after %d bytes", d.part.size)
	}
	return broken(d.target.Hostname(), err)
}

// ask sends the request and follows redirects to the answer.
func (d *download) ask(ctx context.Context, rest bool) (*http.Response, error) {
	to, from := d.target, (*url.URL)(nil)
	for range maxRedirects + 1 {
		if err := d.client.allowed(to, from); err != nil {
			return nil, err
		}
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, to.String(), http.NoBody)
		if err != nil {
			return nil, err
		}
		d.header(req.Header, rest)
		// A name and password in the address are for its host alone.
		if u := d.target.User; u != nil && to.Host == d.target.Host && to.Scheme == d.target.Scheme {
			password, _ := u.Password()
			req.SetBasicAuth(u.Username(), password)
		}
		answer, err := d.transport.RoundTrip(req)
		if err != nil {
			return nil, broken(to.Hostname(), err)
		}
		switch answer.StatusCode {
		case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		default:
			return answer, nil
		}
		answer.Body.Close()
		next, err := answer.Location()
		if err != nil {
			return nil, &Error{Kind: Odd, What: to.Hostname() + ": a redirect leads nowhere", Remedy: later, again: true}
		}
		next.User = nil
		to, from = next, to
	}
	return nil, &Error{Kind: Odd, What: fmt.Sprintf("%s: more than %d redirects", d.target.Hostname(), maxRedirects), Remedy: "look at the publisher's page"}
}

func (d *download) header(h http.Header, rest bool) {
	h.Set("User-Agent", d.client.UserAgent)
	h.Set("Accept", "*/*")
	h.Set("Accept-Encoding", "gzip")
	if rest {
		h.Set("Range", fmt.Sprintf("bytes=%d-", d.part.size))
		h.Set("If-Range", d.part.meta.IfRange)
		h.Set("Accept-Encoding", acceptable(d.part.meta.Encoding))
		return
	}
	if s := d.request.Since; s.ETag != "" {
		h.Set("If-None-Match", s.ETag)
	} else if s.LastModified != "" {
		h.Set("If-Modified-Since", s.LastModified)
	}
}

// acceptable is the encoding to ask for, so that the rest of a file comes as its
// beginning did.
func acceptable(encoding string) string {
	if encoding == "" {
		return "identity"
	}
	return encoding
}

// fits says whether an answer is the rest of what is here.
func (d *download) fits(rest bool, answer *http.Response) error {
	odd := func(what string) error {
		return &Error{Kind: Odd, What: answer.Request.URL.Hostname() + ": " + what, Remedy: later, again: true}
	}
	first, last, total, ok := contentRange(answer.Header.Get("Content-Range"))
	m := &d.part.meta
	switch v := validatorsOf(answer.Header); {
	case !rest:
		return odd("the server sent a part of the file, though all was asked for")
	case !ok || first != d.part.size || answer.ContentLength >= 0 && answer.ContentLength != last-first+1:
		return odd("the server sent another part of the file than was asked for")
	case total >= 0 && m.Total >= 0 && total != m.Total, v.ETag != "" && v.ETag != m.ETag, encodingOf(answer) != m.Encoding:
		return odd("the server sent the rest of another version of the file")
	case total >= 0:
		m.Total = total
	}
	return nil
}

// encodingOf is how an answer is packed: "" or "gzip".
func encodingOf(answer *http.Response) string {
	e := strings.ToLower(strings.TrimSpace(answer.Header.Get("Content-Encoding")))
	switch e {
	case "identity":
		return ""
	case "x-gzip":
		return "gzip"
	}
	return e
}

// receive appends the answer's body to what is here.
func (d *download) receive(answer *http.Response, idle *time.Timer) error {
	host := answer.Request.URL.Hostname()
	if e := encodingOf(answer); e != "" && e != "gzip" {
		return &Error{Kind: Odd, What: fmt.Sprintf("%s: the file came packed in a way that was not asked for (%.20q)", host, e), Remedy: later}
	}
	tooLarge := &Error{Kind: TooLarge, What: fmt.Sprintf("%s: the file is larger than %d bytes", host, d.limits.Size),
		Remedy: "if it is the list all the same, --max-size gives it room"}
	if d.part.meta.Total > d.limits.Size {
		return tooLarge
	}
	buf := make([]byte, 256<<10)
	for {
		n, err := answer.Body.Read(buf)
		idle.Reset(d.limits.Idle)
		if d.part.size+int64(n) > d.limits.Size {
			return errors.Join(tooLarge, d.part.discard())
		}
		if werr := d.part.write(buf[:n]); werr != nil {
			return werr
		}
		if d.request.Progress != nil {
			d.request.Progress(d.part.size, d.part.meta.Total)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// finish checks what came against what the answer says of it, and puts it in
// place.
func (d *download) finish(answer *http.Response) error {
	host := answer.Request.URL.Hostname()
	if t := d.part.meta.Total; t >= 0 && d.part.size < t {
		return &Error{Kind: Unreachable, What: fmt.Sprintf("%s: %d of %d bytes came", host, d.part.size, t), Remedy: later, again: true}
	} else if t >= 0 && d.part.size > t {
		return errors.Join(&Error{Kind: Odd, What: fmt.Sprintf("%s: %d bytes came of a file of %d", host, d.part.size, t), Remedy: later, again: true}, d.part.discard())
	}
	for _, sum := range digests(answer.Header, answer.StatusCode == http.StatusOK) {
		ok, err := d.part.agrees(sum)
		if err != nil {
			return disk(err)
		}
		if !ok {
			return errors.Join(&Error{Kind: Checksum, What: fmt.Sprintf("%s: what came is not what its %s checksum is of", host, sum.name), Remedy: later, again: true}, d.part.discard())
		}
	}
	d.result.Size, d.result.Validators = d.part.size, d.part.meta.Validators
	return d.part.place()
}
