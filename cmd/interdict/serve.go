package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"time"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/server"
	v1 "github.com/interdict/interdict/server/v1"
	"github.com/interdict/interdict/server/yente"
	"github.com/interdict/interdict/web"
)

type serveCmd struct {
	Listen string `default:"127.0.0.1:8700" placeholder:"ADDR" help:"The address to answer on. Beyond this machine it needs keys (interdict keys add), or --open."`
	Open   bool   `help:"Answer whoever asks, without a key, on an address beyond this machine."`

	settingFlags
}

// watchEvery is how often the service looks whether the data folder has changed.
const watchEvery = time.Second

func (c *serveCmd) Run(ctx context.Context, m *Main, g *globals) error {
	settings, err := c.settings("")
	if err != nil {
		return err
	}
	if err := g.checkData(); err != nil && !g.Starter {
		return err
	}
	if err := c.check(); err != nil {
		return err
	}
	source := server.NewSource(m.folder(g), server.Settings{Policy: settings.policy, Weights: settings.weights})
	defer source.Close()
	l, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("%w; name another address with --listen", err)
	}
	srv := server.New(source, server.Options{Version: version()}, routes...)
	m.say(g, "Interdict answers on http://%s", l.Addr())
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go c.open(ctx, m, g, source)
	return srv.Serve(ctx, l)
}

// open opens the lists, and what they become later.
func (c *serveCmd) open(ctx context.Context, m *Main, g *globals, s *server.Source) {
	err := s.Refresh(ctx)
	if _, empty := errors.AsType[*base.Empty](err); empty {
		m.say(g, "%v.", err)
	} else if err != nil && ctx.Err() == nil {
		m.say(g, "The lists cannot be opened: %v", err)
	}
	s.Watch(ctx, watchEvery)
}

// check refuses an address beyond this machine that nothing guards.
func (c *serveCmd) check() error {
	host, _, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return wrong("--listen: %q is no address; write one such as 127.0.0.1:8700", c.Listen)
	}
	if ip, err := netip.ParseAddr(host); host == "localhost" || err == nil && ip.IsLoopback() || c.Open {
		return nil
	}
	return wrong("--listen %s is beyond this machine: make a key with `interdict keys add`, or say --open", c.Listen)
}

// routes are the addresses of all kinds of clients.
var routes = []server.Routes{
	v1.Routes(version()),
	yente.New(yente.Options{UpdateToken: os.Getenv("INTERDICT_UPDATE_TOKEN")}),
	web.Routes(web.Options{}),
}
