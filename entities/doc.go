// Package entities joins the listings of several lists that describe one and
// the same party: by what the lists themselves say, by likeness where they say
// nothing, and by what a person decides.
//
// A listing may name another publisher's number for its party (a UN reference
// on the UK list), and two listings may state the same passport, company
// registration, ship's IMO number or wallet. Such facts join them into one
// entity. Where none does, likeness may: names that the matcher finds alike, and
// facts beside them that agree, weighed together in bits; never names alone, and
// nothing that contradicts. What falls just short is suggested to a person.
// Decisions of people come before both.
//
// How much a word of an address or a statement says is told by a frozen table,
// so that what two listings say for one another depends on them alone.
//
// Numbers are trusted with care: one whose check digit is wrong joins nothing,
// a ship's number never meets a company's, and where a number would join
// parties whose names are nothing like one another it is set aside and
// reported, since publishers copy numbers wrongly.
//
// Entity ids are stable and never die: an entity keeps its id while its
// listings come and go, a merge leaves a redirect, a split names its heirs.
package entities
