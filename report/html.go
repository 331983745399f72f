package report

import (
	"bufio"
	"bytes"
	_ "embed"
	"html/template"
	"io"
	"strconv"
	"sync"

	"github.com/interdict/interdict"
)

//go:embed report.html
var htmlSource string

// htmlPage is the parsed template, made when first needed.
var htmlPage = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("report").Funcs(template.FuncMap{
		"clean": clean, "count": count[int64], "percent": func(s interdict.Score) int { return int(s / 100) },
		"title": subjectTitle, "field": fieldWords, "value": valueWords, "joint": joint, "sentence": sentenceCase,
		"age": func(l List) string { return l.age() }, "dash": orDash, "tint": scoreClass, "edition": func(l List) string { return l.edition() },
		"refusal": func(r Refusal) string { return r.Words() }, "line": func(d Designation) string { return d.Line() },
		"time": timeWords, "total": count[int], "known": knownWords,
	}).Parse(htmlSource))
})

// shownContents is how many subjects the table of contents links to.
const shownContents = 1000

// htmlReport writes a self-contained page. The summary and the contents stand
// at its top and are known at its end only, so the subjects wait in a spool.
type htmlReport struct {
	out      io.Writer
	spool    io.ReadWriteSeeker
	body     *bufio.Writer
	describe *describer
	contents []htmlEntry
	tally    tally
	page     htmlHead
}

// htmlHead is what the top and the end of the page show.
type htmlHead struct {
	Header   *Header
	Summary  *Summary
	Contents []htmlEntry
	Pictures []Picture
	// Omitted counts the subjects that the contents leave out.
	Omitted            int64
	DemoTitle, DemoTxt string
	Made               string
	RefusalsOmitted    int64
	subjects           int64
}

type htmlEntry struct {
	Anchor, Title, Caption string
	Hits                   int
	Score                  interdict.Score
}

type htmlSubject struct {
	Anchor   string
	Subject  *interdict.Subject
	Identity string
	Hits     []Finding
	Cleared  []htmlCleared
}

type htmlCleared struct {
	Caption, On, Why string
	Score            interdict.Score
}

// HTML returns a Writer of a page in one file, without scripts or outside
// resources. The subjects are kept in spool until Close puts the page
// together; with a nil spool they are kept in memory.
func HTML(w io.Writer, spool io.ReadWriteSeeker, h *Header, lookup Lookup) Writer {
	if spool == nil {
		spool = new(memory)
	}
	return &htmlReport{
		out: w, spool: spool, body: bufio.NewWriterSize(spool, 64<<10), describe: newDescriber(h, lookup),
		page: htmlHead{Header: h, DemoTitle: demoTitle, DemoTxt: demoText, Made: h.Made.UTC().Format("2 January 2006, 15:04 UTC")},
	}
}

func (r *htmlReport) Result(res *interdict.Result) error {
	if len(res.Hits) == 0 && !r.page.Header.All {
		return nil
	}
	r.tally.add(res)
	s := &res.Subject
	r.page.subjects++
	v := htmlSubject{
		Anchor: "s" + strconv.FormatInt(r.page.subjects, 10), Subject: s,
		Identity: identity(s.Schema, s.BirthDates, s.Countries),
	}
	for i := range res.Hits {
		v.Hits = append(v.Hits, r.describe.finding(s, &res.Hits[i]))
	}
	for i := range res.Cleared {
		c := &res.Cleared[i]
		v.Cleared = append(v.Cleared, htmlCleared{c.Caption, onLists(r.describe, c), sentenceCase(clearedReason(s, c)) + ".", c.Score})
	}
	if len(v.Hits) > 0 {
		if len(r.contents) < shownContents {
			best := &v.Hits[0]
			r.contents = append(r.contents, htmlEntry{v.Anchor, subjectTitle(s), best.Caption, len(v.Hits), best.Score})
		} else {
			r.page.Omitted++
		}
	}
	return htmlPage().ExecuteTemplate(r.body, "subject", &v)
}

func (r *htmlReport) Close(s *Summary) error {
	if err := r.body.Flush(); err != nil {
		return err
	}
	if _, err := r.spool.Seek(0, io.SeekStart); err != nil {
		return err
	}
	r.page.Summary, r.page.Contents = s, r.contents
	r.page.Pictures = r.tally.pictures(r.page.Header, s.Hits)
	r.page.RefusalsOmitted = s.Refused + s.Partial - int64(len(s.Refusals))
	w := bufio.NewWriterSize(r.out, 64<<10)
	if err := htmlPage().ExecuteTemplate(w, "head", &r.page); err != nil {
		return err
	}
	if _, err := io.Copy(w, r.spool); err != nil {
		return err
	}
	if err := htmlPage().ExecuteTemplate(w, "foot", &r.page); err != nil {
		return err
	}
	return w.Flush()
}

// scoreClass is the style class of a score.
func scoreClass(s interdict.Score) string {
	if s >= 8500 {
		return "high"
	}
	return "mid"
}

// memory is a spool in memory that is written, rewound and read once.
type memory struct{ bytes.Buffer }

func (*memory) Seek(int64, int) (int64, error) { return 0, nil }
