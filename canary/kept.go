package canary

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/name"
	"github.com/interdict/interdict/policy"
	"github.com/interdict/interdict/score"
)

const derivedFile = "derived.json"

// derivation counts how canaries are made. It has to be raised where Derive comes
// to make others of the same lists.
const derivation = 1

// derived are canaries that were made before.
type derived struct {
	// Of names all that they depend on, Sum is the SHA-256 of the set, as JSON: a
	// file that is damaged is not believed.
	Of  string `json:"of"`
	Sum string `json:"sum"`
	Set *Set   `json:"set"`
}

// Derive is Derive, which has to be done once for the lists in force: canaries that
// were made of the same editions in the same way are read from the folder. Where
// nothing can be kept there, they are made each time.
func (f Folder) Derive(ctx context.Context, from Listings, lists []List, on func(*interdict.Listing) bool) (*Set, error) {
	of, err := nameOf(lists)
	if err != nil {
		return nil, err
	}
	var d derived
	if there, err := f.read(derivedFile, &d); there && err == nil && d.Of == of && d.Set != nil {
		if sum, err := sumOf(d.Set); err == nil && sum == d.Sum {
			return d.Set, nil
		}
	}
	s, err := Derive(ctx, from, lists, on)
	if err != nil {
		return nil, err
	}
	if sum, err := sumOf(s); err == nil {
		_ = f.write(derivedFile, &derived{Of: of, Sum: sum, Set: s}) // see above
	}
	return s, nil
}

// nameOf names all that the canaries of lists depend on.
func nameOf(lists []List) (string, error) {
	p, w := policy.Default(), score.Default()
	var kinds []interdict.Kind
	for _, k := range interdict.Kinds() {
		if k.OnByDefault() {
			kinds = append(kinds, k)
		}
	}
	return sumOf([]any{derivation, name.Version, p.Hash(), w.Hash(), kinds, lists})
}

func sumOf(value any) (string, error) {
	text, err := json.Marshal(value)
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), err
}
