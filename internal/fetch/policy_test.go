package fetch_test

import (
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/interdict/interdict/internal/fetch"
)

// TestSignedAddress: the address that a redirect leads to is asked for anew each
// time, and is nowhere to be found afterwards.
func TestSignedAddress(t *testing.T) {
	const secret = "X-Amz-Signature=0123456789abcdef"
	signed := 0
	redirect := func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(r.URL.RawQuery, "X-Amz-Signature") {
			signed++
			http.Redirect(w, r, fmt.Sprintf("/bucket/list.csv?%s&n=%d", secret, signed), http.StatusFound)
			return
		}
		switch signed {
		case 1:
			cut(5000, "ETag", tag)(w, r)
		case 2: // it expired on the way
			w.WriteHeader(http.StatusForbidden)
		default:
			whole(w, r)
		}
	}
	s := serve(t, redirect)
	path := destination(t)
	kept := ""
	_, err := impatient(nil).Get(t.Context(), fetch.Request{URL: s.URL + "/list.csv", Path: path, Progress: func(int64, int64) {
		text, _ := os.ReadFile(path + ".part.json")
		kept += string(text)
	}})
	if err != nil {
		t.Fatal(err)
	}
	want(t, path)
	if signed != 3 || kept == "" || strings.Contains(kept, "Signature") {
		t.Errorf("%d signed addresses, kept %s", signed, kept)
	}
	for n := range s.count() {
		if r := s.header(n + 1).Get("Referer"); r != "" {
			t.Errorf("the address went on as the referer %q", r)
		}
	}
	// Nor is it in an error.
	s.Server.Config.Handler = s.handler([]step{func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "https://127.0.0.1:1/?"+secret, http.StatusFound)
	}})
	path = destination(t)
	_, err = impatient(nil).Get(t.Context(), fetch.Request{URL: s.URL, Path: path})
	if err == nil || strings.Contains(err.Error(), "Signature") {
		t.Errorf("error %v", err)
	}
}

func TestTLS(t *testing.T) {
	s := &server{}
	s.Server = httptest.NewTLSServer(s.handler([]step{whole}))
	s.Config.ErrorLog = nil
	t.Cleanup(s.Close)
	path := destination(t)
	_, err := impatient(nil).Get(t.Context(), fetch.Request{URL: s.URL, Path: path})
	refusedAs(t, path, err, fetch.Untrusted, "--ca-file")
	c := impatient(nil)
	c.Roots = x509.NewCertPool()
	c.Roots.AddCert(s.Certificate())
	if _, err := c.Get(t.Context(), fetch.Request{URL: s.URL, Path: path}); err != nil {
		t.Fatal(err)
	}
	want(t, path)
}

// TestTLSThroughProxy: what is read is between the program and the server, and a
// redirect never leaves TLS.
func TestTLSThroughProxy(t *testing.T) {
	s := &server{}
	s.Server = httptest.NewTLSServer(s.handler([]step{whole, answer(302, "Location", "http://elsewhere.test/")}))
	t.Cleanup(s.Close)
	tunnels := 0
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodConnect || r.Host != "example.com:443" {
			t.Errorf("%s %s reached the proxy", r.Method, r.Host)
		}
		tunnels++
		out, err := net.Dial("tcp", s.Listener.Addr().String())
		if err != nil {
			t.Error(err)
			return
		}
		defer out.Close()
		w.WriteHeader(http.StatusOK)
		in, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer in.Close()
		go io.Copy(out, in)
		io.Copy(in, out)
	}))
	t.Cleanup(proxy.Close)
	c := impatient(nil)
	c.Roots = x509.NewCertPool()
	c.Roots.AddCert(s.Certificate()) // it is of example.com
	c.Proxy = func(*http.Request) (*url.URL, error) { return url.Parse(proxy.URL) }
	path := destination(t)
	if _, err := c.Get(t.Context(), fetch.Request{URL: "https://example.com/list.csv", Path: path}); err != nil {
		t.Fatal(err)
	}
	want(t, path)
	_, err := c.Get(t.Context(), fetch.Request{URL: "https://example.com/list.csv", Path: path + "2"})
	refusedAs(t, path+"2", err, fetch.Address, "leads to http://")
	if tunnels != 2 {
		t.Errorf("%d tunnels", tunnels)
	}
}

// TestAddresses are refused before anything is sent, or when a redirect leads
// there; the proxy would see it.
func TestAddresses(t *testing.T) {
	proxy := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, map[string]string{
			"/inward": "http://127.0.0.1:1/", "/metadata": "http://169.254.169.254/latest/",
		}[r.URL.Path], http.StatusFound)
	})
	c := impatient(nil)
	c.Proxy = func(*http.Request) (*url.URL, error) { return url.Parse(proxy.URL) }
	path := destination(t)
	for address, words := range map[string]string{
		"http://lists.example.test/a": "changed by anyone on the way",
		"ftp://lists.example.test/a":  "none that files can be fetched from",
		"lists.example.test/a":        "none that files can be fetched from",
		"https://\x7f":                "none that files can be fetched from",
	} {
		_, err := c.Get(t.Context(), fetch.Request{URL: address, Path: path})
		refusedAs(t, path, err, fetch.Address, words)
	}
	if n := proxy.count(); n > 0 {
		t.Errorf("%d requests were sent", n)
	}
	c.PlainHTTP = true
	for place, words := range map[string]string{"/inward": "leads into this network", "/metadata": "leads into this network"} {
		_, err := c.Get(t.Context(), fetch.Request{URL: "http://lists.example.test" + place, Path: path})
		if err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: %v", place, err)
		}
	}
}

// TestProxy: the name of the host is the proxy's to look up, and the password in
// an address goes to its host alone.
func TestProxy(t *testing.T) {
	proxy := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Host {
		case "lists.example.test":
			http.Redirect(w, r, "http://store.example.test/list.csv", http.StatusFound)
		default:
			whole(w, r)
		}
	})
	c := impatient(nil)
	c.PlainHTTP = true
	c.Proxy = func(*http.Request) (*url.URL, error) { return url.Parse(proxy.URL) }
	path := destination(t)
	if _, err := c.Get(t.Context(), fetch.Request{URL: "http://me:secret@lists.example.test/list.csv", Path: path}); err != nil {
		t.Fatal(err)
	}
	want(t, path)
	if a, b := proxy.header(1).Get("Authorization"), proxy.header(2).Get("Authorization"); a == "" || b != "" {
		t.Errorf("authorised with %q, then %q", a, b)
	}
	c.Proxy = func(*http.Request) (*url.URL, error) { return nil, errors.New("invalid proxy address me:secret@") }
	_, err := c.Get(t.Context(), fetch.Request{URL: "http://lists.example.test/list.csv", Path: destination(t)})
	if err == nil || strings.Contains(err.Error(), "secret") || !strings.Contains(err.Error(), "HTTPS_PROXY") {
		t.Errorf("error %v", err)
	}
}

func TestPublic(t *testing.T) {
	if got := fetch.Public("https://me:secret@mirror.test/lists/a.xml?token=t#x"); got != "https://mirror.test/lists/a.xml" {
		t.Error(got)
	}
}
