package server

import (
	"context"
	"testing"
	"time"

	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/score"
)

// A list is asked for as its publisher's rhythm says, later after failures, and
// not before its publisher allows.
func TestWhenListsAreDue(t *testing.T) {
	const list = "us_ofac_sdn" // a limit of 14 days: hourly
	now := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		state    base.UpdateState
		failed   int
		interval time.Duration
		from, to time.Duration // after now, which is the start
	}{
		"never looked for":          {from: 0, to: firstRetry},
		"looked for just now":       {state: base.UpdateState{Checked: now}, from: time.Hour, to: time.Hour + time.Hour/8},
		"looked for half an hour":   {state: base.UpdateState{Checked: now.Add(-30 * time.Minute)}, from: 30 * time.Minute, to: 30*time.Minute + time.Hour/8},
		"looked for days ago":       {state: base.UpdateState{Checked: now.Add(-72 * time.Hour)}, from: 0, to: firstRetry},
		"an interval":               {state: base.UpdateState{Checked: now}, interval: 6 * time.Hour, from: 6 * time.Hour, to: 6*time.Hour + 45*time.Minute},
		"failed once":               {state: base.UpdateState{Failed: &base.UpdateFailure{At: now}}, failed: 1, from: firstRetry, to: firstRetry + firstRetry/8},
		"failed four times":         {state: base.UpdateState{Failed: &base.UpdateFailure{At: now}}, failed: 4, from: 8 * firstRetry, to: 9 * firstRetry},
		"failed a hundred times":    {state: base.UpdateState{Failed: &base.UpdateFailure{At: now}}, failed: 100, from: 24 * time.Hour, to: 27 * time.Hour},
		"the publisher wants peace": {state: base.UpdateState{Checked: now, NotBefore: now.Add(5 * time.Hour)}, from: 5 * time.Hour, to: 5 * time.Hour},
	} {
		f := &base.Folder{Dir: t.TempDir(), Now: func() time.Time { return now }}
		if err := f.Downloads().SetState(list, &c.state); err != nil {
			t.Fatal(err)
		}
		u := NewUpdater(t.Context(), NewSource(f, Settings{}), nil)
		if c.failed > 0 {
			u.tries[list] = &tries{last: now, failed: c.failed}
		}
		at := u.dueAt(list, now, c.interval)
		if at.Before(now.Add(c.from)) || at.After(now.Add(c.to)) {
			t.Errorf("%s: due in %s, want %s to %s", name, at.Sub(now), c.from, c.to)
		}
		if again := u.dueAt(list, now, c.interval); !again.Equal(at) {
			t.Errorf("%s: looking again moved it from %s to %s", name, at, again)
		}
	}
	for id, want := range map[string]time.Duration{list: time.Hour, "ca_dfatd_sema_sanctions": 60 * 24 * time.Hour / 336, "us_cuba_sanctions": 24 * time.Hour, "own": time.Hour} {
		if got := every(id); got != want {
			t.Errorf("%s is asked for every %s, want %s", id, got, want)
		}
	}
}

// What was never fetched is not fetched without a person: the starter register's
// lists neither.
func TestFirstRequestIsAPersons(t *testing.T) {
	f := &base.Folder{Dir: t.TempDir(), Now: time.Now}
	s := NewSource(f, Settings{})
	s.current = &Serving{all: []report.List{{ID: "us_ofac_sdn"}, {ID: "un_sc_sanctions"}, {ID: "our_list"}, {ID: "gb_hmt_sanctions"}}}
	s.current.Base = &base.Base{}
	if err := f.Downloads().SetState("un_sc_sanctions", &base.UpdateState{Source: "https://publisher.example/list.xml"}); err != nil {
		t.Fatal(err)
	}
	kept, byHand := NewUpdater(t.Context(), s, nil).Kept()
	if len(kept) != 1 || kept[0] != "un_sc_sanctions" || len(byHand) != 1 || byHand[0] != "us_ofac_sdn" {
		t.Errorf("fetched again %v, by hand %v", kept, byHand)
	}
}

// What fails is counted, tried later and later, and forgotten once it succeeds.
func TestFailuresAreCounted(t *testing.T) {
	const list = "us_ofac_sdn"
	now := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	f := &base.Folder{Dir: t.TempDir(), Now: func() time.Time { return now }, Starter: true}
	s := NewSource(f, Settings{Policy: policy.Default(), Weights: score.Default()})
	t.Cleanup(s.Close)
	u := NewUpdater(t.Context(), s, func(_ context.Context, lists []string) error {
		return f.Downloads().SetState(lists[0], &base.UpdateState{Failed: &base.UpdateFailure{At: now}})
	})
	for want := 1; want <= 3; want++ {
		u.Start(Scheduled, list)
		u.Wait()
		if st := u.State(); st.Failures != want || u.tries[list].failed != want {
			t.Errorf("after %d failures: %+v %+v", want, st, u.tries[list])
		}
		now = now.Add(time.Hour)
	}
	u.run = func(context.Context, []string) error {
		return f.Downloads().SetState(list, &base.UpdateState{Checked: now})
	}
	u.Start(Scheduled, list)
	u.Wait()
	if st := u.State(); st.Failures != 3 || u.tries[list].failed != 0 {
		t.Errorf("after a success: %+v %+v", st, u.tries[list])
	}
}

// Each client has its turn, however much another asks.
func TestTurns(t *testing.T) {
	f := newFair(1, 100, time.Minute)
	leave, err := f.take(t.Context(), "first")
	if err != nil {
		t.Fatal(err)
	}
	order := make(chan string, 12)
	for i := range 12 {
		client := "greedy"
		if i == 11 {
			client = "modest"
		}
		go func() {
			leave, err := f.take(t.Context(), client)
			if err != nil {
				panic(err)
			}
			order <- client
			leave()
		}()
		for { // one after the other
			f.mu.Lock()
			n := f.waiting
			f.mu.Unlock()
			if n == i+1 {
				break
			}
			time.Sleep(time.Millisecond)
		}
	}
	leave()
	first, second := <-order, <-order
	if first != "greedy" || second != "modest" {
		t.Errorf("%s came first and %s second", first, second)
	}
	for range 10 {
		<-order
	}
	for range 1000 {
		f.mu.Lock()
		working, waiting, clients := f.taken+len(f.working), f.waiting, len(f.by)
		f.mu.Unlock()
		if working == 0 && waiting == 0 && clients == 0 {
			return
		}
		time.Sleep(time.Millisecond)
	}
	t.Error("places are not given back")
}

// One who gives up leaves the queue.
func TestGivingUp(t *testing.T) {
	f := newFair(1, 2, time.Minute)
	leave, err := f.take(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	for range 50 {
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		if _, err := f.take(ctx, "b"); err == nil {
			t.Fatal("a place was given twice")
		}
		cancel()
	}
	if f.waiting != 0 {
		t.Errorf("%d wait still", f.waiting)
	}
	leave()
	again, err := f.take(t.Context(), "c")
	if err != nil {
		t.Fatal(err)
	}
	again()
	if f.taken != 0 {
		t.Errorf("%d are at work", f.taken)
	}
}

// One client, however much it asks and however long it keeps its places, leaves
// some to others, who need not wait behind it.
func TestPlacesForOthers(t *testing.T) {
	f := newFair(8, 100, time.Minute)
	var leaves []func()
	for range 6 {
		leave, err := f.take(t.Context(), "greedy")
		if err != nil {
			t.Fatal(err)
		}
		leaves = append(leaves, leave)
	}
	later := make(chan func())
	go func() {
		leave, err := f.take(t.Context(), "greedy")
		if err != nil {
			panic(err)
		}
		later <- leave
	}()
	for waiting := 0; waiting == 0; time.Sleep(time.Millisecond) {
		f.mu.Lock()
		waiting = f.waiting
		f.mu.Unlock()
	}
	for _, client := range []string{"modest", "another"} {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		leave, err := f.take(ctx, client)
		cancel()
		if err != nil {
			t.Fatalf("%s waits behind one who has six of eight places: %v", client, err)
		}
		leave()
	}
	select {
	case <-later:
		t.Fatal("one client has seven of eight places")
	default:
	}
	leaves[0]()
	(<-later)()
	for _, leave := range leaves[1:] {
		leave()
	}
	if f.taken != 0 || len(f.working) != 0 {
		t.Errorf("%d places are not given back", f.taken)
	}
}

// Nor do several together, each of whom takes what it may have.
func TestPlacesBesideSeveral(t *testing.T) {
	f := newFair(64, 100, time.Minute)
	var leaves []func()
	held := map[string]int{}
	for _, client := range []string{"a", "b", "c"} {
		for f.room(client) {
			leave, err := f.take(t.Context(), client)
			if err != nil {
				t.Fatal(err)
			}
			leaves, held[client] = append(leaves, leave), held[client]+1
		}
	}
	if held["a"] != 48 || held["b"] != 12 || held["c"] != 3 {
		t.Errorf("places held: %v", held)
	}
	leave, err := f.take(t.Context(), "modest")
	if err != nil {
		t.Fatal(err)
	}
	// Whoever waits works as soon as it may: not one alone for each who leaves.
	later := make(chan func(), 2)
	for _, client := range []string{"x", "y"} {
		go func() {
			leave, err := f.take(t.Context(), client)
			if err != nil {
				panic(err)
			}
			later <- leave
		}()
	}
	for waiting := 0; waiting < 2; time.Sleep(time.Millisecond) {
		f.mu.Lock()
		waiting = f.waiting
		f.mu.Unlock()
	}
	leave()
	leaves[0]()
	(<-later)()
	(<-later)()
	for _, leave := range leaves[1:] {
		leave()
	}
	if f.taken != 0 || len(f.working) != 0 || len(f.turns) != 0 {
		t.Errorf("%d places are not given back", f.taken)
	}
}

func TestTracesOnDemand(t *testing.T) {
	for want, all := range map[bool][]map[string]string{
		true:  {{"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}, {"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://127.0.0.1:4318/v1/traces"}},
		false: {{}, {"OTEL_EXPORTER_OTLP_ENDPOINT": "x", "OTEL_SDK_DISABLED": "TRUE"}, {"OTEL_EXPORTER_OTLP_ENDPOINT": "x", "OTEL_TRACES_EXPORTER": "none"}},
	} {
		for _, env := range all {
			if got := TracesWanted(func(name string) string { return env[name] }); got != want {
				t.Errorf("%v: %v", env, got)
			}
		}
	}
}
