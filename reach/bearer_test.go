package reach

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/index"
	"github.com/interdict/interdict/internal/sealed"
	"github.com/interdict/interdict/score"
)

// bear gives parties birth dates and kinds: few dates, so that some agree.
func bear(rng *rand.Rand, parties []interdict.Subject) {
	for i := range parties {
		p := &parties[i]
		if rng.IntN(10) == 0 {
			p.Schema = []interdict.Schema{"", interdict.LegalEntity, interdict.Organization, interdict.Person}[rng.IntN(4)]
		}
		dates := []interdict.Date{{Year: 1961}, interdict.Day(1961, 5, 14), interdict.Day(1970, 5, 14), interdict.Day(1959, 2, 3), {Year: 1970, Circa: true}, {Year: 1895}}
		for range []int{1, 1, 1, 1, 1, 1, 2, 0}[rng.IntN(8)] {
			p.BirthDates = append(p.BirthDates, dates[rng.IntN(len(dates))])
		}
	}
}

// hits are the members who score enough against an entity.
func (s *searched) hits(t *testing.T, snap *index.Snapshot, w *score.Weights) (rows []int64) {
	searcher := index.NewSearcher(snap, *w)
	for i := range s.parties {
		hit := false
		if err := searcher.Search(&s.parties[i], 7000, func(uint32, *score.Outcome, *score.Party) { hit = true }); err != nil {
			t.Fatal(err)
		}
		if hit {
			rows = append(rows, int64(i))
		}
	}
	return rows
}

// Who is passed over for a birth date or a kind would be no hit, and most are passed
// over.
func TestFindsWhomeverBirthDatesLeave(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	names := caseNames(t)
	members := population(rng, names, 3)
	bear(rng, members)
	bear(rng, names)
	f := write(t, members, 1500)
	first := versionOne(t, f)
	w := score.Default()
	ready := &searched{make([]score.Preparer, len(members)), make([]score.Party, len(members))}
	for i := range members {
		ready.preps[i].Subject(&ready.parties[i], &members[i])
	}
	all, found, before := 0, 0, 0
	for at := 0; at < len(names); at += 9 {
		listed := names[at:min(at+3, len(names))]
		snap := snapshot(t, listed)
		want := ready.hits(t, snap, &w)
		got, _, err := f.Find(targets(t, snap, &w, 7000))
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range miss(want, got) {
			t.Errorf("%q, %s, born %v, is not found for %v", members[r].Names[0].Full, members[r].Schema, members[r].BirthDates, listed)
		}
		more, _, err := first.Find(targets(t, snap, &w, 7000))
		if err != nil {
			t.Fatal(err)
		}
		if lost := miss(got, more); len(lost) > 0 {
			t.Errorf("postings of version 1 lead to fewer: %v", lost)
		}
		all, found, before = all+len(want), found+len(got), before+len(more)
	}
	t.Logf("%d hits, %d candidates, %d without birth dates", all, found, before)
	if all < len(names)/2 || 5*(before-found) < before-all { // of those who are no hits a fifth at least
		t.Errorf("%d hits, %d candidates, %d without birth dates", all, found, before)
	}
}

// versionOne is the same file as version 1 has it.
func versionOne(t *testing.T, f *File) *File {
	t.Helper()
	meta := f.meta
	meta.Version, meta.Stated, meta.Chunks = firstVersion, 0, nil
	path := filepath.Join(t.TempDir(), "first.postings")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	key := sealed.NewKey()
	out, err := sealed.NewWriter(file, Kind, &key)
	if err != nil {
		t.Fatal(err)
	}
	from := 0
	for _, m := range f.meta.Chunks {
		to := from + m.ListPages + m.IDPages + m.WordPages
		for ; from < to; from++ {
			page, err := f.Page(from, nil)
			if err != nil {
				t.Fatal(err)
			}
			if err := out.Page(page); err != nil {
				t.Fatal(err)
			}
		}
		from += m.BearerPages
		m.BearerPages = 0
		meta.Chunks = append(meta.Chunks, m)
	}
	text, err := json.Marshal(meta)
	if err != nil {
		t.Fatal(err)
	}
	if err := out.Close(text); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	first, err := Open(path, &key, meta.Of)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { first.Close() })
	return first
}

// A sieve lets those pass for whom names that agree reach what is demanded, whoever
// bears the name and whatever a member states.
func TestSieve(t *testing.T) {
	some := func(years, days uint64) (b bearers) {
		b.years, b.days = [2]uint64{years, years << 7}, [4]uint64{days, 0, days << 3, 0}
		return b
	}
	for who := range 16 {
		b := some(0x20, 0x1002)
		b.persons, b.others, b.undated, b.dayless = who&1 != 0, who&2 != 0, who&4 != 0, who&8 != 0
		for can := range 4 {
			besides := [never + 1]beside{open: nothing, yearsApart: {possible: can&1 != 0}, daysApart: {possible: can&2 != 0}}
			s, sifts := b.sieve(&besides)
			for m := range 1 << 16 {
				if want := besides[b.relation(bearer(m))].possible; want != (!sifts || s.passes(bearer(m)) == 1) {
					t.Fatalf("bearers %d, possible %d: of %#x the sieve says %v", who, can, m, !want)
				}
			}
		}
	}
}
