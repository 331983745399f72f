package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/atomicfile"
	"github.com/interdict/interdict/report"
)

// form is a kind of output.
type form int

const (
	textForm form = iota
	jsonForm
	csvForm
	htmlForm
	workbookForm
	parquetForm
	arrowForm // a stream
	arrowFileForm
)

// forms are the outputs by the extension of their file's name.
var forms = map[string]form{
	".txt": textForm, ".jsonl": jsonForm, ".ndjson": jsonForm, ".csv": csvForm, ".html": htmlForm, ".htm": htmlForm, ".xlsx": workbookForm,
	".parquet": parquetForm, ".arrows": arrowForm, ".arrow": arrowFileForm, ".feather": arrowFileForm,
}

// outputForms are the forms that standard output can have, by name.
var outputForms = map[string]form{"text": textForm, "jsonl": jsonForm, "csv": csvForm, "parquet": parquetForm, "arrow": arrowForm}

func formOf(path string) (form, error) {
	f, ok := forms[strings.ToLower(filepath.Ext(path))]
	if !ok {
		return 0, wrong("-o %s: the extension names no output; use .jsonl, .csv, .html, .xlsx, .parquet, .arrow, .arrows or .txt", path)
	}
	return f, nil
}

// checkOutputs refuses outputs that would destroy an input, or each other.
func checkOutputs(outputs, inputs []string) error {
	for i, out := range outputs {
		if dir := filepath.Dir(out); !isDir(dir) {
			return wrong("-o %s: the folder %s does not exist; make it first", out, dir)
		}
		if isDir(out) {
			return wrong("-o %s is a folder; name a file", out)
		}
		for _, in := range inputs {
			if sameFile(out, in) {
				return wrong("-o %s is one of the inputs, which is never overwritten; name another file", out)
			}
		}
		for _, other := range outputs[:i] {
			if sameFile(out, other) {
				return wrong("%s is named twice as an output; name two files", out)
			}
		}
	}
	return nil
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// sameFile says that two names mean one file, whether it exists or not.
func sameFile(a, b string) bool {
	ia, errA := os.Stat(a)
	ib, errB := os.Stat(b)
	if errA == nil && errB == nil {
		return os.SameFile(ia, ib)
	}
	absA, errA := filepath.Abs(a)
	absB, errB := filepath.Abs(b)
	return errA == nil && errB == nil && absA == absB
}

// writeFile puts an output in place once write is done, whole or not at all.
// What is no ordinary file (a pipe, a device) is written as it comes.
func writeFile(path string, write func(io.Writer) error) error {
	return writeFileIn(atomicfile.Private{}, path, write)
}

// writeFileIn is writeFile where temporary files are made as fsys makes them.
func writeFileIn(fsys atomicfile.FS, path string, write func(io.Writer) error) error {
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return wrong("%s is a folder; name a file", path)
	case err == nil && !info.Mode().IsRegular():
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		return errors.Join(write(f), f.Close())
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	}
	return atomicfile.Write(fsys, path, write)
}

// withOutputs opens all outputs, hands their writers to run, and puts them in
// place once it is done without an error.
func withOutputs(fsys atomicfile.FS, paths []string, header *report.Header, lookup report.Lookup, writers []report.Writer, run func([]report.Writer) error) error {
	if len(paths) == 0 {
		return run(writers)
	}
	f, err := formOf(paths[0])
	if err != nil {
		return err
	}
	return writeFileIn(fsys, paths[0], func(w io.Writer) error {
		writer, release, err := newWriter(f, w, header, lookup)
		if err != nil {
			return err
		}
		defer release()
		return withOutputs(fsys, paths[1:], header, lookup, append(writers, writer), run)
	})
}

// newWriter makes the writer of one output file. release lets go of what it
// holds beside the file.
func newWriter(f form, w io.Writer, h *report.Header, lookup report.Lookup) (writer report.Writer, release func(), err error) {
	release = func() {}
	switch f {
	case jsonForm:
		writer = report.JSONLines(w, h)
	case csvForm:
		writer, err = report.CSV(w, h)
	case textForm:
		writer, err = report.Text(w, report.Style{}, h, lookup, true)
	case workbookForm:
		writer, err = report.Workbook(w, h, nil)
	case parquetForm:
		writer = report.Parquet(w, h)
	case arrowForm:
		writer = report.ArrowStream(w, h)
	case arrowFileForm:
		writer, err = report.ArrowFile(w, h)
	case htmlForm:
		var spool *os.File
		if spool, err = os.CreateTemp("", "interdict-*.html"); err != nil {
			return nil, nil, fmt.Errorf("a temporary file for the page cannot be made: %w", err)
		}
		os.Remove(spool.Name()) // at once where the system can, so that nothing is left however the process ends
		release = func() {
			spool.Close()
			os.Remove(spool.Name())
		}
		writer = report.HTML(w, spool, h, lookup)
	}
	return writer, release, err
}

// each hands a result to all writers.
func each(writers []report.Writer) func(*interdict.Result) error {
	return func(r *interdict.Result) error {
		for _, w := range writers {
			if err := w.Result(r); err != nil {
				return err
			}
		}
		return nil
	}
}
