package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/server"
	"github.com/interdict/interdict/server/mcp"
	"github.com/interdict/interdict/server/watchman"
)

type mcpCmd struct {
	settingFlags
}

// Run speaks the Model Context Protocol on standard input and output until the
// input ends. Standard error is for people.
func (c *mcpCmd) Run(ctx context.Context, m *Main, g *globals) error {
	settings, err := c.settings("")
	if err != nil {
		return err
	}
	if err := g.checkData(); err != nil && !g.Starter {
		return err
	}
	source := server.NewSource(m.folder(g), server.Settings{Policy: settings.policy, Weights: settings.weights})
	defer source.Close()
	// An assistant that asks before the lists are open would be told so; better it
	// waits.
	err = source.Refresh(ctx)
	if _, empty := errors.AsType[*base.Empty](err); err != nil && !empty {
		return err
	} else if empty {
		m.say(g, "%v; the tools say so until then.", err)
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go source.Watch(ctx, watchEvery)
	if err := mcp.Serve(ctx, source, version(), io.NopCloser(m.Stdin), unclosed{m.Stdout}, watchman.AddTool); err != nil {
		return fmt.Errorf("the talk on standard input and output broke off (it takes JSON-RPC messages, one a line): %w", err)
	}
	return nil
}

// unclosed is a stream that is not for the one who writes to close.
type unclosed struct{ io.Writer }

func (unclosed) Close() error { return nil }
