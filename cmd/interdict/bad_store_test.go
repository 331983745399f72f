package main

import (
	"bytes"
	"database/sql"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/interdict/interdict/base"
)

func loadedStore(t *testing.T) string { return loadedWith(t, ofacXML()) }

func copyOf(t *testing.T, data string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "data")
	if err := os.CopyFS(to, os.DirFS(data)); err != nil {
		t.Fatal(err)
	}
	return to
}

func write(t *testing.T, path string, b []byte) {
	t.Helper()
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// currentSnapshot is the snapshot that the folder's pointer names.
func currentSnapshot(t *testing.T, data string) string {
	t.Helper()
	dir := filepath.Join(data, "snapshots")
	return filepath.Join(dir, strings.TrimSpace(string(read(t, filepath.Join(dir, base.CurrentFile)))))
}

// Whatever happens to a snapshot or to the pointer to it, the next command says
// so, makes it anew and answers; the one after finds it whole.
func TestDamagedSnapshots(t *testing.T) {
	loaded := loadedStore(t)
	for _, c := range []struct {
		name   string
		damage func(t *testing.T, data, snapshot string)
		says   string
	}{
		{"deleted", func(t *testing.T, _, snapshot string) { os.Remove(snapshot) }, "the one before is gone"},
		{"empty", func(t *testing.T, _, snapshot string) { write(t, snapshot, nil) }, "is damaged"},
		{"cut off", func(t *testing.T, _, snapshot string) { b := read(t, snapshot); write(t, snapshot, b[:len(b)/2]) }, "is damaged"},
		{"a byte changed", func(t *testing.T, _, snapshot string) {
			b := read(t, snapshot)
			b[len(b)/2] ^= 4
			write(t, snapshot, b)
		}, "is damaged"},
		{"of a later format", func(t *testing.T, _, snapshot string) {
			b := read(t, snapshot)
			b[8] = 200
			write(t, snapshot, b)
		}, "format version 200"},
		{"of another analysis", func(t *testing.T, _, snapshot string) { changeAnalysis(t, snapshot) }, "under another analysis version"},
		{"a folder in its place", func(t *testing.T, _, snapshot string) {
			os.Remove(snapshot)
			os.Mkdir(snapshot, 0o700)
		}, "not a regular file"},
		{"pointer deleted", func(t *testing.T, data, _ string) { os.Remove(filepath.Join(data, "snapshots", base.CurrentFile)) }, "there is none yet"},
		{"pointer empty", func(t *testing.T, data, _ string) { write(t, filepath.Join(data, "snapshots", base.CurrentFile), nil) }, "names no snapshot"},
		{"pointer leads away", func(t *testing.T, data, _ string) {
			write(t, filepath.Join(data, "snapshots", base.CurrentFile), []byte("../../x.snap\n"))
		}, "names no snapshot"},
		{"pointer is bytes", func(t *testing.T, data, _ string) {
			write(t, filepath.Join(data, "snapshots", base.CurrentFile), bytes.Repeat([]byte{0}, 4096))
		}, "names no snapshot"},
		{"folder deleted", func(t *testing.T, data, _ string) { os.RemoveAll(filepath.Join(data, "snapshots")) }, "there is none yet"},
	} {
		t.Run(c.name, func(t *testing.T) {
			data := copyOf(t, loaded)
			c.damage(t, data, currentSnapshot(t, data))
			customers := filepath.Join(t.TempDir(), "customers.csv")
			write(t, customers, []byte("id,name\n1,Guangzong Zhao\n"))
			status, out, errs := runAs(t, data, "screen", "--json", customers)
			if status != exitDone || !strings.Contains(out, `"47001"`) || !strings.Contains(errs, c.says) {
				t.Errorf("screen: exit status %d, standard error %q, want one that says %q\n%s", status, errs, c.says, out)
			}
			if c.name == "a folder in its place" {
				return // which is not ours to remove
			}
			status, out, errs = runAs(t, data, "search", "--json", "Zhao Guangzong")
			if status != exitDone || !strings.Contains(out, `"47001"`) || errs != "" {
				t.Errorf("search afterwards: exit status %d, standard error %q", status, errs)
			}
		})
	}
}

// changeAnalysis makes a whole snapshot that another version of the program
// might have compiled.
func changeAnalysis(t *testing.T, path string) {
	t.Helper()
	b := read(t, path)
	i := bytes.Index(b, []byte(`"analysis":"`)) + len(`"analysis":"`)
	copy(b[i:], "0000000000000000")
	fixChecksums(t, b)
	write(t, path, b)
}

// fixChecksums makes the checksums of a snapshot those of its bytes (FORMAT.md).
func fixChecksums(t *testing.T, b []byte) {
	t.Helper()
	const header, entry = 24, 40
	sum := func(b []byte) uint32 { return crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli)) }
	le := binary.LittleEndian
	toc := b[header : header+entry*int(le.Uint32(b[12:]))]
	for e := toc; len(e) > 0; e = e[entry:] {
		from, size := le.Uint64(e[16:]), le.Uint64(e[24:])
		le.PutUint32(e[32:], sum(b[from:from+size]))
	}
	le.PutUint32(b[16:], sum(toc))
}

// What a killed process leaves half written is removed in time, and a snapshot
// that another process may be about to open is not.
func TestRemainsAreRemoved(t *testing.T) {
	data := loadedStore(t)
	dir := filepath.Join(data, "snapshots")
	old := time.Now().Add(-2 * time.Hour)
	for name, gone := range map[string]bool{".x.snap.1.tmp": true, "old.snap": true, "notes.txt": false} {
		write(t, filepath.Join(dir, name), []byte("x"))
		if err := os.Chtimes(filepath.Join(dir, name), old, old); err != nil {
			t.Fatal(err)
		}
		defer func() {
			if _, err := os.Stat(filepath.Join(dir, name)); os.IsNotExist(err) != gone {
				t.Errorf("%s: gone %v, want %v", name, !gone, gone)
			}
		}()
	}
	for _, name := range []string{".y.snap.2.tmp", "young.snap"} {
		write(t, filepath.Join(dir, name), []byte("x"))
		defer func() {
			if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
				t.Error(err)
			}
		}()
	}
	os.Remove(currentSnapshot(t, data))
	if status, _, errs := runAs(t, data, "search", "Zhao"); status != exitDone {
		t.Fatal(status, errs)
	}
}

// A register that cannot be used ends every command with a sentence that names
// it and says what to do, and is left as it is.
func TestUnusableRegisters(t *testing.T) {
	base := loadedStore(t)
	sample := ofacXML()
	next := filepath.Join(t.TempDir(), sample.file)
	write(t, next, []byte(good(sample)))
	for _, c := range []struct {
		name   string
		damage func(t *testing.T, register string)
		says   string
	}{
		{"of a later version", func(t *testing.T, register string) { execute(t, register, "PRAGMA user_version = 99") }, "is a register of version 99; this program knows versions up to"},
		{"of another program", func(t *testing.T, register string) {
			os.Remove(register)
			execute(t, register, "CREATE TABLE customers (name TEXT)")
		}, "name another data folder, or move the file away"},
		{"no database", func(t *testing.T, register string) { write(t, register, bytes.Repeat([]byte("no database"), 500)) }, "name another data folder, or move the file away"},
		{"cut off", func(t *testing.T, register string) { b := read(t, register); write(t, register, b[:len(b)/2]) }, "put back a copy of the register, or move it away and load the lists again"},
		{"first page cut off", func(t *testing.T, register string) { write(t, register, read(t, register)[:1000]) }, "put back a copy of the register, or move it away and load the lists again"},
		{"its tables overwritten", func(t *testing.T, register string) {
			b := read(t, register)
			for i := 100; i < len(b); i += 4096 {
				copy(b[i:], bytes.Repeat([]byte{0xff}, 1000))
			}
			write(t, register, b)
		}, "put back a copy of the register, or move it away and load the lists again"},
	} {
		t.Run(c.name, func(t *testing.T) {
			data := copyOf(t, base)
			path := filepath.Join(data, "register.db")
			c.damage(t, path)
			before := read(t, path)
			for _, args := range [][]string{{"lists", "load", "--quiet", next}, {"lists", "status"}, {"search", "Zhao"}, {"show", "47001"}, {"lists", "diff", "us_ofac_sdn"}} {
				status, out, errs := runAs(t, data, args...)
				if status != exitFailed || !strings.Contains(errs, c.says) || !strings.Contains(errs, "register.db") || strings.Count(errs, "\n") != 1 {
					t.Errorf("%v: exit status %d, standard error %q, want one line that says %q\n%s", args, status, errs, c.says, out)
				}
			}
			if !bytes.Equal(read(t, path), before) {
				t.Error("the file was changed")
			}
		})
	}
}

func execute(t *testing.T, path, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err == nil {
		_, err = db.Exec(statement)
	}
	if err == nil {
		err = db.Close()
	}
	if err != nil {
		t.Fatal(fmt.Errorf("%s: %w", statement, err))
	}
}

// TestKilledWhileLoading kills the program at many moments of a load, the
// making of the snapshot included. Whatever is left, every command works, and
// the list is whole: the edition before or the next.
func TestKilledWhileLoading(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	s := ofacXML()
	base, file := loadedWith(t, s), filepath.Join(t.TempDir(), s.file)
	const parties = 1500
	write(t, file, []byte(s.edition(nextDay, s.records(1, parties))))
	load := func(data string) *exec.Cmd {
		cmd := exec.Command(os.Args[0], "lists", "load", "--quiet", file)
		cmd.Args[0] = "interdict" // by which this test's program knows what it is
		cmd.Env = append(os.Environ(), "INTERDICT_DATA="+data)
		return cmd
	}
	began := time.Now()
	if out, err := load(copyOf(t, base)).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	whole := time.Since(began)
	const rounds = 16
	after := 0
	for i := range rounds {
		data := copyOf(t, base)
		cmd := load(data)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(whole * time.Duration(i) / rounds)
		cmd.Process.Kill()
		cmd.Wait()
		_, out, errs := runAs(t, data, "lists", "status", "--json")
		switch {
		case strings.Contains(out, fmt.Sprintf(`"entries":%d`, parties)):
			after++
		case !strings.Contains(out, fmt.Sprintf(`"entries":%d`, sampleSize)):
			t.Errorf("round %d: status %s%s", i, out, errs)
		}
		customers := filepath.Join(t.TempDir(), "customers.csv")
		write(t, customers, []byte("id,name\n1,Guangzong Zhao\n"))
		for _, args := range [][]string{{"search", "--json", "Zhao Guangzong"}, {"screen", "--json", customers}, {"lists", "load", "--json", file}} {
			status, out, errs := runAs(t, data, args...)
			if status != exitDone || !strings.Contains(out, "47001") && args[0] != "lists" {
				t.Errorf("round %d, %s: exit status %d, %s%s", i, args[0], status, out, errs)
			}
		}
	}
	t.Logf("killed %d times in %v; the next edition was in %d times", rounds, whole, after)
}

// Loads at once wait for one another; searches meanwhile are answered.
func TestLoadsAtOnce(t *testing.T) {
	data, dir := loadedWith(t, ofacXML()), t.TempDir()
	var files []string
	for _, s := range []*sample{unXML(), ukXML()} {
		files = append(files, filepath.Join(dir, s.file))
		write(t, files[len(files)-1], []byte(good(s)))
	}
	var wait sync.WaitGroup
	for i := range 6 {
		file := files[i%2]
		wait.Go(func() {
			if status, out, errs := runAs(t, data, "lists", "load", "--quiet", file); status != exitDone {
				t.Errorf("load: exit status %d, %s%s", status, out, errs)
			}
		})
		wait.Go(func() {
			if status, out, errs := runAs(t, data, "search", "--quiet", "--json", "Zhao Guangzong"); status != exitDone || !strings.Contains(out, "us_ofac_sdn-47001") {
				t.Errorf("search: exit status %d, %s%s", status, out, errs)
			}
		})
	}
	wait.Wait()
	status, out, errs := runAs(t, data, "lists", "status", "--json")
	if status != exitDone || strings.Count(out, `"health":"ok"`) != 3 {
		t.Errorf("afterwards: exit status %d, %s%s", status, out, errs)
	}
}
