package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/gob"
	"fmt"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/canary"
	"github.com/interdict/interdict/monitor"
	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/score"
	"github.com/interdict/interdict/server"
	"github.com/interdict/interdict/server/yente"
)

// besideCmd makes a part of what the service needs in a process of its own: what
// reads every listing takes seconds, and leaves so much memory to be tidied up that
// requests would wait. The service starts it at a low priority and reads what it
// writes to standard output.
type besideCmd struct {
	What string `arg:"" enum:"depth,canaries"`
}

// Kinds of besideCmd.
const (
	besideDepth    = "depth"    // of which /search and others of yente's addresses filter
	besideCanaries = "canaries" // those of the lists that are loaded
)

func (c *besideCmd) Run(ctx context.Context, m *Main, g *globals) error {
	if err := g.checkData(); err != nil {
		return err
	}
	folder := m.folder(g)
	folder.OpenOnly = true
	out := bufio.NewWriter(m.Stdout)
	switch c.What {
	case besideCanaries:
		b, err := folder.Open(ctx, base.Moment{})
		if err != nil {
			return err
		}
		defer b.Close()
		set, err := monitor.CanariesOf(ctx, g.Data, b)
		if err != nil {
			return err
		}
		if err := gob.NewEncoder(out).Encode(set); err != nil {
			return err
		}
	default:
		source := server.NewSource(folder, server.Settings{Policy: policy.Default(), Weights: score.Default()})
		defer source.Close()
		if err := source.Refresh(ctx); err != nil {
			return err
		}
		serving, release, err := source.Acquire()
		if err != nil {
			return err
		}
		defer release()
		if err := yente.WriteDepth(ctx, serving, out); err != nil {
			return err
		}
	}
	return out.Flush()
}

// depth has it made beside the service.
func (m *Main) depth(g *globals) func(context.Context) ([]byte, error) {
	if g.Starter { // its few listings are read as quickly
		return nil
	}
	return func(ctx context.Context) ([]byte, error) { return m.child(ctx, g, "beside", besideDepth, "--quiet") }
}

// canariesBeside are those of the lists that are loaded, made beside the service.
func (m *Main) canariesBeside(ctx context.Context, g *globals) (*canary.Set, error) {
	text, err := m.child(ctx, g, "beside", besideCanaries, "--quiet")
	if err != nil {
		return nil, err
	}
	set := &canary.Set{}
	if err := gob.NewDecoder(bytes.NewReader(text)).Decode(set); err != nil {
		return nil, fmt.Errorf("the canaries cannot be read: %w", err)
	}
	return set, nil
}
