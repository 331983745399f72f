package main

import (
	"errors"
	"path/filepath"
	"runtime"
)

// defaultData is the data folder where no flag names one: INTERDICT_DATA, else
// a folder of our own where the system keeps users' data; empty where the
// system does not say where that is.
func (m *Main) defaultData() string {
	if dir := m.Getenv("INTERDICT_DATA"); dir != "" {
		return dir
	}
	home := m.Getenv("HOME")
	dir := ""
	switch {
	case runtime.GOOS == "windows":
		dir = m.Getenv("LocalAppData")
	case runtime.GOOS == "darwin" && home != "":
		dir = filepath.Join(home, "Library", "Application Support")
	case filepath.IsAbs(m.Getenv("XDG_DATA_HOME")):
		dir = m.Getenv("XDG_DATA_HOME")
	case home != "":
		dir = filepath.Join(home, ".local", "share")
	}
	if dir == "" {
		return ""
	}
	return filepath.Join(dir, "interdict")
}

// checkData is for commands that need the data folder.
func (g *globals) checkData() error {
	if g.Data == "" {
		return errors.New("the user's data folder is not known here; name one with --data DIR or INTERDICT_DATA")
	}
	return nil
}
