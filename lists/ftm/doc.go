// Package ftm reads lists in the forms of FollowTheMoney, the data model of
// OpenSanctions and of investigative archives: entities.ftm.json and
// targets.nested.json (a record a line), statements.csv and statements.pack (a
// value a row) and targets.simple.csv (a party a row).
//
// A file holds parties and records of other sorts that name them: addresses,
// sanctions, papers, wallets, and relations such as Ownership or Family. A party
// becomes a listing; what names it is joined onto it, whatever the order of the
// file. The tables of data/ say what each schema, property and topic means; what
// they do not know is kept in Other and reported. Values are sets, so they are
// sorted, and an export that only orders them otherwise is no change.
//
// The list is the data set: as the records say, where they name but one; else as
// the file's name, its folder or the index.json beside it does. An index.json
// also dates the edition and holds the checksums of its files. A delta
// ({"op": "MOD", "entity": {...}}, a file a version) changes a full file that is
// named together with it; alone it is refused.
//
// Topics decide the kind: what is merely linked to a sanction, or exposed, is
// not sanctioned. A party without topics has the kind of its list, unless the
// file says that it is no target. Other ids of a party, under which it stood
// before records were merged or stands at other publishers, are cross
// references.
//
// What a listing does not tell: last_seen, which is another in each export; of a
// record beside a party its id, dates and data sets; of an entity nested in
// another that has a listing of its own everything but id and caption; posts
// that nobody of the file holds. Of targets.simple.csv the types of identifiers
// and the topics are not published.
package ftm
