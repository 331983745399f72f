// Package starter is the register that the program brings with it: some sixty
// real listings of three lists, for a first look before any list is
// downloaded. It is for demonstration only, and every screening against it
// says so: it is a handful of entries of past editions.
//
// The files are small editions in their publishers' own formats, so that they
// take the same way through the readers as a downloaded list. README.md says
// what they hold, where the facts are from and under which terms.
package starter

import (
	"bytes"
	"embed"
	"io"
	"io/fs"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

//go:embed us_ofac_sdn/*.csv gb_fcdo_sanctions/*.xml un_sc_sanctions/*.xml
var content embed.FS

// Files returns the published files, list by list. A file's path is "starter",
// the list's id and the publisher's file name.
func Files() []lists.File {
	var files []lists.File
	err := fs.WalkDir(content, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := content.ReadFile(path)
		if err != nil {
			return err
		}
		files = append(files, lists.File{
			Path: "starter/" + path,
			Head: data[:min(len(data), lists.HeadSize)],
			Size: int64(len(data)),
			Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil },
		})
		return nil
	})
	if err != nil {
		panic("starter: the embedded files cannot be read: " + err.Error()) // a fault of the build
	}
	return files
}

// Published is the day of which a list's facts are, for a file that does not
// state it; zero for the others.
func Published(list string) interdict.Date {
	if list == "us_ofac_sdn" { // OFAC's CSV has no date; README.md names the edition
		return interdict.Day(2024, 5, 3)
	}
	return interdict.Date{}
}
