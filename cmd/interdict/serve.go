package main

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strings"
	"time"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/server"
	"github.com/interdict/interdict/server/mcp"
	v1 "github.com/interdict/interdict/server/v1"
	"github.com/interdict/interdict/server/watchman"
	"github.com/interdict/interdict/server/yente"
	"github.com/interdict/interdict/web"
)

type serveCmd struct {
	Listen      string `default:"127.0.0.1:8700" placeholder:"ADDR" help:"The address to answer on (default: ${default}). Beyond this machine it needs keys (interdict keys add), or --open."`
	Open        bool   `help:"Answer whoever asks, without a key, on an address beyond this machine or through a proxy."`
	RequireKeys bool   `help:"Ask for a key on this machine too: behind a proxy, or where several people use the machine. Beyond it, start although there is no key yet."`

	TLSCert  string `name:"tls-cert" placeholder:"FILE" help:"PEM file of the certificate and those above it. It and the key are read again when they change."`
	TLSKey   string `name:"tls-key" placeholder:"FILE" help:"PEM file of the certificate's key."`
	ClientCA string `name:"client-ca" placeholder:"FILE" help:"PEM file of authorities: whoever asks needs a certificate of one of them, beside a key."`

	Update    string `default:"on" placeholder:"WHEN" help:"Fetch anew what was fetched before: on (each list as its publisher's rhythm asks), off, or an interval such as 6h for all (default: ${default})."`
	Mirror    string `placeholder:"URL" help:"Fetch from a mirror (see interdict lists update --help)."`
	AllowHTTP bool   `name:"allow-http" help:"Allow a mirror of http:// beyond this machine."`
	CAFile    string `name:"ca-file" placeholder:"FILE" help:"PEM file of authorities to trust beside the system's, when lists are fetched."`

	Rate            float64 `default:"1000" placeholder:"N" help:"Requests a second of one key, or of one address under --open; twice as many at once (default: ${default}). 0: any number. Whoever asks on this machine without a key has no limit."`
	Concurrent      int     `default:"0" placeholder:"N" help:"Requests worked on at once; more wait in turn (default: 32 a processor)."`
	WatchmanLenient bool    `help:"Accept parameters of Watchman's clients that nothing reads, in place of refusing them as Watchman does."`

	Canaries string `default:"1h" placeholder:"WHEN" help:"How often invented customers who must be found pass through the service: a time such as 1h, or off (default: ${default})."`

	LogSubjects bool `help:"Write the names of who was asked for into the log. They are personal data."`

	settingFlags
	keyFlags
}

// watchEvery is how often the service looks whether the data folder, the keys or
// the certificate have changed.
const watchEvery = time.Second

func (c *serveCmd) Run(ctx context.Context, m *Main, g *globals) error {
	settings, err := c.settings("")
	if err != nil {
		return err
	}
	if err := g.checkData(); err != nil && !g.Starter {
		return err
	}
	if c.Rate < 0 || c.Concurrent < 0 {
		return wrong("--concurrent: write a number from 1; --rate: one from 0, for any number")
	}
	interval, err := c.interval()
	if err != nil {
		return err
	}
	canaries, err := c.canaries(m, g)
	if err != nil {
		return err
	}
	log := &oneByOne{w: m.Stderr} // for many goroutines
	m.Stderr = log
	access, err := c.access(m, g)
	if err != nil {
		return err
	}
	certificates, err := c.certificates(m, g)
	if err != nil {
		return err
	}
	key := c.finder(m, g)
	if _, err := key(ctx); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	source := c.source(m, g, &settings)
	defer source.Close()
	updates := server.NewUpdater(ctx, source, func(ctx context.Context, lists []string) error { return c.updateLists(ctx, m, g, lists) })
	pages := web.New(source, web.Options{Account: account, Build: version(), Key: key})
	options := server.Options{Version: version(), SignIn: pages.SignIn, Lost: pages.Lost, Access: access, Classes: classOf, Certificates: certificates, Updates: updates, LogSubjects: c.LogSubjects,
		Limits: server.Limits{Rate: cmp.Or(c.Rate, -1), Concurrent: c.Concurrent}, Canaries: canaries.outcome()}
	if !g.Quiet {
		options.Log = slog.New(slog.NewJSONHandler(log, nil))
	}
	if server.TracesWanted(m.Getenv) {
		traces, err := server.OpenTraces(ctx, version())
		if err != nil {
			return fmt.Errorf("traces cannot be sent: %w", err)
		}
		defer traces.Shutdown(context.WithoutCancel(ctx)) //nolint:errcheck // a collector that is away must not hold up the end
		options.Traces = traces
	}
	l, err := listen(c.Listen)
	if err != nil {
		return err
	}
	srv := server.New(source, options, c.routes(pages, updates, m.depth(g))...)
	scheme := "http"
	if certificates != nil {
		l, scheme = tls.NewListener(l, certificates.Config()), "https"
		go certificates.Watch(ctx, watchEvery)
	}
	c.greet(m, g, &access, scheme+"://"+l.Addr().String())
	if access.Keys != nil {
		go access.Keys.Watch(ctx, watchEvery)
	}
	go c.open(ctx, m, g, source, func() {
		if _, byHand := updates.Kept(); interval >= 0 && len(byHand) > 0 {
			m.say(g, "Loaded from files, and so not fetched again by the service: %s. `interdict lists update` fetches them once, from then on the service does.", strings.Join(byHand, ", "))
		}
	})
	if interval >= 0 && !g.Starter {
		go updates.Keep(ctx, interval)
	}
	defer canaries.keep(ctx, source, srv).Wait()
	err = srv.Serve(ctx, l)
	stop()
	updates.Wait()
	return err
}

// listen takes requests at an address.
func listen(address string) (net.Listener, error) {
	network := "tcp"
	if at, err := netip.ParseAddrPort(address); err == nil && at.Addr().Is4() {
		network = "tcp4" // 0.0.0.0 is not all addresses of IPv6 too
	}
	l, err := net.Listen(network, address)
	if err != nil {
		return nil, fmt.Errorf("%w; name another address with --listen", err)
	}
	return l, nil
}

// source is what the service answers from; what has to be compiled is by a
// process beside it.
func (c *serveCmd) source(m *Main, g *globals, s *settings) *server.Source {
	folder := m.folder(g)
	folder.OpenOnly = true
	source := server.NewSource(folder, server.Settings{Policy: s.policy, Weights: s.weights, PolicyText: s.policyText, WeightsText: s.weightsText})
	source.Compile = func(ctx context.Context) error { return c.compile(ctx, m, g) }
	boundMemory(m.Getenv, source)
	return source
}

// greet says where the service answers, and whom.
func (c *serveCmd) greet(m *Main, g *globals, a *server.Access, address string) {
	m.say(g, "Interdict answers on %s", address)
	if a.Open {
		fmt.Fprintf(m.Stderr, "WARNING: it answers whoever can reach %s, without a key (--open).\n", address) // --quiet or not
	} else if !a.Loopback && c.TLSCert == "" {
		m.say(g, "WARNING: it has no TLS (--tls-cert), so keys and names can be read on the way; put it behind a proxy that has.")
	}
	if a.Required && !a.Keys.Any() {
		m.say(g, "There is no key yet, so nobody can ask; make one with `interdict keys add NAME`.")
	}
}

// interval is how often lists are fetched: 0 is by their own rhythm, below 0 never.
func (c *serveCmd) interval() (time.Duration, error) {
	switch c.Update {
	case "on", "true", "":
		return 0, nil
	case "off", "false":
		return -1, nil
	}
	d, err := time.ParseDuration(c.Update)
	if err != nil || d < time.Minute {
		return 0, wrong("--update: write on, off, or an interval of a minute or more such as 6h")
	}
	return d, nil
}

// open opens the lists, calls then, and opens what they become later.
func (c *serveCmd) open(ctx context.Context, m *Main, g *globals, s *server.Source, then func()) {
	err := s.Refresh(ctx)
	if _, empty := errors.AsType[*base.Empty](err); empty {
		m.say(g, "%v.", err)
	} else if err != nil && ctx.Err() == nil {
		m.say(g, "The lists cannot be opened: %v", err)
	}
	then()
	s.Watch(ctx, watchEvery)
}

// access says who may ask, and refuses an address beyond this machine that
// nothing guards.
func (c *serveCmd) access(m *Main, g *globals) (a server.Access, err error) {
	host, _, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return a, wrong("--listen: %q is no address; write one such as 127.0.0.1:8700", c.Listen)
	}
	ip, err := netip.ParseAddr(host)
	a.Loopback = host == "localhost" || err == nil && ip.IsLoopback()
	a.Open = c.Open
	a.Required = c.RequireKeys || !a.Loopback && !c.Open
	a.SecureCookies = c.TLSCert != ""
	if c.Open && c.RequireKeys {
		return a, wrong("--open and --require-keys contradict one another")
	}
	if g.Data != "" {
		if a.Keys, err = server.OpenKeys(server.KeysIn(g.Data), func(format string, args ...any) { m.say(g, format, args...) }); err != nil {
			return a, fmt.Errorf("the keys cannot be read: %w", err)
		}
	}
	if a.Required && a.Keys == nil {
		return a, wrong("keys are kept in the data folder: name one with --data")
	}
	if a.Required && !a.Loopback && !c.RequireKeys && !a.Keys.Any() {
		return a, wrong("--listen %s is beyond this machine: make a key with `interdict keys add`, or say --require-keys to make it later, or --open", c.Listen)
	}
	return a, nil
}

func (c *serveCmd) certificates(m *Main, g *globals) (*server.Certificates, error) {
	switch {
	case (c.TLSCert == "") != (c.TLSKey == ""):
		return nil, wrong("--tls-cert and --tls-key need one another")
	case c.TLSCert == "" && c.ClientCA != "":
		return nil, wrong("--client-ca needs --tls-cert and --tls-key")
	case c.TLSCert == "":
		return nil, nil
	}
	certificates, err := server.OpenCertificates(server.TLSFiles{Cert: c.TLSCert, Key: c.TLSKey, ClientCA: c.ClientCA}, func(format string, args ...any) { m.say(g, format, args...) })
	if err != nil {
		return nil, wrong("%w", err)
	}
	return certificates, nil
}

// routes are the addresses of all kinds of clients. u updates the lists when one
// asks for it, depth is that of yente.Options.
func (c *serveCmd) routes(pages *web.Pages, u *server.Updater, depth func(context.Context) ([]byte, error)) []server.Routes {
	return []server.Routes{
		v1.Routes(version()),
		yente.New(yente.Options{UpdateToken: os.Getenv("INTERDICT_UPDATE_TOKEN"), Update: u.Update, Depth: depth}),
		watchman.New(watchman.Options{Lenient: c.WatchmanLenient, Refresher: u, Version: version()}),
		mcp.Routes(version(), watchman.AddTool),
		pages.Routes,
	}
}

// account is who signed in, for the head of the pages.
func account(r *http.Request) web.Account {
	a := web.Account{Name: server.SignedIn(r)}
	if a.Name != "" {
		a.Leave = "/signout"
	}
	return a
}
