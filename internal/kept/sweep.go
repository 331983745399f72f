package kept

import (
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/interdict/interdict/internal/atomicfile"
)

// Sweep removes what killed processes left: half-written files, and files that
// nobody knows because the process that kept them died before it could say so.
// Only what was last written before a time goes, and nothing that a patch rests
// upon. Nobody may keep a file meanwhile. It says how many files it removed.
func (s Store) Sweep(known func(Sum) bool, before time.Time) (removed int, err error) {
	var unknown []string
	err = s.each(func(path string, entry os.DirEntry) error {
		sum, ours := sumOf(entry.Name())
		remains := atomicfile.IsRemains(entry.Name())
		if !remains && (!ours || known(sum)) {
			return nil
		}
		info, err := entry.Info()
		if err != nil || !info.Mode().IsRegular() || !info.ModTime().Before(before) {
			return nil // it went meanwhile, or is too young
		}
		if !remains {
			unknown = append(unknown, path)
			return nil
		}
		removed++
		return s.fs().Remove(path)
	})
	if err != nil || len(unknown) == 0 {
		return removed, err
	}
	bases, err := s.bases()
	if err != nil {
		return removed, err
	}
	for _, path := range unknown {
		if sum, _ := sumOf(filepath.Base(path)); bases[sum] {
			continue
		}
		if err := s.fs().Remove(path); err != nil {
			return removed, err
		}
		removed++
	}
	return removed, nil
}

// each calls f for every file in the store's folders.
func (s Store) each(f func(path string, entry os.DirEntry) error) error {
	folders, err := os.ReadDir(s.Dir)
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, folder := range folders {
		if len(folder.Name()) != 2 || !folder.IsDir() {
			continue
		}
		dir := filepath.Join(s.Dir, folder.Name())
		files, err := os.ReadDir(dir)
		if err != nil {
			return err
		}
		for _, entry := range files {
			if err := f(filepath.Join(dir, entry.Name()), entry); err != nil {
				return err
			}
		}
	}
	return nil
}

// bases are the files that patches rest upon.
func (s Store) bases() (map[Sum]bool, error) {
	out := map[Sum]bool{}
	err := s.each(func(path string, entry os.DirEntry) error {
		if filepath.Ext(path) != patchExt {
			return nil
		}
		h, err := readHeader(path)
		if err == nil {
			out[h.base] = true
		}
		return err
	})
	return out, err
}

// sumOf is the sum of the file that a name stands for.
func sumOf(name string) (sum Sum, ok bool) {
	ext := filepath.Ext(name)
	if ext != wholeExt && ext != patchExt {
		return sum, false
	}
	b, err := hex.DecodeString(strings.TrimSuffix(name, ext))
	if err != nil || len(b) != len(sum) {
		return sum, false
	}
	return Sum(b), true
}
