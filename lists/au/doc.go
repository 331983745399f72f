// Package au reads the Consolidated List of Australia: all who are designated
// under the autonomous sanctions and the Charter of the United Nations Act,
// published by the Department of Foreign Affairs and Trade as an .xlsx workbook
// of one sheet (https://www.dfat.gov.au/international-relations/security/sanctions/consolidated-list).
// The sheet saved as CSV is read as well.
//
// There are two layouts. That of up to 2025 has no columns of measures, alias
// strength, IMO number and instrument. What a reader must know of both:
//
//   - A party is the rows of one number in the column Reference: 2 is its
//     primary name, 2a and 2b (or 34c1) its other ones. All other columns are
//     repeated in each of its rows, and differ here and there.
//   - A number has been given to two parties by mistake. A second primary name
//     of a number begins a second party; rows behind it belong to it. The first
//     keeps the number as its id, the second has the number and a hash of its
//     name, so that neither's changes if rows move. Both carry the other's name
//     under "Reference", and the load reports it.
//   - Dates of birth are days, years and words, several in a cell: "a)
//     30/04/1963 b) 1960", "Approximately 1963", "Between Aug. and Sep 1977",
//     "24/06/1402 (Hijri Calendar)". Days stand before months.
//   - An alias in other letters is of the type "Original Script" or "aka"; of
//     which name it is the original is not said.
//   - Numbers of papers stand in the text "Additional Information" (details.go).
//     The text stays whole, as Remarks.
//   - The control date is the day from which the entry holds as it stands, so
//     it is Designation.Updated.
//
// The measures are the columns of 1 and 0. A maritime restriction is that of a
// sanctioned vessel: the Minister may direct it to leave Australia or not to
// enter a port (Autonomous Sanctions Regulations 2011, regulations 8 and 11; the
// department's page "Sanctioned vessels framework").
package au
