// Package yente answers clients that were written for yente 5, the API of
// OpenSanctions' data, and OpenRefine, which reconciles against it: the same
// addresses, parameters, defaults, limits and error bodies. What a client gets is
// told by the FollowTheMoney model, of which data holds the part that is used.
//
// Entities are those of this program's lists, scores those of its own scorer: an
// algorithm that a client names is accepted, and the answer names the one that
// ran. docs/clients.md says what differs from yente, and why.
package yente
