package report

import (
	"fmt"
	"io"

	"github.com/interdict/interdict"
)

// Exported is an edition whose published files were given back.
type Exported struct {
	List      string          `json:"list"`
	Edition   string          `json:"edition"`   // SHA-256
	Name      string          `json:"-"`         // "edition of 22 March 2024"
	Published *interdict.Date `json:"published"` // nil where no date is known
	Files     []ExportedFile  `json:"files"`
}

// ExportedFile is one of them, and where it was written.
type ExportedFile struct {
	Part   string `json:"part"`
	Path   string `json:"path"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// WriteExported says for people what was given back.
func WriteExported(w io.Writer, style Style, x *Exported) error {
	p := newPage(w, style)
	p.text(0, x.List+": the "+x.Name+", as it was published", bold)
	for _, f := range x.Files {
		p.text(2, fmt.Sprintf("%s · %s bytes · SHA-256 %s", f.Path, count(f.Size), f.SHA256), plain)
	}
	return p.flush()
}
