package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/interdict/interdict/lists/all"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/report"
)

type feedCmd struct {
	List     string `arg:"" help:"The list's id, such as us_ofac_sdn."`
	Output   string `short:"o" name:"output" placeholder:"FILE" default:"-" help:"The file to write, or - for standard output."`
	Editions int    `placeholder:"N" default:"50" help:"How many editions it tells of, the newest first."`
}

func (c *feedCmd) Run(ctx context.Context, m *Main, g *globals) error {
	if c.Editions < 1 {
		return wrong("--editions: a feed tells of one edition at least")
	}
	if dir := filepath.Dir(c.Output); c.Output != "-" && !isDir(dir) {
		return wrong("-o %s: the folder %s does not exist; make it first", c.Output, dir)
	}
	r, err := m.openExisting(ctx, g)
	if err != nil {
		return err
	}
	defer r.Close()
	editions, err := r.Editions(ctx, c.List)
	if register.IsKind(err, register.UnknownList) {
		return usage{err}
	}
	if err != nil {
		return err
	}
	f, err := feedOf(ctx, r, editions, len(editions)-c.Editions)
	if err != nil {
		return err
	}
	if c.Output == "-" {
		return report.WriteFeed(m.Stdout, f)
	}
	return writeFile(c.Output, func(w io.Writer) error { return report.WriteFeed(w, f) })
}

// feedOf is the feed of a list's editions from a place on, the newest first.
func feedOf(ctx context.Context, r *register.Register, editions []register.Edition, from int) (*report.Feed, error) {
	list := editions[0].List
	f := &report.Feed{List: list, Title: all.Entry(list).Title, ID: urn(list)}
	for i := len(editions) - 1; i >= max(from, 0); i-- {
		e := &editions[i]
		entry := report.FeedEdition{ID: editionURN(editions, e), Name: e.String(), Loaded: e.Loaded, Entries: e.Entries}
		if e.Dated.After(e.Loaded) {
			entry.Loaded = e.Dated
		}
		if p := e.Published; !p.IsZero() {
			entry.Published = time.Date(p.Year, time.Month(p.Month), p.Day, 0, 0, 0, 0, time.UTC)
		}
		if i > 0 {
			d, err := r.DiffBetween(ctx, editions[i-1], *e)
			if err != nil {
				return nil, err
			}
			entry.Diff = diffWords(d)
		}
		if entry.Loaded.After(f.Updated) {
			f.Updated = entry.Loaded
		}
		f.Editions = append(f.Editions, entry)
	}
	return f, nil
}

// editionURN names an edition for ever: by its bytes and, where these were
// published more than once, by which of them it is in the order of loading.
func editionURN(editions []register.Edition, e *register.Edition) string {
	n := 0
	for i := range editions {
		if o := &editions[i]; o.SHA256 == e.SHA256 && o.Before(e) {
			n++
		}
	}
	return urn(fmt.Sprintf("%s %s %d", e.List, e.SHA256, n))
}

// urn is a UUID (version 8 of RFC 9562) of the SHA-256 of a name.
func urn(name string) string {
	u := sha256.Sum256([]byte("interdict " + name))
	u[6], u[8] = u[6]&0x0f|0x80, u[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:16])
}
