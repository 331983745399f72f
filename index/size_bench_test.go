package index

import (
	"fmt"
	"io"
	"runtime"
	"testing"
)

// BenchmarkCompile makes and writes the snapshot of scale M, and with -large of
// L: how long it takes, how large the file is and how much memory stands while
// the tables are built.
func BenchmarkCompile(b *testing.B) {
	for _, entities := range scales() {
		b.Run(fmt.Sprintf("entities=%d", entities), func(b *testing.B) {
			for b.Loop() {
				runtime.GC()
				snap := synthetic(b, entities)
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				n := counting(0)
				if _, err := snap.Write(&n); err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(n)/1e6, "MB")
				b.ReportMetric(float64(n)/float64(snap.Names()), "bytes/name")
				b.ReportMetric(float64(m.Sys)/1e6, "MB-resident")
			}
		})
	}
}

// counting counts what is written.
type counting int64

func (c *counting) Write(p []byte) (int, error) {
	*c += counting(len(p))
	return len(p), nil
}

var _ io.Writer = new(counting)
