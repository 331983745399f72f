package yente

import (
	"bytes"
	"context"
	"testing"

	"github.com/interdict/interdict/internal/background"
)

// What requests need of a state is made beforehand; where it cannot be, the
// request that needs it makes it.
func TestPrepared(t *testing.T) {
	held := starterServing(t)
	for _, broken := range []bool{false, true} {
		var told bool
		a := &api{tell: func(string, ...any) { told = true }}
		a.options.Depth = func(ctx context.Context) ([]byte, error) {
			var b bytes.Buffer
			if broken {
				b.WriteString("no depth")
				return b.Bytes(), nil
			}
			err := WriteDepth(ctx, held, &b)
			return b.Bytes(), err
		}
		a.prepare(t.Context(), held, &background.Pace{})
		v := a.views.of(held)
		if v.all == nil || (v.deep == nil) != broken || told != broken {
			t.Errorf("broken %t: the overview is there: %t, the depth: %t; it is told: %t", broken, v.all != nil, v.deep != nil, told)
		}
		if d, err := v.depth(t.Context()); d == nil || err != nil {
			t.Errorf("broken %t: a request does not get it: %v", broken, err)
		}
	}
}
