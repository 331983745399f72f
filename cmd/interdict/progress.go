package main

import (
	"fmt"
	"sync/atomic"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
)

// progress shows on a terminal how far a run has come; anywhere else, and with
// --quiet, it is silent.
type progress struct {
	bars *mpb.Progress
	bar  *mpb.Bar
	hits atomic.Int64
}

// newProgress starts a bar over a number of bytes, 0 where it isn't known.
func (m *Main) newProgress(g *globals, total int64) *progress {
	p := &progress{}
	if !m.Err.Is || g.Quiet {
		return p
	}
	p.bars = mpb.New(mpb.WithOutput(m.Stderr), mpb.WithWidth(32), mpb.WithAutoRefresh())
	p.bar = p.bars.AddBar(total,
		mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.Name("Screening ")),
		mpb.AppendDecorators(
			decor.Percentage(decor.WCSyncSpace),
			decor.Any(func(s decor.Statistics) string { return fmt.Sprintf("  %d subjects with a hit  ", p.hits.Load()) }),
			decor.Name("left "), decor.AverageETA(decor.ET_STYLE_GO),
		),
	)
	return p
}

// at says that so many bytes are done, and that so many subjects were hit.
func (p *progress) at(bytes, hits int64) {
	if p.bar == nil {
		return
	}
	p.hits.Store(hits)
	p.bar.SetCurrent(bytes)
}

// end removes the bar.
func (p *progress) end() {
	if p.bar == nil {
		return
	}
	p.bar.Abort(true)
	p.bars.Wait()
}
