package senzing

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/tsv"
)

//go:embed data/attributes.tsv
var attributesTSV string

// attribute is a line of attributes.tsv.
type attribute struct {
	feature, part string
	id            interdict.IDType
}

var attributes = sync.OnceValue(func() map[string]attribute {
	all := map[string]attribute{}
	for line, c := range tsv.Records(attributesTSV) {
		if len(c) != 4 {
			panic(fmt.Sprintf("attributes.tsv: line %d has %d cells", line, len(c))) // a fault of the build, found by its test
		}
		all[c[0]] = attribute{c[1], c[2], interdict.IDType(c[3])}
	}
	return all
})

// meaning finds an attribute and the usage before it: "HOME" of
// "HOME_ADDR_CITY".
func meaning(name string) (usage string, a attribute, ok bool) {
	all := attributes()
	if a, ok = all[name]; ok {
		return "", a, true
	}
	for i := 0; i < len(name); i++ {
		if name[i] == '_' {
			if a, ok = all[name[i+1:]]; ok {
				return name[:i], a, true
			}
		}
	}
	return "", attribute{}, false
}

// feature is the attributes of one feature and usage in one object.
type feature struct {
	name, usage string
	id          interdict.IDType
	parts       map[string]string // the values of lines are joined
	label       string            // the attribute that named it
}

func (f *feature) get(part string) string { return f.parts[part] }

// add adds a part. It says false where the feature has it already.
func (f *feature) add(part, value string) bool {
	if was := f.parts[part]; was != "" {
		if part != "line" {
			return false
		}
		value = was + ", " + value
	}
	f.parts[part] = value
	return true
}

// listID makes a list id of a data source: "OS_WD_PERSONS" is wd_persons.
func listID(source string) string {
	low := strings.ToLower(strings.TrimPrefix(strings.ToUpper(source), "OS_"))
	words := strings.FieldsFunc(low, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	id := strings.Join(words, "_")
	if id == "" || len(id) > 64 || id[0] >= '0' && id[0] <= '9' {
		return ""
	}
	return id
}
