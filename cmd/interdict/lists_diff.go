package main

import (
	"context"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/report"
)

type diffCmd struct {
	List    string `arg:"" help:"The list's id, such as us_ofac_sdn."`
	From    string `placeholder:"EDITION" help:"The older edition, by date or by the first digits of its SHA-256 (default: the one before --to)."`
	To      string `placeholder:"EDITION" help:"The newer edition (default: the newest)."`
	KnownAt string `placeholder:"TIME" help:"Use only what had been loaded by a time."`
	Output  string `short:"o" name:"output" placeholder:"FILE" help:"Write to a file, in the form that its extension names: .html, .json, .atom or .txt."`
}

func (c *diffCmd) Run(ctx context.Context, m *Main, g *globals) error {
	known, err := parseKnownAt(c.KnownAt)
	if err != nil {
		return err
	}
	ext := strings.ToLower(filepath.Ext(c.Output))
	if c.Output != "" {
		if !slices.Contains([]string{".html", ".htm", ".json", ".atom", ".txt"}, ext) {
			return wrong("-o %s: the extension names no output; use .html, .json, .atom or .txt", c.Output)
		}
		if dir := filepath.Dir(c.Output); !isDir(dir) {
			return wrong("-o %s: the folder %s does not exist; make it first", c.Output, dir)
		}
	}
	r, err := m.folder(g).Register(ctx)
	if err != nil {
		return err
	}
	defer r.Close()
	d, err := r.DiffKnown(ctx, c.List, c.From, c.To, register.AsOf{Known: known})
	if err != nil {
		if register.IsKind(err, register.UnknownList) || register.IsKind(err, register.Reversed) {
			return usage{err}
		}
		return err
	}
	if c.Output != "" {
		return writeFile(c.Output, func(w io.Writer) error { return writeDiff(w, ext, d) })
	}
	if g.JSON {
		return report.Encoder(m.Stdout).Encode(d)
	}
	return report.WriteDiff(m.Stdout, m.style(), base.DiffWords(d))
}

// writeDiff writes a difference in the form that an extension names.
func writeDiff(w io.Writer, ext string, d *register.Diff) error {
	words := base.DiffWords(d)
	switch ext {
	case ".json":
		return report.Encoder(w).Encode(d)
	case ".txt":
		return report.WriteDiff(w, report.Style{}, words)
	case ".atom":
		e := &d.ToEdition
		return report.WriteFeed(w, &report.Feed{List: d.List, Title: words.Title, ID: base.URN(d.List + " differences"), Updated: e.Loaded,
			Editions: []report.FeedEdition{{ID: base.URN(d.List + " " + d.FromEdition.SHA256.String() + " " + e.SHA256.String()),
				Name: e.String(), Loaded: e.Loaded, Entries: e.Entries, Diff: words}}})
	}
	return report.WriteDiffHTML(w, words)
}
