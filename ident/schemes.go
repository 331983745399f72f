package ident

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/tsv"
)

//go:embed schemes.tsv
var schemesTSV string

//go:embed iban.tsv
var ibanTSV string

// scheme is one form of a national number: a line of schemes.tsv.
type scheme struct {
	space     string
	countries []string
	types     []interdict.IDType
	form      []class
	prefix    int // capitals and digits that stand for themselves
	check     func(digits string) bool
	byShape   bool
	padded    bool // may lack up to two leading zeros
	example   string
}

// class is one sign of a form: 'd', 'a', 'x', or the sign itself.
type class byte

func (c class) fits(b byte) bool {
	digit, letter := '0' <= b && b <= '9', 'A' <= b && b <= 'Z'
	switch c {
	case 'd':
		return digit
	case 'a':
		return letter
	case 'x':
		return digit || letter
	}
	return byte(c) == b
}

// matches says whether a cleaned value has the scheme's form, and returns it
// without the country's letters before it ("BG 121024920") and with the zeros
// that it lost.
func (s *scheme) matches(v string) (string, bool) {
	if n := len(v) - len(s.form); n == 2 && strings.EqualFold(v[:2], s.countries[0]) {
		v = v[2:]
	}
	if lost := len(s.form) - len(v); s.padded && 0 < lost && lost <= 2 && digitsOnly(v) {
		w := "00"[:lost] + v
		return w, s.valid(w)
	}
	if len(v) != len(s.form) {
		return "", false
	}
	for i, c := range s.form {
		if !c.fits(v[i]) {
			return "", false
		}
	}
	return v, true
}

// serves says whether publishers give the number under this type. "Other" is
// every type.
func (s *scheme) serves(t interdict.IDType) bool {
	return t == interdict.OtherID || slices.Contains(s.types, t)
}

// valid says whether the check digits of a value that matches hold.
func (s *scheme) valid(v string) bool { return s.check(v[s.prefix:]) }

type schemes struct {
	all  []*scheme
	of   map[string][]*scheme // by country
	iban map[string]int       // length by country
}

// table is schemes.tsv and iban.tsv, parsed once when first needed. That they
// parse is held by a test, so a failure here is a fault of the build.
var table = sync.OnceValue(func() *schemes {
	t, err := parseSchemes(schemesTSV, ibanTSV)
	if err != nil {
		panic(err)
	}
	return t
})

func parseSchemes(text, iban string) (*schemes, error) {
	t := &schemes{of: map[string][]*scheme{}, iban: map[string]int{}}
	for n, f := range tsv.Records(text) {
		if len(f) != 8 {
			return nil, fmt.Errorf("schemes.tsv, line %d: %d fields, want 8", n, len(f))
		}
		s := &scheme{space: f[0], countries: strings.Split(f[1], ","), example: f[7]}
		for k := range strings.SplitSeq(f[6], ",") {
			switch k {
			case "shape":
				s.byShape = true
			case "padded":
				s.padded = true
			case "check":
			default:
				return nil, fmt.Errorf("schemes.tsv, line %d (%s): there is no key %q", n, s.space, k)
			}
		}
		for name := range strings.SplitSeq(f[2], ",") {
			s.types = append(s.types, interdict.IDType(name))
		}
		var err error
		if s.form, s.prefix, err = parseForm(f[3]); err == nil {
			s.check, err = rule(f[4], f[5])
		}
		if err != nil {
			return nil, fmt.Errorf("schemes.tsv, line %d (%s): %w", n, s.space, err)
		}
		t.all = append(t.all, s)
		for _, c := range s.countries {
			t.of[c] = append(t.of[c], s)
		}
	}
	for n, f := range tsv.Records(iban) {
		length, err := strconv.Atoi(f[len(f)-1])
		if len(f) != 2 || err != nil {
			return nil, fmt.Errorf("iban.tsv, line %d: want a country and a length", n)
		}
		t.iban[f[0]] = length
	}
	return t, nil
}

// parseForm spells out "a4d6": four letters, six digits.
func parseForm(s string) (form []class, prefix int, err error) {
	for i := 0; i < len(s); {
		c := s[i]
		i++
		if c != 'd' && c != 'a' && c != 'x' {
			form = append(form, class(c))
			if prefix == len(form)-1 && 'A' <= c && c <= 'Z' {
				prefix++
			}
			continue
		}
		end := i
		for end < len(s) && '0' <= s[end] && s[end] <= '9' {
			end++
		}
		n, err := strconv.Atoi(s[i:end])
		if err != nil || n > 40 {
			return nil, 0, fmt.Errorf("form %q: a count must follow %q", s, c)
		}
		form = append(form, slices.Repeat([]class{class(c)}, n)...)
		i = end
	}
	return form, prefix, nil
}
