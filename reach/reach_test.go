package reach

import (
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/index"
	"github.com/interdict/interdict/internal/alter"
	"github.com/interdict/interdict/internal/sealed"
	"github.com/interdict/interdict/internal/synth"
	"github.com/interdict/interdict/score"
)

// caseNames are the names of score's cases: the customers' and the listed ones.
func caseNames(t testing.TB) (out []interdict.Subject) {
	text, err := os.ReadFile(filepath.Join("..", "score", "testdata", "cases.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(line, "|")
		if strings.HasPrefix(line, "#") || strings.HasPrefix(line, "@") || len(cells) < 6 {
			continue
		}
		for _, i := range []int{1, 3} {
			out = append(out, interdict.Subject{Schema: interdict.Schema(strings.TrimSpace(cells[0])), Names: []interdict.Name{{Full: strings.TrimSpace(cells[i])}}})
		}
	}
	if len(out) < 200 {
		t.Fatalf("only %d names", len(out))
	}
	return out
}

// respaced writes a name with its spaces elsewhere and up to two letters wrong.
func respaced(rng *rand.Rand, name string) string {
	b := []byte(name)
	letter := func() byte { return byte('a' + rng.IntN(26)) }
	for range rng.IntN(3) { // errors
		if len(b) < 4 {
			break
		}
		i := rng.IntN(len(b) - 1)
		switch rng.IntN(4) {
		case 0:
			b[i] = letter()
		case 1:
			b = slices.Delete(b, i, i+1)
		case 2:
			b = slices.Insert(b, i, letter())
		default:
			b[i], b[i+1] = b[i+1], b[i]
		}
	}
	switch rng.IntN(4) {
	case 0: // lost
		if i := slices.Index(b, ' '); i >= 0 {
			b = slices.Delete(b, i, i+1)
		}
	case 1:
		b = []byte(strings.ReplaceAll(string(b), " ", ""))
	case 2: // moved
		if i := slices.Index(b, ' '); i >= 0 {
			b = slices.Delete(b, i, i+1)
		}
		fallthrough
	default: // put in
		for range 1 + rng.IntN(2) {
			b = slices.Insert(b, rng.IntN(len(b)+1), ' ')
		}
	}
	return string(b)
}

// population are the names, each written in many ways, and people at random.
func population(rng *rand.Rand, names []interdict.Subject, ways int) (out []interdict.Subject) {
	g := alter.New(5)
	add := func(s interdict.Subject, n interdict.Name) {
		s.Names = []interdict.Name{n}
		out = append(out, s)
	}
	for _, s := range names {
		n := s.Names[0]
		add(s, n)
		if a, ok := g.Light(n, s.Schema); ok {
			add(s, interdict.Name{Full: a.Text})
		}
		if a, ok := g.Strong(n, s.Schema); ok {
			add(s, interdict.Name{Full: a.Text})
		}
		for range ways {
			full := n.Full
			if a, ok := g.Apply(alter.Kinds()[rng.IntN(len(alter.Kinds()))], n, s.Schema); ok && rng.IntN(2) == 0 {
				full = a.Text
			}
			add(s, interdict.Name{Full: respaced(rng, strings.ToLower(full))})
		}
	}
	people := synth.New(9, 2000, 0.2)
	for i := range len(out) / 4 {
		out = append(out, people.Subject(int64(i)))
	}
	rng.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// write makes a file of postings of members.
func write(t testing.TB, members []interdict.Subject, chunk int) *File {
	t.Helper()
	key := sealed.NewKey()
	path := filepath.Join(t.TempDir(), "p.postings")
	out, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w, err := NewWriter(out, &key, "members")
	if err != nil {
		t.Fatal(err)
	}
	w.max = chunk
	var rows Rows
	var a Analyser
	for some := range slices.Chunk(members, 70) { // no divisor of the chunks
		rows.Reset()
		for i := range some {
			a.Add(&rows, &some[i])
		}
		if err := w.Write(&rows); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := Open(path, &key, "members")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// snapshot compiles subjects as if they were listed.
func snapshot(t testing.TB, listed []interdict.Subject) *index.Snapshot {
	b := index.NewBuilder()
	for i := range listed {
		l := interdict.Listing{ID: fmt.Sprint(i), Schema: listed[i].Schema, Names: listed[i].Names, Identifiers: listed[i].Identifiers, BirthDates: listed[i].BirthDates}
		if err := b.Add(&interdict.Entity{ID: l.ID, Listings: []interdict.Listing{l}}); err != nil {
			t.Fatal(err)
		}
	}
	s := b.Snapshot(index.Meta{})
	if _, err := s.Write(io.Discard); err != nil {
		t.Fatal(err)
	}
	return s
}

func targets(t testing.TB, s *index.Snapshot, w *score.Weights, threshold interdict.Score) *Targets {
	out := NewTargets(w, threshold)
	if err := s.Parties(func(_ uint32, p *score.Party) { out.Add(p) }); err != nil {
		t.Fatal(err)
	}
	return out
}

// searched are the members for whom a search finds an entity: what Find must not
// miss. All of them state a birth date, so that names need agree least.
type searched struct {
	preps   []score.Preparer
	parties []score.Party
}

func prepare(members []interdict.Subject) *searched {
	s := &searched{make([]score.Preparer, len(members)), make([]score.Party, len(members))}
	for i := range members {
		m := members[i]
		m.BirthDates = append(m.BirthDates, interdict.Date{Year: 1970})
		s.preps[i].Subject(&s.parties[i], &m)
	}
	return s
}

func (s *searched) by(snap *index.Snapshot, w *score.Weights) (rows []int64) {
	searcher := index.NewSearcher(snap, *w)
	for i := range s.parties {
		if len(searcher.Candidates(&s.parties[i], 7000)) > 0 {
			rows = append(rows, int64(i))
		}
	}
	return rows
}

// miss says which of the rows are not among the found ones.
func miss(rows, found []int64) (out []int64) {
	for _, r := range rows {
		if _, ok := slices.BinarySearch(found, r); !ok {
			out = append(out, r)
		}
	}
	return out
}

// Whoever the search finds by walking everyone is found by the postings, one
// entity at a time and several together.
func TestFindsWhomeverASearchFinds(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	names := caseNames(t)
	members := population(rng, names, 8)
	f := write(t, members, 1500)
	f.keep = 60 // lists are let go of and read again
	all := prepare(members)
	w := score.Default()
	hits, candidates := 0, 0
	check := func(listed ...interdict.Subject) {
		snap := snapshot(t, listed)
		found, _, err := f.Find(targets(t, snap, &w, 7000))
		if err != nil {
			t.Fatal(err)
		}
		want := all.by(snap, &w)
		hits, candidates = hits+len(want), candidates+len(found)
		for _, r := range miss(want, found) {
			t.Errorf("%q is not found for %q", members[r].Names[0].Full, listed[0].Names[0].Full)
		}
	}
	step := 4
	if testing.Short() {
		step = 10
	}
	for i := 0; i < len(names); i += step {
		f.memberCost = int64(i/step%2) * memberCost
		check(names[i])
	}
	for range 20 {
		at := rng.IntN(len(names) - 20)
		f.memberCost = int64(at%2) * memberCost // 0: no list of words that always agree is read
		check(names[at : at+20]...)
	}
	t.Logf("%d members, %d pairs found by searching, %d candidates", len(members), hits, candidates)
	if hits < 5*len(names)/step {
		t.Errorf("only %d hits: the members test little", hits)
	}
}

// Names that chance would seldom make, and what they were once missed by.
func TestFindsSpecial(t *testing.T) {
	w := score.Default()
	for _, c := range []struct {
		kind           interdict.Schema
		listed, member string
	}{
		{interdict.Person, "钱倩", "sayyid钱倩"},                                          // one word of the member's is two listed ones
		{interdict.Person, "Seyyed Rahimi", "Seyyd Rahimi"},                           // a title, which always agrees, with an error
		{interdict.Person, "Guangzong Zhao", "Guang zonk Zhao"},                       // a space put in, and an error in the piece
		{interdict.Person, "Guangzong Zhao", "Guagn zong Zhao"},                       // neighbours exchanged
		{interdict.Person, "Guangzong Zhao", "Guanz gong Zhao"},                       // neighbours exchanged across the space
		{interdict.Person, "Guangzong Zhao", "Guangz ongzhao"},                        // the space at another place
		{interdict.Person, "Mehtap Ceylan Duzcan", "Mehtap Ceylan Uzcna"},             // two errors in a word of six
		{interdict.Person, "Muhammad Nawshad Alam Khan", "Muhammad Nawshad Alam Han"}, // one in a word of three that is known
		{interdict.Person, "Nawshad Karim Khan", "Khannawshadkarim"},                  // the family name first, without spaces
		{interdict.Person, "Nawshad Karim Khan", "Karim Khannawshad"},                 // with one
		{interdict.Organization, "BANK MARKAZI IRAN", "MARKAZI IRANBANK"},             // words that have changed places as one
		{interdict.Organization, "Sadid Caran Saba", "Sabasadidcaran"},                // all of them
		{interdict.Person, "Boris Chernyshov", "Boris Tjernysjov"},                    // as Swedish spells it
		{interdict.Person, "Ali Ghotbi", "Ali Qotbi"},                                 // two ways of Persian
		{interdict.Person, "Muhammad Zarif", "Mohmmed Zarif"},                         // an error in another spelling
		{interdict.Organization, "BTC2WM Exchange", "BCT2WM Exchange"},                // letters exchanged beside digits
		{interdict.Person, "Ivan Sakalouski", "Ivan Sokolovsky"},                      // Belarusian, of a Russian
		{interdict.Person, "Igor Terebov", "Ihar Tserabau"},                           // Russian, of a Belarusian
		{interdict.Person, "Igor Tserabau", "Ihar Cerabau"},                           // both
		{interdict.Organization, "Secureelectronics", "Sesure electronycs"},           // an error in each half of one word
	} {
		members := []interdict.Subject{{Names: []interdict.Name{{Full: c.member}}, Schema: c.kind}}
		snap := snapshot(t, []interdict.Subject{{Schema: c.kind, Names: []interdict.Name{{Full: c.listed}}}})
		if len(prepare(members).by(snap, &w)) == 0 {
			t.Errorf("%q is not found for %q by searching", c.member, c.listed)
		}
		found, _, err := write(t, members, 10).Find(targets(t, snap, &w, 7000))
		if err != nil || len(found) != 1 {
			t.Errorf("%q is not found for %q: %v", c.member, c.listed, err)
		}
	}
}

// An identifier finds its member, whatever the names.
func TestFindsByIdentifier(t *testing.T) {
	passport := []interdict.Identifier{{Type: interdict.Passport, Value: "G12345678", Country: "cn"}}
	members := make([]interdict.Subject, 3000)
	people := synth.New(3, 500, 0.2)
	for i := range members {
		members[i] = people.Subject(int64(i))
		members[i].Identifiers = []interdict.Identifier{{Type: interdict.Passport, Value: fmt.Sprintf("P%07d", i), Country: "fr"}}
	}
	members[2345].Identifiers = passport
	f := write(t, members, 1000)
	w := score.Default()
	found, _, err := f.Find(targets(t, snapshot(t, []interdict.Subject{{Schema: interdict.Person, Names: []interdict.Name{{Full: "Guangzong Zhao"}}, Identifiers: passport}}), &w, 7000))
	if err != nil || !slices.Contains(found, 2345) || len(found) > 100 {
		t.Errorf("%v %v", found, err)
	}
}
