package lists

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// mains are the editions that the main files begin. Pieces of one list that
// are together, with the same day in their names, are one edition: the first
// by name is its main file, the others are parts.
func (c *collector) mains() []*edition {
	var all []*edition
	begun := map[string]*edition{}
	for _, p := range c.inOrder() {
		if p.Name != Main {
			continue
		}
		key := ""
		if p.piece != "" {
			date, _ := dateIn(filepath.Base(p.File.Path))
			folder := ""
			if p.root != "" {
				folder = filepath.Dir(p.File.Path)
			}
			key = strings.Join([]string{p.list, p.format.Name(), date.String(), folder}, "\x00")
		}
		m := begun[key]
		if key == "" || m == nil {
			m = &edition{main: p, parts: []Part{p.Part}}
			all = append(all, m)
			begun[key] = m
			continue
		}
		if i := slices.IndexFunc(m.pieces, func(o *foundPart) bool { return o.piece == p.piece }); i >= 0 || m.main.piece == p.piece {
			other := m.main
			if i >= 0 {
				other = m.pieces[i]
			}
			c.skip(p.File.Path, fmt.Sprintf("it is the piece %q of an edition of %s, which %s is already; remove one of them", p.piece, p.list, other.File.Path), p.root == "")
			continue
		}
		part := p.Part
		part.Name = p.piece
		m.pieces = append(m.pieces, p)
		m.parts = append(m.parts, part)
	}
	return all
}

// inOrder are the parts found, pieces by their names, so that an edition does
// not depend on the order in which its files were named.
func (c *collector) inOrder() []*foundPart {
	all := make([]*foundPart, len(c.parts))
	for i := range c.parts {
		all[i] = &c.parts[i]
	}
	slices.SortStableFunc(all, func(a, b *foundPart) int { return strings.Compare(a.piece, b.piece) })
	return all
}
