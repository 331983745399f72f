package columnar

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/snappy"
	"github.com/klauspost/compress/zstd"
	"github.com/pierrec/lz4/v4"

	"github.com/interdict/interdict/table"
)

// The codecs, as Parquet numbers them.
const (
	codecNone   = 0
	codecSnappy = 1
	codecGzip   = 2
	codecBrotli = 4
	codecLZ4    = 5 // as Hadoop wrote it
	codecZstd   = 6
	codecLZ4Raw = 7
)

// unpack unpacks a page, which has to come to this size. It uses dst's memory;
// what is not packed stays where it is.
func unpack(codec int, src, dst []byte, size int) ([]byte, error) {
	if codec == codecNone {
		if len(src) != size {
			return nil, wrongSize()
		}
		return src, nil
	}
	if size == 0 && len(src) == 0 {
		return dst[:0], nil
	}
	if cap(dst) < size {
		dst = make([]byte, size)
	}
	dst = dst[:size]
	n := 0
	var err error
	switch codec {
	case codecSnappy:
		if n, err = snappy.DecodedLen(src); err == nil && n == size {
			_, err = snappy.Decode(dst, src)
		}
	case codecGzip:
		var z *gzip.Reader
		if z, err = gzip.NewReader(bytes.NewReader(src)); err == nil {
			n, err = readWhole(z, dst)
		}
	case codecBrotli:
		n, err = readWhole(brotli.NewReader(bytes.NewReader(src)), dst)
	case codecZstd:
		z := unpackers.Get().(*zstd.Decoder)
		defer unpackers.Put(z)
		if err = z.Reset(bytes.NewReader(src)); err == nil {
			n, err = readWhole(z, dst)
		}
	case codecLZ4Raw:
		n, err = lz4.UncompressBlock(src, dst)
	case codecLZ4:
		if n, err = hadoop(src, dst); err != nil {
			n, err = lz4.UncompressBlock(src, dst)
		}
	default:
		return nil, &table.Error{Reason: fmt.Sprintf("the Parquet file is packed by the codec %d, which this version does not read", codec), Remedy: "write it with another, such as zstd or snappy"}
	}
	if err != nil {
		return nil, damaged("a page of the Parquet file cannot be unpacked")
	}
	if n != size {
		return nil, wrongSize()
	}
	return dst, nil
}

func wrongSize() error {
	return damaged("a page of the Parquet file unpacks to another size than it says")
}

// unpackers are decoders of zstd, which cost much to make.
var unpackers = sync.Pool{New: func() any {
	z, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(128<<20), zstd.WithDecoderLowmem(true))
	if err != nil {
		panic(err) // the options are ours
	}
	return z
}}

// readWhole reads all that there is, which has to fill dst.
func readWhole(r io.Reader, dst []byte) (int, error) {
	n, err := io.ReadFull(r, dst)
	if err != nil && !errors.Is(err, io.EOF) {
		return n, err
	}
	var more [1]byte
	if k, _ := io.ReadFull(r, more[:]); k > 0 {
		n++
	}
	return n, nil
}

// hadoop unpacks blocks that have their sizes before them.
func hadoop(src, dst []byte) (int, error) {
	n := 0
	for len(src) > 0 {
		if len(src) < 8 {
			return n, io.ErrUnexpectedEOF
		}
		plain, packed := binary.BigEndian.Uint32(src), binary.BigEndian.Uint32(src[4:])
		if src = src[8:]; uint64(packed) > uint64(len(src)) || uint64(plain) > uint64(len(dst)-n) {
			return n, io.ErrUnexpectedEOF
		}
		k, err := lz4.UncompressBlock(src[:packed], dst[n:n+int(plain)])
		if err != nil || k != int(plain) {
			return n, io.ErrUnexpectedEOF
		}
		src, n = src[packed:], n+k
	}
	return n, nil
}
