// Package lv reads Latvia's list of national sanctions: those against whom the
// Cabinet has set financial restrictions under the Law on International
// Sanctions and National Sanctions of the Republic of Latvia, published as XML
// (https://sankcijas.fid.gov.lv, of the Financial Intelligence Unit).
//
// There are two layouts, both of 2018, of the same entries:
//
//   - LVlist/Entity: every value an element, names in parts and whole, countries
//     by name and code.
//   - WHOLE/ENTITY, formed after the EU's list of that time, with which it shares
//     the root element: facts of the entry as attributes, repeated in each of
//     its elements. A paper's number stands in a sentence: "Pase Nr. 645120234".
//
// The words are Latvian: FP or P is a natural person, JP or E a legal one; V
// (vīrietis) is male, S (sieviete) female.
//
// The list orders financial restrictions: the funds of those on it are frozen
// (section 5 of the law).
package lv
