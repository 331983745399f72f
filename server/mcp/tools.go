package mcp

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/report"
	"github.com/interdict/interdict/screen"
	"github.com/interdict/interdict/server"
)

// style is how the texts of answers are laid out.
var style = report.Style{Width: 100}

// minThreshold is the least that may be asked for.
const minThreshold interdict.Score = 2500

// basis is what an answer rests on.
type basis struct {
	Lists     []list          `json:"lists" jsonschema:"the lists that answered"`
	Hashes    report.Hashes   `json:"hashes" jsonschema:"name the snapshot, analysis, weights and policy; the same hashes give the same answer"`
	Policy    string          `json:"policy"`
	Threshold interdict.Score `json:"threshold" jsonschema:"the score from which a pair is a hit"`
	Demo      bool            `json:"demo,omitempty" jsonschema:"the built-in demonstration register answered, which proves nothing"`
}

// list is a list that answered, and how old it is.
type list struct {
	ID        string         `json:"id"`
	Title     string         `json:"title"`
	Published interdict.Date `json:"published,omitzero"`
	AgeDays   int            `json:"age_days"`
	Entries   int            `json:"entries"`
	Health    string         `json:"health" jsonschema:"ok, stale, closed, failed or demo"`
	Note      string         `json:"note,omitempty"`
}

// moment names a past day.
type moment struct {
	AsOf string `json:"as_of,omitempty" jsonschema:"answer from the lists as they stood on a past day: YYYY-MM-DD"`
}

// noParams is the input of a tool that takes none.
type noParams struct{}

// with answers from one state of the lists, which is let go afterwards.
func (a *api) with(m moment, answer func(*server.Serving) error) error {
	var at base.Moment
	if m.AsOf != "" {
		d, err := interdict.ParseDate(m.AsOf)
		if err != nil || d.ToYear != 0 || d.Circa || d.First() > interdict.DateOf(time.Now()).Last() {
			return errors.New("as_of: it is no day of the past; write YYYY-MM-DD")
		}
		at.AsOf = &d
	}
	serving, release, err := a.source.AcquirePast(at)
	if errors.Is(err, server.ErrPending) {
		return errors.New("the lists of that day are being put together, which takes some seconds; call again in a while")
	}
	if _, wrong := errors.AsType[base.Wrong](err); wrong || errors.Is(err, server.ErrBusy) {
		return inWords(err)
	}
	if err != nil {
		_, reason := server.NotReady(err)
		return errors.New(reason)
	}
	defer release()
	return inWords(answer(serving))
}

// inWords is an error in the words of the tools: those of wrong questions name
// flags of the command line.
func inWords(err error) error {
	if _, wrong := errors.AsType[base.Wrong](err); !wrong {
		return err
	}
	return errors.New(strings.NewReplacer("--lists", "lists", "--as-of and --known-at need", "as_of needs", "--as-of", "as_of").Replace(err.Error()))
}

// resolve finds the ids of the entities that an id leads to: an entity's own,
// over merges, a listing's, or one made of both.
func resolve(ctx context.Context, b *base.Base, id string) (found []interdict.Entity, now string, heirs []string, err error) {
	if found, now, heirs, err = b.Find(ctx, id); err != nil || len(found) > 0 {
		return found, now, heirs, err
	}
	for _, l := range b.Lists { // without a register nothing else tells
		of, ok := strings.CutPrefix(id, l.ID+"-")
		if !ok {
			continue
		}
		all, err := base.EntitiesWith(b.Engine, of)
		if err != nil {
			return nil, now, heirs, err
		}
		for i := range all {
			if slices.ContainsFunc(all[i].Listings, func(e interdict.Listing) bool { return e.List == l.ID && e.ID == of }) {
				found = append(found, all[i])
			}
		}
	}
	return found, now, heirs, nil
}

// basisOf says what a base's answers rest on.
func basisOf(ctx context.Context, s *server.Serving, b *base.Base) basis {
	p := b.Engine.Policy()
	out := basis{Hashes: b.Hashes(), Policy: p.Name, Threshold: p.Threshold, Demo: b.Demo, Lists: []list{}}
	lists := b.Lists
	if !b.IsPast() && len(lists) == len(s.Lists) {
		lists = s.Today(ctx)
	}
	for _, l := range lists {
		out.Lists = append(out.Lists, list{ID: l.ID, Title: l.Title, Published: l.Published, AgeDays: l.AgeDays, Entries: l.Entries, Health: string(l.Health), Note: l.Note})
	}
	return out
}

// words is the end of an answer's text.
func (b *basis) words(w *strings.Builder) {
	w.WriteString("\nAnswered from: ")
	for i, l := range b.Lists {
		if i > 0 {
			w.WriteString("; ")
		}
		fmt.Fprintf(w, "%s (%s", l.ID, report.CountWords(l.Entries)+" entries")
		if !l.Published.IsZero() {
			fmt.Fprintf(w, ", published %s", l.Published.Words())
		}
		fmt.Fprintf(w, ", %s", dayWords(l.AgeDays))
		if l.Health != string(report.OK) {
			fmt.Fprintf(w, ", %s", strings.ToUpper(l.Health))
		}
		w.WriteString(")")
	}
	fmt.Fprintf(w, ".\nSnapshot %.12s, analysis %.12s, scoring %.12s, policy %.12s (%s, threshold %s).\n",
		b.Hashes.Snapshot, b.Hashes.Analysis, b.Hashes.Scoring, b.Hashes.Policy, b.Policy, b.Threshold)
}

func dayWords(n int) string {
	if n == 1 {
		return "1 day old"
	}
	return report.CountWords(n) + " days old"
}

type listsAnswer struct {
	Basis basis `json:"basis"`
}

// lists answers the tool of that name.
func (a *api) lists(ctx context.Context, _ *noParams) (text string, out *listsAnswer, err error) {
	err = a.with(moment{}, func(s *server.Serving) error {
		out = &listsAnswer{basisOf(ctx, s, s.Base)}
		var b strings.Builder
		for _, l := range out.Basis.Lists {
			fmt.Fprintf(&b, "%s: %s; %s entries, %s, %s", l.ID, l.Title, report.CountWords(l.Entries), dayWords(l.AgeDays), l.Health)
			if l.Note != "" {
				b.WriteString(" (" + l.Note + ")")
			}
			b.WriteByte('\n')
		}
		out.Basis.words(&b)
		text = b.String()
		return nil
	})
	return text, out, err
}

type searchParams struct {
	Query     string   `json:"query" jsonschema:"a name, a number, a wallet, a vessel's IMO number or an id"`
	Schema    string   `json:"schema,omitempty" jsonschema:"find this kind of party only"`
	BirthDate string   `json:"birth_date,omitempty" jsonschema:"YYYY-MM-DD, YYYY-MM or YYYY"`
	Countries []string `json:"countries,omitempty" jsonschema:"two-letter codes or English names"`
	Limit     int      `json:"limit,omitempty" jsonschema:"the most results; 20 unless given"`
	moment
}

type searchAnswer struct {
	Results       []report.Found  `json:"results" jsonschema:"entities, best first"`
	AsOf          *interdict.Date `json:"as_of,omitempty"`
	Reconstructed []string        `json:"reconstructed,omitempty" jsonschema:"lists whose state of that day rests on their listings' own dates"`
	Basis         basis           `json:"basis"`
}

// search answers the tool of that name.
func (a *api) search(ctx context.Context, in *searchParams) (text string, out *searchAnswer, err error) {
	who := party{Name: in.Query, Schema: in.Schema, BirthDate: in.BirthDate, Countries: in.Countries}
	subject, err := who.subject("")
	if err != nil {
		return "", nil, errors.New(strings.Replace(err.Error(), "name: write the party's name", "query: write what to search for", 1))
	}
	err = a.with(in.moment, func(s *server.Serving) error {
		all := s.Whole()
		found, err := all.Search(ctx, subject, subject.Name(), limitOf(in.Limit, defaultFound))
		if err != nil {
			return err
		}
		out = &searchAnswer{Results: found, AsOf: all.AsOf, Reconstructed: all.Reconstructed, Basis: basisOf(ctx, s, all)}
		var b strings.Builder
		err = report.WriteSearch(&b, style, &report.Search{Results: found, Threshold: all.Engine.Policy().Threshold, AsOf: all.AsOf, Reconstructed: all.Reconstructed, Demo: all.Demo}, all.Title, all.Sanctions)
		out.Basis.words(&b)
		text = b.String()
		return err
	})
	return text, out, err
}

func limitOf(n, def int) int {
	if n < 1 {
		return def
	}
	return min(n, maxFound)
}

type screenParams struct {
	Parties   []party  `json:"parties" jsonschema:"who is screened, at most 20"`
	Threshold float64  `json:"threshold,omitempty" jsonschema:"the score from which a pair is a hit; the policy's unless given"`
	Lists     []string `json:"lists,omitempty" jsonschema:"screen against these lists only, by their ids"`
	Limit     int      `json:"limit,omitempty" jsonschema:"the most hits of a party; 10 unless given"`
	moment
}

type screenAnswer struct {
	Results []result `json:"results" jsonschema:"one for each party, in their order"`
	Basis   basis    `json:"basis"`
}

// result is what was found of one party.
type result struct {
	Party   int               `json:"party" jsonschema:"which of the parties, counted from 1"`
	Verdict interdict.Verdict `json:"verdict" jsonschema:"clear: no hit; review: a person must look at the hits"`
	Hits    []interdict.Hit   `json:"hits" jsonschema:"best first, each with the evidence for and against"`
	Cleared []interdict.Hit   `json:"cleared,omitempty" jsonschema:"without a hit: the nearest pairs, below the threshold"`
}

// screen answers the tool of that name.
func (a *api) screen(ctx context.Context, in *screenParams) (text string, out *screenAnswer, err error) {
	if len(in.Parties) == 0 || len(in.Parties) > maxParties {
		return "", nil, fmt.Errorf("parties: name 1 to %d", maxParties)
	}
	subjects := make([]*interdict.Subject, len(in.Parties))
	for i := range in.Parties {
		if subjects[i], err = in.Parties[i].subject(fmt.Sprintf("parties[%d].", i)); err != nil {
			return "", nil, err
		}
		subjects[i].Row, subjects[i].Kind = int64(i+1), "party"
	}
	threshold := interdict.Score(in.Threshold*10000 + 0.5)
	if in.Threshold != 0 && (threshold < minThreshold || threshold > 10000) {
		return "", nil, errors.New("threshold: write a number from 0.25 to 1")
	}
	err = a.with(in.moment, func(s *server.Serving) error {
		b, q, err := s.Choose(threshold, in.Lists, nil)
		if err != nil {
			return err
		}
		q.All, q.Cleared, q.Limit = true, true, limitOf(in.Limit, defaultHits)
		out = &screenAnswer{Results: []result{}, Basis: basisOf(ctx, s, b)}
		text, err = screened(ctx, b, q, subjects, out)
		hits := 0
		for i := range out.Results {
			hits += len(out.Results[i].Hits)
		}
		a.source.Count(int64(len(out.Results)), int64(hits)) // a tool's context is of no request
		return err
	})
	return text, out, err
}

// screened screens subjects and puts into words what came of it.
func screened(ctx context.Context, b *base.Base, q screen.Query, subjects []*interdict.Subject, out *screenAnswer) (string, error) {
	var text strings.Builder
	header := b.Header(time.Now())
	header.All = true
	w, err := report.Text(&text, style, header, b.Lookup, false)
	if err != nil {
		return "", err
	}
	standings := b.Standings()
	for i, s := range subjects {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		r, err := b.Engine.Screen(s, q)
		if err == nil {
			err = standings.Tell(ctx, &r)
		}
		if err == nil {
			err = w.Result(&r)
		}
		if err != nil {
			return "", err
		}
		out.Results = append(out.Results, result{Party: i + 1, Verdict: r.Verdict, Hits: report.HitsOf(r.Hits), Cleared: report.HitsOf(r.Cleared)})
	}
	out.Basis.words(&text)
	return text.String(), nil
}

type showParams struct {
	ID string `json:"id" jsonschema:"an entity's id, or a listing's own, such as us_ofac_sdn-47814 or CYB0045"`
	moment
}

type showAnswer struct {
	Entities []report.Shown `json:"entities" jsonschema:"the entities that have the id; more than one where lists share a number"`
	Basis    basis          `json:"basis"`
}

// show answers the tool of that name.
func (a *api) show(ctx context.Context, in *showParams) (text string, out *showAnswer, err error) {
	id := strings.TrimSpace(in.ID)
	if id == "" {
		return "", nil, errors.New("id: write an entity's id; search finds it")
	}
	err = a.with(in.moment, func(s *server.Serving) error {
		all := s.Whole()
		found, now, heirs, err := resolve(ctx, all, id)
		if err == nil && len(found) == 0 {
			found, err = all.Past(ctx, id)
		}
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return errors.New("id: nothing listed has it; search finds ids by name")
		}
		out = &showAnswer{Entities: []report.Shown{}, Basis: basisOf(ctx, s, all)}
		var b strings.Builder
		for i := range found[:min(len(found), maxEntities)] {
			shown, err := all.Shown(ctx, &found[i])
			if err != nil {
				return err
			}
			if shown.Heirs = heirs; now == shown.EntityID && now != id {
				shown.MergedFrom = id
			}
			out.Entities = append(out.Entities, *shown)
			if err := report.WriteShown(&b, style, shown); err != nil {
				return err
			}
		}
		out.Basis.words(&b)
		text = b.String()
		return nil
	})
	return text, out, err
}

type explainParams struct {
	party
	ID        string  `json:"id" jsonschema:"the entity's id, or a listing's own"`
	Threshold float64 `json:"threshold,omitempty" jsonschema:"the score from which a pair is a hit; the policy's unless given"`
	moment
}

type explainAnswer struct {
	Explanations []screen.Explanation `json:"explanations" jsonschema:"one for each entity that has the id"`
	Basis        basis                `json:"basis"`
}

// explain answers the tool of that name.
func (a *api) explain(ctx context.Context, in *explainParams) (text string, out *explainAnswer, err error) {
	subject, err := in.subject("")
	if err != nil {
		return "", nil, err
	}
	threshold := interdict.Score(in.Threshold*10000 + 0.5)
	if in.Threshold != 0 && (threshold < minThreshold || threshold > 10000) {
		return "", nil, errors.New("threshold: write a number from 0.25 to 1")
	}
	err = a.with(in.moment, func(s *server.Serving) error {
		all := s.Whole()
		entities, _, _, err := resolve(ctx, all, strings.TrimSpace(in.ID))
		if err != nil {
			return err
		}
		if len(entities) == 0 {
			return errors.New("id: nothing listed has it; search finds ids by name")
		}
		found := []screen.Explanation{}
		for i := range entities[:min(len(entities), maxEntities)] {
			one, err := all.Engine.Explain(subject, entities[i].ID, screen.Query{Threshold: threshold})
			if err != nil {
				return err
			}
			found = append(found, one...)
		}
		for i := range found {
			found[i].Hit = report.HitsOf([]interdict.Hit{found[i].Hit})[0]
		}
		out = &explainAnswer{Explanations: found, Basis: basisOf(ctx, s, all)}
		var b strings.Builder
		err = report.WriteExplained(&b, style, &report.Explained{Subject: subject.Name(), Explanations: found, AsOf: all.AsOf, Demo: all.Demo}, all.Header(time.Now()), all.Lookup)
		out.Basis.words(&b)
		text = b.String()
		return err
	})
	return text, out, err
}
