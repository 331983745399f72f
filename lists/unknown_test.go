package lists

import (
	"strings"
	"testing"
)

// Of a file that no format knows it is said what is wrong with it.
func TestUnknownReason(t *testing.T) {
	for name, c := range map[string]struct{ head, want string }{
		"UTF-16":         {"\xff\xfei\x00d\x00", "this is UTF-16 text"},
		"bad letter":     {"<sdnList><uid>\xe9</uid></sdnList>", "UTF-8"},
		"DTD":            {"<!DOCTYPE sdnList [<!ENTITY a \"b\">]><sdnList/>", "document type"},
		"too deep":       {strings.Repeat("<a>", 200), "nested"},
		"foreign XML":    {"<data-set><record>", "root element data-set"},
		"Latin-1 table":  {"id,name\n1,Andr\xe9 X\n2,B", "not valid UTF-8"},
		"cut in letter":  {"nothing that is a list \xd0", "no list that can be read here"},
		"something else": {"hello", "it is text and no table"},
		"header alone":   {"id,name\n", "it is one line only"},
		"column twice":   {"id,name,NAME\n1,A,B\n", "as an own list: columns 2 and 3 have the same name"},
		"no ids":         {"name,country\nA,CN\n", "no column holds ids"},
		"no header, 1=1": {"1,1,CN\n2,2,CN\n", "none of the 3 columns is recognised as a name"},
		"no header":      {"1,A,CN\n2,B,CN\n", "none of the 3 columns is recognised as a name"},
		"JSON":           {"{\"error\": \"not found\"}", "JSON"},
	} {
		if got := unknownReason(c.head); !strings.Contains(got, c.want) {
			t.Errorf("%s: %q, want it to hold %q", name, got, c.want)
		}
	}
}

func unknownReason(head string) string {
	_, reason, _ := new(collector).recognise(&File{Path: "x", Head: []byte(head)}, true)
	return reason
}
