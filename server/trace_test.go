package server_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/interdict/interdict/server"
)

// Traces go to the collector that the environment names, with routes and without
// anything of who was asked for.
func TestTraces(t *testing.T) {
	var mu sync.Mutex
	var got bytes.Buffer
	collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		_, _ = io.Copy(&got, r.Body)
	}))
	t.Cleanup(collector.Close)
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.URL)
	traces, err := server.OpenTraces(t.Context(), "test")
	if err != nil {
		t.Fatal(err)
	}
	srv, _, keys := keyed(t, server.Options{Traces: traces})
	do(srv, http.MethodGet, "/show?q=Zhao+Guangzong&api_key="+keys[server.Read], "User-Agent", "Zhao")
	if err := traces.Shutdown(context.Background()); err != nil {
		t.Fatal(err)
	}
	mu.Lock()
	defer mu.Unlock()
	sent := got.String()
	if !strings.Contains(sent, "GET /show") || !strings.Contains(sent, "http.response.status_code") {
		t.Errorf("the span is not there: %q", sent)
	}
	if strings.Contains(sent, "Zhao") || strings.Contains(sent, "Guangzong") || strings.Contains(sent, server.KeyPrefix) {
		t.Errorf("it tells who was asked for: %q", sent)
	}
}

// Whoever has no certificate of the authorities is not talked to.
func TestClientCertificates(t *testing.T) {
	dir := t.TempDir()
	files := server.TLSFiles{Cert: filepath.Join(dir, "cert.pem"), Key: filepath.Join(dir, "key.pem"), ClientCA: filepath.Join(dir, "ca.pem")}
	clients := server.TLSFiles{Cert: files.ClientCA, Key: filepath.Join(dir, "client.pem")}
	trusted := newCertificate(t, files, "server")
	newCertificate(t, clients, "client")
	certificates, err := server.OpenCertificates(files, t.Logf)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	s.TLS = certificates.Config()
	s.StartTLS()
	t.Cleanup(s.Close)
	get := func(c *http.Client) error {
		answer, err := c.Get(s.URL) //nolint:noctx // the test's own
		if err == nil {
			answer.Body.Close()
		}
		return err
	}
	if err := get(clientOf(trusted)); err == nil {
		t.Error("without a certificate it is answered")
	}
	own, err := tls.LoadX509KeyPair(clients.Cert, clients.Key)
	if err != nil {
		t.Fatal(err)
	}
	c := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: trusted, Certificates: []tls.Certificate{own}, MinVersion: tls.VersionTLS12}}}
	if err := get(c); err != nil {
		t.Error(err)
	}
}
