package report

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/parquet-go/parquet-go"

	"github.com/interdict/interdict"
)

// TestColumns: Parquet and Arrow hold what the CSV holds, with types.
func TestColumns(t *testing.T) {
	header := sampleHeader()
	var lines, stream, file, columns, again bytes.Buffer
	toCSV, err := CSV(&lines, header)
	if err != nil {
		t.Fatal(err)
	}
	toFile, err := ArrowFile(&file, header)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range []Writer{toCSV, ArrowStream(&stream, header), toFile, Parquet(&columns, header), Parquet(&again, header)} {
		for _, r := range sampleResults() {
			if err := w.Result(&r); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(nil); err != nil {
			t.Fatal(err)
		}
	}
	want, err := csv.NewReader(&lines).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(columns.Bytes(), again.Bytes()) {
		t.Error("the same results make another Parquet file")
	}
	r, err := ipc.NewReader(bytes.NewReader(stream.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	var rows []hitRow
	for r.Next() {
		rows = append(rows, arrowRows(r.RecordBatch())...)
	}
	sameAsCSV(t, "stream", rows, want[1:])
	if v, _ := r.Schema().Metadata().GetValue("interdict.snapshot"); v != header.Hashes.Snapshot {
		t.Errorf("the stream names the snapshot %q", v)
	}
	f, err := ipc.NewFileReader(bytes.NewReader(file.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	batch, err := f.RecordBatch(0)
	if err != nil {
		t.Fatal(err)
	}
	sameAsCSV(t, "file", arrowRows(batch), want[1:])
	rows, err = parquet.Read[hitRow](bytes.NewReader(columns.Bytes()), int64(columns.Len()))
	if err != nil {
		t.Fatal(err)
	}
	sameAsCSV(t, "parquet", rows, want[1:])
}

// arrowRows are the rows of a batch.
func arrowRows(batch arrow.RecordBatch) []hitRow {
	text := func(column, i int) *string {
		a := batch.Column(column).(*array.String)
		if a.IsNull(i) {
			return nil
		}
		s := a.Value(i)
		return &s
	}
	number := func(column, i int) *float64 {
		a := batch.Column(column).(*array.Float64)
		if a.IsNull(i) {
			return nil
		}
		f := a.Value(i)
		return &f
	}
	list := func(column, i int) (out []string) {
		a := batch.Column(column).(*array.List)
		from, to := a.ValueOffsets(i)
		for j := from; j < to; j++ {
			out = append(out, a.ListValues().(*array.String).Value(int(j)))
		}
		return out
	}
	var rows []hitRow
	for i := range int(batch.NumRows()) {
		rows = append(rows, hitRow{*text(0, i), batch.Column(1).(*array.Int64).Value(i), *text(2, i), text(3, i), text(4, i), text(5, i),
			number(6, i), number(7, i), number(8, i), number(9, i), text(10, i), list(11, i), list(12, i), list(13, i), list(14, i), list(15, i), text(16, i), text(17, i)})
	}
	return rows
}

// sameAsCSV compares rows with the cells of the CSV, which has an apostrophe
// before what a spreadsheet would run.
func sameAsCSV(t *testing.T, what string, rows []hitRow, want [][]string) {
	t.Helper()
	if len(rows) != len(want) {
		t.Fatalf("%s: %d rows, the CSV has %d", what, len(rows), len(want))
	}
	for i := range rows {
		r := &rows[i]
		text := func(s *string) string {
			if s == nil {
				return ""
			}
			return *s
		}
		score := func(f *float64) string {
			if f == nil {
				return ""
			}
			return interdict.Score(*f*10000 + 0.5).String()
		}
		weight := ""
		if r.Weight != nil {
			weight = fmt.Sprintf("%.1f", *r.Weight)
		}
		have := []string{r.ID, fmt.Sprint(r.Row), r.Name, text(r.EntityID), text(r.Caption), text(r.Schema), score(r.Score), score(r.Strength), weight, score(r.Sufficiency),
			text(r.MatchedName), strings.Join(r.Lists, ";"), strings.Join(r.ListingIDs, ";"), strings.Join(r.Measures, ";"), strings.Join(r.Verdicts, ";"), text(r.Evidence), text(r.Standing)}
		for j := range have {
			if SafeCell(have[j]) != want[i][j] && strings.ReplaceAll(have[j], "\r\n", "\n") != strings.TrimPrefix(want[i][j], "'") {
				t.Errorf("%s, row %d: %s is %q, in the CSV %q", what, i, csvHeader[j], have[j], want[i][j])
			}
		}
	}
}
