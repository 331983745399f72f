package name

import (
	"strings"
	"testing"

	"github.com/interdict/interdict"
)

// first are the texts of the likeliest reading of a name.
func first(t *testing.T, written string, s interdict.Schema) string {
	t.Helper()
	var a Analyser
	forms := a.Analyse(&interdict.Name{Full: written}, s)
	if len(forms) == 0 {
		t.Fatalf("%s has no reading", written)
	}
	var words []string
	for _, tok := range forms[0].Tokens {
		words = append(words, string(tok.Text))
	}
	return strings.Join(words, " ")
}

func TestScatteredForms(t *testing.T) {
	for scattered, want := range map[string]string{
		"Joint Elecond Stock Company":                            "Elecond Joint Stock Company",
		"Liability Company Limited Auto Holding":                 "Auto Holding Limited Liability Company",
		"S Ogranichennoi Otvetstvennostyu Viktoriya Obshchestvo": "Viktoriya Obshchestvo S Ogranichennoi Otvetstvennostyu",
		"sociedad Beto anónima":                                  "Beto sociedad anónima",
		"Open Gazprombank Joint Stock Company":                   "Gazprombank Open Joint Stock Company",
		"Aktsionernoe Obshchestvo Alevkurp Otkrytoe":             "Alevkurp Otkrytoe Aktsionernoe Obshchestvo",
	} {
		if got, want := first(t, scattered, interdict.Organization), first(t, want, interdict.Organization); got != want {
			t.Errorf("%s is read as %q, want %q", scattered, got, want)
		}
	}
	for _, stays := range []string{"Company of Private Pilots", "Stock Trading Joint Venture", "Limited Edition Company"} {
		if got := first(t, stays, interdict.Organization); strings.Contains(got, "jsc") || strings.Contains(got, "llc") {
			t.Errorf("%s is read as %q", stays, got)
		}
	}
}

func TestTradeWithErrors(t *testing.T) {
	for misspelt, want := range map[string]string{
		"Parchin Chemical Industriees":         "Parchin Chemical Industries",
		"Almaz Manufaccturing":                 "Almaz Manufacturing",
		"Leader (Hong Kong) Internaqtional":    "Leader (Hong Kong) International",
		"Alexandrov Institoute of Electronics": "Alexandrov Institute of Electronics",
	} {
		if got, want := first(t, misspelt, interdict.Organization), first(t, want, interdict.Organization); got != want {
			t.Errorf("%s is read as %q, want %q", misspelt, got, want)
		}
	}
	if got := first(t, "Manuel Industriees", interdict.Person); got != "manuel industriees" {
		t.Errorf("a person's name is read as %q", got)
	}
}
