package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A soak is a load with all beside it that happens to a service in weeks: clients
// that vanish, clients that trickle, idle connections, new editions of a list
// that another process loads. Not one request may fail, and at the end the
// service holds what it held at the beginning.

// soakList is the list that gets new editions.
const soakList = "soak_list"

// counts are what a service holds.
type counts struct{ goroutines, descriptors, open, swaps float64 }

// soak loads the service for as long as the options say.
func (s *server) soak(ctx context.Context, o *options) error {
	data := ""
	for i, a := range s.cmd.Args {
		if a == "--data" && i+1 < len(s.cmd.Args) {
			data = s.cmd.Args[i+1]
		}
	}
	if data == "" {
		return errors.New("-soak: name the data folder, which it changes, with --data behind --")
	}
	if o.rate == 0 {
		return errors.New("-soak: name a rate")
	}
	program := s.cmd.Args[slices.Index(s.cmd.Args, "serve")-1]
	before, err := s.counts()
	if err != nil {
		return err
	}
	fmt.Println("before:", s.memory())
	beside, stop := context.WithCancel(ctx)
	var all sync.WaitGroup
	var swapped int
	var swapErr error
	all.Go(func() { swapped, swapErr = s.swap(beside, program, data) })
	all.Go(func() { s.vanish(beside) })
	for range 8 {
		all.Go(func() { s.trickle(beside) })
	}
	got, err := o.ask(ctx)
	stop()
	all.Wait()
	if err = errors.Join(err, swapErr); err != nil {
		return err
	}
	fmt.Println(got)
	fmt.Println("after:", s.memory())
	after, err := s.settled(ctx, before)
	fmt.Printf("%d editions were loaded beside it, %.0f states swapped in; goroutines %.0f before, %.0f after; descriptors %.0f, %.0f; states open %.0f\n",
		swapped, after.swaps-before.swaps, before.goroutines, after.goroutines, before.descriptors, after.descriptors, after.open)
	switch {
	case err != nil:
		return err
	case got.failed > 0:
		return fmt.Errorf("%d requests failed", got.failed)
	case swapped > 1 && after.swaps == before.swaps:
		return errors.New("editions were loaded, and none was swapped in")
	}
	return s.end()
}

// settled waits until what the load took is let go.
func (s *server) settled(ctx context.Context, before counts) (after counts, err error) {
	for range 60 {
		if after, err = s.counts(); err != nil {
			return after, err
		}
		if after.open == 1 && after.goroutines <= before.goroutines+10 && after.descriptors <= before.descriptors+10 {
			return after, nil
		}
		select {
		case <-ctx.Done():
			return after, ctx.Err()
		case <-time.After(time.Second):
		}
	}
	return after, errors.New("a minute after the load the service still holds what it took")
}

// counts asks the service's metrics.
func (s *server) counts() (c counts, err error) {
	answer, err := http.Get(s.url + "/metrics") //nolint:gosec // on this machine
	if err != nil {
		return c, err
	}
	defer answer.Body.Close()
	lines := bufio.NewScanner(answer.Body)
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), " ")
		into := map[string]*float64{"go_goroutines": &c.goroutines, "process_open_fds": &c.descriptors, "interdict_snapshots_open": &c.open, "interdict_snapshot_swaps_total": &c.swaps}[name]
		if into == nil {
			continue
		}
		if *into, err = strconv.ParseFloat(value, 64); err != nil {
			return c, err
		}
	}
	return c, lines.Err()
}

// swap has another process load an edition of a list again and again.
func (s *server) swap(ctx context.Context, program, data string) (n int, err error) {
	dir, err := os.MkdirTemp("", "soak")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	// Later soaks of the same folder load later editions.
	day := time.Date(2020, 2, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(time.Now().Unix()/60%2000))
	for ; ; n++ {
		text := "id,name,type\n1,Soak Person Number0,person\n"
		for i := range n%7 + 1 {
			text += fmt.Sprintf("%d,Soak Person Of %s Edition%d,person\n", i+2, day.Format(time.DateOnly), n)
		}
		path := filepath.Join(dir, "soak.csv")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			return n, err
		}
		cmd := exec.CommandContext(ctx, program, "lists", "load", path, "--list", soakList, "--published", day.AddDate(0, 0, n).Format(time.DateOnly), "--data", data, "--quiet", "--accept-shrink") //nolint:gosec // who runs this names it
		if said, err := cmd.CombinedOutput(); err != nil {
			if ctx.Err() != nil {
				return n, nil
			}
			return n, fmt.Errorf("an edition could not be loaded: %w: %s", err, said)
		}
		select {
		case <-ctx.Done():
			return n, nil
		case <-time.After(10 * time.Second):
		}
	}
}

// host is where the service listens.
func (s *server) host() string { return strings.TrimPrefix(s.url, "http://") }

// vanish asks and goes away before the answer: with half a header, half a body,
// or all of it.
func (s *server) vanish(ctx context.Context) {
	const body = `{"subjects":[{"name":"Zhao Guangzong"}]}`
	whole := fmt.Sprintf("POST /v1/screen HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", s.host(), len(body), body)
	var d net.Dialer
	for n := 0; ctx.Err() == nil; n++ {
		c, err := d.DialContext(ctx, "tcp", s.host())
		if err == nil {
			_, _ = io.WriteString(c, whole[:n*7%len(whole)]) // it may be refused already
			if tcp, ok := c.(*net.TCPConn); ok && n%2 == 0 {
				_ = tcp.SetLinger(0) // gone at once
			}
			c.Close()
		}
		select {
		case <-ctx.Done():
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// trickle sends a request a byte at a time.
func (s *server) trickle(ctx context.Context) {
	var d net.Dialer
	for ctx.Err() == nil {
		c, err := d.DialContext(ctx, "tcp", s.host())
		if err != nil {
			return
		}
		for _, b := range []byte(fmt.Sprintf("POST /v1/screen HTTP/1.1\r\nHost: %s\r\nContent-Length: 100000\r\n\r\n", s.host()) + strings.Repeat(" ", 100_000)) {
			if _, err := c.Write([]byte{b}); err != nil || ctx.Err() != nil {
				break
			}
			time.Sleep(50 * time.Millisecond)
		}
		c.Close()
	}
}
