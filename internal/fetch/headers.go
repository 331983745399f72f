package fetch

import (
	"crypto/md5"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"hash"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// retryAfter reads a Retry-After header: seconds, or a moment. It is never
// negative, and false where the header says neither.
func retryAfter(s string, now time.Time) (time.Duration, bool) {
	const most = 1 << 31 // seconds; more would overflow and means "never"
	s = strings.TrimSpace(s)
	if n, ok := digits(s); ok {
		return time.Duration(min(n, most)) * time.Second, true
	}
	t, err := http.ParseTime(s)
	if err != nil {
		return 0, false
	}
	return min(max(t.Sub(now), 0), most*time.Second), true
}

// contentRange reads a Content-Range header "bytes 5-9/10": the first and last
// byte, and how many the whole has (-1 for "*").
func contentRange(s string) (first, last, total int64, ok bool) {
	rest, ok := strings.CutPrefix(s, "bytes ")
	if !ok {
		return 0, 0, 0, false
	}
	span, whole, ok := strings.Cut(rest, "/")
	a, b, ok2 := strings.Cut(span, "-")
	if !ok || !ok2 {
		return 0, 0, 0, false
	}
	first, ok = digits(a)
	last, ok2 = digits(b)
	if !ok || !ok2 || last < first {
		return 0, 0, 0, false
	}
	if whole == "*" {
		return first, last, -1, true
	}
	total, ok = digits(whole)
	return first, last, total, ok && last < total
}

// digits reads a number of decimal digits alone.
func digits(s string) (int64, bool) {
	if s == "" || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 1<<63 - 1, len(s) > 18 // more than fits
	}
	return n, true
}

// ifRange is the validator by which a server can say that the rest of a file
// belongs to what is here; empty where it gave none that tells every byte: a
// weak tag does not, nor does a time of change in the second of the answer.
func (v Validators) ifRange(answered string) string {
	if strings.HasPrefix(v.ETag, `"`) {
		return v.ETag
	}
	if v.ETag != "" {
		return ""
	}
	changed, err := http.ParseTime(v.LastModified)
	at, err2 := http.ParseTime(answered)
	if err != nil || err2 != nil || at.Sub(changed) < time.Second {
		return ""
	}
	return v.LastModified
}

// validatorsOf are those of an answer.
func validatorsOf(h http.Header) Validators {
	const most = 1024 // characters; nobody's is longer, and they are kept
	v := Validators{h.Get("ETag"), h.Get("Last-Modified")}
	if len(v.ETag) > most {
		v.ETag = ""
	}
	if _, err := http.ParseTime(v.LastModified); err != nil {
		v.LastModified = ""
	}
	return v
}

// digest is a checksum that an answer states.
type digest struct {
	name string
	sum  []byte
	new  func() hash.Hash
}

// digests are the checksums that an answer states of all that was sent, in the
// fields of RFC 9530 and in Content-MD5. whole says that the answer held all.
func digests(h http.Header, whole bool) []digest {
	var all []digest
	fields := h.Values("Repr-Digest")
	if whole {
		fields = append(fields[:len(fields):len(fields)], h.Values("Content-Digest")...)
		if d, ok := digestOf("md5", h.Get("Content-MD5")); ok {
			all = append(all, d)
		}
	}
	for item := range strings.SplitSeq(strings.Join(fields, ","), ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(item), "=:")
		value, closed := strings.CutSuffix(value, ":")
		if d, ok := digestOf(strings.ToLower(name), value); ok && closed {
			all = append(all, d)
		}
	}
	return all
}

// digestOf is a checksum in base64; false where it is of another kind, or none.
func digestOf(name, value string) (digest, bool) {
	makers := map[string]func() hash.Hash{"md5": md5.New, "sha-256": sha256.New, "sha-512": sha512.New}
	d := digest{name: name, new: makers[name]}
	if d.new == nil {
		return d, false
	}
	var err error
	d.sum, err = base64.StdEncoding.DecodeString(value)
	return d, err == nil && len(d.sum) == d.new().Size()
}
