// Package uk reads the United Kingdom's two lists.
//
// The UK Sanctions List (gb_fcdo_sanctions) is the only one since 28 January
// 2026: all who are designated under the Sanctions and Anti-Money Laundering
// Act, published by the Foreign, Commonwealth and Development Office as XML
// and CSV (https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.xml). The
// consolidated list of the Office of Financial Sanctions Implementation
// (gb_hmt_sanctions), "ConList", held those under an asset freeze and is
// closed; its last editions are history worth having.
//
// What a reader must know of them:
//
//   - A name has up to six parts, output in the order Name1 to Name6. Name6 is
//     the family name, or the whole name of an organisation, a ship or a person
//     whose names are not told apart; Name1 is given; the others are given
//     names or patronymics. An alias of blank strength is unstated, not strong.
//   - A CSV file has one row for every combination of a party's names,
//     addresses, birth dates and papers: up to 1,440 for one party. Rows of one
//     party need not stand together. Its first line states the date, the header
//     is the second; columns are found by their names.
//   - Dates are dd/mm/yyyy, with unknown parts as letters ("dd/mm/1965") in the
//     UK Sanctions List and as zeros ("00/00/1965") in ConList.
//   - In ConList a cell may number its values, "(1) Cyprus (2) Russia", and the
//     cell Other Information is taken apart by its labels, "(UN Ref):QDi.001.
//     (Gender):Male". The id is its "UK Sanctions List Ref", the first where
//     there are two, else the Group ID.
//   - What is ordered is said per measure. Not every designation is a freeze:
//     ships are specified for ports and flags, people for travel.
//   - HTML entities occur within texts, spreadsheet apostrophes before numbers,
//     several e-mail addresses in one value.
package uk
