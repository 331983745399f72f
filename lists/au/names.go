package au

import (
	"regexp"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/table"
)

// takeName adds the name of a row, and the second one that it may hold.
func (p *party) takeName(row *table.Row, at string) {
	published := strings.Join(strings.Fields(p.cell(row, fullName)), " ")
	ref := p.cell(row, reference)
	n := interdict.Name{ID: ref, Full: strings.TrimSpace(strings.Trim(published, " ,;"))}
	if n.Full == "" {
		if err := p.report.Refuse(lists.Refusal{At: at + " (" + ref + ")", Code: lists.CodeNoName, Reason: "the row has no name; fetch the file again"}); err != nil {
			p.err = err
		}
		return
	}
	p.setKind(&n, p.cell(row, nameType), at)
	p.setQuality(&n, p.cell(row, strength), at)
	second := formerlyListed(&n)
	p.addName(n)
	if second != "" {
		n.Full = second
		p.addName(n)
	}
}

func (p *party) addName(n interdict.Name) {
	n.Script = lists.Script(n.Full)
	if p.Schema == interdict.Person && n.Script == "" {
		readingOrder(&n)
	}
	if n.Kind == interdict.PrimaryName && n.Script == "" && len(p.Names) > 0 {
		p.Names = slices.Insert(p.Names, 0, n)
		return
	}
	p.Names = append(p.Names, n)
}

// setKind reads the type of a name. That a name is in its original script says
// nothing about whether it is the primary one's or an alias's; lists put the
// primary one's first.
func (p *party) setKind(n *interdict.Name, published, at string) {
	switch k := key(published); {
	case strings.HasPrefix(k, "primary"):
		n.Kind = interdict.PrimaryName
	case k == "originalscript":
		n.Kind = interdict.AliasName
		if !slices.ContainsFunc(p.Names, func(o interdict.Name) bool { return o.Script != "" }) {
			n.Kind = interdict.VariationName
		}
	case k == "formerlyknownas", k == "fka", k == "previouslylistedas", k == "formerlylistedas":
		n.Kind = interdict.FormerName
	case k == "alias", k == "aka":
		n.Kind = interdict.AliasName
	default:
		n.Kind, n.Note = interdict.AliasName, published
		p.report.Meet("name type "+published, at)
	}
}

func (p *party) setQuality(n *interdict.Name, published, at string) {
	switch key(published) {
	case "":
	case "strong", "good", "goodquality":
		n.Quality = interdict.Strong
	case "weak", "low", "lowquality":
		n.Quality = interdict.Weak
	default:
		n.Note = strings.TrimSpace(n.Note + " " + published)
		p.report.Meet("alias strength "+published, at)
	}
}

var formerly = regexp.MustCompile(`(?i)\s*\(\s*((?:previously|formerly) listed as)\b[\s.,]*(?:in Arabic)?[\s:]*([^()]*?)\s*\)`)

// formerlyListed makes a former name of one behind which "(previously listed
// as)" stands, in which the name may come once more in Arabic.
func formerlyListed(n *interdict.Name) (second string) {
	m := formerly.FindStringSubmatchIndex(n.Full)
	if m == nil || m[0] == 0 {
		return ""
	}
	second = interdict.JoinName(n.Full[m[4]:m[5]])
	n.Note = n.Full[m[2]:m[3]]
	n.Full = interdict.JoinName(n.Full[:m[0]], n.Full[m[1]:])
	n.Kind = interdict.FormerName
	return second
}

// readingOrder turns a person's "Ahmed, Abubakar" round. More than one comma is
// no name in list order, and neither is a long first half.
func readingOrder(n *interdict.Name) {
	family, given, ok := strings.Cut(n.Full, ",")
	family, given = interdict.JoinName(family), interdict.JoinName(given)
	if !ok || family == "" || given == "" || strings.Contains(given, ",") || strings.Count(family, " ") > 2 || ordinal.MatchString(given) || strings.ContainsAny(given, "0123456789") {
		return
	}
	n.Full = given + " " + family
	n.Parts = []interdict.NamePart{{Kind: interdict.Given, Value: given}, {Kind: interdict.Family, Value: family}}
}

var ordinal = regexp.MustCompile(`^(?i:jr|sr|[IV]+)\b`)
