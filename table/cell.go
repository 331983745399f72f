package table

import (
	"bytes"
	"strconv"

	"github.com/interdict/interdict/internal/xmlstream"
)

// readCell appends the value of the cell just begun to the arena.
func (s *sheet) readCell() error {
	var kind cellKind
	switch string(s.sc.Attr("t")) {
	case "s":
		kind = sharedCell
	case "b":
		kind = boolCell
	case "e":
		kind = errorCell
	case "", "n":
		kind = numberCell
	}
	style := 0
	if a := s.sc.Attr("s"); len(a) > 0 {
		style, _ = strconv.Atoi(string(a))
	}
	s.value = s.value[:0]
	for depth, within := s.sc.Depth(), false; ; {
		token, err := s.sc.Next()
		switch {
		case err != nil:
			return err
		case token == xmlstream.Text && within:
			s.value = append(s.value, s.sc.Text()...)
		case token == xmlstream.Start:
			within = string(s.sc.Name()) == "v"
			if string(s.sc.Name()) == "is" {
				if s.value, err = appendRich(s.value[:0], s.sc); err != nil {
					return err
				}
			}
		case token == xmlstream.End:
			within = false
			if s.sc.Depth() < depth {
				return s.take(kind, style)
			}
		}
	}
}

type cellKind uint8

const (
	textCell cellKind = iota // a formula's text, an inline one, a date as ISO 8601 writes it
	sharedCell
	numberCell
	boolCell
	errorCell
)

// take appends what the cell's value means. An error value, such as #N/A, is
// no value.
func (s *sheet) take(kind cellKind, style int) error {
	switch kind {
	case sharedCell:
		if len(s.value) == 0 {
			break
		}
		i, err := strconv.Atoi(string(s.value))
		if err != nil {
			i = -1
		}
		text, err := s.texts.at(i)
		s.arena = append(s.arena, text...)
		return err
	case boolCell:
		switch string(s.value) {
		case "1":
			s.arena = append(s.arena, "TRUE"...)
		case "0":
			s.arena = append(s.arena, "FALSE"...)
		}
	case numberCell:
		var f numberFormat
		if style >= 0 && style < len(s.formats) {
			f = s.formats[style]
		}
		if len(s.value) > 0 {
			s.arena = f.appendNumber(s.arena, string(s.value), s.epoch1904)
		}
	case textCell:
		s.arena = append(s.arena, plainText(s.value, 0)...)
	}
	return nil
}

// columnOf is the column of a cell such as "AB12", counted from 0; -1 where it
// has no letters.
func columnOf(ref []byte) int {
	n := 0
	for _, c := range ref {
		if c |= 0x20; c < 'a' || c > 'z' || n > maxSheetColumns {
			break
		}
		n = n*26 + int(c-'a') + 1
	}
	return n - 1
}

// AppendCell appends a cell of CSV, in quotes where it would be misread without.
func AppendCell(dst, cell []byte) []byte {
	plain := true
	for _, b := range cell {
		if b == ',' || b == '"' || b == '\n' || b == '\r' {
			plain = false
			break
		}
	}
	if plain {
		return append(dst, cell...)
	}
	dst = append(dst, '"')
	for {
		i := bytes.IndexByte(cell, '"')
		if i < 0 {
			return append(append(dst, cell...), '"')
		}
		dst = append(append(dst, cell[:i+1]...), '"')
		cell = cell[i+1:]
	}
}
