package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/subjects"
	"github.com/interdict/interdict/table"
)

// machine is what this machine can do at most, on one core.
type machine struct {
	System    string  `json:"system"`
	Processor string  `json:"processor,omitempty"`
	Cores     int     `json:"cores"`
	Read      float64 `json:"sequential_bytes_a_second"`
	Load      float64 `json:"dependent_load_seconds"`
}

// parsing is how many rows a second are read on one core, and the file's bytes.
type parsing struct {
	Disk     float64 `json:"file_bytes_a_second"` // read and line ends counted
	Cut      float64 `json:"cut"`
	Cells    float64 `json:"cells"`
	Subjects float64 `json:"subjects"`
}

// memory is how much is read: more than any cache holds.
const memory = 256 << 20

// keep keeps the compiler from leaving out what is measured.
//
//go:noinline
func keep(uint64) {}

// measureMachine measures memory.
func (b *bench) measureMachine(context.Context) error {
	m := &machine{System: runtime.GOOS + "/" + runtime.GOARCH, Processor: processor(), Cores: runtime.GOMAXPROCS(0)}
	words := make([]uint64, memory/8)
	for i := range words {
		words[i] = uint64(i)
	}
	m.Read = memory / best(func() {
		var a, c, d, e uint64
		for i := 0; i+4 <= len(words); i += 4 {
			a, c, d, e = a+words[i], c+words[i+1], d+words[i+2], e+words[i+3]
		}
		keep(a + c + d + e)
	})
	m.Load = dependentLoad()
	b.state.Figures.Machine = m
	b.say("           %.1f GB/s one behind the other, %.0f ns for a word that the next depends on", m.Read/1e9, m.Load*1e9)
	return nil
}

// best is the shortest of five times, in seconds.
func best(do func()) float64 {
	least := time.Duration(1 << 62)
	for range 5 {
		began := time.Now()
		do()
		least = min(least, time.Since(began))
	}
	return least.Seconds()
}

// dependentLoad follows a circle through 128 MB, each step in another line.
func dependentLoad() float64 {
	const size, steps = memory / 16, 2_000_000
	next := make([]uint64, size)
	for i := range next {
		next[i] = uint64(i)
	}
	r := rand.New(rand.NewPCG(1, 1))
	for i := size - 1; i > 0; i-- { // Sattolo: one circle through all
		j := r.IntN(i)
		next[i], next[j] = next[j], next[i]
	}
	at := uint64(0)
	return best(func() {
		for range steps {
			at = next[at]
		}
		keep(at)
	}) / steps
}

// processor is what the kernel calls the processor, "" where it does not say.
func processor() string {
	text, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(text)) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// parsed is how much of the file is parsed.
const parsed = 64 << 20

// measureParsing reads the customers alone, on one core.
func (b *bench) measureParsing(ctx context.Context) error {
	f, err := os.Open(b.path(customersFile(b.rows)))
	if err != nil {
		return err
	}
	defer f.Close()
	p := &parsing{}
	if p.Disk, err = scanRate(ctx, f); err != nil {
		return err
	}
	text, err := io.ReadAll(io.NewSectionReader(f, 0, parsed))
	if err != nil {
		return err
	}
	text = text[:bytes.LastIndexByte(text, '\n')+1]
	rows := float64(bytes.Count(text, []byte("\n")) - 1)
	var fault error
	measure := func(block func() (func(*table.Block) error, func() (table.Block, error))) float64 {
		return rows / best(func() {
			use, next := block()
			for fault == nil {
				blk, err := next()
				if errors.Is(err, io.EOF) {
					return
				}
				if err == nil {
					err = use(&blk)
				}
				fault = err
			}
		})
	}
	open := func() func() (table.Block, error) {
		r, err := table.NewReader(bytes.NewReader(text), "customers", (&table.Mapping{}).Options())
		if err != nil {
			fault = err
			return nil
		}
		return r.Next
	}
	p.Cut = measure(func() (func(*table.Block) error, func() (table.Block, error)) {
		return func(*table.Block) error { return nil }, open()
	})
	p.Cells = measure(func() (func(*table.Block) error, func() (table.Block, error)) {
		var row table.Row
		return func(blk *table.Block) error {
			blk.Parse(&row, func(r *table.Row) { keep(uint64(len(r.Cells))) })
			return nil
		}, open()
	})
	p.Subjects = measure(func() (func(*table.Block) error, func() (table.Block, error)) {
		in, err := subjects.Read(bytes.NewReader(text), "customers", subjects.Options{})
		if err != nil {
			fault = err
			return nil, nil
		}
		var list []interdict.Subject
		return func(blk *table.Block) error {
			list, _ = in.Parse(*blk, list[:0])
			keep(uint64(len(list)))
			return nil
		}, in.Next
	})
	if fault != nil {
		return fmt.Errorf("reading the customers: %w", fault)
	}
	b.state.Figures.Parsing = p
	return nil
}

// scanRate reads a file and counts its lines.
func scanRate(ctx context.Context, f *os.File) (float64, error) {
	buf := make([]byte, 4<<20)
	began, size := time.Now(), int64(0)
	for ctx.Err() == nil {
		n, err := f.Read(buf)
		size += int64(n)
		keep(uint64(bytes.Count(buf[:n], []byte("\n"))))
		if errors.Is(err, io.EOF) {
			return float64(size) / time.Since(began).Seconds(), nil
		}
		if err != nil {
			return 0, err
		}
	}
	return 0, ctx.Err()
}
