package main

import (
	"strings"

	"github.com/interdict/interdict/server"
	v1 "github.com/interdict/interdict/server/v1"
)

// maxUpload is the largest file that is screened from a page, in bytes.
const maxUpload = 256 << 20

// alertsClass is that of pages which show who is under monitoring.
var alertsClass = server.Class{Scopes: []server.Scope{server.Alerts}, Personal: true}

// classes are the routes that do not follow from their method: what a key must be
// allowed to ask for them, and which stream.
var classes = map[string]server.Class{
	"GET /ping":          {Public: true},
	"GET /static/{name}": {Public: true},

	"GET /v2/search": {Scopes: []server.Scope{server.Screen}}, // how Watchman screens

	"POST /updatez":         {Scopes: []server.Scope{server.Update}},
	"POST /v2/data/refresh": {Scopes: []server.Scope{server.Update}},

	"POST /screen/file":                {Scopes: []server.Scope{server.Screen}, Long: true, Body: maxUpload},
	"GET /screen/{run}/results/{form}": {Scopes: []server.Scope{server.Screen}, Long: true},
	"GET /populations":                 alertsClass,
	"GET /populations/{name}":          alertsClass,
	"GET /alerts":                      alertsClass,
	"GET /alerts/{id}":                 alertsClass,
	"GET /screen":                      {Scopes: []server.Scope{server.Screen}},
	"POST /start/demo":                 {Scopes: []server.Scope{server.Update}}, // what answers changes for all
	"POST /start/loaded":               {Scopes: []server.Scope{server.Update}},
}

// classOf says the class of a route by its pattern.
func classOf(pattern string) (server.Class, bool) {
	if c, ok := classes[pattern]; ok {
		return c, true
	}
	if c, ok := v1.Classes(pattern); ok {
		return c, true
	}
	method, path, _ := strings.Cut(pattern, " ")
	switch {
	case path == "/mcp" || strings.HasPrefix(path, "/mcp/") || method == "/mcp" || method == "/mcp/":
		return server.Class{Scopes: []server.Scope{server.Read, server.Screen}, Long: true}, true // its tools do both
	case method == "GET" && strings.HasPrefix(path, "/screen/"):
		return server.Class{Scopes: []server.Scope{server.Screen}}, true
	}
	return server.Class{}, false
}
