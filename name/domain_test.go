package name

import (
	"testing"

	"github.com/interdict/interdict"
)

// The end of a domain says as little of whose it is as a legal form.
func TestDomain(t *testing.T) {
	for _, c := range []struct {
		name, want, listed string
	}{
		{"buycash.com", "buycash com:legal-form", ""},
		{"buycash.vom", "buycash vom:legal-form", "buycash vom"},
		{"JSC Vakuum.ru", "jsc:legal-form vakuum ru:legal-form", ""},
		{"STANKI.RU LLC", "stanki ru:legal-form llc:legal-form", ""},
		{"www.serena.com.pe", "www:title serena com:legal-form sp:legal-form", ""},
		{"buycash com", "buycash com", ""},
		{"Buycash Net", "buycash net", ""},
		{"ru.com", "ru com", ""},
		{"Rus.Tsifra", "rus tsifra", ""},
		{"Serena.com Partners", "serena com partner", ""},
		{"Serena Rus.vom", "serena rus vom", ""},
	} {
		for _, listed := range []bool{false, true} {
			a := Analyser{Listed: listed}
			want := c.want
			if listed && c.listed != "" {
				want = c.listed
			}
			forms := a.Analyse(&interdict.Name{Full: c.name}, interdict.Organization)
			if got := showForms(forms[:1]); got != want {
				t.Errorf("%s, listed %t:\n got  %s\n want %s", c.name, listed, got, want)
			}
		}
	}
}

// A domain whose bearer's kind is not stated is read as an organisation's too.
func TestDomainOfAnybody(t *testing.T) {
	var a Analyser
	forms := a.Analyse(&interdict.Name{Full: "Vesti.ru"}, "")
	if got := showForms(forms); got != "vesti ru:legal-form / vesti ru" {
		t.Error(got)
	}
}
