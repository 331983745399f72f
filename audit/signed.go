package audit

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"regexp"
	"time"

	"github.com/interdict/interdict/internal/lockfile"
)

// CoverageVersion is that of reports of coverage.
const CoverageVersion = 1

// Report is what a signed report of coverage says of itself. It stands at the
// beginning of the JSON form, and as a meta element of the page.
type Report struct {
	Version     int       `json:"interdict_coverage"`
	Made        time.Time `json:"made"`
	Names       []string  `json:"names"` // of the populations
	Covered     bool      `json:"covered"`
	Key, SHA256 string    `json:"-"`
}

// MetaName is the name of the page's element that holds the Report as JSON.
const MetaName = "interdict-coverage"

// A page's seal is a comment in its last line.
var (
	commentBegin, commentEnd = []byte("<!--"), []byte("-->")
	metaElement              = regexp.MustCompile(`<meta name="` + MetaName + `" content="([^"]*)">`)
	pageBegin                = []byte("<!doctype html>")
)

// Sign puts the installation's seal behind a report: its last line, as in a
// receipt, in a page as a comment.
func (f Folder) Sign(ctx context.Context, content []byte) ([]byte, error) {
	fail := func(err error) ([]byte, error) { return nil, fmt.Errorf("the report cannot be signed: %w", err) }
	release, err := lockfile.In(ctx, string(f), lockTime)
	if err != nil {
		return fail(err)
	}
	defer release() //nolint:errcheck // a lock file has nothing to lose
	key, err := f.key()
	if err != nil {
		return fail(err)
	}
	content = bytes.TrimRight(content, "\n")
	second, err := json.Marshal(sealOf(content, key))
	if err != nil {
		return fail(err)
	}
	if bytes.HasPrefix(content, pageBegin) {
		second = bytes.Join([][]byte{commentBegin, second, commentEnd}, nil)
	}
	file := bytes.Join([][]byte{content, second, nil}, []byte("\n"))
	if _, err := ParseReport(file); err != nil {
		return fail(err)
	}
	return file, nil
}

// IsReport says whether a file looks like a report of coverage, signed or not.
func IsReport(file []byte) bool {
	head := file[:min(len(file), 4096)]
	return bytes.HasPrefix(file, []byte(`{"interdict_coverage":`)) || bytes.HasPrefix(file, pageBegin) && metaElement.Match(head)
}

// ParseReport reads a report of coverage, as JSON or as a page, and checks that
// it is as it was signed.
func ParseReport(file []byte) (*Report, error) {
	if len(file) > maxReceipt {
		return nil, fmt.Errorf("it has over %d MB, which no report has", maxReceipt>>20)
	}
	content := bytes.TrimSuffix(file, []byte("\n"))
	at := bytes.LastIndexByte(content, '\n')
	if !IsReport(file) || at < 0 {
		return nil, errors.New("it is no signed report: its last line, the seal, is missing")
	}
	content, second := content[:at], content[at+1:]
	head := content
	if bytes.HasPrefix(content, pageBegin) {
		second = bytes.TrimSuffix(bytes.TrimPrefix(second, commentBegin), commentEnd)
		meta := metaElement.FindSubmatch(content)
		if meta == nil {
			return nil, errors.New("it is no signed report: it does not say what it is of")
		}
		head = []byte(html.UnescapeString(string(meta[1])))
	}
	s, err := checkSeal(content, second)
	if err != nil {
		return nil, err
	}
	if again, err := json.Marshal(s); err != nil || !bytes.Equal(again, second) { // a browser would show what else stood there
		return nil, errors.New("its seal holds more than a key and a signature")
	}
	sum := sha256.Sum256(content)
	r := &Report{SHA256: hex.EncodeToString(sum[:]), Key: s.Key}
	if err := json.Unmarshal(head, r); err != nil {
		return nil, fmt.Errorf("it is no report: %w", err)
	}
	if r.Version != CoverageVersion {
		return nil, fmt.Errorf("it is a report of version %d; this program reads version %d", r.Version, CoverageVersion)
	}
	return r, nil
}

// File is what a file holds that is to be checked: a receipt or a report.
type File struct {
	Receipt *Sealed
	Report  *Report
}

// ReadAny reads a receipt or a report from any file and checks it by itself.
func ReadAny(path string) (*File, error) {
	file, err := readLimited(path)
	if err != nil {
		return nil, err
	}
	out := &File{}
	if IsReport(file) {
		out.Report, err = ParseReport(file)
	} else {
		out.Receipt, err = Parse(file)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return out, nil
}
