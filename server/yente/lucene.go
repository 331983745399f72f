package yente

import (
	"slices"
	"strings"
	"unicode"
)

// Limits of a query text.
const (
	maxQuery   = 2_000 // bytes
	maxClauses = 32
)

// clause is a part of a query: a text, or a value of a field.
type clause struct{ field, value string }

// conjunction is what must all hold, and what must not; text is the words that
// stand alone, in their order, which are looked for as one name.
type conjunction struct {
	text   string
	fields []clause
	not    []clause
}

// parseQuery reads the query language of Elasticsearch as far as people who look
// for names write it: words, "phrases", field:value, + and - before a clause, AND,
// OR and NOT between them. Words beside one another must all be found. Brackets
// group nothing here, a word's wildcards are read as the word without them, and ~
// and ^ behind it are passed over. The simple language has | for OR and no fields.
// The answer is the alternatives, of which each may hold.
func parseQuery(q string, simple bool) []conjunction {
	out := []conjunction{{}}
	negate := false
	for n, t := range queryTokens(q, simple) {
		if n == maxClauses {
			break
		}
		now := &out[len(out)-1]
		switch {
		case t.quoted:
		case t.value == "OR" || t.value == "||":
			if !now.empty() {
				out = append(out, conjunction{})
			}
			continue
		case t.value == "AND" || t.value == "&&":
			continue
		case t.value == "NOT" || t.value == "!":
			negate = true
			continue
		}
		c := clause{t.field, t.value}
		switch {
		case negate || t.not:
			now.not = append(now.not, c)
		case c.field != "":
			now.fields = append(now.fields, c)
		default:
			now.text = strings.TrimSpace(now.text + " " + c.value)
		}
		negate = false
	}
	return slices.DeleteFunc(out, func(c conjunction) bool { return c.empty() })
}

func (c *conjunction) empty() bool { return c.text == "" && len(c.fields)+len(c.not) == 0 }

// token is a clause as it was written.
type token struct {
	field, value string
	quoted, not  bool
}

// queryTokens cuts a query into clauses and the words between them.
func queryTokens(q string, simple bool) (out []token) {
	rest := q
	for {
		rest = strings.TrimLeftFunc(rest, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("()[]{}", r) })
		if rest == "" {
			return out
		}
		var t token
		for rest != "" && (rest[0] == '+' || rest[0] == '-' || rest[0] == '!' && !simple) {
			t.not = t.not || rest[0] != '+'
			rest = rest[1:]
		}
		if simple && strings.HasPrefix(rest, "|") {
			out = append(out, token{value: "OR"})
			rest = rest[1:]
			continue
		}
		t.value, t.quoted, rest = term(rest, simple)
		if !simple && !t.quoted && strings.HasPrefix(rest, ":") && fieldName(t.value) {
			t.field = t.value
			t.value, t.quoted, rest = term(rest[1:], false)
		}
		if t.value != "" {
			out = append(out, t)
		}
	}
}

// term cuts off a phrase or a word.
func term(s string, simple bool) (value string, quoted bool, rest string) {
	if strings.HasPrefix(s, `"`) {
		if end := strings.IndexByte(s[1:], '"'); end >= 0 {
			return s[1 : 1+end], true, suffix(s[end+2:])
		}
		return s[1:], true, ""
	}
	stop := func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(`()[]{}"`, r) || r == ':' && !simple || r == '|' && simple
	}
	end := strings.IndexFunc(s, stop)
	switch {
	case end < 0:
		end = len(s)
	case end == 0 && s[0] == ':': // no field before it
		end = 1
	}
	word := s[:end]
	if cut := strings.IndexAny(word, "~^"); cut > 0 {
		word = word[:cut]
	}
	return strings.TrimFunc(strings.NewReplacer("*", "", "?", "", `\`, "").Replace(word), func(r rune) bool { return r == ':' }), false, s[end:]
}

// suffix passes over a phrase's ~ and ^.
func suffix(s string) string {
	for s != "" && (s[0] == '~' || s[0] == '^') {
		s = strings.TrimLeft(s[1:], "0123456789.")
	}
	return s
}

// fieldName says whether a word can be a field's name, which is one that
// entities have: "Ltd:" is none.
func fieldName(word string) bool {
	bare := strings.TrimPrefix(word, "properties.")
	if groups[bare] != "" {
		return true
	}
	switch bare {
	case "id", "canonical_id", "_id", "caption", "schema", "schemata", "datasets", "dataset", "referents", "target":
		return true
	}
	return model().byQName(bare) != nil && !strings.Contains(bare, ":")
}
