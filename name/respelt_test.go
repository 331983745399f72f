package name

import (
	"strings"
	"testing"
)

func TestRespelt(t *testing.T) {
	for _, c := range []struct{ text, english string }{
		{"tjernysjov", "chernyshov"}, {"sjojgu", "shoygu"}, {"zjukov", "zhukov"}, {"misjtjenko", "mishchenko"}, // Swedish
		{"jelizarov", "yelizarov"}, {"michajlov", "mikhailov"}, {"achmatow", "akhmatov"}, // German, Czech
		{"lukaszenka", "lukashenka"}, {"szczerbakow", "shcherbakov"}, // Polish
		{"hicac", "hijaj"}, {"celik", "jelik"}, // Turkish
		{"ghotbi", "qotbi"}, {"qotbi", "ghotbi"}, // Persian
		{"xirsi", "hirsi"},                                      // Somali
		{"kazakou", "kazakov"}, {"tsikhanouski", "tikhanovski"}, // Belarusian
		{"hryshchenko", "gryshchenko"},
		{"rachidi", "rashidi"}, {"chaliche", "shalish"}, {"jarov", "zharov"}, {"joukov", "zhukov"}, // French
		{"sinkow", "zinkov"}, {"drosdow", "drozdov"}, {"zekow", "tsekov"}, {"scharow", "zharov"}, {"sawod", "zavod"}, // German
		{"hersoncev", "khersontsev"}, {"vjaceslavovic", "vyacheslavovich"}, // Croatian without its marks
		{"baasyir", "bashir"}, {"bashir", "baasyir"}, // Indonesian
		{"elkaddafi", "qadhafi"}, {"alkhatib", "khatib"}, // Arabic
	} {
		if key := string(Key(nil, []byte(c.english))); !respelt(c.text, key) {
			t.Errorf("%s is not %s, of key %s", c.text, c.english, key)
		}
	}
	for _, c := range []struct{ text, english string }{
		{"ivanov", "petrov"}, {"chernyshov", "tjernysjov"}, {"ali", "ali"}, {"qom", "ghom"}, {"sara", "zara"}, {"jamal", "zhamal"}, {"herat", "kherat"}, {"жуков", "zhukov"}, {"rousseau", "russo"},
		{"jiang", "yang"}, {"jeong", "yeong"}, {"jianping", "yanping"}, {"alina", "ina"}, // Chinese and Korean names
	} {
		if key := string(Key(nil, []byte(c.english))); respelt(c.text, key) {
			t.Errorf("%s is %s", c.text, c.english)
		}
	}
}

func respelt(text, key string) bool {
	for k := range RespeltKeys(string(AppendRespelt(nil, []byte(text)))) {
		if k == key {
			return true
		}
	}
	return false
}

// No bytes are too many or too strange to be respelt, and what is told of a word keeps
// its parts apart.
func FuzzRespelt(f *testing.F) {
	for _, s := range []string{"tjernysjov", "ghasemi", "", "jjjj", "sjtjsjtjsjtj", strings.Repeat("q", MaxToken), "\xff\xfe", "caucau"} {
		f.Add(s)
	}
	var a Analyser
	f.Fuzz(func(t *testing.T, text string) {
		text = text[:min(len(text), MaxToken)]
		k := a.Known([]byte(text))
		if key := string(Key(nil, []byte(text))); k.Text() != text || k.Key() != key {
			t.Fatalf("%q of key %q is known as %q of key %q", text, key, k.Text(), k.Key())
		}
		n := 0
		for key := range RespeltKeys(k.Respelt()) {
			if n++; strings.Contains(key, "\n") {
				t.Fatalf("%q has a line end in %q", text, key)
			}
		}
		if n > len(respellings())+mostMended {
			t.Fatalf("%d respellings of %q", n, text)
		}
	})
}
