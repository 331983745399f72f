package interdict

// Measure is one restriction that a designation orders. A party is never
// just "sanctioned": each listing says what is ordered, and only that holds.
type Measure string

// The measures, with the publishers' words for them in docs/measures.md.
const (
	// AssetFreeze includes the United States' "blocked property".
	AssetFreeze              Measure = "asset_freeze"
	TravelBan                Measure = "travel_ban"
	ArmsEmbargo              Measure = "arms_embargo"
	TargetedArmsEmbargo      Measure = "targeted_arms_embargo"
	TrustServices            Measure = "trust_services"
	DirectorDisqualification Measure = "director_disqualification"
	PortEntryBan             Measure = "port_entry_ban"
	Deflag                   Measure = "deflag"
	CharteringBan            Measure = "chartering_ban"          // ships
	CharteringBanAircraft    Measure = "chartering_ban_aircraft" // ships and aircraft
	CrewServicing            Measure = "crew_servicing"
	TechnicalAssistance      Measure = "technical_assistance_aircraft"
	BusinessArrangements     Measure = "business_arrangements"
	ClosureOfOffices         Measure = "closure_of_offices"
	DebtEquityLimits         Measure = "debt_equity_limits"  // sectoral: dealings in new debt or equity
	CorrespondentBan         Measure = "correspondent_ban"   // CAPTA: correspondent and payable-through accounts
	SecuritiesBan            Measure = "securities_ban"      // dealings in publicly traded securities
	SecondaryExposure        Measure = "secondary_sanctions" // foreign dealings with the party may be sanctioned
	OtherMeasure             Measure = "other"
)
