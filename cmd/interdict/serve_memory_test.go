package main

import (
	"math"
	"runtime/debug"
	"testing"
	"time"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/score"
	"github.com/interdict/interdict/server"
)

// The service bounds its memory by what is loaded, save where a setting does.
func TestBoundMemory(t *testing.T) {
	before := debug.SetMemoryLimit(math.MaxInt64)
	defer debug.SetMemoryLimit(before)
	for _, set := range []string{"1GiB", ""} {
		s := server.NewSource(&base.Folder{Dir: t.TempDir(), Starter: true, Now: time.Now}, server.Settings{Policy: policy.Default(), Weights: score.Default()})
		boundMemory(func(string) string { return set }, s)
		if err := s.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		s.Close() // once what is prepared is
		limit := debug.SetMemoryLimit(-1)
		if bound := limit != math.MaxInt64; bound != (set == "") {
			t.Errorf("with GOMEMLIMIT=%s the limit is %d", set, limit)
		}
		if set == "" && (limit <= memoryForAll || limit > memoryForAll+1000*memoryByListing) {
			t.Errorf("for some fifty listings the limit is %d", limit)
		}
	}
}
