package crowd

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/alter"
)

// Every is how many rows there are to one that is planted.
const Every = 1000

// Target is a listed person whom a planted customer is.
type Target struct {
	List, ID  string
	Names     []interdict.Name // the primary one first
	Births    []interdict.Date
	Countries []string
}

// Kind is what is done to a listed name.
type Kind string

const (
	AsListed        Kind = "as_listed"
	Alias           Kind = "alias"        // a strong alias as it is listed
	OtherScript     Kind = "other_script" // a listed name that is not in Latin letters
	Transliteration Kind = "transliteration"
	Namesake        Kind = "namesake" // as listed, with another birth date and country: somebody else
)

// kinds come in turn, each as often as the others.
var kinds = []Kind{AsListed, Kind(alter.WordOrder), Kind(alter.CommaForm), Kind(alter.Typo), Kind(alter.TwoTypos), Kind(alter.DoubledLetter),
	Transliteration, OtherScript, Kind(alter.JoinedWords), Kind(alter.SplitWord), Kind(alter.NoSpaces), Kind(alter.OmittedMiddle),
	Kind(alter.Initials), Kind(alter.Title), Kind(alter.Capitals), Kind(alter.Homoglyph), Alias, Namesake}

// Kinds are all kinds in which matches are planted.
func Kinds() []Kind { return slices.Clone(kinds) }

// Known is what a planted customer's row says beside the name, all of it as
// listed.
type Known string

const (
	NameAlone Known = "name"
	BirthYear Known = "birth_year"
	BirthDate Known = "birth_date"
	AllFacts  Known = "birth_date_and_country"
	Others    Known = "other_facts" // of a namesake
)

var knowns = []Known{NameAlone, BirthYear, BirthDate, AllFacts}

// Planted is a row that was planted.
type Planted struct {
	Row   int64
	Kind  Kind
	Known Known
	// List and ID name the listing, Listed is its name before it was altered.
	List, ID, Listed string
	// Name, Birth and Country are the row's.
	Name, Birth, Country string
}

// Expected says whether the row is the listed person.
func (p *Planted) Expected() bool { return p.Kind != Namesake }

// Planting plants targets among a population.
type Planting struct {
	seed    uint64
	targets []Target
	alter   *alter.Generator
}

// NewPlanting returns the planting of a seed. Targets without a name of two
// words in Latin letters are left out: by one word nobody is found. It is an
// error where nobody is left.
func NewPlanting(seed uint64, targets []Target) (*Planting, error) {
	p := &Planting{seed: seed, alter: alter.New(seed)}
	for _, t := range targets {
		if len(t.Names) > 0 && t.Names[0].Script == "" && bytes.ContainsRune([]byte(t.Names[0].Full), ' ') {
			p.targets = append(p.targets, t)
		}
	}
	slices.SortFunc(p.targets, func(a, b Target) int {
		return bytes.Compare([]byte(a.List+"\x00"+a.ID), []byte(b.List+"\x00"+b.ID))
	})
	if len(p.targets) == 0 {
		return nil, errors.New("there is nobody on the lists to plant")
	}
	return p, nil
}

// at says whether a row is planted: one of each Every is.
func (p *Planting) at(seed uint64, row int64) bool {
	d := newDice(seed^p.seed^0x91a7, (row-1)/Every)
	return (row-1)%Every == int64(d.below(Every))
}

// one is what is planted in a row.
func (p *Planting) one(row int64) *Planted {
	n := int((row - 1) / Every)
	out := &Planted{Row: row, Kind: kinds[n%len(kinds)], Known: knowns[n/len(kinds)%len(knowns)]}
	d := newDice(p.seed, row)
	for range 200 {
		if t := &p.targets[d.below(len(p.targets))]; p.plant(out, t, &d) {
			return out
		}
	}
	out.Kind, out.Known = AsListed, NameAlone // where no target bears it
	p.plant(out, &p.targets[d.below(len(p.targets))], &d)
	return out
}

// plant makes a target's row. It is false where the kind does not apply to the
// name, or the facts are not listed.
func (p *Planting) plant(out *Planted, t *Target, d *dice) bool {
	var ok bool
	if out.Listed, out.Name, ok = p.written(out.Kind, t); !ok {
		return false
	}
	if out.Kind == Namesake {
		if out.Known = Others; len(t.Births) == 0 || len(t.Countries) == 0 {
			return false
		}
		first, last := t.Births[0].Year, t.Births[0].Year
		for i := range t.Births {
			first, last = min(first, t.Births[i].Year), max(last, t.Births[i].Year, t.Births[i].ToYear)
		}
		year := last + 12 + d.below(8)
		if year > 2006 {
			year = first - 12 - d.below(8)
		}
		out.Birth, out.Country = fmt.Sprintf("%04d-%02d-%02d", year, 1+d.below(12), 1+d.below(28)), "uy"
		out.List, out.ID = t.List, t.ID
		return !slices.Contains(t.Countries, "uy")
	}
	out.Birth, out.Country = "", ""
	if out.Known != NameAlone {
		i := slices.IndexFunc(t.Births, func(b interdict.Date) bool {
			return b.Year > 0 && b.ToYear == 0 && !b.Circa && (out.Known == BirthYear || b.Day > 0)
		})
		if i < 0 {
			return false
		}
		if out.Birth = t.Births[i].String(); out.Known == BirthYear {
			out.Birth = strconv.Itoa(t.Births[i].Year)
		}
	}
	if out.Known == AllFacts {
		if len(t.Countries) == 0 {
			return false
		}
		out.Country = t.Countries[0]
	}
	out.List, out.ID = t.List, t.ID
	return true
}

// written is a listed name of the target, and as the kind writes it.
func (p *Planting) written(k Kind, t *Target) (listed, written string, ok bool) {
	n := t.Names[0]
	var apply []alter.Kind
	switch k {
	case AsListed, Namesake:
		return n.Full, n.Full, true
	case Alias:
		i := slices.IndexFunc(t.Names, func(a interdict.Name) bool {
			return a.Alias() && a.Quality != interdict.Weak && a.Script == "" && bytes.ContainsRune([]byte(a.Full), ' ')
		})
		if i < 0 {
			return "", "", false
		}
		return t.Names[i].Full, t.Names[i].Full, true
	case OtherScript:
		i := slices.IndexFunc(t.Names, func(a interdict.Name) bool { return a.Script != "" && a.Quality != interdict.Weak })
		if i < 0 {
			return "", "", false
		}
		return t.Names[i].Full, t.Names[i].Full, true
	case Transliteration:
		apply = []alter.Kind{alter.RussianSpelling, alter.ArabicSpelling, alter.ChineseSpelling}
	default:
		apply = []alter.Kind{alter.Kind(k)}
	}
	for _, a := range apply {
		if got, ok := p.alter.Apply(a, n, interdict.Person); ok && got.Distinguishing {
			return n.Full, got.Text, true
		}
	}
	return "", "", false
}

const truthHeader = "row,id,kind,known,expected,list,listing_id,listed_name,name,birth_date,country\n"

// line is the row's line in a truth file.
func (p *Planted) line() string {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	//nolint:errcheck // a buffer takes everything
	w.Write([]string{strconv.FormatInt(p.Row, 10), string(appendID(nil, p.Row)), string(p.Kind), string(p.Known),
		strconv.FormatBool(p.Expected()), p.List, p.ID, p.Listed, p.Name, p.Birth, p.Country})
	w.Flush()
	return b.String()
}

// ReadTruth reads a truth file.
func ReadTruth(in io.Reader) (out []Planted, err error) {
	r := csv.NewReader(in)
	r.FieldsPerRecord = 11
	if _, err := r.Read(); err != nil {
		return nil, fmt.Errorf("the truth file cannot be read: %w", err)
	}
	for {
		c, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("the truth file cannot be read: %w", err)
		}
		row, err := strconv.ParseInt(c[0], 10, 64)
		if err != nil {
			return nil, fmt.Errorf("the truth file cannot be read: %w", err)
		}
		out = append(out, Planted{Row: row, Kind: Kind(c[2]), Known: Known(c[3]), List: c[5], ID: c[6], Listed: c[7], Name: c[8], Birth: c[9], Country: c[10]})
	}
}
