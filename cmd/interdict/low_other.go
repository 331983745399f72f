//go:build !linux

package main

import "os/exec"

// startLow starts a command; its priority is that of any.
func startLow(cmd *exec.Cmd) error { return cmd.Start() }
