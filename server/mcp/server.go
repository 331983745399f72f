package mcp

import (
	"context"
	"io"
	"net/http"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/interdict/interdict/server"
)

// maxRequest is the longest message in bytes.
const maxRequest = 1 << 20

const instructions = `These tools read sanctions lists and other official registers of parties. They change nothing.

- search finds listed parties by a name, a number or an id, in any spelling or script. It is generous: a low score is a lead, not a match.
- screen compares parties with the lists as a bank screens its customers. Give all that is known of a party: birth date, countries and numbers tell namesakes apart.
- show gives everything that the lists say of one entity, by its id.
- explain says why a party does or does not match an entity.
- lists says which lists answer, of which date, and whether any is too old.

A hit is a reason to look, never a finding: say what agrees, what contradicts and what is missing, and leave the decision to a person. Say how old the lists are. "No hit" holds for these lists on this day alone.`

// api answers the tools.
type api struct{ source *server.Source }

// Tool adds another tool that answers from a source.
type Tool func(*sdk.Server, *server.Source)

// New returns a server of the protocol that answers from a source, by our own
// tools and those added.
func New(s *server.Source, version string, more ...Tool) *sdk.Server {
	srv := sdk.NewServer(&sdk.Implementation{Name: "interdict", Title: "Interdict sanctions screening", Version: version},
		&sdk.ServerOptions{Instructions: instructions, Capabilities: &sdk.ServerCapabilities{}})
	a := &api{s}
	addTool(srv, "lists", "Which lists answer", "Says which lists are loaded, of which date each is, how many entries it has, and whether it is too old to rely on.", a.lists)
	addTool(srv, "search", "Search the lists", "Finds listed parties by name, number, wallet, vessel, or id, in any spelling or script, best first. Generous: use screen for a verdict.", a.search)
	addTool(srv, "screen", "Screen parties", "Compares up to 20 parties with the lists as customers are screened: the hits of each, with the evidence for and against, or that none reaches the threshold and what came nearest.", a.screen)
	addTool(srv, "show", "Show an entity", "Gives everything that the lists say of one entity: names, dates, numbers, measures, regimes, reasons, who lists it since when and who does not.", a.show)
	addTool(srv, "explain", "Explain a comparison", "Says why a party does or does not match one entity, word by word and fact by fact, and at which stage it was lost.", a.explain)
	for _, add := range more {
		add(srv, s)
	}
	return srv
}

// Routes adds the protocol's address, /mcp, over streamable HTTP. Each call
// stands for itself: no session is kept.
func Routes(version string, more ...Tool) server.Routes {
	return func(mux *http.ServeMux, s *server.Source) {
		srv := New(s, version, more...)
		h := sdk.NewStreamableHTTPHandler(func(*http.Request) *sdk.Server { return srv },
			&sdk.StreamableHTTPOptions{Stateless: true, JSONResponse: true, MaxRequestBodyBytes: maxRequest})
		mux.Handle("/mcp", http.NewCrossOriginProtection().Handler(h))
	}
}

// Serve speaks the protocol over streams until the reader has ended and what it
// asked is answered, or until ctx ends.
func Serve(ctx context.Context, s *server.Source, version string, r io.ReadCloser, w io.WriteCloser, more ...Tool) error {
	err := New(s, version, more...).Run(ctx, patient{&sdk.IOTransport{Reader: r, Writer: w, MaxLineLength: maxRequest}})
	if ctx.Err() != nil {
		return nil // it was told to stop
	}
	return err
}
