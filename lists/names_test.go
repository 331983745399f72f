package lists_test

import (
	"strings"
	"testing"

	"github.com/interdict/interdict/lists"
)

func TestAtCommas(t *testing.T) {
	for _, c := range []struct {
		text   string
		person bool
		want   string
	}{
		{"", false, ""},
		{"Alpha", false, "Alpha"},
		{"Alpha, Beta", false, "Alpha| Beta"},
		{"Konkord, OOO, Concord, LLC", false, "Konkord, OOO| Concord, LLC"},
		{"Ministry of culture, sports and tourism", false, "Ministry of culture, sports and tourism"},
		{"Alpha (Beta, Gamma), Delta", false, "Alpha (Beta, Gamma)| Delta"},
		{`"Alpha, Beta", Gamma`, false, `"Alpha, Beta"| Gamma`},
		{`Alpha "Beta, Gamma`, false, `Alpha "Beta| Gamma`},
		{"Alpha (Beta, Gamma", false, "Alpha (Beta| Gamma"},
		{"Ann Lee, Jr., anna", true, "Ann Lee, Jr.| anna"},
		{"Ann,", true, "Ann,"},
	} {
		if got := strings.Join(lists.AtCommas(c.text, c.person), "|"); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}
