package fetch

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"
)

// Kind says what sort of error an Error is, for programs.
type Kind string

const (
	Address     Kind = "address"     // the address is none, or may not be fetched from
	Unreachable Kind = "unreachable" // no connection, or it broke off
	Untrusted   Kind = "untrusted"   // the server's certificate does not hold
	Status      Kind = "status"      // the server answered with an error
	Odd         Kind = "odd_answer"  // the answer contradicts itself, or is none to this question
	Checksum    Kind = "checksum"    // what came is not what the checksum is of
	TooLarge    Kind = "too_large"
	TooSlow     Kind = "too_slow"
	Disk        Kind = "disk" // the download could not be written
)

// Error says why a file was not fetched, and what to do.
type Error struct {
	Kind   Kind
	What   string
	Remedy string
	// After is how long the server asked to be left alone; 0 if it did not.
	After time.Duration
	// Absent says that the server has no such file.
	Absent bool
	again  bool // another attempt may succeed
}

func (e *Error) Error() string {
	if e.Remedy == "" {
		return e.What
	}
	return e.What + "; " + e.Remedy
}

// later is the remedy of what time heals.
const later = "try again later"

// broken is the error of a connection. What the standard library says of it may
// hold the address, signed or with a password, which is taken off.
func broken(host string, err error) *Error {
	if u, ok := errors.AsType[*url.Error](err); ok {
		err = u.Err
	}
	if cert, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return &Error{Kind: Untrusted, What: fmt.Sprintf("%s: its certificate does not hold: %v", host, cert.Err),
			Remedy: "check the machine's clock; where a proxy or mirror has a certificate of its own, name its authority with --ca-file"}
	}
	if errors.Is(err, errProxyAddress) {
		return &Error{Kind: Address, What: errProxyAddress.Error(), Remedy: "write it as http://host:port"}
	}
	e := &Error{Kind: Unreachable, What: host + ": " + err.Error(), Remedy: "check the network and the proxy", again: true}
	if dns, ok := errors.AsType[*net.DNSError](err); ok {
		e.What, e.again = fmt.Sprintf("%s: its name is not known (%s)", host, dns.Err), dns.IsTemporary || dns.IsTimeout
	}
	return e
}

// tooSlow is the error of a download that took all its time.
func (d *download) tooSlow() error {
	return &Error{Kind: TooSlow, What: fmt.Sprintf("%s: %d bytes came within %s, and that is not all", d.target.Host, d.part.size, d.limits.Time),
		Remedy: "the next update goes on from there; --timeout gives it longer"}
}

// refused is the error of an answer other than the file. Beyond a redirect, a
// refusal most likely means that the signed address expired on the way.
func (c *Client) refused(host string, redirected bool, answer *http.Response) *Error {
	code := answer.StatusCode
	e := &Error{Kind: Status, What: fmt.Sprintf("%s: the server answered %d %s", host, code, http.StatusText(code)), Remedy: later}
	switch code {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests,
		http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		e.again = true
		if after, ok := retryAfter(answer.Header.Get("Retry-After"), c.now()); ok && after > 0 {
			e.After = after
			e.What += fmt.Sprintf(" and asked to be left alone for %s", after.Round(time.Second))
		}
	case http.StatusNotFound, http.StatusGone:
		e.Absent, e.Remedy = true, "the file has moved; look at the publisher's page"
	case http.StatusProxyAuthRequired:
		e.Remedy = "give the proxy's name and password in HTTPS_PROXY"
	case http.StatusUnauthorized, http.StatusForbidden:
		e.Remedy = "the server wants to know who asks, or turns programs away; look at the publisher's page"
	}
	if redirected && code >= 400 && code < 500 {
		e.again = true
	}
	return e
}
