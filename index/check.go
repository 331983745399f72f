package index

// check makes sure that no number in a snapshot points outside what it counts,
// so that a search can trust them. It is linear and runs at every opening.
func (s *Snapshot) check() error {
	words, names := len(s.rarity), s.Names()
	keys, entities := s.keyOff.n-1, s.Entities()
	lengths := s.wordOff.n == words+1 && s.wordKey.n == words && len(s.class) == words &&
		len(s.maxLack) == words && len(s.wordLetters) == words && s.postOff.n == words+1 && keys >= 0 && entities >= 0 &&
		s.nameOff.n == names+1 && len(s.nameSource) == names &&
		s.entNameOff.n == entities+1 && s.entName.n == names
	if !lengths {
		return damaged("its sections do not fit one another")
	}
	for _, c := range []struct {
		what string
		ok   bool
	}{
		{"word.off", s.wordOff.rising(len(s.wordText))},
		{"key.off", s.keyOff.rising(len(s.keyText))},
		{"post.off", s.postOff.rising(s.post.n)},
		{"name.off", s.nameOff.rising(s.nameWord.n) && s.allNamed()},
		{"ent.recoff", s.recordOff.rising(len(s.record))},
		{"ent.nameoff", s.entNameOff.rising(names)},
		{"word.key", s.wordKey.below(keys)},
		{"post.name", s.post.below(names << listedShift)},
		{"name.word", s.nameWordsOK(words)},
		{"name.entity", s.nameEntity.below(entities)},
		{"ent.name", s.entName.below(names)},
		{"name.step", s.stepsOK()},
		{"words", s.words.ok(words) && len(s.words.filter) > 0},
		{"keys", s.keys.ok(words) && len(s.keys.filter) > 0},
		{"deletes", s.deletes.ok(words) && len(s.deletes.filter) > 0},
		{"joins", s.joins.ok(names<<listedShift) && len(s.joins.filter) > 0},
		{"wholes", s.wholes.ok(names<<(listedShift+lettersBeside)) && len(s.wholes.filter) > 0},
		{"pairs", s.pairs.ok(names << listedShift)},
		{"partner.off", s.partners.ok(words)},
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
	for i := range uint32(s.nameWord.n) {
		if s.nameWord.wide(i)>>wordShift >= uint64(words) {
			return false
		}
	}
	return true
}

// allNamed says that no name is without a word: scoring looks at the first.
func (s *Snapshot) allNamed() bool {
	for n := range uint32(s.Names()) {
		if from, to := s.wordsOf(n); from == to {
			return false
		}
	}
	return true
}

// ok says whether the multimap is whole and its values are below limit.
func (m *multimap) ok(limit int) bool {
	return bucketBits(m.off.n) > 0 && len(m.tags) == m.vals.n && m.off.rising(m.vals.n) && m.vals.below(limit)
}
