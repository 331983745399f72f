package yente

import (
	"context"
	"crypto/subtle"
	"net/http"
	"strings"
	"sync/atomic"

	"github.com/interdict/interdict/server"
)

// updating says that an update that was asked for is under way: another is not
// begun beside it.
var updating atomic.Bool

// update answers POST /updatez.
func (a *api) update(w http.ResponseWriter, r *http.Request) {
	p := paramsOf(r)
	token, wait := strings.TrimSpace(p.text("token", "")), p.flag("sync", false)
	if err := p.err(); err != nil {
		fail(w, err)
		return
	}
	want := a.options.UpdateToken
	if token == "" || want == "" || subtle.ConstantTimeCompare([]byte(token), []byte(want)) != 1 {
		fail(w, refuse(http.StatusForbidden, "Invalid token."))
		return
	}
	run := a.options.Update
	if run == nil {
		run = a.source.Refresh
	}
	// The update is for all: it goes on when the client goes away.
	ctx := context.WithoutCancel(r.Context())
	if wait {
		if err := run(ctx); err != nil {
			fail(w, err)
			return
		}
	} else if updating.CompareAndSwap(false, true) {
		go func() {
			defer updating.Store(false)
			if err := run(ctx); err != nil {
				a.source.Folder.Tell("The update that was asked for failed: %v", err)
			}
		}()
	}
	server.WriteJSON(w, http.StatusOK, map[string]string{"status": "ok"})
}
