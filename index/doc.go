// Package index finds the entities worth scoring: the compiled, immutable,
// memory-mapped snapshot of a register's state, and the walk through it.
//
// # Lossless by construction
//
// For each subject the walk returns every entity that the score could bring to
// the threshold, and few others. It rests on two properties of the score: words
// are joined only by the edges of score.Compare, joins and splits, and the
// condition "name strength reaches t" is linear in those edges. So
//
//   - for each of the subject's words its neighbours are looked up: the words
//     of the index that an edge can join it to, each with the most it can add;
//   - what words met lately can be joined to is remembered (neighbours.go), for many
//     subjects it is read ahead of their searches (ahead.go), and
//     no other word is looked up once the rest cannot reach what is demanded;
//   - words are walked rarest first, and the walk stops when what is left
//     cannot reach the sum that the subject's own words demand;
//   - names are numbered by who bears them, and no person is held against the name
//     of a company, nor, unless nearly all agrees, of somebody born on another day
//     (bearer.go);
//   - and by the cost of lacking all their words, so that each posting list is cut
//     at the last name that is light enough to be reached;
//   - a word's list is read only as far as names that agree in nothing else could
//     be hits, which mostly is not at all; names that agree in a second word as well
//     are found under the pair, of those words that may share a name with one that is
//     there (partners.go, meet.go). So a common name costs what its candidates cost;
//   - all lists of a name are known before the first is read, and are read side by
//     side (lists.go);
//   - initials count only beside another word, and are never walked;
//   - nor is a word that may have more errors than are looked up (slips.go);
//   - a whole name that differs by its spaces and by typing errors is found by
//     the stretches that the errors left alone (wholes.go);
//   - strong identifiers are keys of their own.
//
// A name that is reached goes through an integer bound, then its own score,
// and only then is the entity scored in full. Exhaustive scoring of everything
// is the oracle of the tests.
//
// # Where things are
//
// A search begins in search.go; walk.go, meet.go, slips.go, neighbours.go, runs.go, readings.go,
// lists.go, bearer.go and wholes.go are its steps, unvoiced.go what is different
// in scripts without vowels. build.go, tables.go and deletes.go compile a snapshot;
// record.go, style.go and shown.go hold what is told of an entity; snapshot.go,
// format.go and check.go are the file. multimap.go with filter.go, partners.go,
// numbers.go, wordtable.go and numberset.go are the structures.
//
// The layout of the file is in FORMAT.md.
package index
