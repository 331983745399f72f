package server

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

// Access says who may ask.
type Access struct {
	// Keys are those that may; nil where none is read.
	Keys *Keys
	// Required says that every request must bear one. It is settled at the start:
	// a file of keys that vanishes opens nothing.
	Required bool
	// Open says that anybody may ask, on an address beyond this machine.
	Open bool
	// Loopback says that the service answers on this machine alone.
	Loopback bool
	// SecureCookies says that the service is behind TLS.
	SecureCookies bool
}

// Class is what a kind of request needs, and how it is handled.
type Class struct {
	Scopes []Scope
	Public bool // needs no key
	// Personal shows what is kept of people: where anybody may ask (Access.Open), it
	// asks for a key all the same.
	Personal bool
	// Long requests stream: they have slots of their own, and bound the time of
	// reading and writing themselves.
	Long bool
	// Body is the largest body in bytes, where it is not that of all.
	Body int64

	probe bool // asks how the service is: neither counted nor made to wait
}

// Classes says the class of a route by its pattern; false leaves it to the
// method: who reads needs Read, who sends needs Screen.
type Classes func(pattern string) (Class, bool)

func classOf(of Classes, pattern, method string) Class {
	switch pattern {
	case "GET /healthz", "GET /readyz":
		return Class{Public: true, probe: true}
	case "GET /signin", "POST /signin", "POST /signout":
		return Class{Public: true}
	case "GET /metrics":
		return Class{Scopes: []Scope{Metrics}}
	}
	if of != nil {
		if c, ok := of(pattern); ok {
			return c
		}
	}
	switch method {
	case http.MethodOptions: // asks what a page of another origin may do
		return Class{Public: true}
	case http.MethodGet, http.MethodHead:
		return Class{Scopes: []Scope{Read}}
	}
	return Class{Scopes: []Scope{Screen}}
}

// keyOf is the key that a request bears in its headers or, as clients of yente
// send it, in its address, which is in no log.
func keyOf(r *http.Request) (secret string) {
	for _, h := range r.Header.Values("Authorization") {
		scheme, value, _ := strings.Cut(h, " ")
		if strings.EqualFold(scheme, "Bearer") || strings.EqualFold(scheme, "ApiKey") {
			return strings.TrimSpace(value)
		}
	}
	if h := r.Header.Get("X-Api-Key"); h != "" {
		return strings.TrimSpace(h)
	}
	if strings.Contains(r.URL.RawQuery, "api_key=") {
		return r.URL.Query().Get("api_key")
	}
	return ""
}

// guardAccess lets in who may ask.
func (srv *Server) guardAccess(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, asked := &srv.options.Access, askedOf(r)
		if inner(r) {
			asked.client, asked.key = "canaries", "canaries"
			next.ServeHTTP(w, r)
			return
		}
		if a.free() && !loopbackHost(r.Host) {
			// A name that was made to point here: the page of a stranger asks. Where
			// keys are asked for, it has none.
			Refuse(w, r, http.StatusForbidden, "wrong_host", "The service answers on this machine alone, and was asked by another name.", "Ask for 127.0.0.1 or localhost.")
			return
		}
		if a.free() && forwarded(r) {
			Refuse(w, r, http.StatusForbidden, "needs_keys", "The request came through a proxy, and the service asks nobody for a key.", "Start it with --require-keys or --open.")
			return
		}
		secret := keyOf(r)
		key := a.Keys.find(secret, time.Now())
		byHeader := key != nil
		if key == nil {
			key = srv.sessions.key(r, a.Keys)
		}
		if key != nil {
			asked.key, asked.client = key.Name, key.Name
		}
		foreign := !byHeader && srv.foreign(r)
		if foreign && r.Method != http.MethodOptions {
			w.Header().Del("Access-Control-Allow-Origin")
			asked.hidden = true
			// What a stranger's page leads a person to may be seen; what it fetches not.
			if mode := r.Header.Get("Sec-Fetch-Mode"); protection.Check(r) != nil || mode != "" && mode != "navigate" {
				Refuse(w, r, http.StatusForbidden, "cross_site", "A page of another site asked.", "Send a key in a header, or ask from the service's own pages.")
				return
			}
		}
		if asked.class.Public || !a.Required && (!a.Open || !asked.class.Personal) {
			next.ServeHTTP(w, r)
			return
		}
		switch {
		case key == nil && secret == "" && forPeople(r):
			http.Redirect(w, r, "/signin?next="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
		case key == nil:
			w.Header().Set("WWW-Authenticate", `Bearer realm="interdict"`)
			Refuse(w, r, http.StatusUnauthorized, "no_key", "The request bears no key that is known and good.", "Make one with `interdict keys add` and send it as Authorization: Bearer KEY.")
		case !key.may(asked.class.Scopes) && forPeople(r):
			srv.showSignIn(w, r, http.StatusForbidden, SignIn{Next: local(r.URL.RequestURI()), Wrong: "The key may not be used for this page; it needs the scope " + scopeWords(asked.class.Scopes) + "."})
		case !key.may(asked.class.Scopes):
			Refuse(w, r, http.StatusForbidden, "wrong_scope", "The key may not be used for this; it needs the scope "+scopeWords(asked.class.Scopes)+".", "Make a key with it: `interdict keys add --scopes`.")
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// free says that whoever is on this machine may ask.
func (a *Access) free() bool { return a.Loopback && !a.Required && !a.Open }

// foreign says that a browser asks on behalf of a page that is not the service's
// own, nor, where whoever is on this machine may ask, one of this machine.
func (srv *Server) foreign(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin != "" {
		u, err := url.Parse(origin)
		switch {
		case err != nil || u.Host == "":
			return true
		case u.Host == r.Host:
			return false
		case srv.options.Access.free() && loopbackHost(u.Host):
			return false
		}
		return true
	}
	return r.Header.Get("Sec-Fetch-Site") == "cross-site"
}

// loopbackHost says whether the host that a request names is this machine.
func loopbackHost(host string) bool {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.TrimSuffix(strings.ToLower(strings.Trim(host, "[]")), ".")
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || err == nil && ip.IsLoopback()
}

// forwarded says that a proxy handed a request on.
func forwarded(r *http.Request) bool {
	return r.Header.Get("X-Forwarded-For") != "" || r.Header.Get("Forwarded") != "" || r.Header.Get("X-Real-Ip") != ""
}

// forPeople says that a browser wants a page.
func forPeople(r *http.Request) bool {
	return r.Method == http.MethodGet && strings.Contains(r.Header.Get("Accept"), "text/html") && !strings.HasPrefix(r.URL.Path, "/v1/") && !strings.HasPrefix(r.URL.Path, "/v2/")
}

func scopeWords(scopes []Scope) string {
	words := make([]string, len(scopes))
	for i, s := range scopes {
		words[i] = string(s)
	}
	return strings.Join(words, " and ")
}

// refusal is what is answered in a handler's place. Each kind of client finds in
// it the member that it looks for: detail (problem+json and yente), error
// (Watchman).
type refusal struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
	Remedy string `json:"remedy,omitempty"`
	Error  string `json:"error"`
}

// Refuse answers that a request is not served, in a form that every kind of
// client reads. The words never repeat a value of the request.
func Refuse(w http.ResponseWriter, r *http.Request, status int, code, detail, remedy string) {
	w.Header().Set("Cache-Control", "no-store")
	contentType := "application/json"
	if strings.HasPrefix(r.URL.Path, "/v1/") {
		contentType = "application/problem+json"
	}
	writeJSON(w, contentType, status, refusal{Type: "urn:interdict:problem:" + code, Title: http.StatusText(status), Status: status, Code: code, Detail: detail, Remedy: remedy,
		Error: strings.TrimSuffix(detail, ".")})
}
