package score

import (
	"fmt"
	"strings"
	"testing"
)

// weightsText is a file of weights without comments.
func weightsText(w *Weights) string {
	var b strings.Builder
	for key, value := range w.Values() {
		fmt.Fprintf(&b, "%s %s\n", key, value)
	}
	return b.String()
}

// The file ships with every weight, and reading it loses nothing.
func TestDefaultWeights(t *testing.T) {
	w := Default()
	if w.BirthDay != 14000 || w.NameFloor != 6000 || w.OwnNameAgainst != 5900 {
		t.Errorf("birth_day %d, name_floor %d, own_name_against %d", w.BirthDay, w.NameFloor, w.OwnNameAgainst)
	}
	again, err := ParseWeights("again", weightsText(&w))
	if err != nil || again != w || again.Hash() != w.Hash() {
		t.Errorf("%+v\nis read again as\n%+v: %v", w, again, err)
	}
	changed, err := ParseWeights("changed", strings.Replace(DefaultText, "\nbirth_day              14 ", "\nbirth_day 14.5 ", 1))
	if err != nil || changed.BirthDay != 14500 || changed.Hash() == w.Hash() {
		t.Errorf("birth_day %d, hash changed %t: %v", changed.BirthDay, changed.Hash() != w.Hash(), err)
	}
}

func TestParseWeightsRefuses(t *testing.T) {
	w := Default()
	whole := weightsText(&w)
	for _, c := range []struct{ text, want string }{
		{"", `weights mine lacks "doubt_below"`},
		{"# a file\nbirthday 14\n", `weights mine, line 2: there is no weight "birthday"`},
		{"without 1\n", `there is no weight "without"`},
		{"birth_day\n", "has 0 values"},
		{"birth_day 14 bits\n", "has 2 values"},
		{"birth_day -3\n", `"birth_day": "-3" is no number; write bits from 0 to 100`},
		{"birth_day 100.001\n", "is above 100"},
		{"birth_day 14.0001\n", "is no such number"},
		{"birth_day 99999999999\n", "is no such number"},
		{"name_floor 0.2\n", `"name_floor": 0.2 is too low; write 0.3000 or more`},
		{"key 1.2\n", "is above 1"},
		{whole + "key 0.9\n", `"key" is set twice`},
		{strings.Replace(whole, "birth_digit 6", "birth_digit 15", 1), "are parts of birth_day; write at most 14"},
		{strings.Replace(whole, "gender_agree 0.500\n", "", 1), `lacks "gender_agree"`},
	} {
		_, err := ParseWeights("mine", c.text)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
}

// Whatever is read is in range, and reads again to the same weights.
func FuzzParseWeights(f *testing.F) {
	f.Add(DefaultText)
	w := Default()
	f.Add(weightsText(&w))
	f.Add("birth_day 14\n")
	f.Fuzz(func(t *testing.T, text string) {
		w, err := ParseWeights("fuzz", text)
		if err != nil {
			return
		}
		again, err := ParseWeights("again", weightsText(&w))
		if err != nil || again != w || w.NameFloor < 3000 {
			t.Fatalf("%q was read as %+v, and again as %+v: %v", text, w, again, err)
		}
	})
}
