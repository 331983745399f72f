package score

import (
	"testing"

	"github.com/interdict/interdict"
	"pgregory.net/rapid"
)

// drawDates are birth dates as sources write them, close enough to one another
// that many agree in something.
func drawDates(t *rapid.T) (dates []interdict.Date) {
	for range rapid.SampledFrom([]int{1, 1, 1, 2, 3, 0}).Draw(t, "dates") {
		d := interdict.Date{Year: rapid.SampledFrom([]int{1960, 1949, 1959, 1961, 1970, 1801, 2001, 2055, 1971, 1990, 0, 1340, 1800, 2056, 2503}).Draw(t, "year")}
		if d.Year != 0 && rapid.Bool().Draw(t, "to the month") {
			d.Month = rapid.SampledFrom([]int{1, 2, 9, 10}).Draw(t, "month")
			if rapid.Bool().Draw(t, "to the day") {
				d.Day = rapid.SampledFrom([]int{1, 2, 9, 10, 20}).Draw(t, "day")
			}
		}
		switch rapid.IntRange(0, 19).Draw(t, "kind") {
		case 19:
			d.Circa = true
		case 18:
			if d.Year != 0 {
				d.ToYear = d.Year + rapid.IntRange(1, 12).Draw(t, "span")
			}
		}
		dates = append(dates, d)
	}
	return dates
}

// Where two Borns contradict, so do the birth dates, all of them.
func TestBornContradictsOnlyWhereDatesDo(t *testing.T) {
	w := Default()
	contradict := 0
	rapid.Check(t, func(t *rapid.T) {
		s, e := drawDates(t), drawDates(t)
		a, b := BornOn(s), BornOn(e)
		if a == 0 || b == 0 || !a.Asked().Contradicts(b) {
			return
		}
		contradict++
		f, ok := w.birthDates(s, e)
		if !ok || f.Rule != OtherDate || a.Exact() && b.Exact() && f.Full != w.BirthAgainst {
			t.Fatalf("%v and %v: %s, %t, %d", s, e, f.Rule.Words(), ok, f.Full)
		}
	})
	if contradict == 0 {
		t.Error("no two Borns contradicted")
	}
}

// Most birth dates contradict another's, and their Borns tell.
func TestBornTells(t *testing.T) {
	told, all := 0, 0
	for year := 1930; year < 1990; year++ {
		for day := 1; day < 28; day++ {
			a, b := BornOn([]interdict.Date{interdict.Day(1961, 5, 14)}), BornOn([]interdict.Date{interdict.Day(year, 1+day%12, day)})
			all++
			if a.Asked().Contradicts(b) {
				told++
			}
		}
	}
	if told*100 < all*93 {
		t.Errorf("%d of %d", told, all)
	}
	if BornOn(nil) != 0 || BornOn([]interdict.Date{{Year: 1960, Circa: true}}) != 0 {
		t.Error("what says no more than about when has a Born")
	}
	year, month := BornOn([]interdict.Date{{Year: 1960}}), BornOn([]interdict.Date{{Year: 1961, Month: 2}})
	if !year.Asked().Contradicts(month) {
		t.Error("two dates without a day agree in none")
	}
}

// Names that agree in no more than DecidedByBirth says never reach the threshold
// beside a birth date that contradicts, and some that agree in more do.
func TestDecidedByBirth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := Default()
		w.DoubtBelow = interdict.Millibits(rapid.SampledFrom([]int{0, 12000, 26000}).Draw(t, "doubt"))
		threshold := interdict.Score(rapid.IntRange(1, 10000).Draw(t, "threshold"))
		s, e := Party{Schema: interdict.Person, BirthDates: []interdict.Date{{Year: 1950}}}, Party{Schema: interdict.Person, BirthDates: []interdict.Date{{Year: 1953}}}
		if rapid.Bool().Draw(t, "country") {
			s.Countries, e.Countries = []Country{{Code: [2]byte{'s', 'y'}}}, []Country{{Code: [2]byte{'s', 'y'}}}
		}
		if rapid.Bool().Draw(t, "gender") {
			s.Genders, e.Genders = GenderMale, GenderMale
		}
		if rapid.Bool().Draw(t, "e-mail") {
			s.Emails, e.Emails = []string{"a@kometa.example"}, []string{"a@kometa.example"}
		}
		decided := w.DecidedByBirth(&s, threshold, false)
		named := func(weight interdict.Millibits) interdict.Score {
			n := []Name{{Tokens: []Token{{Text: "kometa", Weight: weight, Rarity: weight}}, Own: true}}
			s.Names, e.Names = n, n
			sc := Scorer{Weights: w}
			return sc.Score(&s, &e).Score
		}
		if decided > 0 {
			if got := named(interdict.Millibits(rapid.IntRange(1, int(decided)).Draw(t, "weight"))); got >= threshold {
				t.Fatalf("%s reaches %s, decided up to %d", got, threshold, decided)
			}
		}
		if got := named(max(decided, 0) + 1); decided < mostDecided && got < threshold {
			t.Fatalf("%s does not reach %s with a millibit more than %d", got, threshold, decided)
		}
	})
}
