package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/server"
)

type keysCmd struct {
	Add    keysAddCmd    `cmd:"" help:"Make a key. It is shown once, and kept as a hash."`
	List   keysListCmd   `cmd:"" help:"Show the keys there are, without the keys themselves."`
	Revoke keysRevokeCmd `cmd:"" help:"Make a key void. A running service sees it within a second."`
}

type keysAddCmd struct {
	Name    string   `arg:"" help:"What to call it: letters, digits, dots and dashes. It stands in logs."`
	Scopes  []string `default:"read,screen" placeholder:"SCOPES" help:"What it may be used for: read, screen, update, metrics, alerts (default: ${default})."`
	Expires string   `default:"365d" placeholder:"WHEN" help:"Until when: days such as 90d, a date such as 2027-06-30 (its end, UTC), or never (default: ${default})."`
}

// keyAnswer is the JSON of a key.
type keyAnswer struct {
	Name    string         `json:"name"`
	Scopes  []server.Scope `json:"scopes"`
	Made    time.Time      `json:"made"`
	Expires *time.Time     `json:"expires"` // null: never
	Expired bool           `json:"expired"`
	Key     string         `json:"key,omitempty"` // once, when it is made
}

func answerOf(k *server.Key, now time.Time) keyAnswer {
	a := keyAnswer{Name: k.Name, Scopes: k.Scopes, Made: k.Made, Expired: k.Expired(now)}
	if !k.Expires.IsZero() {
		a.Expires = &k.Expires
	}
	return a
}

func (c *keysAddCmd) Run(ctx context.Context, m *Main, g *globals) error {
	if err := g.checkData(); err != nil {
		return err
	}
	k := server.Key{Name: c.Name, Made: m.Now().UTC().Truncate(time.Second)}
	if !server.KeyName.MatchString(c.Name) {
		return wrong("a key's name has at most 64 letters, digits, dots, dashes and underscores, such as onboarding")
	}
	for _, s := range c.Scopes {
		scope := server.Scope(strings.TrimSpace(s))
		if !slices.Contains(server.Scopes, scope) {
			return wrong("--scopes: there is no scope %q; there are read, screen, update, metrics and alerts", s)
		}
		if !slices.Contains(k.Scopes, scope) {
			k.Scopes = append(k.Scopes, scope)
		}
	}
	if len(k.Scopes) == 0 {
		return wrong("--scopes: name one of read, screen, update, metrics and alerts")
	}
	var err error
	if k.Expires, err = expiry(c.Expires, k.Made); err != nil {
		return err
	}
	secret, err := server.KeysIn(g.Data).Add(ctx, k)
	if err != nil {
		return err
	}
	if g.JSON {
		a := answerOf(&k, m.Now())
		a.Key = secret
		return report.Encoder(m.Stdout).Encode(a)
	}
	m.say(g, "Key %s, for %s, good %s. It is shown this once: keep it where secrets are kept.", k.Name, scopeWords(k.Scopes), untilWords(&k))
	_, err = fmt.Fprintln(m.Stdout, secret)
	return err
}

// expiry reads until when a key is good; zero is for ever.
func expiry(text string, now time.Time) (time.Time, error) {
	if text == "never" {
		return time.Time{}, nil
	}
	if n, err := strconv.Atoi(strings.TrimSuffix(text, "d")); err == nil && strings.HasSuffix(text, "d") && n > 0 && n <= 36_500 {
		return now.AddDate(0, 0, n), nil
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return day, wrong("--expires: write days such as 90d, a date such as 2027-06-30, or never")
	}
	if day = day.AddDate(0, 0, 1); !day.After(now) {
		return day, wrong("--expires: %s is over", text)
	}
	return day, nil
}

func scopeWords(scopes []server.Scope) string {
	words := make([]string, len(scopes))
	for i, s := range scopes {
		words[i] = string(s)
	}
	return strings.Join(words, ", ")
}

func untilWords(k *server.Key) string {
	if k.Expires.IsZero() {
		return "for ever"
	}
	return "until " + interdict.DateOf(k.Expires).Words() + ", " + k.Expires.Format("15:04") + " UTC"
}

type keysListCmd struct{}

func (c *keysListCmd) Run(m *Main, g *globals) error {
	if err := g.checkData(); err != nil {
		return err
	}
	keys, err := server.KeysIn(g.Data).Read()
	if err != nil {
		return err
	}
	if g.JSON {
		all := []keyAnswer{}
		for i := range keys {
			all = append(all, answerOf(&keys[i], m.Now()))
		}
		return report.Encoder(m.Stdout).Encode(map[string]any{"keys": all})
	}
	if len(keys) == 0 {
		_, err = io.WriteString(m.Stdout, "There is no key; `interdict keys add NAME` makes one.\n")
		return err
	}
	for i := range keys {
		until := "good " + untilWords(&keys[i])
		if keys[i].Expired(m.Now()) {
			until = "EXPIRED, was " + until
		}
		if _, err := fmt.Fprintf(m.Stdout, "%s: %s; %s; made on %s\n", keys[i].Name, scopeWords(keys[i].Scopes), until, interdict.DateOf(keys[i].Made).Words()); err != nil {
			return err
		}
	}
	return nil
}

type keysRevokeCmd struct {
	Name string `arg:"" help:"The key's name."`
}

func (c *keysRevokeCmd) Run(ctx context.Context, m *Main, g *globals) error {
	if err := g.checkData(); err != nil {
		return err
	}
	if err := server.KeysIn(g.Data).Revoke(ctx, c.Name); err != nil {
		return err
	}
	m.say(g, "Key %s is void.", c.Name)
	return nil
}
