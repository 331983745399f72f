package name

import (
	"testing"

	"github.com/interdict/interdict"
)

func BenchmarkAnalyse(b *testing.B) {
	for _, c := range []struct {
		name, full string
		schema     interdict.Schema
	}{
		{"two words", "Dmitrii Ovsiannikov", interdict.Person},
		{"three words", "Dmitrii Vladimirovich Ovsiannikov", interdict.Person},
		{"accents", "José García Núñez", interdict.Person},
		{"Cyrillic", "Овсянников Дмитрий Владимирович", interdict.Person},
		{"Arabic", "محمد بن سلمان آل سعود", interdict.Person},
		{"Chinese company", "武汉晓睿智科技有限责任公司", interdict.Organization},
		{"Russian company", "AKTSIONERNOE OBSHCHESTVO NOVOSIBIRSKII PRIBOROSTROITELNYI ZAVOD", interdict.Organization},
		{"company", "Wuhan Xiaoruizhi Science and Technology Company, Limited", interdict.Organization},
	} {
		b.Run(c.name, func(b *testing.B) {
			var a Analyser
			n := interdict.Name{Full: c.full}
			b.ReportAllocs()
			for b.Loop() {
				a.Analyse(&n, c.schema)
			}
		})
	}
}

func BenchmarkAnalyseStatedParts(b *testing.B) {
	var a Analyser
	n := interdict.Name{Full: "Dmitrii Vladimirovich Ovsiannikov", Parts: []interdict.NamePart{
		{Kind: interdict.Given, Value: "Dmitrii"}, {Kind: interdict.Patronymic, Value: "Vladimirovich"}, {Kind: interdict.Family, Value: "Ovsiannikov"},
	}}
	b.ReportAllocs()
	for b.Loop() {
		a.Analyse(&n, interdict.Person)
	}
}

func BenchmarkKey(b *testing.B) {
	text, dst := []byte("ovsiannikov"), make([]byte, 0, 64)
	b.ReportAllocs()
	for b.Loop() {
		dst = Key(dst[:0], text)
	}
}

func BenchmarkRarity(b *testing.B) {
	text := []byte("ovsiannikov")
	b.ReportAllocs()
	for b.Loop() {
		Rarity(text)
	}
}

// The tables are read once, before the first name.
func BenchmarkReadTables(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		t := &tables{letters: readLetters(), words: readWords()}
		readTranslations(t)
		t.phrases = readPhrases(t)
	}
}
