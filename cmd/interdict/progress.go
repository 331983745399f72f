package main

import (
	"fmt"
	"sync/atomic"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"github.com/interdict/interdict/screen"
)

// progress shows on a terminal how far a run has come, how fast it is and when
// it will be done; anywhere else, and with --quiet, it is silent.
type progress struct {
	bars           *mpb.Progress
	bar            *mpb.Bar
	began          time.Time
	adds           bool // members, and screens nobody
	screened, hits atomic.Int64
}

// newProgress starts a bar over a number of bytes, or of members; where that is 0,
// since nobody knows it, it counts alone.
func (m *Main) newProgress(g *globals, total int64) *progress {
	return m.show(g, total, &progress{began: time.Now()}, "Screening ")
}

// newAdding is the same of members who are added.
func (m *Main) newAdding(g *globals, total int64) *progress {
	return m.show(g, total, &progress{began: time.Now(), adds: true}, "Adding ")
}

func (m *Main) show(g *globals, total int64, p *progress, what string) *progress {
	to := m.bars
	if to == nil && m.Err.Is && !g.Quiet {
		to = m.Stderr
	}
	if to == nil {
		return p
	}
	p.bars = mpb.New(mpb.WithOutput(to), mpb.WithWidth(28), mpb.WithAutoRefresh())
	name, counts := mpb.PrependDecorators(decor.Name(what)), decor.Any(p.counts)
	if total == 0 {
		p.bar = p.bars.New(0, mpb.NopStyle(), name, mpb.BarRemoveOnComplete(), mpb.AppendDecorators(counts))
	} else {
		p.bar = p.bars.AddBar(total, name, mpb.BarRemoveOnComplete(),
			mpb.AppendDecorators(decor.Percentage(), counts, decor.Name(", left "), decor.AverageETA(decor.ET_STYLE_GO)))
	}
	return p
}

// counts says how many subjects are done, how fast, and how many were hit.
func (p *progress) counts(decor.Statistics) string {
	screened := p.screened.Load()
	rate := float64(screened) / max(time.Since(p.began).Seconds(), 0.001)
	if p.adds {
		return fmt.Sprintf("  %d read, %.0f a second", screened, rate)
	}
	return fmt.Sprintf("  %d screened, %.0f a second, %d with a hit", screened, rate, p.hits.Load())
}

// at says that so many bytes, or members, and subjects are done, and so many were hit.
func (p *progress) at(bytes, screened, hits int64) {
	if p.bar == nil {
		return
	}
	p.screened.Store(screened)
	p.hits.Store(hits)
	p.bar.SetCurrent(bytes)
}

// passes show how far a run over a population has come, pass by pass.
type passes struct {
	m   *Main
	g   *globals
	of  int64
	bar *progress
}

func (p *passes) at(at screen.Progress, of int64) {
	if p.bar == nil || p.of != of {
		p.end()
		p.bar, p.of = p.m.newProgress(p.g, of), of
	}
	p.bar.at(at.Screened+at.Refused, at.Screened, at.SubjectsHit)
}

func (p *passes) end() {
	if p.bar != nil {
		p.bar.end()
	}
}

// end removes the bar.
func (p *progress) end() {
	if p.bar == nil {
		return
	}
	p.bar.Abort(true)
	p.bars.Wait()
}
