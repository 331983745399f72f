package mapped

import (
	"embed"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/table"
)

//go:embed data/*.yaml
var files embed.FS

// mapping is what a mapping file says; see the package comment.
type mapping struct {
	List       string
	Has, Lacks []string
	Number     []string
	IDs        []string
	Group      bool
	Dates      table.DateOrder
	Empty      []string
	Invented   []string
	Unnamed    string
	Continues  []string
	Heading    string
	Piece      []string
	Where      []condition

	Columns    map[string]string // header to field
	Constants  map[string]string // field to value
	Separators map[string][]string
	Types      []rule
	Kinds      []rule
	Measures   []rule
}

// rule is a value that holds for rows of which all conditions are true.
type rule struct {
	conditions []condition
	value      string
}

type condition struct{ column, value string }

// mappings are the embedded mapping files.
var mappings = sync.OnceValue(func() []*mapping {
	entries, err := files.ReadDir("data")
	if err != nil {
		panic(err) // a fault of the build, found by its test
	}
	var all []*mapping
	for _, e := range entries {
		f, err := files.Open(path.Join("data", e.Name()))
		if err != nil {
			panic(err)
		}
		m, err := readMapping(f, e.Name())
		f.Close()
		if err != nil {
			panic(err)
		}
		all = append(all, m)
	}
	return all
})

// sections are those of a mapping file.
var sections = []string{"columns", "constants", "separators", "types", "kinds", "measures"}

// readMapping reads a mapping file. Its name without the extension is the
// list's id. Errors give the line.
func readMapping(r io.Reader, name string) (*mapping, error) {
	m := &mapping{
		List:    strings.TrimSuffix(path.Base(name), path.Ext(name)),
		Columns: map[string]string{}, Constants: map[string]string{}, Separators: map[string][]string{},
	}
	if err := table.ReadSections(r, name, sections, m.take); err != nil {
		return nil, err
	}
	if len(m.Has) == 0 || len(m.Number)+len(m.IDs) == 0 {
		return nil, fmt.Errorf("%s: has, and number or ids, are needed; say by which columns the table is known and of what the entries' ids are made", name)
	}
	return m, nil
}

// take takes one line.
func (m *mapping) take(section, key, value string) error {
	switch section {
	case "columns":
		if !known(value) {
			return fmt.Errorf("%q is no field; see fields.go", value)
		}
		if m.Columns[key] != "" {
			return fmt.Errorf("the column %q is mapped twice; keep one line", key)
		}
		m.Columns[key] = value
	case "constants":
		if !known(key) {
			return fmt.Errorf("%q is no field; see fields.go", key)
		}
		m.Constants[key] = value
	case "separators":
		m.Separators[key] = strings.Fields(value)
	case "types":
		return addRule(&m.Types, key, value, func(s string) bool { return schemas[interdict.Schema(s)] })
	case "kinds":
		return addRule(&m.Kinds, key, value, func(s string) bool { return s == strings.ToLower(s) })
	case "measures":
		return addRule(&m.Measures, key, value, isMeasure)
	default:
		return m.setting(key, value)
	}
	return nil
}

// addRule adds "column=value & ...: said".
func addRule(to *[]rule, conditions, said string, fits func(string) bool) error {
	if !fits(said) {
		return fmt.Errorf("%q is not a value that may stand here; see the constants of package interdict", said)
	}
	all, err := conditionsOf(conditions)
	if err != nil {
		return err
	}
	*to = append(*to, rule{all, said})
	return nil
}

func conditionsOf(text string) ([]condition, error) {
	var all []condition
	for one := range strings.SplitSeq(text, " & ") {
		column, value, ok := strings.Cut(one, "=")
		if !ok || column == "" {
			return nil, fmt.Errorf("%q is no condition; write column=value", one)
		}
		all = append(all, condition{column, strings.ToLower(value)})
	}
	return all, nil
}

func (m *mapping) setting(key, value string) error {
	lists := map[string]*[]string{"has": &m.Has, "lacks": &m.Lacks, "number": &m.Number, "ids": &m.IDs, "empty": &m.Empty, "invented": &m.Invented, "continues": &m.Continues, "piece": &m.Piece}
	words := map[string]*string{"unnamed": &m.Unnamed, "heading": &m.Heading}
	switch to := lists[key]; {
	case to != nil:
		for v := range strings.SplitSeq(value, ";") {
			*to = append(*to, strings.TrimSpace(v))
		}
	case words[key] != nil:
		*words[key] = value
	case key == "group" && (value == "yes" || value == "no"):
		m.Group = value == "yes"
	case key == "where":
		var err error
		m.Where, err = conditionsOf(value)
		return err
	case key == "dates":
		var ok bool
		if m.Dates, ok = table.OrderNamed(value); !ok {
			return fmt.Errorf("the date format %q is not known; write such as dd/mm/yyyy", value)
		}
	default:
		return fmt.Errorf("%q: %q is no setting; see the package comment", key, value)
	}
	return nil
}

// fits says whether a table with these columns and this first row is of this
// list.
func (m *mapping) fits(header, first []string) bool {
	for _, h := range m.Has {
		if !slices.Contains(header, h) {
			return false
		}
	}
	for _, h := range m.Lacks {
		if slices.Contains(header, h) {
			return false
		}
	}
	rec := record{mapping: m, names: header, cells: first}
	return len(first) >= len(header) && rec.holds(m.Where)
}
