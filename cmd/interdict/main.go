// Command interdict screens names, customers and companies against the
// sanctions lists that are loaded on this machine.
//
// Type Main is the whole program with everything it touches handed in: tests
// run it with their own streams, clock and environment. Each command is one
// file; docs/cli.md is the reference of commands, exit statuses and JSON
// shapes, which other programs rely on.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/term"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/report"
)

// Main is one run of the program.
type Main struct {
	// Args are the arguments after the program's name.
	Args           []string
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	// Getenv reads the environment; an unset variable is empty.
	Getenv func(string) string
	Now    func() time.Time
	// sleep waits between attempts at a download; nil is real waiting.
	sleep func(context.Context, time.Duration) error
	// bars is a terminal for progress where everything else is quiet; nil is Stderr.
	bars io.Writer
	// Out and Err say what Stdout and Stderr are.
	Out, Err Terminal
}

// Terminal says whether a stream is one, and how many columns it has.
type Terminal struct {
	Is    bool
	Width int
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	m := Main{
		Args: os.Args[1:], Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Getenv: os.Getenv, Now: time.Now, Out: terminal(os.Stdout), Err: terminal(os.Stderr),
	}
	status := m.Run(ctx)
	stop()
	os.Exit(status)
}

func terminal(f *os.File) Terminal {
	if !term.IsTerminal(int(f.Fd())) {
		return Terminal{}
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		width = 0 // report.DefaultWidth
	}
	return Terminal{true, width}
}

// Run does what the arguments say and returns the exit status.
func (m *Main) Run(ctx context.Context) int {
	err := m.run(ctx)
	status, silent := statusOf(err)
	if err == nil || silent {
		return status
	}
	if ctx.Err() != nil && errors.Is(err, context.Canceled) {
		err = errors.New("stopped before it was done; what was unfinished has not been written")
	}
	fmt.Fprintf(m.Stderr, "interdict: %v\n", advised(err))
	return status
}

// style is how text on standard output is laid out.
func (m *Main) style() report.Style { return m.styleOf(m.Out) }

// errStyle is the same for standard error.
func (m *Main) errStyle() report.Style { return m.styleOf(m.Err) }

func (m *Main) styleOf(t Terminal) report.Style {
	return report.Style{Width: t.Width, Terminal: t.Is && m.Getenv("NO_COLOR") == "" && m.Getenv("TERM") != "dumb"}
}

// Exit statuses.
const (
	exitDone       = 0
	exitFailed     = 1
	exitUsage      = 2
	exitHit        = 3 // with --fail-on-hit
	exitIncomplete = 4 // something was refused, or a list is stale
)

// done ends a command with a status and nothing more to say.
type done int

func (d done) Error() string { return fmt.Sprintf("exit status %d", int(d)) }

// usage is the error of wrong use.
type usage struct{ error }

// wrong makes a usage error.
func wrong(format string, args ...any) error { return usage{fmt.Errorf(format, args...)} }

// folder is the data folder that the flags name.
func (m *Main) folder(g *globals) *base.Folder {
	return &base.Folder{Dir: g.Data, Starter: g.Starter, Now: m.Now, Say: func(format string, args ...any) { m.say(g, format, args...) }}
}

// statusOf turns an error into the exit status, and says whether all was said
// already.
func statusOf(err error) (status int, silent bool) {
	if err == nil {
		return exitDone, true
	}
	if d, ok := errors.AsType[done](err); ok {
		return int(d), true
	}
	_, wrong := errors.AsType[base.Wrong](err)
	if _, ok := errors.AsType[usage](err); ok || wrong {
		return exitUsage, false
	}
	return exitFailed, false
}

// say writes a line of progress or warning to standard error, unless --quiet.
func (m *Main) say(g *globals, format string, args ...any) {
	if !g.Quiet {
		fmt.Fprintf(m.Stderr, format+"\n", args...)
	}
}
