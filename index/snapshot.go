package index

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/mapped"
	"github.com/interdict/interdict/internal/recent"
	"github.com/interdict/interdict/name"
	"github.com/interdict/interdict/score"
)

// Snapshot is a compiled register. It is safe for concurrent use; a Searcher
// of each goroutine walks it.
//
// Its slices point into the mapped file: nothing handed to callers does.
type Snapshot struct {
	Meta Meta
	// Hash is the SHA-256 of the file, in hex: the snapshot's name.
	Hash string
	file *mapped.File

	// Words: text, class, rarity, key; the most that lacking the word costs in
	// any name; the names that hold it, ascending.
	wordText []byte
	wordOff  numbers
	keyText  []byte
	keyOff   numbers
	wordKey  numbers
	rarity   []uint16
	class    []uint8
	maxLack  []uint16
	// wordLetters are the letters that a word has where it may be misspelled.
	wordLetters []uint32
	postOff     numbers
	post        numbers
	words       multimap // exact text and class -> word
	keys        multimap // key -> words
	deletes     multimap // form that a misspelling shares -> words, see deletes.go
	joins       multimap // words of a name written as one -> names
	wholes      multimap // stretch of a name's letters -> names
	pairs       multimap // two words -> names
	partners    partners // which words share a name

	// around is of words of subjects, for all searchers.
	around recent.Shared[around]

	// Names, in the order of who may bear them and then of what lacking all their
	// words costs: see bearer.go.
	nameOff    numbers
	nameWord   numbers // of nameWord
	nameEntity numbers
	nameSource []uint16 // number among the entity's names, with weakBit and the others
	lackStep   []uint32 // by step and bearer, the first name whose lack is at least step*lackGrain
	born       []uint32 // score.Born of the names of dated bearers

	// Entities.
	recordOff  numbers
	record     []byte
	entNameOff numbers
	entName    numbers
	ids        multimap // strong identifier -> entities
	refs       multimap // entity id or listing id -> entities
}

// nameWord is a word of a name, packed so that bounding a name reads one
// place of memory: 14 bits of what the name costs without it, which is at most
// score.MostLack, 5 bits of its part, 4 bits of the culture that the name's script
// tells, and from bit 24 on the word's number.
type nameWord uint64

const (
	partShift    = 14
	cultureShift = 19
	wordShift    = 24
)

// The bits are enough.
const (
	_ = uint(1<<partShift - 1 - score.MostLack)
	_ = uint(1<<(cultureShift-partShift) - 1 - name.Whole)
	_ = uint(1<<(wordShift-cultureShift) - name.MaxCulture)
)

func packWord(word uint32, lack interdict.Millibits, part name.Part, culture name.Culture) nameWord {
	return nameWord(lack) | nameWord(part)<<partShift | nameWord(culture)<<cultureShift | nameWord(word)<<wordShift
}

func (w nameWord) word() uint32 { return uint32(w >> wordShift) }
func (w nameWord) lack() int64  { return int64(w & (1<<partShift - 1)) }

// culture guards against a culture that this version does not know.
func (w nameWord) culture() name.Culture {
	if c := name.Culture(w >> cultureShift & 0x1F); c < name.MaxCulture {
		return c
	}
	return name.NoCulture
}

// part guards against a part that this version does not know.
func (w nameWord) part() name.Part {
	if p := name.Part(w >> partShift & 0x1F); p <= name.Between {
		return p
	}
	return name.Unknown
}

// weakBit marks a weak alias in nameSource, ownBit the name that a listing
// stands under, unstatedBit an alias whose quality the list does not state.
const weakBit, ownBit, unstatedBit = 1 << 15, 1 << 14, 1 << 13

// Classes of words; words of different classes never meet.
const (
	classWord uint8 = iota
	classNumber
	classLegalForm
	classWhole // a whole name as one word
	classSyllables
	classSounds // of subjects only
	classAcronym
)

// Meta is what a snapshot says of itself.
type Meta struct {
	// State names the register's state that was compiled.
	State string `json:"state"`
	// Analysis is score.AnalysisHash of the compiler.
	Analysis string     `json:"analysis"`
	Lists    []ListInfo `json:"lists"`
	Entities int        `json:"entities"`
	Names    int        `json:"names"`
}

// ListInfo is one list in a snapshot.
type ListInfo struct {
	ID           string `json:"id"`
	Title        string `json:"title,omitempty"`
	Jurisdiction string `json:"jurisdiction,omitempty"`
	// Kind is that of the listings that do not say it themselves.
	Kind      interdict.Kind `json:"kind,omitempty"`
	Edition   string         `json:"edition,omitempty"` // SHA-256
	Published interdict.Date `json:"published,omitzero"`
	Loaded    string         `json:"loaded,omitempty"` // RFC 3339
	Entries   int            `json:"entries"`
	// Demo marks a demonstration list, which never stands in for a real one.
	Demo bool `json:"demo,omitempty"`
}

// Names returns the number of names, Entities that of entities.
func (s *Snapshot) Names() int    { return s.nameEntity.n }
func (s *Snapshot) Entities() int { return s.recordOff.n - 1 }

// Genuine says whether the file's SHA-256 is its name: its checksums tell damage,
// this tells whoever made them anew. One that was never a file is.
func (s *Snapshot) Genuine() bool {
	if s.file == nil {
		return true
	}
	sum := sha256.Sum256(s.file.Bytes)
	return hex.EncodeToString(sum[:]) == s.Hash
}

// Close unmaps the file. No Searcher of the snapshot may be used after it.
func (s *Snapshot) Close() error {
	if s.file == nil {
		return nil
	}
	return s.file.Close()
}

func (s *Snapshot) text(word uint32) string { return view(s.wordText, &s.wordOff, word) }
func (s *Snapshot) key(word uint32) string  { return view(s.keyText, &s.keyOff, s.wordKey.at(word)) }

// postings are the names that hold a word, ascending.
func (s *Snapshot) postings(word uint32) span {
	return span{&s.post, s.postOff.at(word), s.postOff.at(word + 1)}
}

// wordsOf is the place of a name's words in nameWord.
func (s *Snapshot) wordsOf(name uint32) (from, to uint32) {
	return s.nameOff.at(name), s.nameOff.at(name + 1)
}

// word is the word of a name at a place in nameWord.
func (s *Snapshot) word(at uint32) nameWord { return nameWord(s.nameWord.wide(at)) }

// nameLack is what lacking all words of a name costs.
func (s *Snapshot) nameLack(name uint32) (lack int64) {
	from, to := s.wordsOf(name)
	for i := from; i < to; i++ {
		lack += s.word(i).lack()
	}
	return lack
}

// token fills in a word as a token of a name.
func (s *Snapshot) token(t *score.Token, word uint32) {
	t.Text, t.Key, t.Rarity = s.text(word), s.key(word), interdict.Millibits(s.rarity[word])
}
