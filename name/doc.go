// Package name turns a written name into comparable tokens, in the same way
// for the names of lists and the names of customers.
//
// Three ideas carry it:
//
//   - A token is a word folded to lower-case ASCII wherever that can be done:
//     case, accents, width and look-alike letters are gone, other scripts are
//     transliterated by the tables under data. What two writers may write
//     differently and still mean the same ("el" and "al", "L.L.C." and
//     "limited liability company", "abd al rahman" and "abdul rahman") comes
//     out the same.
//   - A token has a Part: what it is in the name. A title, a particle and a
//     legal form say less than a family name; that is the scorer's affair,
//     which is why nothing is thrown away here but connectives and articles
//     in the names of organisations.
//   - How much a token says is Rarity, from a frozen table of the world's
//     names and of company words. Whether two tokens are spellings of one
//     another under the usual transliterations is Key.
//
// What a name is read as depends on its schema: titles, particles and
// patronymics are those of persons, legal forms, connectives, abbreviations
// and number words those of organisations. Where two readings are usual (a
// Chinese surname with two, a foreign name in Cyrillic, Korean as in the North
// and the South, a company's name in English and as it is written) each is a
// form of its own, the likeliest first.
//
// The Arabic and the Hebrew script leave most vowels out, so that a reading is
// one of many. A name in them has, beside its readings, a form in which its
// words stand as they are written; Voiced says how well such a word and one in
// Latin letters agree, and Skeletons are what an index finds it by.
//
// A Chinese or Korean person's name has a further form of the part Syllables,
// which is compared by the syllables that any standard may have written
// (sounds.go), and a foreign name in another script one of
// the part Sounds, which is compared with Latin words by its sound
// (soundlike.go).
//
// Every fact is in a table under data, with its source in the table's head:
// letters of 24 scripts, readings learnt from Wikidata's names, legal forms,
// titles, spellings, the words of business in twenty languages and the English
// that stands for them. What is made by a program is made again by go generate.
//
// A hyphen and any other punctuation parts tokens, an apostrophe is dropped.
// Whether two tokens beside one another are one elsewhere ("al" "baghdadi"
// and "albaghdadi", "guang" "zong" and "guangzong") is again the scorer's to
// see: it joins and splits neighbours.
//
// An Analyser remembers what it found out about words (known.go), since the words
// of names come again and again, may share it with others, and takes a short way with a person's name whose
// words are nothing but names. TestPlainNames holds both to the long way.
//
// # Where things are
//
// In the order in which a name passes them, from Analyser.Analyse on:
//
//   - Bytes to words: split.go cuts plain Latin, unicode.go all else, letters.go
//     tells scripts apart. Words of others become Latin ones in translit.go
//     (alphabets; vowels.go where they leave vowels out: arabic.go, arabiclexicon.go,
//     arabnames.go, kurdish.go, hebrew.go), indic.go, kana.go, hangul.go, han.go; what is learnt of single
//     names stands before any rule (readings.go). Letters spelled out: spelled.go.
//   - What a word is by itself: known.go remembers it (ahead.go has the processor
//     fetch that before a name's turn); words.go, nicknames.go,
//     titles.go, rarity.go, stray.go (no known word is near), culture.go and translate.go know it, mend.go and
//     trade.go with an error in it.
//   - What words are beside one another: business.go guesses whose name it is,
//     person.go and organisation.go mark the parts, between.go those that their bearer
//     may leave out, classical.go and acronym.go are about some organisations' names,
//     dictionary.go about those that are written without spaces, domain.go about addresses
//     on the Internet that are names, parted.go about words run
//     together, sunder.go about words that a space parts, whole.go about names that are
//     only letters.
//   - What two words are compared by: key.go and key_sounds.go (spellings in Latin
//     letters), respelt.go (those of other languages), eastslavic.go (Russian, Ukrainian, Belarusian), mended.go and typed.go (with errors that fingers make); native.go, voiced.go and voicing.go (words without their vowels);
//     east.go, mandarin.go, sounds.go, samesounds.go, syllables.go and wadegiles.go (Chinese and
//     Korean names by any standard); hear.go, units.go, beginnings.go and
//     soundlike.go (foreign names by their sound).
//
// tables.go reads the tables. Folders beside it make those that are learnt or counted.
//
// Everything is bounded: at most MaxBytes of a name are read, at most
// MaxTokens tokens of at most MaxToken bytes are made. Broken UTF-8, control
// characters and marks without a letter are passed over.
package name

// Version names the analysis. It changes whenever any output of this package
// may change, so that what was stored with another version is made anew.
const Version = "name/19"
