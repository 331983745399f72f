package interdict_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The most lines of a file and, outside tests, of a function.
const (
	maxFileLines = 500
	maxFuncLines = 80
)

// sentenceEnd is the end of a sentence of a comment.
var sentenceEnd = regexp.MustCompile(`[.:?!]["')]*(\s|$)`)

// TestPackageComments holds every package to a comment of at least two
// sentences: what it is for, and what a newcomer could not guess.
func TestPackageComments(t *testing.T) {
	comments := map[string]string{} // by folder
	eachGoFile(t, func(path string, _ []byte, _ *token.FileSet, f *ast.File) {
		if !strings.HasSuffix(path, "_test.go") {
			comments[filepath.Dir(path)] += f.Doc.Text()
		}
	})
	if len(comments) < 15 {
		t.Fatalf("only %d packages were found", len(comments))
	}
	for dir, comment := range comments {
		if n := len(sentenceEnd.FindAllString(comment, -1)); n < 2 {
			t.Errorf("package %s: its comment has %d sentences; say in two or more what it is for and what must be known of it", dir, n)
		}
	}
}

// fileName is a Go file that a comment names.
var fileName = regexp.MustCompile(`(?m:^|[ (])[a-z_]+\.go\b`)

// TestFilesNamed holds the maps in packages' comments to the files that there are.
func TestFilesNamed(t *testing.T) {
	named := 0
	eachGoFile(t, func(path string, _ []byte, _ *token.FileSet, f *ast.File) {
		for _, file := range fileName.FindAllString(f.Doc.Text(), -1) {
			named++
			file = strings.TrimLeft(file, " (")
			if _, err := os.Stat(filepath.Join(filepath.Dir(path), file)); err != nil {
				t.Errorf("%s: the package's comment names %s, which is not there", path, file)
			}
		}
	})
	if named < 50 {
		t.Fatalf("only %d files are named", named)
	}
}

// TestSizes keeps files and functions small enough to be read at once.
func TestSizes(t *testing.T) {
	eachGoFile(t, func(path string, text []byte, fset *token.FileSet, f *ast.File) {
		if n := bytes.Count(text, []byte("\n")); n > maxFileLines {
			t.Errorf("%s has %d lines, more than %d: which two thoughts are in it?", path, n, maxFileLines)
		}
		if strings.HasSuffix(path, "_test.go") {
			return
		}
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok {
				if n := fset.Position(fn.End()).Line - fset.Position(fn.Pos()).Line + 1; n > maxFuncLines {
					t.Errorf("%s: %s has %d lines, more than %d", path, fn.Name.Name, n, maxFuncLines)
				}
			}
		}
	})
}

// eachGoFile hands over the module's Go files, parsed.
func eachGoFile(t *testing.T, yield func(path string, text []byte, fset *token.FileSet, f *ast.File)) {
	t.Helper()
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && path != "."):
			return filepath.SkipDir
		case d.IsDir() || filepath.Ext(path) != ".go":
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, path, text, parser.ParseComments)
		if err == nil {
			yield(path, text, fset, f)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
