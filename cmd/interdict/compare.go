package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/compare"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/screen"
)

type compareCmd struct {
	Requests string `arg:"" name:"requests" help:"Names (one a line), customers (as screen reads them), bodies of POST /match (one a line), or a log with addresses of /match, /search or /v2/search; - is standard input."`

	Against string `required:"" placeholder:"URL" help:"Where yente or Watchman answers, such as http://127.0.0.1:8000."`
	Kind    string `enum:",yente,watchman" default:"" placeholder:"KIND" help:"What answers there: yente or watchman (default: it is found out)."`

	Output         []string      `short:"o" name:"output" placeholder:"FILE" sep:"none" help:"Write the comparison to a file, in the form that its extension names: .html, .jsonl, .csv or .txt. May be given several times."`
	Dataset        string        `default:"default" placeholder:"NAME" help:"Which of yente's data sets is asked, where the request does not say (default: ${default})."`
	TheirThreshold float64       `placeholder:"SCORE" help:"The score from which theirs is a match, where the request does not say (default: yente's 0.7, Watchman 0.8)."`
	Threshold      string        `placeholder:"SCORE" help:"The score from which ours is a hit (default: the policy's, 0.7)."`
	Lists          []string      `placeholder:"ID" help:"Compare these of our lists only."`
	ListingKinds   []string      `placeholder:"KIND" help:"Look for listings of these kinds only."`
	Most           int           `default:"100000" placeholder:"N" help:"The most requests that are put (default: ${default})."`
	Concurrency    int           `default:"4" placeholder:"N" help:"Requests under way at once (default: ${default})."`
	Timeout        time.Duration `default:"30s" help:"How long one answer may take."`
	Retries        int           `default:"2" placeholder:"N" help:"How often a request that failed is put again (default: ${default})."`

	settingFlags
}

// authorizationVariable holds what is sent to the other service in the header of
// that name: a key is no argument, which others on the machine can see.
const authorizationVariable = "INTERDICT_AGAINST_AUTHORIZATION"

func (c *compareCmd) Run(ctx context.Context, m *Main, g *globals) error {
	settings, err := c.settings(c.Threshold)
	if err == nil {
		err = c.check()
	}
	if err != nil {
		return err
	}
	requests, err := c.read(m)
	if err != nil {
		return err
	}
	all, err := m.folder(g).Open(ctx, base.Moment{})
	if err != nil {
		return err
	}
	defer all.Close()
	ours := *all
	var q screen.Query
	if q.Lists, q.On, err = ours.Choose(&settings.policy, c.Lists, c.ListingKinds); err != nil {
		return err
	}
	if err := ours.Use(settings.policy, settings.weights); err != nil {
		return err
	}
	shown := time.Now()
	r, err := compare.Run(ctx, &compare.Options{
		Client: compare.Client{URL: c.Against, Kind: c.Kind, Authorization: m.Getenv(authorizationVariable), Dataset: c.Dataset, Threshold: c.TheirThreshold,
			Timeout: c.Timeout, Retries: c.Retries},
		Base: all, Ours: &ours, Query: q, Concurrency: c.Concurrency,
		Progress: func(done, of int) {
			if now := time.Now(); now.Sub(shown) > 5*time.Second {
				shown = now
				m.say(g, "%d of %d requests compared.", done, of)
			}
		},
	}, requests)
	if err != nil {
		return fmt.Errorf("the comparison with %s: %w", c.Against, err)
	}
	if err := c.write(m, g, r); err != nil {
		return err
	}
	if r.Summary.Failed+len(r.Refused) > 0 {
		return done(exitIncomplete)
	}
	return nil
}

// check looks at the flags before anything is opened.
func (c *compareCmd) check() error {
	for _, o := range c.Output {
		if _, err := formOf(o); err != nil {
			return err
		}
	}
	switch {
	case c.TheirThreshold < 0 || c.TheirThreshold > 1:
		return wrong("--their-threshold: write a number from 0 to 1")
	case c.Most < 1 || c.Most > compare.MaxRequests:
		return wrong("--most: write a number from 1 to %d", compare.MaxRequests)
	case c.Concurrency < 1 || c.Concurrency > 64:
		return wrong("--concurrency: write a number from 1 to 64")
	case c.Timeout <= 0 || c.Retries < 0 || c.Retries > 10:
		return wrong("--timeout is above 0, --retries from 0 to 10")
	}
	return checkOutputs(c.Output, []string{c.Requests})
}

func (c *compareCmd) read(m *Main) (*compare.Requests, error) {
	if c.Requests == "-" {
		return compare.Read(m.Stdin, standardInput, c.Most)
	}
	f, err := os.Open(c.Requests)
	if err != nil {
		return nil, orAbsent(c.Requests, err)
	}
	defer f.Close()
	return compare.Read(f, c.Requests, c.Most)
}

func (c *compareCmd) write(m *Main, g *globals, r *compare.Report) error {
	for _, path := range c.Output {
		form, err := formOf(path)
		if err != nil {
			return err
		}
		err = writeFile(path, func(w io.Writer) error {
			switch form {
			case jsonForm:
				return compare.Lines(w, r)
			case csvForm:
				return compare.CSV(w, r)
			case htmlForm:
				return compare.HTML(w, r)
			}
			return compare.Text(w, report.Style{}, r)
		})
		if err != nil {
			return err
		}
	}
	if g.JSON {
		return report.Encoder(m.Stdout).Encode(r)
	}
	return compare.Text(m.Stdout, m.style(), r)
}
