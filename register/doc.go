// Package register keeps what the publishers of lists have said, and when: one
// SQLite file, register.db, that only grows.
//
// # The model
//
// A list is published again and again; each publication is an edition, known
// by the SHA-256 of its bytes. An edition holds listings. Most listings are
// the same in one edition as in the one before, so a listing's record (what
// its reader made of it, and the bytes as published) is stored once, under the
// hash of both, and beside it stands the interval of editions that hold it:
//
//	                      2024-03-22   2024-03-26   2024-05-03
//	36    AEROCARIBBEAN   |------------------------------------ since the first
//	47814 ZHAO                         |----------------------- since the second
//	9999  (delisted)      |------------------------|            until the third
//
// So ten years of daily editions cost little more than what changed in them.
// The editions of a list stand in the order of their published dates, and of
// equal dates the later loaded comes last; an edition that states no date
// stands at the day on which it was loaded. The last of them is in force. An
// older edition may be loaded later: it takes its place in the row, and the
// intervals around it are split or stretched so that every other edition holds
// exactly what it held before. interval.go does that in four statements.
//
// Nothing is overwritten. What is said of a past day can be asked for ever:
// View is the reading of one moment, chosen by the day in the world and by the
// time at which the register knew. Before a list's first edition here, the
// listings' own listed-on dates stand in, and the answer says that it is
// reconstructed.
//
// # Loading
//
// Load takes an edition in one transaction: it is in the register whole or
// not at all, whatever stops it, and until it is committed everyone reads the
// edition that was in force. It refuses what looks like damage: an edition
// without entries, with fewer than its file declares, or with under half of
// its neighbour's. One process writes at a time; readers never wait.
//
// # Differences
//
// Diff says what changed between two editions, and Compare what changed in one
// listing: field by field, in words that a lawyer would accept. Whenever two
// listings differ, Compare names at least one field.
//
// # What is left to others
//
// Readers of files are in lists and its folders; which date an edition bears,
// where its content does not state one, is decided by whoever calls Load. The
// compiled form for screening is made by index, from a View. SCHEMA.md has the
// tables.
package register
