package report

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/audit"
	"github.com/interdict/interdict/canary"
	"github.com/interdict/interdict/casework"
	"github.com/interdict/interdict/population"
	"github.com/interdict/interdict/screen"
)

// sampleProof is one with everything that a proof can say.
func sampleProof() *Proof {
	h := sampleHeader()
	at := func(hour int) time.Time { return time.Date(2026, 11, 24, hour, 2, 0, 0, time.UTC) }
	run := casework.Run{ID: 2, Population: "bank", At: at(9), Generation: 2, Members: 1200, Covered: 1200, Refused: 2, Mode: casework.Delta, Passes: []string{"lists"},
		EntitiesChanged: 3, MembersChanged: 40, Raised: 1, Closed: 1, Seconds: 0.4, Receipt: "000002", Snapshot: "5e1f", Analysis: "a0b1", Scoring: "c2d3", Policy: "e4f5",
		Editions: map[string]string{"us_ofac_sdn": "cd34"}}
	first := run
	first.ID, first.At, first.Mode, first.Why, first.Receipt, first.Members, first.Covered = 1, at(7), casework.Full, "the population's first run", "000001", 1160, 1160
	loads := []population.Load{
		{Generation: 2, At: at(8), How: population.Changes, Read: 40, Before: 1160, Members: 1200, Changed: 40},
		{Generation: 1, At: at(6), How: population.Full, Read: 1163, Refused: 2, Codes: map[string]int64{"no_name": 2, "bad_date": 1}, Members: 1160, Changed: 1160},
	}
	return &Proof{
		Report: audit.Report{Version: 1, Made: at(10), Names: []string{"bank", "insurer"}}, Build: "1.0", LateAfterHours: 26, ShrinkOverPercent: 10,
		Policy: "default", Threshold: interdict.DefaultThreshold, Hashes: screen.Hashes(h.Hashes), Lists: h.Lists,
		Populations: []Proved{
			{
				Covered: Covered{Population: "bank", Members: 1200, Generation: 2, Sealed: true, Bytes: 60000, Last: &run, Covered: true,
					Alarms: []string{"2 rows were refused since its last full file, that one included: those customers are not covered"}, Uncovered: []string{},
					Alerts: map[casework.State]int64{casework.Open: 1, casework.FalsePositive: 3}, Load: &loads[0], Refused: 2, RefusedByCode: loads[1].Codes,
					Verified: &population.Verified{At: at(9), State: "S", Files: 4, Bytes: 60000, Seconds: 0.1, Damaged: []string{}},
					Lists: []CoveredEdition{
						{List: "us_ofac_sdn", Title: "OFAC Specially Designated Nationals", Edition: "cd34cd34cd34cd34", Published: interdict.Day(2026, 11, 24), Loaded: at(8), InForce: true,
							Members: 1200, Covered: 1200, Refused: 2, At: at(9), Receipt: "000002"},
						{List: "us_ofac_sdn", Title: "OFAC Specially Designated Nationals", Edition: "ef56ef56ef56ef56", Published: interdict.Day(2026, 11, 23), Loaded: at(7).Add(30 * time.Minute)},
					}},
				RefusedRows: []population.Refused{{Generation: 1, Row: 17, Code: "no_name"}, {Generation: 1, Row: 90, Code: "bad_date", Screened: true}, {Generation: 1, Row: 1001, Code: "no_name"}},
				Runs:        []casework.Run{run, first}, Loads: loads,
			},
			{
				Covered: Covered{Population: "insurer", Members: 3, Generation: 1, Alarms: []string{"it was never screened"}, Uncovered: []string{"it was never screened"}, Remedy: "interdict monitor run insurer", Alerts: map[casework.State]int64{}, RefusedByCode: map[string]int64{},
					Lists: []CoveredEdition{{List: "us_ofac_sdn", Title: "OFAC Specially Designated Nationals", Edition: "cd34cd34cd34cd34", InForce: true}}},
				RefusedRows: []population.Refused{}, Runs: []casework.Run{}, Loads: []population.Load{},
			},
		},
		Canaries: []canary.Outcome{{Intake: canary.Population, At: at(9), Policy: "default", Hashes: screen.Hashes(h.Hashes), Lists: []canary.Passed{
			{List: "us_ofac_sdn", Edition: "cd34cd34cd34cd34", Canaries: 6, Found: 5, Lost: []canary.Lost{{ID: "interdict-canary:us_ofac_sdn:47814:letter", Listing: "47814", Name: "Guangzng <b>ZHAO</b>",
				Stage: "candidate", Words: "in a delta run: No name agrees enough to be looked at: the best name strength is 0.6, and it takes 0.7."}}},
			{List: "gb_hmt_sanctions", Edition: "ab12", Note: "left out by me on 1 November 2026: <i>closed</i>"},
		}}},
		LeftOut:  []canary.LeftOut{{List: "gb_hmt_sanctions", Why: "<i>closed</i>", By: "me", At: at(1)}},
		Receipts: []ProvedReceipt{{Receipt: "000001", SHA256: "aa11", OK: true}, {Receipt: "000002", Words: "the receipt is missing"}},
	}
}

// The layout of a proof is documented: docs/monitoring.md.
func TestProof(t *testing.T) {
	line, err := ProofJSON(sampleProof())
	if err != nil || bytes.ContainsRune(line, '\n') {
		t.Fatalf("%v %s", err, line)
	}
	golden(t, "proof.json", append(line, '\n'))
	var page bytes.Buffer
	if err := ProofHTML(&page, sampleProof()); err != nil {
		t.Fatal(err)
	}
	golden(t, "proof.html", page.Bytes())
	for _, bad := range []string{"<b>ZHAO", "<i>closed", "<script", "http://", "https://"} {
		if strings.Contains(page.String(), bad) {
			t.Errorf("the page has %q", bad)
		}
	}
	for name, form := range map[string][]byte{"JSON": line, "page": page.Bytes()} {
		if !audit.IsReport(form) {
			t.Errorf("the %s is not seen to be a report", name)
		}
	}
	if sampleProof().Well() {
		t.Error("it is well")
	}
}

func TestProofWrong(t *testing.T) {
	want := []string{"bank is covered, with alarms: 2 rows were refused since its last full file, that one included: those customers are not covered", "insurer is NOT covered: it was never screened"}
	if got := sampleProof().Wrong(); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}
