package name

import (
	"embed"
	"fmt"
	"sync"

	"github.com/interdict/interdict/internal/tsv"
)

//go:embed data/*.tsv
var data embed.FS

// rows calls f with the cells of each record of a table. The tables are part of
// the program: one that is missing or has too few columns is a fault of the
// build, which the tests find.
func rows(file string, columns int, f func(col []string)) {
	b, err := data.ReadFile("data/" + file)
	if err != nil {
		panic(err)
	}
	for line, col := range tsv.Records(string(b)) {
		if len(col) < columns {
			panic(fmt.Sprintf("name: data/%s, line %d: %d columns, want %d", file, line, len(col), columns))
		}
		f(col)
	}
}

// tables is what the analysis knows, read once and never changed.
type tables struct {
	words   map[string]*word
	phrases map[string]phrase
	letters *letters
	forms   forms
	// trade are the words of organisations' names, to know them with an error;
	// scattered the legal forms of several words, by the longest of them.
	trade     forms
	titles    forms // what is said before a name
	scattered map[string][][]string
	// short holds the English of words of up to maxShort letters, stems that of
	// adjectives, by the stem's key; longer words are in words.
	short, stems map[string]string
}

// known reads the tables on first use.
var known = sync.OnceValue(func() *tables {
	t := &tables{letters: readLetters()}
	t.words = readWords()
	t.addTitles()
	readTranslations(t)
	t.phrases = readPhrases(t)
	return t
})
