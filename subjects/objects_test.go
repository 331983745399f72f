package subjects

import (
	"reflect"
	"strings"
	"testing"
)

// objectLines are objects of all forms, whole and damaged.
var objectLines = []string{
	`{"id": "7", "name": "Zhao Guangzong", "birth_date": "1985-11-12", "nationality": ["CN"]}`,
	`{"id": "8", "schema": "Person", "names": [{"full": "Zhao Guangzong"}], "countries": [{"code": "cn", "role": "nationality"}]}`,
	`{"name": "Ni Gaobin", "birth_date": "31.31.1985"}`,
	`{"name": "Ni Gaobin", "country": "Atlantis", "shoe size": "44"}`,
	`{"birth_date": "1985"}`, `{`, `[]`, `null`, `{"name": "` + strings.Repeat("a", 40) + `"}`, "{\"name\": \"M\xfcller\"}", "{\"name\": \"a\x00\"}",
}

// One object is read as a line of a file is.
func TestObjectsReadAsLines(t *testing.T) {
	o := NewObjects()
	for _, line := range objectLines {
		if !strings.HasPrefix(line, "{") {
			continue // such a file is no JSON lines as a whole
		}
		c, err := Read(strings.NewReader(line+"\n"), "test", Options{})
		if err != nil {
			t.Fatal(err)
		}
		b, err := c.Next()
		if err != nil {
			t.Fatal(err)
		}
		want, refused := c.Parse(b, nil)
		got := o.Read([]byte(line), 1)
		if !reflect.DeepEqual(got.Refusals, refused) {
			t.Errorf("%s: refused %v, as a line %v", line, got.Refusals, refused)
		}
		if got.Whole() != (len(want) == 1) || got.Whole() && !reflect.DeepEqual(got.Subject, want[0]) {
			t.Errorf("%s: read %+v, as a line %+v", line, got.Subject, want)
		}
	}
	if got := o.Read([]byte(objectLines[3]), 1).Unknown; !reflect.DeepEqual(got, []string{"shoe size"}) {
		t.Errorf("unknown members: %q", got)
	}
}

func FuzzObjects(f *testing.F) {
	for _, line := range objectLines {
		f.Add([]byte(line))
	}
	o := NewObjects()
	f.Fuzz(func(t *testing.T, line []byte) {
		got := o.Read(line, 3)
		if got.Whole() && (len(got.Subject.Names) == 0 || got.Subject.Row != 3 || got.Subject.Kind != CustomerKind) {
			t.Errorf("%q is whole and read as %+v", line, got.Subject)
		}
		for _, r := range got.Refusals {
			if r.Code == "" || r.Reason == "" || r.Row != 3 {
				t.Errorf("%q: %+v", line, r)
			}
		}
	})
}
