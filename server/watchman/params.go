package watchman

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// Limits of one request.
const (
	maxURL    = 60_000 // bytes of the query
	maxValues = 100    // of one parameter
)

// params are the parameters of a request, and which of them were read.
type params struct {
	values url.Values
	read   map[string]bool
	// idle are those that were read and move nothing.
	idle []string
}

// readParams takes the query of an address apart. One that is written wrongly is
// refused: to leave it out would search for less than was asked.
func readParams(query string) (*params, error) {
	if len(query) > maxURL {
		return nil, fmt.Errorf("the query is longer than %d bytes", maxURL)
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return nil, errors.New("the query cannot be read; write % as %25, & as %26 and ; as %3B within values")
	}
	for name, all := range values {
		if len(all) > maxValues {
			return nil, fmt.Errorf("a parameter is given over %d times", maxValues)
		}
		for i := range all {
			all[i] = strings.ToValidUTF8(all[i], "\ufffd")
		}
		values[name] = all
	}
	return &params{values: values, read: map[string]bool{}}, nil
}

// get is the first value of a parameter, without the spaces around it.
func (p *params) get(name string) string {
	p.read[name] = true
	return strings.TrimSpace(p.values.Get(name))
}

// all are the values of parameters that mean the same, without empty ones.
func (p *params) all(names ...string) (out []string) {
	for _, name := range names {
		p.read[name] = true
		for _, v := range p.values[name] {
			if v = strings.TrimSpace(v); v != "" {
				out = append(out, v)
			}
		}
	}
	return out
}

// without says that parameters, where they are there, move nothing.
func (p *params) without(names ...string) {
	for _, name := range names {
		if p.get(name) != "" {
			p.idle = append(p.idle, name)
		}
	}
}

// unread are the parameters that nothing read.
func (p *params) unread() (out []string) {
	for name := range p.values {
		if !p.read[name] {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}
