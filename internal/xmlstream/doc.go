// Package xmlstream reads the XML of published lists fast and safely.
//
// A Scanner is a pull tokenizer: Next gives start tags, end tags and text, in
// order, without allocating. Names are local names, the namespace prefix cut
// off; comments and processing instructions are passed over. What a list has
// no use for and an attacker has is refused: a document type and its entities,
// nesting or records beyond a limit, encodings other than UTF-8, characters
// that XML forbids.
//
// On top of it, Record reads one whole element, a list's record, as a small
// tree with its published bytes. A reader takes what it knows from the tree;
// Rest then names what nobody took, so that nothing published is lost:
//
//	sc := xmlstream.New(file, xmlstream.Options{})
//	for {
//		kind, err := sc.Next() // io.EOF at the document's end
//		...
//		if kind == xmlstream.Start && string(sc.Name()) == "Designation" {
//			rec, err := sc.Record()
//			id := rec.Take("UniqueID")
//			for name := range rec.Child("Names").All("Name") {
//				last := name.Take("Name6")
//			}
//			rec.Rest(func(path, value string) { ... })
//		}
//	}
//
// A damaged document ends in an *Error with byte offset, line and remedy. A
// record above the limit is the one error that reading survives: Record has
// then passed over it, and Next goes on behind it.
package xmlstream
