package jp

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

// List is the list's id.
const List = "jp_meti_ru"

// Text is the format of the text of the published PDFs.
func Text() lists.Format { return format{} }

type format struct{}

func (format) Name() string { return "Japan METI text" }

// maxFile is the longest file that is read; the longest real one has 0.2 MB.
const maxFile = 8 << 20

// Recognise looks for the words of the title.
func (format) Recognise(f *lists.File) (lists.Recognition, bool) {
	volume := volumeOf(string(f.Head[:min(len(f.Head), 4096)]))
	return lists.Recognition{List: List, Part: lists.Main, Piece: volume}, volume != ""
}

// volumeOf says which volume a text is, by its title; empty for none.
func volumeOf(text string) string {
	title, _, found := strings.Cut(noSpace(text), "最終更新日")
	switch {
	case !found || !strings.Contains(title, "輸出等に係る禁止措置") || !strings.Contains(title, "指定日"):
		return ""
	case strings.Contains(title, "以外の国"):
		return "third"
	case strings.Contains(title, "ベラルーシ"):
		return "by"
	}
	return "ru"
}

// noSpace drops spaces and line ends, which stand within Japanese words.
func noSpace(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \u3000\r\n\f\ufeff", r) {
			return -1
		}
		return r
	}, s)
}

// Read reads each volume.
func (format) Read(ctx context.Context, list string, files map[string]*lists.File, yield func(*interdict.Listing) error) (lists.Report, error) {
	if files[lists.Main] == nil {
		return lists.Report{}, &lists.Error{File: list, Reason: "the edition has no main file", Remedy: "name the text of the published PDF"}
	}
	rd := &reading{ctx: ctx, list: list, yield: yield}
	for _, part := range slices.Sorted(maps.Keys(files)) {
		if err := rd.file(files[part]); err != nil {
			return rd.report, err
		}
	}
	return rd.report, nil
}

// reading is one run of Read.
type reading struct {
	ctx    context.Context
	list   string
	yield  func(*interdict.Listing) error
	report lists.Report
}

func (rd *reading) file(file *lists.File) error {
	text, err := load(file)
	if err != nil {
		return err
	}
	volume := volumeOf(text[:min(len(text), 4096)])
	switch {
	case volume == "":
		return &lists.Error{File: file.Path, Reason: "the title of the list is not at the top", Remedy: "take the text of the published PDF from its first page on"}
	case strings.Count(noSpace(text), "最終更新日") > 1:
		return &lists.Error{File: file.Path, Reason: "the title of the list stands in it twice: two files were joined", Remedy: "load them one by one"}
	}
	v := newVolume(volume, text)
	if d := v.updated(); d.First() > rd.report.Published.First() {
		rd.report.Published = d
	}
	before := rd.report.Entries
	for number, at := range v.entries {
		if err := rd.ctx.Err(); err != nil {
			return err
		}
		if err := rd.entry(v, number, at); err != nil {
			return err
		}
	}
	if rd.report.Entries == before {
		return &lists.Error{File: file.Path, Reason: "there is no entry in it", Remedy: "take the text of the published PDF anew"}
	}
	return nil
}

// load reads a file as text.
func load(file *lists.File) (string, error) {
	in, err := lists.OpenText(file)
	if err != nil {
		return "", err
	}
	defer in.Close()
	data, err := io.ReadAll(io.LimitReader(in, maxFile+1))
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	e := &lists.Error{File: file.Path, Remedy: "take the text of the published PDF anew"}
	switch {
	case err != nil:
		e.Reason, e.Err = "the file cannot be read on", err
	case len(data) > maxFile:
		e.Reason = fmt.Sprintf("the file has more than %d bytes", maxFile)
	case !utf8.Valid(data):
		e.Reason, e.Remedy = "the text is not UTF-8", "save it as UTF-8"
	case bytes.IndexByte(data, 0) >= 0:
		e.Reason = "there is a NUL byte: the file is damaged or no text"
	default:
		return string(data), nil
	}
	return "", e
}

// volume is one file's text and where its entries stand.
type volume struct {
	name    string
	text    string
	head    string // what stands before the first entry
	entries []span // by number, from 1 on; the first is empty
}

// span is an entry's place in the text; from is -1 for one that is missing.
type span struct{ from, to, line int }

// maxGap is how many numbers on end may be missing.
const maxGap = 50

// newVolume finds the entries, by counting.
func newVolume(name, text string) *volume {
	v := &volume{name: name, text: text, entries: []span{{}}}
	pos := strings.Index(text, "更新日")
	missing := 0
	for n := 1; missing <= maxGap; n++ {
		at := findNumber(text, pos, n)
		if at < 0 {
			missing++
			v.entries = append(v.entries, span{from: -1})
			continue
		}
		missing = 0
		v.entries = append(v.entries, span{from: at})
		pos = at + len(strconv.Itoa(n))
		if i := place.FindStringIndex(text[pos:]); i != nil && findNumber(text[:pos+i[0]], pos, n+1) < 0 {
			pos += i[1]
		}
	}
	v.entries = v.entries[:len(v.entries)-missing]
	end := len(text)
	for n := len(v.entries) - 1; n > 0; n-- {
		if e := &v.entries[n]; e.from >= 0 {
			e.to, e.line = end, 1+strings.Count(text[:e.from], "\n")
			end = e.from
		}
	}
	v.head = text[:end]
	return v
}

// findNumber finds where entry n begins at or behind pos: its number, at a
// line's beginning or behind the end of the entry before, a space, and Japanese
// text on the same line. It returns -1 where there is none.
func findNumber(text string, pos, n int) int {
	best := -1
	digits := strconv.Itoa(n)
	for _, number := range []string{digits, strings.Map(wide, digits)} {
		for from := pos; from >= 0 && from < len(text); {
			i := strings.Index(text[from:], number)
			if i < 0 {
				break
			}
			at := from + i
			from = at + len(number)
			if best >= 0 && at > best {
				break
			}
			line, _, _ := strings.Cut(text[from:], "\n")
			before, _ := utf8.DecodeLastRuneInString(text[:at])
			begins := at == 0 || strings.ContainsRune("\n\f.;）", before) || before|0x20 >= 'a' && before|0x20 <= 'z'
			if begins && strings.TrimLeft(line, " \u3000") != line && japanese(line) {
				best = at
				break
			}
		}
	}
	return best
}

// wide is a digit as it is written in Japanese text.
func wide(r rune) rune { return r - '0' + '０' }

// updated is the day of the last change, which the title states.
func (v *volume) updated() interdict.Date {
	m := lastChange.FindStringSubmatch(noSpace(v.head))
	if m == nil {
		return interdict.Date{}
	}
	y, _ := strconv.Atoi(m[1])
	month, _ := strconv.Atoi(m[2])
	day, _ := strconv.Atoi(m[3])
	if !interdict.ValidDay(y, month, day) {
		return interdict.Date{}
	}
	return interdict.Day(y, month, day)
}

var (
	lastChange = regexp.MustCompile(`最終更新日[：:](\d{4})年(\d{1,2})月(\d{1,2})日`)
	notice     = regexp.MustCompile(`（([^（）]*告示[^（）]*号)）`)
)
