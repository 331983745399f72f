package table

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/klauspost/compress/zip"

	"github.com/interdict/interdict/internal/xmlstream"
)

// Bounds of a workbook, each far above what a real one has.
const (
	maxPacked    = 256 << 20 // bytes of an archive that must be held, since its source cannot be read at any place
	maxDirectory = 8 << 20   // bytes read to open the archive: what is in it
	maxSheet     = 8 << 30   // bytes that a sheet may unpack to
	maxStrings   = 1 << 30   // bytes that the table of texts may unpack to
	maxTexts     = 16 << 20  // texts in it
	maxSmallPart = 64 << 20  // bytes that any other part may unpack to
	maxSheets    = 1000
)

// workbook is an .xlsx file: a zip archive of XML parts (ECMA-376). What it
// holds in memory is the table of texts, which its cells refer to by number.
type workbook struct {
	parts     map[string]*zip.File // by name in lower case
	sheets    []sheetPart
	formats   []numberFormat // by cell style
	texts     texts
	epoch1904 bool
}

type sheetPart struct {
	name, part string
	hidden     bool
}

// texts is the table of texts, in one piece, as far as it was needed.
type texts struct {
	all  []byte
	ends []uint32
	sc   *xmlstream.Scanner // of the others; nil where the workbook has none
}

// at is a text by its number.
func (t *texts) at(i int) ([]byte, error) {
	for t.sc != nil && i >= len(t.ends) {
		if err := t.more(); err != nil {
			return nil, err
		}
	}
	if i < 0 || i >= len(t.ends) {
		return nil, &Error{Reason: "a cell refers to a text that the workbook does not have", Remedy: "fetch it again, or open it in a spreadsheet program and save it anew"}
	}
	from := uint32(0)
	if i > 0 {
		from = t.ends[i-1]
	}
	return t.all[from:t.ends[i]], nil
}

// more reads one more text.
func (t *texts) more() error {
	for {
		kind, err := t.sc.Next()
		switch {
		case err == io.EOF:
			t.sc = nil
			return nil
		case err != nil:
			return fmt.Errorf("the table of texts, %w", err)
		case kind != xmlstream.Start || string(t.sc.Name()) != "si":
			continue
		case len(t.ends) == maxTexts:
			return &Error{Reason: fmt.Sprintf("the workbook has more than %d texts", maxTexts), Remedy: "save its sheet as CSV UTF-8"}
		}
		t.all, err = appendRich(t.all, t.sc)
		t.ends = append(t.ends, uint32(len(t.all)))
		return err
	}
}

// IsWorkbook says that a file which begins so is a zip archive, as .xlsx
// workbooks are.
func IsWorkbook(head []byte) bool {
	return bytes.HasPrefix(bytes.TrimPrefix(head, []byte("\ufeff")), []byte("PK\x03\x04"))
}

// openWorkbook opens an archive and reads all of the workbook but its sheets and
// texts.
// What src has not given yet is read from rest.
func openWorkbook(src, rest io.Reader) (*workbook, *Error) {
	at, size, fault := anyPlace(src, rest)
	if fault != nil {
		return nil, fault
	}
	counted := &countedAt{at: at, left: maxDirectory}
	archive, err := zip.NewReader(counted, size)
	if err != nil {
		return nil, archiveError(err)
	}
	counted.left = -1
	w := &workbook{parts: make(map[string]*zip.File, len(archive.File))}
	for _, f := range archive.File {
		w.parts[strings.ToLower(strings.TrimPrefix(f.Name, "/"))] = f
	}
	if err := w.read(); err != nil {
		return nil, archiveError(err)
	}
	return w, nil
}

// anyPlace makes the source readable at any place, holding it if it must be.
func anyPlace(src, rest io.Reader) (io.ReaderAt, int64, *Error) {
	if s, ok := src.(interface {
		At() (io.ReaderAt, int64, bool)
	}); ok {
		if at, size, ok := s.At(); ok {
			return at, size, nil
		}
	}
	held, err := io.ReadAll(io.LimitReader(rest, maxPacked+1))
	switch {
	case err != nil:
		return nil, 0, &Error{Reason: "the workbook cannot be read", Err: err, Remedy: "try again"}
	case len(held) > maxPacked:
		return nil, 0, &Error{Reason: fmt.Sprintf("the workbook has more than %d bytes", maxPacked), Remedy: "name the file itself, not packed or piped, or save its sheet as CSV UTF-8"}
	}
	return bytes.NewReader(held), int64(len(held)), nil
}

// countedAt stops the reading of an archive's directory that has no end.
type countedAt struct {
	at   io.ReaderAt
	left int64 // -1: as many as there are
}

var errDirectory = errors.New("the archive's directory is too long")

func (c *countedAt) ReadAt(p []byte, off int64) (int, error) {
	if c.left >= 0 {
		if c.left -= int64(len(p)); c.left < 0 {
			return 0, errDirectory
		}
	}
	return c.at.ReadAt(p, off)
}

// errNoWorkbook is the cause of errors about archives that hold something else.
var errNoWorkbook = errors.New("no workbook")

func archiveError(err error) *Error {
	var fault *Error
	var xml *xmlstream.Error
	switch {
	case errors.As(err, &fault):
		return fault
	case errors.Is(err, errNoWorkbook):
		return &Error{Reason: "this is a zip archive that holds no .xlsx workbook", Remedy: "unpack it; save a sheet of another kind as .xlsx or as CSV UTF-8"}
	case errors.Is(err, zip.ErrFormat), errors.Is(err, zip.ErrChecksum), errors.Is(err, zip.ErrAlgorithm), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, errDirectory):
		return &Error{Reason: "the workbook or zip archive is cut off or damaged", Err: err, Remedy: "fetch it again, or open it in a spreadsheet program and save it anew"}
	case errors.As(err, &xml) && xml.Err != nil && !errors.Is(err, xmlstream.ErrTruncated):
		return &Error{Reason: "a part of the workbook cannot be read", Err: err, Remedy: "fetch it again, or open it in a spreadsheet program and save it anew"}
	}
	return &Error{Reason: "the workbook cannot be read", Err: err, Remedy: "fetch it again, or save its sheet as CSV UTF-8"}
}

func (w *workbook) has(part string) bool { return w.parts[strings.ToLower(part)] != nil }

// open begins to read a part that the workbook has.
func (w *workbook) open(part string, limit int64) (*xmlstream.Scanner, *bounded, error) {
	in, err := w.parts[strings.ToLower(part)].Open()
	if err != nil {
		return nil, nil, err
	}
	b := &bounded{in, limit}
	return xmlstream.New(b, xmlstream.Options{MaxAttrs: 256}), b, nil
}

// scan hands over a scanner at each start tag of a part. A part that the
// workbook lacks has none.
func (w *workbook) scan(part string, limit int64, start func(*xmlstream.Scanner) error) error {
	if !w.has(part) {
		return nil
	}
	sc, _, err := w.open(part, limit)
	if err != nil {
		return err
	}
	for {
		kind, err := sc.Next()
		if err == io.EOF {
			return nil
		}
		if err == nil && kind == xmlstream.Start {
			err = start(sc)
		}
		if err != nil {
			return fmt.Errorf("%s, %w", part, err)
		}
	}
}

// bounded ends in an error where a part unpacks to more than its limit.
type bounded struct {
	in   io.Reader
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, &Error{Reason: "a part of the workbook unpacks to more than its limit", Remedy: "check that it is a workbook of people's making; save its sheet as CSV UTF-8"}
	}
	n, err := b.in.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
}

// read reads which sheets there are, the formats of cells and the texts.
func (w *workbook) read() error {
	main := "xl/workbook.xml"
	err := w.relations("", func(kind, _, target string) {
		if kind == "officeDocument" {
			main = target
		}
	})
	if err != nil {
		return err
	}
	if !w.has(main) {
		return errNoWorkbook
	}
	targets := map[string]string{}
	stylesPart, textsPart := "", ""
	err = w.relations(main, func(kind, id, target string) {
		switch kind {
		case "worksheet":
			targets[id] = target
		case "styles":
			stylesPart = target
		case "sharedStrings":
			textsPart = target
		}
	})
	if err == nil {
		err = w.readSheets(main, targets)
	}
	if err == nil {
		err = w.readFormats(stylesPart)
	}
	if err == nil && w.has(textsPart) {
		w.texts.sc, _, err = w.open(textsPart, maxStrings)
	}
	return err
}

// relations hands over what a part refers to, by the last word of its kind.
func (w *workbook) relations(part string, take func(kind, id, target string)) error {
	folder, file := path.Split(part)
	return w.scan(folder+"_rels/"+file+".rels", maxSmallPart, func(sc *xmlstream.Scanner) error {
		if string(sc.Name()) == "Relationship" && string(sc.Attr("TargetMode")) != "External" {
			target := string(sc.Attr("Target"))
			if !strings.HasPrefix(target, "/") {
				target = folder + target
			}
			take(path.Base(string(sc.Attr("Type"))), string(sc.Attr("Id")), strings.TrimPrefix(path.Clean(target), "/"))
		}
		return nil
	})
}

func (w *workbook) readSheets(main string, targets map[string]string) error {
	err := w.scan(main, maxSmallPart, func(sc *xmlstream.Scanner) error {
		switch string(sc.Name()) {
		case "workbookPr":
			on := string(sc.Attr("date1904"))
			w.epoch1904 = on == "1" || on == "true"
		case "sheet":
			state := string(sc.Attr("state"))
			s := sheetPart{name: string(sc.Attr("name")), part: targets[string(sc.Attr("id"))], hidden: state == "hidden" || state == "veryHidden"}
			if w.has(s.part) { // charts have no cells
				w.sheets = append(w.sheets, s)
			}
			if len(w.sheets) > maxSheets {
				return &Error{Reason: fmt.Sprintf("the workbook has more than %d sheets", maxSheets), Remedy: "save the one with the table by itself"}
			}
		}
		return nil
	})
	if err == nil && len(w.sheets) == 0 {
		return errNoWorkbook
	}
	return err
}

// readFormats reads which format the cells of each style have.
func (w *workbook) readFormats(part string) error {
	codes := map[int]numberFormat{}
	inCells := false
	return w.scan(part, maxSmallPart, func(sc *xmlstream.Scanner) error {
		switch string(sc.Name()) {
		case "numFmt":
			if id, err := strconv.Atoi(string(sc.Attr("numFmtId"))); err == nil {
				codes[id] = readFormat(string(sc.Attr("formatCode")))
			}
		case "cellXfs":
			inCells = true
		case "cellStyles", "dxfs", "cellStyleXfs":
			inCells = false
		case "xf":
			if !inCells {
				break
			}
			id, _ := strconv.Atoi(string(sc.Attr("numFmtId")))
			f, ok := codes[id]
			if !ok {
				f = builtin(id)
			}
			w.formats = append(w.formats, f)
		}
		return nil
	})
}

// appendRich appends the text of the element just begun, which may be in
// pieces of different fonts, without the readings that stand above it.
func appendRich(dst []byte, sc *xmlstream.Scanner) ([]byte, error) {
	from := len(dst)
	for depth, within := sc.Depth(), false; ; {
		kind, err := sc.Next()
		if err != nil {
			return dst, err
		}
		switch {
		case kind == xmlstream.Text && within:
			dst = append(dst, sc.Text()...)
		case kind == xmlstream.Start && string(sc.Name()) == "rPh":
			if err := sc.Skip(); err != nil {
				return dst, err
			}
		case kind == xmlstream.Start:
			within = string(sc.Name()) == "t"
		case kind == xmlstream.End:
			within = false
			if sc.Depth() < depth {
				return plainText(dst, from), nil
			}
		}
	}
}

// visible are the names of the sheets that people see.
func (w *workbook) visible() []string {
	var names []string
	for _, s := range w.sheets {
		if !s.hidden {
			names = append(names, s.name)
		}
	}
	return names
}

// named finds a sheet by its name.
func (w *workbook) named(name string) (sheetPart, *Error) {
	i := slices.IndexFunc(w.sheets, func(s sheetPart) bool { return strings.EqualFold(s.name, name) })
	if i < 0 {
		return sheetPart{}, &Error{Reason: fmt.Sprintf("the workbook has no sheet %q", name), Remedy: "write one that it has: " + strings.Join(w.visible(), ", ")}
	}
	return w.sheets[i], nil
}
