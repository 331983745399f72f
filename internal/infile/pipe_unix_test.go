//go:build unix

package infile_test

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/interdict/interdict/internal/infile"
)

// TestOpenRefusesPipe would hang where the pipe is opened: nobody writes.
func TestOpenRefusesPipe(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip("no pipes here:", err)
	}
	_, err := infile.Open(pipe, 0)
	if err == nil || !strings.Contains(err.Error(), "is a pipe, not a file") {
		t.Errorf("error %v", err)
	}
}
