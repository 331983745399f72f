package fetch

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"

	"github.com/interdict/interdict/internal/atomicfile"
)

const (
	partSuffix = ".part"
	metaSuffix = ".part.json"
)

// part is what of a file has come so far.
type part struct {
	path string // the destination
	file *os.File
	size int64
	meta meta
}

// meta says what a part is the beginning of.
type meta struct {
	Source string `json:"source"` // the address, without what may be secret in it
	Validators
	// IfRange is the one of them that the rest can be asked for by; empty if none.
	IfRange  string `json:"if_range,omitempty"`
	Total    int64  `json:"total"` // bytes of the whole; -1 if not known
	Encoding string `json:"encoding,omitempty"`
}

// openPart opens the part of a destination: that of a download that was stopped
// where it is of the same source, else an empty one.
func openPart(path, source string) (*part, error) {
	p := &part{path: path}
	text, err := os.ReadFile(path + metaSuffix)
	known := err == nil && json.Unmarshal(text, &p.meta) == nil && p.meta.Source == source && p.meta.IfRange != ""
	if p.file, err = os.OpenFile(path+partSuffix, os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		return nil, disk(err)
	}
	if info, err := p.file.Stat(); err == nil && known {
		p.size = info.Size()
	}
	if known && p.size > 0 && (p.meta.Total < 0 || p.size <= p.meta.Total) {
		return p, nil
	}
	p.meta = meta{Source: source, Total: -1}
	if err := p.discard(); err != nil {
		return nil, errors.Join(err, p.file.Close())
	}
	return p, nil
}

// resumable says that the rest can be asked for.
func (p *part) resumable() bool { return p.size > 0 && p.meta.IfRange != "" }

// restart empties the part for a whole answer.
func (p *part) restart(v Validators, answer *http.Response) error {
	if err := p.discard(); err != nil {
		return err
	}
	p.meta.Validators, p.meta.IfRange = v, v.ifRange(answer.Header.Get("Date"))
	p.meta.Total, p.meta.Encoding = answer.ContentLength, encodingOf(answer)
	text, err := json.Marshal(p.meta)
	if err == nil {
		err = atomicfile.WriteBytes(atomicfile.OS{}, p.path+metaSuffix, text)
	}
	if err != nil {
		return disk(err)
	}
	return nil
}

// discard empties the part.
func (p *part) discard() error {
	p.size, p.meta.IfRange, p.meta.Total = 0, "", -1
	// What the part is of goes first: a part without it is never gone on with.
	if err := os.Remove(p.path + metaSuffix); err != nil && !errors.Is(err, os.ErrNotExist) {
		return disk(err)
	}
	if err := p.file.Truncate(0); err != nil {
		return disk(err)
	}
	return nil
}

func (p *part) write(b []byte) error {
	n, err := p.file.WriteAt(b, p.size)
	p.size += int64(n)
	if err != nil {
		return disk(err)
	}
	return nil
}

// agrees says whether the part is what a checksum is of.
func (p *part) agrees(d digest) (bool, error) {
	h := d.new()
	if _, err := io.Copy(h, io.NewSectionReader(p.file, 0, p.size)); err != nil {
		return false, err
	}
	return bytes.Equal(h.Sum(nil), d.sum), nil
}

// place makes the part the file.
func (p *part) place() error {
	err := p.file.Sync()
	if err == nil {
		err = p.file.Close()
	}
	if err == nil {
		err = os.Remove(p.path + metaSuffix)
	}
	if err == nil {
		err = os.Rename(p.path+partSuffix, p.path)
	}
	if err != nil {
		return disk(err)
	}
	return nil
}

// close lets go of the part; an empty one leaves nothing behind.
func (p *part) close() {
	p.file.Close() // closed already where it is in place
	if p.size == 0 {
		_ = Discard(p.path)
	}
}
