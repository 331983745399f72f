package register

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"sort"
)

// migrations hold one file a version, in the order of their names: 001_*.sql
// makes version 1 out of nothing, 002_*.sql version 2 out of 1. A file that
// has been released is never edited.
//
//go:embed migrations/*.sql
var migrations embed.FS

// applicationID marks the SQLite file as a register: "IDRM".
const applicationID = 0x4944524d

// migrate brings the file up to the newest version, each step in one
// transaction. It refuses files that are no register or of a later version.
func (r *Register) migrate(ctx context.Context) error {
	steps, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	sort.Strings(steps)
	for {
		have, err := r.version(ctx)
		if err != nil {
			return err
		}
		if have > len(steps) {
			return &Error{Kind: Newer,
				What:   fmt.Sprintf("%s is a register of version %d; this program knows versions up to %d", r.path, have, len(steps)),
				Remedy: "use the later version of the program that wrote it"}
		}
		if have == len(steps) {
			return nil
		}
		if err := r.step(ctx, steps[have], have); err != nil {
			return err
		}
	}
}

// version reads the file's version, 0 for a file with nothing in it.
func (r *Register) version(ctx context.Context) (int, error) {
	var version, app, tables int
	err := r.db.QueryRowContext(ctx, `SELECT (SELECT user_version FROM pragma_user_version),
		(SELECT application_id FROM pragma_application_id),
		(SELECT count(*) FROM sqlite_schema)`).Scan(&version, &app, &tables)
	if err != nil {
		return 0, err
	}
	if app != applicationID && (version != 0 || app != 0 || tables != 0) {
		return 0, &Error{Kind: Foreign, What: r.path + " is a SQLite file of another program",
			Remedy: "name another data folder, or move the file away"}
	}
	return version, nil
}

// step runs one migration, unless another process has done it meanwhile.
func (r *Register) step(ctx context.Context, file string, from int) error {
	script, err := migrations.ReadFile(file)
	if err != nil {
		return err
	}
	return r.write(ctx, "migrating with "+file, func(tx *sql.Tx) error {
		var now int
		if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&now); err != nil || now != from {
			return err
		}
		_, err := tx.ExecContext(ctx, fmt.Sprintf("%s;\nPRAGMA user_version = %d;", script, from+1))
		return err
	})
}
