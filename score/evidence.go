package score

import (
	"fmt"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/name"
)

// Evidence puts an outcome into words, name first. s and e are the parties
// that were scored, subject and entity what they were made of.
func Evidence(o *Outcome, s, e *Party, subject *interdict.Subject, entity *interdict.Entity) []interdict.Evidence {
	out := make([]interdict.Evidence, 0, 1+len(o.Facts))
	if o.SubjectName >= 0 {
		out = append(out, nameEvidence(o, s, e, subject, entity))
	}
	for i := range o.Facts {
		out = append(out, factEvidence(&o.Facts[i], s, e, subject, entity))
	}
	return out
}

// MatchedName is the entity's name that agrees best, as published.
func MatchedName(o *Outcome, e *Party, entity *interdict.Entity) string {
	if o.EntityName < 0 {
		return ""
	}
	n, _ := published(entity, e.Names[o.EntityName].Source)
	return n.Full
}

// published finds the name with this number, and the listing that states it.
func published(entity *interdict.Entity, source int) (interdict.Name, interdict.Ref) {
	for i := range entity.Listings {
		l := &entity.Listings[i]
		if source < len(l.Names) {
			return l.Names[source], l.Ref()
		}
		source -= len(l.Names)
	}
	return interdict.Name{}, interdict.Ref{}
}

func nameEvidence(o *Outcome, s, e *Party, subject *interdict.Subject, entity *interdict.Entity) interdict.Evidence {
	sn, en := &s.Names[o.SubjectName], &e.Names[o.EntityName]
	listed, ref := published(entity, en.Source)
	ev := interdict.Evidence{
		Field: "name", Entity: listed.Full, Similarity: o.NameStrength,
		Weight: interdict.Millibits(o.Name.Matched - o.Name.Related - o.Name.Missing), Source: ref,
	}
	if sn.Source < len(subject.Names) {
		ev.Subject = subject.Names[sn.Source].Full
	}
	ev.Tokens = tokenEvidence(o.Name.Matches, sn, en)
	inFull(ev.Tokens, sn, ev.Subject, ev.Entity)
	ev.Note = nameNote(ev.Tokens)
	ev.Remarks = remarks(o, &listed)
	return ev
}

// tokenEvidence lays the words side by side in the subject's order, then what
// the subject lacks.
func tokenEvidence(matches []Match, sn, en *Name) []interdict.TokenEvidence {
	out := make([]interdict.TokenEvidence, 0, len(sn.Tokens)+len(en.Tokens)-len(matches))
	taken := make([]bool, len(en.Tokens))
	for i := 0; i < len(sn.Tokens); {
		m := matchAt(matches, i)
		if m == nil {
			t := &sn.Tokens[i]
			out = append(out, interdict.TokenEvidence{Subject: t.written(), Edge: NoEdge.String(), Rarity: t.Rarity, Weight: -t.Lack})
			i++
			continue
		}
		for j := m.EntFrom; j < m.EntTo; j++ {
			taken[j] = true
		}
		out = append(out, interdict.TokenEvidence{
			Subject: text(sn.Tokens[m.From:m.To]), Entity: text(en.Tokens[m.EntFrom:m.EntTo]),
			Edge: m.Edge.Kind.String(), Similarity: m.Edge.Similarity,
			Rarity: min(rarityOf(sn.Tokens[m.From:m.To]), rarityOf(en.Tokens[m.EntFrom:m.EntTo])),
			Weight: share(m.Weight, m.Edge.Similarity),
		})
		i = m.To
	}
	for i := range out { // a whole name's letters last no longer than the party
		out[i].Subject = strings.Clone(out[i].Subject)
	}
	for j := range en.Tokens {
		if !taken[j] {
			out = append(out, interdict.TokenEvidence{Entity: en.Tokens[j].written(), Edge: NoEdge.String(), Rarity: en.Tokens[j].Rarity, Weight: -en.Tokens[j].Lack})
		}
	}
	return out
}

// inFull writes the names that acronyms are short for, as published.
func inFull(tokens []interdict.TokenEvidence, sn *Name, subject, entity string) {
	for i := range tokens {
		switch {
		case tokens[i].Edge != AcronymEdge.String():
		case sn.Tokens[0].Part == name.Acronym:
			tokens[i].Subject = subject
		default:
			tokens[i].Entity = entity
		}
	}
}

func rarityOf(run []Token) (r interdict.Millibits) {
	for i := range run {
		r += run[i].Rarity
	}
	return r
}

func matchAt(matches []Match, i int) *Match {
	for k := range matches {
		if matches[k].From == i {
			return &matches[k]
		}
	}
	return nil
}

func text(run []Token) string {
	if len(run) == 1 {
		return run[0].written()
	}
	words := make([]string, len(run))
	for i := range run {
		words[i] = run[i].written()
	}
	return strings.Join(words, " ")
}

func nameNote(tokens []interdict.TokenEvidence) string {
	var notes, lacksS, lacksE []string
	for _, t := range tokens {
		switch {
		case t.Edge == VariantEdge.String():
			notes = append(notes, fmt.Sprintf("%q and %q are spellings of one name", t.Subject, t.Entity))
		case t.Edge == EditEdge.String():
			notes = append(notes, fmt.Sprintf("%q and %q differ by a typing error", t.Subject, t.Entity))
		case t.Edge == NicknameEdge.String():
			notes = append(notes, fmt.Sprintf("%q and %q are a name and its short form", t.Subject, t.Entity))
		case t.Edge == AcronymEdge.String():
			notes = append(notes, fmt.Sprintf("%q and %q are a name and its first letters", t.Subject, t.Entity))
		case t.Edge == InitialEdge.String():
			notes = append(notes, fmt.Sprintf("%q and %q agree in the initial", t.Subject, t.Entity))
		case t.Edge == JoinEdge.String(), t.Edge == SplitEdge.String():
			notes = append(notes, fmt.Sprintf("%q is written %q", t.Subject, t.Entity))
		case t.Entity == "":
			lacksE = append(lacksE, t.Subject)
		case t.Subject == "":
			lacksS = append(lacksS, t.Entity)
		}
	}
	if len(notes)+len(lacksE)+len(lacksS) == 0 {
		notes = append(notes, "every word agrees")
	}
	if len(lacksE) > 0 {
		notes = append(notes, "the listed name lacks "+strings.Join(lacksE, ", "))
	}
	if len(lacksS) > 0 {
		notes = append(notes, "the subject's name lacks "+strings.Join(lacksS, ", "))
	}
	return strings.Join(notes, "; ")
}

// remarkWords are what is said of each remark.
var remarkWords = [...]struct {
	remark Remark
	words  string
}{
	{Swapped, "son and father have changed places"},
	{OneBeforeAll, "one name is the other with one more before it, as a son or daughter bears the father's"},
	{ByReading, "Chinese characters agree by their reading, which several have"},
	{OfHouse, "the subject's name is that of a house, by its article"},
	{BySlips, "no name agrees but by a typing error"},
	{OtherOrdinal, "each name counts another of several"},
	{OtherInitial, "an initial contradicts"},
	{GivenExchanged, "the syllables of the given name have changed places"},
	{OtherSex, "one is a woman's name and the other a man's"},
}

// remarks are what bears on the comparison of two names as a whole.
func remarks(o *Outcome, listed *interdict.Name) (out []string) {
	for _, r := range remarkWords {
		if o.Name.Remarks&r.remark != 0 {
			out = append(out, r.words)
		}
	}
	if c := o.Name.Culture; c != name.NoCulture && o.Name.Related > 0 {
		out = append(out, fmt.Sprintf("the words that agree are all %s, so that several are less of a surprise (-%.1f bits)",
			c, float64(o.Name.Related)/1000))
	}
	if o.Doubt {
		out = append(out, "what agrees is common, so what does not agree counts more")
	}
	if listed.Weak() {
		out = append(out, "the listed name is a weak alias by the list's own word")
	}
	if o.Limit == LimitWeak {
		out = append(out, "by the policy such an alias makes a hit only where a second fact agrees")
	}
	return out
}

func factEvidence(f *Fact, s, e *Party, subject *interdict.Subject, entity *interdict.Entity) interdict.Evidence {
	ev := interdict.Evidence{Field: f.Field.String(), Weight: f.weight(), Note: f.Rule.Words()}
	if f.Full > 0 {
		ev.Similarity = interdict.Score(int64(f.Agree) * 10000 / int64(f.Full))
	}
	switch f.Field {
	case BirthDateField:
		ev.Subject, ev.Entity = s.BirthDates[f.Subject].String(), e.BirthDates[f.Entity].String()
		ev.Source = dateSource(entity, f.Entity)
	case CountryField:
		ev.Subject, ev.Entity = countryCodes(s, f.Subject, f.Rule), countryCodes(e, f.Entity, f.Rule)
	case BirthPlaceField, AddressField:
		a, b := &s.Places[f.Subject], &e.Places[f.Entity]
		ev.Subject, _ = placeText(subjectPlaces(subject), a)
		ev.Entity, ev.Source = placeText(entity.Listings, b)
	case EmailField:
		ev.Subject, ev.Entity = s.Emails[f.Subject], e.Emails[f.Entity]
	case OwnNameField:
		ev.Subject, ev.Entity = subject.Name(), entity.Caption()
	case GenderField:
		ev.Subject, ev.Entity = genderWord(s.Genders), genderWord(e.Genders)
	case IdentifierField:
		ev.Subject, ev.Entity = s.Identifiers[f.Subject].Value, e.Identifiers[f.Entity].Value
	}
	return ev
}

func dateSource(entity *interdict.Entity, index int) interdict.Ref {
	for i := range entity.Listings {
		l := &entity.Listings[i]
		if index < len(l.BirthDates) {
			return l.Ref()
		}
		index -= len(l.BirthDates)
	}
	return interdict.Ref{}
}

// countryCodes is the country that agrees, or all where none does.
func countryCodes(p *Party, index int, rule Rule) string {
	n, _ := p.homes()
	var codes []string
	for i := range n {
		code := p.home(i)
		if c := string(code[:]); code != [2]byte{} && (rule.Against() || i == index) && !slices.Contains(codes, c) {
			codes = append(codes, c)
		}
	}
	return strings.Join(codes, ", ")
}

// subjectPlaces are a subject's places as a listing holds them.
func subjectPlaces(s *interdict.Subject) []interdict.Listing {
	return []interdict.Listing{{Addresses: s.Addresses, BirthPlaces: s.BirthPlaces}}
}

// placeText is a place as published, and the listing that states it.
func placeText(listings []interdict.Listing, p *Place) (string, interdict.Ref) {
	source := p.Source
	for i := range listings {
		places := listings[i].Addresses
		if p.Birth {
			places = listings[i].BirthPlaces
		}
		if source < len(places) {
			return places[source].String(), listings[i].Ref()
		}
		source -= len(places)
	}
	return "", interdict.Ref{}
}

func genderWord(g uint8) string {
	switch g {
	case GenderMale:
		return "male"
	case GenderFemale:
		return "female"
	}
	return "male or female"
}
