package country

import (
	"slices"
	"strings"
)

// maxCell is the longest text that is taken apart, in bytes. The longest real
// one (seven countries in one cell of the United Kingdom's list) has 160.
const maxCell = 1000

// worthMore says whether s holds anything that qualified or All could work
// on; it keeps unknown plain words cheap.
func worthMore(s string) bool {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '(', ')', ':', ';', ',', '.', '/', '|', ' ', '\n':
			return true
		}
	}
	return false
}

// All returns the codes of the countries that one cell names, in order and
// each once: "(1) Cyprus (2) Russia", "Germany. Russia", "RU; UA". It is nil
// where any part of the cell is not a country, so that nothing is lost
// silently.
func All(s string) []string {
	if len(s) > maxCell {
		return nil
	}
	if c := lookup(s); c != "" {
		return []string{c}
	}
	if parts := numbered(s); parts != nil {
		return codesOf(parts)
	}
	if c := qualified(s); c != "" {
		return []string{c}
	}
	for _, sep := range []string{";", "|", "\n", "/", ". ", ", ", " and "} {
		if !strings.Contains(s, sep) {
			continue
		}
		if all := codesOf(strings.Split(s, sep)); all != nil {
			return all
		}
	}
	return nil
}

// codesOf is the codes of parts, nil where one is unknown.
func codesOf(parts []string) []string {
	var all []string
	for _, p := range parts {
		if len(appendKey(nil, p)) == 0 {
			continue
		}
		c := lookup(p)
		if c == "" {
			c = qualified(p)
		}
		if c == "" {
			return nil
		}
		if !slices.Contains(all, c) {
			all = append(all, c)
		}
	}
	return all
}

// numbered splits "(1) Iraq (2) Jordan", "(1-3) Libya (4) Morocco" and
// "(1) to (6) Algeria (7) Morocco" at the numbers; nil where s does not begin
// with one.
func numbered(s string) []string {
	s = strings.TrimSpace(s)
	if _, ok := number(s); !ok {
		return nil
	}
	var parts []string
	start := 0
	for i := 0; i < len(s); i++ {
		n, ok := number(s[i:])
		if !ok {
			continue
		}
		if p := strings.TrimSpace(s[start:i]); p != "" && p != "to" && p != "-" && p != "and" {
			parts = append(parts, p)
		}
		i += n - 1
		start = i + 1
	}
	return append(parts, s[start:])
}

// number says whether s begins with a number in parentheses, and how long it
// is.
func number(s string) (int, bool) {
	if s == "" || s[0] != '(' {
		return 0, false
	}
	end := strings.IndexByte(s, ')')
	return end + 1, end > 1 && strings.Trim(s[1:end], "0123456789- ") == ""
}

// qualified reads a country with words around it: "Former USSR, now Ukraine",
// "Russia (former USSR)", "Iraq (previous address)", "Moldova, Republic of",
// "Region: Gaza". What a place is now counts before what it was.
func qualified(s string) string {
	low := strings.ToLower(strings.TrimSpace(s))
	if rest, ok := strings.CutPrefix(low, "region:"); ok {
		low = strings.TrimSpace(rest)
		if c := lookup(low); c != "" {
			return c
		}
	}
	for _, now := range []string{"(now ", " now ", " currently "} {
		if i := strings.LastIndex(low, now); i >= 0 {
			if c := lookup(low[i+len(now):]); c != "" {
				return c
			}
		}
	}
	for _, cut := range []string{"(", ", ", ". "} {
		if before, after, ok := strings.Cut(low, cut); ok {
			if c := aside(before, after); c != "" {
				return c
			}
		}
	}
	for _, first := range []string{"former ", "republic of ", "northern "} {
		if rest, ok := strings.CutPrefix(low, first); ok {
			return lookup(rest)
		}
	}
	return ""
}

// aside reads a name with something said after it: the rest of the name
// ("Korea (Republic of)"), its past, or a remark that names no other place.
// It refuses the rest, since "Congo (Dem. Rep.)" is not the Congo.
func aside(name, after string) string {
	if c := lookup(after + " " + name); c != "" {
		return c
	}
	c := lookup(name)
	switch other := lookup(after); {
	case c == "" || other == c || historical(other):
		return c
	}
	for _, remark := range []string{"former", "previous", "as at ", "as of ", "until ", "since "} {
		if strings.HasPrefix(after, remark) {
			return c
		}
	}
	return ""
}

// historical says that a code is of a state that is no more.
func historical(code string) bool {
	switch code {
	case "su", "yu", "cs", "dd", "an":
		return true
	}
	return false
}
