package index

import (
	"testing"

	"github.com/interdict/interdict"
)

// Names in scripts without vowels are found as exhaustive scoring finds them,
// on either side: words cut and joined, with the article and without it, well
// spelt and less so.
func TestNamesWithoutVowels(t *testing.T) {
	pairs := []struct{ native, latin string }{
		{"معمر القذافي", "Muammar GADDAFI"},
		{"مطلق عامر المراني", "Motlaq Amer AL-MARRANI"},
		{"رحمت الله کاکا زاده", "Rahmatullah KAKAZADA"},
		{"سليمان جاسم سليمان علي أبوغيث", "Sulaiman Jassem Sulaiman Ali ABO GHAITH"},
		{"عزیز الرحمان عبد الاحد", "Azizirahman ABDUL AHAD"},
		{"محمد باقری", "Mohammad BAGHERI"},
		{"کیومرث حیدری", "Kiyumars HEIDARI"},
		{"يحيى جوادي", "Yahia DJOUADI"},
		{"موسى بن عمر بن علي السعدي", "Moussa Ben Omar Ben Ali ESSAADI"},
		{"هدايت الله", "HIDAYATULLAH"},
		{"פדרמן נעם", "Noam FEDERMAN"},
		{"עדן לוי", "Eden LEVI"},
		{"شركة مجموعة زوايا للتنمية والإستثمار المحدودة", "Zawaya Group for Development and Investment Co Ltd"},
		{"سازمان صنایع هوافضا", "Aerospace Industries Organisation"},
	}
	var listings []interdict.Listing
	var subjects []interdict.Subject
	for i, p := range pairs {
		for k, full := range []string{p.native, p.latin} {
			schema := interdict.Person
			if i >= len(pairs)-2 {
				schema = interdict.Organization
			}
			names := []interdict.Name{{Full: full}}
			listings = append(listings, interdict.Listing{List: "own", ID: string(rune('a'+i)) + string(rune('0'+k)), Schema: schema, Names: names})
			subjects = append(subjects, interdict.Subject{Names: names}, interdict.Subject{Schema: schema, Names: names})
		}
	}
	// Each finds itself and the other.
	if hits := against(t, listings, subjects, shipped[:1])[0]; hits < len(subjects)*19/10 {
		t.Errorf("%d hits of %d subjects", hits, len(subjects))
	}
}
