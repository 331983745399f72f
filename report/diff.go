package report

import (
	"fmt"
	"io"
)

// Diff is what changed between two editions of a list, in words.
type Diff struct {
	List, From, To string // From and To name the editions: "edition of 22 March 2024"
	Added, Removed []DiffEntry
	Changed        []DiffEntry
	// Republished counts entries that say the same in other bytes.
	Republished int
}

// DiffEntry is one listing of a difference; Words say what changed in it.
type DiffEntry struct {
	ID, Name string
	Words    []string
}

// WriteDiff writes a difference for people.
func WriteDiff(w io.Writer, style Style, d *Diff) error {
	p := newPage(w, style)
	p.text(0, d.List+": from the "+d.From+" to the "+d.To, bold)
	p.text(0, fmt.Sprintf("%s added, %s removed, %s changed.", count(len(d.Added)), count(len(d.Removed)), count(len(d.Changed))), plain)
	if d.Republished > 0 {
		p.text(0, plural(d.Republished, "entry says", "entries say")+" the same in other bytes.", dim)
	}
	p.diffEntries("Added", d.Added)
	p.diffEntries("Removed", d.Removed)
	p.diffEntries("Changed", d.Changed)
	return p.flush()
}

func (p *page) diffEntries(title string, list []DiffEntry) {
	if len(list) == 0 {
		return
	}
	p.heading(title)
	for _, e := range list {
		p.text(2, e.ID+" · "+e.Name, bold)
		for _, s := range e.Words {
			p.text(4, sentenceCase(s), plain)
		}
	}
}
