package name

import (
	"strings"
	"testing"

	"github.com/interdict/interdict"
)

func TestStatedParts(t *testing.T) {
	type part = interdict.NamePart
	for _, c := range []struct {
		full, want, why string
		parts           []part
	}{
		{"Guangzong ZHAO", "guangzong:given zhao:family / ^pzhao:syllables =pguangzong:syllables", "plain",
			[]part{{Kind: interdict.Given, Value: "Guangzong"}, {Kind: interdict.Family, Value: "ZHAO"}}},
		{"Ali AL BEN ALI", "ali:given al:particle bin:particle ali:family", "a value stands as words, and particles stay particles",
			[]part{{Kind: interdict.Family, Value: "AL BEN ALI"}, {Kind: interdict.Given, Value: "Ali"}}},
		{"Mohamed Mohamed", "mohamed:given mohamed:family", "the same word twice",
			[]part{{Kind: interdict.Given, Value: "Mohamed"}, {Kind: interdict.Family, Value: "Mohamed"}}},
		{"Al Alistair", "al:given alistair:family", "a value is not found within a word; a part of one word is never a particle",
			[]part{{Kind: interdict.Given, Value: "Al"}, {Kind: interdict.Family, Value: "Alistair"}}},
		{"Anna  Maria Roe", "anna:given maria:given roe:family", "other spaces than in the name",
			[]part{{Kind: interdict.Given, Value: "Anna Maria"}, {Kind: interdict.Family, Value: "Roe"}}},
		{"Roman Arkadyevich Abramovich", "roman:given arkadyevich:patronymic abramovich:family", "what is stated goes before endings",
			[]part{{Kind: interdict.Given, Value: "Roman"}, {Kind: interdict.Patronymic, Value: "Arkadyevich"}, {Kind: interdict.Family, Value: "Abramovich"}}},
		{"Ｊａｎｅ Doe", "jane:given doe:family", "full width in the name",
			[]part{{Kind: interdict.Given, Value: "Ｊａｎｅ"}, {Kind: interdict.Family, Value: "Doe"}}},
		{"Maria García López", "maria:given garcia:family lopez:second-family", "the mother's name is a family name",
			[]part{{Kind: interdict.Given, Value: "Maria"}, {Kind: interdict.Family, Value: "García"}, {Kind: interdict.Matronymic, Value: "López"}}},
		{"Владимир Путин", "vladimir:given putin:family", "another script",
			[]part{{Kind: interdict.Given, Value: "Владимир"}, {Kind: interdict.Family, Value: "Путин"}}},
		{"John Q. Public", "john:given q:initial public:family", "an initial stays one",
			[]part{{Kind: interdict.Given, Value: "John"}, {Kind: interdict.Middle, Value: "Q."}, {Kind: interdict.Family, Value: "Public"}}},
		{"Mullah Omar", "mullah:title omar", "a whole name tells nothing apart",
			[]part{{Kind: interdict.Whole, Value: "Mullah Omar"}}},
	} {
		var a Analyser
		forms := a.Analyse(&interdict.Name{Full: c.full, Parts: c.parts}, interdict.Person)
		if got := showForms(forms); got != c.want {
			t.Errorf("%s: %s\n got  %s\n want %s", c.full, c.why, got, c.want)
		}
	}
}

// Of a listed person's given names those behind the first may lack where that and the
// family name tell who it is.
func TestSecondGivenName(t *testing.T) {
	a := Analyser{Listed: true}
	for full, want := range map[string]string{
		"Muhammad Nasif KHAYRBIK":  "muhammad:given nasif:between-two khayrbik:family",
		"KHAYRBIK, Muhammad Nasif": "khayrbik:family muhammad:given nasif:between-two",
		"Maria Elena SANTOS":       "maria:given elena:given santos:family", // who is hardly told by the others
		"Nasif Khayr Ali KHAYRBIK": "nasif:given khayr:between-two ali:between-two khayrbik:family",
		"Kyong Nam KHAYRBIK":       "kyong:given nam:given khayrbik:family", // halves of one name
	} {
		family := "KHAYRBIK"
		if strings.Contains(full, "SANTOS") {
			family = "SANTOS"
		}
		given := strings.Trim(strings.Replace(full, family, "", 1), " ,")
		parts := []interdict.NamePart{{Kind: interdict.Given, Value: given}, {Kind: interdict.Family, Value: family}}
		if got := showForms(a.Analyse(&interdict.Name{Full: full, Parts: parts}, interdict.Person)); got != want {
			t.Errorf("%s:\n got  %s\n want %s", full, got, want)
		}
	}
}

// Of the words of unknown part it is said how many names there are.
func TestNamesAreCounted(t *testing.T) {
	var a Analyser
	for _, c := range []struct {
		name   string
		schema interdict.Schema
		want   []Part
	}{
		{"Zakariya", interdict.Person, []Part{Only}},
		{"Mullah Omar", interdict.Person, []Part{Title, Only}},
		{"Guangzong Zhao", interdict.Person, []Part{OfTwo, OfTwo}},
		{"Luis Eduardo Castro", interdict.Person, []Part{OfThree, OfThree, OfThree}},
		{"Luis Eduardo Cuellar Castro", interdict.Person, []Part{OfMany, OfMany, OfMany, OfMany}},
		{"George R. Mitchell", interdict.Person, []Part{OfTwo, Initial, OfTwo}},
		{"Shoigu Shoigu Sergey", interdict.Person, []Part{OfThree, Again, OfThree}},
		{"琳 健 戴", interdict.Person, []Part{Essential, Essential, Essential}},
		{"Banco Santander Chile", interdict.Organization, []Part{Unknown, Unknown, Place}},
	} {
		forms := a.Analyse(&interdict.Name{Full: c.name}, c.schema)
		for i, tok := range forms[0].Tokens {
			if i >= len(c.want) || tok.Part != c.want[i] {
				t.Errorf("%s: %s is %s", c.name, tok.Text, tok.Part)
			}
		}
	}
}
