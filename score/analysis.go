package score

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/name"
)

// The numbers in this file are part of the analysis version: the index prunes
// by them, so changing one means compiling snapshots anew (AnalysisHash
// changes with them). All other numbers of the score are Weights, which may
// change without that.
//
// Shares and similarities are ten-thousandths, weights millibits. Those that
// the index looks up and prunes by itself are exported.
const (
	// variant is the similarity of two romanisations of one word.
	variant interdict.Score = 9500
	// Joined is the similarity of neighbouring words written as one.
	Joined interdict.Score = 9800
	// Initial is the similarity of an initial and a word that begins with it,
	// and InitialWeight the most that such a pair weighs.
	Initial       interdict.Score     = 8500
	InitialWeight interdict.Millibits = 4000
	// editCost is what typing errors take: in a word of n letters one costs a
	// n-th of it, two cost three times that, since two errors make another
	// name more often than one.
	editCost interdict.Score = 9000
	// editKnown is taken besides where both words are known names: they are
	// more likely two names than one misspelled.
	editKnown interdict.Score = 1500
	// editMin and editMin2 are the letters that the shorter word must have for
	// one and for two errors.
	editMin, editMin2 = 4, 8
	// contradiction is the share of the lesser lacking weight that counts once
	// more when each side has words that the other lacks.
	contradiction interdict.Score = 5000
	// maxRun is how many neighbouring words may have been written as one,
	// beside all words of the name.
	maxRun = 3
	// maxWhole is the most words that a whole name written as one may have.
	maxWhole = 5
	// MaxJoined is the most bytes of words written as one.
	MaxJoined = 40
	// unknownLack is the share that a word of unknown part costs when it is
	// lacking, and unknownSlope what it grows by for ten bits of rarity.
	unknownLack, unknownSlope interdict.Score = 1000, 3400
	// knownBelow: a token whose rarity is lower is a known name or word.
	knownBelow interdict.Millibits = 14000
)

// partRule says what a name part is worth: its scale multiplies a token's
// rarity; the shares are what the token costs when the other side lacks it.
type partRule struct {
	part                           name.Part
	scale, lackEntity, lackSubject interdict.Score
}

// partRules: a family name that one side lacks costs most, a patronymic, a
// middle name or a title little. Customers leave out more than they add, so
// what the subject lacks of the entity's costs less than the reverse for
// middle names and patronymics.
var partRules = [...]partRule{
	{name.Unknown, 10000, 0, 0}, // see unknownLack
	{name.Given, 10000, 6000, 5000},
	{name.Middle, 10000, 2000, 2500},
	{name.Patronymic, 10000, 1500, 2000},
	{name.Family, 10000, 9000, 7000},
	{name.Particle, 3000, 2000, 2000},
	{name.Title, 2000, 500, 500},
	{name.LegalForm, 1500, 1500, 1500},
	{name.Number, 10000, 8000, 8000},
	{name.Initial, 10000, 2500, 2500},
	{name.Generational, 3000, 2500, 2500},
}

// Side is the side of a comparison that a name stands on.
type Side uint8

const (
	SubjectSide Side = iota
	EntitySide
)

// share is s ten-thousandths of w.
func share(w interdict.Millibits, s interdict.Score) interdict.Millibits {
	return interdict.Millibits(int64(w) * int64(s) / 10000)
}

// TokenWeight returns what a token of this rarity and part weighs, and what it
// costs if the other side lacks it.
func TokenWeight(rarity interdict.Millibits, part name.Part, side Side) (weight, lack interdict.Millibits) {
	r := &partRules[part]
	weight = share(rarity, r.scale)
	switch {
	case part == name.Unknown:
		// In a company's name the rare word is the name, the rest describes it.
		return weight, share(weight, min(unknownLack+interdict.Score(int64(unknownSlope)*int64(rarity)/10000), 9000))
	case side == EntitySide:
		return weight, share(weight, r.lackEntity)
	}
	return weight, share(weight, r.lackSubject)
}

// editSimilarity is the similarity of two words with this many typing errors,
// n letters in the longer one.
func editSimilarity(errors, n int, bothKnown bool) interdict.Score {
	cost := editCost / interdict.Score(n)
	if errors > 1 {
		cost *= 3
	}
	if bothKnown {
		cost += editKnown
	}
	return max(10000-cost, 0)
}

// EditsAllowed is how many typing errors two words may differ by, n letters in
// the shorter one.
func EditsAllowed(n int) int {
	switch {
	case n >= editMin2:
		return 2
	case n >= editMin:
		return 1
	}
	return 0
}

// AnalysisHash names the analysis version: name tables and rarities, edges and
// part rules. A snapshot made under one hash is not read under another.
func AnalysisHash() string {
	h := sha256.New()
	fmt.Fprintln(h, name.Version, variant, Joined, Initial, InitialWeight, editCost, editKnown,
		editMin, editMin2, contradiction, maxRun, maxWhole, MaxJoined, unknownLack, unknownSlope, knownBelow, partRules)
	return hex.EncodeToString(h.Sum(nil))
}
