package register

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"github.com/interdict/interdict/internal/kept"
)

// leftAlone is the age up to which a file in the folder of published files that
// no edition names is left alone. A load takes far less.
const leftAlone = 24 * time.Hour

// Sweep removes from the folder of published files what loads have left that
// were killed before their commit, and says how many files it removed. No load
// goes on meanwhile. What an edition names stays.
func (r *Register) Sweep(ctx context.Context, now time.Time) (removed int, err error) {
	err = r.write(ctx, "clearing the folder of published files", func(tx *sql.Tx) error {
		known := map[kept.Sum]bool{}
		rows, err := tx.QueryContext(ctx, "SELECT files FROM edition")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var text []byte
			var files []File
			if err := rows.Scan(&text); err != nil {
				return err
			}
			if err := json.Unmarshal(text, &files); err != nil {
				return err
			}
			for _, f := range files {
				known[kept.Sum(f.SHA256)] = true
			}
		}
		if err := rows.Err(); err != nil {
			return err
		}
		removed, err = r.published().Sweep(func(sum kept.Sum) bool { return known[sum] }, now.Add(-leftAlone))
		return err
	})
	return removed, err
}
