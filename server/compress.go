package server

import (
	"net/http"
	"strings"

	"github.com/klauspost/compress/gzhttp"
)

// smallest is from how many bytes on an answer is packed: below that it does not
// become shorter.
const smallest = 500

// packedTag ends the tags of packed answers: they are other bytes than those of
// the answer as it is.
const packedTag = "-gzip"

// compress packs answers for who takes them packed. What is flushed goes out at
// once.
func compress(next http.Handler) (http.Handler, error) {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(smallest), gzhttp.CompressionLevel(1), gzhttp.SuffixETag(packedTag))
	if err != nil {
		return nil, err
	}
	return wrap(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if tag := r.Header.Get("If-None-Match"); strings.Contains(tag, packedTag) {
			r.Header.Set("If-None-Match", strings.ReplaceAll(tag, packedTag, ""))
		}
		next.ServeHTTP(w, r)
	})), nil
}
