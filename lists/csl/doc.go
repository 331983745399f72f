// Package csl reads the United States' Consolidated Screening List: one table,
// as CSV or JSON, of thirteen lists of the Departments of Commerce, State and
// the Treasury.
//
// An entry's sub-list decides what it is: a sanction, an export control, a
// debarment or an investment ban (data/sublists.tsv). Its code is the first of
// the entry's programmes, its full label the regime. Sub-lists have vanished
// from the file for days, so the report names those without an entry.
//
// The entries of OFAC's lists are those of OFAC's own files. Their number there
// is kept as a cross reference with the label "OFAC", so that whoever loads both
// can join them, and their words are read as OFAC's own (package ofac). One
// party may stand on two of OFAC's lists, with one number: such an entry's id is
// the sub-list's code and the number, "SSI-18741". All others have the id that
// the file gives them; the form of the years before it had any has ids made of
// code, name, addresses and notice.
//
// Names have lost letters to "?", mostly quotation marks and apostrophes. They
// are put back where they must have stood, and the name's note has it as
// published. Since 2024 the Entity List has addresses without a name: such an
// entry's name, "Address 12", is a weak alias and stands for nobody.
package csl
