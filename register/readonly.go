package register

import (
	"context"
	"net/url"
	"os"
)

// readOnly opens a register that cannot be written: on a disk that is full or
// mounted for reading, or as a user who only screens. SQLite keeps beside a file that
// others may write a log and shared memory; where those are there, it can read
// along. Where they are not, nobody has the register open, and it is read as a
// file that does not change; if it does after all, whoever reads is told to
// try again.
func (r *Register) readOnly(ctx context.Context, o Options) bool {
	info, err := os.Stat(r.path)
	if err != nil || info.Size() == 0 {
		return false
	}
	if r.open(ctx, source(r.path, o, url.Values{"mode": {"ro"}})) == nil {
		return true
	}
	if log, err := os.Stat(r.path + "-wal"); err == nil && log.Size() > 0 {
		return false
	}
	if r.open(ctx, source(r.path, o, url.Values{"mode": {"ro"}, "immutable": {"1"}})) != nil {
		return false
	}
	r.frozen = info
	return true
}

// unchanged is a Busy error where a file that should not change has changed
// since it was opened.
func (r *Register) unchanged() error {
	if r.frozen == nil {
		return nil
	}
	if now, err := os.Stat(r.path); err == nil && now.Size() == r.frozen.Size() && now.ModTime().Equal(r.frozen.ModTime()) {
		return nil
	}
	return &Error{Kind: Busy, What: r.path + " changed while it was read", Remedy: "try again"}
}
