package index

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/synth"
	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/score"
)

// compile builds, writes and reopens a snapshot of the listings.
func compile(t testing.TB, listings []interdict.Listing) *Snapshot {
	t.Helper()
	b := NewBuilder()
	for i := range listings {
		l := &listings[i]
		if err := b.Add(&interdict.Entity{ID: l.List + "-" + l.ID, Listings: []interdict.Listing{*l}}); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "s"+Extension)
	var out bytes.Buffer
	if _, err := b.Snapshot(Meta{}).Write(&out); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// oracle scores a subject against every entity: slow and obvious.
type oracle struct {
	parties []score.Party
	preps   []score.Preparer
	scorer  score.Scorer
}

func newOracle(listings []interdict.Listing) *oracle {
	o := &oracle{
		parties: make([]score.Party, len(listings)),
		preps:   make([]score.Preparer, len(listings)),
	}
	for i := range listings {
		o.preps[i].Entity(&o.parties[i], &interdict.Entity{Listings: listings[i : i+1]})
	}
	return o
}

type found struct {
	entity                    uint32
	score, strength, suffices interdict.Score
	weight                    interdict.Millibits
}

func (o *oracle) search(p *score.Party, threshold interdict.Score) (out []found) {
	for i := range o.parties {
		if r := o.scorer.Score(p, &o.parties[i]); r.Score >= threshold {
			out = append(out, found{uint32(i), r.Score, r.Strength, r.Sufficiency, r.Weight})
		}
	}
	return out
}

func search(t testing.TB, s *Searcher, p *score.Party, threshold interdict.Score) (out []found) {
	t.Helper()
	err := s.Search(p, threshold, func(n uint32, r *score.Outcome, _ *score.Party) {
		out = append(out, found{n, r.Score, r.Strength, r.Sufficiency, r.Weight})
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// state is what a search is made under, beside the snapshot.
type state struct {
	weights score.Weights
	policy  policy.Policy
}

var shipped = []state{{score.Default(), policy.Default()}, {score.Default(), policy.Strict()}}

// listedPeople are listings of people, a name each.
func listedPeople(names ...string) (out []interdict.Listing) {
	for i, full := range names {
		out = append(out, interdict.Listing{ID: string(rune('a' + i)), List: "us_ofac_sdn", Schema: interdict.Person, Names: []interdict.Name{{Full: full}}})
	}
	return out
}

// people are subjects of a name each, who are told to be people and who may be.
func people(names ...string) (out []interdict.Subject) {
	for _, full := range names {
		n := []interdict.Name{{Full: full}}
		out = append(out, interdict.Subject{Names: n}, interdict.Subject{Schema: interdict.Person, Names: n})
	}
	return out
}

// against holds the search of each subject against the oracle, under several
// states and thresholds, and returns how many hits there were at the default
// threshold under each state.
func against(t *testing.T, listings []interdict.Listing, subjects []interdict.Subject, states []state) (hits []int) {
	t.Helper()
	snap := compile(t, listings)
	o := newOracle(listings)
	for i := range states {
		hits = append(hits, againstUnder(t, snap, o, listings, subjects, &states[i]))
	}
	return hits
}

func againstUnder(t *testing.T, snap *Snapshot, o *oracle, listings []interdict.Listing, subjects []interdict.Subject, st *state) (hits int) {
	t.Helper()
	searcher := NewSearcher(snap, st.weights)
	searcher.SetNeedsFact(st.policy.NeedsFact)
	o.scorer = score.Scorer{Weights: st.weights, NeedsFact: st.policy.NeedsFact}
	var prep score.Preparer
	var p score.Party
	for i := range subjects {
		prep.Subject(&p, &subjects[i])
		all := o.search(&p, 5000)
		for _, threshold := range []interdict.Score{5000, 7000, 8500} {
			want := slices.DeleteFunc(slices.Clone(all), func(f found) bool { return f.score < threshold })
			got := search(t, searcher, &p, threshold)
			if threshold == interdict.DefaultThreshold {
				hits += len(want)
			}
			if slices.Equal(want, got) {
				continue
			}
			t.Fatalf("subject %q at %s under policy %s:\nexhaustive %v\nindex      %v\n%s", subjects[i].Name(), threshold, st.policy.Name, want, got, difference(listings, want, got))
		}
	}
	return hits
}

func difference(listings []interdict.Listing, want, got []found) string {
	have := map[uint32]bool{}
	for _, g := range got {
		have[g.entity] = true
	}
	for _, w := range want {
		if !have[w.entity] {
			names := "missed:"
			for _, n := range listings[w.entity].Names {
				names += " | " + n.Full
			}
			return names
		}
	}
	return ""
}

// The index finds exactly what exhaustive scoring finds, on synthetic parties
// with typing errors, joined words, initials and swapped orders, aliases of every
// quality on lists that policies treat alike and apart; under both policies,
// and under one that asks a second fact of more aliases and other weights.
func TestSearchEqualsExhaustiveScoring(t *testing.T) {
	g := synth.New(1, 1000, 0.2)
	var listings []interdict.Listing
	for i := range 3000 {
		l := g.Listing(i)
		l.List = []string{"us_ofac_sdn", "gb_fcdo_sanctions", "eu_fsf"}[i%3]
		for k := range l.Names {
			l.Names[k].Quality = []interdict.Quality{interdict.Weak, interdict.Unstated, interdict.Weak, interdict.Strong}[i/3%4]
		}
		if i%3 == 0 {
			l.Addresses = []interdict.Place{{City: synth.Syllables(uint64(i % 7)), Country: "sy"}}
			l.Emails = []string{"office@" + synth.Syllables(uint64(i%5)) + ".example"}
		}
		listings = append(listings, l)
	}
	var subjects []interdict.Subject
	for i := range 160 {
		s := g.Subject(int64(i))
		if i%2 == 0 { // half of them are altered names of listed parties
			l := &listings[(i*37)%len(listings)]
			s.Names = []interdict.Name{g.Altered(l.Names[i%len(l.Names)])}
			if i%4 == 0 {
				s.BirthDates, s.Countries = l.BirthDates, nil
			}
			if i%6 == 0 {
				s.Names = append(s.Names, g.Altered(l.Names[len(l.Names)-1]), l.Names[0])
			}
		}
		if i%5 == 0 {
			s.BirthDates, s.Countries = nil, nil
		}
		if l := &listings[(i*37)%len(listings)]; i%7 == 0 { // an address or e-mail address alone lifts as well
			s.Addresses, s.Emails = l.Addresses, nil
		} else if i%11 == 0 {
			s.Emails = l.Emails
		}
		subjects = append(subjects, s)
	}
	odd := state{score.Default(), policy.Default()}
	odd.weights.NameFloor, odd.weights.WeakAlone, odd.weights.DoubtBelow, odd.weights.OwnNameAgainst = 4500, 9000, 12000, 0
	odd.policy.Name, odd.policy.Unstated.Rule = "odd", policy.SecondFact
	hits := against(t, listings, subjects, append(slices.Clone(shipped), odd))
	if hits[0] < 40 || hits[1] <= hits[0] {
		t.Errorf("%d hits: the subjects do not try anything", hits)
	}
}
