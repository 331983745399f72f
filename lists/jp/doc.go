// Package jp reads Japan's list of organisations to which exports are
// forbidden over the war in Ukraine (jp_meti_ru): the "specified
// organisations" of the Ministry of Foreign Affairs' notices, published by the
// Ministry of Economy, Trade and Industry
// (https://www.meti.go.jp/policy/external_economy/trade_control/01_seido/04_seisai/crimea.html)
// as PDF in volumes: Russia, Belarus, third countries. The reader takes the text
// of these PDFs, such as pdftotext makes. The volumes are one edition.
//
//	12 国際量子光学・量子技術センター（別称、ロシア量子センター及び RQC）
//	International Center for Quantum Optics and Quantum Technologies LLS, a.k.a. the
//	following two aliases:
//	-Russian Quantum Center; and
//	-RQC
//	所在地：Business-center “Ural,” 100 Novaya Street, Skolkovo, Russia;
//	and 30 Bolshoy Blvd, Bldg 1, Moscow, 121205, Russia.
//
// What a reader must know of it:
//
//   - An entry is its number in the notice, the name in Japanese with other names
//     in brackets behind 別称, the name in English with its own, the place
//     behind 所在地. Later entries have 別称 on a line of its own.
//   - Lines are cut by width, words within them. Where a page ends, the next
//     entry may follow on the same line without a space ("Russia.25 株式会社...").
//     So entries are found by counting: number n+1 is looked for behind the
//     address of entry n. A number that is not found is refused by name.
//   - The English name may follow the Japanese on one line.
//   - The day of the last change stands at the top, and is the edition's; the
//     day of designation there is that of the first entries, not of each.
package jp
