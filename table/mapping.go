package table

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Mapping tells what a table's headers do not: what its columns mean, how it
// is written, and what holds for every row. Its file is a small part of YAML,
// two levels deep, so that it can be read, commented and checked in:
//
//	# Customers of the branch in Vienna
//	columns:
//	  Kd-Nr: id
//	  Name 2: aliases
//	  "Notiz: intern": ignore
//	  7: birth_date          # the seventh column, whatever its name
//	constants:
//	  type: person           # holds where the row says nothing else
//	dates: dd.mm.yyyy        # or mm/dd/yyyy
//	separator: semicolon     # or comma, tab, bar, another sign, or its code such as \x1f
//	encoding: windows-1252
//	sheet: Customers         # of an .xlsx workbook that has several tables
//	ids: content             # own lists only: no id column, see package own
//
// Columns that it does not name are recognised by their headers as ever.
// Fields are written as in the constants of this package ("birth_date").
type Mapping struct {
	Columns   map[string]Field // by header, or by number in digits
	Constants map[Field]string
	Dates     DateOrder
	Separator byte
	Encoding  string
	Sheet     string // of a workbook
	// ContentIDs says that rows without an id get one made of their content.
	ContentIDs bool
}

// Options are those of a table that is written as the mapping says.
func (m *Mapping) Options() Options {
	return Options{Separator: m.Separator, Encoding: m.Encoding, Sheet: m.Sheet, IsHeader: m.isHeader}
}

// isHeader says whether one of the cells is the header of a column of names.
// Where the mapping tells that column by its number, the first row is.
func (m *Mapping) isHeader(cells []string) bool {
	for i, cell := range cells {
		switch m.Means(cell, i) {
		case FullName, OriginalName, FirstName, LastName:
			return true
		}
	}
	return false
}

// field is what the mapping says of a column: by its header, as written or
// nearly so, or by its number.
func (m *Mapping) field(header string, column int) (Field, bool) {
	if f, ok := m.Columns[header]; ok {
		return f, true
	}
	if k := key(header); k != "" {
		for name, f := range m.Columns {
			if key(name) == k {
				return f, true
			}
		}
	}
	f, ok := m.Columns[strconv.Itoa(column+1)]
	return f, ok
}

// Means is the meaning of a column, counted from 0: what the mapping says, or
// else its header.
func (m *Mapping) Means(header string, column int) Field {
	if f, ok := m.field(header, column); ok {
		return f
	}
	return FieldOf(header)
}

// maxMapping is the largest mapping file in bytes.
const maxMapping = 1 << 20

// ReadMapping reads a mapping file. The name is for messages, which give the
// line.
func ReadMapping(r io.Reader, name string) (*Mapping, error) {
	m := &Mapping{Columns: map[string]Field{}, Constants: map[Field]string{}}
	err := ReadSections(r, name, []string{"columns", "constants"}, func(section, key, value string) error {
		switch section {
		case "columns":
			return m.column(key, value)
		case "constants":
			return m.constant(key, value)
		}
		return m.setting(key, value)
	})
	if err != nil {
		return nil, err
	}
	return m, nil
}

// ReadSections reads the small part of YAML that a mapping file is written in:
// lines "key: value" at the margin, which are settings, and sections of such
// lines, indented below "name:". It hands over each in the order of the file,
// a setting with an empty section. The errors of take are given file and line.
func ReadSections(r io.Reader, name string, sections []string, take func(section, key, value string) error) error {
	lines := bufio.NewScanner(io.LimitReader(r, maxMapping))
	lines.Buffer(nil, 64<<10)
	section := ""
	for number := 1; lines.Scan(); number++ {
		text := strings.TrimRight(lines.Text(), "\r")
		if number == 1 {
			text = strings.TrimPrefix(text, "\ufeff")
		}
		if err := readLine(&section, text, sections, take); err != nil {
			return fmt.Errorf("%s, line %d: %w", name, number, err)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("%s: reading the mapping: %w", name, err)
	}
	return nil
}

// readLine takes one line of the file.
func readLine(section *string, text string, sections []string, take func(section, key, value string) error) error {
	if !utf8.ValidString(text) {
		return fmt.Errorf("the line is not UTF-8; save the mapping as UTF-8")
	}
	indented := strings.TrimLeft(text, " ") != text
	key, value, err := pair(text)
	if err != nil || key == "" {
		return err
	}
	switch {
	case indented && *section == "":
		return fmt.Errorf("the line is indented but belongs to no section; begin it at the margin, or put it under %s:", strings.Join(sections, ": or "))
	case indented && value == "":
		return fmt.Errorf("%q has no value; write it behind the colon", key)
	case indented:
		return take(*section, key, value)
	case slices.Contains(sections, key):
		if value != "" {
			return fmt.Errorf("put the %s on lines of their own, indented", key)
		}
		*section = key
		return nil
	}
	*section = ""
	return take("", key, value)
}

func (m *Mapping) column(header, field string) error {
	f, err := fieldNamed(field)
	if err != nil {
		return err
	}
	for name := range m.Columns {
		if name != header && (key(name) != key(header) || key(header) == "") {
			continue
		}
		return fmt.Errorf("the column %q is mapped twice; keep one line", header)
	}
	m.Columns[header] = f
	return nil
}

func (m *Mapping) constant(field, value string) error {
	f, err := fieldNamed(field)
	if err != nil {
		return err
	}
	if _, ok := m.Constants[f]; ok || f == Ignored {
		return fmt.Errorf("%q can have one constant only; keep one line", f)
	}
	m.Constants[f] = value
	return nil
}

func (m *Mapping) setting(key, value string) error {
	switch key {
	case "dates":
		order, ok := OrderNamed(value)
		if !ok {
			return fmt.Errorf("the date format %q is not known; write such as dd/mm/yyyy, mm/dd/yyyy or yyyy-mm-dd", value)
		}
		m.Dates = order
	case "separator":
		names := map[string]byte{"comma": ',', "semicolon": ';', "tab": '\t', "bar": '|', `\t`: '\t'}
		sep := names[value]
		if code, ok := strings.CutPrefix(value, `\x`); sep == 0 && ok {
			n, err := strconv.ParseUint(code, 16, 7)
			if err == nil {
				sep = byte(n)
			}
		}
		if sep == 0 && len(value) == 1 {
			sep = value[0]
		}
		if !canSeparate(sep) {
			return fmt.Errorf("the separator %q cannot be one; write comma, semicolon, tab, bar, another sign, or its code such as \\x1f", value)
		}
		m.Separator = sep
	case "encoding":
		m.Encoding = value
	case "sheet":
		m.Sheet = value
	case "ids":
		if value != "content" && value != "column" {
			return fmt.Errorf("ids is %q; write column or content", value)
		}
		m.ContentIDs = value == "content"
	default:
		return fmt.Errorf("%q is no setting; there are columns, constants, dates, separator, encoding, sheet and ids", key)
	}
	return nil
}

// fieldNamed reads a field by its own name or by any that a header may have.
func fieldNamed(s string) (Field, error) {
	if f := Field(s); f.known() {
		return f, nil
	}
	if f := FieldOf(s); f != Unknown {
		return f, nil
	}
	return Unknown, fmt.Errorf("%q is no field; there are %s and %s", s, strings.Join(fieldNames(), ", "), Ignored)
}

func fieldNames() []string {
	var all []string
	for _, f := range words().fields {
		all = append(all, string(f))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// OrderNamed reads a date format such as dd.mm.yyyy by the order of its letters.
func OrderNamed(format string) (DateOrder, bool) {
	letters := strings.Map(func(r rune) rune {
		if strings.ContainsRune("dmy", r|0x20) {
			return r | 0x20
		}
		return -1
	}, format)
	var order strings.Builder
	for i := range len(letters) {
		if i == 0 || letters[i] != letters[i-1] {
			order.WriteByte(letters[i])
		}
	}
	switch order.String() {
	case "dmy":
		return DayFirst, true
	case "mdy":
		return MonthFirst, true
	case "ymd":
		return OrderUnknown, true
	}
	return OrderUnknown, false
}

// pair reads "key: value" with quotes and a comment; both are empty on a line
// that holds nothing.
func pair(text string) (key, value string, err error) {
	rest := strings.TrimLeft(text, " ")
	if rest == "" || rest[0] == '#' || rest == "---" {
		return "", "", nil
	}
	if rest[0] == '\t' {
		return "", "", fmt.Errorf("the line begins with a tab; indent with spaces")
	}
	if key, rest, err = scalar(rest, true); err != nil {
		return "", "", err
	}
	rest, ok := strings.CutPrefix(strings.TrimLeft(rest, " "), ":")
	if !ok || key == "" {
		return "", "", fmt.Errorf("there is no colon behind the name; write name: value, with the name in quotes where it holds a colon")
	}
	if value, rest, err = scalar(strings.TrimLeft(rest, " "), false); err != nil {
		return "", "", err
	}
	if rest = strings.TrimLeft(rest, " "); rest != "" && rest[0] != '#' {
		return "", "", fmt.Errorf("there is more behind the closing quote; put the whole in quotes")
	}
	return key, value, nil
}

// scalar reads a word, quoted or not. A plain key ends at its colon, a plain
// value at a comment.
func scalar(s string, isKey bool) (word, rest string, err error) {
	if s == "" {
		return "", "", nil
	}
	if q := s[0]; q == '"' || q == '\'' {
		end := strings.IndexByte(s[1:], q)
		if end < 0 {
			return "", "", fmt.Errorf("the quote is not closed")
		}
		word = s[1 : 1+end]
		if q == '"' && word == `\t` {
			word = "\t"
		}
		return word, s[end+2:], nil
	}
	end := len(s)
	if isKey {
		for i := range len(s) {
			if s[i] == ':' && (i+1 == len(s) || s[i+1] == ' ') {
				end = i
				break
			}
		}
	} else if s[0] == '#' {
		end = 0
	} else if i := strings.Index(s, " #"); i >= 0 {
		end = i
	}
	return strings.TrimSpace(s[:end]), s[end:], nil
}
