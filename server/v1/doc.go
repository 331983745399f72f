// Package v1 is the native API of the service, below /v1: everything that the
// command line answers, in the same JSON shapes (docs/cli.md), for programs.
// docs/api.md is its guide and docs/openapi.json its description, which is
// made of the types here and served at /v1/openapi.json.
//
// Each request takes one state of the lists, answers from that alone, and says
// in answered_by which it was. Errors are of RFC 9457: they name the place and
// the remedy, never a value, since values are people's names. A past day that
// must be compiled first answers 202.
//
// huma reads the parameters and makes the description; bodies are decoded and
// answers written here, so that what is in them stays out of errors and one
// name costs little.
package v1
