package index

import "github.com/interdict/interdict/score"

// Parties hands over each entity made ready for scoring, in the order of their
// numbers. What it hands over points into the snapshot and is valid during the
// call.
func (s *Snapshot) Parties(f func(entity uint32, p *score.Party)) error {
	var p score.Party
	var tokens []score.Token
	for e := range uint32(s.Entities()) {
		var err error
		if tokens, err = s.party(&p, tokens[:0], e); err != nil {
			return err
		}
		f(e, &p)
	}
	return nil
}
