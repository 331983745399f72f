package table

// Faults is a set of things wrong with a row that can be screened all the
// same, without the value concerned: a party whose birth date is unreadable is
// screened by name. Whoever reads the table counts such a row as incomplete.
//
// Notes are in the same set: the row is whole, but its reader should know.
type Faults uint16

const (
	// FaultNoName: no cell holds a name. Such a row cannot be screened.
	FaultNoName Faults = 1 << iota
	FaultDate
	FaultSerialDate
	FaultDateOrder
	FaultCountry
	FaultEncoding
	NoteAmbiguousDate
	NoteType
)

// notes are those that leave the row whole.
const notes = NoteAmbiguousDate | NoteType

// faultTexts are the codes and sentences, in the order of the bits.
var faultTexts = [...]struct{ code, reason string }{
	{"no_name", "no cell of the row holds a name; fill it or remove the row"},
	{"bad_date", "a date is not a day of the calendar between 1800 and 2100, so it was left out; write YYYY-MM-DD"},
	{"serial_date", "a date is a spreadsheet's day number, so it was left out; format the column as a date and export again"},
	{"date_order", "a date has day and month in the other order than the rest of the column and was read so; write YYYY-MM-DD"},
	{"unknown_country", "a country is not known, so it was left out; write its ISO 3166-1 code"},
	{"encoding", "the row is not valid UTF-8, so letters in it are lost; export the file as UTF-8, or state its encoding in the mapping"},
	{"ambiguous_date", "a date can be read in two ways, and was: day and month, or the century, are not certain; state the format in the mapping"},
	{"unknown_type", "the type is none that is known, so the row is compared with parties of every type; map the column or state the type in the mapping"},
}

// Whole says that nothing is wrong but what is worth a note.
func (f Faults) Whole() bool { return f&^notes == 0 }

// Each hands over the reason code of each fault and note, with its sentence,
// and whether it is but a note.
func (f Faults) Each(yield func(code, reason string, note bool)) {
	for i, t := range faultTexts {
		if bit := Faults(1) << i; f&bit != 0 {
			yield(t.code, t.reason, bit&notes != 0)
		}
	}
}
