package mcp

import (
	"context"
	"sync"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// patient is a transport whose end is read only when every call read before it
// was answered: the library gives up what it has not answered when its reader
// ends, and whoever pipes calls in closes the pipe behind the last.
type patient struct{ sdk.Transport }

func (t patient) Connect(ctx context.Context) (sdk.Connection, error) {
	c, err := t.Transport.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &patientConn{Connection: c, open: map[jsonrpc.ID]bool{}, quiet: make(chan struct{}, 1), closed: make(chan struct{})}, nil
}

type patientConn struct {
	sdk.Connection

	mu     sync.Mutex
	open   map[jsonrpc.ID]bool // calls without an answer
	quiet  chan struct{}       // takes a token when the last of them is answered
	close  sync.Once
	closed chan struct{}
}

// listen is a call that is answered by what comes after it until the connection
// ends, so that nobody can wait for its answer.
const listen = "subscriptions/listen"

func (c *patientConn) Read(ctx context.Context) (jsonrpc.Message, error) {
	m, err := c.Connection.Read(ctx)
	if err != nil {
		c.wait(ctx)
		return nil, err
	}
	if r, ok := m.(*jsonrpc.Request); ok && r.IsCall() && r.Method != listen {
		c.mu.Lock()
		c.open[r.ID] = true
		c.mu.Unlock()
	}
	return m, nil
}

// wait returns when all calls are answered or the connection is closed.
func (c *patientConn) wait(ctx context.Context) {
	for c.left() > 0 {
		select {
		case <-c.quiet:
		case <-c.closed:
			return
		case <-ctx.Done():
			return
		}
	}
}

func (c *patientConn) left() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.open)
}

func (c *patientConn) Write(ctx context.Context, m jsonrpc.Message) error {
	err := c.Connection.Write(ctx, m)
	if r, ok := m.(*jsonrpc.Response); ok {
		c.mu.Lock()
		delete(c.open, r.ID)
		last := len(c.open) == 0
		c.mu.Unlock()
		if last {
			select {
			case c.quiet <- struct{}{}:
			default:
			}
		}
	}
	return err
}

func (c *patientConn) Close() error {
	c.close.Do(func() { close(c.closed) })
	return c.Connection.Close()
}
