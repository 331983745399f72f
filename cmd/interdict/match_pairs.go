package main

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/ftmparty"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/screen"
)

// matchPairs scores the rows of a CSV file and writes each with its score
// behind it. A row that cannot be scored keeps an empty score, is named, and
// makes the run incomplete.
func (m *Main) matchPairs(matcher *screen.Matcher, path string, given interdict.Schema) error {
	f, err := os.Open(path)
	if err != nil {
		return wrong("the pairs cannot be read: %w", orAbsent(path, err))
	}
	defer f.Close()
	in := csv.NewReader(bufio.NewReader(f))
	in.FieldsPerRecord = -1
	head, err := in.Read()
	if err != nil {
		return fmt.Errorf("%s: no header could be read (%w); its first line names the columns schema, name1 and name2", path, err)
	}
	head[0] = strings.TrimPrefix(head[0], "\ufeff")
	columns := [3]int{}
	for i, name := range []string{"schema", "name1", "name2"} {
		columns[i] = slices.Index(head, name)
		if columns[i] < 0 && (i > 0 || given == "") {
			return fmt.Errorf("%s, line 1: there is no column %q; its first line names the columns schema, name1 and name2", path, name)
		}
	}
	out := csv.NewWriter(m.Stdout)
	if err := out.Write(append(head, "score")); err != nil {
		return err
	}
	refused, err := m.scoreRows(matcher, path, in, out, columns, len(head), given)
	out.Flush()
	if err = errors.Join(err, out.Error()); err != nil {
		return err
	}
	return incompleteIf(refused > 0)
}

func (m *Main) scoreRows(matcher *screen.Matcher, path string, in *csv.Reader, out *csv.Writer, columns [3]int, width int, given interdict.Schema) (refused int, err error) {
	for {
		row, err := in.Read()
		if err == io.EOF {
			return refused, nil
		}
		line, _ := in.FieldPos(0)
		score := ""
		switch {
		case err != nil:
			return refused, fmt.Errorf("%s, line %d: %w; mend the row and run again", path, line, err)
		case len(row) != width:
			refused++
			fmt.Fprintf(m.Stderr, "interdict: %s, line %d: ragged_row: %d columns where the header has %d; it has no score\n", path, line, len(row), width)
			for len(row) < width {
				row = append(row, "")
			}
		default:
			schema := given
			if schema == "" {
				schema = ftmparty.Schema(row[columns[0]])
			}
			h := matchNames(matcher, row[columns[1]], row[columns[2]], schema)
			score = h.Score.String()
		}
		if err := out.Write(append(row, score)); err != nil {
			return refused, err
		}
	}
}

// maxPairLine is the most bytes of one line of --entities.
const maxPairLine = 16 << 20

// matchEntities scores JSON lines of two entities each and writes each object
// with its score.
func (m *Main) matchEntities(matcher *screen.Matcher, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return wrong("the pairs cannot be read: %w", orAbsent(path, err))
	}
	defer f.Close()
	in := bufio.NewScanner(f)
	in.Buffer(make([]byte, 0, 1<<20), maxPairLine)
	out := bufio.NewWriter(m.Stdout)
	refused := 0
	for line := 1; in.Scan(); line++ {
		b := bytes.TrimSpace(in.Bytes())
		if len(b) == 0 {
			continue
		}
		var pair struct{ Left, Right *ftmparty.Party }
		err := json.Unmarshal(b, &pair)
		if err == nil && (pair.Left == nil || pair.Right == nil) {
			err = errors.New("it lacks \"left\" or \"right\"")
		}
		if err != nil {
			refused++
			fmt.Fprintf(m.Stderr, "interdict: %s, line %d: bad_record: it is no pair of entities (%v); it is written without a score\n", path, line, err)
			out.Write(append(b, '\n'))
			continue
		}
		h := matcher.Match(pair.Left.Subject(), pair.Right.Entity())
		scored, err := withScore(b, h.Score)
		if err != nil {
			return fmt.Errorf("%s, line %d: %w", path, line, err)
		}
		if _, err := out.Write(append(scored, '\n')); err != nil {
			return err
		}
	}
	if err := in.Err(); err != nil {
		return fmt.Errorf("%s: %w; a line may have at most %d MB", path, err, maxPairLine>>20)
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return incompleteIf(refused > 0)
}

// withScore gives a JSON object the member "score", keeping the order and the
// spelling of the others. A score that it had is replaced.
func withScore(object []byte, score interdict.Score) ([]byte, error) {
	dec := json.NewDecoder(bytes.NewReader(object))
	if _, err := dec.Token(); err != nil { // the opening brace
		return nil, err
	}
	var b bytes.Buffer
	b.WriteByte('{')
	enc := report.Encoder(&b)
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return nil, err
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return nil, err
		}
		if key == "score" {
			continue
		}
		if err := enc.Encode(key); err != nil {
			return nil, err
		}
		b.Truncate(b.Len() - 1) // the line's end
		b.WriteString(": ")
		b.Write(value)
		b.WriteString(", ")
	}
	fmt.Fprintf(&b, "\"score\": %s}", score)
	return b.Bytes(), nil
}

// incompleteIf ends a command whose work is done save for what was refused.
func incompleteIf(refused bool) error {
	if refused {
		return done(exitIncomplete)
	}
	return nil
}
