// Command accuracy measures how well names are found and clean people left
// alone, over the labelled sets that are stored beside the checkout. It is run
// by `make accuracy`, prints a table and writes ACCURACY.md.
//
// It measures what a user gets: the default threshold, weights and policy,
// pairs as `interdict match` scores them, people as `interdict screen` screens
// them against scale M (see `make scales`). A row whose set is absent is left
// out with a message.
//
//	go run ./internal/accuracy                       every row, and ACCURACY.md
//	go run ./internal/accuracy --row name_bench      one row alone
//	go run ./internal/accuracy --save before.tsv     keep each case's outcome
//	go run ./internal/accuracy --against before.tsv  what was won and lost since
//	go run ./internal/accuracy --row pairs --but-fold 2/5   tune on four folds,
//	go run ./internal/accuracy --row pairs --fold 2/5       check on the fifth
//
// Several rows are named with commas, --row list names them all.
//
// Rates come with the 95 % interval of Wilson. F1 is 2J/(1+J), where J is the
// share of true positives among all but the true negatives: the interval of J,
// a plain share, gives that of F1. Of balanced accuracy, the mean of two
// shares, the distances of both intervals are added in squares.
//
// Another entity in first place counts as right where its name is written as
// closely to the subject's as any of the intended one, or is just one of its
// names, or where it is the same person by birth date and name, or the same body by
// name but for a bracket and one short word or legal forms, published by a list that
// no reference joins. A name in another script is held against Latin names alone. near.go and
// same.go judge that by letters alone, without what the engine knows.
//
// Of companies, of owners and of organisations in native script every second one is held
// out: nothing is tuned on those.
//
// Sets whose terms forbid commercial use measure only. Nothing of them but sums
// goes into ACCURACY.md; a file of --save holds names and is to stay outside
// the repository.
package main
