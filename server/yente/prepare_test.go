package yente

import (
	"context"
	"testing"
	"time"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/score"
	"github.com/interdict/interdict/server"
)

// What requests needed of one state is made of the next before it answers, and
// nothing else is.
func TestPrepared(t *testing.T) {
	ctx := t.Context()
	serving := func() *server.Serving {
		s := server.NewSource(&base.Folder{Dir: t.TempDir(), Starter: true, Now: time.Now}, server.Settings{Policy: policy.Default(), Weights: score.Default()})
		t.Cleanup(s.Close)
		if err := s.Refresh(context.Background()); err != nil {
			t.Fatal(err)
		}
		held, release, err := s.Acquire()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(release)
		return held
	}
	var vs views
	now, second, third, fourth := serving(), serving(), serving(), serving()
	vs.prepare(ctx, nil, now)
	vs.prepare(ctx, now, second)
	if v := vs.of(second); v.all != nil || v.deep != nil {
		t.Error("what nobody asked for was made")
	}
	if _, err := vs.of(second).overview(); err != nil {
		t.Fatal(err)
	}
	vs.prepare(ctx, second, third)
	if v := vs.of(third); v.all == nil || v.deep != nil {
		t.Error("not just the overview was made")
	}
	if _, err := vs.of(third).depth(ctx); err != nil {
		t.Fatal(err)
	}
	vs.prepare(ctx, third, fourth)
	if v := vs.of(fourth); v.all == nil || v.deep == nil {
		t.Error("the depth was not made")
	}
}
