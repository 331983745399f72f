package policy

import (
	"strings"
	"testing"

	"github.com/interdict/interdict"
)

// What the shipped policies say, in the words of docs/policy.md.
func TestShipped(t *testing.T) {
	d, s := Default(), Strict()
	for _, c := range []struct {
		list              string
		q                 interdict.Quality
		byDefault, strict bool // needs a second fact
	}{
		{"us_ofac_sdn", interdict.Weak, true, true},
		{"us_ofac_cons", interdict.Weak, true, true},
		{"gb_fcdo_sanctions", interdict.Weak, true, false},
		{"eu_fsf", interdict.Weak, true, false},
		{"un_sc_sanctions", interdict.Weak, true, false},
		{"own", interdict.Weak, true, false},
		{"us_ofac_sdn", interdict.Unstated, false, false},
		{"eu_fsf", interdict.Unstated, false, false},
		{"us_ofac_sdn", interdict.Strong, false, false},
	} {
		if got := d.NeedsFact(c.list, c.q); got != c.byDefault {
			t.Errorf("default, %s alias %q: %t", c.list, c.q, got)
		}
		if got := s.NeedsFact(c.list, c.q); got != c.strict {
			t.Errorf("strict, %s alias %q: %t", c.list, c.q, got)
		}
	}
	if d.Threshold != interdict.DefaultThreshold || s.Threshold != interdict.DefaultThreshold {
		t.Errorf("thresholds %s and %s", d.Threshold, s.Threshold)
	}
	if d.Hash() == s.Hash() {
		t.Error("two policies have one hash")
	}
	if got := strings.Join(s.Named(), " "); got != "us_ofac_cons us_ofac_sdn" {
		t.Errorf("lists named in strict: %s", got)
	}
}

// The hash is of what decides: not of comments, order, spaces or name.
func TestHashIsOfTheSettings(t *testing.T) {
	d := Default()
	same, err := Parse("mine", "unstated alone\nweak\tsecond-fact # here\nlisting-kinds default\nlists default\nthreshold .7000\n")
	if err != nil {
		t.Fatal(err)
	}
	if same.Hash() != d.Hash() {
		t.Errorf("%s\nis not\n%s", &same, &d)
	}
	for _, other := range []string{"threshold 0.71", "lists sanctions", "listing-kinds default,pep", "weak alone", "unstated second-fact"} {
		setting, _, _ := strings.Cut(other, " ")
		var lines []string
		for line := range strings.Lines(d.String()) {
			if strings.HasPrefix(line, setting) {
				line = other + "\n"
			}
			lines = append(lines, line)
		}
		p, err := Parse("other", strings.Join(lines, ""))
		if err != nil {
			t.Fatal(err)
		}
		if p.Hash() == d.Hash() {
			t.Errorf("%q does not change the hash", other)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	whole := Default()
	for _, c := range []struct{ text, want string }{
		{"", `policy mine lacks the setting "threshold"`},
		{"threshold 0.7\nlists default\n", `lacks the setting "listing-kinds"`},
		{"# first\ntreshold 0.7\n", `policy mine, line 2: there is no setting "treshold"; there are threshold, lists`},
		{"threshold\n", `"threshold" has no value`},
		{"threshold 0,7\n", `line 1: "threshold": "0,7" is no number; write a number from 0 to 1`},
		{"threshold 1.5\n", `"1.5" is above 1`},
		{"threshold 0\n", "every pair would be a hit"},
		{"threshold 0.7 0.8\n", "too many"},
		{"threshold 0.7\nthreshold 0.8\n", `line 2: "threshold" is set twice`},
		{"lists us_ofac_sdn, eu_fsf\n", "too many; write lists with commas and without spaces"},
		{"lists us_ofac_sdn,,eu_fsf\n", "a name is missing"},
		{"listing-kinds sanktion\n", `there is no kind "sanktion"; there are default, sanction`},
		{"weak maybe\n", `there is no rule "maybe"; write alone or second-fact`},
		{"weak us_ofac_sdn alone\nweak us_ofac_sdn second-fact\n", `"weak us_ofac_sdn" is set twice`},
		{"weak a b alone\n", "too many"},
		{whole.String() + "weak us_ofac_sdn\n", `"weak" is set twice`},
	} {
		_, err := Parse("mine", c.text)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %s", c.text, err, c.want)
		}
	}
}

// Whatever is read reads again to the same policy.
func FuzzParse(f *testing.F) {
	f.Add(defaultText)
	f.Add(strictText)
	f.Add("threshold 0.7\nlists a,b\nlisting-kinds pep\nweak alone\nunstated x second-fact\nunstated alone")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := Parse("fuzz", text)
		if err != nil {
			return
		}
		if p.Threshold <= 0 || p.Threshold > 10000 || p.Weak.Rule == "" || p.Unstated.Rule == "" {
			t.Fatalf("%q was read as %+v", text, p)
		}
		again, err := Parse("again", p.String())
		if err != nil || again.Hash() != p.Hash() {
			t.Fatalf("%q was read as\n%sand not again: %v", text, &p, err)
		}
	})
}
