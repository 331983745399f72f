package lists

import "testing"

func TestScript(t *testing.T) {
	for name, want := range map[string]string{
		"": "", "Zhao Guangzong": "", "Müller-Łódź": "", "No. 112": "",
		"赵光宗": "Chinese", "Юрий": "Cyrillic", "محمد حسن": "Arabic", "김정은": "Hangul",
		"カイロ産業": "Japanese", "נשיא": "Hebrew", "ထွန်း": "Burmese",
		"ФГУП NPO": "Cyrillic", "Bank Россия OJSC Ltd": "", "ᏣᎳᎩ": "Non-Latin",
	} {
		if got := Script(name); got != want {
			t.Errorf("Script(%q) = %q, want %q", name, got, want)
		}
	}
}
