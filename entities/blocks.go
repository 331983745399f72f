package entities

import (
	"cmp"
	"hash/fnv"
	"slices"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/name"
	"github.com/interdict/interdict/score"
)

// Two listings are compared by likeness where they share a block: two words of
// a name, by their keys; the whole of a name of one word or as it is written
// without spaces; or a word of a name and the day of birth. What blocks a
// listing has depends on it alone.

// block is the hash of what those that are compared share.
type block uint64

// mostWords is how many words of a name make blocks, the rarest first.
const mostWords = 5

// blocker makes listings' blocks.
type blocker struct {
	prep  score.Preparer
	party score.Party
	words []*score.Token
	out   []block
}

// of are a listing's blocks, each once; they are valid until the next call.
func (b *blocker) of(schema interdict.Schema, names []interdict.Name, births []interdict.Date) []block {
	b.prep.Subject(&b.party, &interdict.Subject{Schema: schema, Names: names})
	b.out = b.out[:0]
	for i := range b.party.Names {
		b.name(b.party.Names[i].Tokens, births)
	}
	slices.Sort(b.out)
	b.out = slices.Compact(b.out)
	return b.out
}

func (b *blocker) name(tokens []score.Token, births []interdict.Date) {
	b.words = b.words[:0]
	for i := range tokens {
		switch t := &tokens[i]; t.Part {
		case name.LegalForm, name.Title, name.Particle, name.Initial, name.Generational:
		default:
			b.words = append(b.words, t)
		}
	}
	if len(b.words) == 1 {
		b.out = append(b.out, hashed("whole", b.words[0].Text, ""))
	}
	slices.SortStableFunc(b.words, func(s, t *score.Token) int {
		return cmp.Or(cmp.Compare(t.Rarity, s.Rarity), cmp.Compare(s.Key, t.Key))
	})
	for i, s := range b.words[:min(len(b.words), mostWords)] {
		for _, t := range b.words[i+1 : min(len(b.words), mostWords)] {
			b.out = append(b.out, hashed("two", min(s.Key, t.Key), max(s.Key, t.Key)))
		}
		for _, d := range births {
			if d.Exact() {
				b.out = append(b.out, hashed("born", s.Key, d.String()))
			}
		}
	}
}

func hashed(kind, s, t string) block {
	h := fnv.New64a()
	for _, part := range [...]string{kind, s, t} {
		h.Write([]byte(part))
		h.Write([]byte{0})
	}
	return block(h.Sum64())
}
