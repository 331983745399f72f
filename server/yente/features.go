package yente

import (
	"context"
	"encoding/json"
	"math"
	"net/http"
	"slices"
	"strings"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/score"
	"github.com/interdict/interdict/server"
)

// scorer is the one algorithm that there is.
const scorer = "interdict"

const documentation = "https://github.com/interdict/interdict/blob/main/docs/clients.md"

// feature is one comparison that the scorer makes, by the name of its evidence,
// with the weights that a request may make more or less of.
type feature struct {
	name, description string
	// their are features of yente's algorithms that say the same against a party;
	// against names the weights that they move.
	their   []string
	weights func(*score.Weights) []*interdict.Millibits
	against func(*score.Weights) []*interdict.Millibits
}

type millibits = []*interdict.Millibits

var features = []feature{
	{name: "name", description: "The names, word by word: spellings, scripts, order, initials, nicknames, what is missing and how rare each word is."},
	{name: "own_name", description: "Neither party's main name is among the other's names.",
		weights: func(w *score.Weights) millibits { return millibits{&w.OwnNameAgainst} }},
	{name: "birth_date", description: "The birth date agrees, to the day, month or year, or contradicts.", their: []string{"dob_year_disjoint", "dob_day_disjoint"},
		weights: func(w *score.Weights) millibits {
			return millibits{&w.BirthDay, &w.BirthMonth, &w.BirthYear, &w.BirthNear, &w.BirthSwapped, &w.BirthDigit, &w.BirthCalendar, &w.BirthAgainst, &w.BirthYearAgainst}
		},
		against: func(w *score.Weights) millibits { return millibits{&w.BirthAgainst, &w.BirthYearAgainst} }},
	{name: "country", description: "Nationality, citizenship, registration, flag or the country of an address agrees or differs.", their: []string{"country_mismatch"},
		weights: func(w *score.Weights) millibits {
			return millibits{&w.CountryAgree, &w.HomeAgree, &w.FlagAgree, &w.CountryAgainst, &w.NationalityAgainst, &w.HomeAgainst, &w.SeatAgainst, &w.FlagAgainst}
		},
		against: func(w *score.Weights) millibits {
			return millibits{&w.CountryAgainst, &w.NationalityAgainst, &w.HomeAgainst, &w.SeatAgainst, &w.FlagAgainst}
		}},
	{name: "identifier", description: "A passport, registration, LEI, INN, IMO, wallet or other number is the same, or another of its kind.", their: []string{"orgid_disjoint"},
		weights: func(w *score.Weights) millibits {
			return millibits{&w.Identifier, &w.IdentifierAgainst, &w.PersonalAgainst, &w.NationalAgainst, &w.LifelongAgainst}
		},
		against: func(w *score.Weights) millibits {
			return millibits{&w.IdentifierAgainst, &w.PersonalAgainst, &w.NationalAgainst, &w.LifelongAgainst}
		}},
	{name: "gender", description: "The gender agrees or contradicts.", their: []string{"gender_mismatch"},
		weights: func(w *score.Weights) millibits { return millibits{&w.GenderAgree, &w.GenderAgainst} },
		against: func(w *score.Weights) millibits { return millibits{&w.GenderAgainst} }},
	{name: "birth_place", description: "The place or country of birth agrees or differs.",
		weights: func(w *score.Weights) millibits {
			return millibits{&w.BirthPlaceAgree, &w.BirthCountryAgree, &w.BirthPlaceAgainst, &w.BirthCountryAgainst}
		}},
	{name: "address", description: "The address agrees, or its town, or it is another.",
		weights: func(w *score.Weights) millibits { return millibits{&w.AddressAgree, &w.TownAgree, &w.AddressAgainst} }},
	{name: "email", description: "The e-mail address or its domain is the same, or another.",
		weights: func(w *score.Weights) millibits { return millibits{&w.EmailAgree, &w.DomainAgree, &w.EmailAgainst} }},
}

// maxFactor bounds what a request can make of a weight.
const maxFactor = 10

// reweighted are weights as a request wants them: each feature's by a factor, of
// which 1 leaves it as it is and 0 leaves it out. ignored are the features that
// move nothing here.
func reweighted(w score.Weights, asked map[string]float64) (out score.Weights, ignored []string) {
	for _, name := range sortedKeys(asked) {
		factor := asked[name]
		move := millibits(nil)
		for i := range features {
			f := &features[i]
			switch {
			case f.name == name && f.weights != nil:
				move = f.weights(&w)
			case factor == 0 && slices.Contains(f.their, name): // theirs says what ours says against a party
				move = f.against(&w)
			}
		}
		if move == nil {
			ignored = append(ignored, "weights."+name)
			continue
		}
		for _, m := range move {
			*m = interdict.Millibits(math.Round(float64(*m) * min(max(factor, 0), maxFactor)))
		}
	}
	return w, ignored
}

// explained is what one feature came to, in yente's form.
type explained struct {
	Detail    *string         `json:"detail"`
	Score     interdict.Score `json:"score"`
	Query     *string         `json:"query"`
	Candidate *string         `json:"candidate"`
}

// explain puts the evidence of a hit into yente's forms: every feature with what
// was compared, and the bare scores. Of several comparisons of one feature, such
// as of two numbers, the one that moves most is told.
func explain(h *interdict.Hit) (all map[string]explained, flat map[string]interdict.Score) {
	all, flat = map[string]explained{}, map[string]interdict.Score{}
	told := map[string]interdict.Millibits{}
	for i := range h.Evidence {
		ev := &h.Evidence[i]
		moves := max(ev.Weight, -ev.Weight)
		if before, have := told[ev.Field]; have && moves <= before {
			continue
		}
		told[ev.Field] = moves
		detail := strings.Join(append([]string{ev.Note}, ev.Remarks...), "; ")
		all[ev.Field] = explained{Detail: some(detail), Score: ev.Similarity, Query: some(ev.Subject), Candidate: some(ev.Entity)}
		flat[ev.Field] = ev.Similarity
	}
	return all, flat
}

func some(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// setting is a key of a request's "config".
type setting struct {
	kind, description string
	def               any
}

// nameProperty is the one setting that moves anything here.
const nameProperty = "nm_name_property"

// settings are the keys that yente's algorithms know. Ours finds out by itself
// what they set, but for the property of the name.
var settings = map[string]setting{
	nameProperty:             {"string", "Compare the names of this property alone, such as weakAlias.", nil},
	"nm_number_mismatch":     {"float", "Accepted without effect: numbers in names are weighed by how rare they are.", 0.3},
	"nm_extra_query_name":    {"float", "Accepted without effect: words that a name lacks are weighed by how rare they are.", 0.8},
	"nm_extra_result_name":   {"float", "Accepted without effect: words that a name lacks are weighed by how rare they are.", 0.2},
	"nm_family_name_weight":  {"float", "Accepted without effect: words are weighed by how rare they are and by what part of a name they are.", 1.3},
	"nm_fuzzy_cutoff_factor": {"float", "Accepted without effect: which misspellings are one word is part of the index.", 1.0},
}

// theirs are the algorithms of yente, and the last of motiva, by the names that
// clients send.
var theirs = []string{"logic-v2", "logic-v1", "ofac", "name-based", "name-qualified", "regression-v1", "marble-v0"}

// knownAlgorithm says whether a client may ask for an algorithm of this name.
func knownAlgorithm(name string) bool {
	return name == "best" || name == "default" || name == scorer || slices.Contains(theirs, name)
}

func noAlgorithm(name string) error {
	return refuse(http.StatusBadRequest, "Invalid algorithm: "+name)
}

// featureDoc and its kin are the forms of GET /algorithms.
type featureDoc struct {
	Description string  `json:"description"`
	Coefficient float64 `json:"coefficient"`
	URL         string  `json:"url"`
}

type configDoc struct {
	Type        string `json:"type"`
	Description string `json:"description"`
	Default     any    `json:"default"`
}

type algorithmDocs struct {
	Name        string                `json:"name"`
	Description string                `json:"description"`
	Config      map[string]configDoc  `json:"config"`
	Features    map[string]featureDoc `json:"features"`
}

type algorithm struct {
	Name        string                `json:"name"`
	Description string                `json:"description"`
	Features    map[string]featureDoc `json:"features"`
	Docs        algorithmDocs         `json:"docs"`
}

// algorithms answers GET /algorithms.
func (a *api) algorithms(_ context.Context, _ *view, w http.ResponseWriter, _ *http.Request) error {
	answer := struct {
		Algorithms []algorithm `json:"algorithms"`
		Default    string      `json:"default"`
		Best       string      `json:"best"`
	}{Default: scorer, Best: scorer}
	answer.Algorithms = append(answer.Algorithms, describe(scorer, "The scorer of this program: one integer arithmetic for all requests, every comparison told."))
	for _, name := range theirs {
		answer.Algorithms = append(answer.Algorithms, describe(name, "Accepted for clients that send this name. What runs is "+scorer+", and the answer says so."))
	}
	server.WriteJSON(w, http.StatusOK, answer)
	return nil
}

func describe(name, description string) algorithm {
	a := algorithm{Name: name, Description: description, Features: map[string]featureDoc{}}
	for _, f := range features {
		a.Features[f.name] = featureDoc{Description: f.description, Coefficient: 1, URL: documentation}
	}
	config := map[string]configDoc{}
	for key, s := range settings {
		config[key] = configDoc{Type: s.kind, Description: s.description, Default: s.def}
	}
	a.Docs = algorithmDocs{Name: name, Description: description, Config: config, Features: a.Features}
	return a
}

// weightsOf reads the weights of a body.
func weightsOf(raw json.RawMessage) (map[string]float64, []invalid) {
	if null(raw) {
		return nil, nil
	}
	all, ok := members(raw)
	if !ok {
		return nil, []invalid{{Type: "dict_type", Loc: []any{"body", "weights"}, Msg: "Input should be a valid dictionary"}}
	}
	out := map[string]float64{}
	var wrong []invalid
	for _, m := range all {
		var f float64
		if null(m.value) || json.Unmarshal(m.value, &f) != nil {
			wrong = append(wrong, invalid{Type: "float_type", Loc: []any{"body", "weights", m.name}, Msg: "Input should be a valid number"})
			continue
		}
		out[m.name] = f
	}
	return out, wrong
}
