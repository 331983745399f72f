// Package canary proves that screening works where it is used. Canaries are
// harmless invented customers who bear the names of listed parties, as they are
// listed or a little otherwise, so that each must be found. They pass through
// the same door as everyone's customers; one that is not found says where it was
// lost: on which list, at which intake and at which stage.
//
// Which they are depends on the editions of the lists alone. Their ids begin with
// a prefix of their own, so that no report counts them.
package canary

import (
	"time"

	"github.com/interdict/interdict/screen"
)

// Intake is a way by which customers are screened.
type Intake string

const (
	File       Intake = "file"       // a file run
	Population Intake = "population" // a run over a population
	Service    Intake = "service"    // the service's API over HTTP
)

// Intakes are all there are.
func Intakes() []Intake { return []Intake{File, Population, Service} }

// Stages at which a canary is lost, beside those of screen.Explanation.
const (
	StageRead     = "read"     // the intake did not take it in
	StageList     = "list"     // the intake does not ask for the list
	StageKind     = "kind"     // the intake does not ask for listings of its kind
	StageSnapshot = "snapshot" // the party is not in the snapshot that was screened against
	StageAnswer   = "answer"   // compared alone it is a hit, and the intake's answer lacks it
)

// Outcome is what the canaries came to at an intake, the last time that they
// passed through it.
type Outcome struct {
	Intake Intake    `json:"intake"`
	At     time.Time `json:"at"`
	// OK says that every canary was found.
	OK     bool          `json:"ok"`
	Policy string        `json:"policy"`
	Hashes screen.Hashes `json:"hashes"`
	// Lists are those that are on, each with its canaries.
	Lists []Passed `json:"lists"`
}

// Passed is what the canaries of a list came to.
type Passed struct {
	List     string `json:"list"`
	Edition  string `json:"edition"`
	Canaries int    `json:"canaries"`
	Found    int    `json:"found"`
	Lost     []Lost `json:"lost,omitempty"`
	// Note says why a list has no canary, or that it is left out by a decision.
	Note string `json:"note,omitempty"`
}

// Lost is a canary that was not found.
type Lost struct {
	ID      string `json:"id"`
	Listing string `json:"listing"` // its publisher's id
	Name    string `json:"name"`    // as it was screened
	Stage   string `json:"stage"`
	Words   string `json:"words"`
}

// Count is how many canaries there were on all lists, and how many were found.
func (o *Outcome) Count() (canaries, found int) {
	for i := range o.Lists {
		canaries += o.Lists[i].Canaries
		found += o.Lists[i].Found
	}
	return canaries, found
}
