package name

import (
	"embed"
	"strings"
	"sync"
)

//go:embed data/*.tsv
var data embed.FS

// rows calls f with the columns of each line of a table that is neither empty
// nor a comment. The tables are part of the program: one that is missing or
// has too few columns is a fault of the build, which the tests find.
func rows(file string, columns int, f func(col []string)) {
	b, err := data.ReadFile("data/" + file)
	if err != nil {
		panic(err)
	}
	for line := range strings.Lines(string(b)) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		col := strings.Split(line, "\t")
		if len(col) < columns {
			panic("name: " + file + ": too few columns in: " + line)
		}
		f(col)
	}
}

// tables is what the analysis knows, read once and never changed.
type tables struct {
	words   map[string]*word
	phrases map[string]phrase
	letters *letters
}

// known reads the tables on first use.
var known = sync.OnceValue(func() *tables {
	t := &tables{letters: readLetters()}
	t.words = readWords()
	t.phrases = readPhrases(t)
	return t
})
