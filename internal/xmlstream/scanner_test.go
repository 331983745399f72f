package xmlstream

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
)

// flatten writes a document's tokens as lines, neighbouring texts joined, so
// that two readers can be compared.
type flatten struct {
	b    strings.Builder
	text strings.Builder
}

func (f *flatten) flush() {
	if f.text.Len() > 0 {
		fmt.Fprintf(&f.b, "text %q\n", f.text.String())
		f.text.Reset()
	}
}

func (f *flatten) token(kind string, name string, attrs ...string) {
	f.flush()
	fmt.Fprintf(&f.b, "%s %s %q\n", kind, name, attrs)
}

func ours(r io.Reader, o Options) (string, error) {
	s := New(r, o)
	var f flatten
	for {
		kind, err := s.Next()
		if err != nil {
			f.flush()
			if err == io.EOF {
				err = nil
			}
			return f.b.String(), err
		}
		switch kind {
		case Start:
			var attrs []string
			for _, a := range s.Attrs() {
				attrs = append(attrs, string(a.Name), string(a.Value))
			}
			f.token("start", string(s.Name()), attrs...)
		case End:
			f.token("end", string(s.Name()))
		case Text:
			f.text.Write(s.Text())
		}
	}
}

// oracle is the same by encoding/xml.
func oracle(doc []byte) (string, error) {
	d := xml.NewDecoder(bytes.NewReader(doc))
	var f flatten
	depth := 0
	for {
		tok, err := d.Token()
		if err != nil {
			f.flush()
			if err == io.EOF {
				err = nil
			}
			return f.b.String(), err
		}
		switch t := tok.(type) {
		case xml.StartElement:
			depth++
			var attrs []string
			for _, a := range t.Attr {
				attrs = append(attrs, a.Name.Local, a.Value)
			}
			f.token("start", t.Name.Local, attrs...)
		case xml.EndElement:
			depth--
			f.token("end", t.Name.Local)
		case xml.CharData:
			if depth > 0 {
				f.text.Write(t)
			}
		}
	}
}

var wholeDocuments = []string{
	`<a/>`,
	"\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n<a>\r\n x\ry</a>\n",
	`<?xml version='1.0' encoding='utf-8'?><n:a xmlns:n="u" n:b='1' c = "&lt;&#65;&#x42;&quot;'"><n:d/></n:a>`,
	`<a>&amp;&lt;&gt;&quot;&apos;&#8217;&#x10FFFF; ü 武汉 صادق</a >`,
	`<a><!-- note: <b> & --><?go on?>x<![CDATA[<b>&amp;]]]]><![CDATA[>]]>y</a><!-- after -->`,
	`<a><b c=""><d/></b><b></b>tail</a>`,
	`<Données état="vrai"><ключ/></Données>`,
	`<a x:type="1" type="2" xmlns:x="u"/>`,
	"<a b='1\n2\r\n3\t4'/>",
	`<a b="x>y" c='"'>]] > ]></a>`,
}

func TestSameTokensAsEncodingXML(t *testing.T) {
	for _, doc := range wholeDocuments {
		want, err := oracle([]byte(doc))
		if err != nil {
			t.Fatalf("%q: the oracle refuses it: %v", doc, err)
		}
		for name, r := range map[string]io.Reader{
			"whole":   strings.NewReader(doc),
			"onebyte": iotest.OneByteReader(strings.NewReader(doc)),
			"dataerr": iotest.DataErrReader(strings.NewReader(doc)),
		} {
			got, err := ours(r, Options{})
			if err != nil || got != want {
				t.Errorf("%q (%s): %v\ngot\n%swant\n%s", doc, name, err, got, want)
			}
		}
	}
}

// Real lists are read token for token as encoding/xml reads them.
func TestSameTokensOnRealLists(t *testing.T) {
	for _, pattern := range []string{"un/*.xml", "ofac/consolidated-nonsdn/*.xml", "ca/*.xml", "eu/*.xml", "ch/*.xml", "other/*.xml"} {
		files, _ := filepath.Glob(filepath.Join("../../../shared/data/lists", pattern))
		if len(files) == 0 {
			t.Skip("the reference data is not beside this repository; real lists are not compared")
		}
		for _, file := range files {
			doc, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			want, oracleErr := oracle(bytes.TrimPrefix(doc, []byte("\xef\xbb\xbf")))
			got, err := ours(bytes.NewReader(doc), Options{})
			if oracleErr == nil && (err != nil || got != want) {
				t.Errorf("%s: %v; the tokens differ: %v", file, err, got != want)
			}
		}
	}
}

func TestRefused(t *testing.T) {
	utf16 := "\xff\xfe<\x00a\x00/\x00>\x00"
	bomb := `<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>`
	for _, c := range []struct {
		doc  string
		kind error
		says string
	}{
		{"", ErrTruncated, "line 1, byte 0: there is no element in it"},
		{"  \n", ErrTruncated, "empty"},
		{"<a><b>x</b>\n", ErrTruncated, "line 2, byte 12: the file ends within <a>"},
		{"<a", ErrTruncated, "within a tag"},
		{"<a></a><", ErrTruncated, "within a tag"},
		{"<a/><!-- ", ErrTruncated, "within a tag"},
		{"<a>tex", ErrTruncated, "within <a>"},
		{"<a>te&am", ErrTruncated, "within <a>"},
		{"<a><![CDATA[x]]", ErrTruncated, "cut off"},
		{"<a><!-- x", ErrTruncated, "cut off"},
		{"<a b='x", ErrTruncated, ""},
		{"<a>\n<b></a></b>", ErrSyntax, "line 2, byte 7: <b> is closed by </a>"},
		{"</a>", ErrSyntax, "closes nothing"},
		{"<a/><b/>", ErrSyntax, "second document"},
		{"<a/>text", ErrSyntax, "outside"},
		{"hello", ErrSyntax, "outside"},
		{`{"error": 1}`, ErrSyntax, "outside"},
		{"<a>&nbsp;</a>", ErrSyntax, "is no entity"},
		{"<a>&#0;</a>", ErrSyntax, "is no entity"},
		{"<a>&#xD800;</a>", ErrSyntax, "is no entity"},
		{"<a>&#99999999999;</a>", ErrSyntax, "is no entity"},
		{"<a> & </a>", ErrSyntax, "is no entity"},
		{"<a b=1/>", ErrSyntax, "no quoted value"},
		{"<a b/>", ErrSyntax, "not written"},
		{"<a b='<'/>", ErrSyntax, "holds a <"},
		{"<a b='1' b='2'/>", ErrSyntax, "twice"},
		{"<a>]]></a>", ErrSyntax, "]]>"},
		{"<a><!-- a -- b --></a>", ErrSyntax, "comment"},
		{"<1a/>", ErrSyntax, "begins no tag"},
		{"<a>x\x00y</a>", ErrEncoding, "line 1, byte 4: there is a NUL byte"},
		{"<a>x\x01y</a>", ErrEncoding, "U+0001"},
		{"<a>\nk\xe9z</a>", ErrEncoding, "line 2, byte 5: byte 0xe9 is not UTF-8"},
		{"<a><!-- \xff --></a>", ErrEncoding, "not UTF-8"},
		{utf16, ErrEncoding, "UTF-16"},
		{"\xfe\xff\x00<", ErrEncoding, "UTF-16"},
		{"<\x00a\x00", ErrEncoding, "iconv"},
		{`<?xml version="1.0" encoding="ISO-8859-1"?><a/>`, ErrEncoding, "iconv -f ISO-8859-1 -t UTF-8"},
		{`<?xml version="1.1"?><a/>`, ErrEncoding, "1.1"},
		{bomb, ErrForbidden, "document type"},
		{"<!doctype html><html><body>Sorry</body></html>", ErrForbidden, "error page"},
		{"<a><!ENTITY x 'y'></a>", ErrForbidden, "declaration"},
		{strings.Repeat("<a>", 1000), ErrForbidden, "64 deep"},
		{"<a " + manyAttrs(65) + "/>", ErrTooLarge, "64 attributes"},
	} {
		_, err := ours(strings.NewReader(c.doc), Options{})
		var e *Error
		if !errors.As(err, &e) || !errors.Is(err, c.kind) || !strings.Contains(err.Error(), c.says) || e.Remedy == "" {
			t.Errorf("%.60q: got error %v (kind %v), want kind %v saying %q", c.doc, err, errors.Unwrap(err), c.kind, c.says)
		}
		if _, again := ours(iotest.OneByteReader(strings.NewReader(c.doc)), Options{}); fmt.Sprint(again) != fmt.Sprint(err) {
			t.Errorf("%.60q: byte by byte it says %v, at once %v", c.doc, again, err)
		}
	}
}

func manyAttrs(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "a%d='' ", i)
	}
	return b.String()
}

func TestReadErrorIsPassedOn(t *testing.T) {
	broken := errors.New("disk gone")
	_, err := ours(io.MultiReader(strings.NewReader("<a><b/>"), iotest.ErrReader(broken)), Options{})
	if !errors.Is(err, broken) {
		t.Fatalf("got %v", err)
	}
	_, err = ours(idle{}, Options{})
	if !errors.Is(err, io.ErrNoProgress) {
		t.Fatalf("got %v", err)
	}
}

type idle struct{}

func (idle) Read([]byte) (int, error) { return 0, nil }

func TestPlaces(t *testing.T) {
	s := New(strings.NewReader("<a>\n  <b>\n</b><c/></a>"), Options{})
	var got []string
	for {
		kind, err := s.Next()
		if err != nil {
			break
		}
		got = append(got, fmt.Sprintf("%d:%d:%d:%d", kind, s.Line(), s.Offset(), s.Depth()))
	}
	want := "1:1:0:1 3:1:3:1 1:2:6:2 3:2:9:2 2:3:10:1 1:3:14:2 2:3:14:1 2:3:18:0"
	if strings.Join(got, " ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, " "), want)
	}
}

func TestNextAllocatesNothing(t *testing.T) {
	doc := listLike(2000)
	r := bytes.NewReader(doc)
	per := testing.AllocsPerRun(5, func() {
		r.Reset(doc)
		s := New(r, Options{})
		for {
			if _, err := s.Next(); err != nil {
				if err != io.EOF {
					t.Fatal(err)
				}
				return
			}
		}
	})
	if per > 20 {
		t.Errorf("reading %d bytes allocates %v times; only the scanner's own few buffers may", len(doc), per)
	}
}

// listLike is a document shaped as lists are: short tags, indentation, some
// long text, some characters above ASCII and entities.
func listLike(records int) []byte {
	var b bytes.Buffer
	b.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Designations>\n  <DateGenerated>20/08/2026</DateGenerated>\n")
	for i := range records {
		fmt.Fprintf(&b, `  <Designation>
    <LastUpdated>14/04/2026</LastUpdated>
    <UniqueID>ABC%04d</UniqueID>
    <Names>
      <Name><Name1>Guangzong</Name1><Name6>ZHAO</Name6><NameType>Primary Name</NameType></Name>
      <Name><Name6>Юрий Петрович</Name6><NameType>Alias</NameType><AliasStrength>Good quality a.k.a</AliasStrength></Name>
    </Names>
    <Identifier type="passport" country="CN" issued="2014-03-02">421003198511121539</Identifier>
    <UKStatementofReasons>%s Smith &amp; Sons.</UKStatementofReasons>
    <Empty/>
  </Designation>
`, i, strings.Repeat("Involved in activity that undermines or threatens territorial integrity. ", 8))
	}
	b.WriteString("</Designations>\n")
	return b.Bytes()
}

func BenchmarkNext(b *testing.B) {
	doc := listLike(5000)
	r := bytes.NewReader(doc)
	b.SetBytes(int64(len(doc)))
	b.ReportAllocs()
	for b.Loop() {
		r.Reset(doc)
		s := New(r, Options{})
		for {
			if _, err := s.Next(); err != nil {
				break
			}
		}
	}
}

func BenchmarkRecord(b *testing.B) {
	doc := listLike(5000)
	r := bytes.NewReader(doc)
	b.SetBytes(int64(len(doc)))
	b.ReportAllocs()
	for b.Loop() {
		r.Reset(doc)
		n, err := eachRecord(r, Options{}, "Designation", func(*Record) {})
		if n != 5000 || err != nil {
			b.Fatal(n, err)
		}
	}
}

func BenchmarkEncodingXML(b *testing.B) {
	doc := listLike(5000)
	b.SetBytes(int64(len(doc)))
	b.ReportAllocs()
	for b.Loop() {
		d := xml.NewDecoder(bytes.NewReader(doc))
		for {
			if _, err := d.RawToken(); err != nil {
				break
			}
		}
	}
}

func TestRoot(t *testing.T) {
	for doc, want := range map[string]string{
		"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- x --><n:List a='1'><b": "List",
		"<List>": "List", "<List": "", "": "", "List": "", "<!DOCTYPE html><html>": "",
	} {
		if got, ok := Root([]byte(doc)); ok != (want != "") || ok && got != want {
			t.Errorf("%q: %q, %v", doc, got, ok)
		}
	}
}
