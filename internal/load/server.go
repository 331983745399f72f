package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// server is a service that was started to be loaded.
type server struct {
	cmd   *exec.Cmd
	log   bytes.Buffer // its end is shown when something fails
	ready time.Duration
	url   string
	ended bool
}

// readyTime is the longest that a service may take to be ready: it may have to
// compile its snapshot first.
const readyTime = 3 * time.Minute

// start starts the service and waits until it is ready.
func start(ctx context.Context, o *options, program string, cores bool, args []string) (*server, error) {
	address := strings.TrimPrefix(o.url, "http://")
	args = append([]string{program, "serve", "--listen", address, "--quiet", "--update", "off"}, args...) // it asks nobody
	if _, err := exec.LookPath("taskset"); cores && err == nil {
		args = append([]string{"taskset", "-c", "0"}, args...)
		me := strconv.Itoa(os.Getpid())
		if err := exec.CommandContext(ctx, "taskset", "-a", "-c", "-p", "1", me).Run(); err != nil { //nolint:gosec // our own number
			fmt.Fprintln(os.Stderr, "load: the load stays on all cores:", err)
		}
	}
	s := &server{cmd: exec.Command(args[0], args[1:]...), url: o.url} //nolint:gosec // who runs this names it
	s.cmd.Stdout, s.cmd.Stderr = &s.log, &s.log
	begun := time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	for time.Since(begun) < readyTime && ctx.Err() == nil {
		if answer, err := http.Get(o.url + "/readyz"); err == nil { //nolint:gosec // it is checked to be on this machine
			answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				s.ready = time.Since(begun)
				return s, nil
			}
		}
		time.Sleep(2 * time.Millisecond)
	}
	return nil, errors.Join(fmt.Errorf("the service was not ready within %s: %s", readyTime, s.log.String()), s.end())
}

// end stops the service as the system does, and wants it to end well.
func (s *server) end() error {
	if s.ended {
		return nil
	}
	s.ended = true
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	if err := s.cmd.Wait(); err != nil {
		return fmt.Errorf("the service ended with %w: %s", err, s.log.String())
	}
	return nil
}

// memory says what the service takes, where the system tells.
func (s *server) memory() string {
	text, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(s.cmd.Process.Pid), "status"))
	if err != nil {
		return "memory: unknown here"
	}
	var out []string
	for line := range strings.Lines(string(text)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		switch name {
		case "VmHWM", "VmRSS", "RssAnon", "RssFile", "Threads":
			out = append(out, name+" "+strings.Join(strings.Fields(value), " "))
		}
	}
	fds, _ := os.ReadDir(filepath.Join("/proc", strconv.Itoa(s.cmd.Process.Pid), "fd")) // none is told as none
	return "memory: " + strings.Join(out, ", ") + fmt.Sprintf("; descriptors %d", len(fds))
}

// ticks are a second of processor time in /proc.
const ticks = 100

// processor is the processor time that the service took so far, where the system
// tells: what it can do on a machine that does other work beside.
func (s *server) processor() time.Duration {
	text, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(s.cmd.Process.Pid), "stat"))
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(text), ") ") // behind the program's name
	cells := strings.Fields(after)
	sum := 0
	for _, i := range []int{11, 12} { // in user and in system mode
		if i < len(cells) {
			n, _ := strconv.Atoi(cells[i]) // it is a number
			sum += n
		}
	}
	return time.Duration(sum) * time.Second / ticks
}
