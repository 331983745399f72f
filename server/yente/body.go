package yente

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
)

// Limits of a body: its size, how deep it nests, and how many values one party
// states.
const (
	maxBody   = 16 << 20
	maxDepth  = 16
	maxValues = 500
	maxText   = 10_000 // bytes of one value
)

// bodyOf reads a request's body, whatever it says that it is.
func bodyOf(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	b, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return nil, refuse(http.StatusRequestEntityTooLarge, fmt.Sprintf("The body is larger than %d bytes; send fewer queries at a time.", maxBody))
	}
	if err != nil {
		return nil, refuse(http.StatusBadRequest, "The body ended too early.")
	}
	return b, nil
}

// member is one member of an object, in the order of the text.
type member struct {
	name  string
	value json.RawMessage
}

// members are those of an object; of a name that stands twice the later value
// counts, at the place of the first. ok is false for what is no object.
func members(raw json.RawMessage) (out []member, ok bool) {
	d := json.NewDecoder(bytes.NewReader(raw))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, false
	}
	at := map[string]int{}
	for d.More() {
		t, err := d.Token()
		name, isText := t.(string)
		if err != nil || !isText {
			return nil, false
		}
		var m member
		m.name = name
		if err := d.Decode(&m.value); err != nil {
			return nil, false
		}
		if i, twice := at[name]; twice {
			out[i] = m
			continue
		}
		at[name] = len(out)
		out = append(out, m)
	}
	return out, true
}

// checkJSON refuses what is no JSON, or nests too deep.
func checkJSON(b []byte) error {
	if len(bytes.TrimSpace(b)) == 0 {
		return faults(invalid{Type: "missing", Loc: []any{"body"}, Msg: "Field required"})
	}
	if deep(b) {
		return faults(invalid{Type: "recursion_loop", Loc: []any{"body"}, Msg: "Input nests deeper than " + strconv.Itoa(maxDepth) + " levels"})
	}
	var v json.RawMessage
	if err := json.Unmarshal(b, &v); err != nil {
		at := int64(0)
		if s, ok := errors.AsType[*json.SyntaxError](err); ok {
			at = s.Offset
		}
		return faults(invalid{Type: "json_invalid", Loc: []any{"body", at}, Msg: "JSON decode error", Input: map[string]any{}, Ctx: map[string]any{"error": "not JSON"}})
	}
	return nil
}

// deep says whether a text nests deeper than is read.
func deep(b []byte) bool {
	depth, quoted := 0, false
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}

// null says whether a value is none.
func null(raw json.RawMessage) bool { return len(raw) == 0 || string(raw) == "null" }

// texts are the values of a property: a text, a number, a truth, or a list of
// those. What is none of them is passed over.
func texts(raw json.RawMessage) (out []string) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return nil
	}
	all, ok := v.([]any)
	if !ok {
		all = []any{v}
	}
	for _, v := range all {
		var s string
		switch v := v.(type) {
		case string:
			s = v
		case json.Number:
			s = v.String()
		case bool:
			s = strconv.FormatBool(v)
		default:
			continue
		}
		if len(s) > maxText {
			s = s[:maxText]
		}
		if out = append(out, s); len(out) == maxValues {
			break
		}
	}
	return out
}

// ordered is an object whose members keep their order.
type ordered []struct {
	name  string
	value any
}

func (o *ordered) add(name string, v any) {
	*o = append(*o, struct {
		name  string
		value any
	}{name, v})
}

// MarshalJSON writes the members in their order.
func (o ordered) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	b.WriteByte('{')
	for i := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := e.Encode(o[i].name); err != nil {
			return nil, err
		}
		b.WriteByte(':')
		if err := e.Encode(o[i].value); err != nil {
			return nil, err
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}
