package monitor_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/casework"
	"github.com/interdict/interdict/internal/sealed"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/all"
	"github.com/interdict/interdict/monitor"
	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/population"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/score"
	"github.com/interdict/interdict/screen"
	"github.com/interdict/interdict/subjects"
	"github.com/interdict/interdict/update"
)

// Each draw compiles snapshots: fewer draws than elsewhere do.
func TestMain(m *testing.M) {
	flag.Parse()
	if f := flag.Lookup("rapid.checks"); f.Value.String() == f.DefValue {
		if err := f.Value.Set("25"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

type fataler interface {
	Fatal(...any)
	Fatalf(string, ...any)
}

// place is a data folder with a clock that goes on by itself.
type place struct {
	dir string
	now time.Time
	key sealed.Key
	// without says that no canaries pass with its runs.
	without bool
}

func newPlace(dir string) *place {
	return &place{dir: dir, now: time.Date(2026, 11, 28, 9, 0, 0, 0, time.UTC), key: sealed.NewKey()}
}

func (p *place) clock() time.Time {
	p.now = p.now.Add(time.Second)
	return p.now
}

func (p *place) folder() *base.Folder { return &base.Folder{Dir: p.dir, Now: p.clock} }

// load loads list files as one edition each.
func (p *place) load(t fataler, paths ...string) {
	ctx := context.Background()
	f := p.folder()
	if err := f.Make(); err != nil {
		t.Fatal(err)
	}
	editions, _, err := lists.Collect(ctx, paths, all.Formats(), lists.CollectOptions{Published: interdict.DateOf(p.clock())})
	if err != nil || len(editions) == 0 {
		t.Fatal("no edition:", err)
	}
	r, err := f.Register(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	l := update.Loader{Folder: f, Register: r, Options: register.LoadOptions{AcceptShrink: true}}
	for i := range editions {
		if err := l.Load(ctx, &editions[i], editions[i+1:]); err != nil {
			t.Fatal(err)
		}
	}
	if len(l.Answer.Refused) > 0 {
		t.Fatal(l.Answer.Refused)
	}
	if err := l.Compile(ctx); err != nil {
		t.Fatal(err)
	}
}

// add adds a file to the population "bank".
func (p *place) add(t fataler, text string, how population.How) {
	var in screen.Source
	in, err := subjects.Read(strings.NewReader(text), "customers.csv", subjects.Options{})
	if err == nil {
		_, err = population.In(p.dir).Add(context.Background(), "bank", &p.key, in, population.Options{How: how, AcceptShrink: true, Now: p.clock()})
	}
	if err != nil {
		t.Fatal(err)
	}
}

// monitor opens all that a run needs, and the population's name for it.
func (p *place) monitor(t fataler, cases string) (*monitor.Monitor, func()) {
	ctx := context.Background()
	b, err := p.folder().Open(ctx, base.Moment{})
	if err != nil {
		t.Fatal(err)
	}
	pol := policy.Default()
	m := &monitor.Monitor{Data: p.dir, Base: b, Key: &p.key, Build: "test", Now: p.clock}
	if m.Query.Lists, m.Query.On, err = b.Choose(&pol, nil, nil); err == nil {
		err = b.Use(pol, score.Default())
	}
	if err == nil {
		m.Cases, err = casework.OpenIn(ctx, cases, &p.key)
	}
	if err != nil {
		t.Fatal(err)
	}
	return m, func() {
		m.Cases.Close()
		b.Close()
	}
}

// run runs the population and returns what it came to.
func (p *place) run(t fataler) (*casework.Run, *casework.Outcome) {
	m, release := p.monitor(t, p.dir)
	defer release()
	if p.without {
		m.SkipCanaries()
	}
	r, out, err := m.Run(context.Background(), "bank")
	if err != nil {
		t.Fatal(err)
	}
	return r, out
}

// alerts are the pairs whose alerts stand, by member and entity, with their
// state.
func (p *place) alerts(t fataler) map[string]casework.State {
	m, release := p.monitor(t, p.dir)
	defer release()
	list, _, err := m.Cases.List(context.Background(), casework.Filter{All: true})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]casework.State{}
	for _, a := range list {
		if a.State != casework.Closed {
			out[a.Subject.ID+" "+a.EntityID] = a.State
		}
	}
	if _, err := m.Cases.Verify(context.Background()); err != nil {
		t.Fatal(err)
	}
	return out
}

// everyone are the pairs that screening everyone against everything finds.
func (p *place) everyone(t fataler) []string {
	m, release := p.monitor(t, p.dir)
	defer release()
	pop, err := population.In(p.dir).Read("bank", &p.key)
	if err != nil {
		t.Fatal(err)
	}
	src, err := pop.Open(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	pairs := map[string]bool{}
	if _, err := m.Base.Engine.Run(context.Background(), src, m.Query, func(r *interdict.Result) error {
		for _, h := range r.Hits {
			pairs[r.Subject.ID+" "+h.EntityID] = true
		}
		return nil
	}, nil); err != nil {
		t.Fatal(err)
	}
	return slices.Sorted(maps.Keys(pairs))
}

func write(t fataler, path, text string) {
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// Whatever changes on the lists and among the members between two runs, the
// alerts that stand afterwards are those of screening everyone against
// everything anew.
func TestDeltaRaisesWhatAFullRunWould(t *testing.T) {
	people := []string{"Zhao Guangzong", "Ni Gaobin", "Dmitry Ovsyannikov", "Muammar Gaddafi", "Anna Larsson", "Wuhan Xiaoruizhi Science", "Gao Bin Ni", "Ovsiannikov Dmitrii", "John Smith"}
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "monitor")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		p := newPlace(dir)
		p.without = true
		person := rapid.SampledFrom(people)
		year := rapid.SampledFrom([]string{"", "1985", "1971-05-02"})
		// Two lists, whose parties are one where they state one passport.
		lists := []map[int]string{{}, {}}
		edition := func(n int) {
			var b strings.Builder
			b.WriteString("id,name,type,birth date,passport\n")
			for _, id := range slices.Sorted(maps.Keys(lists[n])) {
				fmt.Fprintf(&b, "%d,%s\n", id, lists[n][id])
			}
			path := filepath.Join(dir, []string{"our_list.csv", "other_list.csv"}[n])
			write(t, path, b.String())
			p.load(t, path)
		}
		passport := rapid.SampledFrom([]string{"", "G1234567", "G7654321", "K9988776"})
		entry := func() string {
			return person.Draw(t, "listed") + ",person," + year.Draw(t, "born") + "," + passport.Draw(t, "passport")
		}
		member := func(id int) string {
			return fmt.Sprintf("m%d,%s,%s\n", id, person.Draw(t, "member"), year.Draw(t, "born"))
		}
		for n := range lists {
			for id := range 4 {
				lists[n][id] = entry()
			}
			edition(n)
		}
		all := "id,name,birth date\n"
		for id := range 8 {
			all += member(id)
		}
		p.add(t, all, population.Full)
		p.run(t)
		for range rapid.IntRange(1, 3).Draw(t, "rounds") {
			if rapid.Bool().Draw(t, "lists change") {
				n := rapid.IntRange(0, 1).Draw(t, "list")
				listed := lists[n]
				for range rapid.IntRange(1, 3).Draw(t, "changes") {
					id := rapid.IntRange(0, 6).Draw(t, "entry")
					if _, there := listed[id]; there && len(listed) > 1 && rapid.Bool().Draw(t, "removed") {
						delete(listed, id)
					} else {
						listed[id] = entry()
					}
				}
				edition(n)
			}
			if rapid.Bool().Draw(t, "members change") {
				text := "id,name,birth date\n"
				for range rapid.IntRange(1, 3).Draw(t, "changed members") {
					text += member(rapid.IntRange(0, 10).Draw(t, "who"))
				}
				p.add(t, text, rapid.SampledFrom([]population.How{population.Changes, population.Changes, population.Full}).Draw(t, "how"))
			}
			r, _ := p.run(t)
			if r.Mode != casework.Delta {
				t.Fatalf("a full run: %s", r.Why)
			}
			got, want := slices.Sorted(maps.Keys(p.alerts(t))), p.everyone(t)
			if !slices.Equal(got, want) {
				t.Fatalf("alerts stand for %v, hits are %v", got, want)
			}
		}
		again, out := p.run(t)
		if out.Raised+out.Reopened+out.Closed != 0 || again.EntitiesChanged+again.MembersChanged != 0 {
			t.Fatalf("a run without any change does something: %+v", again)
		}
	})
}

// A settled alert stays settled over what does not bear on it, and opens again,
// saying which fact, over what does.
func TestSettledStaysSettled(t *testing.T) {
	p := newPlace(t.TempDir())
	list := filepath.Join(p.dir, "our_list.csv")
	edition := func(rows string) {
		write(t, list, "id,name,type,birth date,address\n"+rows)
		p.load(t, list)
	}
	edition("1,Guangzong Zhao,person,1985,Wuhan\n2,Someone Else,person,,\n")
	p.add(t, "id,name,birth date\nm1,Zhao Guangzong,1985\nm2,Anna Larsson,1970\n", population.Full)
	if r, _ := p.run(t); r.Raised != 1 || r.Mode != casework.Full || r.Receipt != "000001" {
		t.Fatalf("%+v", r)
	}
	m, release := p.monitor(t, p.dir)
	open, _, err := m.Cases.List(context.Background(), casework.Filter{})
	if err == nil && len(open) == 1 {
		_, err = m.Cases.Decide(context.Background(), open[0].ID, casework.FalsePositive, "me", "another man", p.clock())
	}
	release()
	if err != nil || len(open) != 1 {
		t.Fatal(open, err)
	}
	edition("1,Guangzong ZHAO,person,1985,\"Wuhan, Hubei\"\n2,Someone Else,person,,\n3,Another One,person,,\n")
	if r, _ := p.run(t); r.Raised+r.Reopened+r.Closed != 0 || r.EntitiesChanged != 2 {
		t.Errorf("what does not matter: %+v", r)
	}
	edition("1,Guangzong ZHAO,person,1985-11-12,Wuhan\n2,Someone Else,person,,\n")
	r, out := p.run(t)
	if r.Reopened != 1 || len(out.Alerts) != 1 {
		t.Fatalf("what matters: %+v", r)
	}
	m, release = p.monitor(t, p.dir)
	defer release()
	_, events, err := m.Cases.Show(context.Background(), out.Alerts[0])
	if err != nil || !strings.Contains(events[len(events)-1].Because, "birth date has changed") {
		t.Errorf("%+v %v", events, err)
	}
}

// A party that leaves its list closes its alerts, with the reason, and a status
// says what is covered.
func TestRemovalAndStatus(t *testing.T) {
	p := newPlace(t.TempDir())
	list := filepath.Join(p.dir, "our_list.csv")
	write(t, list, "id,name,type\n1,Guangzong Zhao,person\n2,Someone Else,person\n")
	p.load(t, list)
	p.add(t, "id,name\nm1,Zhao Guangzong\nm2,Anna Larsson\n", population.Full)
	p.run(t)
	status := func() (covered bool, alarms string) {
		m, release := p.monitor(t, p.dir)
		defer release()
		s, err := m.Status(context.Background())
		if err != nil || len(s.Populations) != 1 {
			t.Fatal(s, err)
		}
		return s.Populations[0].Covered, strings.Join(s.Populations[0].Alarms, "; ")
	}
	if covered, alarms := status(); !covered || alarms != "" {
		t.Errorf("after the run: %t %s", covered, alarms)
	}
	write(t, list, "id,name,type\n2,Someone Else,person\n")
	p.load(t, list)
	if covered, alarms := status(); covered || !strings.Contains(alarms, "the lists have changed since the last run") {
		t.Errorf("after the list changed: %t %s", covered, alarms)
	}
	if r, _ := p.run(t); r.Closed != 1 {
		t.Fatalf("%+v", r)
	}
	m, release := p.monitor(t, p.dir)
	closed, _, err := m.Cases.List(context.Background(), casework.Filter{States: []casework.State{casework.Closed}})
	if err == nil && len(closed) == 1 {
		if !strings.Contains(closed[0].Because, "no longer listed: removed from") {
			t.Errorf("because %q", closed[0].Because)
		}
		if err = m.Cases.Forget(context.Background(), "bank", "m1"); err == nil {
			closed, _, err = m.Cases.List(context.Background(), casework.Filter{All: true})
		}
	}
	if err != nil || len(closed) != 1 || closed[0].Subject != nil {
		t.Errorf("forgotten: %+v %v", closed, err)
	}
	if n, err := m.Cases.Verify(context.Background()); err != nil || n != 2 {
		t.Errorf("the chain after forgetting: %d %v", n, err)
	}
	release()
	p.now = p.now.Add(48 * time.Hour)
	if _, alarms := status(); !strings.Contains(alarms, "hours old") {
		t.Errorf("two days later: %s", alarms)
	}
}

// On OFAC's real editions before and after 25 March 2024: the same as anew.
func TestRealEditions(t *testing.T) {
	shared := "../../shared/data/lists/ofac/"
	before, after := shared+"sdn_2024-03-22.csv", shared+"sdn_2024-03-26.csv"
	if _, err := os.Stat(before); errors.Is(err, os.ErrNotExist) {
		t.Skip("the stored OFAC editions are not here")
	}
	p := newPlace(t.TempDir())
	p.load(t, before)
	text := "id,name,country\n"
	for i, name := range []string{"Zhao Guangzong", "Ni Gaobin", "Wuhan Xiaoruizhi Science and Technology", "Anna Larsson", "John Smith", "Ilya Andreevich Gambashidze"} {
		text += fmt.Sprintf("m%d,%s,\n", i, name)
	}
	p.add(t, text, population.Full)
	p.run(t)
	p.load(t, after)
	r, _ := p.run(t)
	got, want := slices.Sorted(maps.Keys(p.alerts(t))), p.everyone(t)
	if r.Mode != casework.Delta || r.Raised < 3 || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v: alerts %v, hits %v", r, got, want)
	}
}

// A party that leaves one of its lists is still compared by what the other says.
func TestPartyThatLeavesOneOfItsLists(t *testing.T) {
	p := newPlace(t.TempDir())
	const head = "id,name,type,birth date,passport\n"
	const zhao, other = "1,Guangzong Zhao,person,1985-11-12,G12345678\n", "2,Someone Else,person,,\n"
	load := func(list, rows string) {
		path := filepath.Join(p.dir, list+".csv")
		write(t, path, head+rows)
		p.load(t, path)
	}
	load("our_list", zhao+other)
	load("other_list", zhao+other)
	p.add(t, "id,name,birth date\nm1,Zhao Guangzong,1985-11-12\n", population.Full)
	first, _ := p.run(t)
	if before := p.alerts(t); first.Raised != 1 || len(before) != 1 {
		t.Fatalf("%d alerts are raised, %v stand: the two listings are not one party", first.Raised, before)
	}
	load("other_list", other)
	r, _ := p.run(t)
	if got, want := slices.Sorted(maps.Keys(p.alerts(t))), p.everyone(t); r.EntitiesChanged != 1 || r.Closed != 0 || !slices.Equal(got, want) {
		t.Errorf("%+v: alerts %v, hits %v", r, got, want)
	}
}
