package screen

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/recent"
	"github.com/interdict/interdict/internal/synth"
	"github.com/interdict/interdict/subjects"
)

// listings yields each of a slice, as a register does.
func listings(ls []interdict.Listing) func(func(*interdict.Listing, error) bool) {
	return func(yield func(*interdict.Listing, error) bool) {
		for i := range ls {
			if !yield(&ls[i], nil) {
				return
			}
		}
	}
}

// three are the designations of 25 March 2024, from OFAC's and the UK's words.
func three() []interdict.Listing {
	person := func(id, family, given, native string, born interdict.Date, number string) interdict.Listing {
		return interdict.Listing{
			List: "gb_fcdo_sanctions", ID: id, Schema: interdict.Person,
			Names: []interdict.Name{
				{Full: given + " " + family, Kind: interdict.PrimaryName, Parts: []interdict.NamePart{{Kind: interdict.Given, Value: given}, {Kind: interdict.Family, Value: family}}},
				{Full: native, Kind: interdict.PrimaryName, Script: "Chinese"},
			},
			BirthDates:  []interdict.Date{born},
			Countries:   []interdict.Country{{Role: interdict.Nationality, Code: "cn", Name: "China"}},
			Identifiers: []interdict.Identifier{{Type: interdict.NationalID, Value: number, Country: "cn"}},
			Designation: interdict.Designation{Regime: "Cyber", Listed: interdict.Day(2024, 3, 25), Measures: []interdict.Measure{interdict.AssetFreeze, interdict.TravelBan}},
		}
	}
	return []interdict.Listing{
		{
			List: "gb_fcdo_sanctions", ID: "CYB0044", Schema: interdict.Organization,
			Names: []interdict.Name{
				{Full: "WUHAN XIAORUIZHI SCIENCE AND TECHNOLOGY COMPANY LIMITED", Kind: interdict.PrimaryName},
				{Full: "武汉晓睿智科技有限责任公司", Kind: interdict.PrimaryName, Script: "Chinese"},
			},
			Designation: interdict.Designation{Regime: "Cyber", Listed: interdict.Day(2024, 3, 25), Measures: []interdict.Measure{interdict.AssetFreeze}},
		},
		person("CYB0045", "ZHAO", "Guangzong", "赵光宗", interdict.Day(1985, 11, 12), "421003198511121539"),
		person("CYB0046", "NI", "Gaobin", "倪高彬", interdict.Day(1985, 10, 27), "421003198510272917"),
	}
}

func engine(t testing.TB, ls []interdict.Listing) *Engine {
	t.Helper()
	e, err := FromListings(listings(ls), nil, "test", []ListInfo{{ID: "gb_fcdo_sanctions", Entries: len(ls)}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e
}

func TestScreenFindsTheThree(t *testing.T) {
	e := engine(t, three())
	for _, c := range []struct {
		name string
		born interdict.Date
		id   string
		want string // listing id of the first hit, "" for none
	}{
		{"Zhao Guangzong", interdict.Date{}, "", "CYB0045"},
		{"Guangzong Zhao", interdict.Day(1985, 11, 12), "", "CYB0045"},
		{"Zhao Guang-zong", interdict.Date{}, "", "CYB0045"},
		{"Zhao Guangzogn", interdict.Date{}, "", "CYB0045"},
		{"赵光宗", interdict.Date{}, "", "CYB0045"},
		{"NI GAOBIN", interdict.Date{}, "", "CYB0046"},
		{"倪高彬", interdict.Date{}, "", "CYB0046"},
		{"Wuhan Xiaoruizhi Science & Technology Co., Ltd.", interdict.Date{}, "", "CYB0044"},
		{"武汉晓睿智科技有限责任公司", interdict.Date{}, "", "CYB0044"},
		{"Quite Another", interdict.Date{}, "421003198511121539", "CYB0045"}, // by number alone
		{"Guangzong Zhao", interdict.Day(1999, 1, 2), "", ""},
		{"Maria Garcia", interdict.Date{}, "", ""},
	} {
		s := interdict.Subject{Names: []interdict.Name{{Full: c.name}}}
		if !c.born.IsZero() {
			s.BirthDates = []interdict.Date{c.born}
		}
		if c.id != "" {
			s.Identifiers = []interdict.Identifier{{Type: interdict.NationalID, Value: c.id}}
		}
		r, err := e.Screen(&s, Query{})
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if len(r.Hits) > 0 {
			got = r.Hits[0].ListingIDs[0]
		}
		if got != c.want {
			t.Errorf("%s: hit %q, want %q: %+v", c.name, got, c.want, r.Hits)
		}
		if c.want != "" && (len(r.Hits[0].Evidence) == 0 || r.Verdict != interdict.Review || len(r.Hits[0].Measures) == 0) {
			t.Errorf("%s: no evidence, measures or verdict: %+v", c.name, r.Hits[0])
		}
	}
}

func TestExplainSaysWhereAPairWasLost(t *testing.T) {
	e := engine(t, three())
	for _, c := range []struct {
		subject interdict.Subject
		id      string
		stage   string
	}{
		{interdict.Subject{Names: []interdict.Name{{Full: "Zhao Guangzong"}}}, "CYB0045", "hit"},
		{interdict.Subject{Names: []interdict.Name{{Full: "Zhao Guangzong"}}, BirthDates: []interdict.Date{interdict.Day(1999, 1, 2)}}, "CYB0045", "threshold"},
		{interdict.Subject{Names: []interdict.Name{{Full: "Maria Garcia"}}}, "CYB0045", "candidate"},
		{interdict.Subject{Schema: interdict.Vessel, Names: []interdict.Name{{Full: "Zhao Guangzong"}}}, "CYB0045", "schema"},
	} {
		x, err := e.Explain(&c.subject, c.id, Query{})
		if err != nil {
			t.Fatal(err)
		}
		if len(x) != 1 || x[0].Stage != c.stage || x[0].Words == "" {
			t.Errorf("%s: %+v, want stage %s", c.subject.Name(), x, c.stage)
		}
	}
	if _, err := e.Explain(&interdict.Subject{}, "none", Query{}); !errors.Is(err, ErrNotFound) {
		t.Errorf("got %v, want ErrNotFound", err)
	}
}

// customers is a CSV file of n people of whom every hundredth is listed.
func customers(n int) string { return customersOf(synth.New(4, 100_000, 0.1), n) }

func customersOf(g *synth.Generator, n int) string {
	var b strings.Builder
	b.WriteString("id,name,birth_date,country\n")
	for i := range n {
		s := g.Subject(int64(i))
		name := s.Names[0].Full
		if i%100 == 7 {
			name = []string{"Zhao Guangzong", "Gaobin NI", "赵光宗"}[i/100%3]
			fmt.Fprintf(&b, "c%d,%s,,\n", i, name)
			continue
		}
		fmt.Fprintf(&b, "c%d,%s,%s,%s\n", i, name, s.BirthDates[0], s.Countries[0].Code)
	}
	return b.String()
}

func source(t testing.TB, text string) Source {
	t.Helper()
	c, err := subjects.Read(strings.NewReader(text), "customers.csv", subjects.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestRunIsCompleteAndInOrder(t *testing.T) {
	e := engine(t, three())
	const rows = 30_000
	var hits []int64
	sum, err := e.Run(context.Background(), source(t, customers(rows)), Query{}, func(r *interdict.Result) error {
		hits = append(hits, r.Subject.Row)
		return nil
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if sum.Screened != rows || sum.Refused != 0 || sum.SubjectsHit != rows/100 || !slices.IsSorted(hits) || len(hits) != rows/100 {
		t.Errorf("screened %d, refused %d, hit %d, emitted %d", sum.Screened, sum.Refused, sum.SubjectsHit, len(hits))
	}
}

func TestRunStops(t *testing.T) {
	e := engine(t, three())
	text := customers(200_000)
	stop := errors.New("enough")
	if _, err := e.Run(context.Background(), source(t, text), Query{}, func(*interdict.Result) error { return stop }, nil); err != stop {
		t.Errorf("got %v, want the emitter's error alone", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := e.Run(ctx, source(t, text), Query{}, func(*interdict.Result) error { return nil }, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}

func TestQueryAllTellsWhyClear(t *testing.T) {
	e := engine(t, three())
	text := "id,name,birth_date\n1,Guangzong Zhao,1999-01-02\n2,Maria Garcia,1980-01-01\n"
	var got []interdict.Result
	_, err := e.Run(context.Background(), source(t, text), Query{All: true, Cleared: true}, func(r *interdict.Result) error {
		got = append(got, *r)
		return nil
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || got[0].Verdict != interdict.Clear || len(got[0].Cleared) != 1 || len(got[1].Cleared) != 0 {
		t.Fatalf("%+v", got)
	}
	against := slices.ContainsFunc(got[0].Cleared[0].Evidence, func(ev interdict.Evidence) bool {
		return ev.Field == "birth_date" && ev.Similarity == 0
	})
	if !against {
		t.Errorf("the contradicting birth date is not among the evidence: %+v", got[0].Cleared[0].Evidence)
	}
}

// BenchmarkRun screens a file of customers of whom hardly two have one name, and one of
// names that come again, as in a country where a few thousand family names are common.
func BenchmarkRun(b *testing.B) {
	g := synth.New(7, 60_000, 0.1)
	var ls []interdict.Listing
	for i := range 20_000 {
		ls = append(ls, g.Listing(i))
	}
	e := engine(b, ls)
	const rows = 400_000
	for what, text := range map[string]string{"new": customers(rows), "again": customersOf(synth.New(4, 2_000, 0), rows)} {
		b.Run(what, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				e.marks.Store(recent.NewMarks(fewNames)) // of the last round
				if _, err := e.Run(context.Background(), source(b, text), Query{}, func(*interdict.Result) error { return nil }, nil); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

// BenchmarkCall is one call of Screen, as a payment engine makes it; every
// hundredth customer is an altered listed name. p99 is what one call in a
// hundred takes longer than.
func BenchmarkCall(b *testing.B) {
	g := synth.New(7, 60_000, 0.1)
	var ls []interdict.Listing
	for i := range 20_000 {
		ls = append(ls, g.Listing(i))
	}
	e := engine(b, ls)
	customers := synth.New(9, 300_000, 0.1)
	var all []interdict.Subject
	for i := range 100_000 {
		s := customers.Subject(int64(i))
		if i%100 == 0 {
			s.Names = []interdict.Name{{Full: g.Altered(ls[i%len(ls)].Names[0]).Full}}
		}
		all = append(all, s)
	}
	took := make([]time.Duration, 0, b.N)
	i := 0
	for b.Loop() {
		start := time.Now()
		if _, err := e.Screen(&all[i%len(all)], Query{}); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
		i++
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Nanoseconds()), "p99-ns")
	b.ReportMetric(float64(took[len(took)*999/1000].Nanoseconds()), "p999-ns")
}

// The lowest threshold that can be written finds whoever shares anything.
func TestLowestThreshold(t *testing.T) {
	e := engine(t, three())
	for _, name := range []string{"Zhao Guangzong", "Zhao", "Guangzong Nobody", "Entirely Somebody Else", "李"} {
		for _, threshold := range []interdict.Score{1, 2, 100, 10000} {
			r, err := e.Screen(&interdict.Subject{Names: []interdict.Name{{Full: name}}}, Query{Threshold: threshold})
			if err != nil {
				t.Fatal(err)
			}
			if name == "Zhao Guangzong" && len(r.Hits) == 0 {
				t.Errorf("%s at %s finds nobody", name, threshold)
			}
		}
	}
}

// A query that asks for the best hits alone gets the first of those that it gets
// without a bound.
func TestLimitGivesTheFirst(t *testing.T) {
	var ls []interdict.Listing
	for i, given := range []string{"Mohammed", "Mohamed", "Muhammad", "Ahmed"} {
		for j, family := range []string{"Ali", "Hassan", "Aly", "Hasan", "Khan", "Zhao", "Al-Rahman", "Ali Hassan", "Ibrahim"} {
			ls = append(ls, interdict.Listing{List: "gb_fcdo_sanctions", ID: fmt.Sprintf("X%d%d", i, j), Schema: interdict.Person,
				Names:      []interdict.Name{{Full: given + " " + family, Kind: interdict.PrimaryName}},
				BirthDates: []interdict.Date{interdict.Day(1960+i, 1+j, 3)}})
		}
	}
	e := engine(t, ls).ForSearch()
	for _, name := range []string{"Mohammed", "Mohammed Ali", "Ali Hassan", "Muhamad", "Ahmad Ibrahim", "Hassan"} {
		s := &interdict.Subject{Names: []interdict.Name{{Full: name, Kind: interdict.PrimaryName}}, BirthDates: []interdict.Date{interdict.Day(1961, 2, 3)}}
		all, err := e.Screen(s, Query{Threshold: 2500})
		if err != nil || len(all.Hits) < 2 {
			t.Fatalf("%s: %d hits, %v", name, len(all.Hits), err)
		}
		for limit := 1; limit <= len(all.Hits)+1; limit++ {
			some, err := e.Screen(s, Query{Threshold: 2500, Limit: limit})
			if want := all.Hits[:min(limit, len(all.Hits))]; err != nil || !reflect.DeepEqual(some.Hits, want) {
				t.Errorf("%s, at most %d: %d hits, %v", name, limit, len(some.Hits), err)
			}
		}
	}
}
