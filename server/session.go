package server

import (
	"crypto/rand"
	"html/template"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Bounds of sessions.
const (
	sessionFor  = 12 * time.Hour
	maxSessions = 10_000
)

// sessions are those of people who signed in with a key. They live in memory: a
// restart ends all of them.
type sessions struct {
	mu  sync.Mutex
	all map[string]session // by the token's hash
}

type session struct {
	key     string // its hash: who revokes a key ends its sessions
	expires time.Time
}

// begin begins a session and returns its token.
func (s *sessions) begin(key *Key, now time.Time) (token string, expires time.Time) {
	token = rand.Text() + rand.Text()
	expires = now.Add(sessionFor)
	if !key.Expires.IsZero() && key.Expires.Before(expires) {
		expires = key.Expires
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.all == nil {
		s.all = map[string]session{}
	}
	if len(s.all) >= maxSessions {
		for k, old := range s.all {
			if !now.Before(old.expires) {
				delete(s.all, k)
			}
		}
	}
	if len(s.all) >= maxSessions { // whoever signs in over and over puts themselves out
		clear(s.all)
	}
	s.all[hashOf(token)] = session{key.SHA256, expires}
	return token, expires
}

// key is the key of the session that a request is of, nil without one.
func (s *sessions) key(r *http.Request, keys *Keys) *Key {
	if keys == nil || len(r.Header["Cookie"]) == 0 {
		return nil
	}
	for _, name := range []string{secureCookie, plainCookie} {
		c, err := r.Cookie(name)
		if err != nil {
			continue
		}
		s.mu.Lock()
		have, ok := s.all[hashOf(c.Value)]
		s.mu.Unlock()
		if now := time.Now(); ok && now.Before(have.expires) {
			return keys.byHash(have.key, now)
		}
	}
	return nil
}

// end ends the sessions that a request is of.
func (s *sessions) end(r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range r.Cookies() {
		if c.Name == secureCookie || c.Name == plainCookie {
			delete(s.all, hashOf(c.Value))
		}
	}
}

// Names of the cookie. Browsers keep the first to TLS, this host and all paths.
const (
	secureCookie = "__Host-interdict"
	plainCookie  = "interdict"
)

func (srv *Server) cookie(r *http.Request, value string, expires time.Time) *http.Cookie {
	c := &http.Cookie{Name: plainCookie, Value: value, Path: "/", Expires: expires, HttpOnly: true, SameSite: http.SameSiteStrictMode}
	if srv.options.Access.SecureCookies || r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https" {
		c.Name, c.Secure = secureCookie, true
	}
	if value == "" {
		c.MaxAge = -1
	}
	return c
}

// SignIn is what the sign-in page shows: a form that sends key and next to
// /signin.
type SignIn struct {
	Next  string // where to go then
	Wrong string // what is wrong with the key, empty before there was one
}

// bareSignIn is the sign-in page of a service without pages for people.
var bareSignIn = template.Must(template.New("").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Sign in · Interdict</title></head>
<body><main><h1>Sign in</h1>
{{if .Wrong}}<p role="alert">{{.Wrong}}</p>{{end}}
<form method="post" action="/signin"><input type="hidden" name="next" value="{{.Next}}">
<p><label for="key">Key</label> <input id="key" name="key" type="password" autocomplete="current-password" required autofocus></p>
<button type="submit">Sign in</button></form></main></body></html>
`))

func (srv *Server) showSignIn(w http.ResponseWriter, r *http.Request, status int, page SignIn) {
	if srv.options.SignIn != nil {
		srv.options.SignIn(w, r, status, page)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
	w.WriteHeader(status)
	_ = bareSignIn.Execute(w, page) // who asked has gone
}

// local is an address of this service to go to, whatever was asked for.
func local(next string) string {
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t") {
		return "/"
	}
	return next
}

// signInForm answers GET /signin.
func (srv *Server) signInForm(w http.ResponseWriter, r *http.Request) {
	srv.showSignIn(w, r, http.StatusOK, SignIn{Next: local(r.URL.Query().Get("next"))})
}

// signIn answers POST /signin: a key in exchange for a session.
func (srv *Server) signIn(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 16<<10)
	next := local(r.PostFormValue("next"))
	key := srv.options.Access.Keys.find(strings.TrimSpace(r.PostFormValue("key")), time.Now())
	if key == nil {
		srv.showSignIn(w, r, http.StatusForbidden, SignIn{Next: next, Wrong: "This is no key that is known and good."})
		return
	}
	askedOf(r).key = key.Name
	token, expires := srv.sessions.begin(key, time.Now())
	http.SetCookie(w, srv.cookie(r, token, expires))
	http.Redirect(w, r, next, http.StatusSeeOther)
}

// signOut answers POST /signout.
func (srv *Server) signOut(w http.ResponseWriter, r *http.Request) {
	srv.sessions.end(r)
	http.SetCookie(w, srv.cookie(r, "", time.Unix(0, 0)))
	http.Redirect(w, r, "/signin", http.StatusSeeOther)
}
