// Package ofac reads the lists of the United States' Office of Foreign Assets
// Control: the Specially Designated Nationals (SDN) list and the consolidated
// list of all others, each in the four formats that OFAC publishes.
//
// CSV is four files without headers: sdn (cons_prim for the other list), alt,
// add and comments. The main file alone is an edition; what then lacks is said.
// Nearly everything but names stands in the remarks, as text between
// semicolons: birth dates, papers, wallets, weak aliases, links. Remarks longer
// than 1,000 characters run over into the comments in mid-word.
//
// XML is the older format, SDN.XML: one sdnEntry a party.
//
// Advanced is SDN_ADVANCED.XML, the United Nations' model: ids everywhere, whose
// meaning stands in reference values at the file's head, and the parties'
// documents, places, relations and sanctions in sections of their own before
// and behind them. It is read twice: first all that stands around the parties,
// then the parties, each of which is then whole.
//
// Enhanced is SDN_ENHANCED.XML, that of OFAC's Sanctions List Service: one
// entity a party, with all that is said of it in the entity. With each edition
// comes a delta, which says what came, went and changed; it is read upon the
// whole file, or upon that file made again of the listings in force, and refused
// where it does not fit.
//
// The four say the same with the same words ("Tax ID No.", "Linked To:"), so
// one vocabulary, data/labels.tsv, decides where a labelled value goes, and
// data/measures.tsv what a listing orders. A label that is not in the table is
// kept in Listing.Other and, where the format sets it apart, reported.
package ofac
