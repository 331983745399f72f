package score

import (
	"github.com/interdict/interdict"
	"github.com/interdict/interdict/ident"
)

// Fact is the comparison of one kind of fact that both sides state. Subject
// and Entity number the values that were compared.
type Fact struct {
	Field           Field
	Subject, Entity int
	Rule            Rule
	// Agree and Full are what the fact adds to matched and full weight.
	Agree, Full interdict.Millibits
}

// weight is what the fact adds to the weight of evidence or, speaking against
// a match, takes from it.
func (f *Fact) weight() interdict.Millibits {
	if f.Rule.Against() {
		return -f.Full / 2
	}
	return f.Agree
}

// Field is a kind of fact.
type Field uint8

const (
	BirthDateField Field = iota
	CountryField
	GenderField
	IdentifierField
	BirthPlaceField
	AddressField
	EmailField
	OwnNameField
	fields
)

func (f Field) String() string {
	return [...]string{"birth_date", "country", "gender", "identifier", "birth_place", "address", "email", "own_name"}[f]
}

// Rule is how two values of a field compare.
type Rule uint8

const (
	SameDay Rule = iota
	SameMonth
	SameYear
	NearDate
	SwappedDate
	DigitDate
	OtherDate
	SameCountry
	OtherCountry
	SameGender
	OtherGender
	SameIdentifier
	OtherIdentifier
	CalendarDate
	SameHome
	OtherHome
	SameFlag
	OtherFlag
	SameBirthPlace
	SameBirthCountry
	OtherBirthPlace
	OtherBirthCountry
	SameAddress
	SameTown
	OtherAddress
	SameEmail
	SameDomain
	OtherEmail
	OtherOwnName
	YearOffDate
	OtherBranch
)

// Words is the rule for a reader.
func (r Rule) Words() string {
	return [...]string{
		"the birth date agrees to the day", "the birth date agrees to the month", "the year of birth agrees",
		"the birth date lies near", "day and month are exchanged", "one digit of the birth date differs",
		"the birth date contradicts", "the country agrees", "the country differs", "the gender agrees",
		"the gender contradicts", "the identifier is the same", "the identifier differs",
		"the birth date agrees, read in another calendar", "the country of an address agrees", "the country of the address differs",
		"the flag agrees", "the flag differs", "the place of birth agrees", "the country of birth agrees", "the place of birth differs",
		"the country of birth differs", "the address agrees", "the town of the address agrees", "the address is another", "the e-mail address is the same",
		"the domain is the same", "the e-mail address is another",
		"neither party's main name is among the other's names",
		"the birth date is a year off",
		"the main names are those of two branches, or of a branch and what it belongs to",
	}[r]
}

// Against says that the rule speaks against a match.
func (r Rule) Against() bool {
	switch r {
	case OtherDate, OtherCountry, OtherGender, OtherIdentifier, OtherHome, OtherFlag, OtherBirthPlace, OtherBirthCountry, OtherAddress, OtherEmail, OtherOwnName, OtherBranch:
		return true
	}
	return false
}

func (w *Weights) facts(dst []Fact, s, e *Party) []Fact {
	if f, ok := w.birthDates(s.BirthDates, e.BirthDates); ok {
		dst = append(dst, f)
	}
	if f, ok := w.countries(s, e); ok {
		dst = append(dst, f)
	}
	if s.Genders != 0 && e.Genders != 0 {
		f := Fact{Field: GenderField, Rule: OtherGender, Full: w.GenderAgainst}
		if s.Genders&e.Genders != 0 {
			f.Rule, f.Agree, f.Full = SameGender, w.GenderAgree, w.GenderAgree
		}
		dst = append(dst, f)
	}
	if f, ok := w.birthPlaces(s, e); ok {
		dst = append(dst, f)
	}
	if f, ok := w.addresses(s, e); ok {
		dst = append(dst, f)
	}
	if f, ok := w.emails(s.Emails, e.Emails); ok {
		dst = append(dst, f)
	}
	if f, ok := w.identifiers(s, e); ok {
		dst = append(dst, f)
	}
	return dst
}

// birthDates takes the best of all pairs: a list often states several.
func (w *Weights) birthDates(s, e []interdict.Date) (best Fact, ok bool) {
	for i := range s {
		for j := range e {
			if s[i].IsZero() || e[j].IsZero() {
				continue
			}
			f := w.birthDate(s[i], e[j])
			if !ok || int64(f.Agree)*int64(best.Full) > int64(best.Agree)*int64(f.Full) ||
				f.Agree == 0 && best.Agree == 0 && f.Full < best.Full {
				f.Field, f.Subject, f.Entity = BirthDateField, i, j
				best, ok = f, true
			}
		}
	}
	return best, ok
}

func (w *Weights) birthDate(s, e interdict.Date) Fact {
	span := s.ToYear != 0 || e.ToYear != 0 || s.Circa || e.Circa
	if !span && s.OtherCalendar() != e.OtherCalendar() {
		if f, ok := w.inCalendars(s, e); ok {
			return f
		}
	}
	switch {
	case span:
		if near(s, e) {
			return Fact{Rule: NearDate, Agree: w.BirthNear, Full: w.BirthNear}
		}
	case s.Year == e.Year && (s.Month == 0 || e.Month == 0):
		return Fact{Rule: SameYear, Agree: w.BirthYear, Full: w.BirthYear}
	case s.Year == e.Year && s.Month == e.Month && (s.Day == 0 || e.Day == 0):
		return Fact{Rule: SameMonth, Agree: w.BirthMonth, Full: w.BirthMonth}
	case s.Year == e.Year && s.Month == e.Month && s.Day == e.Day:
		return Fact{Rule: SameDay, Agree: w.BirthDay, Full: w.BirthDay}
	case placeholder(s) && s.Year == e.Year || placeholder(e) && s.Year == e.Year:
		return Fact{Rule: SameYear, Agree: w.BirthYear, Full: w.BirthYear}
	case s.Year == e.Year && s.Month == e.Day && s.Day == e.Month && s.Day != 0:
		return Fact{Rule: SwappedDate, Agree: w.BirthSwapped, Full: w.BirthDay}
	case s.Day != 0 && e.Day != 0 && digitsApart(s.First(), e.First()) == 1:
		return Fact{Rule: DigitDate, Agree: w.BirthDigit, Full: w.BirthDay}
	case s.Day != 0 && s.Month == e.Month && s.Day == e.Day && max(s.Year-e.Year, e.Year-s.Year) == 1:
		return Fact{Rule: YearOffDate, Agree: w.BirthDigit, Full: w.BirthDay}
	}
	if span || (s.Month == 0 || e.Month == 0) && max(s.First()-e.Last(), e.First()-s.Last()) < farYears*10000 {
		return Fact{Rule: OtherDate, Full: w.BirthYearAgainst}
	}
	return Fact{Rule: OtherDate, Full: w.BirthAgainst}
}

// farYears is how far a year that stands alone lies from the other at the most,
// where it may still be the source's guess.
const farYears = 5

// inCalendars reads the one date that is of another calendar.
func (w *Weights) inCalendars(s, e interdict.Date) (Fact, bool) {
	if e.OtherCalendar() {
		s, e = e, s
	}
	day, year := sameInOther(s, e)
	switch {
	case day:
		return Fact{Rule: CalendarDate, Agree: w.BirthCalendar, Full: w.BirthCalendar}, true
	case year:
		return Fact{Rule: CalendarDate, Agree: w.BirthNear, Full: w.BirthNear}, true
	}
	return Fact{}, false
}

// apart is what two numbers of one kind speak against a match: nothing where two
// countries may have given them.
func (w *Weights) apart(a, b ident.Key, s, e *Party) interdict.Millibits {
	if ident.OneForLife(a.Space) {
		return w.LifelongAgainst
	}
	country, ok := issuer(a, b, s, e)
	switch {
	case !ok:
		return 0
	case a.National(country) && b.National(country):
		return w.NationalAgainst
	case a.Country == "" && a.Scheme():
		return 0 // by its check digits it may be another country's
	case a.Space == string(interdict.NationalID):
		return w.PersonalAgainst
	}
	return w.IdentifierAgainst
}

// issuer is the country that gave two numbers of one kind. Where neither says, it
// is taken for their parties' country, if that is one, and if the numbers are
// equally long.
func issuer(a, b ident.Key, s, e *Party) (country [2]byte, ok bool) {
	if a.Country != "" || b.Country != "" {
		return country, a.Country == b.Country
	}
	if len(a.Value) != len(b.Value) {
		return country, false
	}
	c, ok := onlyCountry(s.Countries)
	d, both := onlyCountry(e.Countries)
	return c, ok && both && c == d
}

// onlyCountry is the country that all of a party's countries are.
func onlyCountry(cs []Country) (code [2]byte, ok bool) {
	for i := range cs {
		if i > 0 && cs[i].Code != code {
			return code, false
		}
		code = cs[i].Code
	}
	return code, len(cs) > 0
}

// placeholder: lists and banks write 1 January where they know the year only.
func placeholder(d interdict.Date) bool { return d.Month == 1 && d.Day == 1 }

// near says that two dates, of which one is a span or circa, can be the same;
// circa reaches a year to either side.
func near(s, e interdict.Date) bool {
	slack := 0
	if s.Circa || e.Circa {
		slack = 10000
	}
	return s.First() <= e.Last()+slack && e.First() <= s.Last()+slack
}

func digitsApart(a, b int) (n int) {
	for ; a > 0 || b > 0; a, b = a/10, b/10 {
		if a%10 != b%10 {
			n++
		}
	}
	return n
}

// countries compares the countries that the parties are said to be of. Where a
// side states none, those of its addresses stand for them. A ship's flags are
// compared with flags alone: it changes them, and is owned elsewhere.
func (w *Weights) countries(s, e *Party) (f Fact, ok bool) {
	m, of := s.homes()
	n, both := e.homes()
	stated := of && both
	same := false
	for i := range m {
		for j := range n {
			a, b := s.home(i), e.home(j)
			switch {
			case a == [2]byte{} || b == [2]byte{}:
			case a == b && !same:
				same, ok, f.Subject, f.Entity = true, true, i, j
			default:
				ok = true
			}
		}
	}
	f.Field = CountryField
	organisation := s.Schema == interdict.Organization || e.Schema == interdict.Organization
	switch vessel := e.Schema == interdict.Vessel || e.Schema == interdict.Airplane; {
	case stated && vessel && same:
		f.Rule, f.Agree, f.Full = SameFlag, w.FlagAgree, w.FlagAgree
	case stated && vessel:
		f.Rule, f.Full = OtherFlag, w.FlagAgainst
	case organisation && !same:
		f.Rule, f.Full = OtherHome, w.SeatAgainst
		if stated {
			f.Rule = OtherCountry
		}
	case stated && same:
		f.Rule, f.Agree, f.Full = SameCountry, w.CountryAgree, w.CountryAgree
	case stated && nationalities(s.Countries) && nationalities(e.Countries):
		f.Rule, f.Full = OtherCountry, w.NationalityAgainst
	case stated:
		f.Rule, f.Full = OtherCountry, w.CountryAgainst
	case same:
		f.Rule, f.Agree, f.Full = SameHome, w.HomeAgree, w.HomeAgree
	default:
		f.Rule, f.Full = OtherHome, w.HomeAgainst
	}
	return f, ok
}

// nationalities says whether all of a party's countries are those that it is a
// national of.
func nationalities(cs []Country) bool {
	for i := range cs {
		if cs[i].Role != interdict.Nationality && cs[i].Role != interdict.Citizenship {
			return false
		}
	}
	return true
}

// identifiers: one shared number decides; numbers of the same kind and country
// of which none is shared speak against, and of a kind that a party has one of
// for life, decide against.
func (w *Weights) identifiers(sp, ep *Party) (other Fact, ok bool) {
	s, e := sp.Identifiers, ep.Identifiers
	for i := range s {
		for j := range e {
			if s[i].Space != e[j].Space {
				continue
			}
			if s[i].Same(e[j]) {
				return Fact{Field: IdentifierField, Subject: i, Entity: j, Rule: SameIdentifier, Agree: w.Identifier, Full: w.Identifier}, true
			}
			against := w.apart(s[i], e[j], sp, ep)
			if against == 0 {
				continue
			}
			if !ok || against > other.Full {
				other, ok = Fact{Field: IdentifierField, Subject: i, Entity: j, Rule: OtherIdentifier, Full: against}, true
			}
		}
	}
	return other, ok
}
