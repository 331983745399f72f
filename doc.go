// Package interdict is the vocabulary of sanctions screening: the words that
// every other package of this module uses, with the same meaning everywhere.
//
// A list is a published register of designated parties; one publication of it
// is an edition. An edition holds listings: what one publisher says of one
// party, every published field kept. The real person, organisation, vessel or
// aircraft that listings describe is an entity. What is screened against
// entities is a subject: a customer, a payment party, a traveller. A pair of
// subject and entity whose score reaches the threshold is a hit, and a hit
// carries its evidence.
//
// The map, in the order in which data flows through it:
//
//	file      -> lists     one reader a publisher; published bytes become listings
//	listings  -> register  editions, history, differences; one SQLite file
//	register  -> index     the compiled, immutable, memory-mapped snapshot
//	input     -> subjects  customer files become subjects
//	subject   -> index     candidates: the entities worth scoring
//	candidate -> score     one pure function: score and evidence
//	all of it -> screen    the library's door
//
// This package holds value types only. It imports nothing but the standard
// library and knows no file, store or clock.
package interdict
