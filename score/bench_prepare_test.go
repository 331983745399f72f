package score

import (
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/synth"
)

// Customers are mostly new, and their words mostly not: a benchmark that repeats
// a few names would find every word in the processor's nearest memory.
func BenchmarkPrepareCustomers(b *testing.B) {
	gen := synth.New(1, 50_000, 0.1)
	customers := make([]interdict.Subject, 200_000)
	for i := range customers {
		customers[i] = gen.Subject(int64(i))
		customers[i].Schema, customers[i].Names[0].Parts = "", nil
	}
	var p Preparer
	var party Party
	i := 0
	b.ReportAllocs()
	for b.Loop() {
		p.Subject(&party, &customers[i])
		if i++; i == len(customers) {
			i = 0
		}
	}
}
