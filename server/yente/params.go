package yente

import (
	"fmt"
	"math"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/interdict/interdict"
)

// params reads the parameters of a request's address. What no handler asks for
// is ignored, as yente does; what it asks for and cannot be read is a fault.
type params struct {
	values url.Values
	faults []invalid
}

func paramsOf(r *http.Request) *params { return &params{values: r.URL.Query()} }

// err is that of all faults, nil for none.
func (p *params) err() error {
	if len(p.faults) == 0 {
		return nil
	}
	return faults(p.faults...)
}

func (p *params) fault(kind, name, msg, input string) {
	p.faults = append(p.faults, invalid{Type: kind, Loc: []any{"query", name}, Msg: msg, Input: input})
}

// last is a parameter's last value.
func (p *params) last(name string) (string, bool) {
	all := p.values[name]
	if len(all) == 0 {
		return "", false
	}
	return all[len(all)-1], true
}

func (p *params) text(name, def string) string {
	if v, ok := p.last(name); ok {
		return v
	}
	return def
}

// list are all values of a parameter, without empty ones.
func (p *params) list(name string) []string {
	return slices.DeleteFunc(slices.Clone(p.values[name]), func(v string) bool { return strings.TrimSpace(v) == "" })
}

// count is a number of things that is at most limit; one below zero is none.
func (p *params) count(name string, def, limit int) int {
	v, ok := p.last(name)
	if !ok {
		return def
	}
	n, err := strconv.Atoi(strings.TrimSpace(v))
	if err != nil {
		p.fault("int_parsing", name, "Input should be a valid integer, unable to parse string as an integer", v)
		return def
	}
	if n > limit {
		p.faults = append(p.faults, atMost([]any{"query", name}, limit, v))
	}
	return max(n, 0)
}

func (p *params) number(name string, def float64) float64 {
	v, ok := p.last(name)
	if !ok {
		return def
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(v), 64)
	if err != nil {
		p.fault("float_parsing", name, "Input should be a valid number, unable to parse string as a number", v)
		return def
	}
	if math.IsNaN(n) || math.IsInf(n, 0) {
		p.fault("finite_number", name, "Input should be a finite number", v)
		return def
	}
	return n
}

// flags are what counts as true and false.
var flags = map[string]bool{
	"1": true, "true": true, "t": true, "yes": true, "y": true, "on": true,
	"0": false, "false": false, "f": false, "no": false, "n": false, "off": false,
}

func (p *params) flag(name string, def bool) bool {
	v, ok := p.last(name)
	if !ok {
		return def
	}
	b, known := flags[strings.ToLower(v)]
	if !known {
		p.fault("bool_parsing", name, "Input should be a valid boolean, unable to interpret input", v)
		return def
	}
	return b
}

// stampPattern is what a time is written as.
const stampPattern = `^\d{4}-\d{2}-\d{2}(T\d{2}(:\d{2}(:\d{2})?)?)?$`

var stampWritten = regexp.MustCompile(stampPattern)

// since is a time from which on changes are asked for, zero where none is.
func (p *params) since(name string) time.Time {
	v, ok := p.last(name)
	if !ok {
		return time.Time{}
	}
	if stampWritten.MatchString(v) {
		if t, err := time.Parse(stampForm[:min(len(v), len(stampForm))], v); err == nil {
			return t
		}
	}
	if t, err := time.Parse(time.RFC3339, v); err == nil { // as motiva's clients write it
		return t
	}
	p.faults = append(p.faults, invalid{Type: "string_pattern_mismatch", Loc: []any{"query", name}, Input: v,
		Msg: "String should match pattern '" + stampPattern + "'", Ctx: map[string]any{"pattern": stampPattern}})
	return time.Time{}
}

// among are those values of a parameter that must be of a choice.
func (p *params) among(name string, choice []string) (out []string) {
	for i, v := range p.values[name] {
		if !slices.Contains(choice, v) {
			expected := oneOf(choice)
			p.faults = append(p.faults, invalid{Type: "enum", Loc: []any{"query", name, i}, Msg: "Input should be " + expected, Input: v, Ctx: map[string]any{"expected": expected}})
			continue
		}
		out = append(out, v)
	}
	return out
}

// few are the values of a parameter of which there may be so many.
func (p *params) few(name string, most int) []string {
	all := p.list(name)
	if len(all) > most {
		p.faults = append(p.faults, invalid{Type: "too_long", Loc: []any{"query", name}, Input: all[:most],
			Msg: fmt.Sprintf("List should have at most %d items after validation, not %d", most, len(all)),
			Ctx: map[string]any{"field_type": "List", "max_length": most, "actual_length": len(all)}})
		return all[:most]
	}
	return all
}

// day is a time as the first day in it, as interdict.Date.First.
func day(t time.Time) int32 {
	d := interdict.DateOf(t)
	return int32(d.First())
}
