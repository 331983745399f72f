package audit

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"

	"github.com/interdict/interdict/internal/atomicfile"
	"github.com/interdict/interdict/internal/sealed"
	"github.com/interdict/interdict/runs"
)

// What stood in the rows that a run refused is kept apart from its receipt, which
// names them by number and code, and only where that was asked for: in a sealed
// file (internal/sealed) of the kind "contents", whose pages are JSON lines.
const (
	contentsExtension = ".contents"
	contentsKind      = "contents"
	contentsPage      = 64 << 10
)

// Content is a refused row with what stood in it.
type Content struct {
	Input    int    `json:"input"` // counted from 1
	Row      int64  `json:"row"`
	Code     string `json:"code"`
	Screened bool   `json:"screened"` // without one of its values
	Content  string `json:"content"`
}

// KeepContents keeps the refused rows of a run with what stood in them.
func (f Folder) KeepContents(number int, key *sealed.Key, rejected func(yield func(*runs.Rejected) bool)) error {
	err := atomicfile.Write(atomicfile.Private{}, f.path(number, contentsExtension), func(out io.Writer) error {
		w, err := sealed.NewWriter(out, contentsKind, key)
		if err != nil {
			return err
		}
		var page bytes.Buffer
		lines := json.NewEncoder(&page)
		for r := range rejected {
			if err := lines.Encode(Content{r.Input + 1, r.Row, r.Code, r.Screened, r.Content}); err != nil {
				return err
			}
			if page.Len() >= contentsPage {
				if err := w.Page(page.Bytes()); err != nil {
					return err
				}
				page.Reset()
			}
		}
		return errors.Join(w.Page(page.Bytes()), w.Close(nil))
	})
	if err != nil {
		return fmt.Errorf("the rows that the run refused cannot be kept in %s: %w", f, err)
	}
	return nil
}

// HasContents says whether anything is kept under a key.
func (f Folder) HasContents() bool {
	found, err := filepath.Glob(filepath.Join(string(f), "*"+contentsExtension))
	return err == nil && len(found) > 0
}

// ErrNoContents is the error of a run of which no contents were kept.
var ErrNoContents = errors.New("what stood in refused rows was not kept of this run: none was refused, or it was not asked for (screen --keep-refused)")

// Contents are the rows that a run refused, at most limit of them, or all where limit
// is 0, and how many there are.
func (f Folder) Contents(number int, key *sealed.Key, limit int) (out []Content, all int, err error) {
	in, err := sealed.Open(f.path(number, contentsExtension), contentsKind, key)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0, ErrNoContents
	}
	if err != nil {
		return nil, 0, err
	}
	defer in.Close()
	var page []byte
	for n := range in.Pages() {
		if page, err = in.Page(n, page[:0]); err != nil {
			return nil, 0, err
		}
		lines := json.NewDecoder(bytes.NewReader(page))
		for {
			var c Content
			if err := lines.Decode(&c); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return nil, 0, sealed.ErrDamaged
			}
			if all++; limit == 0 || len(out) < limit {
				out = append(out, c)
			}
		}
	}
	return out, all, nil
}
