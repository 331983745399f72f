// Package subjects reads what is to be screened.
//
// A customers file is a table (CSV, recognised by its headers or with a
// mapping file) or JSON lines, one subject a line. Open finds out which. Next
// cuts off blocks and is for one goroutine; Parse turns a block into subjects
// and is for many, so that a file of 40 million rows keeps all processors at
// work; it uses the slices of the subjects it is given again.
//
// What is wrong with a row is told by row number and reason code, never by its
// content. There are three degrees. A row that cannot be read, or holds no
// name, is refused: it was not screened. A row of which a value cannot be read
// (an impossible birth date, an unknown country, letters lost to a wrong
// encoding) is screened without that value, since a missing fact hides no
// match, and told as a Refusal with Screened set: the run is incomplete. What
// is merely worth knowing (a date read in two ways, a type that nobody knows)
// is counted in Notes.
//
// A birth date such as 03/04/1985 is read in the order that the file's first
// rows show (a column with 31/12/1960 has the day first), or that the mapping
// states. Where nothing tells, the subject gets both dates: either finds its
// match, and none is lost.
package subjects
