package ofac

import (
	"bufio"
	"bytes"
	"io"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

// DeltaDay says whether a part is a delta, and of which day.
func (enhancedFormat) DeltaDay(part string) (interdict.Date, bool) {
	published, ok := strings.CutPrefix(part, deltaPrefix)
	return isoDay(published), ok
}

// Whole makes of the listings of an edition the file again that it was read
// from, for a delta to change: their bytes are the entities as published, and
// behind each the reference values that it names. It has no date, so that what
// is upon it decides.
func (enhancedFormat) Whole(name string, each func(take func(*interdict.Listing) error) error) *lists.File {
	return &lists.File{Path: name, Size: -1, Open: func() (io.ReadCloser, error) {
		in, out := io.Pipe()
		go func() {
			w := bufio.NewWriterSize(out, 64<<10)
			err := writeWhole(w, name, each)
			if err == nil {
				err = w.Flush()
			}
			out.CloseWithError(err)
		}()
		return in, nil
	}}
}

func writeWhole(w *bufio.Writer, name string, each func(func(*interdict.Listing) error) error) error {
	w.WriteString("<sanctionsData>\n<publicationInfo />\n<referenceValues>\n")
	written := make(map[string]bool)
	err := each(func(l *interdict.Listing) error {
		_, values, ok := cutValues(l.Raw)
		if !ok {
			return &lists.Error{File: name, Reason: "it was loaded from another form than Enhanced XML, and a delta is upon that form: party " + l.ID, Remedy: loadWhole + "; its deltas can be loaded after it"}
		}
		for value := range bytes.SplitSeq(values, []byte("\n<referenceValue")) {
			if s := string(value); len(value) > 0 && !written[s] {
				written[s] = true
				w.WriteString("<referenceValue" + s + "\n")
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	w.WriteString("</referenceValues>\n<entities>\n")
	err = each(func(l *interdict.Listing) error {
		entity, _, _ := cutValues(l.Raw)
		w.Write(entity)
		return w.WriteByte('\n')
	})
	w.WriteString("</entities>\n</sanctionsData>\n")
	return err
}

// cutValues cuts a listing's bytes into the entity and the reference values
// behind it. It says false where they are none of this form.
func cutValues(raw []byte) (entity, values []byte, ok bool) {
	end := []byte("</entity>")
	i := bytes.LastIndex(raw, end)
	if i < 0 || !bytes.HasPrefix(raw, []byte("<entity")) {
		return nil, nil, false
	}
	return raw[:i+len(end)], raw[i+len(end):], true
}
