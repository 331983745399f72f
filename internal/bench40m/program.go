package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// cost is what a run of the program took.
type cost struct {
	Seconds   float64 `json:"seconds"`
	Processor float64 `json:"processor_seconds"`
	// Resident is the most memory that the process had at once, mapped files
	// included; Anonymous what of it was its own. Bytes.
	Resident  int64 `json:"resident"`
	Anonymous int64 `json:"anonymous,omitempty"`
}

// said is what the program wrote.
type said struct{ out, errs string }

// heartbeat is how often a long run is said to be under way.
const heartbeat = 30 * time.Second

// interdict runs the program on a data folder. Exit status 4, done but
// incomplete, is for whoever reads the summary.
func (b *bench) interdict(ctx context.Context, data string, args ...string) (cost, said, error) {
	return b.measured(ctx, b.path(programFile), append([]string{"--data", data, "--quiet"}, args...)...)
}

// measured runs a program and measures it.
func (b *bench) measured(ctx context.Context, name string, args ...string) (c cost, s said, err error) {
	var out, errs bytes.Buffer
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	cmd.Dir = b.dir
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 30 * time.Second
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return c, s, err
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	look, beat := time.NewTicker(50*time.Millisecond), time.NewTicker(heartbeat)
	defer look.Stop()
	defer beat.Stop()
	for running := true; running; {
		select {
		case err = <-done:
			running = false
		case <-look.C:
			c.look(cmd.Process.Pid)
		case <-beat.C:
			b.say("           ... %s, %s", time.Since(began).Round(time.Second), mega(c.Resident))
		}
	}
	c.Seconds = time.Since(began).Seconds()
	if state := cmd.ProcessState; state != nil {
		c.Processor = (state.UserTime() + state.SystemTime()).Seconds()
		if c.Resident == 0 {
			c.Resident = maxResident(state)
		}
	}
	s = said{out.String(), strings.TrimSpace(errs.String())}
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 4 {
		err = nil
	}
	if err != nil {
		err = fmt.Errorf("%s %s: %w: %s", name, strings.Join(args, " "), err, s.errs)
	}
	return c, s, err
}

// look reads the process's memory where the kernel tells it. The figure that a
// parent gets at the end would count what the parent itself had when it began.
func (c *cost) look(pid int) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return
	}
	for line := range strings.Lines(string(text)) {
		key, value, _ := strings.Cut(line, ":")
		n, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(value), " kB"), 10, 64)
		if err != nil {
			continue
		}
		switch key {
		case "VmHWM":
			c.Resident = max(c.Resident, n<<10)
		case "RssAnon":
			c.Anonymous = max(c.Anonymous, n<<10)
		}
	}
}

func mega(bytes int64) string {
	if bytes >= 10<<30 {
		return fmt.Sprintf("%.1f GB", float64(bytes)/1e9)
	}
	return fmt.Sprintf("%.0f MB", float64(bytes)/1e6)
}
