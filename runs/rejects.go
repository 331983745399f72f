package runs

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"

	"github.com/interdict/interdict/subjects"
)

// Rejected is a row that was refused or, with Screened, screened without one of
// its values.
type Rejected struct {
	Input    int
	Row      int64
	Code     string
	Screened bool
	// Content is the row as it stood in the file, where the plan asks for it, at most
	// table.MostContent of it; of what stood beyond table.MostContents of an input's rows
	// together nothing is kept. It is personal data, and for no receipt or report.
	Content string
}

// Rejects are the rejected rows of a range in few bytes: in a file with the wrong
// encoding, or of which a column cannot be read, that may be every row.
//
// Packed has a piece for each block that has any, in their order. A piece is
// stretches of rows that follow one another with one code: how far the first is from the
// row before (in a piece's first stretch, from row 0), the code's place in Codes with two
// bits below it, screened and held, and how many rows there are or, of a row that is
// held, its content. All numbers are unsigned varints.
type Rejects struct {
	Codes  []string
	Packed [][]byte
}

const (
	bitHeld     = 1 << 0
	bitScreened = 1 << 1
	codeShift   = 2
)

// add adds rows of a block, ascending. contents is what stood in them, as far as it is
// kept.
func (r *Rejects) add(refused []subjects.Refusal, contents map[int64]string) {
	var piece []byte
	last := int64(0)
	for i := 0; i < len(refused); {
		one := &refused[i]
		head := uint64(r.code(one.Code)) << codeShift
		if one.Screened {
			head |= bitScreened
		}
		piece = binary.AppendUvarint(piece, uint64(one.Row-last))
		if held := contents[one.Row]; held != "" {
			piece = binary.AppendUvarint(piece, head|bitHeld)
			piece = binary.AppendUvarint(piece, uint64(len(held)))
			piece = append(piece, held...)
			last, i = one.Row, i+1
			continue
		}
		n := i + 1
		for n < len(refused) && refused[n].Row == refused[n-1].Row+1 && refused[n].Code == one.Code && refused[n].Screened == one.Screened && contents[refused[n].Row] == "" {
			n++
		}
		piece = binary.AppendUvarint(piece, head)
		piece = binary.AppendUvarint(piece, uint64(n-i))
		last, i = refused[n-1].Row, n
	}
	r.Packed = append(r.Packed, bytes.Clone(piece))
}

// code is a code's place.
func (r *Rejects) code(code string) int {
	i := slices.Index(r.Codes, code)
	if i < 0 {
		i = len(r.Codes)
		r.Codes = append(r.Codes, code)
	}
	return i
}

// sort puts the pieces in their order.
func (r *Rejects) sort() {
	slices.SortFunc(r.Packed, func(a, b []byte) int {
		first, _ := binary.Uvarint(a)
		second, _ := binary.Uvarint(b)
		return cmp.Compare(first, second)
	})
}

// each goes through the rows.
func (r *Rejects) each(input int, yield func(*Rejected) bool) bool {
	for _, piece := range r.Packed {
		row := int64(0)
		next := func() int64 {
			n, k := binary.Uvarint(piece)
			piece = piece[max(k, 0):]
			return int64(n)
		}
		for len(piece) > 0 {
			row += next()
			head := next()
			one := Rejected{Input: input, Row: row, Code: r.Codes[head>>codeShift], Screened: head&bitScreened != 0}
			n := next()
			if head&bitHeld != 0 {
				one.Content, piece, n = string(piece[:n]), piece[n:], 1
			}
			for ; n > 0; n-- {
				one.Row = row
				if !yield(&one) {
					return false
				}
				row++
			}
			row--
		}
	}
	return true
}

// AllRejected goes through the rows of all ranges that were refused, or screened
// without a value.
func AllRejected(ranges []Range) func(yield func(*Rejected) bool) {
	return func(yield func(*Rejected) bool) {
		for i := range ranges {
			if !ranges[i].Rejected.each(ranges[i].Input, yield) {
				return
			}
		}
	}
}
