package server

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"time"
)

// TLSFiles are where the certificate, its key, and the authorities of clients'
// certificates are.
type TLSFiles struct{ Cert, Key, ClientCA string }

// Certificates are the contents of such files, read again when they change. Who
// is connected stays so.
type Certificates struct {
	files TLSFiles
	tell  func(format string, args ...any)
	mu    sync.RWMutex
	now   *tls.Config
	bad   error // why the files cannot be used as they are now
	seen  [3]fileMark
}

type fileMark struct {
	changed time.Time
	size    int64
}

// OpenCertificates reads the files.
func OpenCertificates(f TLSFiles, tell func(format string, args ...any)) (*Certificates, error) {
	c := &Certificates{files: f, tell: tell}
	_, err := c.load()
	return c, err
}

// load reads the files if one has changed. After an error what was good stays.
func (c *Certificates) load() (changed bool, err error) {
	var seen [3]fileMark
	for i, path := range []string{c.files.Cert, c.files.Key, c.files.ClientCA} {
		if path == "" {
			continue
		}
		info, err := os.Stat(path)
		if errors.Is(err, fs.ErrNotExist) {
			return true, fmt.Errorf("%s does not exist; check the path", path)
		}
		if err != nil {
			return true, err
		}
		seen[i] = fileMark{info.ModTime(), info.Size()}
	}
	if c.now != nil && seen == c.seen {
		return false, nil
	}
	c.seen = seen
	cert, err := tls.LoadX509KeyPair(c.files.Cert, c.files.Key)
	if err != nil {
		return true, fmt.Errorf("the certificate in %s with the key in %s: %w", c.files.Cert, c.files.Key, err)
	}
	config := &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}
	if c.files.ClientCA != "" {
		pem, err := os.ReadFile(c.files.ClientCA)
		if err != nil {
			return true, err
		}
		config.ClientCAs, config.ClientAuth = x509.NewCertPool(), tls.RequireAndVerifyClientCert
		if !config.ClientCAs.AppendCertsFromPEM(pem) {
			return true, fmt.Errorf("the authorities of clients: %s holds no certificate in PEM", c.files.ClientCA)
		}
	}
	c.mu.Lock()
	c.now = config
	c.mu.Unlock()
	return true, nil
}

// Config is what a listener needs.
func (c *Certificates) Config() *tls.Config {
	current := func(*tls.ClientHelloInfo) (*tls.Config, error) {
		c.mu.RLock()
		defer c.mu.RUnlock()
		return c.now, nil
	}
	return &tls.Config{MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}, GetConfigForClient: current,
		GetCertificate: func(h *tls.ClientHelloInfo) (*tls.Certificate, error) {
			config, err := current(h)
			return &config.Certificates[0], err
		}}
}

// endsSoon is how long before a certificate's end somebody has to see to it.
const endsSoon = 7 * 24 * time.Hour

// warnings are what somebody has to see to. The cause of what cannot be read is in
// the log, since it may name files of this machine.
func (c *Certificates) warnings(now time.Time) (all []string) {
	if c == nil {
		return nil
	}
	c.mu.RLock()
	defer c.mu.RUnlock()
	if c.bad != nil {
		all = append(all, "the TLS files cannot be read, the last good ones are in force; the log says why")
	}
	if ends := c.now.Certificates[0].Leaf.NotAfter; ends.Before(now.Add(endsSoon)) {
		all = append(all, "the certificate ends on "+ends.UTC().Format("2 January 2006, 15:04 MST"))
	}
	return all
}

// Watch reads the files again when they change, until ctx ends.
func (c *Certificates) Watch(ctx context.Context, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	told := ""
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		changed, err := c.load()
		if changed {
			c.mu.Lock()
			c.bad = err
			c.mu.Unlock()
		}
		switch {
		case err != nil && err.Error() != told:
			told = err.Error()
			c.tell("The TLS files cannot be used, the last good ones stay in force: %v", err)
		case err == nil && changed:
			told = ""
			c.tell("The TLS files were read again.")
		}
	}
}
