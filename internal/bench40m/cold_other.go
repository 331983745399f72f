//go:build !linux

package main

import "errors"

// forget cannot be asked for here.
func forget(string) error { return errors.ErrUnsupported }
