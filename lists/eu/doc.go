// Package eu reads the European Union's consolidated list of persons, groups
// and entities under financial sanctions (eu_fsf), which the Commission
// publishes as XML 1.1, CSV 1.1 and CSV 1.0
// (https://webgate.ec.europa.eu/fsd/fsf). The law is the Official Journal; the
// list follows it by hours or days.
//
// A listing's id is the euReferenceNumber ("EU.27.28"), else the logicalId.
// What a reader must know of the list:
//
//   - No name is marked as the primary one; the first good one in English or of
//     no stated language is taken for it. Organisations have names in each
//     official language, persons in several scripts.
//   - The attribute strong is "true" on nearly everything. What an alias is
//     worth stands in its remark, "low quality alias", also misspelt "lo
//     quality", "god quality". A remark may also say "formerly known as", in
//     any official language.
//   - Country 00, UNKNOWN, is none. CS is Serbia and Montenegro.
//   - Birth dates are parts, spans of years, or words in a remark, and may be
//     circa or in the Islamic calendar, the Gregorian day beside it.
//   - An entity shows the act that changed it last, each value the act by which
//     it came. The entry is as old as the earliest of these and of the dates of
//     designation, which the CSV has in its remark; where that is an amendment
//     the date is doubtful, and the listing says so in Other.
//   - The CSV files have a row for each name, address, birth date, document,
//     citizenship. Version 1.1 writes a document's type, flags and dates behind
//     its number, line ends as the two characters \n, contacts as "PHONE[...]".
//     Version 1.0 has the same columns under other names, countries as alpha-3
//     codes, and fewer of them.
//   - Ships and companies that manage ships are enterprises like all others.
//
// Everyone on the list is under an asset freeze; it is the list of those. It
// says nothing of travel bans, save some remarks that quote a resolution. The
// ships of Regulation 833/2014 and its sectoral annexes are not on it.
//
// Nothing in a file tells an extract from the whole list.
package eu
