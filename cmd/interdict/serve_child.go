package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/interdict/interdict/report"
)

// The service fetches, loads and compiles in a process of its own: that one takes
// memory which the service never gets, gives way to requests at a lower priority,
// and if the system ends it for want of memory, the service goes on. On Linux it ends
// with the service, however that ends.

// childStop is how long a child has to end once the service stops.
const childStop = 10 * time.Second

// child runs this program with arguments and returns what it wrote to standard
// output.
func (m *Main) child(ctx context.Context, g *globals, args ...string) ([]byte, error) {
	exe := "/proc/self/exe" // the same program, even if its file was replaced
	if runtime.GOOS != "linux" {
		var err error
		if exe, err = os.Executable(); err != nil {
			return nil, err
		}
	}
	cmd := exec.CommandContext(ctx, exe, append(args, "--data", g.Data)...)
	cmd.Args[0] = os.Args[0]
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = childStop
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := runLow(cmd)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil && out.Len() == 0 {
		last := strings.TrimSpace(errs.String())
		last = last[strings.LastIndexByte(last, '\n')+1:]
		return nil, errors.New(strings.TrimPrefix(last, "interdict: ") + " (" + err.Error() + ")")
	}
	return out.Bytes(), nil
}

// updateLists fetches lists and compiles what is in force then.
func (c *serveCmd) updateLists(ctx context.Context, m *Main, g *globals, lists []string) error {
	if g.Starter {
		return errors.New("the starter register is built in; start the service without --starter to keep loaded lists current")
	}
	args := append([]string{"lists", "update", "--json", "--quiet"}, lists...)
	if c.Mirror != "" {
		args = append(args, "--mirror", c.Mirror)
	}
	if c.AllowHTTP {
		args = append(args, "--allow-http")
	}
	if c.CAFile != "" {
		args = append(args, "--ca-file", c.CAFile)
	}
	out, err := m.child(ctx, g, args...)
	if err != nil {
		return err
	}
	var answer struct {
		Lists []struct {
			List, Reason string
			Result       report.UpdateResult
		}
	}
	if err := json.Unmarshal(out, &answer); err != nil {
		return fmt.Errorf("what the update came to cannot be read: %w", err)
	}
	var failed []string
	for _, l := range answer.Lists {
		switch l.Result {
		case report.UpdateFailed:
			failed = append(failed, l.List+": "+l.Reason)
		case report.Updated:
			m.say(g, "%s has a new edition.", l.List)
		}
	}
	if failed != nil {
		return errors.New(strings.Join(failed, "; "))
	}
	return nil
}

// compile makes the snapshot of what is loaded.
func (c *serveCmd) compile(ctx context.Context, m *Main, g *globals) error {
	m.say(g, "The snapshot is not of what is loaded; it is being compiled.")
	_, err := m.child(ctx, g, "lists", "compile", "--quiet", "--json")
	if err == nil {
		m.say(g, "The snapshot of what is loaded is compiled.")
	}
	return err
}
