package compare

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/server/watchman"
	"github.com/interdict/interdict/subjects"
)

// Bounds of a file of requests.
const (
	maxFile     = 256 << 20
	maxLine     = 4 << 20
	MaxRequests = 100_000
)

// Request is one party that both sides are asked for.
type Request struct {
	// Row is the line of a log, the row of a table or the number of a name,
	// counted from 1.
	Row     int64
	Subject interdict.Subject
	// Dataset and Parameters are those of a call of yente's, Query the party as it
	// was called.
	Dataset    string
	Parameters url.Values
	Query      json.RawMessage
	// Watchman are the parameters of a call of its.
	Watchman url.Values
	// List limits the request to one list, by its id.
	List string
}

// Refusal is a line of which no request could be made.
type Refusal struct {
	Row    int64  `json:"row"`
	Reason string `json:"reason"`
}

// Requests are those of a file.
type Requests struct {
	// Form is what the file holds: "names", "customers", "yente" or "watchman".
	Form    string
	All     []Request
	Refused []Refusal
	// Cut says that the file holds more than were read.
	Cut bool
}

func (r *Requests) refuse(row int64, reason string) {
	r.Refused = append(r.Refused, Refusal{row, reason})
}

// add adds a request, unless there are enough.
func (r *Requests) add(q Request, most int) bool {
	if len(r.All) >= most {
		r.Cut = true
		return false
	}
	r.All = append(r.All, q)
	return true
}

// Read reads requests: names, one a line; customers, as package subjects reads
// them; bodies of POST /match, one a line; or lines of a log with addresses of
// calls. The name is for messages, most the most requests.
func Read(in io.Reader, name string, most int) (*Requests, error) {
	if most < 1 || most > MaxRequests {
		most = MaxRequests
	}
	text, err := io.ReadAll(io.LimitReader(in, maxFile+1))
	if err != nil {
		return nil, err
	}
	if len(text) > maxFile {
		return nil, fmt.Errorf("%s has over %d MB; give a part of it", name, maxFile>>20)
	}
	r := &Requests{}
	switch head := firstLines(text); {
	case isCalls(head):
		err = r.readLog(text, most)
	case isTable(text, name):
		r.Form = "customers"
		err = r.readCustomers(text, name, most)
	default:
		r.Form = "names"
		r.readNames(text, most)
	}
	if err == nil && len(r.All) == 0 {
		err = fmt.Errorf("%s holds no request", name)
		if len(r.Refused) > 0 {
			err = fmt.Errorf("%w that can be put again: line %d: %s", err, r.Refused[0].Row, r.Refused[0].Reason)
		}
	}
	return r, err
}

// firstLines are the first lines that say something.
func firstLines(text []byte) (out []string) {
	for line := range bytes.Lines(text[:min(len(text), 1<<20)]) {
		if line = bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\ufeff"))); len(line) > 0 {
			if out = append(out, string(line)); len(out) == 20 {
				break
			}
		}
	}
	return out
}

// address finds the address of a call in a line of a log.
var address = regexp.MustCompile(`(/v2/search|/(?:match|search)/[A-Za-z0-9._-]+)(\?[^\s"'<>]*)?`)

// isCalls says whether a file is a log of calls.
func isCalls(head []string) bool {
	for _, line := range head {
		if strings.HasPrefix(line, "{") {
			var o map[string]json.RawMessage
			if json.Unmarshal([]byte(line), &o) == nil {
				if _, ok := o["queries"]; ok {
					return true
				}
				if _, ok := o["properties"]; ok && len(o["schema"]) > 0 {
					return true
				}
			}
		}
		if address.MatchString(line) {
			return true
		}
	}
	return false
}

// isTable says whether a file is one of customers: JSON lines, a workbook, or a
// table of which a column holds names.
func isTable(text []byte, name string) bool {
	if bytes.HasPrefix(text, []byte("PK")) || bytes.HasPrefix(bytes.TrimSpace(text), []byte("{")) {
		return true
	}
	c, err := subjects.Read(bytes.NewReader(text), name, subjects.Options{})
	if err != nil {
		return false
	}
	defer c.Close()
	return len(c.Columns()) > 1 || len(firstLines(text)) > 1
}

func (r *Requests) readNames(text []byte, most int) {
	row := int64(0)
	for line := range bytes.Lines(text) {
		row++
		name := strings.Join(strings.Fields(strings.TrimPrefix(string(line), "\ufeff")), " ")
		switch {
		case name == "" || name[0] == '#':
		case !utf8.ValidString(name) || len(name) > 2000:
			r.refuse(row, "the name is not UTF-8 text, or longer than 2000 bytes")
		default:
			s := interdict.Subject{Row: row, Names: []interdict.Name{{Full: name, Kind: interdict.PrimaryName}}}
			if !r.add(Request{Row: row, Subject: s}, most) {
				return
			}
		}
	}
}

func (r *Requests) readCustomers(text []byte, name string, most int) error {
	c, err := subjects.Read(bytes.NewReader(text), name, subjects.Options{})
	if err != nil {
		return err
	}
	defer c.Close()
	for {
		b, err := c.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		all, refused := c.Parse(b, nil)
		for _, f := range refused {
			if !f.Screened {
				r.refuse(f.Row, f.Reason)
			}
		}
		for i := range all {
			if !r.add(Request{Row: all[i].Row, Subject: all[i]}, most) {
				return nil
			}
		}
	}
}

// entry is a line of a log in JSON, as far as it tells of a call.
type entry struct {
	Queries json.RawMessage `json:"queries"`
	Schema  string          `json:"schema"`
	Body    json.RawMessage `json:"body"`
	Path    string          `json:"path"`
	URL     string          `json:"url"`
	URI     string          `json:"uri"`
	Request string          `json:"request"`
}

func (r *Requests) readLog(text []byte, most int) error {
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, maxLine)
	objects := subjects.NewObjects()
	row := int64(0)
	for lines.Scan() {
		row++
		line := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if line == "" {
			continue
		}
		if !r.readCall(line, row, objects, most) {
			break
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return fmt.Errorf("line %d is longer than %d MB", row+1, maxLine>>20)
	}
	return lines.Err()
}

// readCall reads one line of a log, and says whether more are wanted.
func (r *Requests) readCall(line string, row int64, objects *subjects.Objects, most int) bool {
	at := line
	if strings.HasPrefix(line, "{") {
		var e entry
		if json.Unmarshal([]byte(line), &e) == nil {
			at = firstOf(e.Path, e.URL, e.URI, e.Request)
			body := []byte(line)
			if len(e.Queries) == 0 && len(e.Body) > 0 {
				body = unquoted(e.Body)
			}
			if len(e.Queries) > 0 || e.Schema != "" || len(e.Body) > 0 && !strings.Contains(at, "/v2/search") {
				return r.readBody(body, at, row, objects, most)
			}
		}
	}
	m := address.FindStringSubmatch(at)
	if m == nil {
		r.refuse(row, "the line holds no address of POST /match, GET /search or GET /v2/search")
		return true
	}
	values, err := url.ParseQuery(strings.TrimPrefix(m[2], "?"))
	if err != nil {
		r.refuse(row, "the parameters of the address cannot be read")
		return true
	}
	switch {
	case m[1] == "/v2/search":
		return r.readWatchman(values, row, most)
	case strings.HasPrefix(m[1], "/match/"):
		r.refuse(row, "the log does not hold the body of POST /match; log bodies too, one JSON object a line")
		return true
	}
	return r.readSearch(strings.TrimPrefix(m[1], "/search/"), values, row, most)
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// unquoted is a body that a log holds as an object, or as text.
func unquoted(body json.RawMessage) []byte {
	var text string
	if json.Unmarshal(body, &text) == nil {
		return []byte(text)
	}
	return body
}

// readWatchman reads a call of Watchman's.
func (r *Requests) readWatchman(values url.Values, row int64, most int) bool {
	r.Form = "watchman"
	q, err := watchman.ReadRequest(values.Encode(), true)
	if err != nil || len(q.Subject.Names)+len(q.Subject.Identifiers) == 0 {
		r.refuse(row, "the call of /v2/search asks for nobody")
		return true
	}
	q.Subject.Row = row
	return r.add(Request{Row: row, Subject: q.Subject, Watchman: values, List: q.List}, most)
}

// readSearch reads a call of yente's search: it is put as a match of its words.
func (r *Requests) readSearch(dataset string, values url.Values, row int64, most int) bool {
	r.Form = "yente"
	name := strings.Join(strings.Fields(values.Get("q")), " ")
	if name == "" {
		r.refuse(row, "the search has no words")
		return true
	}
	s := interdict.Subject{Row: row, Names: []interdict.Name{{Full: name, Kind: interdict.PrimaryName}}}
	switch schema := values.Get("schema"); schema {
	case "Person", "Organization", "Vessel", "Airplane", "LegalEntity":
		s.Schema = interdict.Schema(schema)
	case "Company":
		s.Schema = interdict.Organization
	}
	return r.add(Request{Row: row, Subject: s, Dataset: dataset}, most)
}

// readBody reads the body of a call of POST /match, or one query of it.
func (r *Requests) readBody(body []byte, at string, row int64, objects *subjects.Objects, most int) bool {
	r.Form = "yente"
	var call struct {
		Queries map[string]json.RawMessage `json:"queries"`
		Schema  string                     `json:"schema"`
	}
	if json.Unmarshal(body, &call) != nil || len(call.Queries) == 0 && call.Schema == "" {
		r.refuse(row, "the body of POST /match cannot be read, or holds no query")
		return true
	}
	queries, keys := call.Queries, []string{}
	if len(queries) == 0 {
		queries = map[string]json.RawMessage{"": body}
	}
	for key := range queries {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	q := Request{Row: row, Dataset: "default"}
	if m := address.FindStringSubmatch(at); m != nil && strings.HasPrefix(m[1], "/match/") {
		q.Dataset = strings.TrimPrefix(m[1], "/match/")
		q.Parameters, _ = url.ParseQuery(strings.TrimPrefix(m[2], "?")) // what cannot be read is left out, as yente does
	}
	for _, key := range keys {
		one := q
		one.Query = queries[key]
		o := objects.Read(one.Query, row)
		if !o.Whole() {
			r.refuse(row, "a query of POST /match names nobody")
			continue
		}
		one.Subject = o.Subject
		one.Subject.Row = row
		if one.Subject.ID == "" {
			one.Subject.ID = key
		}
		if !r.add(one, most) {
			return false
		}
	}
	return true
}
