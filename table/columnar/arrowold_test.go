package columnar_test

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	flatbuffers "github.com/google/flatbuffers/go"

	"github.com/interdict/interdict/table/columnar"
)

// messages are where a stream's messages begin, its end mark among them.
func messages(b []byte) (at []int) {
	for from := 0; ; {
		at = append(at, from)
		size := int(binary.LittleEndian.Uint32(b[from+4:]))
		if size == 0 {
			return at
		}
		t := flatbuffers.Table{Bytes: b[from+8:], Pos: flatbuffers.GetUOffsetT(b[from+8:])}
		if from += 8 + size; t.Offset(10) > 0 {
			from += int(t.GetInt64(t.Pos + flatbuffers.UOffsetT(t.Offset(10))))
		}
	}
}

// old is a stream without the four bytes.
func old(s []byte) []byte {
	for _, from := range slices.Backward(messages(s)) {
		s = slices.Delete(s, from, from+4)
	}
	return s
}

// TestArrowOld: programs before 2019, and those since that are told to, write no
// four bytes of ones in front of a message.
func TestArrowOld(t *testing.T) {
	batch := build(t, arrowSchema, arrowRows)
	s := stream(t, []arrow.RecordBatch{batch.NewSlice(0, 1), batch.NewSlice(1, 3)})
	s = old(s)
	if !columnar.Is(s[:8]) {
		t.Fatalf("%x is not taken for the beginning of a stream", s[:8])
	}
	if text, _, err := read(bytes.NewReader(s), nil); err != nil || text != arrowText {
		t.Errorf("%v\n%s\nwant\n%s", err, text, arrowText)
	}
	for _, text := range []string{"id,name\n1,x\n", "i\x00d\x00,\x00n\x00", "\x00i\x00d\x00,\x00n", "PK\x03\x04\x14\x00\x00\x00", "\x1f\x8b\x08\x00\x00\x00\x00\x00", "\x28\xb5\x2f\xfd\x04\x00\x00\x00", "", "\x10\x01\x00\x00"} {
		if columnar.Is([]byte(text)) {
			t.Errorf("%q is taken for the beginning of Arrow", text)
		}
	}
}

// TestArrowPackedWrongly: columns whose stated length is not that of what is packed
// in them; apache-arrow 21.2.0 for JavaScript states the length as packed.
func TestArrowPackedWrongly(t *testing.T) {
	schema := arrow.NewSchema([]arrow.Field{{Name: "name", Type: arrow.BinaryTypes.String, Nullable: true},
		{Name: "nationality", Type: &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: arrow.BinaryTypes.String}}}, nil)
	rows := "[" + strings.Repeat(`{"name": "Guangzong Zhao", "nationality": "CN"}, {"nationality": "CN"},`, 200) + `{"nationality": "CN"}]`
	for codec, option := range map[string]ipc.Option{"zstd": ipc.WithZstd(), "lz4": ipc.WithLZ4()} {
		whole := stream(t, []arrow.RecordBatch{build(t, schema, rows)}, option)
		for n, b := range buffers(whole) {
			s := slices.Clone(whole)
			binary.LittleEndian.PutUint64(s[b.from:], uint64(b.length-8))
			_, _, err := read(bytes.NewReader(s), nil)
			if err == nil || !strings.Contains(err.Error(), "not unpack to the length they state") && !strings.Contains(err.Error(), "do not fit together") {
				t.Errorf("%s, buffer %d: %v", codec, n, err)
			}
		}
	}
}

type buffer struct{ from, length int }

// buffers are the packed buffers of a stream's batches.
func buffers(s []byte) (all []buffer) {
	for _, from := range messages(s) {
		size := int(binary.LittleEndian.Uint32(s[from+4:]))
		if size == 0 {
			break
		}
		t := flatbuffers.Table{Bytes: s[from+8:], Pos: flatbuffers.GetUOffsetT(s[from+8:])}
		kind := t.GetByte(t.Pos + flatbuffers.UOffsetT(t.Offset(6)))
		header := flatbuffers.Table{Bytes: t.Bytes, Pos: t.Indirect(t.Pos + flatbuffers.UOffsetT(t.Offset(8)))}
		if kind == 2 { // a dictionary is a batch within
			header.Pos = header.Indirect(header.Pos + flatbuffers.UOffsetT(header.Offset(6)))
		}
		if kind == 1 {
			continue
		}
		at, body := header.Vector(flatbuffers.UOffsetT(header.Offset(8))), from+8+size
		for i := range header.VectorLen(flatbuffers.UOffsetT(header.Offset(8))) {
			offset, length := int(header.GetInt64(at+flatbuffers.UOffsetT(16*i))), int(header.GetInt64(at+flatbuffers.UOffsetT(16*i+8)))
			if length > 8 {
				all = append(all, buffer{body + offset, length})
			}
		}
	}
	return all
}
