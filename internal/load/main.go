// Command load asks a service on this machine many questions and says how quickly
// it answers. `make bench-service` and `make soak` run it against a server of
// their own; BENCHMARKS.md quotes what it prints.
//
// Requests begin at their time whether those before were answered or not, and the
// wait counts from that time: a service that stalls cannot hide it. All is
// bounded: the time, the rate, the connections, and the address, which is on this
// machine.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"time"
)

func main() {
	var o options
	flag.StringVar(&o.url, "url", "http://127.0.0.1:8700", "where the service answers, on this machine")
	flag.StringVar(&o.key, "key", "", "the key to send")
	flag.StringVar(&o.shape, "shape", "v1", "v1 (POST /v1/screen) or yente (POST /match/default)")
	flag.Float64Var(&o.rate, "rate", 0, "requests a second; 0: as many as are answered")
	flag.IntVar(&o.batch, "batch", 1, "names a request")
	flag.IntVar(&o.connections, "connections", 32, "at once")
	flag.DurationVar(&o.time, "time", 20*time.Second, "for how long")
	flag.DurationVar(&o.warm, "warm", 2*time.Second, "for how long before that, without counting")
	flag.Float64Var(&o.hits, "hits", 0.01, "which part of the names is a listed one")
	flag.IntVar(&o.idle, "idle", 0, "connections that are held open beside, and do nothing")
	serve := flag.String("serve", "", "start this program as the server, with what follows -- as its arguments")
	cores := flag.Bool("cores", true, "with -serve: the server on one core, the load on another (where taskset is)")
	soak := flag.Bool("soak", false, "with -serve: vanish, trickle and swap beside the load, and count leaks at the end")
	flag.Parse()
	runtime.GOMAXPROCS(min(runtime.GOMAXPROCS(0), 2))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, &o, *serve, *cores, *soak, flag.Args())
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, o *options, program string, cores, soak bool, args []string) error {
	if err := o.check(); err != nil {
		return err
	}
	if program == "" {
		got, err := o.ask(ctx)
		if err == nil {
			fmt.Println(got)
		}
		return err
	}
	s, err := start(ctx, o, program, cores, args)
	if err != nil {
		return err
	}
	defer s.end() //nolint:errcheck // where all went well, its error was told
	fmt.Printf("ready %s after its start\n", s.ready.Round(time.Millisecond))
	if soak {
		return s.soak(ctx, o)
	}
	used := s.processor()
	got, err := o.ask(ctx)
	if err != nil {
		return err
	}
	fmt.Println(got)
	if used = s.processor() - used; used > 0 && got.names > 0 { // the seconds before the count are in it
		all := used.Seconds() * float64(o.time) / float64(o.time+o.warm)
		fmt.Printf("processor time of the service: %s, %.0f names a second of it\n", used, float64(got.names)/all)
	}
	fmt.Println(s.memory())
	return s.end()
}
