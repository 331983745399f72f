package index

import (
	"slices"
	"testing"

	"github.com/interdict/interdict"
)

// TestBeginning finds whoever bears a word that begins so, each once, the shortest
// words first, and no more than were asked for.
func TestBeginning(t *testing.T) {
	var listings []interdict.Listing
	for id, names := range map[string][]string{"A": {"Ivan Putina", "Putinova Ivan"}, "B": {"Vladimir Putin"}, "C": {"Ivan Rasputin"}, "D": {"Oleg Putilov"}} {
		l := interdict.Listing{List: "t", ID: id, Schema: interdict.Person}
		for _, n := range names {
			l.Names = append(l.Names, interdict.Name{Full: n, Kind: interdict.PrimaryName})
		}
		listings = append(listings, l)
	}
	s := compile(t, listings)
	ids := func(prefix string, limit int) (out []string) {
		for _, n := range s.Beginning(prefix, limit) {
			e, err := s.Entity(n)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, e.Listings[0].ID)
		}
		return out
	}
	for _, c := range []struct {
		prefix string
		limit  int
		want   []string
	}{{"putin", 9, []string{"B", "A"}}, {"puti", 9, []string{"B", "A", "D"}}, {"puti", 1, []string{"B"}}, {"putinx", 9, nil}} {
		if got := ids(c.prefix, c.limit); !slices.Equal(got, c.want) {
			t.Errorf("%s, at most %d: %v, want %v", c.prefix, c.limit, got, c.want)
		}
	}
}
