package main

import (
	"os/exec"
	"runtime"

	"golang.org/x/sys/unix"
)

// lowPriority is the niceness of work that can wait.
const lowPriority = 10

// startLow starts a command at a low priority. On Linux that is a thread's, and
// what it starts has it too; so a thread of its own starts the command and is
// thrown away, since a priority cannot be raised again.
func startLow(cmd *exec.Cmd) error {
	started := make(chan error, 1)
	go func() {
		runtime.LockOSThread()                                  // never unlocked: the thread ends with this function
		_ = unix.Setpriority(unix.PRIO_PROCESS, 0, lowPriority) // otherwise it runs as any
		started <- cmd.Start()
	}()
	return <-started
}
