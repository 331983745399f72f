package server

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
)

// innerKey marks requests that came over a connection within the process.
type innerKey struct{}

func inner(r *http.Request) bool { return r.Context().Value(innerKey{}) != nil }

// Inner is a client that asks the service over HTTP without leaving the process:
// through the same handlers and limits as everybody, and without a key, since
// nobody else can have such a connection. close ends it.
func (srv *Server) Inner() (c *http.Client, closeInner func() error) {
	l := &innerListener{conns: make(chan net.Conn), closed: make(chan struct{})}
	limits := &srv.options.Limits
	h := &http.Server{
		Handler: srv, ReadHeaderTimeout: limits.Header, ReadTimeout: limits.Read, WriteTimeout: limits.Write, IdleTimeout: limits.Idle, MaxHeaderBytes: limits.HeaderBytes,
		ConnContext: func(ctx context.Context, _ net.Conn) context.Context { return context.WithValue(ctx, innerKey{}, true) },
	}
	var serving sync.WaitGroup
	serving.Go(func() { _ = h.Serve(l) }) // it ends when it is closed
	t := &http.Transport{DialContext: l.dial}
	return &http.Client{Transport: t}, func() error {
		t.CloseIdleConnections()
		err := h.Close()
		serving.Wait()
		return err
	}
}

// innerListener hands the far ends of its own connections to a server.
type innerListener struct {
	conns  chan net.Conn
	once   sync.Once
	closed chan struct{}
}

func (l *innerListener) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case l.conns <- far:
		return near, nil
	case <-l.closed:
		return nil, net.ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Accept is the next connection.
func (l *innerListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

// Close ends waiting for connections.
func (l *innerListener) Close() error {
	err := errors.New("it is closed already")
	l.once.Do(func() {
		close(l.closed)
		err = nil
	})
	return err
}

// Addr is no address that anybody else could reach.
func (l *innerListener) Addr() net.Addr { return &net.UnixAddr{Name: "inner", Net: "pipe"} }
