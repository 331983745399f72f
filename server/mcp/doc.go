// Package mcp lets an investigator's assistant ask the lists, by the Model
// Context Protocol: over HTTP, and over standard input and output. Its tools
// search, screen, show and explain; all of them only read.
//
// Every answer has a text that a reviewer can read, and the same as structured
// data: what was found, which lists answered and how old each of them is, and
// the hashes that name what the answer rests on.
package mcp
