package table_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"math/rand/v2"
	"testing"

	"github.com/interdict/interdict/table"
)

// customers is a file of rows with four columns and about 42 bytes each, the
// shape of the figures that the benchmarks are compared with.
func customers(rows int, quoted bool) []byte {
	var b bytes.Buffer
	b.WriteString("id,name,birth_date,country\n")
	rnd := rand.New(rand.NewPCG(1, 2))
	for i := range rows {
		name := make([]byte, 18)
		for j := range name {
			name[j] = byte('a' + rnd.IntN(26))
		}
		name[6] = ' '
		format := "%08d,%s,%04d-%02d-%02d,%s\n"
		if quoted {
			format = "\"%08d\",\"%s\",\"%04d-%02d-%02d\",\"%s\"\n"
		}
		fmt.Fprintf(&b, format, i, name, 1930+rnd.IntN(75), 1+rnd.IntN(12), 1+rnd.IntN(28), "gb")
	}
	return b.Bytes()
}

func benchmark(b *testing.B, quoted bool, parse func(*table.Block)) {
	const rows = 200_000
	data := customers(rows, quoted)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		r, err := table.NewReader(bytes.NewReader(data), "bench.csv", table.Options{})
		if err != nil {
			b.Fatal(err)
		}
		for {
			block, err := r.Next()
			if err == io.EOF {
				break
			}
			if err != nil {
				b.Fatal(err)
			}
			if parse != nil {
				parse(&block)
			}
		}
	}
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mrows/s")
}

func parser(b *testing.B) func(*table.Block) {
	var row table.Row
	return func(block *table.Block) {
		if refused := block.Parse(&row, func(*table.Row) {}); refused != nil {
			b.Fatal(refused)
		}
	}
}

func BenchmarkCut(b *testing.B)               { benchmark(b, false, nil) }
func BenchmarkCutQuoted(b *testing.B)         { benchmark(b, true, nil) }
func BenchmarkCutAndParse(b *testing.B)       { benchmark(b, false, parser(b)) }
func BenchmarkCutAndParseQuoted(b *testing.B) { benchmark(b, true, parser(b)) }

// BenchmarkEncodingCSV is what there is to compare with.
func BenchmarkEncodingCSV(b *testing.B) {
	const rows = 200_000
	data := customers(rows, false)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		r := csv.NewReader(bytes.NewReader(data))
		r.ReuseRecord = true
		for {
			if _, err := r.Read(); err == io.EOF {
				break
			} else if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mrows/s")
}
