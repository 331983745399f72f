package client

import "time"

// ListsAnswer is all loaded lists.
type ListsAnswer struct {
	Lists      []List     `json:"lists"`
	AnsweredBy AnsweredBy `json:"answered_by"`
}

// List is a loaded list.
type List struct {
	ID           string     `json:"id"`
	Title        string     `json:"title"`
	Publisher    string     `json:"publisher"`    // Empty for an own list
	Jurisdiction string     `json:"jurisdiction"` // ISO 3166-1 alpha-2, un or eu; empty for an own list
	Page         string     `json:"page"`         // Where people read about the list
	Edition      string     `json:"edition"`      // The SHA-256 of the edition that answers; empty for the demonstration register
	Published    *string    `json:"published"`    // The edition's date, null where none is known
	Loaded       *time.Time `json:"loaded"`       // When the edition was loaded, null where that is not known
	AgeDays      int        `json:"age_days"`     // Its age in whole days, since loading where it has no date
	Entries      int        `json:"entries"`
	Health       string     `json:"health"`       // ok, stale, closed, failed, incomplete or demo
	Note         string     `json:"note"`         // What the health rests on, in words
	Kind         string     `json:"kind"`         // Of entries that do not say it themselves
	Kinds        []string   `json:"kinds"`        // All that its entries may be
	Default      bool       `json:"default"`      // A screening uses it unless told otherwise
	Cadence      string     `json:"cadence"`      // How often it is published, in words
	MaxAgeDays   int        `json:"max_age_days"` // From which age it is stale; 0: no limit
	Screened     bool       `json:"screened"`     // The policy of this service screens against it
}

// ListAnswer is a loaded list.
type ListAnswer struct {
	ID           string     `json:"id"`
	Title        string     `json:"title"`
	Publisher    string     `json:"publisher"`    // Empty for an own list
	Jurisdiction string     `json:"jurisdiction"` // ISO 3166-1 alpha-2, un or eu; empty for an own list
	Page         string     `json:"page"`         // Where people read about the list
	Edition      string     `json:"edition"`      // The SHA-256 of the edition that answers; empty for the demonstration register
	Published    *string    `json:"published"`    // The edition's date, null where none is known
	Loaded       *time.Time `json:"loaded"`       // When the edition was loaded, null where that is not known
	AgeDays      int        `json:"age_days"`     // Its age in whole days, since loading where it has no date
	Entries      int        `json:"entries"`
	Health       string     `json:"health"`       // ok, stale, closed, failed, incomplete or demo
	Note         string     `json:"note"`         // What the health rests on, in words
	Kind         string     `json:"kind"`         // Of entries that do not say it themselves
	Kinds        []string   `json:"kinds"`        // All that its entries may be
	Default      bool       `json:"default"`      // A screening uses it unless told otherwise
	Cadence      string     `json:"cadence"`      // How often it is published, in words
	MaxAgeDays   int        `json:"max_age_days"` // From which age it is stale; 0: no limit
	Screened     bool       `json:"screened"`     // The policy of this service screens against it
	AnsweredBy   AnsweredBy `json:"answered_by"`
}

// EditionsAnswer is a page of the editions of a list, the newest first.
type EditionsAnswer struct {
	List       string     `json:"list"`
	Editions   []Edition  `json:"editions"` // The newest first
	Page       Page       `json:"page"`
	AnsweredBy AnsweredBy `json:"answered_by"`
}

// Edition is one loaded publication of a list.
type Edition struct {
	Edition   string     `json:"edition"`   // Its SHA-256
	Title     string     `json:"title"`     // Its name for people
	Published *string    `json:"published"` // Its date, null where none is known
	Loaded    time.Time  `json:"loaded"`
	InForce   bool       `json:"in_force"` // It answers now
	Entries   int        `json:"entries"`
	Names     int        `json:"names"`
	Refused   int        `json:"refused"` // Records that could not be taken
	Note      string     `json:"note"`
	Files     []DiffFile `json:"files"`
}

// DiffFile is one published file of an edition.
type DiffFile struct {
	Part   string `json:"part"`
	Name   string `json:"name"`
	Size   int    `json:"size"`
	SHA256 string `json:"sha256"`
}

// DiffAnswer is what changed between two editions of a list.
type DiffAnswer struct {
	List        string       `json:"list"`
	From        string       `json:"from"`
	To          string       `json:"to"`
	Added       []DiffEntry  `json:"added"`
	Removed     []DiffEntry  `json:"removed"`
	Changed     []DiffChange `json:"changed"`
	Republished []DiffChange `json:"republished"`
	// The totals are of all pages.
	TotalAdded       int        `json:"total_added"`
	TotalRemoved     int        `json:"total_removed"`
	TotalChanged     int        `json:"total_changed"`
	TotalRepublished int        `json:"total_republished"`
	Page             Page       `json:"page"`
	SilentCount      int        `json:"silent_count"`
	Notices          []string   `json:"notices,omitempty"`
	AnsweredBy       AnsweredBy `json:"answered_by"`
}

// DiffEntry is a listing that was added or removed.
type DiffEntry struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Words  string `json:"words"`
	Silent bool   `json:"silent,omitempty"`
	Why    string `json:"why,omitempty"`
}

// DiffChange is a listing of which something changed.
type DiffChange struct {
	ID     string            `json:"id"`
	Name   string            `json:"name"`
	Fields []DiffFieldChange `json:"fields"`
	Silent bool              `json:"silent,omitempty"`
	Why    string            `json:"why,omitempty"`
}

// DiffFieldChange is one thing that differs between two forms of a listing.
type DiffFieldChange struct {
	Field  string `json:"field"`
	Old    string `json:"old"`
	New    string `json:"new"`
	Words  string `json:"words"`
	Silent bool   `json:"silent,omitempty"`
	Why    string `json:"why,omitempty"`
}

// GapsAnswer is a page of who is listed by some and not by others.
type GapsAnswer struct {
	TotalGaps     int        `json:"total_gaps"` // How many gaps there are on all pages
	TotalBoth     int        `json:"total_both"` // How many of both there are on all pages
	Page          Page       `json:"page"`
	By            []GapParty `json:"by"`
	Not           []GapParty `json:"not"`
	Entities      int        `json:"entities"`
	Gaps          []Gap      `json:"gaps"`
	Both          []Gap      `json:"both"`
	Delays        []Delay    `json:"delays"`
	Since         *string    `json:"since"`
	AsOf          *string    `json:"as_of"`
	KnownAt       *time.Time `json:"known_at,omitempty"`
	Reconstructed []string   `json:"reconstructed,omitempty"`
	AnsweredBy    AnsweredBy `json:"answered_by"`
}

// GapParty is a jurisdiction or a list, and the lists that it stands for.
type GapParty struct {
	Name  string   `json:"name"`
	Lists []string `json:"lists"`
}

// Gap is one party: who lists it, who does not.
type Gap struct {
	EntityID string       `json:"entity_id"`
	Caption  string       `json:"caption"`
	Schema   string       `json:"schema"`
	Since    *string      `json:"since"`
	Days     *int         `json:"days"`
	By       []GapListing `json:"by"`
	Listed   []GapListing `json:"listed"`
	Absent   []string     `json:"absent"`
	Removed  []Removal    `json:"removed"`
}

// GapListing is a listing of one of those asked about.
type GapListing struct {
	Party     string   `json:"party"`
	Measures  []string `json:"measures"`
	Since     string   `json:"since"`
	SinceFrom string   `json:"since_from"`
	List      string   `json:"list"`
	ID        string   `json:"id"`
	Delay     *int     `json:"delay,omitempty"`
}

// Delay sums up how long one party of not took.
type Delay struct {
	Party      string `json:"party"`
	Both       int    `json:"both"`
	After      int    `json:"after"`
	SameDay    int    `json:"same_day"`
	Before     int    `json:"before"`
	Unknown    int    `json:"unknown"`
	MedianDays *int   `json:"median_days"`
	P90Days    *int   `json:"p90_days"`
	Missing    int    `json:"missing"`
	Removed    int    `json:"removed"`
}

// SuggestionsAnswer is a page of listings that are alike and not joined.
type SuggestionsAnswer struct {
	Page        Page         `json:"page"`
	Total       *int         `json:"total"`
	Suggestions []Suggestion `json:"suggestions"`
	Demo        bool         `json:"demo,omitempty"`
	AnsweredBy  AnsweredBy   `json:"answered_by"`
}

// Suggestion is two listings that may be one party.
type Suggestion struct {
	Listings []SetAsideListing `json:"listings"`
	Names    float64           `json:"names"`
	Weight   float64           `json:"weight"`
	Why      string            `json:"why"`
}

// SetAsideListing is one listing of a suggestion.
type SetAsideListing struct {
	Name     string `json:"name"`
	EntityID string `json:"entity_id"`
	List     string `json:"list"`
	ID       string `json:"id"`
}

// VersionAnswer is the program's version, with the hashes in force.
type VersionAnswer struct {
	Version    string     `json:"version"` // Of the program
	Go         string     `json:"go"`
	Platform   string     `json:"platform"`
	Analysis   string     `json:"analysis"`
	Scoring    string     `json:"scoring"`
	Policy     string     `json:"policy"`
	AnsweredBy AnsweredBy `json:"answered_by"`
}

// PolicyAnswer is what counts as a hit.
type PolicyAnswer struct {
	Hash         string     `json:"hash"`
	Name         string     `json:"name"`
	Threshold    float64    `json:"threshold"`
	Lists        []string   `json:"lists"`
	ListingKinds []string   `json:"listing_kinds"`
	Weak         AliasRules `json:"weak"`
	Unstated     AliasRules `json:"unstated"`
	AnsweredBy   AnsweredBy `json:"answered_by"`
}

// AliasRules say what aliases of one quality are worth.
type AliasRules struct {
	Rule   string            `json:"rule"`
	ByList map[string]string `json:"by_list,omitempty"`
}
