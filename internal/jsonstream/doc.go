// Package jsonstream reads the JSON of published lists record by record.
//
// A Scanner cuts a text into records without holding more than one of them.
// Three forms are known, told apart by the beginning: JSON lines, one value a
// line; an array whose elements are the records; and one object that has the
// array among its members, whose other members come as records with a Key:
//
//	{"type": "bundle", "objects": [{...}, {...}]}
//
// Values that follow each other over several lines are read too. A record
// above the limit is passed over: its error says ErrTooLarge, and Next goes on
// behind it. What is not UTF-8, is cut off or has no end ends the reading with
// an *Error that says where and what to do.
//
// Parse turns a record into a small tree. A reader takes what it knows from
// it; Rest then names what nobody took, so that nothing published is lost:
//
//	rec.Parse(&tree)
//	id := tree.Take("id")
//	for a := range tree.Each("addresses") {
//		city := a.Take("city")
//	}
//	tree.Rest(func(path, value string) { ... })
package jsonstream
