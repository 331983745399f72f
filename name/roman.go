package name

import (
	"bytes"
	"strconv"
)

// romanNumbers are those up to 39, of one letter at the end of a name only.
var romanNumbers = func() map[string]string {
	m := map[string]string{}
	for n := 1; n < 40; n++ {
		m[roman(n)] = strconv.Itoa(n)
	}
	return m
}()

// roman writes a number below 40.
func roman(n int) string {
	tens := [...]string{"", "x", "xx", "xxx"}
	ones := [...]string{"", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"}
	return tens[n/10] + ones[n%10]
}

// romanNumber writes a Roman number behind the name of an organisation or ship
// in digits, and one that can be no word wherever it stands beside others: "Fund VII LP",
// "Ark III Sea".
func (a *Analyser) romanNumber() {
	if len(a.spans) == 1 {
		return
	}
	end := len(a.spans) - 1
	for end > 0 && a.spans[end].part == LegalForm {
		end--
	}
	for i := range a.spans {
		sp := &a.spans[i]
		digits, ok := romanNumbers[string(a.at(*sp))]
		if ok && sp.part == Unknown && (i > 0 && i == end || noWordButRoman(a.at(*sp))) {
			a.set(sp, digits)
		}
	}
}

// noWordButRoman says whether a Roman number can be no word.
func noWordButRoman(text []byte) bool { return bytes.Contains(text, []byte("ii")) }
