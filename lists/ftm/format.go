package ftm

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/jsonstream"
	"github.com/interdict/interdict/lists"
)

// The parts of an edition beside lists.Main. A delta's part is "delta " and
// its version.
const (
	indexPart = "index"
	deltaPart = "delta "
)

// JSON is the line JSON of FollowTheMoney: entities.ftm.json,
// targets.nested.json, deltas, with the index.json beside them.
func JSON() lists.Format { return jsonFormat{} }

type jsonFormat struct{}

func (jsonFormat) Name() string { return "FollowTheMoney JSON" }

// Recognise looks at the first records of the file, and at all of an index.
func (jsonFormat) Recognise(f *lists.File) (lists.Recognition, bool) {
	if list, ok := indexOf(f); ok {
		return lists.Recognition{List: list, Part: indexPart}, true
	}
	sc := jsonstream.New(bytes.NewReader(f.Head), jsonstream.Options{MaxBytes: lists.HeadSize})
	var tree jsonstream.Tree
	var all []*entity
	part := lists.Main
	for {
		rec, err := sc.Next()
		if err == nil {
			err = rec.Parse(&tree)
		}
		if err != nil { // the head ends anywhere
			break
		}
		n := tree.Node
		if op := n.Take("op"); op != "" && n.Child("entity") != nil {
			part = deltaPart + versionOf(f.Path)
			n = n.Child("entity")
		} else if _, known := facts().schemata[n.Take("schema")]; !known || n.Child("properties") == nil {
			if len(all) == 0 {
				return lists.Recognition{}, false
			}
			continue
		}
		all = append(all, parse(n))
	}
	return recognition(f.Path, all, part), len(all) > 0
}

// exportNames are how the exports' files end.
var exportNames = []string{"entities.ftm.json", "entities.delta.json", "targets.nested.json", "targets.simple.csv", "statements.csv", "statements.pack", "senzing.json"}

var (
	versionName = regexp.MustCompile(`\b\d{14}-[a-z0-9]{3}\b`)
	listName    = regexp.MustCompile(`^[a-z][a-z0-9_]{0,63}$`)
	// generation is how a dataset's name says that its crawler was written anew.
	generation = regexp.MustCompile(`_v\d+$`)
)

// versionOf tells deltas apart: the version in a file's path, or its name.
func versionOf(path string) string {
	if v := versionName.FindAllString(filepath.ToSlash(path), -1); v != nil {
		return v[len(v)-1]
	}
	return filepath.Base(path)
}

// listOf is the name of the data set: that of all records, where they have but
// one; else it is guessed by what stands before an export's name in the file's,
// or by the folder that the file lies in, as in the publisher's own. A folder
// above one that is named after a version is the publisher's own for certain,
// and counts before the records: a delta may hold records of one set of many.
func listOf(path string, all []*entity) (list string, guessed bool) {
	folder := filepath.Dir(path)
	if versionName.MatchString(filepath.Base(folder)) {
		if name := filepath.Base(filepath.Dir(folder)); listName.MatchString(name) {
			return name, true
		}
	}
	sets := map[string]bool{}
	for _, e := range all {
		for _, d := range e.datasets {
			list = generation.ReplaceAllString(d, "")
			sets[list] = true
		}
	}
	if len(sets) == 1 && listName.MatchString(list) {
		return list, false
	}
	base := strings.ToLower(filepath.Base(path))
	for _, export := range exportNames {
		before, ok := strings.CutSuffix(base, export)
		if !ok {
			continue
		}
		if before = strings.TrimRight(before, "._-"); before == "" {
			before = filepath.Base(folder)
		}
		if listName.MatchString(before) && before != "latest" {
			return before, true
		}
	}
	return "", false
}

// recognition is what the forms say of a file that they know.
func recognition(path string, all []*entity, part string) lists.Recognition {
	rec := lists.Recognition{Part: part}
	rec.List, rec.Guessed = listOf(path, all)
	return rec
}

func (jsonFormat) Read(ctx context.Context, list string, files map[string]*lists.File, yield func(*interdict.Listing) error) (lists.Report, error) {
	var report lists.Report
	main, err := mainOf(list, files)
	if err != nil {
		return report, err
	}
	ix, err := readIndex(ctx, files[indexPart])
	if err != nil {
		return report, err
	}
	d := &delta{}
	defer d.close()
	for _, part := range deltaParts(files) {
		if err := d.read(ctx, files[part], &report); err != nil {
			return report, err
		}
	}
	hashed := ix.hashed(main)
	src := source{decode: decode, each: func(report *lists.Report, take func(*entity) error) error {
		return d.over(func(take func(*entity) error) error { return eachEntity(ctx, hashed, report, take) }, report, take)
	}}
	rd := &reading{ctx: ctx, list: list, report: &report, yield: yield, source: src}
	err = rd.read()
	if err == nil && len(d.ops) == 0 {
		err = ix.check(main, &report)
	}
	report.Published = ix.published
	return report, err
}

// mainOf is the main file of an edition.
func mainOf(list string, files map[string]*lists.File) (*lists.File, error) {
	if f := files[lists.Main]; f != nil {
		return f, nil
	}
	if parts := deltaParts(files); len(parts) > 0 {
		return nil, &lists.Error{File: files[parts[0]].Path, Reason: "a delta alone is no list: it says only what changed", Remedy: "name the full file (entities.ftm.json) of the version before it together with it"}
	}
	return nil, &lists.Error{File: list, Reason: "the edition has no file with entities", Remedy: "name entities.ftm.json"}
}

// deltaParts are the deltas of an edition in the order of their versions.
func deltaParts(files map[string]*lists.File) (parts []string) {
	for part := range files {
		if strings.HasPrefix(part, deltaPart) {
			parts = append(parts, part)
		}
	}
	slices.Sort(parts)
	return parts
}

// eachEntity hands over the records of a file.
func eachEntity(ctx context.Context, file *lists.File, report *lists.Report, take func(*entity) error) error {
	j := lists.JSONFile{File: file, Take: func(rec *jsonstream.Record, n *jsonstream.Tree) error {
		e := ofRecord(rec, n.Node)
		if ok, err := checked(e, report); !ok || err != nil {
			return err
		}
		return take(e)
	}}
	return j.Read(ctx, report)
}

// opened is a file whose Open is another.
func opened(f *lists.File, open func() (io.ReadCloser, error)) *lists.File {
	c := *f
	c.Open = open
	return &c
}

func notA(file *lists.File, what string, err error) error {
	return &lists.Error{File: file.Path, Reason: fmt.Sprintf("it is not %s", what), Err: err, Remedy: "fetch it again"}
}
