package monitor_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/casework"
	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/population"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/score"
)

// edition loads an edition of a list.
func (p *place) edition(t *testing.T, list, text string) {
	t.Helper()
	path := filepath.Join(p.dir, list+".csv")
	write(t, path, text)
	p.load(t, path)
}

// settle decides the one alert that is open.
func (p *place) settle(t *testing.T, state casework.State) (id string) {
	t.Helper()
	m, release := p.monitor(t, p.dir)
	defer release()
	open, _, err := m.Cases.List(context.Background(), casework.Filter{})
	if err == nil && len(open) == 1 {
		_, err = m.Cases.Decide(context.Background(), open[0].ID, state, "me", "another man", p.clock())
	}
	if err != nil || len(open) != 1 {
		t.Fatal(open, err)
	}
	return open[0].ID
}

// history is what happened to an alert, in words.
func (p *place) history(t *testing.T, id string) (out string) {
	t.Helper()
	m, release := p.monitor(t, p.dir)
	defer release()
	a, events, err := m.Cases.Show(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	out = string(a.State)
	for i := range events {
		out += fmt.Sprintf("; %s: %s", events[i].Kind, events[i].Because)
	}
	return out
}

func (p *place) states(t *testing.T) []casework.State {
	return slices.Sorted(maps.Values(p.alerts(t)))
}

const settledHead = "id,name,type,birth date,passport,address\n"

// A settled pair stays settled over a publisher's new numbers, with and without a
// document that says it is the same party.
func TestSettledOverRenumbering(t *testing.T) {
	for _, passport := range []string{"G12345678", ""} {
		p := newPlace(t.TempDir())
		p.without = true
		const other = "2,Someone Else,person,,,\n"
		p.edition(t, "our_list", settledHead+"1,Guangzong Zhao,person,1985-11-12,"+passport+",Wuhan\n"+other)
		p.add(t, "id,name,birth date\nm1,Zhao Guangzong,1985-11-12\n", population.Full)
		p.run(t)
		id := p.settle(t, casework.FalsePositive)
		p.edition(t, "our_list", settledHead+"901,Guangzong Zhao,person,1985-11-12,"+passport+",Wuhan\n"+other)
		r, _ := p.run(t)
		if got := p.states(t); r.Raised+r.Reopened != 0 || !slices.Equal(got, []casework.State{casework.FalsePositive}) {
			t.Errorf("passport %q: %+v %v; %s", passport, r, got, p.history(t, id))
		}
	}
}

// A namesake who comes as another goes is somebody else: nothing of him is
// settled.
func TestNamesakeIsNotSettled(t *testing.T) {
	p := newPlace(t.TempDir())
	p.without = true
	const other = "2,Someone Else,person,,,\n"
	p.edition(t, "our_list", settledHead+"1,Guangzong Zhao,person,,,Wuhan\n"+other)
	p.add(t, "id,name\nm1,Zhao Guangzong\n", population.Full)
	p.run(t)
	p.settle(t, casework.FalsePositive)
	p.edition(t, "our_list", settledHead+"901,Guangzong Zhao,person,,,Shanghai\n"+other)
	if r, _ := p.run(t); r.Raised != 1 || r.Closed != 1 {
		t.Errorf("%+v", r)
	}
}

// A settled pair stays settled when its party is joined with another's listing,
// and when it is parted again.
func TestSettledOverMerging(t *testing.T) {
	p := newPlace(t.TempDir())
	p.without = true
	const zhao, other = "1,Guangzong Zhao,person,1985-11-12,%s,Wuhan\n", "2,Someone Else,person,,,\n"
	p.edition(t, "our_list", settledHead+other)
	p.edition(t, "other_list", settledHead+fmt.Sprintf(zhao, "G12345678")+other)
	p.add(t, "id,name,birth date\nm1,Zhao Guangzong,1985-11-12\n", population.Full)
	p.run(t)
	id := p.settle(t, casework.FalsePositive)
	for _, step := range []string{fmt.Sprintf(zhao, "G12345678") + other, other} {
		p.edition(t, "our_list", settledHead+step)
		r, _ := p.run(t)
		if got := p.states(t); r.Raised+r.Reopened != 0 || !slices.Equal(got, []casework.State{casework.FalsePositive}) {
			t.Errorf("%+v %v; %s", r, got, p.history(t, id))
		}
	}
}

// A corrected accent in an address that is compared is not material; another town
// is, and is named.
func TestAddressesThatAreCompared(t *testing.T) {
	p := newPlace(t.TempDir())
	p.without = true
	const other = "2,Someone Else,person,,,\n"
	list := func(address string) {
		p.edition(t, "our_list", settledHead+"1,Guangzong Zhao,person,1985-11-12,,\""+address+"\"\n"+other)
	}
	list("12 ulica Lodzka, Lodz, PL")
	p.add(t, "id,name,birth date,address\nm1,Zhao Guangzong,1985-11-12,\"12 ulica Lodzka, Lodz, PL\"\n", population.Full)
	p.run(t)
	id := p.settle(t, casework.FalsePositive)
	list("12 Ulica Łódzka, Łódź, PL")
	if r, _ := p.run(t); r.Reopened != 0 {
		t.Errorf("%+v: %s", r, p.history(t, id))
	}
	p.add(t, "id,name,birth date,address\nm1,ZHAO Guāngzōng,1985-11-12,\"12 ulica Łodzka, Lodz, PL\"\n", population.Changes)
	if r, _ := p.run(t); r.Reopened != 0 {
		t.Errorf("the customer's accent: %+v: %s", r, p.history(t, id))
	}
	p.add(t, "id,name,birth date,address\nm1,Zhao Guangzong,1985-11-13,\"12 ulica Łodzka, Lodz, PL\"\n", population.Changes)
	if r, _ := p.run(t); r.Reopened != 1 || !strings.Contains(p.history(t, id), "birth date has changed") {
		t.Errorf("another birth date: %+v: %s", r, p.history(t, id))
	}
}

// A common name raises ten thousand alerts and more: the run ends, and they are
// shown as one.
func TestCrowd(t *testing.T) {
	p := newPlace(t.TempDir())
	p.without = true
	p.edition(t, "our_list", settledHead+"1,Muhammad Abdallah Hussain,person,,,\n2,Someone Else,person,,,\n")
	var b strings.Builder
	b.WriteString("id,name\n")
	const members = 10_050
	for i := range members {
		fmt.Fprintf(&b, "m%d,Muhammad Abdallah Hussain\n", i)
	}
	p.add(t, b.String(), population.Full)
	r, _ := p.run(t)
	m, release := p.monitor(t, p.dir)
	defer release()
	alerts, crowds, err := m.Cases.List(context.Background(), casework.Filter{})
	if err != nil || r.Raised != members || len(alerts) != 1 || crowds[alerts[0].Crowd] != members {
		t.Errorf("%+v: %d alerts, %v, %v", r, len(alerts), crowds, err)
	}
	release()
	p.edition(t, "our_list", settledHead+"2,Someone Else,person,,,\n")
	if r, _ := p.run(t); r.Closed != members {
		t.Errorf("%+v", r)
	}
}

// Over OFAC's real editions, with customers who bear listed names, as they are and
// a little otherwise, and change between the runs: the alerts that stand are those
// of comparing everyone anew, and one that was settled stays so or says why not.
func TestRealEditionsWithChanges(t *testing.T) {
	shared := "../../shared/data/lists/ofac/"
	editions := []string{"sdn_2024-03-22.csv", "sdn_2024-03-26.csv", "sdn_2024-05-03.csv"}
	for _, e := range editions {
		if _, err := os.Stat(shared + e); errors.Is(err, os.ErrNotExist) {
			t.Skip("the stored OFAC editions are not here")
		}
	}
	names := namesOf(t, shared+editions[2])
	random := rand.New(rand.NewPCG(20240325, 1))
	member := func(id int) string {
		name := names[random.IntN(len(names))]
		switch random.IntN(4) {
		case 0:
			name = strings.ToLower(name)
		case 1:
			if words := strings.Fields(name); len(words) > 1 {
				name = strings.Join(append(words[1:], words[0]), " ")
			}
		case 2:
			name = []string{"Anna Larsson", "John Smith", "Zhao Guangzong", "Maria Gonzalez Perez"}[random.IntN(4)]
		}
		return fmt.Sprintf("m%d,%q,%s\n", id, strings.ReplaceAll(name, `"`, ""), []string{"", "1985", "1971-05-02"}[random.IntN(3)])
	}
	p := newPlace(t.TempDir())
	p.without = true
	p.load(t, shared+editions[0])
	text := "id,name,birth date\n"
	for id := range 300 {
		text += member(id)
	}
	p.add(t, text, population.Full)
	if r, _ := p.run(t); r.Raised < 50 {
		t.Fatalf("only %d alerts are raised", r.Raised)
	}
	for n := 1; n <= len(editions); n++ {
		p.settleSome(t, random)
		settled := p.alerts(t)
		if n < len(editions) {
			p.load(t, shared+editions[n])
		}
		text := "id,name,birth date\n"
		for range 30 {
			text += member(random.IntN(330))
		}
		p.add(t, text, population.Changes)
		r, _ := p.run(t)
		now := p.alerts(t)
		if got, want := slices.Sorted(maps.Keys(now)), p.everyone(t); r.Mode != casework.Delta || !slices.Equal(got, want) {
			t.Fatalf("round %d, %+v: %d alerts stand, %d hits", n, r, len(got), len(want))
		}
		reopened := int64(0)
		for pair, state := range settled {
			if is, there := now[pair]; there && state.Settled() && is != state {
				reopened++
			}
		}
		if reopened != r.Reopened {
			t.Errorf("round %d: %d are open again, the run says %d", n, reopened, r.Reopened)
		}
	}
}

// namesOf are the names in the second column of OFAC's file.
func namesOf(t *testing.T, path string) (out []string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if parts := strings.Split(line, `"`); len(parts) > 2 && !strings.ContainsAny(parts[1], "\\,;") || len(parts) > 2 && strings.Count(parts[1], ",") == 1 {
			family, given, _ := strings.Cut(parts[1], ", ")
			out = append(out, strings.TrimSpace(given+" "+family))
		}
	}
	return out
}

// settleSome decides a third of the alerts that are open.
func (p *place) settleSome(t *testing.T, random *rand.Rand) {
	t.Helper()
	m, release := p.monitor(t, p.dir)
	defer release()
	open, _, err := m.Cases.List(context.Background(), casework.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range open {
		if random.IntN(3) == 0 {
			if _, err := m.Cases.Decide(context.Background(), open[i].ID, casework.FalsePositive, "me", "another", p.clock()); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// A party that somebody told apart from another is not newly listed.
func TestToldApartIsNotNewlyListed(t *testing.T) {
	p := newPlace(t.TempDir())
	p.without = true
	const zhao = "1,%s,person,1985-11-12,G12345678,Wuhan\n2,Someone Else,person,,,\n"
	p.edition(t, "our_list", settledHead+fmt.Sprintf(zhao, "Guangzong Zhao"))
	p.edition(t, "other_list", settledHead+fmt.Sprintf(zhao, "Guangzong Zhao"))
	p.add(t, "id,name,birth date\nm1,Zhao Guangzong,1985-11-12\n", population.Full)
	p.run(t)
	before := p.alerts(t)
	r, err := p.folder().Register(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	err = r.Decide(context.Background(), register.Decision{Kind: register.Different, A: interdict.Ref{List: "our_list", ID: "1"}, B: interdict.Ref{List: "other_list", ID: "1"},
		Why: "two passports of one number", Who: "me", At: p.clock()})
	if err = errors.Join(err, r.Close()); err != nil {
		t.Fatal(err)
	}
	if out, _ := p.run(t); len(before) != 1 || out.Raised != 1 {
		t.Fatalf("%v, then %+v", before, out)
	}
	var because []string
	m, release := p.monitor(t, p.dir)
	open, _, err := m.Cases.List(context.Background(), casework.Filter{})
	release()
	for i := range open {
		because = append(because, open[i].Because)
	}
	if err != nil || !slices.Contains(because, "listed before, as one party with another listing until the two were told apart") || slices.Contains(because, "newly listed") {
		t.Error(because, err)
	}
}

// A party that was listed since the last run is newly listed, though everyone is
// compared with everything for another reason.
func TestNewlyListedUnderAnotherPolicy(t *testing.T) {
	p := newPlace(t.TempDir())
	p.without = true
	const listing = "%d,%s,person,1985-11-12,,\n"
	p.edition(t, "our_list", settledHead+fmt.Sprintf(listing, 1, "Gaobin Ni"))
	p.add(t, "id,name\nm1,Zhao Guangzong\nm2,Gaobin Ni\n", population.Full)
	p.run(t)
	p.edition(t, "our_list", settledHead+fmt.Sprintf(listing, 1, "Gaobin Ni")+fmt.Sprintf(listing, 2, "Guangzong Zhao"))
	m, release := p.monitor(t, p.dir)
	defer release()
	m.SkipCanaries()
	stricter := policy.Default()
	stricter.Threshold = 8000
	err := m.Base.Use(stricter, score.Default())
	if err != nil {
		t.Fatal(err)
	}
	out, _, err := m.Run(context.Background(), "bank")
	if err != nil || out.Mode != casework.Full || out.Raised != 1 {
		t.Fatalf("%+v, %v", out, err)
	}
	open, _, err := m.Cases.List(context.Background(), casework.Filter{})
	if err != nil || len(open) != 2 {
		t.Fatal(open, err)
	}
	for i := range open {
		if want := map[string]string{"m1": "newly listed", "m2": "the population's first run"}[open[i].Subject.ID]; open[i].Because != want {
			t.Errorf("%s: %q, want %q", open[i].Subject.ID, open[i].Because, want)
		}
	}
}
