// Package casework keeps alerts: pairs of a subject under monitoring and an
// entity that a person has to decide, what was decided, and why.
//
// What happens is kept as events, which are only ever added and are chained by
// hash; the present state of each alert stands beside them for quick answers. A
// settled alert stays settled while the facts that were compared stay what they
// were: a corrected accent in an address changes none of them, another birth
// date does, and then the alert opens again and says which.
//
// Of a subject nothing can be read without the installation's key; what is said
// of one is sealed under a key of its own, so that removing that key forgets the
// subject and leaves the chain whole.
package casework

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sort"
	"time"

	_ "modernc.org/sqlite" // the database/sql driver "sqlite"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/internal/sealed"
)

// FileName is the store's file within a data folder.
const FileName = "casework.db"

// State is where an alert stands.
type State string

const (
	Open          State = "open"
	TrueMatch     State = "true_match"
	FalsePositive State = "false_positive"
	Inconclusive  State = "inconclusive"
	Closed        State = "closed" // by what changed, not by a person
)

// Settled says that a person has decided.
func (s State) Settled() bool { return s == TrueMatch || s == FalsePositive || s == Inconclusive }

// Kinds of events.
const (
	Raised   = "raised"
	Changed  = "changed" // the hit is still one, by other facts or another score
	Reopened = "reopened"
	Moved    = "moved" // the entity goes on under another id
	Ended    = "closed"
	Decided  = "decided"
)

// Alert is one, as it stands.
type Alert struct {
	ID         string          `json:"id"`
	Population string          `json:"population"`
	EntityID   string          `json:"entity_id"`
	State      State           `json:"state"`
	Score      interdict.Score `json:"score"`
	Raised     time.Time       `json:"raised"`
	Changed    time.Time       `json:"changed"`
	// Crowd is the grouped alert that it belongs to, where one entity raised so
	// many that they are shown as one.
	Crowd string `json:"crowd,omitempty"`

	// Subject and Hit are as they were last; nil where the subject was forgotten.
	Subject *interdict.Subject `json:"subject,omitempty"`
	Hit     *interdict.Hit     `json:"hit,omitempty"`
	// RaisedFor says why it was raised or, once it was opened again by what changed,
	// why that; Because why it is in its state: the same, a decision's reason, or why
	// it was closed. Both are empty where the subject was forgotten.
	RaisedFor string `json:"raised_for,omitempty"`
	Because   string `json:"because,omitempty"`

	subject []byte
}

// Event is something that happened to an alert.
type Event struct {
	Seq  int64     `json:"seq"`
	At   time.Time `json:"at"`
	Kind string    `json:"kind"`
	Body
}

// Body is what an event says, sealed in the store.
type Body struct {
	// Because says in words why.
	Because string `json:"because,omitempty"`
	// By is who decided, State what.
	By    string `json:"by,omitempty"`
	State State  `json:"state,omitempty"`
	// Entity is the entity's id then.
	Entity  string             `json:"entity,omitempty"`
	Subject *interdict.Subject `json:"subject,omitempty"`
	Hit     *interdict.Hit     `json:"hit,omitempty"`
	// Compared are the facts that were compared, each in a form in which case,
	// accents and punctuation make no difference.
	Compared map[string]string `json:"compared,omitempty"`
}

// Store keeps alerts. Several processes may have it open.
type Store struct {
	db   *sql.DB
	key  *sealed.Key
	path string
}

//go:embed migrations/*.sql
var migrations embed.FS

const applicationID = 0x49444357 // "IDCW"

// OpenIn opens the store of a data folder, and makes it where there is none.
func OpenIn(ctx context.Context, data string, key *sealed.Key) (*Store, error) {
	path, err := filepath.Abs(filepath.Join(data, FileName))
	if err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600) // SQLite would let others read it
	if err != nil {
		return nil, fmt.Errorf("the alerts cannot be opened: %w", err)
	}
	f.Close()
	u := url.URL{Scheme: "file", OmitHost: true, Path: filepath.ToSlash(path), RawQuery: url.Values{
		"_pragma": {"busy_timeout(10000)", "journal_mode(wal)", "synchronous(full)", "foreign_keys(1)"}, "_txlock": {"immediate"},
	}.Encode()}
	db, err := sql.Open("sqlite", u.String())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	db.SetMaxOpenConns(4)
	s := &Store{db: db, key: key, path: path}
	if err := s.migrate(ctx); err != nil {
		return nil, errors.Join(s.named(err), db.Close())
	}
	return s, nil
}

// Exists says whether a data folder has a store.
func Exists(data string) bool {
	_, err := os.Stat(filepath.Join(data, FileName))
	return err == nil
}

// Close closes the store.
func (s *Store) Close() error { return s.db.Close() }

// migrate brings the store up to date.
func (s *Store) migrate(ctx context.Context) error {
	steps, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	sort.Strings(steps)
	return s.write(ctx, func(tx *sql.Tx) error {
		var have, app, tables int
		if err := tx.QueryRowContext(ctx, `SELECT (SELECT user_version FROM pragma_user_version), (SELECT application_id FROM pragma_application_id),
			(SELECT count(*) FROM sqlite_schema)`).Scan(&have, &app, &tables); err != nil {
			return err
		}
		switch {
		case app != applicationID && (have != 0 || app != 0 || tables != 0):
			return errors.New("it is a SQLite file of another program; name another data folder")
		case have > len(steps):
			return fmt.Errorf("it is of version %d; this program knows versions up to %d", have, len(steps))
		}
		for i := have; i < len(steps); i++ {
			script, err := migrations.ReadFile(steps[i])
			if err != nil {
				return err
			}
			if _, err := tx.ExecContext(ctx, fmt.Sprintf("%s;\nPRAGMA user_version = %d;", script, i+1)); err != nil {
				return err
			}
		}
		return s.checkKey(ctx, tx)
	})
}

// checkKey refuses another key than the store was made with.
func (s *Store) checkKey(ctx context.Context, tx *sql.Tx) error {
	var have string
	err := tx.QueryRowContext(ctx, "SELECT key_id FROM sealing").Scan(&have)
	if errors.Is(err, sql.ErrNoRows) {
		_, err = tx.ExecContext(ctx, "INSERT INTO sealing (key_id) VALUES (?)", s.key.ID())
	} else if err == nil && have != s.key.ID() {
		err = sealed.ErrKey
	}
	return err
}

// write does something as one.
func (s *Store) write(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return s.fault(err)
	}
	defer tx.Rollback()
	if err := do(tx); err != nil {
		return s.fault(err)
	}
	return s.fault(tx.Commit())
}

// subjectOf is what a subject is called in the store.
func (s *Store) subjectOf(population, id string) []byte {
	h := hmac.New(sha256.New, s.key.Derive("casework subject")[:])
	fmt.Fprintf(h, "%q %q", population, id)
	return h.Sum(nil)[:16]
}

// alertOf is the id of the alert that a pair raises.
func alertOf(subject []byte, entity string) string {
	h := sha256.New()
	h.Write(subject)
	h.Write([]byte(entity))
	return hex.EncodeToString(h.Sum(nil)[:6])
}

// keys finds the keys of subjects within a transaction.
type keys struct {
	s    *Store
	tx   querier
	have map[string]*sealed.Key
}

// querier is what a transaction and a database can both do.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func (s *Store) keys(tx querier) *keys { return &keys{s, tx, map[string]*sealed.Key{}} }

// of is a subject's key, nil where it was forgotten or never known.
func (k *keys) of(ctx context.Context, subject []byte) (*sealed.Key, error) {
	if have, ok := k.have[string(subject)]; ok {
		return have, nil
	}
	var wrapped []byte
	err := k.tx.QueryRowContext(ctx, "SELECT key FROM subject_key WHERE subject = ?", subject).Scan(&wrapped)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	plain, err := k.s.key.Unwrap(wrapped, "subject "+hex.EncodeToString(subject))
	if err != nil || len(plain) != len(sealed.Key{}) {
		return nil, sealed.ErrKey
	}
	k.have[string(subject)] = (*sealed.Key)(plain)
	return k.have[string(subject)], nil
}

// make is of, which makes a key where there is none.
func (k *keys) make(ctx context.Context, tx *sql.Tx, subject []byte) (*sealed.Key, error) {
	have, err := k.of(ctx, subject)
	if have != nil || err != nil {
		return have, err
	}
	fresh := sealed.NewKey()
	if _, err := tx.ExecContext(ctx, "INSERT INTO subject_key (subject, key) VALUES (?, ?)", subject, k.s.key.Wrap(fresh[:], "subject "+hex.EncodeToString(subject))); err != nil {
		return nil, err
	}
	k.have[string(subject)] = &fresh
	return &fresh, nil
}

// body opens an event's body; nothing where the subject was forgotten.
func (k *keys) body(ctx context.Context, subject []byte, alert string, text []byte) (b Body, err error) {
	key, err := k.of(ctx, subject)
	if key == nil || err != nil {
		return b, err
	}
	plain, err := key.Unwrap(text, alert)
	if err != nil {
		return b, err
	}
	return b, json.Unmarshal(plain, &b)
}

const timeForm = "2006-01-02T15:04:05.000Z"

func timeOf(s string) time.Time {
	t, _ := time.Parse(timeForm, s) // what the store wrote
	return t
}

// log adds an event to the chain.
func (k *keys) log(ctx context.Context, tx *sql.Tx, at time.Time, subject []byte, alert, kind string, b *Body) error {
	key, err := k.make(ctx, tx, subject)
	if err != nil {
		return err
	}
	plain, err := json.Marshal(b)
	if err != nil {
		return err
	}
	body := key.Wrap(plain, alert)
	var seq int64
	prev := []byte{}
	err = tx.QueryRowContext(ctx, "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1").Scan(&seq, &prev)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	seq++
	when := at.UTC().Format(timeForm)
	_, err = tx.ExecContext(ctx, "INSERT INTO event (seq, at, alert, kind, body, prev, hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
		seq, when, alert, kind, body, prev, link(prev, seq, when, alert, kind, body))
	return err
}

// link is an event's place in the chain.
func link(prev []byte, seq int64, at, alert, kind string, body []byte) []byte {
	h := sha256.New()
	sum := sha256.Sum256(body)
	fmt.Fprintf(h, "%x %d %s %s %s %x", prev, seq, at, alert, kind, sum)
	return h.Sum(nil)
}

// Verify checks the chain of events and says how many there are.
func (s *Store) Verify(ctx context.Context) (events int64, err error) {
	rows, err := s.db.QueryContext(ctx, "SELECT seq, at, alert, kind, body, prev, hash FROM event ORDER BY seq")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	before := []byte{}
	for rows.Next() {
		var seq int64
		var at, alert, kind string
		var body, prev, hash []byte
		if err := rows.Scan(&seq, &at, &alert, &kind, &body, &prev, &hash); err != nil {
			return events, err
		}
		events++
		if seq != events || !bytes.Equal(prev, before) || !bytes.Equal(hash, link(prev, seq, at, alert, kind, body)) {
			return events, fmt.Errorf("event %d of the alerts does not follow the one before: one was changed, taken out or put in", seq)
		}
		before = hash
	}
	return events, rows.Err()
}
