package canary

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"slices"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/screen"
)

// perList is how many canaries a list has, where it has as many entries.
const perList = 6

// certain is the least score, by the weights that are shipped, that a canary
// reaches when it is compared with its listing alone. It lies well above the
// threshold that is shipped, so that one that is not found was lost on the way.
const certain = 8500

// Canary is an invented customer who must be found.
type Canary struct {
	ID string
	// List and Listing are the party's, Listed is its name there and Written that of
	// the canary, made by Alteration.
	List, Listing, Listed, Written, Alteration string
	// Kind is that of the listing.
	Kind interdict.Kind
}

// Subject is the canary as it is screened.
func (c *Canary) Subject() *interdict.Subject {
	return &interdict.Subject{ID: c.ID, Names: []interdict.Name{{Full: c.Written, Kind: interdict.PrimaryName}}}
}

// Of are the canaries of a list. Note says why there is none.
type Of struct {
	List, Edition string
	Canaries      []Canary
	Note          string
}

// Set are the canaries of the lists that are on.
type Set struct{ Lists []Of }

// Listings is where the listings in force are read from, such as a
// *register.View.
type Listings interface {
	Contents(ctx context.Context) ([]register.Content, error)
	These(ctx context.Context, refs []interdict.Ref) iter.Seq2[*interdict.Listing, error]
}

// List is one that is on, with the SHA-256 of its edition in force.
type List struct{ ID, Edition string }

// Derive makes the canaries of lists: of each those listings come first whose
// edition and id have the lowest hashes. on says whether a listing is looked for
// unless told otherwise.
func Derive(ctx context.Context, from Listings, lists []List, on func(*interdict.Listing) bool) (*Set, error) {
	contents, err := from.Contents(ctx)
	if err != nil {
		return nil, err
	}
	refs := map[string][]interdict.Ref{}
	for i := range contents {
		refs[contents[i].Ref.List] = append(refs[contents[i].Ref.List], contents[i].Ref)
	}
	s := &Set{}
	d := deriver{from: from, on: on}
	for _, l := range lists {
		of, err := d.list(ctx, l, refs[l.ID])
		if err != nil {
			return nil, err
		}
		s.Lists = append(s.Lists, *of)
	}
	return s, nil
}

type deriver struct {
	from    Listings
	on      func(*interdict.Listing) bool
	matcher screen.Matcher
}

// list makes the canaries of a list.
func (d *deriver) list(ctx context.Context, l List, refs []interdict.Ref) (*Of, error) {
	of := &Of{List: l.ID, Edition: l.Edition}
	sums := make(map[interdict.Ref][32]byte, len(refs))
	for _, r := range refs {
		sums[r] = sha256.Sum256([]byte(l.Edition + " " + r.ID))
	}
	slices.SortFunc(refs, func(a, b interdict.Ref) int {
		x, y := sums[a], sums[b]
		return bytes.Compare(x[:], y[:])
	})
	looked := 0
	for batch := 2 * perList; len(refs) > 0 && len(of.Canaries) < perList; batch *= 4 {
		some := refs[:min(batch, len(refs))]
		refs = refs[len(some):]
		for listing, err := range d.from.These(ctx, some) {
			if err != nil {
				return nil, err
			}
			if len(of.Canaries) == perList {
				break
			}
			if !d.on(listing) {
				continue
			}
			looked++
			if c := d.canary(listing, len(of.Canaries)); c != nil {
				of.Canaries = append(of.Canaries, *c)
			}
		}
	}
	switch {
	case len(of.Canaries) > 0:
	case looked == 0:
		of.Note = "none of its entries is of a kind that is looked for unless told otherwise"
	default:
		of.Note = "none of its entries has a name that by itself suffices to be found"
	}
	return of, nil
}

// canary makes the nth canary of a list of a listing, nil where no name of it
// suffices. Alterations come in turn; where one does not fit the name, or leaves
// too little of it, the name stands in capitals.
func (d *deriver) canary(l *interdict.Listing, n int) *Canary {
	entity := &interdict.Entity{ID: "canary", Listings: []interdict.Listing{*l}}
	for i := range l.Names {
		name := &l.Names[i]
		if name.Alias() || name.Full == "" {
			continue
		}
		for _, a := range []alteration{alterations[n%len(alterations)], alterations[0]} {
			c := &Canary{List: l.List, Listing: l.ID, Listed: name.Full, Written: a.write(name.Full), Alteration: a.name, Kind: l.Kind}
			c.ID = fmt.Sprintf("%s%s:%s:%s", interdict.CanaryPrefix, c.List, c.Listing, c.Alteration)
			if c.Written == "" {
				continue
			}
			if hit := d.matcher.Match(c.Subject(), entity); hit.Score >= certain {
				return c
			}
		}
	}
	return nil
}

// All are the canaries of all lists.
func (s *Set) All() iter.Seq[*Canary] {
	return func(yield func(*Canary) bool) {
		for i := range s.Lists {
			for k := range s.Lists[i].Canaries {
				if !yield(&s.Lists[i].Canaries[k]) {
					return
				}
			}
		}
	}
}

// Len is how many canaries there are.
func (s *Set) Len() (n int) {
	for i := range s.Lists {
		n += len(s.Lists[i].Canaries)
	}
	return n
}

// WriteCSV writes the canaries as a customer file.
func (s *Set) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	if err := out.Write([]string{"id", "name"}); err != nil {
		return err
	}
	for c := range s.All() {
		if err := out.Write([]string{c.ID, c.Written}); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
