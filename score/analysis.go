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
	// variant is the similarity of two romanisations of one word, nickname that
	// of a given name and its short form.
	variant  interdict.Score = 9100
	nickname interdict.Score = 7500
	// respelling is that of a word and one that another language spells so, which it
	// may be.
	respelling interdict.Score = 8800
	// mended is that of one with a typing error in another usual spelling.
	mended interdict.Score = 8000
	// standard is the similarity of a Chinese or Korean name written by two
	// standards that do not say the same.
	standard interdict.Score = 9200
	// unvoiced is the similarity of a word as a script without vowels writes it
	// and a usual Latin spelling of it; unvoicedStep is taken for each unit that
	// the spelling is less usual, see name.Voiced. In the Arabic script, whose usual
	// spellings are few, arabic and arabicStep are the same of a word by itself.
	unvoiced, unvoicedStep interdict.Score = 9000, 600
	arabic, arabicStep     interdict.Score = 9400, 600
	// What such a word lacks to arabicMost is the less the likelier the Latin letters are
	// by their sound, by name.Unvoiced.Likelier: where that is likelierEven, it is as
	// arabic and arabicStep say.
	arabicMost, likelierEven, likelierBase interdict.Score = 9880, 20, 40
	// arabicKnown is that of a well-known name and any usual Latin spelling of it:
	// the Arabic word is no nearer to one of them than to another. One is taken for
	// each unit that the spelling is less usual.
	arabicKnown interdict.Score = 9900
	// soundMost is the similarity of a foreign name in another script to Latin
	// letters that it surely stands for, soundBit and soundBit2 what each ten of
	// name.Spoken.Like take, and their square; beyond soundFar they are not alike.
	// soundUsual is what each that it is below 0 gives.
	soundMost, soundBit, soundBit2, soundUsual interdict.Score = 9500, 150, 75, 20
	soundFar                                                   = 45
	// Joined is the similarity of neighbouring words written as one, joinedInitial
	// that where one of them is a single letter, which is an initial before it is
	// a piece of a name: Asma T. Ali is hardly Asmat Ali.
	Joined        interdict.Score = 9800
	joinedInitial interdict.Score = 7600
	// Acronym is the similarity of an acronym and the name that it is short for,
	// and AcronymWeight the most that such a pair weighs: of four letters it
	// suffices where they are no word besides.
	Acronym       interdict.Score     = 9200
	AcronymWeight interdict.Millibits = 16000
	// Initial is the similarity of an initial and a word that begins with it,
	// and InitialWeight the most that such a pair weighs. The rest of the word
	// is abbreviated, not lacking.
	Initial       interdict.Score     = 6000
	InitialWeight interdict.Millibits = 4000
	// editCost is what a typing error takes of a word, divided by its letters, leftOut
	// where it is that a letter is left out, which is the likeliest one, and editCost2
	// what two take, divided by the square of them: two make another name more often
	// than one, most so in a short one.
	editCost, leftOut, editCost2 interdict.Score = 5200, 5000, 200000
	// Where both words are known names they are more likely two names than one
	// misspelled: editKnown is taken besides, for each editKnownStep that the
	// rarer of them is commoner than editKnownFrom, or the subject's where that
	// is commoner than editCommon. Two Chinese or Korean given names beside such
	// a family name count as this common whatever the table says.
	editKnown                    interdict.Score     = 3500
	editKnownFrom, editKnownStep interdict.Millibits = 16000, 5000
	editCommon                   interdict.Millibits = 13000
	chineseRarity, koreanRarity  interdict.Millibits = 9000, 9500
	// readRarity is how common a person's word counts that was read out of another
	// script by its tables; in one without vowels only where a consonant differs,
	// and the word has fewer than readMany of them.
	readRarity interdict.Millibits = 8000
	// doubled is the similarity of two words that differ in doubled letters alone,
	// which makes no other name, doubledUnheard where the subject's is no known name
	// either.
	doubled, doubledUnheard interdict.Score = 9300, 9600
	// editMin and editMin2 are the letters that the shorter word must have for
	// one and for two errors.
	editMin, editMin2 = 4, 7
	// editDigits is how many letters and digits a word must have for errors to be
	// looked for in it, and shortWord how many letters one has that is misspelled by
	// a letter more or less alone. mixedMin is how many letters and digits one must have
	// of which two letters may be exchanged.
	editDigits, shortWord, mixedMin = 24, 3, 5
	readMany                        = 5
	// slipMin and slipMin2 are the letters that it must have for one and for two
	// errors to be seen between words that no edge joins.
	slipMin, slipMin2 = 3, 5
	// slipBeside is how much must agree as it is written beside a word that has two
	// where an edge allows one, or one in three letters, in millibits: of more than one
	// word. Of persons, who share names, as much as no one word weighs. Of one word alone
	// it is slipAlone, if fingers make the errors and no known word is nearer.
	slipBeside, slipBesidePerson, slipAlone int64 = 12000, 20000, 15000
	// Two errors that fingers make are seen so in words of typedMin2 letters too, and take
	// no more than each by itself in one of typedFrom, where no known word is nearer.
	typedMin2, typedFrom = 4, 9
	// wholeMin and wholeMin2 are the letters that a whole name must have for one
	// and for two errors where its spaces are lost. Where the listed one has lost its
	// words too, an error counts as in a word of wholeWord letters, or of the part
	// wholeShare of them all.
	// WholeWeight is the most that a whole name weighs that is several words; the birth
	// dates of two who are not one decide beside no more than that. A whole name that
	// is but one weighs wholeLetter more for each letter beyond wholeMin2.
	// besideMin and besideMin2 are the letters that a word of wholeMin2 letters' name
	// must have for one and for two errors where it is no known name and all else
	// agrees, and besideCost what two then take of it at most, divided by its letters.
	wholeMin, wholeMin2   = 8, 14
	wholeWord, wholeShare = 8, 3
	besideMin, besideMin2 = 3, 4

	besideCost               interdict.Score     = 22000
	wholeLetter, WholeWeight interdict.Millibits = 500, 30000
	// Where each side has words that the other lacks, they contradict one
	// another: contradiction is the share of the lesser lacking weight that
	// counts once more, and each pair of such words takes pairBits and the
	// share pairShare of all that agrees.
	contradiction interdict.Score     = 4500
	pairBits      interdict.Millibits = 3500
	pairShare     interdict.Score     = 1700
	// betweenMost is the most that a name between two that tell who it is costs, and
	// betweenLack the share of its weight where they do not: see Aligner.betweenLacks.
	// shortLack is taken besides, as a share, for the words that a Chinese, Korean
	// or Japanese name in its own script lacks of the listed one, and firstLack, of
	// the weight, for the first of its three names or more.
	shortLack, firstLack, betweenLack interdict.Score     = 5000, 2500, 6000
	betweenMost                       interdict.Millibits = 3500
	// tellMore is what name.TellTwo is where more is open: see Aligner.othersTell.
	tellMore interdict.Millibits = 26000
	// readShare, of what agrees, is taken where Chinese characters agree with Latin
	// letters by their reading; secondDoubt is how much of the second family names
	// that the subject lacks is doubted as what it has beyond the entity; slipsShare
	// is taken besides of what two typing errors take where nothing else agrees.
	readShare, secondDoubt, slipsShare interdict.Score = 500, 5000, 3333
	// ordinalShare, of what agrees, is taken where each side counts another of
	// several, childShare where one name is the other's, of childNames names or
	// more, with one more before it, exchangedShare where the syllables of a given
	// name have changed places.
	ordinalShare, childShare, exchangedShare interdict.Score = 3000, 5000, 5000
	childNames                               int             = 3
	// leastShared is the strength from which two main names are of one family, so
	// that a place in them tells its members apart.
	leastShared interdict.Score = 5000
	// cultureShare is how much less of a surprise a word is where another word
	// of the same culture agrees: one name in some thirty is of a given culture.
	cultureShare interdict.Millibits = 5000
	// maxRun is how many neighbouring words may have been written as one,
	// beside all words of the name.
	maxRun = 3
	// MaxRun is the most words that a whole name written as one may have.
	MaxRun = 5
	// MaxJoined is the most bytes of words written as one.
	MaxJoined = name.MaxToken
	// unknownLack is the share that a word of an organisation's name costs when
	// it is lacking, and unknownSlope what it grows by for ten bits of rarity.
	unknownLack, unknownSlope interdict.Score = 0, 3500
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
// middle names and patronymics. Where nothing tells which of a person's names
// a word is, it counts by how many there are; that a name of two suffers most
// is the work of Weights.DoubtBelow, since it has the least to agree.
var partRules = [...]partRule{
	{name.Unknown, 10000, 0, 0}, // see unknownLack
	{name.Given, 10000, 6000, 5000},
	{name.Middle, 10000, 2000, 5000},
	{name.Patronymic, 10000, 1500, 2000},
	{name.Family, 10000, 9000, 7000},
	{name.Particle, 3000, 2000, 2000},
	{name.Title, 2000, 500, 500},
	{name.LegalForm, 1500, 1500, 1500},
	{name.Number, 10000, 8000, 8000},
	{name.Initial, 10000, 2500, 2500},
	{name.Generational, 3000, 2500, 2500},
	{name.Only, 10000, 5000, 5000},
	{name.OfTwo, 10000, 5000, 5000},
	{name.OfThree, 10000, 6000, 6000},
	{name.OfMany, 10000, 4000, 4000},
	{name.Again, 10000, 500, 500},
	{name.Place, 10000, 7000, 7000},
	{name.Second, 10000, 3000, 3000},
	{name.Essential, 10000, 9000, 9000},
	{name.Syllables, 10000, 9000, 9000},
	{name.Acronym, 10000, 5000, 5000},
	{name.Sounds, 10000, 6000, 6000},
	{name.Whole, 10000, 5000, 5000},
	{name.Between, 10000, 3500, 6000},
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

// MostServant is the most that "abdul" costs besides where an initial is short for
// it and the name behind it.
const MostServant = int64(7500) * 9 / 10

// MostLack is the most that a word may cost when it is lacking, in millibits:
// nine tenths of the rarest.
const MostLack = int64(name.Rarest) * 9 / 10

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
		if lack = share(weight, r.lackEntity); part == name.Between {
			// Who leaves such a name out does so however rare it is.
			lack = min(lack, betweenMost)
		}
		return weight, lack
	}
	return weight, share(weight, r.lackSubject)
}

// editSimilarity is the similarity of two words with this many typing errors,
// n letters in the longer one, rarer the rarity of the rarer one.
func editSimilarity(errors, n int, rarer interdict.Millibits) interdict.Score {
	cost := editCost / interdict.Score(n)
	if errors > 1 {
		cost = editCost2 / interdict.Score(n*n)
	}
	if rarer < editKnownFrom {
		cost += interdict.Score(int64(editKnown) * int64(editKnownFrom-rarer) / int64(editKnownStep))
	}
	return max(10000-cost, 0)
}

// soundSimilarity is the similarity of a word to its sound, so unlikely by
// name.Spoken.Like, soundFar at most.
func soundSimilarity(tenths int) interdict.Score {
	t := interdict.Score(tenths)
	if t < 0 {
		return soundMost - soundUsual*t
	}
	return soundMost - soundBit*t/10 - soundBit2*t*t/100
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

// EditsBetween is how many typing errors two words of so many letters may differ
// by, shortWord letters and one more among them.
func EditsBetween(n, m int) int {
	if min(n, m) == shortWord && max(n, m) == shortWord+1 {
		return 1
	}
	return EditsAllowed(min(n, m))
}

// AnalysisHash names the analysis version: name tables and rarities, edges and
// part rules. A snapshot made under one hash is not read under another.
func AnalysisHash() string {
	h := sha256.New()
	fmt.Fprintln(h, name.Version, variant, nickname, standard, respelling, mended, soundMost, soundBit, soundBit2, soundUsual, soundFar, unvoiced, unvoicedStep, arabic, arabicStep, arabicMost, likelierEven, likelierBase, arabicKnown, Joined, joinedInitial, Acronym, AcronymWeight, Initial, InitialWeight,
		editCost, leftOut, editCost2, editKnown, editKnownFrom, editKnownStep, editCommon, chineseRarity, koreanRarity, readRarity, readMany, doubled, doubledUnheard, editMin, editMin2, editDigits, shortWord, mixedMin, slipMin, slipMin2, slipBeside, slipBesidePerson, slipAlone, typedMin2, typedFrom,
		contradiction, pairBits, pairShare, shortLack, firstLack, betweenLack, betweenMost, tellMore, cultureShare, readShare, secondDoubt, slipsShare, ordinalShare, childShare, exchangedShare, childNames, leastShared,
		maxRun, MaxRun, MaxJoined, movedMost, wholeMin, wholeMin2, wholeWord, wholeShare, besideMin, besideMin2, besideCost, wholeLetter, WholeWeight, unknownLack, unknownSlope, partRules)
	return hex.EncodeToString(h.Sum(nil))
}
