// Package table reads tables of parties: CSV files and .xlsx workbooks of
// customers and of companies' own lists, of any size, written by anyone.
//
// Three things happen, each by itself. A Reader cuts the input at record
// boundaries into Blocks of some 32 KiB; it is the only part that works
// alone, so it does little. Block.Parse splits a block into rows of cells; any
// number of goroutines may do that at once. Columns knows what each column
// means, from its header or from a Mapping file, and turns a row into a party
// (names, birth dates, countries, identifiers and so on).
//
// What files really hold is expected here: any separator and any of three
// line ends, byte order marks, UTF-16, old 8-bit encodings where they are
// stated, cells with line breaks, rows that are too long, too short, too big
// or damaged. A row that cannot be read is refused by its number with a reason
// code, and reading goes on; nothing vanishes. Messages never hold a cell's
// content, since cells are personal data: they give row and column numbers.
//
// A sheet of a workbook is turned into CSV before all that (workbook.go,
// sheet.go, serial.go): it is unpacked and scanned row by row within bounds.
//
// Rows are data records, counted from 1 after the header; empty lines are not
// counted. A quote opens a quoted cell at the cell's beginning only, elsewhere
// it is a letter like others. A quoted cell that is not closed as it should be
// (something other than a separator behind the closing quote, or no closing
// quote within the longest row) spoils one line, not the rest of the file: the
// row ends with its first line and is refused, and up to the place where the
// fault showed no cell may span lines.
package table
