package casework_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/casework"
	"github.com/interdict/interdict/internal/sealed"
)

var (
	key   = sealed.Key{1, 2, 3}
	began = time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC)
)

func open(t *testing.T, dir string) *casework.Store {
	t.Helper()
	s, err := casework.OpenIn(context.Background(), dir, &key)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func hit(entity, listed string) interdict.Hit {
	return interdict.Hit{EntityID: entity, Caption: listed, Score: 9000, Weight: -2300,
		Evidence: []interdict.Evidence{{Field: "name", Subject: "Zhao Guangzong", Entity: listed, Similarity: 10000}}}
}

func found(member string, h interdict.Hit) casework.Found {
	return casework.Found{Subject: interdict.Subject{ID: member, Names: []interdict.Name{{Full: "Zhao Guangzong"}}}, Hit: h}
}

func notes(redirect map[string]string) *casework.Notes {
	return &casework.Notes{
		Redirect: func(entity string) (string, error) {
			if to, ok := redirect[entity]; ok {
				return to, nil
			}
			return entity, nil
		},
		Why:     func(string) (string, error) { return "gone", nil },
		Because: func(*casework.Found) (string, error) { return "new", nil },
	}
}

func reconcile(t *testing.T, s *casework.Store, at time.Time, redirect map[string]string, list ...casework.Found) casework.Outcome {
	t.Helper()
	out, err := s.Reconcile(context.Background(), &casework.Run{Population: "bank", At: at, Facts: map[string]string{"e": "f"}}, &casework.Scope{All: true}, list, notes(redirect))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestReconcilingTwiceChangesNothing(t *testing.T) {
	s := open(t, t.TempDir())
	list := []casework.Found{found("a", hit("e1", "Guangzong ZHAO")), found("b", hit("e1", "Guangzong ZHAO"))}
	if out := reconcile(t, s, began, nil, list...); out.Raised != 2 {
		t.Errorf("%+v", out)
	}
	if out := reconcile(t, s, began.Add(time.Hour), nil, list...); out.Raised+out.Closed+out.Reopened+out.Moved != 0 {
		t.Errorf("again: %+v", out)
	}
	if n, err := s.Verify(context.Background()); err != nil || n != 2 {
		t.Errorf("%d events, %v", n, err)
	}
	alerts, _, err := s.List(context.Background(), casework.Filter{})
	if err != nil || len(alerts) != 2 || alerts[0].Hit.Weight != -2300 || alerts[0].Subject.Name() != "Zhao Guangzong" {
		t.Errorf("%+v %v", alerts, err)
	}
	last, err := s.Last(context.Background(), "bank")
	if err != nil || last.Facts["e"] != "f" || !last.At.Equal(began.Add(time.Hour)) {
		t.Errorf("%+v %v", last, err)
	}
}

// What was decided of an entity holds when it is merged into another, and when it
// leaves and comes back.
func TestDecisionsSurvive(t *testing.T) {
	ctx := context.Background()
	s := open(t, t.TempDir())
	reconcile(t, s, began, nil, found("a", hit("old", "Guangzong ZHAO")))
	alerts, _, err := s.List(ctx, casework.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	id := alerts[0].ID
	if _, err := s.Decide(ctx, id, casework.FalsePositive, "me", "another man", began); err != nil {
		t.Fatal(err)
	}
	out := reconcile(t, s, began.Add(time.Hour), map[string]string{"old": "new"}, found("a", hit("new", "ZHAO Guang-zong")))
	if out.Moved != 1 || out.Raised+out.Reopened+out.Closed != 0 {
		t.Errorf("merged: %+v", out)
	}
	if out = reconcile(t, s, began.Add(2*time.Hour), nil); out.Closed != 1 {
		t.Errorf("gone: %+v", out)
	}
	if _, err := s.Decide(ctx, id, casework.TrueMatch, "me", "late", began); err == nil {
		t.Error("a closed alert is decided")
	}
	if out = reconcile(t, s, began.Add(3*time.Hour), nil, found("a", hit("new", "ZHAO Guang-zong"))); out.Raised != 0 {
		t.Errorf("back again: %+v", out)
	}
	a, events, err := s.Show(ctx, id)
	if err != nil || a.State != casework.FalsePositive || len(events) != 5 {
		t.Errorf("%+v %d events, %v", a, len(events), err)
	}
	if out = reconcile(t, s, began.Add(4*time.Hour), nil, found("a", hit("new", "ZHAO Other"))); out.Reopened != 1 {
		t.Errorf("another name: %+v", out)
	}
}

// An alert says what it was raised for, whatever changed meanwhile, and apart from it
// why it is in its state.
func TestReasons(t *testing.T) {
	ctx := context.Background()
	s := open(t, t.TempDir())
	says := func(state casework.State, raisedFor, because string) {
		t.Helper()
		alerts, _, err := s.List(ctx, casework.Filter{All: true})
		if err != nil || len(alerts) != 1 {
			t.Fatalf("%d alerts, %v", len(alerts), err)
		}
		if a := &alerts[0]; a.State != state || a.RaisedFor != raisedFor || !strings.HasPrefix(a.Because, because) {
			t.Errorf("%s, raised for %q, because %q; not %s, %q, %q", a.State, a.RaisedFor, a.Because, state, raisedFor, because)
		}
	}
	out := reconcile(t, s, began, nil, found("a", hit("e", "Guangzong ZHAO")))
	reconcile(t, s, began.Add(time.Hour), nil, found("a", hit("e", "ZHAO Guangzhong")))
	says(casework.Open, "new", "new")
	if _, err := s.Decide(ctx, out.Alerts[0], casework.TrueMatch, "me", "his passport", began.Add(2*time.Hour)); err != nil {
		t.Fatal(err)
	}
	says(casework.TrueMatch, "new", "his passport")
	reconcile(t, s, began.Add(3*time.Hour), nil)
	says(casework.Closed, "new", "gone")
}

// So many alerts of one entity that nobody could look at each are shown as one.
func TestCrowds(t *testing.T) {
	s := open(t, t.TempDir())
	var list []casework.Found
	for i := range 10_050 {
		list = append(list, found(fmt.Sprintf("m%d", i), hit("common", "John SMITH")))
	}
	list = append(list, found("a", hit("rare", "Guangzong ZHAO")))
	if out := reconcile(t, s, began, nil, list...); out.Raised != 10_051 {
		t.Errorf("%d raised", out.Raised)
	}
	alerts, crowds, err := s.List(context.Background(), casework.Filter{})
	if err != nil || len(alerts) != 2 {
		t.Fatalf("%d alerts are shown, %v", len(alerts), err)
	}
	for _, a := range alerts {
		if n := crowds[a.Crowd]; a.EntityID == "common" && n != 10_050 || a.EntityID == "rare" && a.Crowd != "" {
			t.Errorf("%s stands for %d", a.EntityID, n)
		}
	}
}

// The newest alerts come first, a crowd as one row, page by page.
func TestNewest(t *testing.T) {
	ctx := context.Background()
	s := open(t, t.TempDir())
	var list []casework.Found
	for i := range 10_001 {
		list = append(list, found(fmt.Sprintf("m%d", i), hit("common", "John SMITH")))
	}
	list = append(list, found("a", hit("e1", "Guangzong ZHAO")))
	reconcile(t, s, began, nil, list...)
	reconcile(t, s, began.Add(time.Hour), nil, append(list, found("b", hit("e1", "Guangzong ZHAO")))...)
	var got []string
	for from := range 4 {
		rows, total, err := s.Newest(ctx, casework.Filter{Limit: 1}, from)
		if err != nil || total != 3 {
			t.Fatalf("%d rows, %v", total, err)
		}
		for _, r := range rows {
			got = append(got, fmt.Sprintf("%s %d %s", r.EntityID, r.Many, r.Happened))
			if n, err := s.InCrowd(ctx, r.Crowd); err != nil || n != r.Many && r.Many > 1 {
				t.Errorf("%d in the crowd, %v", n, err)
			}
		}
	}
	slices.Sort(got[1:])
	if want := "[e1 1 raised common 10001 raised e1 1 raised]"; fmt.Sprint(got) != want {
		t.Errorf("%v, want %s", got, want)
	}
	rows, _, err := s.Newest(ctx, casework.Filter{Limit: 1}, 0)
	if err != nil || rows[0].Subject.ID != "b" {
		t.Errorf("the newest is %+v, %v", rows, err)
	}
	if _, total, err := s.Newest(ctx, casework.Filter{Population: "other"}, 0); err != nil || total != 0 {
		t.Errorf("of another population: %d, %v", total, err)
	}
	runs, err := s.Runs(ctx, "bank", 1)
	if err != nil || len(runs) != 1 || runs[0].Raised != 1 {
		t.Errorf("%+v, %v", runs, err)
	}
}

// Neither the events nor what they say of a subject can be changed unseen, and
// nothing can be read without the key.
func TestSealedAndChained(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	s := open(t, dir)
	reconcile(t, s, began, nil, found("a", hit("e1", "Guangzong ZHAO")), found("b", hit("e1", "Guangzong ZHAO")))
	s.Close()
	path := filepath.Join(dir, casework.FileName)
	text, err := os.ReadFile(path)
	if err != nil || strings.Contains(string(text), "Zhao Guangzong") {
		t.Fatalf("the store gives a subject away: %v", err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read it: %v %v", info, err)
	}
	if _, err := casework.OpenIn(ctx, dir, &sealed.Key{9}); !errors.Is(err, sealed.ErrKey) {
		t.Errorf("another key opens it: %v", err)
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range []string{"UPDATE event SET kind = 'closed'", "DELETE FROM event"} {
		if _, err := db.Exec(statement); err == nil {
			t.Errorf("%s is done", statement)
		}
	}
	if _, err := db.Exec("DROP TRIGGER event_stays; UPDATE event SET kind = 'closed' WHERE seq = 1"); err != nil {
		t.Fatal(err)
	}
	if _, err := open(t, dir).Verify(ctx); err == nil {
		t.Error("a changed event is not seen")
	}
}

// A store of the first version opens for ever.
func TestGolden(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "v1.db"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, casework.FileName), text, 0o600); err != nil {
		t.Fatal(err)
	}
	s := open(t, dir)
	alerts, _, err := s.List(context.Background(), casework.Filter{All: true})
	if err != nil || len(alerts) != 1 || alerts[0].State != casework.FalsePositive || alerts[0].Subject.ID != "a" {
		t.Errorf("%+v %v", alerts, err)
	}
	if n, err := s.Verify(context.Background()); err != nil || n != 2 {
		t.Errorf("%d %v", n, err)
	}
}

// Only material changes count: case, accents, letters with strokes, punctuation,
// hyphens and the order of words are none; another word, day or number is one.
func TestWhatIsMaterial(t *testing.T) {
	for _, c := range []struct {
		field, before, now string
		material           bool
	}{
		{"name", "Guangzong ZHAO", "zhao guāngzōng", false},
		{"name", "Guang-zong Zhao", "Guangzong Zhao", false},
		{"name", "Guang-zong Zhao", "Guang zong Zhao", false},
		{"name", "Łukasz Ørsted", "Lukasz Orsted", false},
		{"name", "O'Brien, John", "JOHN OBRIEN", false},
		{"name", "Mu'ammar", "Muʻammar", false},
		{"name", "Straße", "STRASSE", false},
		{"name", "Guangzong Zhao", "Guangzhong Zhao", true},
		{"name", "Guangzong Zhao", "Guangzong", true},
		{"address", "12 ulica Lodzka, Lodz", "12 Ulica Łódzka, Łódź", false},
		{"address", "12 ulica Lodzka, Lodz", "21 ulica Lodzka, Lodz", true},
		{"birth_date", "1985-11-12", "1985-12-11", true},
		{"birth_date", "1985", "1985-11-12", true},
		{"identifier", "AB-123 456", "AB123456", false},
		{"identifier", "AB123456", "AB123465", true},
	} {
		h := func(value string) interdict.Hit {
			return interdict.Hit{EntityID: "e", Score: 9000, Evidence: []interdict.Evidence{{Field: c.field, Subject: "x", Entity: value}}}
		}
		s := open(t, t.TempDir())
		out := reconcile(t, s, began, nil, found("a", h(c.before)))
		if _, err := s.Decide(context.Background(), out.Alerts[0], casework.FalsePositive, "me", "another", began); err != nil {
			t.Fatal(err)
		}
		out = reconcile(t, s, began.Add(time.Hour), nil, found("a", h(c.now)))
		if (out.Reopened == 1) != c.material {
			t.Errorf("%s %q, then %q: %+v", c.field, c.before, c.now, out)
		}
	}
}
