package lists

import (
	"crypto/sha256"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/interdict/interdict"
)

// join makes editions of the parts found.
func (c *collector) join() []Edition {
	mains := c.mains()
	var alone []*edition
	for i := range c.parts {
		p := &c.parts[i]
		if p.Name == Main {
			continue
		}
		switch reason := adopt(mains, p); {
		case reason == "":
		case isDelta(p) && !slices.ContainsFunc(mains, func(m *edition) bool { return m.main.list == p.list && together(m.main, p) }):
			alone = append(alone, &edition{main: p, parts: []Part{p.Part}})
		default:
			c.refuse(p.File.Path, reason, p.root == "")
		}
	}
	var all []Edition
	for _, m := range append(mains, alone...) {
		e := m.finish()
		e.Dated, e.DatedBy = c.dateOf(m.main)
		if _, day, ok := e.Delta(); ok {
			e.Dated, e.DatedBy = day, ""
		}
		if same := slices.IndexFunc(all, func(o Edition) bool { return o.SHA256 == e.SHA256 && o.List == e.List }); same >= 0 {
			for i, p := range e.Parts {
				c.same(p.File.Path, all[same].Parts[i].File.Path, m.main.root == "")
			}
			continue
		}
		all = append(all, e)
	}
	slices.SortStableFunc(all, func(a, b Edition) int { return dateKey(a.Dated) - dateKey(b.Dated) })
	return all
}

// dateKey orders dates, none last.
func dateKey(d interdict.Date) int {
	if d.IsZero() {
		return 1 << 30
	}
	return d.First()
}

// edition is an edition in the making.
type edition struct {
	main   *foundPart
	pieces []*foundPart // that stand beside it
	parts  []Part
}

// adopt gives a companion to its main file. It returns the reason where there
// is none, or more than one.
func adopt(mains []*edition, p *foundPart) string {
	same := func(m *edition) bool {
		return m.main.list == p.list && m.main.format.Name() == p.format.Name() && together(m.main, p)
	}
	date, _ := dateIn(filepath.Base(p.File.Path))
	var fit []*edition
	for _, m := range mains {
		if same(m) {
			fit = append(fit, m)
		}
	}
	if len(fit) > 1 {
		fit = narrow(fit, func(m *edition) bool { return filepath.Dir(m.main.File.Path) == filepath.Dir(p.File.Path) })
	}
	if len(fit) > 1 && !date.IsZero() {
		fit = narrow(fit, func(m *edition) bool {
			d, _ := dateIn(filepath.Base(m.main.File.Path))
			return d == date
		})
	}
	part := fmt.Sprintf("it is the part %q of an edition of %s", p.Name, p.list)
	switch len(fit) {
	case 0:
		return part + ", and the main file is missing; put or name them together"
	case 1:
	default:
		return part + ", and there are several main files; name it together with its own"
	}
	m := fit[0]
	if d, ok := dateIn(filepath.Base(m.main.File.Path)); ok && !date.IsZero() && d != date && p.root != "" {
		return fmt.Sprintf("%s, and its name says %s while the main file's says %s; name them together if they belong together", part, date, d)
	}
	if i := slices.IndexFunc(m.parts, func(o Part) bool { return o.Name == p.Name }); i >= 0 {
		return fmt.Sprintf("%s, which %s is already; remove one of them", part, m.parts[i].File.Path)
	}
	m.parts = append(m.parts, p.Part)
	return ""
}

// together says that two files were both named, or lie in one folder.
func together(a, b *foundPart) bool {
	if a.root == "" || b.root == "" {
		return a.root == b.root
	}
	return filepath.Dir(a.File.Path) == filepath.Dir(b.File.Path)
}

// narrow keeps those that hold, unless none does.
func narrow(all []*edition, holds func(*edition) bool) []*edition {
	var kept []*edition
	for _, m := range all {
		if holds(m) {
			kept = append(kept, m)
		}
	}
	if kept == nil {
		return all
	}
	return kept
}

// finish orders the parts and computes the hash.
func (m *edition) finish() Edition {
	e := Edition{List: m.main.list, Format: m.main.format, Parts: m.parts, SHA256: m.main.SHA256}
	slices.SortFunc(e.Parts[1:], func(a, b Part) int { return strings.Compare(a.Name, b.Name) })
	if len(e.Parts) > 1 {
		lines := make([]string, len(e.Parts))
		for i, p := range e.Parts {
			lines[i] = fmt.Sprintf("%s %x\n", p.Name, p.SHA256)
		}
		slices.Sort(lines)
		e.SHA256 = sha256.Sum256([]byte(strings.Join(lines, "")))
	}
	return e
}

// dateOf is an edition's date where its content states none: the options', or
// that in the name of the file, or of a folder up to the one that was named.
func (c *collector) dateOf(main *foundPart) (interdict.Date, string) {
	if !c.opts.Published.IsZero() {
		return c.opts.Published, "--published"
	}
	path := main.File.Path
	if d, ok := dateIn(filepath.Base(path)); ok {
		return d, "file name"
	}
	for dir := filepath.Dir(path); ; dir = filepath.Dir(dir) {
		if d, ok := dateIn(filepath.Base(dir)); ok {
			return d, "folder name"
		}
		if main.root == "" || dir == main.root || dir == filepath.Dir(dir) {
			return interdict.Date{}, ""
		}
	}
}

// dateIn finds a day written YYYY-MM-DD in a name.
func dateIn(name string) (interdict.Date, bool) {
	const size = len("2006-01-02")
	digit := func(i int) bool { return i >= 0 && i < len(name) && name[i] >= '0' && name[i] <= '9' }
	for i := 0; i+size <= len(name); i++ {
		if digit(i-1) || digit(i+size) {
			continue
		}
		if d, err := interdict.ParseDate(name[i : i+size]); err == nil && d.Exact() {
			return d, true
		}
	}
	return interdict.Date{}, false
}

// checkPublished refuses one date for several editions of a list.
func (c *collector) checkPublished(editions []Edition) error {
	if c.opts.Published.IsZero() {
		return nil
	}
	seen := map[string]string{}
	for _, e := range editions {
		path := e.Parts[0].File.Path
		if other, ok := seen[e.List]; ok {
			return fmt.Errorf("%s and %s are two editions of %s, and --published gives one date; load them one by one", other, path, e.List)
		}
		seen[e.List] = path
	}
	return nil
}

// idOf makes a list id of a file's name: "Our Watch-List 2024-05-01.csv" is
// our_watch_list.
func idOf(path string) string {
	name := strings.ToLower(filepath.Base(path))
	name = strings.TrimSuffix(name, ".gz")
	name = strings.TrimSuffix(name, filepath.Ext(name))
	if d, ok := dateIn(name); ok {
		name = strings.Replace(name, d.String(), "", 1)
	}
	words := strings.FieldsFunc(name, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	return strings.Join(words, "_")
}

// validID says whether s is a list id: lower-case letters, digits and
// underscores, a letter first.
func validID(s string) bool {
	if s == "" || len(s) > 64 || s[0] < 'a' || s[0] > 'z' {
		return false
	}
	return strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789_") == ""
}

// publisher is the part of a list id that names jurisdiction and publisher:
// "us_ofac" of us_ofac_cons.
func publisher(id string) string {
	words := strings.SplitN(id, "_", 3)
	return strings.Join(words[:min(2, len(words))], "_")
}
