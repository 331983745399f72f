package score

import (
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/ident"
	"github.com/interdict/interdict/internal/polyhash"
	"github.com/interdict/interdict/name"
)

// Party is a subject or an entity made ready for scoring: the flat form that
// crosses between this package and the index. Source numbers count the values
// of the subject or entity over all its listings, in order.
type Party struct {
	Schema      interdict.Schema
	Names       []Name
	BirthDates  []interdict.Date
	Countries   []Country
	Genders     uint8 // bits of GenderMale, GenderFemale
	Identifiers []ident.Key
	// From says whose the names are, in the order of their Source numbers; it is
	// empty for a subject.
	From []From
	// Places are addresses and places of birth, Emails e-mail addresses.
	Places []Place
	Emails []string

	placeWords []uint32
}

// From is a listing's share of an entity's names: the list that it is on, and
// how many names it states.
type From struct {
	List  string
	Names int
}

// list is the list that states the name of this Source number.
func (p *Party) list(source int) string {
	for i := range p.From {
		if source < p.From[i].Names {
			return p.From[i].List
		}
		source -= p.From[i].Names
	}
	return ""
}

// Genders that can agree or contradict.
const (
	GenderMale uint8 = 1 << iota
	GenderFemale
)

// Country is a country's code and what it is to the party.
type Country struct {
	Code [2]byte
	Role interdict.CountryRole
}

// Preparer turns subjects and listings into parties. It keeps buffers: not
// safe for concurrent use, and a party lives until the next call on it.
type Preparer struct {
	analyser name.Analyser
	key      []byte
	tokens   []Token
	one      [1]name.Token
	letters  []byte // of a subject's whole names
	inLatin  bool   // the entity has names in Latin letters
}

// Share makes the Preparer share what it learns of words with others.
func (p *Preparer) Share(l *name.Learnt) { p.analyser.Learnt = l }

// Subject makes a subject ready, reusing dst.
func (p *Preparer) Subject(dst *Party, s *interdict.Subject) {
	p.begin()
	p.subject(dst, s)
}

// Subjects makes several ready, reusing the parties of dst, which are as many.
// All live until the next call.
func (p *Preparer) Subjects(dst []Party, all []interdict.Subject) {
	p.begin()
	for i := range all {
		if len(all[i].Names) > 0 {
			p.analyser.Ahead(all[i].Names[0].Full)
		}
	}
	for i := range all {
		p.subject(&dst[i], &all[i])
	}
}

func (p *Preparer) begin() {
	p.tokens, p.letters = p.tokens[:0], p.letters[:0]
	p.inLatin = false
}

func (p *Preparer) subject(dst *Party, s *interdict.Subject) {
	dst.reset(s.Schema)
	p.names(dst, s.Names, SubjectSide, 0)
	dst.BirthDates = append(dst.BirthDates, s.BirthDates...)
	dst.addCountries(s.Countries)
	dst.addGenders(s.Genders)
	dst.addIdentifiers(s.Identifiers, SubjectSide)
	p.places(dst, s.Addresses, false, 0)
	p.places(dst, s.BirthPlaces, true, 0)
	dst.addEmails(s.Emails)
	if dst.Schema == "" && ofPerson(s, dst.Names) {
		dst.Schema = interdict.Person
		dst.Names = slices.DeleteFunc(dst.Names, func(n Name) bool { return !personal(n.Tokens) })
	}
}

// ofPerson says whether a subject of unknown kind is a person: it states a
// gender or a given name, and the likeliest reading of each name is a person's;
// or a birth date, and there is no other reading, since banks keep the founding
// date of a company where a birth date belongs.
func ofPerson(s *interdict.Subject, names []Name) bool {
	only, likeliest := true, true
	for i := range names {
		if !personal(names[i].Tokens) {
			only = false
			likeliest = likeliest && i > 0 && names[i].Source == names[i-1].Source
		}
	}
	if only && len(s.BirthDates) > 0 {
		return true
	}
	return likeliest && (len(s.Genders) > 0 || statesGiven(s))
}

func statesGiven(s *interdict.Subject) bool {
	for i := range s.Names {
		for _, part := range s.Names[i].Parts {
			if part.Kind == interdict.Given || part.Kind == interdict.Patronymic {
				return true
			}
		}
	}
	return false
}

// Entity makes an entity ready, reusing dst.
func (p *Preparer) Entity(dst *Party, e *interdict.Entity) {
	dst.reset(e.Schema())
	p.tokens = p.tokens[:0]
	p.inLatin = inLatin(e)
	names, addresses, births := 0, 0, 0
	for i := range e.Listings {
		l := &e.Listings[i]
		p.names(dst, l.Names, EntitySide, names)
		dst.From = append(dst.From, From{l.List, len(l.Names)})
		dst.BirthDates = append(dst.BirthDates, l.BirthDates...)
		dst.addCountries(l.Countries)
		dst.addGenders(l.Genders)
		dst.addIdentifiers(l.Identifiers, EntitySide)
		p.places(dst, l.BirthPlaces, true, births)
		p.places(dst, l.Addresses, false, addresses)
		names, births, addresses = names+len(l.Names), births+len(l.BirthPlaces), addresses+len(l.Addresses)
		dst.addEmails(l.Emails)
	}
	if dst.Schema == interdict.LegalEntity && noPerson(dst.Names) {
		dst.Schema = interdict.Organization
	}
}

// noPerson says whether a party of unknown kind is no person: its main names
// have the form of organisations' and no other reading.
func noPerson(names []Name) bool {
	any := false
	for i := range names {
		n := &names[i]
		if !n.Own || n.Tokens[0].Part == name.Whole {
			continue
		}
		if personal(n.Tokens) {
			return false
		}
		any = true
	}
	return any
}

// inLatin says whether an entity has a name in Latin letters. By these it is
// found better than by words that lack their vowels.
func inLatin(e *interdict.Entity) bool {
	for i := range e.Listings {
		if slices.ContainsFunc(e.Listings[i].Names, func(n interdict.Name) bool {
			return !n.Weak() && strings.ContainsFunc(n.Full, func(r rune) bool { return r|0x20 >= 'a' && r|0x20 <= 'z' })
		}) {
			return true
		}
	}
	return false
}

func (dst *Party) reset(s interdict.Schema) {
	dst.Schema = s
	dst.Names, dst.BirthDates = dst.Names[:0], dst.BirthDates[:0]
	dst.Countries, dst.Identifiers, dst.Genders = dst.Countries[:0], dst.Identifiers[:0], 0
	dst.Emails, dst.From = dst.Emails[:0], dst.From[:0]
	dst.ResetPlaces()
}

// names adds names, of which the first has this Source number.
func (p *Preparer) names(dst *Party, names []interdict.Name, side Side, source int) {
	own := true
	p.analyser.Listed = side == EntitySide
	for i := range names {
		for _, form := range p.analyser.Analyse(&names[i], dst.Schema) {
			if form.AsWritten && p.inLatin || side == EntitySide && form.BySound() {
				continue
			}
			if n := p.name(form, side); len(n.Tokens) > 0 {
				dst.addName(n, &names[i], source, own)
			}
		}
		for _, short := range p.analyser.Acronyms() {
			p.one[0] = name.Token{Text: short, Part: name.Acronym}
			n := p.name(name.Form{Tokens: p.one[:]}, side)
			n.Source, n.Weak, n.Own = source, names[i].Weak(), own
			dst.Names = append(dst.Names, n)
		}
		for _, bare := range [...]bool{false, true} {
			if whole, breaks := p.whole(side, bare); whole != nil {
				dst.addName(p.wholeName(whole, breaks, side), &names[i], source, own)
			}
		}
		if side == SubjectSide {
			if turned, breaks := p.analyser.Turned(); turned != nil {
				dst.addName(p.wholeName(turned, breaks, side), &names[i], source, own)
			}
			p.parted(dst, &names[i], source, own)
		}
		source++
		own = false
	}
}

// addName adds a reading of a name that is written so.
func (dst *Party) addName(n Name, written *interdict.Name, source int, own bool) {
	n.Source, n.Own = source, own
	n.Weak, n.Unstated = written.Weak(), written.Alias() && written.Quality == interdict.Unstated
	dst.Names = append(dst.Names, n)
}

// parted adds the readings of the name last analysed with spaces between words
// that seem to have been run together. Of listed names that is not asked: their
// words stand for their letters wherever they are spelt.
func (p *Preparer) parted(dst *Party, written *interdict.Name, source int, own bool) {
	for _, parted := range p.analyser.Parted(written) {
		for _, form := range p.analyser.Analyse(&parted, dst.Schema) {
			if n := p.name(form, SubjectSide); len(n.Tokens) > 0 {
				dst.addName(n, written, source, own)
			}
		}
		if bare, breaks := p.analyser.Bare(); bare != nil {
			dst.addName(p.wholeName(bare, breaks, SubjectSide), written, source, own)
		}
	}
}

// whole are the letters of the name last analysed, or the bare ones, and where
// words begin among them. A subject's may have its spaces at other places than the
// listed one's; on the listed side the words stand for their letters wherever they
// spell them.
func (p *Preparer) whole(side Side, bare bool) (letters []byte, breaks name.Breaks) {
	switch {
	case side == SubjectSide && bare:
		return p.analyser.Bare()
	case side == SubjectSide:
		return p.analyser.Letters(), p.analyser.Breaks()
	case bare:
		return p.analyser.BareUnread(), name.Breaks{}
	}
	return p.analyser.Whole(), name.Breaks{}
}

// wholeName is a name of its letters alone. Hardly two subjects share them, so
// they are not worth remembering.
func (p *Preparer) wholeName(letters []byte, breaks name.Breaks, side Side) Name {
	from := len(p.tokens)
	t := Token{Part: name.Whole, Rarity: wholeRarity(letters), Breaks: breaks.Words}
	if side == SubjectSide {
		at := len(p.letters)
		p.letters = append(p.letters, letters...)
		t.Text = view(p.letters[at:])
	} else {
		t.Text = string(letters)
	}
	t.Hash = polyhash.Of(t.Text)
	t.Weight, t.Lack = TokenWeight(t.Rarity, t.Part, side)
	p.tokens = append(p.tokens, t)
	return Name{Tokens: p.tokens[from:len(p.tokens):len(p.tokens)], Lack: t.Lack, Said: breaks.Said, Fixed: breaks.Fixed, Initials: breaks.Initials}
}

func (p *Preparer) name(form name.Form, side Side) Name {
	from := len(p.tokens)
	var lack interdict.Millibits
	for i := range form.Tokens {
		t := &form.Tokens[i]
		k := p.analyser.Of(t)
		tok := Token{Text: k.Text(), Hash: polyhash.Of(view(t.Text)), Key: k.Key(), Respelt: k.Respelt(), Part: t.Part, Rarity: k.Rarity}
		tok.Weight, tok.Lack = TokenWeight(k.Rarity, t.Part, side)
		lack += tok.Lack
		p.tokens = append(p.tokens, tok)
	}
	return Name{Tokens: p.tokens[from:len(p.tokens):len(p.tokens)], Lack: lack, Culture: name.ScriptCulture(form.Script), Apart: form.Apart}
}

func (dst *Party) addCountries(cs []interdict.Country) {
	for _, c := range cs {
		if len(c.Code) == 2 {
			dst.Countries = append(dst.Countries, Country{[2]byte{c.Code[0], c.Code[1]}, c.Role})
		}
	}
}

func (dst *Party) addGenders(gs []string) {
	for _, g := range gs {
		switch g {
		case "male":
			dst.Genders |= GenderMale
		case "female":
			dst.Genders |= GenderFemale
		}
	}
}

// addIdentifiers keeps the numbers that alone name one party. A subject's
// number of unknown kind may be any of them.
func (dst *Party) addIdentifiers(ids []interdict.Identifier, side Side) {
	for i := range ids {
		if ident.Strong(ids[i].Type) || side == SubjectSide && ids[i].Type == interdict.OtherID {
			dst.Identifiers = ident.Keys(dst.Identifiers, &ids[i])
		}
	}
}
