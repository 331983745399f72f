package fetch

import (
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

// maxRedirects is how many redirects are followed.
const maxRedirects = 10

var errProxyAddress = errors.New("the proxy's address in HTTPS_PROXY or HTTP_PROXY is none")

// transport makes the connections. It follows no redirect by itself.
func (c *Client) transport(l Limits) *http.Transport {
	proxy := c.Proxy
	if proxy == nil {
		proxy = http.ProxyFromEnvironment
	}
	return &http.Transport{
		Proxy: func(r *http.Request) (*url.URL, error) {
			u, err := proxy(r)
			if err != nil { // it would repeat the address, and a password in it
				return nil, errProxyAddress
			}
			return u, nil
		},
		DialContext:            (&net.Dialer{Timeout: min(30*time.Second, l.Idle)}).DialContext,
		TLSClientConfig:        &tls.Config{RootCAs: c.Roots, MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    min(30*time.Second, l.Idle),
		ResponseHeaderTimeout:  l.Idle,
		MaxResponseHeaderBytes: 64 << 10,
		ForceAttemptHTTP2:      true,
		DisableCompression:     true, // what is packed stays packed on the disk
	}
}

// parseAddress reads the address of a file.
func parseAddress(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil, &Error{Kind: Address, What: "the address is none that files can be fetched from", Remedy: "write it as https://host/path"}
	}
	return u, nil
}

// allowed says whether a file may be fetched from an address, which that of
// from has redirected to where it is not nil.
func (c *Client) allowed(to, from *url.URL) error {
	refuse := func(what, remedy string) error {
		return &Error{Kind: Address, What: to.Hostname() + ": " + what, Remedy: remedy}
	}
	switch {
	case to.Scheme != "https" && to.Scheme != "http" || to.Host == "":
		return refuse("a redirect leads to what is no address of a file", later)
	case from != nil && inner(to.Hostname()) && !inner(from.Hostname()):
		return refuse("a redirect from "+from.Hostname()+" leads into this network", "look at the publisher's page")
	case to.Scheme == "https" || c.PlainHTTP || loopback(to.Hostname()):
		return nil
	case from != nil:
		return refuse("a redirect from "+from.Hostname()+" leads to http://, which anyone on the way can change", "--allow-http takes it all the same")
	}
	return refuse("http:// can be changed by anyone on the way", "write https://, or --allow-http")
}

// loopback says that a host is this machine.
func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return strings.EqualFold(host, "localhost") || err == nil && ip.Unmap().IsLoopback()
}

// inner says that a host is this machine, or an address of a network that is
// nobody else's business.
func inner(host string) bool {
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return loopback(host)
	}
	ip = ip.Unmap()
	return ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast() || ip.IsUnspecified()
}

// Public is an address without what may be secret in it: name, password and
// query.
func Public(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
}
