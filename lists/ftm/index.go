package ftm

import (
	"bytes"
	"context"
	"crypto/sha1"
	"encoding/hex"
	"hash"
	"io"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/jsonstream"
	"github.com/interdict/interdict/lists"
)

// index is what an index.json says of an edition.
type index struct {
	name      string
	published interdict.Date
	resources []resource
	// things and targets are how many parties there are, among all and among the
	// targets alone; 0 where the index does not say.
	things, targets int

	sum hash.Hash // of the main file's bytes, once they were read
}

// resource is a file that the index names.
type resource struct{ name, checksum string }

// indexOf says whether a file is the index of a data set, and of which.
func indexOf(f *lists.File) (list string, ok bool) {
	for _, word := range []string{`"name"`, `"index_url"`, `"resources"`} {
		// A long index has its name behind its statistics.
		if !bytes.Contains(f.Head, []byte(word)) && (f.Size <= int64(len(f.Head)) || word == `"index_url"`) {
			return "", false
		}
	}
	if bytes.Contains(f.Head, []byte(`"datasets"`)) && bytes.Count(f.Head, []byte(`"index_url"`)) > 1 {
		return "", false // a catalogue of many
	}
	ix, err := readIndex(context.Background(), f)
	return ix.name, err == nil && listName.MatchString(ix.name)
}

// readIndex reads an index; none says nothing.
func readIndex(ctx context.Context, f *lists.File) (*index, error) {
	ix := &index{}
	if f == nil {
		return ix, nil
	}
	in, err := lists.OpenText(f)
	if err != nil {
		return ix, err
	}
	defer in.Close()
	text, err := io.ReadAll(io.LimitReader(in, lists.MaxRecord+1))
	if err != nil {
		return ix, &lists.Error{File: f.Path, Reason: "the file cannot be read on", Err: err, Remedy: "fetch it again"}
	}
	var n jsonstream.Tree
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if err := (jsonstream.Record{Raw: text, Line: 1}).Parse(&n); err != nil {
		return ix, notA(f, "the index.json of a data set", err)
	}
	ix.name = generation.ReplaceAllString(n.Take("name"), "")
	for _, key := range []string{"updated_at", "last_export"} {
		if day, err := interdict.ParseDate(firstBytes(n.Take(key), len("2006-01-02"))); err == nil {
			ix.published = day
		}
	}
	for r := range n.Each("resources") {
		ix.resources = append(ix.resources, resource{r.Take("name"), r.Take("checksum")})
	}
	ix.things, ix.targets = parties(n.Child("things")), parties(n.Child("targets"))
	if ix.name == "" {
		return ix, notA(f, "the index.json of a data set: it has no name", nil)
	}
	return ix, ctx.Err()
}

func firstBytes(s string, n int) string { return s[:min(n, len(s))] }

// parties counts the parties of a table of counts by schema.
func parties(n *jsonstream.Node) (count int) {
	for s := range n.Each("schemata") {
		c, err := strconv.Atoi(s.Take("count"))
		if role := facts().schemata[s.Take("name")].role; err == nil && role == "party" {
			count += c
		}
	}
	return count
}

// hashed is the file, its bytes hashed while they are read the first time.
func (ix *index) hashed(f *lists.File) *lists.File {
	if len(ix.resources) == 0 {
		return f
	}
	return opened(f, func() (io.ReadCloser, error) {
		in, err := f.Open()
		if err != nil || ix.sum != nil {
			return in, err
		}
		ix.sum = sha1.New()
		return struct {
			io.Reader
			io.Closer
		}{io.TeeReader(in, ix.sum), in}, nil
	})
}

// check holds what was read against what the index says of the file.
func (ix *index) check(f *lists.File, report *lists.Report) error {
	if ix.sum == nil {
		return nil
	}
	sum := hex.EncodeToString(ix.sum.Sum(nil))
	base := strings.ToLower(filepath.Base(f.Path))
	for _, r := range ix.resources {
		if r.checksum == "" || len(r.checksum) != len(sum) || !strings.HasSuffix(strings.TrimSuffix(base, ".gz"), r.name) {
			continue
		}
		if r.checksum != sum {
			return &lists.Error{File: f.Path, Reason: "its checksum is not that which index.json has for " + r.name + ": they are of different versions, or the file is damaged", Remedy: "fetch both again"}
		}
		report.Declared = ix.targets
		if strings.HasPrefix(r.name, "entities") {
			report.Declared = ix.things
		}
	}
	return nil
}
