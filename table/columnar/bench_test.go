package columnar_test

import (
	"bytes"
	"fmt"
	"io"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/parquet-go/parquet-go"

	"github.com/interdict/interdict/table/columnar"
)

// customer is a row as most customer files have it.
type customer struct {
	ID      string `parquet:"id"`
	Name    string `parquet:"name"`
	Born    int32  `parquet:"birth_date,date"`
	Country string `parquet:"country,dict"`
}

const customers = 200_000

func customerOf(i int) customer {
	return customer{fmt.Sprintf("C%08d", i), fmt.Sprintf("Given%d Middle%d Family%d", i%977, i%31, i%7919), int32(i % 20000), []string{"se", "de", "ir", "fr"}[i%4]}
}

// benchmark reads a file as text; a row's time is what a screening waits for at
// most, since files are read on one goroutine.
func benchmark(b *testing.B, file []byte) {
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		s, err := columnar.Open(whole(file), nil)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, s); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*customers), "ns/row")
}

func BenchmarkParquet(b *testing.B) {
	rows := make([]customer, customers)
	for i := range rows {
		rows[i] = customerOf(i)
	}
	benchmark(b, writeParquet(b, rows, parquet.Compression(&parquet.Zstd)))
}

func BenchmarkArrow(b *testing.B) {
	fields := []arrow.Field{{Name: "id", Type: arrow.BinaryTypes.String}, {Name: "name", Type: arrow.BinaryTypes.String}, {Name: "birth_date", Type: arrow.FixedWidthTypes.Date32}, {Name: "country", Type: arrow.BinaryTypes.String}}
	schema := arrow.NewSchema(fields, nil)
	var out bytes.Buffer
	w := ipc.NewWriter(&out, ipc.WithSchema(schema))
	rows := array.NewRecordBuilder(memory.DefaultAllocator, schema)
	for i := range customers {
		c := customerOf(i)
		rows.Field(0).(*array.StringBuilder).Append(c.ID)
		rows.Field(1).(*array.StringBuilder).Append(c.Name)
		rows.Field(2).(*array.Date32Builder).Append(arrow.Date32(c.Born))
		rows.Field(3).(*array.StringBuilder).Append(c.Country)
		if (i+1)%50_000 == 0 {
			if err := w.Write(rows.NewRecordBatch()); err != nil {
				b.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
	benchmark(b, out.Bytes())
}
