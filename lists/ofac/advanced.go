package ofac

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

// advancedFormat reads SDN_ADVANCED.XML and CONS_ADVANCED.XML.
type advancedFormat struct{ v *vocabulary }

// Advanced is the format of SDN_ADVANCED.XML: the United Nations' advanced
// sanctions model, with reference values for every id.
//
// Read opens the file twice. The first pass keeps what stands around the
// parties: reference values, locations, documents, relations and sanctions
// entries, some 40 % of the file's bytes. The second reads the parties, each of
// which can then be completed at once.
func Advanced() lists.Format { return advancedFormat{newVocabulary()} }

func (advancedFormat) Name() string { return "OFAC Advanced XML" }

// Recognise knows the root element and the reference values behind it. Which
// list it is, the sanctions entries at the file's end say: on the SDN list each
// party has an entry of it, though some have entries of other lists beside it.
func (advancedFormat) Recognise(file *lists.File) (lists.Recognition, bool) {
	if root, ok := rootOf(file.Head, "ReferenceValueSets"); root != "Sanctions" || !ok {
		return lists.Recognition{}, false
	}
	list, told := listByEntries(file)
	if !told {
		list, _ = listByName(file.Path)
	}
	return lists.Recognition{List: list, Part: lists.Main}, true
}

// listByEntries counts, without parsing, a file's parties and its entries of
// the SDN list. It says false where it finds no entry or cannot read.
func listByEntries(file *lists.File) (list string, told bool) {
	if file.Open == nil {
		return "", false
	}
	in, err := file.Open()
	if err != nil {
		return "", false
	}
	defer in.Close()
	const overlap = 256 // more than any of the needles, and the tag before sdnName
	var (
		party   = []byte("DistinctParty FixedRef=")
		entry   = []byte("<SanctionsEntry ")
		sdnName = []byte(">SDN List<")
		sdn     []byte // ListID="1550"
	)
	parties, entries, ofSDN := 0, 0, 0
	buf := make([]byte, 1<<20)
	for kept := 0; ; {
		n, err := io.ReadFull(in, buf[kept:])
		window := buf[:kept+n]
		// What lies in the overlap is counted in the next window.
		last := len(window)
		if err == nil {
			last -= overlap
		}
		count := func(needle []byte) int {
			return bytes.Count(window[:min(last+len(needle)-1, len(window))], needle)
		}
		if i := bytes.Index(window, sdnName); sdn == nil && i >= 0 {
			if j := bytes.LastIndex(window[:i], []byte(`ID="`)); j >= 0 {
				sdn = append([]byte("List"), window[j:i]...)
			}
		}
		parties += count(party)
		entries += count(entry)
		if sdn != nil {
			ofSDN += count(sdn)
		}
		if err != nil {
			break
		}
		kept = copy(buf, window[last:])
	}
	if entries == 0 {
		return "", false
	}
	if ofSDN*2 >= parties && ofSDN > 0 {
		return sdnList, true
	}
	return consList, true
}

func (f advancedFormat) Read(ctx context.Context, list string, files map[string]*lists.File, yield func(*interdict.Listing) error) (lists.Report, error) {
	var report lists.Report
	file := files[lists.Main]
	if file == nil {
		return report, fmt.Errorf("OFAC's Advanced XML is one file, and it is missing; give sdn_advanced.xml or cons_advanced.xml")
	}
	a := &advanced{xmlReading: f.v.newXMLReading(list, file, &report)}
	if err := a.readAround(ctx); err != nil {
		return report, err
	}
	err := a.scan(ctx, "Sanctions", func(section string) error {
		if section != "DistinctParties" {
			return a.sc.Skip()
		}
		return a.children(ctx, "DistinctParty", func() error { return a.readParty(yield) })
	})
	if err == nil && len(a.seen) == 0 {
		err = &lists.Error{File: file.Path, Reason: "the list has no party", Remedy: "fetch it again"}
	}
	return report, err
}
