package register

import (
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/klauspost/compress/zstd"
	_ "modernc.org/sqlite" // the database/sql driver "sqlite"
)

// FileName is the register's file within its folder. While it is open, SQLite
// keeps register.db-wal and register.db-shm beside it; they belong to it.
const FileName = "register.db"

// Options of Open. The zero value is right for nearly everyone.
type Options struct {
	// Wait is how long a writer waits for another process to finish writing
	// before it gives up with a Busy error. 0 is ten seconds.
	Wait time.Duration
}

// Register is an open register. It may be used by many goroutines at once.
type Register struct {
	path   string
	db     *sql.DB
	unz    *zstd.Decoder
	frozen os.FileInfo // see readOnly; else nil
	full   bool        // it is opened for reading since the disk is full

	mu         sync.Mutex
	statements map[string]*sql.Stmt // see statement
}

// Open opens the register in a folder. It makes the folder and an empty
// register where there is none, and brings one of an earlier version up to
// date. One that may be read and not written is opened for reading, and Load
// answers with an Inaccessible error; one for which the disk has no room too, and
// Load answers with a Storage error. Errors are of the kinds Inaccessible,
// Foreign, Newer, Damaged, Busy and Storage.
func Open(ctx context.Context, dir string, o Options) (*Register, error) {
	path, err := filepath.Abs(filepath.Join(dir, FileName))
	if err == nil {
		err = os.MkdirAll(filepath.Dir(path), 0o777)
	}
	if err != nil {
		return nil, &Error{Kind: Inaccessible, What: "register folder " + dir, Err: err,
			Remedy: "name a folder that you may write to"}
	}
	if o.Wait == 0 {
		o.Wait = 10 * time.Second
	}
	r := &Register{path: path}
	if err = r.checkForeign(ctx, o); err != nil {
		return nil, err
	}
	if r.unz, err = newDecoder(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	err = r.openPatiently(ctx, dsn(path, o), o.Wait)
	if r.full = isFull(err); (r.full || IsKind(err, Inaccessible)) && r.readOnly(ctx, o) {
		return r, nil
	}
	if err != nil {
		r.unz.Close()
		return nil, err
	}
	return r, nil
}

// checkForeign refuses a SQLite file of another program before it is opened for
// writing, which would change it. What it cannot tell, open will.
func (r *Register) checkForeign(ctx context.Context, o Options) error {
	f, err := os.Open(r.path)
	if err != nil {
		return nil
	}
	defer f.Close()
	var head [100]byte // SQLite's header; the application's number stands at 68
	if _, err := io.ReadFull(f, head[:]); err != nil || binary.BigEndian.Uint32(head[68:]) == applicationID {
		return nil
	}
	reader := &Register{path: r.path}
	if reader.db, err = sql.Open("sqlite", source(r.path, o, url.Values{"mode": {"ro"}})); err != nil {
		return nil
	}
	defer reader.db.Close()
	if _, err := reader.version(ctx); IsKind(err, Foreign) {
		return err
	}
	return nil
}

// open opens the file by a data source name and brings it up to date.
func (r *Register) open(ctx context.Context, dsn string) (err error) {
	if r.db, err = sql.Open("sqlite", dsn); err != nil {
		return fmt.Errorf("%s: %w", r.path, err)
	}
	r.db.SetMaxOpenConns(8)
	if err = r.migrate(ctx); err != nil {
		r.db.Close()
	}
	return r.fault("opening", err)
}

// openPatiently opens the file, again and again while it is busy. SQLite waits
// for a writer by itself, but not while it turns a new file into one with a
// write-ahead log: of several processes that do it at once, all but one are told
// at once that the file is busy.
func (r *Register) openPatiently(ctx context.Context, dsn string, wait time.Duration) error {
	for end, pause := time.Now().Add(wait), time.Millisecond; ; pause = min(2*pause, 100*time.Millisecond) {
		err := r.open(ctx, dsn)
		if !IsKind(err, Busy) || time.Now().Add(pause).After(end) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(pause):
		}
	}
}

// dsn is the data source name. A write-ahead log lets readers go on while an
// edition is loaded; FULL synchronous means that what has been committed
// survives a power cut; an immediate transaction is the writer's lock.
func dsn(path string, o Options) string {
	return source(path, o, url.Values{"_txlock": {"immediate"}}, "journal_mode(WAL)", "synchronous(FULL)", "fullfsync(1)")
}

// source is the data source name of the file under some parameters and pragmas.
func source(path string, o Options, q url.Values, pragmas ...string) string {
	p := filepath.ToSlash(path)
	if !strings.HasPrefix(p, "/") { // C:/...
		p = "/" + p
	}
	q["_pragma"] = append([]string{fmt.Sprintf("busy_timeout(%d)", o.Wait.Milliseconds())}, pragmas...)
	q["_pragma"] = append(q["_pragma"], "foreign_keys(1)", "temp_store(MEMORY)", "cache_size(-16000)", "trusted_schema(0)")
	return (&url.URL{Scheme: "file", Path: p, RawQuery: q.Encode()}).String()
}

// Close closes the register. Everything that was loaded is in it already.
func (r *Register) Close() error {
	r.unz.Close()
	return r.fault("closing", r.db.Close())
}

// Check reads the whole register and returns a Damaged error where it
// contradicts itself: a broken page, a missing row, a record whose bytes are
// not those of its hash. It takes about a second for each 100 MB.
func (r *Register) Check(ctx context.Context) error {
	for _, pragma := range []string{"integrity_check", "foreign_key_check"} {
		if err := r.checkPragma(ctx, pragma); err != nil {
			return r.fault("checking", err)
		}
	}
	rows, err := r.db.QueryContext(ctx, "SELECT hash, body FROM record")
	if err != nil {
		return r.fault("checking", err)
	}
	defer rows.Close()
	var hash, body []byte
	for rows.Next() {
		if err = rows.Scan(&hash, &body); err == nil {
			_, _, err = r.unpack(hash, body)
		}
		if err != nil {
			return r.fault("checking", err)
		}
	}
	return r.fault("checking", rows.Err())
}

// checkPragma runs one of SQLite's own checks. integrity_check answers one
// row, "ok"; foreign_key_check answers none.
func (r *Register) checkPragma(ctx context.Context, pragma string) error {
	rows, err := r.db.QueryContext(ctx, "PRAGMA "+pragma)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var first string
		cols, err := rows.Columns()
		if err != nil {
			return err
		}
		dest := make([]any, len(cols))
		dest[0] = &first
		for i := 1; i < len(dest); i++ {
			dest[i] = new(sql.RawBytes)
		}
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		if first != "ok" {
			return &Error{Kind: Damaged, What: r.path + ": " + pragma + " found " + first,
				Remedy: restore}
		}
	}
	return rows.Err()
}

// read runs f in a reading transaction, so that all it asks is answered as of
// one moment, whatever is loaded meanwhile.
func (r *Register) read(ctx context.Context, doing string, f func(*sql.Tx) error) error {
	tx, err := r.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return r.fault(doing, err)
	}
	defer tx.Rollback()
	if err := r.ended(ctx, doing, f(tx)); err != nil {
		return err
	}
	return r.unchanged()
}

// readBy is read of what one statement answers. The statement is compiled once for
// each connection: of small answers that is most of the work.
func (r *Register) readBy(ctx context.Context, doing, text string, f func(*sql.Tx, *sql.Stmt) error) error {
	// It is made before the transaction, which holds a connection: were all of them
	// held, it would wait for ever.
	s, err := r.statement(ctx, text)
	if err != nil {
		return r.ended(ctx, doing, r.fault(doing, err))
	}
	return r.read(ctx, doing, func(tx *sql.Tx) error { return f(tx, tx.StmtContext(ctx, s)) })
}

// statement is a statement that is kept until the register is closed.
func (r *Register) statement(ctx context.Context, text string) (*sql.Stmt, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if s := r.statements[text]; s != nil {
		return s, nil
	}
	s, err := r.db.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	if r.statements == nil {
		r.statements = map[string]*sql.Stmt{}
	}
	r.statements[text] = s
	return s, nil
}

// write runs f in the one writing transaction and commits if it succeeds. It
// waits for another writer as Options.Wait says.
func (r *Register) write(ctx context.Context, doing string, f func(*sql.Tx) error) error {
	tx, err := r.db.BeginTx(ctx, nil)
	if err != nil {
		return r.fault(doing, err)
	}
	defer tx.Rollback() // does nothing once committed
	if err := f(tx); err != nil {
		return r.ended(ctx, doing, err)
	}
	return r.ended(ctx, doing, tx.Commit())
}

// ended is fault, but for the many errors that a transaction meets once its
// context is done: that alone is the reason.
func (r *Register) ended(ctx context.Context, doing string, err error) error {
	if err != nil && ctx.Err() != nil {
		return fmt.Errorf("%s was stopped: %w", doing, ctx.Err())
	}
	return r.fault(doing, err)
}
