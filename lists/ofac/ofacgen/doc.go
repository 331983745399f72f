// Package ofacgen writes made-up editions of OFAC's SDN list, as large as one
// likes, in the four forms that OFAC publishes: SDN.XML, SDN_ADVANCED.XML,
// SDN_ENHANCED.XML and the CSV files. Benchmarks and tests need them, as whole files of the XML
// forms are too large to keep.
//
// A party depends on the seed and its number alone, so files are written party
// by party without holding the list, the same options give the same bytes
// everywhere, and the four forms of one seed say the same of the same parties:
// what the readers make of them can be compared.
//
// The mix follows the list of 2024: 46 % persons, 46 % entities, 6 % vessels,
// 2 % aircraft; on average two aliases, of which one in ten is weak, and one
// and a half papers a party; a third of the names also in their own script.
// Nobody real is in it.
package ofacgen
