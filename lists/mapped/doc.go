// Package mapped reads lists that differ from one another in their columns
// only: a table, or a JSON array of flat objects, one row a party. What a
// column means is said by a mapping file, data/<list id>.yaml, so that a
// further list of this sort is a file and no code.
//
// A mapping file is the small part of YAML that package table reads. Its first
// comment names the publisher, where the table is from and its terms of use.
// Its settings, each of them a list divided by ";" where it names several:
//
//	has: Name; Delisted      # by these columns together the table is known
//	lacks: QID               # none of these may be there
//	where: Body=Ministry     # and the first row fulfils these conditions
//	number: celex; annex; no # the publisher's own number of the entry: these
//	                         # columns joined by "/", if the last is filled
//	ids: Name; Land|Country  # else the id is made of what these columns hold;
//	                         # of "a|b" the first that is filled
//	group: yes               # rows of one id are one listing
//	dates: dd.mm.yyyy
//	empty: nill; none        # cells that say nothing, beside "-"
//	invented: 1234567; 0000  # numbers that stand for none known: kept in Other;
//	                         # "11111*" is all that begin so
//	unnamed: Wallet          # such a row's name is what this column holds
//	continues: Name; Wallet  # where these are empty, the row belongs to the one above
//	heading: Order           # a row of one cell beginning so: a column "heading"
//	                         # has it in all rows below, up to the next
//	piece: celex             # files that differ in this column are one edition
//
// and its sections:
//
//	columns:                 # header: field, of those in fields.go
//	  Name: name
//	  Notes: remarks
//	constants:               # field: value, where no column of the field has one
//	  type: Organization
//	separators:              # header: what stands between a cell's values;
//	  Name: "@ alias"        # letters are whole words. Else ";" in names
//	types:                   # condition: schema. The first that holds counts,
//	                         # here and below
//	  Kind=Person: Person
//	kinds:                   # condition: kind of the listing (interdict.Kind)
//	measures:                # condition: measures
//	  List=Frozen: asset_freeze; travel_ban
//
// A condition names a column and a value, "Kind=Person"; "Kind=*" says that it
// is filled. Several are joined by " & ". Capitals do not count in values.
//
// Every cell reaches the listing: a field, or Other under the column's header.
// A column that the mapping does not name is reported besides. A row that is
// marked as removed (the field "removed") makes no listing and is counted.
//
// An id made of content changes if what it is made of changes: then it is
// another entry, as it would be for a person who compares the two tables.
package mapped
