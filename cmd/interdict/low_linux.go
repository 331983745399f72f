package main

import (
	"os/exec"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

// lowPriority is the niceness of work that can wait.
const lowPriority = 10

// runLow runs a command at a low priority, and asks it to end where this process is
// killed. On Linux a priority is a thread's, and what it starts has it too, and it is
// that thread whose death ends the command; so a thread of its own starts the command,
// waits for it and is thrown away, since a priority cannot be raised again.
func runLow(cmd *exec.Cmd) error {
	ended := make(chan error, 1)
	go func() {
		runtime.LockOSThread()                                  // never unlocked: the thread ends with this function
		_ = unix.Setpriority(unix.PRIO_PROCESS, 0, lowPriority) // otherwise it runs as any
		cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
		ended <- cmd.Run()
	}()
	return <-ended
}
