package lists

import (
	"context"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/interdict/interdict/internal/xmlstream"
)

// Text that stands in no record is reported, since nobody reads it.
func TestTextBetweenRecords(t *testing.T) {
	const doc = "<l>\n  <p>1</p>\n  lost\n  <q> </q>\n  <p>2</p>and more</l>"
	file := &File{Path: "x.xml", Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(doc)), nil }}
	var report Report
	var records []string
	isRecord := func(sc *xmlstream.Scanner) (bool, error) { return string(sc.Name()) == "p", nil }
	err := Elements(context.Background(), file, &report, isRecord, func(r *xmlstream.Record) error {
		records = append(records, r.Text)
		return nil
	})
	if err != nil || !slices.Equal(records, []string{"1", "2"}) {
		t.Fatalf("records %q, error %v", records, err)
	}
	if want := []Unknown{{Name: "text between the records", Count: 2, First: "line 2"}}; !slices.Equal(report.Unknown, want) {
		t.Errorf("unknown %+v, want %+v", report.Unknown, want)
	}
}
