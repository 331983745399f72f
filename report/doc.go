// Package report puts results into the forms that people and programs read: a
// report for a terminal, JSON lines, CSV and a self-contained HTML page.
//
// Two ideas carry it. First, what a person reads is said once: a Finding is a
// hit in plain words (who, which designation, what it orders, why, how sure,
// what is missing to decide), made from the hit's evidence and the listing
// behind it, and the terminal, the HTML page and the CSV's evidence cell all
// print the same sentences. Second, results arrive one by one, in input order,
// and are written at once: a Writer holds one result, whatever the run's size.
//
// What comes from lists and customers is foreign text. Terminal output drops
// control and direction-changing characters, HTML is escaped by html/template,
// and CSV cells that a spreadsheet would take for a formula are marked as
// text, so that a crafted name cannot act on the one who reads the report.
//
// The JSON shapes are those of docs/cli.md and are promised to other programs.
// The package knows no file, flag or clock: whoever calls it hands over
// streams, times and terminal properties.
package report
