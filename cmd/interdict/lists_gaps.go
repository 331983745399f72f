package main

import (
	"context"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/report"
)

type gapsCmd struct {
	By      []string `required:"" placeholder:"X" help:"Listed by at least one of these: ids of lists, or jurisdictions such as gb, us, eu, un."`
	Not     []string `required:"" placeholder:"Y" help:"And by none of these."`
	Kind    []string `placeholder:"KIND" help:"Listings of these kinds only; default: sanction and proscription. all means every kind."`
	Since   string   `placeholder:"DATE" help:"Listed on this day or later only."`
	AsOf    string   `placeholder:"DATE" help:"As the lists stood on a day."`
	KnownAt string   `placeholder:"TIME" help:"Use only what had been loaded by a time (YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ)."`
	Output  string   `short:"o" name:"output" placeholder:"FILE" help:"Write to a file, in the form that its extension names: .html, .csv, .json or .txt."`
}

func (c *gapsCmd) Run(ctx context.Context, m *Main, g *globals) error {
	at, err := parseMoment(c.AsOf, c.KnownAt, m.Now())
	if err != nil {
		return err
	}
	ext, err := outputOf(c.Output, ".html", ".htm", ".csv", ".json", ".txt")
	if err != nil {
		return err
	}
	since, err := parseAsOf(c.Since)
	if err != nil {
		return wrong("--since: %q is no date; write YYYY-MM-DD", c.Since)
	}
	answer, err := m.folder(g).Gaps(ctx, &base.GapQuestion{By: c.By, Not: c.Not, Kinds: c.Kind, Since: since, Moment: at})
	if err != nil {
		return err
	}
	switch {
	case c.Output != "":
		return writeFile(c.Output, func(w io.Writer) error { return writeGaps(w, ext, answer) })
	case g.JSON:
		return report.Encoder(m.Stdout).Encode(answer)
	}
	return report.WriteGaps(m.Stdout, m.style(), answer)
}

// outputOf is the extension of an output that may be named, one of those given.
func outputOf(path string, extensions ...string) (string, error) {
	ext := strings.ToLower(filepath.Ext(path))
	switch {
	case path == "":
		return "", nil
	case !slices.Contains(extensions, ext):
		return "", wrong("-o %s: the extension names no output; use %s", path, strings.Join(extensions, ", "))
	case !isDir(filepath.Dir(path)):
		return "", wrong("-o %s: the folder %s does not exist; make it first", path, filepath.Dir(path))
	}
	return ext, nil
}

func writeGaps(w io.Writer, ext string, g *report.Gaps) error {
	switch ext {
	case ".json":
		return report.Encoder(w).Encode(g)
	case ".csv":
		return report.GapsCSV(w, g)
	case ".txt":
		return report.WriteGaps(w, report.Style{}, g)
	}
	return report.GapsHTML(w, g)
}
