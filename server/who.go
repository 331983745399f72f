package server

import "net/http"

// SignedIn is the name of the key that a request bears, or that its session was
// begun with; empty where it bears none.
func SignedIn(r *http.Request) string { return askedOf(r).key }
