package index

import (
	"testing"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/score"
)

// A word that a subject states twice agrees once with a name that has it once.
func TestWordsAgreeOnce(t *testing.T) {
	var prep score.Preparer
	var p score.Party
	for _, c := range []struct {
		subject, listed string
		twice           bool
	}{
		{"Hasan Mahmud Mahmud Naini", "Hasan Mahmud Zaki", true},
		{"Hasan Mahmud Naini", "Hasan Mahmud Zaki", false},
		{"Hasan Mahmud Mahmud Naini", "Hasan Mahmud Mahmud Zaki", false},
	} {
		s := NewSearcher(compile(t, []interdict.Listing{{List: "own", ID: "a", Schema: interdict.Person, Names: []interdict.Name{{Full: c.listed}}}}), score.Default())
		prep.Subject(&p, &interdict.Subject{Schema: interdict.Person, Names: []interdict.Name{{Full: c.subject}}})
		s.ask(&p, 2000)
		s.candidates(&p.Names[0], 2000) // so low that both are bounded
		s.walk.tabulate()
		n := nameWords{}
		n.from, n.to = s.snap.wordsOf(n.name)
		sum := s.sum(&n, s.walk.floor)
		if once := sum.once < sum.have && sum.onceMatched < sum.matched; once != c.twice {
			t.Errorf("%s and %s gain %d and agree in %d by the name's words, %d and %d by the subject's", c.subject, c.listed, sum.once, sum.onceMatched, sum.have, sum.matched)
		}
	}
}
