// Package senzing reads lists written for the Senzing entity resolver: an object
// a line, or an array of them, as OpenSanctions exports them and as banks keep
// their own.
//
// An object's attributes may lie flat in it ("PRIMARY_NAME_FULL"), in arrays by
// feature (NAMES, ADDRESSES), or in one array FEATURES: attributes of one feature
// that stand in one object belong together, wherever that is. The table
// data/attributes.tsv says what each means. Anything else is the file's own
// payload, which is kept under its path and reported.
//
// The list is the records' DATA_SOURCE in lower case, without the "OS_" that
// OpenSanctions puts before it. Of a file with several it is not known, nor of
// customers, who are screened and no list: such a file must be named itself. A
// listing's id is the RECORD_ID; where a record is of another source than the
// list, its source stands before it.
//
// A record without a type is of OpenSanctions a thing that is no party, such as a
// post: it is a listing to watch. Topics decide the kind as in package ftm.
package senzing
