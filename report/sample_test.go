package report

import (
	"time"

	"github.com/interdict/interdict"
)

// sample is a run as the engine hands it over: two true designations, a clean
// namesake, and a customer whose fields try to act on the reader.

var sampleListings = map[string][]interdict.Listing{
	"gb_hmt_sanctions-CYB0045": {{
		List: "gb_hmt_sanctions", ID: "CYB0045", Schema: interdict.Person,
		Names: []interdict.Name{
			{Full: "Guangzong ZHAO", Kind: interdict.PrimaryName},
			{Full: "赵光宗", Kind: interdict.VariationName, Script: "Chinese"},
		},
		BirthDates:  []interdict.Date{interdict.Day(1985, 11, 12)},
		Countries:   []interdict.Country{{Role: interdict.Nationality, Code: "cn", Name: "China"}},
		Identifiers: []interdict.Identifier{{Type: interdict.NationalID, Value: "421003198511121539", Country: "cn"}},
		Designation: interdict.Designation{
			Regime: "Cyber", Listed: interdict.Day(2024, 3, 25), Measures: []interdict.Measure{interdict.AssetFreeze, interdict.TravelBan},
			Reasons: "ZHAO Guangzong, a member of Advanced Persistent Threat Group 31 (APT31), is, or has been, involved in relevant cyber activity.",
		},
	}},
	"us_ofac_sdn-47814": {{
		List: "us_ofac_sdn", ID: "47814", Schema: interdict.Person,
		Names:       []interdict.Name{{Full: "Guangzong ZHAO", Kind: interdict.PrimaryName}},
		BirthDates:  []interdict.Date{interdict.Day(1985, 11, 12)},
		Countries:   []interdict.Country{{Role: interdict.Nationality, Code: "cn", Name: "China"}},
		Designation: interdict.Designation{Programs: []string{"CYBER2"}, Measures: []interdict.Measure{interdict.AssetFreeze}},
	}},
	"gb_hmt_sanctions-CYB0044": {{
		List: "gb_hmt_sanctions", ID: "CYB0044", Schema: interdict.Organization,
		Names: []interdict.Name{
			{Full: "WUHAN XIAORUIZHI SCIENCE AND TECHNOLOGY COMPANY LIMITED", Kind: interdict.PrimaryName},
			{Full: "武汉晓睿智科技有限责任公司", Kind: interdict.VariationName, Script: "Chinese"},
			{Full: "WUHAN XRZ", Kind: interdict.AliasName, Quality: interdict.Weak},
		},
		Countries:   []interdict.Country{{Role: interdict.Registration, Code: "cn", Name: "China"}},
		Designation: interdict.Designation{Regime: "Cyber", Listed: interdict.Day(2024, 3, 25), Measures: []interdict.Measure{interdict.AssetFreeze}},
	}},
}

func sampleLookup(id string) ([]interdict.Listing, bool) { return sampleListings[id], true }

func sampleHeader() *Header {
	return &Header{
		Made: time.Date(2026, 11, 24, 10, 2, 0, 0, time.UTC), Policy: "default", Threshold: interdict.DefaultThreshold,
		Hashes: Hashes{Snapshot: "5e1f", Analysis: "a0b1", Scoring: "c2d3", Policy: "e4f5"},
		Inputs: []string{"customers.csv"}, All: true,
		Lists: []List{
			{ID: "gb_hmt_sanctions", Title: "UK consolidated list (closed)", Edition: "ab12", Published: interdict.Day(2025, 4, 10),
				Loaded: time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC), AgeDays: 593, Entries: 3721, Health: Stale,
				Note: "593 days old, its limit is 3 days; load a newer edition"},
			{ID: "us_ofac_sdn", Title: "OFAC Specially Designated Nationals", Edition: "cd34", Published: interdict.Day(2026, 11, 24),
				Loaded: time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC), Entries: 14821, Health: OK},
		},
	}
}

func sampleZhao(entity, list, id string, measures ...interdict.Measure) interdict.Hit {
	return interdict.Hit{
		EntityID: entity, Caption: "Guangzong ZHAO", Schema: interdict.Person, Score: 10000, Strength: 10000, Weight: 41200,
		Sufficiency: 9000, MatchedName: "Guangzong ZHAO", Lists: []string{list}, ListingIDs: []string{id}, Measures: measures,
		Verdicts: []interdict.MeasureVerdict{{Jurisdiction: list[:2], Measure: measures[0], Verdict: interdict.Review, Basis: "until the policy engine comes"}},
		Evidence: []interdict.Evidence{
			{Field: "name", Subject: "Zhao Guangzong", Entity: "Guangzong ZHAO", Similarity: 10000, Weight: 25200, Source: interdict.Ref{List: list, ID: id},
				Tokens: []interdict.TokenEvidence{
					{Subject: "zhao", Entity: "zhao", Edge: "exact", Similarity: 10000, Weight: 8200},
					{Subject: "guangzong", Entity: "guangzong", Edge: "exact", Similarity: 10000, Weight: 17000},
				}},
			{Field: "birth_date", Subject: "1985-11-12", Entity: "1985-11-12", Similarity: 10000, Weight: 14000, Note: "the birth date agrees to the day"},
			{Field: "country", Subject: "cn", Entity: "cn", Similarity: 10000, Weight: 2000, Note: "the country agrees"},
		},
	}
}

func sampleResults() []interdict.Result {
	person := interdict.Subject{ID: "C-1003", Row: 3, Kind: "customer", Schema: interdict.Person,
		Names: []interdict.Name{{Full: "Zhao Guangzong"}}, BirthDates: []interdict.Date{interdict.Day(1985, 11, 12)},
		Countries: []interdict.Country{{Code: "cn"}}}
	company := interdict.Subject{ID: "C-1004", Row: 4, Kind: "customer", Schema: interdict.Organization,
		Names: []interdict.Name{{Full: "Wuhan Xiaoruizi Science & Technology"}}}
	chinese := interdict.Subject{ID: "C-1005", Row: 5, Kind: "customer", Schema: interdict.Organization,
		Names: []interdict.Name{{Full: "武汉晓睿智科技有限责任公司"}}, Countries: []interdict.Country{{Code: "cn"}}}
	namesake := interdict.Subject{ID: "C-1006", Row: 6, Kind: "customer", Schema: interdict.Person,
		Names: []interdict.Name{{Full: "Guangzong Zhao"}}, BirthDates: []interdict.Date{interdict.Day(1990, 5, 3)}}
	hostile := interdict.Subject{ID: "=cmd|' /C calc'!A0", Row: 7, Kind: "customer",
		Names: []interdict.Name{{Full: "@Wuhan <script>alert(1)</script>\x1b[31m Xrz\u202e\r\nend"}}}
	clean := interdict.Subject{ID: "C-1008", Row: 8, Kind: "customer", Schema: interdict.Person, Names: []interdict.Name{{Full: "Ana Novak"}}}

	companyHit := func(name, entity string, score interdict.Score, tokens ...interdict.TokenEvidence) interdict.Hit {
		return interdict.Hit{EntityID: "gb_hmt_sanctions-CYB0044", Caption: "WUHAN XIAORUIZHI SCIENCE AND TECHNOLOGY COMPANY LIMITED",
			Schema: interdict.Organization, Score: score, Strength: score, Weight: 18300, Sufficiency: 6000, MatchedName: entity,
			Lists: []string{"gb_hmt_sanctions"}, ListingIDs: []string{"CYB0044"}, Measures: []interdict.Measure{interdict.AssetFreeze},
			Evidence: []interdict.Evidence{{Field: "name", Subject: name, Entity: entity, Similarity: score, Weight: 18300, Tokens: tokens}}}
	}
	cleared := sampleZhao("us_ofac_sdn-47814", "us_ofac_sdn", "47814", interdict.AssetFreeze)
	cleared.Score, cleared.Strength, cleared.Weight = 5834, 5834, 16200
	cleared.Evidence = []interdict.Evidence{cleared.Evidence[0],
		{Field: "birth_date", Subject: "1990-05-03", Entity: "1985-11-12", Similarity: 0, Weight: -9000, Note: "the birth date contradicts"}}

	return []interdict.Result{
		{Subject: person, Verdict: interdict.Review, Hits: []interdict.Hit{
			sampleZhao("gb_hmt_sanctions-CYB0045", "gb_hmt_sanctions", "CYB0045", interdict.AssetFreeze, interdict.TravelBan),
			sampleZhao("us_ofac_sdn-47814", "us_ofac_sdn", "47814", interdict.AssetFreeze)}},
		{Subject: company, Verdict: interdict.Review, Hits: []interdict.Hit{companyHit(company.Name(), "WUHAN XIAORUIZHI SCIENCE AND TECHNOLOGY COMPANY LIMITED", 8421,
			interdict.TokenEvidence{Subject: "wuhan", Entity: "wuhan", Edge: "exact", Similarity: 10000, Weight: 9000},
			interdict.TokenEvidence{Subject: "xiaoruizi", Entity: "xiaoruizhi", Edge: "edit", Similarity: 8000, Weight: 17000},
			interdict.TokenEvidence{Subject: "science", Entity: "science", Edge: "exact", Similarity: 10000, Weight: 4000},
			interdict.TokenEvidence{Subject: "technology", Entity: "technology", Edge: "exact", Similarity: 10000, Weight: 4000},
			interdict.TokenEvidence{Entity: "company limited", Edge: "missing", Weight: -200})}},
		{Subject: chinese, Verdict: interdict.Review, Hits: []interdict.Hit{companyHit(chinese.Name(), "武汉晓睿智科技有限责任公司", 10000,
			interdict.TokenEvidence{Subject: "wuhan", Entity: "wuhan", Edge: "exact", Similarity: 10000, Weight: 9000},
			interdict.TokenEvidence{Subject: "xiaoruizhi", Entity: "xiaoruizhi", Edge: "exact", Similarity: 10000, Weight: 9300})}},
		{Subject: namesake, Verdict: interdict.Clear, Cleared: []interdict.Hit{cleared}},
		{Subject: hostile, Verdict: interdict.Review, Hits: []interdict.Hit{companyHit(hostile.Name(), "WUHAN XRZ", 7012,
			interdict.TokenEvidence{Subject: "wuhan", Entity: "wuhan", Edge: "exact", Similarity: 10000, Weight: 9000},
			interdict.TokenEvidence{Subject: "<script>", Edge: "missing"},
			interdict.TokenEvidence{Subject: "xrz", Entity: "xrz", Edge: "exact", Similarity: 10000, Weight: 9000})}},
		{Subject: clean, Verdict: interdict.Clear},
	}
}

func sampleSummary() *Summary {
	h := sampleHeader()
	return &Summary{
		Interdict: "test", Began: h.Made, Inputs: h.Inputs, Policy: h.Policy, Threshold: h.Threshold,
		Read: 9, Screened: 8, Refused: 1, SubjectsHit: 4, Hits: 5, Codes: map[string]int64{"no_name": 1},
		Refusals: []Refusal{{File: "customers.csv", Row: 9, Code: "no_name", Reason: "the row has no name; fill the column \"name\""}},
		Lists:    h.Lists, Stale: []string{"gb_hmt_sanctions"}, Seconds: 0.2,
		Hashes: h.Hashes,
	}
}
