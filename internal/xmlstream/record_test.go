package xmlstream

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

// eachRecord reads all records of a name; too large ones are counted as
// negative.
func eachRecord(r io.Reader, o Options, name string, fn func(*Record)) (n int, err error) {
	s := New(r, o)
	for {
		kind, err := s.Next()
		if err == io.EOF {
			return n, nil
		}
		if err != nil {
			return n, err
		}
		if kind != Start || string(s.Name()) != name {
			continue
		}
		rec, err := s.Record()
		switch {
		case errors.Is(err, ErrTooLarge):
			fn(nil)
		case err != nil:
			return n, err
		default:
			n++
			fn(rec)
		}
	}
}

const party = `<p id="7" kind='x&amp;y'>
	<Names><Name n="1"><Last>ZHAO</Last></Name><Name n="2"><Last> NI </Last><Last>second</Last></Name></Names>
	<Note>one <b>two</b> three <b/> &amp; <![CDATA[four]]></Note>
	<Empty/><Blank>  </Blank>
</p>`

func TestRecord(t *testing.T) {
	doc := "<list>\n" + party + "<q/>" + party + "</list>"
	n, err := eachRecord(strings.NewReader(doc), Options{}, "p", func(r *Record) {
		if string(r.Raw) != party {
			t.Errorf("raw is %q", r.Raw)
		}
		if got := r.Attr("id") + r.Attr("kind") + r.Attr("none"); got != "7x&y" {
			t.Errorf("attributes: %q", got)
		}
		var lasts []string
		for name := range r.Child("Names").All("Name") {
			lasts = append(lasts, name.Take("Last"))
		}
		if fmt.Sprint(lasts) != "[ZHAO NI]" {
			t.Errorf("names: %q", lasts)
		}
		if r.Child("No").Child("Such").Take("Thing") != "" {
			t.Error("what is not there has a text")
		}
		var rest []string
		r.Rest(func(path, value string) { rest = append(rest, path+"="+value) })
		want := "Names/Name@n=1|Names/Name@n=2|Names/Name/Last=second|Note=one|Note/b=two|Note=three|Note=& four"
		if got := strings.Join(rest, "|"); got != want {
			t.Errorf("rest:\n got %s\nwant %s", got, want)
		}
	})
	if n != 2 || err != nil {
		t.Errorf("%d records, %v", n, err)
	}
}

func TestRecordsPlaceAndSelfClosing(t *testing.T) {
	var got []string
	n, err := eachRecord(strings.NewReader("<l>\n\n  <p a='1'/>\n<p/></l>"), Options{}, "p", func(r *Record) {
		got = append(got, fmt.Sprintf("%d:%d:%s", r.Line, r.Offset, r.Raw))
	})
	if want := "[3:7:<p a='1'/> 4:18:<p/>]"; fmt.Sprint(got) != want || n != 2 || err != nil {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestTakeAll(t *testing.T) {
	_, err := eachRecord(strings.NewReader("<l><p><a>1</a><a/><b>2</b><a>3</a></p></l>"), Options{}, "p", func(r *Record) {
		if got := fmt.Sprint(r.TakeAll("a")); got != "[1 3]" {
			t.Error(got)
		}
		r.Rest(func(path, value string) {
			if path != "b" || value != "2" {
				t.Error(path, value)
			}
		})
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A record above the limit is passed over, wherever its bytes are, and the
// ones behind it are read.
func TestTooLargeRecord(t *testing.T) {
	big := strings.Repeat("x", 3000)
	for name, middle := range map[string]string{
		"text":     "<p><t>" + big + "</t></p>",
		"cdata":    "<p><t><![CDATA[" + big + "]]></t></p>",
		"comment":  "<p><!--" + big + "--></p>",
		"pi":       "<p><?x " + big + "?></p>",
		"many":     "<p>" + strings.Repeat("<t>x</t>", 500) + "</p>",
		"nested":   "<p><p>" + big + "</p><t>" + big + "</t></p>",
		"entities": "<p>" + strings.Repeat("&amp;", 600) + "</p>",
	} {
		doc := "<l><p>1</p>" + middle + "<p>2</p></l>"
		var got []string
		n, err := eachRecord(strings.NewReader(doc), Options{MaxBytes: 1000}, "p", func(r *Record) {
			if r == nil {
				got = append(got, "large")
			} else {
				got = append(got, r.Text)
			}
		})
		if n != 2 || err != nil || fmt.Sprint(got) != "[1 large 2]" {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

// endless gives head, then n bytes of filling, then tail, without holding it.
func endless(head string, filling byte, n int64, tail string) io.Reader {
	return io.MultiReader(strings.NewReader(head), io.LimitReader(same(filling), n), strings.NewReader(tail))
}

type same byte

func (c same) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(c)
	}
	return len(p), nil
}

func TestGigabyteInOneElement(t *testing.T) {
	if testing.Short() {
		t.Skip("a gigabyte is read")
	}
	var refused int
	s := New(endless("<l><p>", 'x', 1<<30, "</p><p>2</p></l>"), Options{})
	for {
		kind, err := s.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if kind == Start && string(s.Name()) == "p" {
			if _, err := s.Record(); errors.Is(err, ErrTooLarge) {
				refused++
			} else if err != nil {
				t.Fatal(err)
			}
		}
	}
	if refused != 1 {
		t.Errorf("%d records refused", refused)
	}
	if len(s.buf) > 16<<20 {
		t.Errorf("the window grew to %d bytes", len(s.buf))
	}
	_, err := ours(endless("<l>", 'x', 1<<30, "</l>"), Options{})
	if !errors.Is(err, ErrTooLarge) {
		t.Errorf("outside a record: %v", err)
	}
	_, err = ours(endless("<l ", 'x', 1<<30, "='1'/>"), Options{})
	if !errors.Is(err, ErrTooLarge) {
		t.Errorf("in a tag: %v", err)
	}
}

// A record of a million tiny elements would hold 100 MB as a tree: it is
// refused, and the next is read.
func TestTooManyElements(t *testing.T) {
	many := strings.Repeat("<a><b/></a>", 50_001)
	for name, c := range map[string]struct{ in, want string }{
		"too many":     {"<l><p>" + many + "</p><p><a>1</a></p></l>", "1 of 2"},
		"just enough":  {"<l><p>" + strings.Repeat("<a/>", 99_999) + "</p><p><a>1</a></p></l>", "0 of 2"},
		"one too many": {"<l><p>" + strings.Repeat("<a/>", 100_000) + "</p><p><a>1</a></p></l>", "1 of 2"},
		"nested":       {"<l><p><q>" + many + "</q>x</p><p/></l>", "1 of 2"},
	} {
		s, records, refused := New(strings.NewReader(c.in), Options{}), 0, 0
		for {
			kind, err := s.Next()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if kind != Start || string(s.Name()) != "p" {
				continue
			}
			records++
			if _, err := s.Record(); errors.Is(err, ErrTooLarge) && strings.Contains(err.Error(), "more than 100000 elements; ") {
				refused++
			} else if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		if got := fmt.Sprintf("%d of %d", refused, records); got != c.want {
			t.Errorf("%s: refused %s, want %s", name, got, c.want)
		}
	}
	_, err := eachRecord(strings.NewReader("<l><p>"+many), Options{}, "p", func(*Record) {})
	if !errors.Is(err, ErrTruncated) {
		t.Errorf("cut off: %v", err)
	}
}

func TestSkip(t *testing.T) {
	s := New(strings.NewReader("<l><a><b>x</b><a/></a><c>y</c></l>"), Options{})
	var got []string
	for {
		kind, err := s.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if kind == Start && string(s.Name()) == "a" {
			if err := s.Skip(); err != nil {
				t.Fatal(err)
			}
			kind = End
		}
		got = append(got, fmt.Sprintf("%d%s", kind, s.Name()))
	}
	if want := "1l 2a 1c 3c 2c 2l"; strings.Join(got, " ") != want {
		t.Errorf("got %v", got)
	}
}
