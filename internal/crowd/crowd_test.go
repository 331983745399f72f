package crowd

import (
	"bytes"
	"encoding/csv"
	"errors"
	"math"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/table"
)

func targets() []Target {
	born := []interdict.Date{interdict.Day(1985, 11, 12)}
	return []Target{
		{"us_ofac_sdn", "47814", []interdict.Name{{Full: "Guangzong ZHAO", Kind: interdict.PrimaryName}, {Full: "赵光宗", Kind: interdict.AliasName, Script: "Chinese"}}, born, []string{"cn"}},
		{"us_ofac_sdn", "2674", []interdict.Name{{Full: "Muhammad Khalid ABBAS", Kind: interdict.PrimaryName}, {Full: "Mohamed Khaled Abas", Kind: interdict.AliasName}}, born, []string{"iq"}},
		{"gb_hmt_sanctions", "1", []interdict.Name{{Full: "Dmitry Sergeyevich KOVALCHUK", Kind: interdict.PrimaryName}}, []interdict.Date{{Year: 1970}}, nil},
		{"gb_hmt_sanctions", "2", []interdict.Name{{Full: "Hamas", Kind: interdict.PrimaryName}}, born, nil}, // one word: never planted
	}
}

func planting(t *testing.T) *Planting {
	t.Helper()
	p, err := NewPlanting(7, targets())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func written(t *testing.T, c *Crowd, rows int64) (customers, truth string) {
	t.Helper()
	var a, b bytes.Buffer
	if err := c.WriteCSV(rows, &a, &b, nil); err != nil {
		t.Fatal(err)
	}
	return a.String(), b.String()
}

// The same seed gives the same bytes, however many processors make them; more
// rows begin with the same rows; another seed gives others.
func TestSameBytes(t *testing.T) {
	const rows = 3*blockRows + 17
	p := planting(t)
	customers, truth := written(t, New(1, p), rows)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	again, truthAgain := written(t, New(1, p), rows)
	if customers != again || truth != truthAgain {
		t.Error("one processor makes other rows")
	}
	runtime.GOMAXPROCS(4)
	fewer, _ := written(t, New(1, p), blockRows+5)
	if !strings.HasPrefix(customers, fewer) {
		t.Error("fewer rows are not the first of more")
	}
	if others, _ := written(t, New(2, p), rows); others[:1000] == customers[:1000] {
		t.Error("another seed gives the same rows")
	}
	if n := strings.Count(customers, "\n"); n != rows+1 {
		t.Errorf("%d lines, want %d and the header", n, rows+1)
	}
}

// Each culture has its share, the thirds are thirds, and so many stand in their
// own script.
func TestMix(t *testing.T) {
	west, east, others := Thirds()
	for _, third := range []float64{west, east, others} {
		if math.Abs(third-1.0/3) > 1e-9 {
			t.Errorf("a third is %v", third)
		}
	}
	const rows = 200_000
	c := New(3, nil)
	count, native, letters := map[string]int{}, 0, 0
	for row := int64(1); row <= rows; row++ {
		p := c.Person(row)
		if count[p.Culture]++; p.Native {
			native++
		}
		if strings.IndexFunc(p.Name, func(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) }) >= 0 {
			letters++
		}
		if p.Name == "" || strings.Contains(p.Name, "  ") || strings.TrimSpace(p.Name) != p.Name {
			t.Fatalf("row %d: %q", row, p.Name)
		}
	}
	near := func(what string, got int, share float64) {
		t.Helper()
		if want := share * rows; math.Abs(float64(got)-want) > 5*math.Sqrt(want) {
			t.Errorf("%s: %d rows, want about %.0f", what, got, want)
		}
	}
	for _, name := range Cultures() {
		near(name, count[name], Share(name))
	}
	near("own script", native, NativeShare())
	near("letters of another script", letters, NativeShare())
}

// Family names keep coming at the stated rate.
func TestGrowth(t *testing.T) {
	c := New(5, nil)
	seen, at := map[string]bool{}, map[int64]int{}
	for row := int64(1); row <= 400_000; row++ {
		for _, f := range c.Person(row).Families {
			seen[f] = true
		}
		if row == 100_000 || row == 400_000 {
			at[row] = len(seen)
		}
	}
	got := math.Log(float64(at[400_000])/float64(at[100_000])) / math.Log(4)
	if math.Abs(got-FamilyGrowth) > 0.04 { // a little steeper while the common names are still coming
		t.Errorf("the exponent is %.3f, want about %.3f (%v)", got, FamilyGrowth, at)
	}
}

// The truth file tells of just the rows that were planted, as they stand in the
// file, in every kind.
func TestTruth(t *testing.T) {
	const rows = 200_000
	p := planting(t)
	customers, truth := written(t, New(1, p), rows)
	cells, err := csv.NewReader(strings.NewReader(customers)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	planted, err := ReadTruth(strings.NewReader(truth))
	if err != nil {
		t.Fatal(err)
	}
	if len(planted) != rows/Every {
		t.Fatalf("%d are planted, want one in %d", len(planted), Every)
	}
	listed := map[string]Target{}
	for _, l := range targets() {
		listed[l.List+" "+l.ID] = l
	}
	kinds, plain := map[Kind]int{}, New(1, nil)
	for i := range planted {
		q := &planted[i]
		row := cells[q.Row]
		if RowOf(row[0]) != q.Row || row[1] != q.Name || row[2] != q.Birth || row[3] != q.Country {
			t.Fatalf("row %d is %q, the truth says %+v", q.Row, row, q)
		}
		kinds[q.Kind]++
		l, ok := listed[q.List+" "+q.ID]
		if !ok {
			t.Fatalf("%+v is nobody's", q)
		}
		year := l.Births[0].String()[:4]
		switch {
		case q.Kind == Namesake && (strings.HasPrefix(q.Birth, year) || q.Expected() || q.Country == ""):
			t.Errorf("no namesake: %+v", q)
		case q.Kind != Namesake && !q.Expected(), q.Known == NameAlone && (q.Birth != "" || q.Country != ""),
			q.Known == BirthYear && q.Birth != year, q.Known == BirthDate && q.Birth != l.Births[0].String(), q.Known == AllFacts && q.Country != l.Countries[0]:
			t.Errorf("not as listed: %+v", q)
		}
		if written := q.Name; (q.Kind == AsListed || q.Kind == Alias) != (written == q.Listed) && q.Kind != Namesake && q.Kind != OtherScript {
			t.Errorf("%s: %q of %q", q.Kind, written, q.Listed)
		}
	}
	for _, k := range Kinds() {
		if kinds[k] == 0 {
			t.Errorf("nothing is planted as %s", k)
		}
	}
	for row := int64(1); row <= 3000; row++ { // the others are as they were
		if q := plain.Person(row); cells[row][1] != q.Name && !strings.Contains(truth, cells[row][0]) {
			t.Fatalf("row %d is %q and was %q", row, cells[row][1], q.Name)
		}
	}
}

// Rare words stand apart from one another, and rank by rank.
func TestRareWords(t *testing.T) {
	for _, c := range cultures {
		m := &c.words.rareFamily
		if m.none() {
			continue
		}
		words := map[string]bool{}
		const n = 20_000
		for i := range uint64(n) {
			latin, native := m.append(nil, nil, i)
			words[string(latin)] = true
			if (c.script == "kanji" || c.script == "arabic") && len(native) == 0 {
				t.Fatalf("%s is not written in %s", latin, c.script)
			}
		}
		if len(words) < n*8/10 {
			t.Errorf("%s: %d words of %d ranks", c.name, len(words), n)
		}
	}
}

type failing struct{ after int }

func (f *failing) Write(b []byte) (int, error) {
	if f.after -= len(b); f.after < 0 {
		return 0, errors.New("no space left on device")
	}
	return len(b), nil
}

// A full disk ends the writing, and nothing is left running.
func TestFullDisk(t *testing.T) {
	before := runtime.NumGoroutine()
	if err := New(1, nil).WriteCSV(200_000, &failing{3 << 20}, nil, nil); err == nil {
		t.Error("nothing is said")
	}
	if err := New(1, nil).WriteCSV(200_000, &bytes.Buffer{}, nil, func(int64) error { return errors.New("stopped") }); err == nil {
		t.Error("nothing is said")
	}
	for range 100 { // one that is done takes a moment to be gone
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%d goroutines, %d before", runtime.NumGoroutine(), before)
}

func TestCells(t *testing.T) {
	for cell, want := range map[string]string{`Zhao`: `Zhao`, `Zhao, G`: `"Zhao, G"`, `a "b"`: `"a ""b"""`} {
		if got := string(table.AppendCell(nil, []byte(cell))); got != want {
			t.Errorf("%s: %s", cell, got)
		}
	}
}

func FuzzReadTruth(f *testing.F) {
	f.Add(truthHeader + (&Planted{Row: 7, Kind: AsListed, Known: NameAlone, List: "l", ID: "1", Listed: "A B", Name: "A B"}).line())
	f.Fuzz(func(t *testing.T, text string) {
		_, _ = ReadTruth(strings.NewReader(text))
	})
}

func BenchmarkWrite(b *testing.B) {
	c := New(1, nil)
	var d draft
	var line []byte
	row := int64(0)
	for b.Loop() {
		row++
		line, _ = c.appendRow(line[:0], &d, row)
	}
	b.SetBytes(int64(len(line)))
}

// An invented list is the same each time, in Latin letters, with aliases; one of
// rare names has none of the common ones.
// An invented list is one as lists are: each alias is a name of as many words, or of one
// fewer, in Latin letters, and nothing in it is torn, joined or typed wrong.
func TestWriteList(t *testing.T) {
	var common, rare, again bytes.Buffer
	for _, w := range []struct {
		out  *bytes.Buffer
		rare bool
	}{{&common, false}, {&rare, true}, {&again, true}} {
		if err := WriteList(43, 2000, w.rare, w.out); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(rare.Bytes(), again.Bytes()) {
		t.Error("the same list is another")
	}
	for _, text := range []string{common.String(), rare.String()} {
		rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil || len(rows) != 2001 {
			t.Fatal(len(rows), err)
		}
		aliases := 0
		for _, r := range rows[1:] {
			if r[3] != "" {
				aliases++
			}
			if strings.IndexFunc(r[2], func(c rune) bool { return unicode.IsLetter(c) && !unicode.Is(unicode.Latin, c) }) >= 0 {
				t.Errorf("%q is not Latin", r[2])
			}
		}
		if aliases < 1900 {
			t.Errorf("%d of 2000 have aliases", aliases)
		}
		for _, r := range rows[1:] {
			for _, a := range strings.Split(r[3], "; ") {
				if have, want := len(strings.Fields(a)), len(strings.Fields(r[2])); a == "" || have > want || have < want-1 {
					t.Errorf("%q is %q as well", r[2], a)
				}
				if strings.ContainsFunc(a, func(c rune) bool {
					return unicode.Is(unicode.Cf, c) || unicode.IsLetter(c) && !unicode.Is(unicode.Latin, c)
				}) {
					t.Errorf("%q is not Latin", a)
				}
			}
		}
	}
	if n, m := strings.Count(rare.String(), "Smith"), strings.Count(common.String(), "Smith"); n > 0 || m == 0 {
		t.Errorf("Smith is listed %d times among rare names, %d among others", n, m)
	}
}
