package main

import (
	"context"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/screen"
)

type explainCmd struct {
	Name string `arg:"" optional:"" help:"The name that was screened. Left out with --subject."`
	ID   string `arg:"" optional:"" name:"id" help:"The entity's id, or a listing's own."`

	subjectFlags
	Subject   string `placeholder:"FILE" help:"Read the subject from a JSON file."`
	Threshold string `placeholder:"SCORE" help:"The score from which a pair is a hit (default: the policy's, 0.7)."`
	AsOf      string `placeholder:"DATE" help:"Explain with the lists as they stood on a day."`
	KnownAt   string `placeholder:"TIME" help:"Use only what had been loaded by a time (YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ)."`

	settingFlags
}

func (c *explainCmd) Run(ctx context.Context, m *Main, g *globals) error {
	subject, id, err := c.subject()
	if err != nil {
		return err
	}
	settings, err := c.settings(c.Threshold)
	if err != nil {
		return err
	}
	at, err := parseMoment(c.AsOf, c.KnownAt, m.Now())
	if err != nil {
		return err
	}
	b, err := m.folder(g).Open(ctx, at)
	if err != nil {
		return err
	}
	defer b.Close()
	if err := b.Use(settings.policy, settings.weights); err != nil {
		return err
	}
	found, err := b.Engine.Explain(subject, id, screen.Query{})
	if err != nil {
		return err
	}
	answer := &report.Explained{Subject: subject.Name(), Explanations: found, AsOf: at.AsOf, KnownAt: at.Known, Reconstructed: b.Reconstructed, Demo: b.Demo, Hashes: b.Hashes()}
	if g.JSON {
		return report.Encoder(m.Stdout).Encode(answer)
	}
	return report.WriteExplained(m.Stdout, m.style(), answer, b.Header(m.Now()), b.Lookup)
}

// subject takes the subject from the arguments or from a file.
func (c *explainCmd) subject() (s *interdict.Subject, id string, err error) {
	if c.Subject != "" {
		if c.ID != "" {
			return nil, "", wrong("give the name or --subject, not both")
		}
		s, err = readSubject(c.Subject)
		if err == nil && c.Name == "" {
			err = wrong("name the entity to compare with: interdict explain ID --subject FILE")
		}
		if err == nil {
			err = c.addFacts(s)
		}
		return s, c.Name, err
	}
	if c.Name == "" || c.ID == "" {
		return nil, "", wrong("give a name and an entity's id: interdict explain NAME ID")
	}
	s, err = c.subjectFlags.subject(c.Name)
	return s, c.ID, err
}
