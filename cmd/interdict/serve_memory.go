package main

import (
	"context"
	"runtime/debug"

	"github.com/interdict/interdict/internal/background"
	"github.com/interdict/interdict/server"
)

// What the service may take beside the snapshots, which are mapped files: a part
// for requests and connections, of which thousands may be idle, and a part for what
// is kept of each listing, of two states while one is swapped for the other. Nearer
// to it, memory is tidied up more often instead of when it has doubled.
const (
	memoryForAll    = 256 << 20
	memoryByListing = 1 << 10
)

// boundMemory tells the language how much memory the service should take, save
// where GOMEMLIMIT says so.
func boundMemory(getenv func(string) string, s *server.Source) {
	if getenv("GOMEMLIMIT") != "" {
		return
	}
	s.Prepare = append(s.Prepare, func(_ context.Context, next *server.Serving, _ *background.Pace) {
		listings := 0
		for _, l := range next.Lists {
			listings += l.Entries
		}
		debug.SetMemoryLimit(memoryForAll + memoryByListing*int64(listings))
	})
}
