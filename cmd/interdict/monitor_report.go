package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"

	"github.com/interdict/interdict/audit"
	"github.com/interdict/interdict/population"
	"github.com/interdict/interdict/report"
)

type monitorReportCmd struct {
	Names []string `arg:"" optional:"" name:"name" help:"Populations (default: all)."`

	Output []string `short:"o" name:"output" placeholder:"FILE" sep:"none" help:"Write the report to a file, in the form that its extension names: .html for people, .json for machines. May be given several times (default: JSON to standard output)."`

	limitFlags
	keyFlags
	settingFlags
}

func (c *monitorReportCmd) Run(ctx context.Context, m *Main, g *globals) error {
	for _, path := range c.Output {
		if !isPage(path) && !strings.EqualFold(filepath.Ext(path), ".json") {
			return wrong("-o %s: the extension names no form of the report; use .html or .json", path)
		}
	}
	if err := checkOutputs(c.Output, nil); err != nil {
		return err
	}
	mon, release, err := c.open(ctx, m, g, &c.keyFlags, &c.settingFlags)
	if err != nil {
		return err
	}
	defer release()
	proof, err := mon.Proof(ctx, c.Names)
	if errors.Is(err, population.ErrNone) {
		return usage{err}
	}
	if err != nil {
		return err
	}
	sign := func(page bool) ([]byte, error) {
		text, err := report.ProofJSON(proof)
		if page {
			var b bytes.Buffer
			err = report.ProofHTML(&b, proof)
			text = b.Bytes()
		}
		if err != nil {
			return nil, err
		}
		return audit.In(g.Data).Sign(ctx, text)
	}
	if len(c.Output) == 0 {
		file, err := sign(false)
		if err == nil {
			_, err = m.Stdout.Write(file)
		}
		if err != nil {
			return err
		}
	}
	for _, path := range c.Output {
		file, err := sign(isPage(path))
		if err != nil {
			return err
		}
		if err := writeFile(path, func(w io.Writer) error {
			_, err := w.Write(file)
			return err
		}); err != nil {
			return err
		}
		m.say(g, "%s is written and signed; interdict audit verify checks it.", path)
	}
	if !proof.Well() {
		for _, what := range proof.Wrong() {
			m.say(g, "! %s.", what)
		}
		return done(exitIncomplete)
	}
	return nil
}

func isPage(path string) bool {
	ext := strings.ToLower(filepath.Ext(path))
	return ext == ".html" || ext == ".htm"
}
