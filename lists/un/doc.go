// Package un reads the consolidated list of the United Nations Security
// Council, one XML file of all its sanctions committees
// (https://scsanctions.un.org/resources/xml/en/consolidated.xml).
//
// The file has two halves, INDIVIDUALS and ENTITIES. A listing's id is its
// REFERENCE_NUMBER ("QDi.001": committee, i or e, number), else its DATAID.
// What a reader must know of it:
//
//   - Empty placeholders stand everywhere: an alias, document, address or birth
//     date element without a value means nothing.
//   - An entity's name stands in FIRST_NAME; two names of one entity may be
//     joined by ";" or "/". An individual's four names are in reading order and
//     none of them is said to be the family name.
//   - An alias may hold several names, joined by ";" or " b) ", be written
//     "LAST, First", and carry its original script in brackets or in its note.
//   - Birth dates are exact days, years, spans, or notes: "Nov. 1973", "Sep."
//     beside a year, or a day of the Islamic calendar.
//   - Half of the document elements have no number; some numbers are sentences
//     ("Libyan passport No. 513519"), and some stand only in the note.
//   - A ship that the Libya committee names is an ENTITY whose comments begin
//     with its IMO number.
//
// The list does not say per entry what it orders, except in the comments of
// some. The file data/measures.tsv knows each committee's measures.
package un
