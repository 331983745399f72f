package table

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// numberFormat is what a workbook's cell format makes of a number: a date, a
// number with leading zeros, or what it is.
type numberFormat struct {
	year, month, day, clock bool
	zeros                   int // digits to fill up to with zeros, as in 000000
}

func (f numberFormat) date() bool { return f.year || f.month || f.day || f.clock }

// builtin is a format that a workbook does not spell out, by its number: ECMA-376,
// part 1, 18.8.30, those of East Asian editions included.
func builtin(id int) numberFormat {
	day := numberFormat{year: true, month: true, day: true}
	switch {
	case id == 17 || id == 55: // mmm-yy
		return numberFormat{year: true, month: true}
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id >= 45 && id <= 47 && id != 46:
		return numberFormat{clock: true}
	case id == 22:
		day.clock = true
		return day
	case id >= 14 && id <= 16, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 58:
		return day
	}
	return numberFormat{}
}

// readFormat reads a format's code, such as "dd/mm/yyyy;@", of which the first
// section counts: those behind it are for negative numbers, zero and text.
func readFormat(code string) numberFormat {
	letters, digits := formatLetters(code)
	var f numberFormat
	if letters == "" {
		if digits != "" && strings.Trim(digits, "0") == "" && digits == code {
			f.zeros = len(digits)
		}
		return f
	}
	for i, c := range letters {
		switch c {
		case 'y':
			f.year = true
		case 'd':
			f.day = true
		case 'h', 's':
			f.clock = true
		case 'm': // minutes beside hours or seconds
			if i > 0 && letters[i-1] == 'h' || i+1 < len(letters) && letters[i+1] == 's' {
				f.clock = true
			} else {
				f.month = true
			}
		}
	}
	return f
}

// formatLetters are the letters of a format that stand for parts of a date,
// each once where it stands several times in a row, and its placeholders for
// digits. What is quoted, escaped or in brackets stands for itself or says
// colours and languages; an elapsed time is no date.
func formatLetters(code string) (letters, digits string) {
	var l, d []byte
	for i := 0; i < len(code); i++ {
		c := code[i] | 0x20
		switch {
		case code[i] == ';':
			return string(l), string(d)
		case code[i] == '"':
			i = skipTo(code, i+1, '"')
		case code[i] == '[':
			end := skipTo(code, i+1, ']')
			if inner := strings.ToLower(code[i+1 : min(end, len(code))]); inner != "" && strings.Trim(inner, "hms") == "" {
				return "", ""
			}
			i = end
		case code[i] == '\\' || code[i] == '_' || code[i] == '*':
			i++
		case code[i] == '0' || code[i] == '#' || code[i] == '?':
			d = append(d, code[i])
		case strings.IndexByte("ymdhs", c) >= 0:
			if len(l) == 0 || l[len(l)-1] != c {
				l = append(l, c)
			}
		case strings.HasPrefix(strings.ToLower(code[i:]), "general"):
			return "", ""
		}
	}
	return string(l), string(d)
}

// skipTo is where the byte stands, from i on, or the text's end.
func skipTo(s string, i int, c byte) int {
	if n := strings.IndexByte(s[min(i, len(s)):], c); n >= 0 {
		return i + n
	}
	return len(s)
}

// lastSerial is the day number of 31 December 9999.
const lastSerial = 2958465

// appendNumber appends a number as its cell shows it: a date in the order of
// ISO 8601 and as precisely as the format does, "1985-11" where the day is not
// shown; else in the shortest digits that are the same number.
func (f numberFormat) appendNumber(dst []byte, number string, epoch1904 bool) []byte {
	v, err := strconv.ParseFloat(number, 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		return append(dst, number...)
	}
	if f.date() && v >= 0 && v < lastSerial+1 {
		return f.appendDate(dst, v, epoch1904)
	}
	if f.zeros > 0 && v == math.Trunc(v) && v >= 0 && v < 1e15 {
		digits := strconv.FormatInt(int64(v), 10)
		for range f.zeros - len(digits) {
			dst = append(dst, '0')
		}
		return append(dst, digits...)
	}
	if plainDigits(number) || math.Abs(v) >= 1e21 {
		return append(dst, number...)
	}
	return strconv.AppendFloat(dst, v, 'f', -1, 64)
}

// plainDigits says that a number is written with digits alone, as nearly all
// are.
func plainDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// appendDate appends a day number with its time of day. Day 1 is 1 January
// 1900; there is a day 60, 29 February 1900, which never was. In workbooks of
// old Macintosh programs day 0 is 1 January 1904.
func (f numberFormat) appendDate(dst []byte, v float64, epoch1904 bool) []byte {
	seconds := int64(math.Round((v - math.Floor(v)) * 86400))
	days := int(math.Floor(v))
	start := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case epoch1904:
		start = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case days == 60 && f.day:
		return append(dst, "1900-02-29"...)
	case days < 60:
		start = start.AddDate(0, 0, 1)
	}
	t := start.AddDate(0, 0, days).Add(time.Duration(seconds) * time.Second)
	layout := ""
	switch {
	case f.day:
		layout = "2006-01-02"
	case f.month && f.year:
		layout = "2006-01"
	case f.year:
		layout = "2006"
	case f.month:
		layout = "January"
	case f.clock:
		return t.AppendFormat(dst, "15:04:05")
	}
	if f.clock && seconds != 0 {
		layout += " 15:04:05"
	}
	return t.AppendFormat(dst, layout)
}
