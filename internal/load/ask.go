package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/interdict/interdict/internal/synth"
)

// options say what is asked.
type options struct {
	url, key, shape    string
	rate               float64
	batch, connections int
	time, warm         time.Duration
	hits               float64
	idle               int
}

// Bounds.
const (
	maxTime        = 12 * time.Hour
	maxConnections = 1024
	maxRate        = 100_000
	bodies         = 4096 // made before, so that making them costs nothing later
)

func (o *options) check() error {
	u, err := url.Parse(o.url)
	if err != nil {
		return err
	}
	ip, err := netip.ParseAddr(u.Hostname())
	switch {
	case u.Hostname() != "localhost" && (err != nil || !ip.IsLoopback()):
		return errors.New("-url: only a service on this machine is loaded")
	case o.time > maxTime || o.connections > maxConnections || o.connections < 1 || o.rate > maxRate || o.batch < 1 || o.batch > 1000 || o.idle > 20_000:
		return errors.New("a flag is out of its bounds")
	case o.shape != "v1" && o.shape != "yente":
		return errors.New("-shape: v1 or yente")
	}
	return nil
}

// result is what came of asking.
type result struct {
	took             time.Duration
	requests, failed int
	names            int
	waits            []time.Duration
	statuses         map[int]int
}

// at is the wait that a part of the requests did not exceed.
func (r *result) at(part float64) time.Duration {
	if len(r.waits) == 0 {
		return 0
	}
	return r.waits[min(int(part*float64(len(r.waits))), len(r.waits)-1)]
}

func (r *result) String() string {
	round := func(d time.Duration) time.Duration { return d.Round(10 * time.Microsecond) }
	return fmt.Sprintf("%d requests, %d names in %s: %.0f requests and %.0f names a second; p50 %s, p95 %s, p99 %s, p99.9 %s, longest %s; failed %d, statuses %v",
		r.requests, r.names, r.took.Round(time.Millisecond), float64(r.requests)/r.took.Seconds(), float64(r.names)/r.took.Seconds(),
		round(r.at(.5)), round(r.at(.95)), round(r.at(.99)), round(r.at(.999)), round(r.at(1)), r.failed, r.statuses)
}

// listed is a name that every scale's lists have.
const listed = "Zhao Guangzong"

// make makes the bodies.
func (o *options) make() (where string, all [][]byte) {
	where = o.url + "/v1/screen"
	if o.shape == "yente" {
		where = o.url + "/match/default?algorithm=best"
	}
	people := synth.New(7, 30_000, 0.1)
	n := 0.0
	for range bodies {
		var b bytes.Buffer
		if o.shape == "yente" {
			b.WriteString(`{"queries":{`)
		} else {
			b.WriteString(`{"subjects":[`)
		}
		for i := range o.batch {
			name, born := people.Name().Full, people.Birth().String()
			if n += o.hits; n >= 1 {
				n--
				name, born = listed, ""
			}
			if i > 0 {
				b.WriteByte(',')
			}
			if o.shape == "yente" {
				fmt.Fprintf(&b, `"q%d":{"schema":"Person","properties":{"name":[%q],"birthDate":[%q]}}`, i, name, born)
			} else {
				fmt.Fprintf(&b, `{"id":"%d","name":%q,"birth_date":%q}`, i, name, born)
			}
		}
		if o.shape == "yente" {
			b.WriteString(`}}`)
		} else {
			b.WriteString(`]}`)
		}
		all = append(all, b.Bytes())
	}
	return where, all
}

// ask asks for as long as the options say.
func (o *options) ask(ctx context.Context) (*result, error) {
	where, all := o.make()
	client := &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: o.connections, MaxConnsPerHost: o.connections, DisableCompression: true}}
	defer client.CloseIdleConnections()
	held, err := o.hold(ctx)
	defer func() {
		for _, c := range held {
			c.Close()
		}
	}()
	if err != nil {
		return nil, err
	}
	total := &result{statuses: map[int]int{}}
	begun := time.Now()
	counts := begun.Add(o.warm)
	end := counts.Add(o.time)
	due := make(chan time.Time, 10*o.connections)
	var workers sync.WaitGroup
	var mu sync.Mutex
	for w := range o.connections {
		workers.Go(func() {
			mine := result{statuses: map[int]int{}}
			i := w * 131
			for at := range due {
				i++
				status := o.one(ctx, client, where, all[i%len(all)])
				if done := time.Now(); at.After(counts) {
					mine.waits = append(mine.waits, done.Sub(at))
					mine.statuses[status]++
				}
			}
			mu.Lock()
			defer mu.Unlock()
			total.waits = append(total.waits, mine.waits...)
			for s, n := range mine.statuses {
				total.statuses[s] += n
			}
		})
	}
	o.pace(ctx, begun, end, due)
	close(due)
	workers.Wait()
	total.took = time.Since(counts)
	total.requests = len(total.waits)
	total.names = total.statuses[http.StatusOK] * o.batch
	total.failed = total.requests - total.statuses[http.StatusOK]
	slices.Sort(total.waits)
	return total, ctx.Err()
}

// pace says when each request is due.
func (o *options) pace(ctx context.Context, begun, end time.Time, due chan<- time.Time) {
	for n := 0; ; n++ {
		at := time.Now()
		if o.rate > 0 {
			at = begun.Add(time.Duration(float64(n) / o.rate * float64(time.Second)))
			if wait := time.Until(at); wait > 0 {
				time.Sleep(wait)
			}
		}
		if at.After(end) || ctx.Err() != nil {
			return
		}
		select {
		case due <- at:
			if o.rate == 0 && len(due) > 0 { // nobody is free: the next is due when somebody is
				for len(due) > 0 && ctx.Err() == nil && time.Now().Before(end) {
					time.Sleep(20 * time.Microsecond)
				}
			}
		case <-ctx.Done():
			return
		}
	}
}

// one asks once and returns the status, 0 where there was no whole answer.
func (o *options) one(ctx context.Context, client *http.Client, where string, body []byte) int {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, where, bytes.NewReader(body))
	if err != nil {
		return 0
	}
	r.Header.Set("Content-Type", "application/json")
	if o.key != "" {
		r.Header.Set("Authorization", "Bearer "+o.key)
	}
	answer, err := client.Do(r)
	if err != nil {
		return 0
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		return 0
	}
	return answer.StatusCode
}

// hold opens connections, each of which has asked once and then is idle.
func (o *options) hold(ctx context.Context) (held []net.Conn, err error) {
	u, err := url.Parse(o.url)
	if err != nil {
		return nil, err
	}
	var d net.Dialer
	buf := make([]byte, 4096)
	for range o.idle {
		c, err := d.DialContext(ctx, "tcp", u.Host)
		if err != nil {
			return held, fmt.Errorf("connection %d: %w", len(held)+1, err)
		}
		held = append(held, c)
		if _, err := fmt.Fprintf(c, "GET /healthz HTTP/1.1\r\nHost: %s\r\n\r\n", u.Host); err != nil {
			return held, err
		}
		if n, err := c.Read(buf); err != nil || !strings.HasPrefix(string(buf[:n]), "HTTP/1.1 200") {
			return held, fmt.Errorf("connection %d: no answer: %w", len(held), err)
		}
	}
	return held, nil
}
