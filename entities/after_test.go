package entities

import (
	"crypto/sha256"
	"fmt"
	"reflect"
	"testing"

	"github.com/interdict/interdict"
	"pgregory.net/rapid"
)

// drawParty is a listing out of few names, dates and numbers, so that many are
// alike or share facts.
func drawParty(t *rapid.T, n int) interdict.Listing {
	list := []string{"us_ofac_sdn", "us_trade_csl", "eu_fsf", "gb_fcdo_sanctions"}[n%4]
	name := rapid.SampledFrom([]string{"Anatoliy Valerievich KOVALEV", "Anatoly KOVALYOV", "Naser MALEKI", "Naser Ahmad MALEKI", "Wei LI"}).Draw(t, "name")
	l := person(list, fmt.Sprint(n), name)
	if rapid.Bool().Draw(t, "born") {
		l.BirthDates = []interdict.Date{interdict.Day(1960+rapid.IntRange(0, 1).Draw(t, "year"), 5, 17)}
	}
	l.Designation.Listed = interdict.Day(2024, 3, rapid.IntRange(1, 2).Draw(t, "listed"))
	if rapid.IntRange(0, 2).Draw(t, "document") == 0 {
		l.Identifiers = append(l.Identifiers, interdict.Identifier{Type: interdict.Passport, Value: fmt.Sprint(700_000 + rapid.IntRange(0, 3).Draw(t, "passport")), Country: "ru"})
	}
	if rapid.IntRange(0, 2).Draw(t, "reference") == 0 {
		l.Identifiers = append(l.Identifiers, interdict.Identifier{Type: interdict.CrossRef, Label: "OFAC", Value: fmt.Sprint(4 * rapid.IntRange(0, 3).Draw(t, "of"))})
	}
	return l
}

func versionOf(l *interdict.Listing) Version {
	return sha256.Sum256(fmt.Appendf(nil, "%+v", *l))
}

// Whatever changes, joining after what was joined before gives what joining
// everything from nothing gives, to the last reason; whether the state before
// went through a file or not.
func TestAfterEqualsJoiningFromNothing(t *testing.T) {
	kept := 0
	rapid.Check(t, func(t *rapid.T) {
		now := map[int]interdict.Listing{}
		for n := range rapid.IntRange(2, 14).Draw(t, "listings") {
			now[n] = drawParty(t, n)
		}
		var decided []Decision
		if rapid.IntRange(0, 3).Draw(t, "decides") == 0 {
			a, b := now[0], now[1]
			decided = []Decision{{a.Ref(), b.Ref(), rapid.Bool().Draw(t, "same")}}
		}
		before := NewJoiner()
		for round := range rapid.IntRange(2, 4).Draw(t, "rounds") {
			j, fresh := After(before), NewJoiner()
			for n := range 17 {
				l, ok := now[n]
				if !ok {
					continue
				}
				fresh.Add(&l)
				if was, ok := j.Was(l.Ref(), versionOf(&l)); ok {
					j.Keep(was)
					kept++
				} else {
					j.AddAs(&l, versionOf(&l))
				}
			}
			if round == 1 {
				decided = nil // decisions are taken back
			}
			j.Decide(decided)
			fresh.Decide(decided)
			clusters, aside := j.Join()
			wantClusters, wantAside := fresh.Join()
			if !reflect.DeepEqual(clusters, wantClusters) || !reflect.DeepEqual(aside, wantAside) || !reflect.DeepEqual(j.Suggestions(), fresh.Suggestions()) {
				t.Fatalf("joined after:\n%+v\n%+v\n%+v\nfrom nothing:\n%+v\n%+v\n%+v", clusters, aside, j.Suggestions(), wantClusters, wantAside, fresh.Suggestions())
			}
			before = j
			if rapid.Bool().Draw(t, "through a file") {
				var err error
				if before, err = FromState(string(j.State(make([]string, len(j.members))))); err != nil {
					t.Fatal(err)
				}
			}
			for range rapid.IntRange(0, 3).Draw(t, "changes") {
				n := rapid.IntRange(0, 16).Draw(t, "which")
				if rapid.IntRange(0, 3).Draw(t, "removes") == 0 {
					delete(now, n)
				} else {
					now[n] = drawParty(t, n)
				}
			}
		}
	})
	if kept == 0 {
		t.Error("no listing was ever kept")
	}
}

// A listing whose changes do not touch what joins is compared with none anew.
func TestWhatJoinsIsComparedWithBefore(t *testing.T) {
	l := person("eu_fsf", "1", "Anatoly KOVALYOV")
	j := NewJoiner()
	j.AddAs(&l, Version{1})
	j.Join()
	for _, c := range []struct {
		what   string
		change func(l *interdict.Listing)
		was    int
	}{
		{"a phone number", func(l *interdict.Listing) { l.Phones = []string{"+7 495 1234567"} }, 0},
		{"a name", func(l *interdict.Listing) { l.Names[0].Full = "Anatoli KOVALYOV" }, -1},
		{"a birth date", func(l *interdict.Listing) { l.BirthDates = []interdict.Date{interdict.Day(1960, 1, 2)} }, -1},
		{"a number", func(l *interdict.Listing) {
			l.Identifiers = []interdict.Identifier{{Type: interdict.Passport, Value: "700001", Country: "ru"}}
		}, -1},
	} {
		before, err := FromState(string(j.State(make([]string, len(j.members)))))
		if err != nil {
			t.Fatal(err)
		}
		after, changed := After(before), person("eu_fsf", "1", "Anatoly KOVALYOV")
		c.change(&changed)
		if _, ok := after.Was(changed.Ref(), Version{2}); ok {
			t.Errorf("%s: kept under another version", c.what)
		}
		after.AddAs(&changed, Version{2})
		if got := after.members[0].was; got != c.was {
			t.Errorf("%s: it was %d before, want %d", c.what, got, c.was)
		}
	}
}

// Whatever is in a file, it is read back whole or refused.
func FuzzState(f *testing.F) {
	j := NewJoiner()
	for i, l := range []interdict.Listing{person("eu_fsf", "1", "Anatoly KOVALYOV"), person("us_ofac_sdn", "2", "Anatoly KOVALYOV"), person("gb_fcdo_sanctions", "3", "Naser MALEKI")} {
		l.BirthDates = []interdict.Date{interdict.Day(1960, 5, 17)}
		l.Identifiers = []interdict.Identifier{{Type: interdict.Passport, Value: "700001", Country: "ru"}}
		j.AddAs(&l, Version{byte(i + 1)})
	}
	j.Join()
	state := j.State([]string{"a", "b", "a"})
	f.Add(state[stateHeader:])
	for n := 0; n < len(state); n += 7 {
		cut := append([]byte{}, state...)
		cut[n] ^= 0x55
		if _, err := FromState(string(cut)); err == nil {
			f.Fatalf("byte %d is changed, and nothing was noticed", n)
		}
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		u := stateUnpacker{unpacker: unpacker{s: string(body)}}
		before := u.joiner()
		if u.bad || u.s != "" {
			return
		}
		j := After(before)
		for n := range before.members {
			m := &before.members[n]
			if was, ok := j.Was(m.ref, m.version); ok && was == n {
				j.Keep(n)
			}
		}
		j.Join()
		j.State(make([]string, len(j.members)))
	})
}

// A Joiner that is read back knows what its listings had become.
func TestStateHoldsEntities(t *testing.T) {
	j := NewJoiner()
	a, b := person("eu_fsf", "1", "Anatoly KOVALYOV"), person("us_ofac_sdn", "2", "Naser MALEKI")
	j.Add(&a)
	j.Add(&b)
	j.Join()
	of := map[interdict.Ref]string{a.Ref(): "x", b.Ref(): "y"}
	back, err := FromState(string(j.State([]string{"x", "y"})))
	if err != nil {
		t.Fatal(err)
	}
	listings, entities := back.Entities()
	for n, ref := range listings {
		if entities[n] != of[ref] {
			t.Errorf("%v is %s, want %s", ref, entities[n], of[ref])
		}
	}
	if len(listings) != 2 {
		t.Errorf("%v", listings)
	}
}
