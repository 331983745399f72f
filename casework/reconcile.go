package casework

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"

	"github.com/interdict/interdict"
)

// Found is a hit of a member.
type Found struct {
	Subject interdict.Subject
	Hit     interdict.Hit
}

// Scope says what a run has looked at: pairs outside it stay as they are.
type Scope struct {
	// All says that everyone was compared with everything.
	All bool
	// Entities are those that were compared with everyone.
	Entities map[string]bool
	// Member says whether a member was compared with everything; nil: none was.
	Member func(id string) bool
}

func (s *Scope) covers(entity, member string) bool {
	return s.All || s.Entities[entity] || s.Member != nil && s.Member(member)
}

// Modes of a run.
const (
	Full  = "full"  // everyone was compared with everything
	Delta = "delta" // what changed alone
)

// Run is what a run over a population came to, as it is kept.
type Run struct {
	ID         int64     `json:"id"`
	Population string    `json:"population"`
	At         time.Time `json:"at"`
	// Generation is the population's, Members how many it had, Covered how many of
	// them are known to have been compared with all that is listed.
	Generation int    `json:"generation"`
	State      string `json:"population_state,omitempty"` // of that generation, see population.StateOf
	Members    int64  `json:"members"`
	Covered    int64  `json:"covered"`
	Refused    int64  `json:"refused"`
	Mode       string `json:"mode"` // full or delta
	// Passes are what was compared: all, lists (what changed on them with everyone
	// else), members (who changed with everything).
	Passes []string `json:"passes"`
	Why    string   `json:"why,omitempty"`

	EntitiesChanged int   `json:"entities_changed"`
	MembersChanged  int   `json:"members_changed"`
	Raised          int64 `json:"raised"`
	Reopened        int64 `json:"reopened"`
	Closed          int64 `json:"closed"`

	Seconds  float64           `json:"seconds"`
	Receipt  string            `json:"receipt,omitempty"`
	Snapshot string            `json:"snapshot"`
	Analysis string            `json:"analysis"`
	Scoring  string            `json:"scoring"`
	Policy   string            `json:"policy"`
	Editions map[string]string `json:"editions"` // by list, its SHA-256

	// Facts are the fact hashes of all entities that were looked for.
	Facts map[string]string `json:"-"`
}

// Outcome is what bringing alerts up to date came to.
type Outcome struct {
	Raised, Reopened, Closed, Moved int64
	Alerts                          []string // raised or opened again
}

// crowdOver is how many alerts of one entity in one run are shown as one.
const crowdOver = 10_000

// Notes are what bringing alerts up to date has to be told.
type Notes struct {
	// Redirect is what an entity's id has become, the id itself where nothing.
	Redirect func(entity string) (string, error)
	// Renumbered says whether an entity that is new is one that has gone, under
	// another number and otherwise the same; nil: none is.
	Renumbered func(gone, now string) (bool, error)
	// Why says in words why a pair is no hit any more.
	Why func(entity string) (string, error)
	// Because says in words why a hit is new.
	Because func(f *Found) (string, error)
}

// Reconcile brings alerts up to date with the hits of a run, in one step: new
// ones are raised, those that are no hit any more are closed, settled ones whose
// facts have changed are opened again. Doing it twice changes nothing.
func (s *Store) Reconcile(ctx context.Context, r *Run, scope *Scope, found []Found, n *Notes) (Outcome, error) {
	var out Outcome
	err := s.write(ctx, func(tx *sql.Tx) error {
		out = Outcome{}
		c := reconciling{s: s, tx: tx, keys: s.keys(tx), run: r, scope: scope, notes: n, out: &out, at: r.At}
		if err := c.all(ctx, found); err != nil {
			return err
		}
		r.Raised, r.Reopened, r.Closed = out.Raised, out.Reopened, out.Closed
		return c.keep(ctx)
	})
	return out, err
}

type reconciling struct {
	s     *Store
	tx    *sql.Tx
	keys  *keys
	run   *Run
	scope *Scope
	notes *Notes
	out   *Outcome
	at    time.Time
	// of are the entities that each subject hits.
	of map[string][]string
}

// pair is what alerts are of.
type pair struct{ subject, entity string }

func (c *reconciling) all(ctx context.Context, found []Found) error {
	hits := map[pair]*Found{}
	crowds := map[string]int{}
	c.of = map[string][]string{}
	for i := range found {
		f := &found[i]
		p := pair{string(c.s.subjectOf(c.run.Population, f.Subject.ID)), f.Hit.EntityID}
		if have := hits[p]; have == nil {
			crowds[p.entity]++
			c.of[p.subject] = append(c.of[p.subject], p.entity)
			hits[p] = f
		} else if better(f, have) { // of several rows of a customer, the best counts
			hits[p] = f
		}
	}
	open, err := c.standing(ctx)
	if err != nil {
		return err
	}
	for i := range open {
		a := &open[i]
		if err := c.stand(ctx, a, hits); err != nil {
			return err
		}
	}
	rest := slices.SortedFunc(maps.Keys(hits), func(a, b pair) int {
		return cmp.Or(cmp.Compare(a.entity, b.entity), cmp.Compare(a.subject, b.subject))
	})
	for _, p := range rest {
		crowd := ""
		if crowds[p.entity] > crowdOver {
			crowd = fmt.Sprintf("%s@%s", p.entity, c.at.UTC().Format(timeForm))
		}
		if err := c.raise(ctx, p, hits[p], crowd); err != nil {
			return err
		}
	}
	return nil
}

func better(a, b *Found) bool {
	return cmp.Or(cmp.Compare(a.Hit.Score, b.Hit.Score), cmp.Compare(a.Hit.Spelling, b.Hit.Spelling), cmp.Compare(a.Hit.Weight, b.Hit.Weight)) > 0
}

// standing are the alerts of the population that are not closed.
func (c *reconciling) standing(ctx context.Context) ([]Alert, error) {
	return c.s.query(ctx, c.tx, "population = ? AND state <> ?", c.run.Population, Closed)
}

// stand says what becomes of an alert that stands: what is dealt with leaves
// hits.
func (c *reconciling) stand(ctx context.Context, a *Alert, hits map[pair]*Found) error {
	if c.scope.Member == nil && !c.scope.covers(a.EntityID, "") { // whose it is need not be read
		return nil
	}
	body, err := c.last(ctx, a)
	if err != nil {
		return err
	}
	member := ""
	if body.Subject != nil {
		member = body.Subject.ID
	}
	if !c.scope.covers(a.EntityID, member) {
		return nil
	}
	p := pair{string(a.subject), a.EntityID}
	f := hits[p]
	if f == nil {
		now, err := c.goesOnAs(a, hits)
		if err != nil {
			return err
		}
		if p.entity = now; now != a.EntityID {
			if f = hits[p]; f != nil {
				if f, err = c.move(ctx, a, f); err != nil {
					return err
				}
			}
		}
	}
	if f == nil {
		return c.close(ctx, a)
	}
	delete(hits, p)
	return c.compare(ctx, a, &body, f)
}

// goesOnAs is the id under which an alert's entity goes on.
func (c *reconciling) goesOnAs(a *Alert, hits map[pair]*Found) (string, error) {
	now, err := c.notes.Redirect(a.EntityID)
	if err != nil || now != a.EntityID || c.notes.Renumbered == nil {
		return now, err
	}
	for _, entity := range slices.Sorted(slices.Values(c.of[string(a.subject)])) {
		if hits[pair{string(a.subject), entity}] == nil {
			continue // an alert stands for it
		}
		if is, err := c.notes.Renumbered(a.EntityID, entity); is || err != nil {
			return entity, err
		}
	}
	return now, nil
}

// last is the body of an alert's last event that tells of a hit.
func (c *reconciling) last(ctx context.Context, a *Alert) (Body, error) {
	events, err := c.s.events(ctx, c.keys, a)
	var out Body
	for _, e := range events {
		if e.Hit != nil {
			out.Subject, out.Hit = e.Subject, e.Hit
		}
	}
	return out, err
}

// move gives an alert the id that its entity goes on under. Where that has an
// alert of its own already, this one ends in it.
func (c *reconciling) move(ctx context.Context, a *Alert, f *Found) (*Found, error) {
	to := f.Hit.EntityID
	var other string
	err := c.tx.QueryRowContext(ctx, "SELECT id FROM alert WHERE population = ? AND subject = ? AND entity = ?", a.Population, a.subject, to).Scan(&other)
	if err == nil {
		return nil, nil // it is closed, and the other stands for both
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return nil, err
	}
	c.out.Moved++
	if err := c.keys.log(ctx, c.tx, c.at, a.subject, a.ID, Moved, &Body{Because: a.EntityID + " goes on as " + to, Entity: to}); err != nil {
		return nil, err
	}
	a.EntityID = to
	_, err = c.tx.ExecContext(ctx, "UPDATE alert SET entity = ?, changed = ? WHERE id = ?", to, c.at.UTC().Format(timeForm), a.ID)
	return f, err
}

// compare holds a hit against what its alert was of.
func (c *reconciling) compare(ctx context.Context, a *Alert, before *Body, f *Found) error {
	now := comparedOf(&f.Hit)
	// What was compared before is made of the hit: in which form it was kept may be
	// another program's.
	changes := changesOf(comparedOf(before.Hit), now)
	if len(changes) == 0 {
		return nil
	}
	body := &Body{Because: strings.Join(changes, "; "), Entity: a.EntityID, Subject: &f.Subject, Hit: &f.Hit, Compared: now.first()}
	kind, state := Changed, a.State
	if a.State == FalsePositive || a.State == Inconclusive {
		kind, state = Reopened, Open
		c.out.Reopened++
		c.out.Alerts = append(c.out.Alerts, a.ID)
	}
	if err := c.keys.log(ctx, c.tx, c.at, a.subject, a.ID, kind, body); err != nil {
		return err
	}
	_, err := c.tx.ExecContext(ctx, "UPDATE alert SET state = ?, score = ?, changed = ? WHERE id = ?", state, f.Hit.Score, c.at.UTC().Format(timeForm), a.ID)
	return err
}

// close ends an alert whose pair is no hit any more.
func (c *reconciling) close(ctx context.Context, a *Alert) error {
	why, err := c.notes.Why(a.EntityID)
	if err != nil {
		return err
	}
	c.out.Closed++
	if err := c.keys.log(ctx, c.tx, c.at, a.subject, a.ID, Ended, &Body{Because: why, Entity: a.EntityID}); err != nil {
		return err
	}
	_, err = c.tx.ExecContext(ctx, "UPDATE alert SET state = ?, changed = ? WHERE id = ?", Closed, c.at.UTC().Format(timeForm), a.ID)
	return err
}

// raise raises an alert, or opens again one that had been closed; a pair that was
// settled before by the same facts is settled as it was.
func (c *reconciling) raise(ctx context.Context, p pair, f *Found, crowd string) error {
	subject := []byte(p.subject)
	id, when := alertOf(subject, p.entity), c.at.UTC().Format(timeForm)
	state := Open
	old, err := c.s.query(ctx, c.tx, "population = ? AND subject = ? AND entity = ?", c.run.Population, subject, p.entity)
	if err != nil {
		return err
	}
	now := comparedOf(&f.Hit)
	because, err := c.notes.Because(f)
	if err != nil {
		return err
	}
	body := &Body{Entity: p.entity, Subject: &f.Subject, Hit: &f.Hit, Compared: now.first(), Because: because}
	if len(old) > 0 {
		id = old[0].ID
		settled, err := c.settled(ctx, &old[0], now)
		if err != nil {
			return err
		}
		if settled != "" {
			state = settled
			body.Because = "it is a hit again, by the facts by which it was settled before"
		}
	}
	if state == Open {
		c.out.Raised++
		c.out.Alerts = append(c.out.Alerts, id)
	}
	if err := c.keys.log(ctx, c.tx, c.at, subject, id, Raised, body); err != nil {
		return err
	}
	_, err = c.tx.ExecContext(ctx, `INSERT INTO alert (id, population, subject, entity, state, score, raised, changed, crowd) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET state = excluded.state, score = excluded.score, raised = excluded.raised, changed = excluded.changed, crowd = excluded.crowd`,
		id, c.run.Population, subject, p.entity, state, f.Hit.Score, when, when, crowd)
	return err
}

// settled is what a person last decided of a closed alert, where that was on the
// facts that are compared now.
func (c *reconciling) settled(ctx context.Context, a *Alert, now compared) (State, error) {
	events, err := c.s.events(ctx, c.keys, a)
	if err != nil {
		return "", err
	}
	var state State
	var at, on compared
	for _, e := range events {
		if e.Hit != nil {
			at = comparedOf(e.Hit)
		}
		switch e.Kind {
		case Decided:
			state, on = e.State, at
		case Reopened:
			state = ""
		}
	}
	if state.Settled() && len(changesOf(on, now)) == 0 {
		return state, nil
	}
	return "", nil
}

// keep keeps what the run came to, and of the runs before no longer the facts.
func (c *reconciling) keep(ctx context.Context) error {
	if _, err := c.tx.ExecContext(ctx, "UPDATE run SET facts = NULL WHERE population = ?", c.run.Population); err != nil {
		return err
	}
	body, err := json.Marshal(c.run)
	if err != nil {
		return err
	}
	facts, err := packFacts(c.run.Facts)
	if err != nil {
		return err
	}
	done, err := c.tx.ExecContext(ctx, "INSERT INTO run (population, at, body, facts) VALUES (?, ?, ?, ?)", c.run.Population, c.at.UTC().Format(timeForm), string(body), facts)
	if err == nil {
		c.run.ID, err = done.LastInsertId()
	}
	return err
}

// packFacts writes facts as lines of an entity's id, a tab and its fact hash,
// sorted, in zstd.
func packFacts(facts map[string]string) ([]byte, error) {
	w, err := zstd.NewWriter(nil)
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	for _, id := range slices.Sorted(maps.Keys(facts)) {
		fmt.Fprintf(&b, "%s\t%s\n", id, facts[id])
	}
	return w.EncodeAll([]byte(b.String()), nil), nil
}

func unpackFacts(packed []byte) (map[string]string, error) {
	r, err := zstd.NewReader(nil)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	text, err := r.DecodeAll(packed, nil)
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for line := range strings.Lines(string(text)) {
		id, hash, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if !ok {
			return nil, errors.New("the facts of the last run cannot be read")
		}
		out[id] = hash
	}
	return out, nil
}
