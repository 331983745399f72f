package report

import (
	"io"
	"slices"
	"strings"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	arrowmemory "github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/parquet-go/parquet-go"

	"github.com/interdict/interdict"
)

// hitRow is a hit as a row of columns with types, for other programs: the
// columns of the CSV, lists as lists, numbers as numbers. Of a subject without a
// hit those from EntityID on are null.
type hitRow struct {
	ID          string   `parquet:"id"`
	Row         int64    `parquet:"row"`
	Name        string   `parquet:"name"`
	EntityID    *string  `parquet:"entity_id,optional,dict"`
	Caption     *string  `parquet:"caption,optional,dict"`
	Schema      *string  `parquet:"schema,optional,dict"`
	Score       *float64 `parquet:"score,optional"`
	Strength    *float64 `parquet:"strength,optional"`
	Weight      *float64 `parquet:"weight,optional"`
	Sufficiency *float64 `parquet:"sufficiency,optional"`
	MatchedName *string  `parquet:"matched_name,optional"`
	Lists       []string `parquet:"lists,list"`
	ListingIDs  []string `parquet:"listing_ids,list"`
	Kinds       []string `parquet:"kinds,list"`
	Measures    []string `parquet:"measures,list"`
	Verdicts    []string `parquet:"verdicts,list"`
	Evidence    *string  `parquet:"evidence,optional"`
	Standing    *string  `parquet:"standing,optional"`
}

// arrowHits is the same as an Arrow schema.
var arrowHits = []arrow.Field{
	{Name: "id", Type: arrow.BinaryTypes.String},
	{Name: "row", Type: arrow.PrimitiveTypes.Int64},
	{Name: "name", Type: arrow.BinaryTypes.String},
	{Name: "entity_id", Type: arrow.BinaryTypes.String, Nullable: true},
	{Name: "caption", Type: arrow.BinaryTypes.String, Nullable: true},
	{Name: "schema", Type: arrow.BinaryTypes.String, Nullable: true},
	{Name: "score", Type: arrow.PrimitiveTypes.Float64, Nullable: true},
	{Name: "strength", Type: arrow.PrimitiveTypes.Float64, Nullable: true},
	{Name: "weight", Type: arrow.PrimitiveTypes.Float64, Nullable: true},
	{Name: "sufficiency", Type: arrow.PrimitiveTypes.Float64, Nullable: true},
	{Name: "matched_name", Type: arrow.BinaryTypes.String, Nullable: true},
	{Name: "lists", Type: arrow.ListOf(arrow.BinaryTypes.String)},
	{Name: "listing_ids", Type: arrow.ListOf(arrow.BinaryTypes.String)},
	{Name: "kinds", Type: arrow.ListOf(arrow.BinaryTypes.String)},
	{Name: "measures", Type: arrow.ListOf(arrow.BinaryTypes.String)},
	{Name: "verdicts", Type: arrow.ListOf(arrow.BinaryTypes.String)},
	{Name: "evidence", Type: arrow.BinaryTypes.String, Nullable: true},
	{Name: "standing", Type: arrow.BinaryTypes.String, Nullable: true},
}

// hitRows are the rows of a result.
func (d *describer) hitRows(dst []hitRow, r *interdict.Result, all bool) []hitRow {
	s := &r.Subject
	subject := hitRow{ID: s.ID, Row: s.Row, Name: s.Name()}
	for i := range r.Hits {
		h := &r.Hits[i]
		row := subject
		schema, why := string(h.Schema), strings.Join(hitReasons(s, h), " ")
		standing := clean(strings.Join(StandingWords(h.Standing, d.title, d.sanctioned), "; "))
		row.EntityID, row.Caption, row.Schema, row.MatchedName = &h.EntityID, &h.Caption, &schema, &h.MatchedName
		row.Score, row.Strength, row.Sufficiency = share(h.Score), share(h.Strength), share(h.Sufficiency)
		weight := h.Weight.Bits()
		row.Weight, row.Evidence, row.Standing = &weight, &why, &standing
		row.Lists, row.ListingIDs = h.Lists, h.ListingIDs
		row.Kinds, row.Measures, row.Verdicts = texts(h.Kinds), texts(h.Measures), hitVerdicts(h)
		dst = append(dst, row)
	}
	if len(r.Hits) == 0 && all {
		dst = append(dst, subject)
	}
	return dst
}

// share is a score as a number; its four decimals survive.
func share(s interdict.Score) *float64 {
	f := float64(s) / 10000
	return &f
}

func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

// origin is what a file of columns says of the run: all that the results depend
// on.
func origin(h *Header) (keys, values []string) {
	keys = []string{"interdict.analysis", "interdict.policy", "interdict.scoring", "interdict.snapshot"}
	values = []string{h.Hashes.Analysis, h.Hashes.Policy, h.Hashes.Scoring, h.Hashes.Snapshot}
	if h.Demo {
		keys, values = append(keys, "interdict.demo"), append(values, "true")
	}
	return keys, values
}

// columnRows is how many rows are handed on at once, parquetGroup how many a
// row group has.
const (
	columnRows   = 4096
	parquetGroup = 50000
)

type parquetWriter struct {
	w    *parquet.GenericWriter[hitRow]
	d    *describer
	all  bool
	rows []hitRow
}

// Parquet returns a Writer of a Parquet file, one row a hit. With header.All a
// subject without a hit has one row whose hit is null.
func Parquet(w io.Writer, h *Header) Writer {
	options := []parquet.WriterOption{parquet.Compression(&parquet.Zstd), parquet.MaxRowsPerRowGroup(parquetGroup), parquet.CreatedBy("interdict", "", "")}
	keys, values := origin(h)
	for i := range keys {
		options = append(options, parquet.KeyValueMetadata(keys[i], values[i]))
	}
	return &parquetWriter{w: parquet.NewGenericWriter[hitRow](w, options...), d: newDescriber(h, nil), all: h.All}
}

func (p *parquetWriter) Result(r *interdict.Result) error {
	p.rows = p.d.hitRows(p.rows[:0], r, p.all)
	_, err := p.w.Write(p.rows)
	return err
}

func (p *parquetWriter) Close(*Summary) error { return p.w.Close() }

// arrowWriter writes record batches.
type arrowWriter struct {
	w interface {
		Write(arrow.RecordBatch) error
		Close() error
	}
	b    *array.RecordBuilder
	n    int
	d    *describer
	all  bool
	rows []hitRow
}

// ArrowStream returns a Writer of an Arrow IPC stream, with the columns of
// Parquet. It ends with its end mark only where the run did.
func ArrowStream(w io.Writer, h *Header) Writer {
	a := newArrow(h)
	a.w = ipc.NewWriter(w, ipc.WithSchema(a.b.Schema()))
	return a
}

// ArrowFile returns a Writer of an Arrow IPC file.
func ArrowFile(w io.Writer, h *Header) (Writer, error) {
	a := newArrow(h)
	var err error
	a.w, err = ipc.NewFileWriter(w, ipc.WithSchema(a.b.Schema()))
	return a, err
}

func newArrow(h *Header) *arrowWriter {
	keys, values := origin(h)
	meta := arrow.NewMetadata(keys, values)
	schema := arrow.NewSchema(slices.Clone(arrowHits), &meta)
	return &arrowWriter{b: array.NewRecordBuilder(arrowmemory.DefaultAllocator, schema), d: newDescriber(h, nil), all: h.All}
}

func (a *arrowWriter) Result(r *interdict.Result) error {
	a.rows = a.d.hitRows(a.rows[:0], r, a.all)
	for i := range a.rows {
		a.add(&a.rows[i])
	}
	if a.n += len(a.rows); a.n < columnRows {
		return nil
	}
	return a.flush()
}

// add adds a row to the batch at hand.
func (a *arrowWriter) add(r *hitRow) {
	at := 0
	next := func() array.Builder { at++; return a.b.Field(at - 1) }
	text := func(s string) { next().(*array.StringBuilder).Append(s) }
	maybe := func(s *string) {
		if b := next().(*array.StringBuilder); s != nil {
			b.Append(*s)
		} else {
			b.AppendNull()
		}
	}
	number := func(f *float64) {
		if b := next().(*array.Float64Builder); f != nil {
			b.Append(*f)
		} else {
			b.AppendNull()
		}
	}
	list := func(all []string) {
		b := next().(*array.ListBuilder)
		b.Append(true)
		for _, s := range all {
			b.ValueBuilder().(*array.StringBuilder).Append(s)
		}
	}
	text(r.ID)
	next().(*array.Int64Builder).Append(r.Row)
	text(r.Name)
	for _, s := range []*string{r.EntityID, r.Caption, r.Schema} {
		maybe(s)
	}
	for _, f := range []*float64{r.Score, r.Strength, r.Weight, r.Sufficiency} {
		number(f)
	}
	maybe(r.MatchedName)
	for _, l := range [][]string{r.Lists, r.ListingIDs, r.Kinds, r.Measures, r.Verdicts} {
		list(l)
	}
	maybe(r.Evidence)
	maybe(r.Standing)
}

func (a *arrowWriter) flush() error {
	batch := a.b.NewRecordBatch()
	defer batch.Release()
	a.n = 0
	return a.w.Write(batch)
}

func (a *arrowWriter) Close(*Summary) error {
	if a.n > 0 {
		if err := a.flush(); err != nil {
			return err
		}
	}
	return a.w.Close()
}
