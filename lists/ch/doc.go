// Package ch reads the Swiss list of sanctioned individuals, entities and
// objects (ch_seco_sanctions), which the State Secretariat for Economic Affairs
// publishes as one XML file
// (https://www.sesam.search.admin.ch/sesam-search-web/pages/downloadXmlGesamtliste.xhtml?lang=en&action=downloadXmlGesamtlisteAction).
//
// A listing's id is its target's ssid. What a reader must know of the list:
//
//   - list-type is "whole-list" in the whole list. Searches, amendments and the
//     publisher's own example are written alike but for it; they are refused,
//     since whoever is not in them would count as delisted.
//   - Targets that were delisted stay in the file. The latest modification by
//     effective date says which; modifications repeat older states of the
//     target within, which are history and not read.
//   - A name has parts in an order, and each part may have spelling variants in
//     several languages and scripts: all spellings of a name are all ways to
//     choose. At most 64 are made, those nearest to the name first.
//   - A target has one main identity and others, with names, dates and papers
//     of their own.
//   - Places stand beside the targets and are referred to by id; sanctions sets
//     say by their title what is ordered. Either may stand behind the target
//     that refers to it, so the file is read twice.
//   - Numbers (IMO, SWIFT, tax numbers, wallets) stand in other-information, in
//     words.
package ch
