package name

// wordKind is a set of what a word can be; see data/words.tsv.
type wordKind uint16

const (
	isTitle wordKind = 1 << iota
	isRank
	isHonorific
	isGeneration
	isParticle
	isConnective
	isArticle
	isVessel
	isBusiness // says that the name is an organisation's
	isShort
	isNumber
	isOrdinal
	isPlace   // a country
	isChild   // son or daughter, behind the father's name
	isForeign // full is its English; see data/business_words.tsv
	isArmy    // a rank that may stand before one word of name
)

var wordKinds = map[string]wordKind{
	"title": isTitle, "rank": isRank, "honorific": isHonorific,
	"generation": isGeneration, "army": isArmy, "particle": isParticle,
	"connective": isConnective, "article": isArticle, "vessel": isVessel,
	"business": isBusiness, "short": isShort, "number": isNumber, "ordinal": isOrdinal, "child": isChild, "place": isPlace,
}

// word is what the tables know of one folded word.
type word struct {
	kind wordKind
	// begins is the most words of a legal form or phrase that begins with this
	// word, 0 if none does.
	begins uint8
	// text is what the word is reduced to, empty for itself; full what it is
	// in an organisation's name.
	text, full string
}

func readWords() map[string]*word {
	m := map[string]*word{}
	rows("words.tsv", 2, func(col []string) {
		w := m[col[0]]
		if w == nil {
			w = new(word)
			m[col[0]] = w
		}
		kind, ok := wordKinds[col[1]]
		if !ok {
			panic("name: words.tsv: no such kind: " + col[1])
		}
		w.kind |= kind
		switch {
		case len(col) > 2 && kind&(isShort|isNumber|isOrdinal) != 0:
			w.full = col[2]
		case len(col) > 2:
			w.text = col[2]
		}
	})
	return m
}

// noWord is a word that the tables do not know.
var noWord word

// word returns what the tables know of a folded word.
func (t *tables) word(text []byte) *word {
	if w := t.words[string(text)]; w != nil {
		return w
	}
	return &noWord
}
