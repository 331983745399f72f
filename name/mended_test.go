package name

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestMended(t *testing.T) {
	for _, c := range []struct{ text, usual string }{
		{"mohmmed", "muhammad"}, {"oussma", "usama"}, {"isamael", "ismail"}, {"hameedd", "hamid"}, // left out, hit besides, hit twice
		{"mohamemd", "muhammad"}, {"mohamnad", "muhammad"}, // exchanged, the key beside
	} {
		if key := string(Key(nil, []byte(c.usual))); !mendedTo(c.text, key) {
			t.Errorf("%s is not %s with an error", c.text, c.usual)
		}
	}
	for _, c := range []struct{ text, usual string }{
		{"mohammed", "muhammad"}, // no error
		{"hmed", "ahmad"},        // too short
		{"jadar", "jafar"},       // the key beside in a short word
		{"mohagmed", "muhammad"}, // no key beside
		{"mhmmed", "muhammad"},   // two
	} {
		if key := string(Key(nil, []byte(c.usual))); mendedTo(c.text, key) {
			t.Errorf("%s is %s with an error", c.text, c.usual)
		}
	}
}

func mendedTo(text, key string) bool {
	for k, wrong := range RespeltKeys(string(AppendRespelt(nil, []byte(text)))) {
		if wrong && k == key {
			return true
		}
	}
	return false
}

// Of any usual spelling with a letter left out, not known for itself, every name that it
// may be is found, or there are too many.
func TestMendedFindsAll(t *testing.T) {
	u := usuals()
	rapid.Check(t, func(t *rapid.T) {
		word := u.words[rapid.IntRange(0, len(u.words)-1).Draw(t, "word")]
		i := rapid.IntRange(0, len(word)-1).Draw(t, "at")
		text := word[:i] + word[i+1:]
		var want []string
		for k, as := range u.words {
			if mistaken(text, as) && !slices.Contains(want, u.keys[k]) {
				want = append(want, u.keys[k])
			}
		}
		var got []string
		for k, wrong := range RespeltKeys(string(appendMended(nil, text))) {
			if !wrong {
				t.Fatalf("%s: %q is without an error", text, k)
			}
			got = append(got, k)
		}
		if len(text) < leastMended || knownWord([]byte(text)) || len(want) > mostMended || slices.Contains(u.words, text) {
			want = nil
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Fatalf("%s may be %q, not %q", text, got, want)
		}
	})
}

func BenchmarkMended(b *testing.B) {
	var room [300]byte
	for b.Loop() {
		appendMended(room[:0], "warzenbach")
	}
}
