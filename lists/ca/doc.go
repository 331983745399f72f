// Package ca reads Canada's Consolidated Autonomous Sanctions List: all who are
// named in regulations under the Special Economic Measures Act and the Justice
// for Victims of Corrupt Foreign Officials Act, one XML file of Global Affairs
// Canada
// (https://www.international.gc.ca/world-monde/assets/office_docs/international_relations-relations_internationales/sanctions/sema-lmes.xml).
//
// A record is a few elements: country (of the regulation, "Belarus /
// Bélarus"), a person's two names or the name of an entity or ship, schedule,
// item, date of listing. What a reader must know of it:
//
//   - There is no id. Country, schedule and item together name a record, but
//     items are renumbered when one is struck out, and alerts must not move to
//     another party then. So an id here is made of the country, the schedule and
//     the name (a ship's IMO number too): "belarus-" and a hash. It stays
//     when the item, the date, the aliases or the date of birth change; where
//     the name is corrected, the record is another. Equal records are told apart
//     by "-2" and so on, in their order.
//   - Aliases are free text, in several languages and letters: "a.k.a.",
//     "Russian:", and as separators ";", ",", "/", "or", "and" (aliases.go).
//   - The date is that of a person's birth or of a ship's building, and in a few
//     records a spreadsheet's day number or words.
//   - Names of entities and ranks are English and French in one, divided by "/".
//
// The list does not say what is ordered. The file data/measures.tsv knows what
// the regulations do with each of their schedules.
package ca
