package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/update"
)

type exportCmd struct {
	List    string `arg:"" help:"The list's id, such as us_ofac_sdn."`
	Edition string `placeholder:"EDITION" help:"The edition, by date or by the first digits of its SHA-256 (default: the newest)."`
	Output  string `short:"o" name:"output" placeholder:"DIR" default:"." help:"The folder to write the files to (default: the current one), or - for standard output, where the edition has one file."`
}

func (c *exportCmd) Run(ctx context.Context, m *Main, g *globals) error {
	if c.Output != "-" && !isDir(c.Output) {
		return wrong("-o %s: there is no such folder; make it first", c.Output)
	}
	r, err := m.folder(g).Register(ctx)
	if err != nil {
		return err
	}
	defer r.Close()
	e, err := r.Edition(ctx, c.List, c.Edition)
	if register.IsKind(err, register.UnknownList) {
		return usage{err}
	}
	if err != nil {
		return err
	}
	if c.Output == "-" {
		if len(e.Files) > 1 {
			return wrong("the %s of %s has %d files; name a folder with -o", &e, e.List, len(e.Files))
		}
		return r.CopyFile(m.Stdout, e, e.Files[0])
	}
	answer := report.Exported{List: e.List, Edition: e.SHA256.String(), Name: e.String()}
	if !e.Published.IsZero() {
		answer.Published = &e.Published
	}
	for i, name := range exportNames(e.Files) {
		f := e.Files[i]
		path := filepath.Join(c.Output, name)
		if err := export(r, e, f, path); err != nil {
			return err
		}
		answer.Files = append(answer.Files, report.ExportedFile{Part: f.Part, Path: path, Size: f.Size, SHA256: f.SHA256.String()})
	}
	if g.JSON {
		return report.Encoder(m.Stdout).Encode(&answer)
	}
	return report.WriteExported(m.Stdout, m.style(), &answer)
}

// export writes one file. One of its name that holds something else is not
// written over: an edition's files bear the names of every other's.
func export(r *register.Register, e register.Edition, f register.File, path string) error {
	switch same, err := holds(path, f); {
	case err != nil:
		return err
	case same:
		return nil
	}
	return writeFile(path, func(w io.Writer) error { return r.CopyFile(w, e, f) })
}

// holds says that a file is there and holds these bytes. One with other bytes is
// an error.
func holds(path string, f register.File) (bool, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if info.Mode().IsRegular() {
		sum, err := update.SumOf(path)
		if err != nil || sum == f.SHA256 {
			return err == nil, err
		}
	}
	return false, wrong("%s exists and holds something else, which is never overwritten; name another folder with -o", path)
}

// exportNames are the names that an edition's files were loaded by, without
// their folders and without the ending of what they were packed in, since what
// is kept is unpacked. Where two would bear one name, the part stands before it.
func exportNames(files []register.File) []string {
	names := make([]string, len(files))
	count := map[string]int{}
	for i := range files {
		name := files[i].Base()
		for _, ext := range []string{".gz", ".zst"} {
			name = strings.TrimSuffix(name, ext)
		}
		names[i] = name
		count[strings.ToLower(name)]++
	}
	for i, f := range files {
		if count[strings.ToLower(names[i])] > 1 {
			names[i] = fmt.Sprintf("%s_%s", strings.ReplaceAll(f.Part, "/", "_"), names[i])
		}
	}
	return names
}
