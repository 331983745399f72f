// Package nz reads New Zealand's Russia Sanctions Register: all who are
// sanctioned under the Russia Sanctions Act 2022, an .xlsx workbook of the
// Ministry of Foreign Affairs and Trade
// (https://www.mfat.govt.nz/en/countries-and-regions/europe/ukraine/russian-invasion-of-ukraine/sanctions/russia-sanctions-register).
// A sheet of it saved as CSV is read as well.
//
// What a reader must know of it:
//
//   - The parties stand on two sheets with columns of their own: the register
//     of individuals, entities, banks and classes of assets, below a legend, and
//     the ships. Other sheets, of trade measures, have another header.
//   - Individuals have their names in three columns, others the whole in "First
//     name".
//   - Unique identifiers have stood twice. The second row of one, of another
//     name, has the identifier and a hash of the name as its id, so that it stays
//     when rows move; the load reports it.
//   - A date of birth is a day, a year, or "XX/XX/1965".
//   - Rows that the register marks as deleted or no longer sanctioned make no
//     listing and are counted as removed. A row of totals is none.
//
// The measures are columns of yes and no. A ship ban keeps ships out of New
// Zealand's ports; an aircraft ban and the prohibition of services are the
// measure "other", and are kept under their names (Russia Sanctions
// Regulations 2022).
//
// The layout is known from programs that read it, not from a stored file.
package nz
