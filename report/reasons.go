package report

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/country"
	"github.com/interdict/interdict/score"
	"github.com/interdict/interdict/screen"
)

// Reason is one sentence of why a pair matched or did not.
type Reason struct {
	Sign Sign
	Text string
	// Tokens are the words of the two names side by side, where they are not
	// simply the same.
	Tokens []interdict.TokenEvidence
}

// Sign says which way a reason points.
type Sign byte

const (
	For     Sign = '+'
	Against Sign = '-'
)

// Word is the sign for those who cannot see it.
func (s Sign) Word() string {
	if s == Against {
		return "speaks against"
	}
	return "speaks for"
}

// What the second of two compared parties is called.
const (
	theList   = "the list"
	theSecond = "the second"
)

// reason puts one comparison of a subject with a listing into words.
func reason(s *interdict.Subject, e *interdict.Evidence) Reason {
	if e.Field == "identifier" {
		return factReason(e, identifierField(s, e.Subject))
	}
	return reasonAgainst(e, theList)
}

// identifierField is what the subject's number of this value is called.
func identifierField(s *interdict.Subject, value string) string {
	for _, id := range s.Identifiers {
		if SameNumber(id.Value, value) {
			return id.Type.Words()
		}
	}
	return fieldWords("identifier")
}

// SameNumber compares numbers by their letters and digits alone.
func SameNumber(a, b string) bool {
	plain := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return unicode.ToLower(r)
			}
			return -1
		}, s)
	}
	return plain(a) == plain(b)
}

// reasonAgainst is reason where the second party is called otherwise.
func reasonAgainst(e *interdict.Evidence, second string) Reason {
	if e.Field == "name" {
		return nameReason(e, second)
	}
	return factReason(e, fieldWords(e.Field))
}

// factReason puts the comparison of a fact into words.
func factReason(e *interdict.Evidence, field string) Reason {
	r := Reason{Sign: For}
	field = sentenceCase(field)
	s, l := valueWords(e.Field, e.Subject), valueWords(e.Field, e.Entity)
	same := strings.EqualFold(s, l)
	switch {
	case e.Similarity == 0:
		r.Sign = Against
		verb := " contradicts: "
		if e.Field != "birth_date" && e.Field != "gender" {
			verb = " differs: "
		}
		r.Text = field + verb + s + " against " + l
	case same:
		r.Text = field + " agrees: " + s
	case e.Similarity == 10000:
		r.Text = field + " agrees: " + s + " and " + l
	default:
		r.Text = field + " agrees in part: " + s + " and " + l
	}
	if e.Weight < 0 {
		r.Sign = Against
	}
	if e.Note != "" && !slices.Contains(restating, e.Note) {
		r.Text += " (" + e.Note + ")"
	}
	r.Text += "."
	return r
}

// restating are the notes that only repeat what the sentence says already.
var restating = []string{
	score.SameDay.Words(), score.OtherDate.Words(), score.SameCountry.Words(), score.OtherCountry.Words(),
	score.SameGender.Words(), score.OtherGender.Words(), score.SameIdentifier.Words(), score.OtherIdentifier.Words(),
	score.SameFlag.Words(), score.OtherFlag.Words(), score.SameBirthPlace.Words(), score.OtherBirthPlace.Words(),
	score.SameAddress.Words(), score.OtherAddress.Words(), score.SameEmail.Words(), score.OtherEmail.Words(),
}

// nameReason sets two names beside one another and says what parts them.
func nameReason(e *interdict.Evidence, second string) Reason {
	r := Reason{Sign: For}
	if e.Similarity < interdict.DefaultThreshold {
		r.Sign = Against
	}
	diffs := differences(e.Tokens, second)
	switch {
	case strings.EqualFold(e.Subject, e.Entity):
		r.Text = "The name is the same: " + quoted(e.Entity) + "."
	case len(diffs) == 0 && sameWords(e.Subject, e.Entity):
		r.Text = "The name is the same, in another order: " + quoted(e.Subject) + " and " + quoted(e.Entity) + "."
	case len(diffs) == 0 && e.Similarity == 10000:
		r.Text = "The name is the same, written otherwise: " + quoted(e.Subject) + " and " + quoted(e.Entity) + "."
	case len(diffs) == 0:
		r.Text = "The name " + quoted(e.Subject) + " was held against " + quoted(e.Entity) + "."
	case nothingJoined(e.Tokens):
		r.Text = "The names do not agree: " + quoted(e.Subject) + " and " + quoted(e.Entity) + "."
	default:
		agrees := " agrees with "
		if r.Sign == Against {
			agrees = " agrees in part only with "
		}
		r.Text = "The name " + quoted(e.Subject) + agrees + quoted(e.Entity) + ": " + strings.Join(diffs, "; ") + "."
		r.Tokens = e.Tokens
	}
	for _, remark := range e.Remarks {
		r.Text += " " + sentenceCase(remark) + "."
	}
	if e.Note != "" && len(e.Tokens) == 0 {
		r.Text += " " + sentenceCase(strings.TrimSuffix(e.Note, ".")) + "."
	}
	return r
}

// nothingJoined says that no word of one name was joined to one of the other.
func nothingJoined(tokens []interdict.TokenEvidence) bool {
	return !slices.ContainsFunc(tokens, func(t interdict.TokenEvidence) bool { return t.Subject != "" && t.Entity != "" })
}

// sameWords says that two names are the same words in any order and case.
func sameWords(a, b string) bool {
	words := func(s string) []string {
		w := strings.Fields(strings.ToLower(s))
		slices.Sort(w)
		return w
	}
	return slices.Equal(words(a), words(b))
}

// differences says in words what each edge but an exact one joined, and which
// words one side lacks.
func differences(tokens []interdict.TokenEvidence, second string) []string {
	var out, onlySubject, onlyEntity []string
	for _, t := range tokens {
		s, l := quoted(t.Subject), quoted(t.Entity)
		switch {
		case t.Entity == "":
			onlySubject = append(onlySubject, s)
		case t.Subject == "":
			onlyEntity = append(onlyEntity, l)
		case t.Edge != "exact":
			out = append(out, s+" "+edgeWords(t.Edge)+" "+l)
		}
	}
	if len(onlyEntity) > 0 {
		out = append(out, "only "+second+" has "+listed(onlyEntity))
	}
	if len(onlySubject) > 0 {
		out = append(out, second+" lacks "+listed(onlySubject))
	}
	return out
}

// edgeWords says what an edge is, between the two words that it joins.
func edgeWords(edge string) string {
	switch edge {
	case "edit":
		return "is nearly"
	case "variant":
		return "is another spelling of"
	case "initial":
		return "is the initial of"
	case "nickname":
		return "is a short form of"
	case "join", "split":
		return "is written otherwise as"
	case "acronym":
		return "agrees in first letters with"
	}
	return "stands for"
}

// clearedReason says in one line why a pair did not reach the threshold.
func clearedReason(s *interdict.Subject, h *interdict.Hit) string {
	var agree, against []string
	for i := range h.Evidence {
		e := &h.Evidence[i]
		switch {
		case e.Field == "name" && e.Similarity >= interdict.DefaultThreshold:
			agree = append(agree, "the name agrees")
		case e.Field == "name":
			against = append(against, nameShort(e))
		case e.Similarity == 0 || e.Weight < 0:
			r := reason(s, e)
			against = append(against, "the "+lowerFirst(strings.TrimSuffix(r.Text, ".")))
		default:
			agree = append(agree, "the "+fieldWords(e.Field)+" agrees")
		}
	}
	if len(against) == 0 {
		against = []string{"too little else to reach the threshold"}
	}
	if len(agree) == 0 {
		return "cleared: " + listed(against)
	}
	return "cleared: " + listed(agree) + ", " + listed(against)
}

func nameShort(e *interdict.Evidence) string {
	if nothingJoined(e.Tokens) {
		return "the names do not agree"
	}
	if d := differences(e.Tokens, theList); len(d) > 0 {
		return "the name agrees in part only: " + strings.Join(d, "; ")
	}
	return "the name agrees in part only"
}

func lowerFirst(s string) string {
	if s == "" || s[0] < 'A' || s[0] > 'Z' {
		return s
	}
	return string(s[0]-'A'+'a') + s[1:]
}

// sure says what a match rests on, how much of what would decide was there to
// compare, and how surprising the agreement is.
func sure(h *interdict.Hit) string {
	return fmt.Sprintf("%s: %d%% of what would decide was there to compare. Strength %s. %s.",
		sentenceCase(rests(h.Evidence)), h.Sufficiency/100, h.Strength, sentenceCase(chance(screen.ChanceMatches(h))))
}

// rests says what a match rests on.
func rests(evidence []interdict.Evidence) string {
	var fields []string
	for i := range evidence {
		if f := fieldWords(evidence[i].Field); !contains(fields, f) {
			fields = append(fields, f)
		}
	}
	switch len(fields) {
	case 0:
		return "nothing was there to compare"
	case 1:
		return "rests on the " + fields[0] + " alone"
	}
	return "rests on " + listed(fields)
}

// open lists what could decide the pair and was not compared, with who lacks
// it: what to ask the customer for.
func open(s *interdict.Subject, h *interdict.Hit, listings []interdict.Listing, whole bool) []string {
	if listings == nil {
		return nil
	}
	births, countries := listedFacts(listings)
	var ids []interdict.Identifier
	for i := range listings {
		ids = append(ids, listings[i].Identifiers...)
	}
	compared := func(field string) bool {
		return slices.ContainsFunc(h.Evidence, func(e interdict.Evidence) bool { return e.Field == field })
	}
	var out []string
	add := func(field, word, subject, list string) {
		switch {
		case compared(field):
		case subject == "" && list != "":
			out = append(out, word+": your record has none; the list says "+list)
		case subject != "" && list == "":
			out = append(out, word+": the list states none")
		case subject == "" && list == "":
			out = append(out, word+": neither side states one")
		default:
			out = append(out, word+": nothing of the same kind on both sides; the list says "+list)
		}
	}
	if h.Schema == interdict.Person || h.Schema == interdict.LegalEntity {
		add("birth_date", "birth date", datesWords(s.BirthDates), datesWords(births))
	}
	add("country", "country", countriesWords(s.Countries), countriesWords(countries))
	if whole {
		add("identifier", "identifier", identifiersWords(s.Identifiers), identifiersWords(ids))
	}
	return out
}

// valueWords is a compared value as a person would write it: dates in words,
// countries by name.
func valueWords(field, v string) string {
	switch field {
	case "birth_date":
		if d, err := interdict.ParseDate(v); err == nil {
			return d.Words()
		}
	case "country":
		var names []string
		for _, c := range strings.FieldsFunc(v, func(r rune) bool { return r == ',' || r == ';' || r == ' ' }) {
			n := CountryWords(c)
			if n == "" || len(c) != 2 {
				return v
			}
			names = append(names, n)
		}
		return strings.Join(names, ", ")
	}
	return v
}

// CountryWords is a country's English short name, empty for an unknown code.
func CountryWords(code string) string { return country.Name(code) }

func contains(list []string, s string) bool { return slices.Contains(list, s) }
