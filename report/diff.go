package report

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"sync"
)

// Diff is what changed between two editions of a list, in words.
type Diff struct {
	List     string
	Title    string // the list's name for people, may be empty
	From, To string // name the editions: "edition of 22 March 2024"
	// Added, Removed and Changed are the listings of which that is said.
	Added, Removed, Changed []DiffEntry
	// Republished counts entries that say the same in other bytes.
	Republished int
	// Silent counts the entries whose change the publisher did not announce;
	// Notices tell of what concerns many at once.
	Silent  int
	Notices []string
}

// Name is the list's name for people.
func (d *Diff) Name() string {
	if d.Title != "" {
		return d.Title
	}
	return d.List
}

// DiffEntry is one listing of a difference; Words say what changed in it. A
// silent change among them says so. Why is there where the entry is silent.
type DiffEntry struct {
	ID, Name string
	Words    []string
	Why      string
}

// SilentWords are a change's words with the reason why it is silent.
func SilentWords(words, why string) string { return words + " [silent: " + why + "]" }

// WriteDiff writes a difference for people.
func WriteDiff(w io.Writer, style Style, d *Diff) error {
	p := newPage(w, style)
	p.text(0, d.List+": from the "+d.From+" to the "+d.To, bold)
	p.text(0, d.counts()+".", plain)
	if d.Republished > 0 {
		p.text(0, plural(d.Republished, "entry says", "entries say")+" the same in other bytes.", dim)
	}
	if d.Silent > 0 {
		p.text(0, "! "+plural(d.Silent, "entry", "entries")+" changed without the publisher saying so: marked as silent.", yellow)
	}
	for _, n := range d.Notices {
		p.text(0, "! "+sentenceCase(n)+".", yellow)
	}
	p.diffEntries("Added", d.Added)
	p.diffEntries("Removed", d.Removed)
	p.diffEntries("Changed", d.Changed)
	return p.flush()
}

// counts is "1 added, 2 removed, 3 changed".
func (d *Diff) counts() string {
	return fmt.Sprintf("%s added, %s removed, %s changed", count(len(d.Added)), count(len(d.Removed)), count(len(d.Changed)))
}

func (p *page) diffEntries(title string, list []DiffEntry) {
	if len(list) == 0 {
		return
	}
	p.heading(title)
	for _, e := range list {
		p.text(2, e.ID+" · "+e.Name, bold)
		if e.Why != "" {
			p.text(4, "! Silent: "+e.Why, yellow)
		}
		for _, s := range e.Words {
			p.text(4, sentenceCase(s), plain)
		}
	}
}

//go:embed diff.html
var diffSource string

// diffPart is a heading and what stands under it.
type diffPart struct {
	Title   string
	Entries []DiffEntry
}

var diffPage = sync.OnceValue(func() *template.Template {
	t := template.Must(htmlPage().Clone())
	return template.Must(t.Funcs(template.FuncMap{
		"part": func(title string, entries []DiffEntry) diffPart { return diffPart{title, entries} },
	}).Parse(diffSource))
})

// WriteDiffHTML writes a difference as a page in one file, without scripts or
// outside resources.
func WriteDiffHTML(w io.Writer, d *Diff) error { return diffPage().ExecuteTemplate(w, "diff", d) }
