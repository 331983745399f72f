package jsonstream

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// cut reads a text and tells its records and how it ended.
func cut(r io.Reader, o Options) (string, error) {
	var b strings.Builder
	s := New(r, o)
	for {
		rec, err := s.Next()
		switch {
		case err == io.EOF:
			return b.String(), nil
		case errors.Is(err, ErrTooLarge) || errors.Is(err, ErrEncoding):
			var fault *Error
			errors.As(err, &fault)
			fmt.Fprintf(&b, "<%s>", fault.At())
		case err != nil:
			return b.String(), err
		default:
			fmt.Fprintf(&b, "%d %s(%s) ", rec.Line, rec.Key, rec.Raw)
		}
	}
}

func TestForms(t *testing.T) {
	for _, c := range []struct {
		path, text string
		want       string
		err        error
	}{
		{"", `[{"a":1}, {"b":"]"},7]`, `1 ({"a":1}) 1 ({"b":"]"}) 1 (7) `, nil},
		{"", "\ufeff [ ]\n", "", nil},
		{"", "{\"a\":1}\n\n {\"b\":2} \r\n", `1 ({"a":1}) 3 ({"b":2}) `, nil},
		{"", "{\"a\":\n{\"b\":2}\n", `1 ({"a":) 2 ({"b":2}) `, nil},
		{"", "{\n \"a\": 1\n}\n{\n}\n", "1 ({\n \"a\": 1\n}) 4 ({\n}) ", nil},
		{"", `{"a":1}`, `1 ({"a":1}) `, nil},
		{"o", `{"t":"x","n":{"o":[1]},"o":[{"a":"\""},null],"z":[2]}`, `1 t("x") 1 n({"o":[1]}) 1 ({"a":"\""}) 1 (null) 1 z([2]) `, nil},
		{"o", `{"o":{"a":1}}`, `1 o({"a":1}) `, nil},
		{"p/q", `{"p":{"x":1,"q":[{"a":1}],"y":{}},"z":0}`, `1 p/x(1) 1 ({"a":1}) 1 p/y({}) 1 z(0) `, nil},
		{"o", `{"o":[{"a":1}`, `1 ({"a":1}) `, ErrTruncated},
		{"o", `{"o":[{"a":1}]`, `1 ({"a":1}) `, ErrTruncated},
		{"o", `{"o"`, "", ErrTruncated},
		{"o", `{"o":[{} {}]}`, "1 ({}) ", ErrSyntax},
		{"o", `{"o":[{},]}`, "1 ({}) ", ErrSyntax},
		{"o", `{"o":[{}]}{`, "1 ({}) ", ErrSyntax},
		{"o", `{o:[]}`, "", ErrSyntax},
		{"", "[1", "1 (1) ", ErrTruncated},
		{"", "[1]]", "1 (1) ", ErrSyntax},
		{"", "", "", ErrTruncated},
		{"", " \n ", "", ErrTruncated},
		{"", "x", "", ErrSyntax},
		{"", "\xff\xfe[\x00", "", ErrSyntax},
		{"", "[\"\xff\",1]", "<line 1>1 (1) ", nil},
		{"", "{\"a\":\"\x00\"}\n{}", "<line 1>2 ({}) ", nil},
		{"", "{\"a\":\"" + strings.Repeat("x", 200) + "\"}\n{}\n", "<line 1>2 ({}) ", nil},
		{"", "[\"" + strings.Repeat("x\\\"", 200) + "\",\n{}]", "<line 1>2 ({}) ", nil},
		{"o", "{\"b\":[" + strings.Repeat("[],", 100) + "[]],\n\"o\":[{}]}", "<line 1>2 ({}) ", nil},
	} {
		o := Options{MaxBytes: 100}
		if c.path != "" {
			o.Path = strings.Split(c.path, "/")
		}
		for name, r := range map[string]io.Reader{"whole": strings.NewReader(c.text), "bytes": iotest.OneByteReader(strings.NewReader(c.text))} {
			got, err := cut(r, o)
			var fault *Error
			if got != c.want || !errors.Is(err, c.err) || err != nil && (!errors.As(err, &fault) || fault.Remedy == "") {
				t.Errorf("%s, %.60q: %s, %v; want %s, %v", name, c.text, got, err, c.want, c.err)
			}
		}
	}
}

func TestReadErrors(t *testing.T) {
	broken := errors.New("the disk is gone")
	for _, text := range []string{"", "{\"a\":1}\n{", "[{},", `{"o":[{`} {
		_, err := cut(io.MultiReader(strings.NewReader(text), iotest.ErrReader(broken)), Options{Path: strings.Fields(map[bool]string{true: "o"}[strings.Contains(text, "o")])})
		if !errors.Is(err, broken) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func parsed(t *testing.T, text string) *Tree {
	t.Helper()
	var tree Tree
	if err := (Record{Raw: []byte(text), Line: 1}).Parse(&tree); err != nil {
		t.Fatal(err)
	}
	return &tree
}

func TestTree(t *testing.T) {
	n := parsed(t, `{"id":" x1 ","n":-1.5e3,"t":true,"none":null,"empty":"","s":"a\u00e9\ud83d\ude00\n\ud83d!","list":["p",2,null,{"k":"v"}],"o":{"deep":[{"a":1},{"a":"2"}]},"o":{"deep":"again"}}`)
	if got := fmt.Sprint(n.Take("id"), n.Take("n"), n.Take("t"), n.Take("none"), n.Take("nothing"), n.TakeAll("list"), n.TakeAll("id")); got != "x1-1.5e3true[p 2] [x1]" {
		t.Errorf("took %s", got)
	}
	if got := n.Take("s"); got != "aé😀\n\ufffd!" {
		t.Errorf("%q", got)
	}
	for o := range n.Child("o").Each("deep") {
		o.Take("a")
		break
	}
	var rest []string
	n.Rest(func(path, value string) { rest = append(rest, path+"="+value) })
	if got := strings.Join(rest, " "); got != "list/k=v o/deep/a=2 o/deep=again" {
		t.Errorf("the rest is %s", got)
	}
	n.Child("list").Drop()
	var none *Node
	if none.Take("x")+none.Child("x").Value() != "" || none.TakeAll("x") != nil {
		t.Error("a nil node has something")
	}
	if got := parsed(t, `[{"a" : "é\"<"} , null,true,1.0]`).JSON(); got != `[{"a":"é\"\u003c"},null,true,1.0]` {
		t.Error(got)
	}
}

func TestParseErrors(t *testing.T) {
	for _, text := range []string{"", "{", "[1,]", `{"a"}`, `{"a":}`, `{"a":1,}`, "tru", `"a`, "\"a\nb\"", `"\x"`, `"\u12"`, `"\ud800\u"`, "1 2", "1.2.3", "-", "{]", strings.Repeat("[", 1000), `{1:2}`, `"\`} {
		var tree Tree
		err := (Record{Raw: []byte(text), Line: 7}).Parse(&tree)
		var fault *Error
		if !errors.As(err, &fault) || fault.Line < 7 {
			t.Errorf("%.20q: %v", text, err)
		}
	}
	err := (Record{Raw: []byte(`{"a":"b`), Last: true}).Parse(new(Tree))
	if !errors.Is(err, ErrTruncated) {
		t.Errorf("at the end of a file: %v", err)
	}
}

func FuzzJSON(f *testing.F) {
	for _, s := range []string{`[{"a":1},{"b":[true,null,"\u00e9"]}]`, "{\"a\":1}\n{\"b\":\"x\\\"y\"}\n", `{"o":[{"a":-0.1e+7}],"p":"q"}`, "{\n\"a\": {}}\n", `["\ud83d\ude00"]`} {
		f.Add([]byte(s), "")
		f.Add([]byte(s), "o")
	}
	f.Fuzz(func(t *testing.T, data []byte, path string) {
		o := Options{MaxBytes: 1000, Path: strings.FieldsFunc(path, func(r rune) bool { return r == '/' })}
		s := New(bytes.NewReader(data), o)
		var tree Tree
		for {
			rec, err := s.Next()
			if errors.Is(err, ErrTooLarge) || errors.Is(err, ErrEncoding) {
				continue
			}
			if err != nil {
				break
			}
			err = rec.Parse(&tree)
			if valid := json.Valid(rec.Raw); valid != (err == nil) && !strings.Contains(fmt.Sprint(err), "deep in each other") {
				t.Fatalf("%q: encoding/json says %v, Parse %v", rec.Raw, valid, err)
			}
			if err != nil {
				continue
			}
			var want any
			d := json.NewDecoder(bytes.NewReader(rec.Raw))
			d.UseNumber()
			if err := d.Decode(&want); err != nil {
				t.Fatal(err)
			}
			if got := plain(tree.Node); fmt.Sprint(got) != fmt.Sprint(trim(want)) {
				t.Fatalf("%q: %v, want %v", rec.Raw, got, want)
			}
		}
	})
}

// plain is a node as encoding/json makes it.
func plain(n *Node) any {
	switch n.Kind {
	case Null:
		return nil
	case Bool:
		return n.Text == "true"
	case Array:
		all := []any{}
		for c := range n.Children() {
			all = append(all, plain(c))
		}
		return all
	case Object:
		all := map[string]any{}
		for c := range n.Children() {
			all[c.Name] = plain(c)
		}
		return all
	}
	return n.Text
}

// trim cuts the spaces at the ends of texts, as the tree does.
func trim(v any) any {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v)
	case json.Number:
		return v.String()
	case []any:
		for i := range v {
			v[i] = trim(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = trim(v[k])
		}
	}
	return v
}

func BenchmarkScanAndParse(b *testing.B) {
	line := `{"id":"NK-2GdmHtZTeNXjNVrBGEXZNj","caption":"RAB Inter Tobacco","schema":"Organization","properties":{"name":["LLC Inter Tobacco","Sociedad de responsabilidad limitada Inter Tobacco","Общество с ограниченной ответственностью"],"country":["by"],"topics":["sanction"],"createdAt":["2022-06-03"],"registrationNumber":["808000714"],"notes":["Belarus (Minsk Free Economic Zone)"]},"referents":["ofac-32733","ua-nazk-company-451"],"datasets":["eu_fsf"],"first_seen":"2023-04-20T18:00:25","last_seen":"2024-06-01T10:57:03","target":true}` + "\n"
	data := []byte(strings.Repeat(line, 20_000))
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		s := New(bytes.NewReader(data), Options{})
		var tree Tree
		for {
			rec, err := s.Next()
			if err == io.EOF {
				break
			}
			if err == nil {
				err = rec.Parse(&tree)
			}
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}
