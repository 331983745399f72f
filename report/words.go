package report

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/interdict/interdict"
)

// MeasureWords is a measure as a person would call it.
func MeasureWords(m interdict.Measure) string {
	switch m {
	case interdict.AssetFreeze:
		return "asset freeze"
	case interdict.TravelBan:
		return "travel ban"
	case interdict.ArmsEmbargo:
		return "arms embargo"
	case interdict.TargetedArmsEmbargo:
		return "targeted arms embargo"
	case interdict.TrustServices:
		return "ban on trust services"
	case interdict.DirectorDisqualification:
		return "disqualification as a director"
	case interdict.PortEntryBan:
		return "ban on entering ports"
	case interdict.Deflag:
		return "removal from the ship register"
	case interdict.CharteringBan:
		return "ban on chartering ships"
	case interdict.CharteringBanAircraft:
		return "ban on chartering ships and aircraft"
	case interdict.CrewServicing:
		return "ban on crewing and servicing"
	case interdict.TechnicalAssistance:
		return "ban on technical assistance for aircraft"
	case interdict.BusinessArrangements:
		return "ban on business arrangements"
	case interdict.ClosureOfOffices:
		return "closure of offices"
	case interdict.DebtEquityLimits:
		return "limits on new debt and equity"
	case interdict.CorrespondentBan:
		return "limits on correspondent accounts"
	case interdict.SecuritiesBan:
		return "ban on dealing in its securities"
	case interdict.SecondaryExposure:
		return "risk of secondary sanctions"
	case interdict.OtherMeasure:
		return "other measures"
	}
	return strings.ReplaceAll(string(m), "_", " ")
}

// KindWords is what a kind of listing is called, in a sentence.
func KindWords(k interdict.Kind) string {
	switch k {
	case interdict.Exposed:
		return "politically exposed person"
	case interdict.CounterSanction:
		return "counter-sanction"
	case interdict.SpecialMeasure:
		return "special measure against money laundering"
	case interdict.Watch:
		return "watch list"
	case interdict.Reward:
		return "reward offered"
	case "":
		return string(interdict.Sanction)
	}
	return strings.ReplaceAll(string(k), "_", " ")
}

// notSanction is the kind's name where it is not one that makes a party
// sanctioned, else empty: it must be told apart.
func notSanction(k interdict.Kind) string {
	if k.Sanctioned() {
		return ""
	}
	return KindWords(k)
}

// measuresWords lists measures in words, or says that the list is silent.
func measuresWords(ms []interdict.Measure) string {
	if len(ms) == 0 {
		return "not stated by the list"
	}
	return sentenceCase(measureWords(ms))
}

// measureWords are measures within a sentence.
func measureWords(ms []interdict.Measure) string {
	if len(ms) == 0 {
		return "measures not stated"
	}
	out := make([]string, len(ms))
	for i, m := range ms {
		out[i] = MeasureWords(m)
	}
	return strings.Join(out, ", ")
}

// SchemaWords is what a schema is called in a sentence.
func SchemaWords(s interdict.Schema) string {
	switch s {
	case interdict.Person:
		return "person"
	case interdict.Organization:
		return "organisation"
	case interdict.Vessel:
		return "vessel"
	case interdict.Airplane:
		return "aircraft"
	case interdict.LegalEntity:
		return "person or organisation"
	}
	return "kind not stated"
}

// scoreWords says how strong a score is.
func scoreWords(s, threshold interdict.Score) string {
	switch {
	case s < threshold:
		return "below the threshold"
	case s >= 9500:
		return "very strong match"
	case s >= 8500:
		return "strong match"
	}
	return "possible match"
}

// standing says what a score stands on where it is one thing alone.
func standing(evidence []interdict.Evidence) string {
	name, number := false, false
	for i := range evidence {
		e := &evidence[i]
		name = name || e.Field == "name" && e.Similarity >= interdict.DefaultThreshold
		number = number || e.Field == "identifier" && e.Similarity > 0
	}
	switch {
	case len(evidence) == 1 && name:
		return ", by the name alone"
	case number && !name:
		return ", by the identifier and not the name"
	}
	return ""
}

// fieldWords is what an evidence field is called in a sentence.
func fieldWords(f string) string {
	switch f {
	case "birth_date":
		return "birth date"
	case "birth_place":
		return "place of birth"
	case "email":
		return "e-mail address"
	case "own_name":
		return "main name"
	case "":
		return "fact"
	}
	return strings.ReplaceAll(f, "_", " ")
}

// sentenceCase makes the first letter a capital, unless the first word is the
// name of a host or file.
func sentenceCase(s string) string {
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return s
	}
	first, _, _ := strings.Cut(s, " ")
	if strings.ContainsAny(strings.TrimRight(first, ".:,;"), "./") {
		return s
	}
	return string(s[0]-'a'+'A') + s[1:]
}

// count writes a number with thin groups of three: 14,821.
func count[T int | int64](n T) string {
	s := strconv.FormatInt(int64(n), 10)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// plural is "1 row", "2 rows".
func plural[T int | int64](n T, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return count(n) + " " + many
}

// age is a number of days in words.
func age(days int) string {
	switch {
	case days < 60:
		return plural(days, "day", "days")
	case days < 730:
		return plural(days*12/365, "month", "months")
	}
	return plural(days/365, "year", "years")
}

// chance says how often unrelated parties would agree this well, of a million.
func chance(n float64) string {
	switch {
	case n >= 100000:
		return "unrelated parties often agree this well"
	case n >= 1:
		return fmt.Sprintf("about %s in a million unrelated parties would agree this well", count(int64(n+0.5)))
	case n >= 0.001:
		return fmt.Sprintf("about 1 in %s unrelated parties would agree this well", bigCount(1e6/n))
	}
	return "fewer than 1 in a thousand million unrelated parties would agree this well"
}

// bigCount names a large number to two figures.
func bigCount(n float64) string {
	switch m := n / 1e6; {
	case m >= 99.5: // of which FormatFloat would write an exponent
		return count(int64(m/10+0.5)*10) + " million"
	case m >= 1:
		return strconv.FormatFloat(m, 'g', 2, 64) + " million"
	}
	return count(int64(n))
}

// quoted puts a value between quotation marks.
func quoted(s string) string { return "“" + s + "”" }

// listed joins words as in a sentence: "a, b and c".
func listed(words []string) string {
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
	return strings.Join(words, "")
}
