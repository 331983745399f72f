package index

// check makes sure that no number in a snapshot points outside what it counts,
// so that a search can trust them. It is linear and runs at every opening.
func (s *Snapshot) check() error {
	words, names := len(s.rarity), len(s.nameEntity)
	keys, entities := len(s.keyOff)-1, len(s.recordOff)-1
	lengths := len(s.wordOff) == words+1 && len(s.wordKey) == words && len(s.class) == words &&
		len(s.maxLack) == words && len(s.wordLetters) == words && len(s.postOff) == words+1 && keys >= 0 && entities >= 0 &&
		len(s.nameOff) == names+1 && len(s.nameLack) == names && len(s.nameSource) == names && len(s.nameLetters) == names &&
		len(s.entNameOff) == entities+1 && len(s.entName) == names
	if !lengths {
		return damaged("its sections do not fit one another")
	}
	for _, c := range []struct {
		what string
		ok   bool
	}{
		{"word.off", rising(s.wordOff, len(s.wordText))},
		{"key.off", rising(s.keyOff, len(s.keyText))},
		{"post.off", rising(s.postOff, len(s.post))},
		{"name.off", rising(s.nameOff, len(s.nameWord))},
		{"ent.recoff", rising(s.recordOff, len(s.record))},
		{"ent.nameoff", rising(s.entNameOff, names)},
		{"word.key", below(s.wordKey, keys)},
		{"post.name", below(s.post, names)},
		{"name.word", s.nameWordsOK(words)},
		{"name.entity", below(s.nameEntity, entities)},
		{"ent.name", below(s.entName, names)},
		{"name.lack", sorted(s.nameLack)},
		{"words", s.words.ok(words) && len(s.words.filter) > 0},
		{"keys", s.keys.ok(words) && len(s.keys.filter) > 0},
		{"deletes", s.deletes.ok(words) && len(s.deletes.filter) > 0},
		{"joins", s.joins.ok(names) && len(s.joins.filter) > 0},
		{"wholes", s.wholes.ok(names) && len(s.wholes.filter) > 0},
		{"pairs", s.pairs.ok(names) && len(s.pairs.filter) > 0},
		{"ids", s.ids.ok(entities)},
		{"refs", s.refs.ok(entities)},
	} {
		if !c.ok {
			return damaged("section %q points outside what it counts", c.what)
		}
	}
	return nil
}

func (s *Snapshot) nameWordsOK(words int) bool {
	for _, w := range s.nameWord {
		if int64(w.word()) >= int64(words) {
			return false
		}
	}
	return true
}

// ok says whether the multimap is whole and its values are below limit.
func (m *multimap) ok(limit int) bool {
	return bucketBits(len(m.off)) > 0 && len(m.tags) == len(m.vals) && rising(m.off, len(m.vals)) && below(m.vals, limit)
}

// rising says that offsets begin at 0, never fall, and end at end.
func rising[T uint32 | uint64](off []T, end int) bool {
	return len(off) > 0 && off[0] == 0 && off[len(off)-1] == T(end) && sorted(off)
}

func sorted[T uint32 | uint64](v []T) bool {
	for i := 1; i < len(v); i++ {
		if v[i] < v[i-1] {
			return false
		}
	}
	return true
}

func below(v []uint32, limit int) bool {
	high := uint32(0)
	for _, x := range v {
		high = max(high, x)
	}
	return len(v) == 0 || int64(high) < int64(limit)
}
