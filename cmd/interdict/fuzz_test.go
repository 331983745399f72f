package main

import (
	"encoding/json"
	"testing"
)

// FuzzWithScore: whatever object comes in, what goes out is an object with all
// its members and the score.
func FuzzWithScore(f *testing.F) {
	for _, s := range []string{`{}`, `{"left": 1}`, `{"score": 1, "a": [1, {"score": 2}]}`, `{"a": "é\u0000<>"}`, `[]`, `{"a"`, ``, `{"a":1}{}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, object []byte) {
		var in map[string]any
		if json.Unmarshal(object, &in) != nil || in == nil {
			return // the caller has refused it already
		}
		out, err := withScore(object, 8421)
		if err != nil {
			t.Fatalf("%q: %v", object, err)
		}
		var got map[string]any
		if err := json.Unmarshal(out, &got); err != nil {
			t.Fatalf("%q became %q: %v", object, out, err)
		}
		if got["score"] != 0.8421 {
			t.Fatalf("%q became %q", object, out)
		}
		delete(in, "score")
		if len(got) != len(in)+1 {
			t.Fatalf("%q became %q: members are lost", object, out)
		}
	})
}
