package entities

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"pgregory.net/rapid"
)

// remembered is what a register would remember of ids from step to step.
type remembered struct{ Known }

func newRemembered() *remembered {
	return &remembered{Known{Of: map[interdict.Ref]string{}, Given: map[string]int{}, Became: map[string]string{}}}
}

// step names clusters and remembers it.
func (m *remembered) step(clusters []Cluster) (ids []string, changes []Change) {
	ids, changes = Identify(clusters, &m.Known)
	for _, c := range changes {
		if c.Kind == Merged {
			m.Became[c.From] = c.To
		}
		delete(m.Became, c.To)
	}
	for c := range clusters {
		for _, r := range clusters[c].Refs {
			m.Of[r] = ids[c]
		}
		if _, ok := m.Given[ids[c]]; !ok {
			m.Given[ids[c]] = len(m.Given)
		}
	}
	return ids, changes
}

// lead is where an id leads to, whatever circles there are.
func (m *remembered) lead(id string) string {
	for range 1000 {
		next, ok := m.Became[id]
		if !ok {
			return id
		}
		id = next
	}
	return "a circle"
}

// clustersOf reads clusters as "b/1 a/1, c/1".
func clustersOf(words string) (all []Cluster) {
	for part := range strings.SplitSeq(words, ", ") {
		var c Cluster
		for _, r := range strings.Fields(part) {
			list, id, _ := strings.Cut(r, "/")
			c.Refs = append(c.Refs, interdict.Ref{List: list, ID: id})
		}
		all = append(all, c)
	}
	return all
}

func TestIdentify(t *testing.T) {
	type step struct{ clusters, want string }
	for name, steps := range map[string][]step{
		"joined, followed, delisted, parted": {
			{"b/1, a/1", "[b-1 a-1] []"},
			{"b/1 a/1", "[b-1] [{a-1 b-1 merged}]"}, // of two the one that was given first
			{"b/1 a/1 c/1", "[b-1] []"},
			{"a/1 c/1", "[b-1] []"},                         // b delists; the id stays
			{"a/1, b/1 c/1", "[a-1 b-1] [{b-1 a-1 split}]"}, // what was a-1 once is a-1 again
			{"a/1 b/1 c/1", "[b-1] [{a-1 b-1 merged}]"},     // and so on
			{"a/1, b/1, c/1", "[a-1 b-1 c-1] [{b-1 a-1 split} {b-1 c-1 split}]"},
		},
		"one that was one, parted and together again": {
			{"b/1", "[b-1] []"},
			{"b/1 a/1", "[b-1] []"},
			{"b/1, a/1", "[b-1 a-1] [{b-1 a-1 split}]"},
			{"b/1 a/1", "[b-1] [{a-1 b-1 merged}]"},
		},
		"two that were two have the id that they had together": {
			{"b/1", "[b-1] []"},
			{"b/1 a/1, A/1", "[b-1 A-1] []"},
			{"b/1, a/1, A/1", "[b-1 a-1 A-1] [{b-1 a-1 split}]"},
			{"b/1 a/1, A/1", "[b-1 A-1] [{a-1 b-1 merged}]"},
			{"A/1 b/1 a/1", "[b-1] [{A-1 b-1 merged}]"},
			{"A/1, b/1 a/1", "[A-1 b-1] [{b-1 A-1 split}]"},
		},
		"an id leads to where its listing has gone": {
			{"a/1, b/1, c/1", "[a-1 b-1 c-1] []"},
			{"a/1 b/1, c/1", "[a-1 c-1] [{b-1 a-1 merged}]"},
			{"a/1, b/1 c/1", "[a-1 c-1] [{a-1 c-1 split} {b-1 c-1 merged}]"},
		},
		"a delisted part follows its entity": {
			{"a/1, b/1 c/1", "[a-1 b-1] []"},
			{"a/1 b/1", "[a-1] [{b-1 a-1 merged}]"},
			{"a/1 b/1, c/1", "[a-1 c-1] [{a-1 c-1 split}]"}, // not b-1, which is a-1
		},
		"a delisted part stays with what comes again": {
			{"a/1, b/1 c/1", "[a-1 b-1] []"},
			{"a/1 b/1", "[a-1] [{b-1 a-1 merged}]"},
			{"a/1, b/1", "[a-1 b-1] [{a-1 b-1 split}]"},
			{"a/1, b/1 c/1", "[a-1 b-1] []"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			m := newRemembered()
			for n, s := range steps {
				ids, changes := m.step(clustersOf(s.clusters))
				if got := fmt.Sprint(ids, changes); got != s.want {
					t.Errorf("step %d, %s:\n got %s\nwant %s", n+1, s.clusters, got, s.want)
				}
			}
		})
	}
}

// Ids of listings whose names and numbers run together are told apart, and an id
// that was given is never that of a stranger.
func TestIDsThatRunTogether(t *testing.T) {
	m := newRemembered()
	for _, s := range []struct{ clusters, want string }{
		{"x/1-2, x-1/2", "[x-1-2 x-1-2-2] []"},
		{"x-1/2", "[x-1-2-2] []"},
		{"x/1-2 x-1/2", "[x-1-2] [{x-1-2-2 x-1-2 merged}]"},
	} {
		ids, changes := m.step(clustersOf(s.clusters))
		if got := fmt.Sprint(ids, changes); got != s.want {
			t.Errorf("%s:\n got %s\nwant %s", s.clusters, got, s.want)
		}
	}
}

// drawClusters puts listings at random into groups; some are on no list.
func drawClusters(t *rapid.T) (clusters []Cluster) {
	groups := map[int]*Cluster{}
	for i := range 8 {
		if rapid.IntRange(0, 5).Draw(t, "listed") == 0 {
			continue
		}
		g := rapid.IntRange(0, 5).Draw(t, "group")
		if groups[g] == nil {
			groups[g] = &Cluster{}
		}
		groups[g].Refs = append(groups[g].Refs, interdict.Ref{List: "l", ID: fmt.Sprint(i)})
	}
	for _, g := range slices.Sorted(maps.Keys(groups)) {
		clusters = append(clusters, *groups[g])
	}
	return clusters
}

// Over merges and splits of every kind, by which listings come and go too: each
// entity has an id of its own; an id once given leads for ever to the entity to
// which the listing belongs that it is named after; an entity whose listings stay
// together and meet no other keeps its id; what parts goes by the ids of before.
func TestIDsNeverDie(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := newRemembered()
		for step := range rapid.IntRange(1, 12).Draw(t, "steps") {
			clusters := drawClusters(t)
			before := &remembered{Known{Of: maps.Clone(m.Of), Given: m.Given, Became: maps.Clone(m.Became)}}
			ids, changes := m.step(clusters)
			alive := map[string]bool{}
			for i, id := range ids {
				if _, gone := m.Became[id]; alive[id] || gone {
					t.Fatalf("step %d: %s is two entities, or an entity and a redirect", step, id)
				}
				alive[id] = true
				if strings.Count(id, "-") > 1 {
					t.Fatalf("step %d: %s is a second id for a listing's", step, id)
				}
				if !slices.ContainsFunc(clusters[i].Refs, func(r interdict.Ref) bool { return ID(r) == id }) && !slices.Contains(priors(&clusters[i], before), id) {
					t.Fatalf("step %d: %v have the id %s of others", step, clusters[i].Refs, id)
				}
				if p := priors(&clusters[i], before); len(p) == 1 && alone(p[0], i, clusters, before) && id != p[0] {
					t.Fatalf("step %d: %s became %s, and nothing had happened to it", step, p[0], id)
				}
				for _, r := range clusters[i].Refs {
					if old := before.lead(before.Of[r]); old != "" && old != id && !slices.ContainsFunc(changes, func(c Change) bool { return c.From == old && c.To == id }) {
						t.Fatalf("step %d: %v was of %s, is of %s, and no change says so", step, r, old, id)
					}
				}
			}
			everyIDLeads(t, m)
		}
	})
}

// everyIDLeads holds that each id ever given leads to the entity to which its
// listing belongs.
func everyIDLeads(t *rapid.T, m *remembered) {
	for r, of := range m.Of {
		id := ID(r)
		if _, given := m.Given[id]; given && m.lead(id) != m.lead(of) {
			t.Fatalf("%s leads to %s, and its listing belongs to %s", id, m.lead(id), m.lead(of))
		}
	}
}

// alone says whether no other cluster holds a listing of an id.
func alone(id string, cluster int, clusters []Cluster, before *remembered) bool {
	for c := range clusters {
		if c != cluster && slices.Contains(priors(&clusters[c], before), id) {
			return false
		}
	}
	return true
}

// priors are the ids that a cluster's listings had.
func priors(c *Cluster, before *remembered) (ids []string) {
	for _, r := range c.Refs {
		if id, ok := before.Of[r]; ok {
			if id = before.lead(id); !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}
