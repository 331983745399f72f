// Package watchman answers clients that were written for moov-io's Watchman, in
// the form of its second API: the same addresses, parameters, defaults and
// errors, its refusal of parameters that nothing reads included, and entities
// in its flat form, one for each listing.
//
// Scores are those of this program's scorer. docs/clients.md says what differs
// from Watchman, and why.
package watchman
