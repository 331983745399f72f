// Package score is the pure function at the heart of screening: how well does
// a subject agree with an entity, and why.
//
// It knows no index, file, clock or map order, and all that decides is integer
// arithmetic, so that every machine and every year gives the same answer.
//
// # How a name is scored
//
// Both names are lists of tokens, each with a weight in millibits: how
// surprising it is to meet that word (name.Rarity, scaled by the part it plays).
// Tokens are joined by edges, and by nothing else: the same word (exact), the
// same word in another romanisation (variant), a typing error (edit), an
// initial, or neighbouring words written as one (join, split). Each edge has
// a similarity. A greedy assignment picks the edges, best first. Then
//
//	matched  = sum over edges of similarity x weight
//	full     = sum over edges of weight
//	         + sum over tokens that the other side lacks of share x weight
//	         + contradiction share x the lesser of the two sides' lacking weight
//	strength = matched / full
//
// so that an identical name has strength 1, a word that one side lacks costs
// the published share of its weight (a patronymic little, a family name most),
// and words that both lack of one another count as contradiction.
//
// # Why this shape
//
// The condition "strength >= t" is linear in the edges: it says that the sum
// of each edge's gain, (similarity-t) x weight + t x the lacking cost that it
// saves on either side, reaches t x the lacking cost of both names. The index
// bounds that sum from the subject's tokens alone, which is what makes its
// candidates lossless: see package index.
//
// # What else counts
//
// Birth dates, countries, genders and identifiers add to matched and full in
// the same way when both sides state them: agreement raises strength,
// contradiction lowers it, absence on one side does neither and lowers
// sufficiency. Without a shared strong identifier they can lift a pair only if
// the name alone reaches Weights.NameFloor. A shared strong identifier is a
// key of its own.
//
// # Where things are
//
// party.go makes subjects and entities ready. edge.go says whether and how well two
// words agree (editable.go which may have errors, distance.go counts those, native.go
// compares what has no vowels, eastern.go doubts given names of East Asia); names.go
// aligns two names by such edges, whole.go those whose spaces are at other places,
// slips.go words with more errors than edges allow; against.go, woman.go and own.go say what
// speaks against two names as a whole. facts.go compares everything else (born.go and calendar.go, places.go,
// emails.go). score.go puts it all together, evidence.go into words. Every number is
// in analysis.go or, where it may change without a new snapshot, in weights.txt,
// which weights.go and parse.go read.
package score
