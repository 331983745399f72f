package server_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/interdict/interdict/server"
)

// Whoever asks for an update while one is under way waits for that one.
func TestOneUpdateAtATime(t *testing.T) {
	s := starter(t)
	if err := s.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	failed, hold := errors.New("the publisher is away"), make(chan struct{})
	u := server.NewUpdater(t.Context(), s, func(context.Context, []string) error {
		<-hold
		return failed
	})
	if !u.Start(server.Manual) {
		t.Fatal("an update could not be begun")
	}
	if u.Start(server.Scheduled) || !u.State().Running || u.State().Trigger != server.Manual {
		t.Errorf("two at a time: %+v", u.State())
	}
	waited := make(chan error)
	go func() { waited <- u.Update(context.Background()) }()
	close(hold)
	if err := <-waited; !errors.Is(err, failed) {
		t.Errorf("it came to %v", err)
	}
	if st := u.State(); st.Running || !errors.Is(st.Err, failed) || st.Ended.IsZero() {
		t.Errorf("afterwards: %+v", st)
	}
	if _, _, err := s.Acquire(); err != nil {
		t.Errorf("after a failed update nothing answers: %v", err)
	}
}

// One that is stopped says so, and none is begun after that.
func TestUpdatesEndWithTheService(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	u := server.NewUpdater(ctx, starter(t), func(ctx context.Context, _ []string) error {
		<-ctx.Done()
		return ctx.Err()
	})
	u.Start(server.Manual)
	time.AfterFunc(time.Millisecond, stop)
	u.Wait()
	if err := u.State().Err; !errors.Is(err, context.Canceled) {
		t.Errorf("it came to %v", err)
	}
	if u.Start(server.Manual) {
		t.Error("an update was begun after the end")
	}
}
