package base

import (
	"context"
	"encoding/json"
	"slices"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/report"
)

// TestOneState: a base answers of the state that it was opened in, though other
// editions are loaded meanwhile, later ones and one between those it has.
func TestOneState(t *testing.T) {
	ctx := context.Background()
	f, r := newFolder(t, t.TempDir())
	defer r.Close()
	party := func(list, id, name string) interdict.Listing {
		return interdict.Listing{List: list, ID: id, Schema: interdict.Person, Kind: interdict.Sanction, Names: []interdict.Name{{Full: name, Kind: interdict.PrimaryName}}}
	}
	removed := func(passport string) interdict.Listing {
		l := party("eu_fsf", "8", "Wei LI")
		l.Identifiers = []interdict.Identifier{{Type: interdict.Passport, Value: passport, Country: "cn"}}
		return l
	}
	const list = "us_ofac_sdn"
	wei := party(list, "1", "Wei LI")
	wei.Identifiers = removed("E12345678").Identifiers
	loadEdition(t, r, list, 1, []interdict.Listing{wei, party(list, "2", "Naser MALEKI")})
	loadEdition(t, r, list, 5, []interdict.Listing{wei, party(list, "3", "Anatoly KOVALYOV")})
	loadEdition(t, r, "eu_fsf", 2, []interdict.Listing{party("eu_fsf", "9", "Somebody ELSE"), removed("E12345678")})
	loadEdition(t, r, "eu_fsf", 4, []interdict.Listing{party("eu_fsf", "9", "Somebody ELSE")})
	b, err := f.Open(ctx, Moment{})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	answers := func() string {
		t.Helper()
		var all []any
		editions, err := b.View.Editions(ctx, list)
		if err != nil {
			t.Fatal(err)
		}
		feed, err := FeedOf(ctx, b.Register, editions, 0)
		if err != nil {
			t.Fatal(err)
		}
		gaps, err := b.Gaps(ctx, &GapQuestion{By: []string{list}, Not: []string{"eu_fsf"}})
		if err != nil {
			t.Fatal(err)
		}
		diff, err := b.Register.DiffKnown(ctx, list, "", "", b.View.Held())
		if err != nil {
			t.Fatal(err)
		}
		history, err := b.Register.HistoryKnown(ctx, interdict.Ref{List: list, ID: "3"}, b.View.Held())
		if err != nil {
			t.Fatal(err)
		}
		found, now, _, err := b.Find(ctx, "us_ofac_sdn-1")
		if err != nil || len(found) != 1 {
			t.Fatalf("%v, %v", found, err)
		}
		standing, err := b.Standings().Of(ctx, &found[0])
		if err != nil {
			t.Fatal(err)
		}
		if i := slices.IndexFunc(gaps.Gaps, func(g report.Gap) bool { return g.EntityID == now }); i < 0 || len(gaps.Gaps[i].Removed) != 1 || len(standing.Removed) != 1 {
			t.Errorf("the EU removed Wei LI: the gaps are %+v, the standing %+v", gaps.Gaps, standing)
		}
		all = append(all, feed, gaps, diff, history, now, standing)
		text, err := json.Marshal(all)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	before := answers()
	loadEdition(t, r, list, 7, []interdict.Listing{wei, party(list, "3", "Anatoly KOVALYOV")})
	loadEdition(t, r, "gb_fcdo_sanctions", 7, []interdict.Listing{party("gb_fcdo_sanctions", "5", "Wei LI")})
	if after := answers(); after != before {
		t.Errorf("before other editions were loaded\n%s\nand after\n%s", before, after)
	}
	loadEdition(t, r, list, 3, []interdict.Listing{party(list, "2", "Naser MALEKI"), party(list, "4", "Between THEM")})
	if after := answers(); after != before {
		t.Errorf("before other editions were loaded\n%s\nand after\n%s", before, after)
	}
	loadEdition(t, r, "eu_fsf", 6, []interdict.Listing{party("eu_fsf", "9", "Somebody ELSE"), removed("G99999999")}) // it is another party now
	snapshot(t, f, r)
	if after := answers(); after != before {
		t.Errorf("before entities were parted\n%s\nand after\n%s", before, after)
	}
	if _, err := b.View.Editions(ctx, "gb_fcdo_sanctions"); !register.IsKind(err, register.UnknownList) {
		t.Errorf("the editions of a list that was loaded afterwards: %v", err)
	}
	now, err := f.Open(ctx, Moment{})
	if err != nil {
		t.Fatal(err)
	}
	defer now.Close()
	if editions, err := now.View.Editions(ctx, list); err != nil || len(editions) != 4 {
		t.Errorf("a base opened afterwards has %d editions, %v", len(editions), err)
	}
}
