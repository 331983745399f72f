package ca

import (
	"bytes"
	"context"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/xmlstream"
	"github.com/interdict/interdict/lists"
)

// List is the id of the consolidated list.
const List = "ca_dfatd_sema_sanctions"

// XML is the consolidated list's format.
func XML() lists.Format { return format{} }

type format struct{}

func (format) Name() string { return "Canada SEMA XML" }

const rootName, recordName = "data-set", "record"

// Recognise knows the list by its root element, which others have too, and by
// what stands in its first record.
func (format) Recognise(f *lists.File) (lists.Recognition, bool) {
	sc := xmlstream.New(bytes.NewReader(f.Head), xmlstream.Options{})
	found := map[string]bool{}
	for {
		kind, err := sc.Next()
		if err != nil {
			return lists.Recognition{}, false
		}
		name := string(sc.Name())
		switch {
		case kind == xmlstream.Start && (sc.Depth() == 1 && name != rootName || sc.Depth() == 2 && name != recordName):
			return lists.Recognition{}, false
		case kind == xmlstream.Start && sc.Depth() == 3:
			found[name] = true
		case kind == xmlstream.End && sc.Depth() == 1:
			ours := found["Country"] && found["Item"] && found["DateOfListing"] && (found["EntityOrShip"] || found["LastName"] || found["GivenName"])
			return lists.Recognition{List: List, Part: lists.Main}, ours
		}
	}
}

// Read reads the edition's one file.
func (format) Read(ctx context.Context, list string, files map[string]*lists.File, yield func(*interdict.Listing) error) (lists.Report, error) {
	main := files[lists.Main]
	if main == nil {
		return lists.Report{}, &lists.Error{File: list, Reason: "the edition has no main file", Remedy: "name the XML file"}
	}
	rd := &reading{list: list, yield: yield, equal: map[[16]byte]int{}}
	rooted := false
	isRecord := func(sc *xmlstream.Scanner) (bool, error) {
		if name := string(sc.Name()); !rooted && name != rootName {
			return false, &lists.Error{File: main.Path, Reason: "the root element is " + name + ", not " + rootName, Remedy: "check that this is the publisher's own file"}
		}
		rooted = true
		return sc.Depth() == 2, nil
	}
	err := lists.Elements(ctx, main, &rd.report, isRecord, rd.take)
	if err == nil && rd.report.Entries == 0 {
		err = rd.report.Nothing(main, "record", lists.OwnFile)
	}
	return rd.report, err
}
