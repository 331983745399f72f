package index

import (
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/score"
)

// What a hit shows is, for the most part, among the facts and the words of the
// names: which list a listing is of, its birth dates and countries, and nearly
// always how its names are written. A record says of these only how they differ.

// How the id of an entity is made.
const (
	idStated    = iota // a text
	idOfListing        // of the first listing's list and id, see entities.ID
	idAlone            // the first listing's id
)

// What a listing states.
const (
	hasSchema = 1 << iota // another than the entity's
	hasKind
	hasRegime
	hasPrograms
	hasListed
	hasMeasures
	hasDates
	hasNations     // whose codes are all of two letters, and so among the facts
	hasNationNames // besides
	hasOthers      // countries in full
	hasAddresses
	hasBirthPlaces
)

// What is said of a name, in the low bits; above them its style.
const (
	hasQuality = 1 << iota
	hasScript
	hasNameKind // another than that of the name before
	styleShift  = iota
)

func appendShown(b []byte, e *interdict.Entity, p *score.Party) []byte {
	how := idStated
	if len(e.Listings) > 0 {
		l := &e.Listings[0]
		switch e.ID {
		case l.List + "-" + l.ID:
			how = idOfListing
		case l.ID:
			how = idAlone
		}
	}
	b = appendCount(b, how)
	if how == idStated {
		b = appendText(b, e.ID)
	}
	var buf []byte
	first, at := 0, 0 // of the listing's names; in the party's
	for i := range e.Listings {
		l := &e.Listings[i]
		b = appendListing(b, l, p.Schema)
		kind := interdict.PrimaryName
		for k := range l.Names {
			n := &l.Names[k]
			for at < len(p.Names) && p.Names[at].Source < first+k {
				at++
			}
			written := 0
			if at < len(p.Names) && p.Names[at].Source == first+k {
				written, buf = styleOf(n.Full, p.Names[at].Tokens, buf)
			}
			b = appendName(b, n, written, kind)
			kind = n.Kind
		}
		first += len(l.Names)
	}
	return b
}

func appendName(b []byte, n *interdict.Name, written int, kind interdict.NameKind) []byte {
	head := maskOf(n.Quality != "", n.Script != "", n.Kind != kind) | written<<styleShift
	b = appendCount(b, head)
	if written == 0 {
		b = appendText(b, n.Full)
	}
	if head&hasNameKind != 0 {
		b = appendText(b, string(n.Kind))
	}
	if head&hasQuality != 0 {
		b = appendText(b, string(n.Quality))
	}
	if head&hasScript != 0 {
		b = appendText(b, n.Script)
	}
	return b
}

// appendListing keeps of a listing what a hit shows besides its names.
func appendListing(b []byte, l *interdict.Listing, schema interdict.Schema) []byte {
	d := &l.Designation
	others := slices.ContainsFunc(l.Countries, func(c interdict.Country) bool { return len(c.Code) != 2 })
	named := slices.ContainsFunc(l.Countries, func(c interdict.Country) bool { return c.Name != "" })
	nations := len(l.Countries) > 0 && !others
	b = appendText(b, l.ID)
	b = appendMask(b, l.Schema != schema, l.Kind != "", d.Regime != "", len(d.Programs) > 0, d.Listed != (interdict.Date{}), len(d.Measures) > 0,
		len(l.BirthDates) > 0, nations, nations && named, others, len(l.Addresses) > 0, len(l.BirthPlaces) > 0)
	if l.Schema != schema {
		b = appendText(b, string(l.Schema))
	}
	if l.Kind != "" {
		b = appendText(b, string(l.Kind))
	}
	if d.Regime != "" {
		b = appendText(b, d.Regime)
	}
	if len(d.Programs) > 0 {
		b = appendTexts(b, d.Programs)
	}
	if d.Listed != (interdict.Date{}) {
		b = appendDate(b, d.Listed)
	}
	if len(d.Measures) > 0 {
		b = appendTexts(b, d.Measures)
	}
	if len(l.BirthDates) > 0 {
		b = appendCount(b, len(l.BirthDates))
	}
	if len(l.Countries) > 0 {
		b = appendCount(b, len(l.Countries))
	}
	for _, c := range l.Countries {
		if others {
			b = appendText(appendText(b, string(c.Role)), c.Code)
		}
		if others || named {
			b = appendText(b, c.Name)
		}
	}
	for _, places := range [][]interdict.Place{l.Addresses, l.BirthPlaces} {
		if len(places) == 0 {
			continue
		}
		b = appendCount(b, len(places))
		for i := range places {
			b = appendText(b, places[i].String())
		}
	}
	return b
}

// shown reads what a hit shows behind the facts of a record.
type shown struct {
	*decoder
	facts *score.Party
	// write appends the name of a number in the style.
	write        func(dst []byte, name int, s *style) []byte
	names        int // read so far
	dates, lands int // taken of the facts so far
}

// entity reads what a hit shows; its texts are copies.
func (d *decoder) entity(facts *score.Party, write func([]byte, int, *style) []byte) (e interdict.Entity) {
	how := d.count()
	if how == idStated {
		e.ID = d.text()
	}
	r := shown{decoder: d, facts: facts, write: write}
	for i := range facts.From {
		e.Listings = append(e.Listings, r.listing(&facts.From[i]))
	}
	if how != idStated && len(e.Listings) > 0 {
		if e.ID = e.Listings[0].ID; how == idOfListing {
			e.ID = e.Listings[0].List + "-" + e.ID
		}
	}
	return e
}

func (r *shown) listing(from *score.From) (l interdict.Listing) {
	l.List, l.ID, l.Schema = strings.Clone(from.List), r.text(), interdict.Schema(strings.Clone(string(r.facts.Schema)))
	mask := r.count()
	if mask&hasSchema != 0 {
		l.Schema = interdict.Schema(r.text())
	}
	if mask&hasKind != 0 {
		l.Kind = interdict.Kind(r.text())
	}
	if mask&hasRegime != 0 {
		l.Designation.Regime = r.text()
	}
	if mask&hasPrograms != 0 {
		l.Designation.Programs = texts[string](r.decoder)
	}
	if mask&hasListed != 0 {
		l.Designation.Listed = r.date()
	}
	if mask&hasMeasures != 0 {
		l.Designation.Measures = texts[interdict.Measure](r.decoder)
	}
	if mask&hasDates != 0 {
		l.BirthDates = slices.Clone(take(r.decoder, r.facts.BirthDates, &r.dates))
	}
	r.countries(&l, mask)
	if mask&hasAddresses != 0 {
		l.Addresses = r.places()
	}
	if mask&hasBirthPlaces != 0 {
		l.BirthPlaces = r.places()
	}
	kind := interdict.PrimaryName
	for range from.Names {
		if r.bad {
			break
		}
		n := r.name(kind)
		kind = n.Kind
		l.Names = append(l.Names, n)
	}
	return l
}

// take are the next of the facts, as many as a record says.
func take[T any](d *decoder, all []T, taken *int) []T {
	n := d.count()
	if n > len(all)-*taken {
		d.bad, d.b = true, nil
		return nil
	}
	*taken += n
	return all[*taken-n : *taken]
}

func (r *shown) countries(l *interdict.Listing, mask int) {
	if mask&hasOthers != 0 {
		for range r.items() {
			c := interdict.Country{Role: interdict.CountryRole(r.text()), Code: r.text(), Name: r.text()}
			if len(c.Code) == 2 {
				r.lands++
			}
			l.Countries = append(l.Countries, c)
		}
	}
	if mask&hasNations == 0 {
		return
	}
	for _, c := range take(r.decoder, r.facts.Countries, &r.lands) {
		land := interdict.Country{Role: interdict.CountryRole(strings.Clone(string(c.Role))), Code: string(c.Code[:])}
		if mask&hasNationNames != 0 {
			land.Name = r.text()
		}
		l.Countries = append(l.Countries, land)
	}
}

func (r *shown) name(kind interdict.NameKind) (n interdict.Name) {
	head := r.count()
	if written := head >> styleShift; written == 0 {
		n.Full = r.text()
	} else if written <= len(styles) {
		n.Full = string(r.write(nil, r.names, &styles[written-1]))
	} else {
		r.bad, r.b = true, nil
	}
	r.names++
	n.Kind = kind
	if head&hasNameKind != 0 {
		n.Kind = interdict.NameKind(r.text())
	}
	if head&hasQuality != 0 {
		n.Quality = interdict.Quality(r.text())
	}
	if head&hasScript != 0 {
		n.Script = r.text()
	}
	return n
}

// places are those of which only the text is kept.
func (d *decoder) places() (out []interdict.Place) {
	for range d.items() {
		out = append(out, interdict.Place{Text: d.text()})
	}
	return out
}

// ids calls f with the id of the entity and those of its listings, and says
// whether the entity's is id. They point into the snapshot or are valid during
// the call.
func (d *decoder) ids(facts *score.Party, id string, f func(id string)) (same bool) {
	how := d.count()
	if how == idStated {
		stated := d.view()
		same = stated == id
		f(stated)
	}
	for i := range facts.From {
		from := &facts.From[i]
		listing := d.view()
		f(listing)
		if i == 0 && how == idAlone {
			same = listing == id
		}
		if i == 0 && how == idOfListing {
			rest, ok := strings.CutPrefix(id, from.List)
			rest, dash := strings.CutPrefix(rest, "-")
			same = ok && dash && rest == listing
			f(id)
		}
		d.passListing(from)
	}
	return same
}

// passListing reads past what a listing says behind its id.
func (d *decoder) passListing(from *score.From) {
	mask := d.count()
	for _, bit := range [...]int{hasSchema, hasKind, hasRegime} {
		if mask&bit != 0 {
			d.view()
		}
	}
	if mask&hasPrograms != 0 {
		d.pass(d.items())
	}
	if mask&hasListed != 0 {
		d.date()
	}
	if mask&hasMeasures != 0 {
		d.pass(d.items())
	}
	if mask&hasDates != 0 {
		d.count()
	}
	switch {
	case mask&hasOthers != 0:
		d.pass(3 * d.items())
	case mask&hasNationNames != 0:
		d.pass(d.items())
	case mask&hasNations != 0:
		d.count()
	}
	for _, bit := range [...]int{hasAddresses, hasBirthPlaces} {
		if mask&bit != 0 {
			d.pass(d.items())
		}
	}
	for range from.Names {
		if d.bad {
			return
		}
		head := d.count()
		if head>>styleShift == 0 {
			d.view()
		}
		for _, bit := range [...]int{hasNameKind, hasQuality, hasScript} {
			if head&bit != 0 {
				d.view()
			}
		}
	}
}

// pass reads past texts.
func (d *decoder) pass(texts int) {
	for range texts {
		d.view()
	}
}

// written writes the names of an entity, by their numbers there.
func (s *Snapshot) written(entity uint32) func(dst []byte, name int, as *style) []byte {
	next, to := s.entNameOff.at(entity), s.entNameOff.at(entity+1)
	return func(dst []byte, name int, as *style) []byte {
		for ; next < to; next++ {
			n := s.entName.at(next)
			source := int(s.nameSource[n] &^ (weakBit | ownBit | unstatedBit))
			if source < name {
				continue
			}
			if source == name {
				from, end := s.wordsOf(n)
				dst = as.write(dst, int(end-from), func(i int) string {
					return s.text(s.word(from + uint32(i)).word())
				})
			}
			break
		}
		return dst
	}
}

// Entity returns what a hit shows of an entity: ids, names, dates, countries,
// designation. The register has the rest.
func (s *Snapshot) Entity(entity uint32) (interdict.Entity, error) {
	d := s.decoder(entity)
	var facts score.Party
	d.facts(&facts)
	e := d.entity(&facts, s.written(entity))
	if d.bad {
		return interdict.Entity{}, errRecord
	}
	return e, nil
}

// Find returns the entities with this id, or with a listing of this id.
func (s *Snapshot) Find(id string) ([]uint32, error) {
	var out []uint32
	refs := s.refs.lookup(hashString(id, saltListing))
	for i := refs.from; i < refs.to; i++ {
		n := refs.at(i)
		e, err := s.Entity(n)
		if err != nil {
			return nil, err
		}
		found := e.ID == id
		for i := range e.Listings {
			found = found || e.Listings[i].ID == id
		}
		if found {
			out = append(out, n)
		}
	}
	return out, nil
}
