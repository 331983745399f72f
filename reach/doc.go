// Package reach finds, for a few changed entities, the members of a population
// that could be meant by them, without looking at the others: the search of
// package index the other way round. What it finds is screened by the same
// engine as everybody, so that it decides nothing; it only must not miss anyone.
//
// A population's postings hold, in chunks of a few million members, the distinct
// words of all their names as they are analysed, and for each word the members
// that have it, each with what the rest of the name is like: which letters, how
// many, how many words (info.go). Of each member stands there besides what parts
// most namesakes: kind and birth date (bearer.go).
//
// Looking for entities begins at their own words. Package score joins words by
// Compare, by joining and by splitting neighbours, and by laying a whole name
// along all words of another; targets.go turns each of these round:
//
//   - a word that Compare can join to a listed word shares its text, the text of
//     a nickname or its first letter, its key, skeleton, sound or syllables, or
//     differs by typing errors. Tables in memory lead to these (lookup.go), and
//     Compare then says how well they agree;
//   - a word that is several listed words has their joined text;
//   - a word that is a piece of a listed word has a part of its text, and the
//     letters of the rest of its name hold the rest of that word;
//   - of a whole name with spaces at other places and typing errors, at least
//     one word is a part of the listed letters (see spaces in pieces.go).
//
// A member is a candidate where the listed words that its words touch could, at
// their most, bring the strength of the names to what is demanded. To know that,
// only the lists of a name's rarer words are read in full: a member who has none
// of them lacks too much.
//
// Postings are made under one version of the analysis (score.AnalysisHash) and
// are of no use under another. The layout of the file is in FORMAT.md.
package reach
