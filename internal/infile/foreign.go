package infile

import (
	"bytes"
	"regexp"
	"strings"
)

// Foreign says what a file is, given its first bytes, where it can be neither
// a list nor a customers file, and what to do about it. Both are empty for
// anything else.
func Foreign(head []byte) (what, remedy string) {
	if len(head) == 0 {
		return "the file is empty", "fetch or export it again"
	}
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m.start)) {
			return m.what, m.remedy
		}
	}
	start := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\ufeff")), " \t\r\n")
	text := strings.ToLower(string(start[:min(len(start), 512)]))
	if text == "" {
		return "the file holds nothing but blanks", "fetch or export it again"
	}
	if webPage.MatchString(text) || strings.HasPrefix(text, "<?xml") && strings.Contains(text, "<html") {
		return "this is a web page, not data", "the download was answered with an error or a login page: open the address in a browser and save the file itself"
	}
	if blind16(head) {
		return "this is UTF-16 text without a byte order mark", "save it as UTF-8"
	}
	if 10*bytes.Count(head, []byte{0}) > len(head) || noise(head) {
		return "this is a binary file, not text", "export the data as CSV in UTF-8"
	}
	return "", ""
}

// webPage is how a web page begins, or a piece of one: with an element that
// HTML has.
var webPage = regexp.MustCompile(`^<(!doctype html|html|head|body|main|div|section|table|script|style|meta|title)\b`)

var magics = []struct{ start, what, remedy string }{
	{"PK\x03\x04", "this is an Excel workbook or a zip archive", "unpack it, or save the sheet as CSV UTF-8"},
	{"\xd0\xcf\x11\xe0", "this is an old Excel or Word file", "save the sheet as CSV UTF-8"},
	{"%PDF", "this is a PDF document", "ask for the data itself: CSV, XML or JSON"},
	{"\x1f\x8b", "this is a gzip file within a gzip file", "unpack it once"},
	{"SQLite format 3\x00", "this is a database", "export the table as CSV in UTF-8"},
	{"PAR1", "this is a Parquet file", "export the data as CSV in UTF-8"},
}

// blind16 says that text in the Latin alphabet was written as UTF-16 without
// saying so: every other byte is zero.
func blind16(head []byte) bool {
	head = head[:min(len(head), 4096)]
	var zeros [2]int
	for i, c := range head {
		if c == 0 {
			zeros[i&1]++
		}
	}
	pairs := len(head) / 2
	return pairs > 2 && (zeros[0] > pairs*3/4 && zeros[1] <= pairs/10 || zeros[1] > pairs*3/4 && zeros[0] <= pairs/10)
}

// mostControls is how many different control characters a text may have: those that
// part cells or lines, and a few that got into it by accident.
const mostControls = 12

// noise says that the bytes are those of something packed, encrypted or drawn: no text
// has one control character in twenty, of all kinds.
func noise(head []byte) bool {
	var seen [' ']bool
	kinds, all := 0, 0
	for _, c := range head {
		if c >= ' ' || c == '\t' || c == '\n' || c == '\r' {
			continue
		}
		if all++; !seen[c] {
			seen[c] = true
			kinds++
		}
	}
	return kinds > mostControls && 20*all > len(head)
}
