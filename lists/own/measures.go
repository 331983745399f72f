package own

import "github.com/interdict/interdict"

// MeasureOf is the measure that a word or phrase names, as the column of
// measures may hold it. Other readers use it for words without a table of their
// own.
func MeasureOf(words string) (interdict.Measure, bool) {
	m, ok := measures()[word(words)]
	return m, ok
}
