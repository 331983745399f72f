package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/interdict/interdict"
)

// Finding is a hit in plain words, ready to be laid out.
type Finding struct {
	EntityID string
	Caption  string
	// Is says what the list says that the party is: "person, born 1985, China".
	Is           string
	Designations []Designation
	// Measures are all that its designations order, in words.
	Measures string

	Score      interdict.Score
	ScoreWords string
	// Sure says what the match rests on, how much there was to compare and how
	// surprising the agreement is.
	Sure string

	// Matched is the listed name that agreed where it isn't the caption, with
	// what the list says of it: "the weak alias “Gigi”".
	Matched string
	Why     []Reason
	// Standing says what no single list tells: who removed it, who never listed
	// it, what the lists disagree on.
	Standing []string
	// Open are the facts that could decide and were not there to compare.
	Open []string

	// Evidence is the comparison itself, for those who want the numbers.
	Evidence []interdict.Evidence
}

// Designation is one listing behind a hit.
type Designation struct {
	List      string // the list's title
	ListID    string
	ListingID string
	Kind      interdict.Kind
	Regime    string // regime or programme, empty where not stated
	Listed    interdict.Date
	Measures  []interdict.Measure
	Reasons   string
	// Since says since when it is listed, where the list states no day and the
	// register's editions tell; else it is empty.
	Since string
}

// Line is the designation in one line.
func (d *Designation) Line() string {
	parts := []string{d.List, d.ListingID}
	if k := notSanction(d.Kind); k != "" {
		parts = append(parts, k)
	}
	if d.Regime != "" {
		parts = append(parts, d.Regime)
	}
	switch {
	case !d.Listed.IsZero():
		parts = append(parts, "listed "+d.Listed.Words())
	case d.Since != "":
		parts = append(parts, d.Since)
	}
	return strings.Join(parts, " · ")
}

// describer turns hits into findings.
type describer struct {
	titles    map[string]string
	kinds     map[string]interdict.Kind // of lists
	lookup    Lookup
	threshold interdict.Score
}

func newDescriber(h *Header, lookup Lookup) *describer {
	d := &describer{titles: map[string]string{}, kinds: map[string]interdict.Kind{}, lookup: lookup, threshold: h.Threshold}
	for _, l := range h.Lists {
		d.titles[l.ID], d.kinds[l.ID] = l.Title, l.ListingKind
	}
	return d
}

func (d *describer) finding(s *interdict.Subject, h *interdict.Hit) Finding {
	var listings []interdict.Listing
	whole := false
	if d.lookup != nil {
		listings, whole = d.lookup(h.EntityID)
	}
	f := Finding{
		EntityID: h.EntityID, Caption: h.Caption, Is: listingIdentity(h.Schema, listings),
		Designations: d.designations(h, listings),
		Score:        h.Score, ScoreWords: scoreWords(h.Score, d.threshold) + standing(h.Evidence),
		Sure:     sure(h),
		Standing: StandingWords(h.Standing, d.title, d.sanctioned),
		Matched:  matchedName(h, listings), Open: open(s, h, listings, whole), Evidence: h.Evidence,
	}
	f.Measures = ordered(h.Measures, f.Designations)
	for i := range h.Evidence {
		f.Why = append(f.Why, reason(s, &h.Evidence[i]))
	}
	return f
}

// ordered are the measures behind a hit in words, list by list where they differ.
func ordered(measures []interdict.Measure, by []Designation) string {
	same := func(a, b Designation) bool {
		return slices.Equal(slices.Sorted(slices.Values(a.Measures)), slices.Sorted(slices.Values(b.Measures)))
	}
	if len(slices.CompactFunc(slices.Clone(by), same)) < 2 {
		return measuresWords(measures)
	}
	out := make([]string, len(by))
	for i := range by {
		out[i] = by[i].ListID + ": " + measureWords(by[i].Measures)
	}
	return strings.Join(out, "; ")
}

// sanctioned says whether a list is one of sanctions or proscriptions.
func (d *describer) sanctioned(list string) bool { return d.kinds[list].Sanctioned() }

func (d *describer) title(list string) string {
	if t := d.titles[list]; t != "" {
		return t
	}
	return list
}

// designations are the listings behind a hit, those of its entity that were
// asked for, or, where they cannot be looked up, what the hit itself says of
// them.
func (d *describer) designations(h *interdict.Hit, listings []interdict.Listing) []Designation {
	var out []Designation
	for i := range listings {
		l := &listings[i]
		if !slices.Contains(h.Lists, l.List) || !slices.Contains(h.ListingIDs, l.ID) {
			continue
		}
		g := &l.Designation
		out = append(out, Designation{
			List: d.title(l.List), ListID: l.List, ListingID: l.ID, Kind: cmp.Or(l.Kind, d.kinds[l.List]), Regime: regime(g),
			Listed: g.Listed, Measures: g.Measures, Reasons: g.Reasons,
		})
	}
	for i := range out {
		out[i].Since = seenSince(h.Standing, interdict.Ref{List: out[i].ListID, ID: out[i].ListingID})
	}
	if out == nil {
		for i, id := range h.ListingIDs {
			list := h.Lists[min(i, len(h.Lists)-1)]
			out = append(out, Designation{List: d.title(list), ListID: list, ListingID: id, Kind: d.kinds[list]})
		}
	}
	return out
}

// regime is the regime's name, with the programme tags that it does not hold.
func regime(g *interdict.Designation) string {
	programs := strings.Join(g.Programs, ", ")
	switch {
	case g.Regime == "":
		return programs
	case programs == "" || strings.Contains(g.Regime, programs):
		return g.Regime
	}
	return g.Regime + " (" + programs + ")"
}

// identity is what is known of a party in one line.
func identity(schema interdict.Schema, births []interdict.Date, countries []interdict.Country) string {
	parts := []string{SchemaWords(schema)}
	if b := datesWords(births); b != "" {
		parts = append(parts, "born "+b)
	}
	if c := countriesWords(countries); c != "" {
		parts = append(parts, c)
	}
	return strings.Join(parts, ", ")
}

func listingIdentity(schema interdict.Schema, listings []interdict.Listing) string {
	births, countries := listedFacts(listings)
	return identity(schema, births, countries)
}

func listedFacts(listings []interdict.Listing) (births []interdict.Date, countries []interdict.Country) {
	for i := range listings {
		births = append(births, listings[i].BirthDates...)
		countries = append(countries, listings[i].Countries...)
	}
	return births, countries
}

// matchedName says which of the listed names agreed, where it isn't the one
// that stands at the top.
func matchedName(h *interdict.Hit, listings []interdict.Listing) string {
	if h.MatchedName == "" || h.MatchedName == h.Caption {
		return ""
	}
	for i := range listings {
		for j := range listings[i].Names {
			if n := &listings[i].Names[j]; n.Full == h.MatchedName {
				return "the " + nameWords(n) + " " + quoted(n.Full)
			}
		}
	}
	return "the name " + quoted(h.MatchedName)
}

// nameWords says what a name is to its bearer.
func nameWords(n *interdict.Name) string {
	kind := "name"
	switch n.Kind {
	case interdict.VariationName:
		kind = "spelling"
	case interdict.AliasName:
		kind = "alias"
	case interdict.FormerName:
		kind = "former name"
	case interdict.MaidenName:
		kind = "maiden name"
	}
	switch {
	case n.Weak():
		kind = "weak " + kind
	case n.Quality == interdict.Strong && n.Kind == interdict.AliasName:
		kind = "strong " + kind
	}
	if n.Script != "" {
		kind += " in " + n.Script + " script"
	}
	return kind
}

// datesWords lists dates in words, at most three of them.
func datesWords(ds []interdict.Date) string {
	return firstOf(3, len(ds), " or ", func(i int) string { return ds[i].Words() })
}

// countriesWords lists countries by name, each once, at most three of them.
func countriesWords(cs []interdict.Country) string {
	var names []string
	for _, c := range cs {
		n := CountryWords(c.Code)
		if n == "" {
			n = c.Name
		}
		if n != "" && !contains(names, n) {
			names = append(names, n)
		}
	}
	return firstOf(3, len(names), ", ", func(i int) string { return names[i] })
}

// identifiersWords lists the identifiers that a subject could have too, at most
// two of them: documents before wallets, and no publisher's own numbers.
func identifiersWords(all []interdict.Identifier) string {
	var ids, wallets []interdict.Identifier
	for _, id := range all {
		switch id.Type {
		case interdict.CrossRef, interdict.OtherID:
		case interdict.Wallet:
			wallets = append(wallets, id)
		default:
			ids = append(ids, id)
		}
	}
	ids = append(ids, wallets...)
	return firstOf(2, len(ids), ", ", func(i int) string { return ids[i].Type.Words() + " " + ids[i].Value })
}

// firstOf joins the first few of n words and says how many more there are.
func firstOf(most, n int, sep string, word func(int) string) string {
	var out []string
	for i := range min(n, most) {
		if w := word(i); !contains(out, w) {
			out = append(out, w)
		}
	}
	s := strings.Join(out, sep)
	if n > most {
		s += " and " + count(n-most) + " more"
	}
	return s
}
