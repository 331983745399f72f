package index

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Every value is found under its key, ascending; what else comes shares the
// key's bucket and tag.
func TestMultimapFindsAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 200).Draw(t, "n")
		want := map[uint64][]uint32{}
		var entries []entry
		for range n {
			key := rapid.Uint64Range(0, 50).Draw(t, "key")
			val := rapid.Uint32Range(0, 1000).Draw(t, "val")
			entries = append(entries, entry{mix(key, 1), uint64(val)})
			if !slices.Contains(want[key], val) {
				want[key] = append(want[key], val)
			}
		}
		m := buildFiltered(entries)
		if !m.ok(1001) {
			t.Fatal("the map does not pass its own check")
		}
		var keys []uint64
		for range rapid.IntRange(0, 60).Draw(t, "asked") {
			keys = append(keys, mix(rapid.Uint64Range(0, 100).Draw(t, "key"), 1))
		}
		if rapid.Bool().Draw(t, "no filter") {
			m.filter = nil
		}
		var s Searcher
		found := s.lookupAll(&m, keys)
		for i, key := range keys {
			from, to := m.place(key)
			if from == to {
				continue
			}
			if want := (placed{uint32(i), from, to}); len(found) == 0 || found[0] != want {
				t.Fatalf("looked up together: %v, one by one: %v", found, want)
			}
			found = found[1:]
		}
		if len(found) > 0 {
			t.Fatalf("found besides: %v", found)
		}
		for key, vals := range want {
			var got []uint32
			for found, i := m.lookup(mix(key, 1)), uint32(0); i < uint32(found.len()); i++ {
				got = append(got, found.at(found.from+i))
			}
			if !slices.IsSorted(got) {
				t.Fatalf("key %d: %v is not sorted", key, got)
			}
			for _, v := range vals {
				if !slices.Contains(got, v) {
					t.Fatalf("key %d: %d is missing", key, v)
				}
			}
		}
	})
}

func TestFilterForgetsNothing(t *testing.T) {
	var entries []entry
	for i := range uint64(1000) {
		entries = append(entries, entry{mix(i, 2), i})
	}
	m := buildFiltered(entries)
	wrong := 0
	for i := range uint64(20_000) {
		in := m.may(mix(i, 2)) == 1
		if i < 1000 && !in {
			t.Fatalf("%d is missing", i)
		}
		if i >= 1000 && in {
			wrong++
		}
	}
	if wrong > 1500 {
		t.Errorf("%d of 19,000 wrongly taken for members", wrong)
	}
}

func TestNumberSet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s numberSet
		for range rapid.IntRange(1, 4).Draw(t, "rounds") {
			s.reset()
			want := map[uint32]bool{}
			for range rapid.IntRange(0, 600).Draw(t, "n") {
				n := rapid.Uint32Range(0, 400).Draw(t, "number")
				if s.add(n) == want[n] {
					t.Fatalf("%d: new is %v", n, !want[n])
				}
				want[n] = true
			}
			for n := range uint32(401) {
				if s.has(n) != want[n] {
					t.Fatalf("%d: in the set is %v", n, s.has(n))
				}
			}
		}
	})
}
