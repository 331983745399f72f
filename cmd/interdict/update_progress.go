package main

import (
	"io"
	"sync"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
)

// downloadProgress shows on a terminal a bar for each file that is being
// fetched; anywhere else, a line as each begins to come.
type downloadProgress struct {
	main *Main // writes above the bars; for many goroutines
	g    *globals
	bars *mpb.Progress
	mu   sync.Mutex
	open []*mpb.Bar
}

// oneByOne is a stream that many goroutines write to.
type oneByOne struct {
	mu sync.Mutex
	w  io.Writer
}

func (o *oneByOne) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.w.Write(b)
}

func (m *Main) newDownloads(g *globals) *downloadProgress {
	above := *m
	p := &downloadProgress{main: &above, g: g}
	if m.Err.Is && !g.Quiet {
		p.bars = mpb.New(mpb.WithOutput(m.Stderr), mpb.WithWidth(28), mpb.WithAutoRefresh())
		above.Stderr = p.bars
	} else {
		above.Stderr = &oneByOne{w: m.Stderr}
	}
	return p
}

// Of is what is told of the progress of one file.
func (p *downloadProgress) Of(list, host string) func(done, total int64) {
	var bar *mpb.Bar
	begun := false
	return func(done, total int64) {
		if !begun {
			begun = true
			if p.bars == nil {
				p.main.say(p.g, "Fetching %s from %s ...", list, host)
			} else {
				bar = p.bars.New(max(total, 0), mpb.BarStyle(), mpb.PrependDecorators(decor.Name("Fetching "+list+" ")), mpb.BarRemoveOnComplete(),
					mpb.AppendDecorators(decor.CountersKibiByte("% .1f / % .1f"), decor.Name(", left "), decor.AverageETA(decor.ET_STYLE_GO)))
				p.mu.Lock()
				p.open = append(p.open, bar)
				p.mu.Unlock()
			}
		}
		if bar != nil {
			bar.SetTotal(max(total, done+1), false)
			bar.SetCurrent(done)
			if done == total {
				bar.SetTotal(total, true)
			}
		}
	}
}

// Say tells something above the bars.
func (p *downloadProgress) Say(format string, args ...any) { p.main.say(p.g, format, args...) }

// End removes the bars.
func (p *downloadProgress) End() {
	if p.bars == nil {
		return
	}
	for _, b := range p.open {
		b.Abort(true)
	}
	p.bars.Wait()
	p.bars = nil
}
