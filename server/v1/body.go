package v1

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"
)

// maxBody is the longest body of a request that is no stream, in bytes.
const maxBody = 16 << 20

// readBody reads a JSON object into v, whose members are all that may be there.
// It returns a problem that names places, never content.
func readBody(w http.ResponseWriter, r *http.Request, v any) error {
	if err := media(r, "application/json"); err != nil {
		return err
	}
	buf := buffers.Get().(*bytes.Buffer)
	defer freeBuffer(buf)
	if _, err := buf.ReadFrom(http.MaxBytesReader(w, r.Body, maxBody)); err != nil {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return problem(http.StatusRequestEntityTooLarge, codeTooLarge, "The body is longer than 16 MiB.", "Send fewer subjects, or use POST /v1/screen/stream.")
		}
		return wrong(Fault{"body", "it was cut off"})
	}
	return decode(buf.Bytes(), v)
}

// decode reads one JSON object. What v keeps of the text is copied.
func decode(text []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	err := d.Decode(v)
	if err == nil {
		if _, err = d.Token(); err == io.EOF {
			return nil
		}
		return wrong(Fault{"body", "something stands behind the object"})
	}
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax), err == io.EOF, err == io.ErrUnexpectedEOF:
		return wrong(Fault{"body", "it is not one JSON object"})
	case errors.As(err, &kind) && kind.Field != "":
		return wrong(Fault{at(kind.Field), "it is of another type than it should be"})
	}
	if member, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		if member = strings.Trim(member, `"`); plainName.MatchString(member) {
			return wrong(Fault{at(member), "there is no such member; /v1/openapi.json has all"})
		}
	}
	return wrong(Fault{"body", "it has a member or a value that does not belong there; /v1/openapi.json has all members"})
}

// media refuses a body of another media type, or a packed one.
func media(r *http.Request, want ...string) error {
	if e := r.Header.Get("Content-Encoding"); e != "" && e != "identity" {
		return problem(http.StatusUnsupportedMediaType, codeMedia, "The body is packed.", "Send it as it is.")
	}
	have := r.Header.Get("Content-Type")
	if have == "" {
		return nil
	}
	have, _, err := mime.ParseMediaType(have)
	for _, w := range want {
		if err == nil && have == w {
			return nil
		}
	}
	return problem(http.StatusUnsupportedMediaType, codeMedia, "The body is of another media type.", "Send "+want[0]+".")
}
