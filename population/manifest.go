package population

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/interdict/interdict/internal/atomicfile"
	"github.com/interdict/interdict/internal/sealed"
)

// Read reads what a population is made of. Without a key no member can be read.
func (f Folder) Read(name string, key *sealed.Key) (*Population, error) {
	dir := filepath.Join(string(f), name)
	text, err := os.ReadFile(filepath.Join(dir, manifestFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, f.none(name)
	}
	if err != nil {
		return nil, err
	}
	p := &Population{dir: dir, key: key}
	if err := p.read(text); err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Join(dir, manifestFile), err)
	}
	if p.Version != Version {
		return nil, fmt.Errorf("population %s is of version %d; this program reads version %d", name, p.Version, Version)
	}
	if key != nil && p.KeyID != "" && p.KeyID != key.ID() {
		return nil, fmt.Errorf("population %s: %w", name, sealed.ErrKey)
	}
	return p, nil
}

// StateOf names what the population was at a generation, "" where that is not
// known. One that was made anew or put back from a copy reaches the same
// generations again, under other names.
func (p *Population) StateOf(generation int) string { return p.States[generation] }

// checksum is what Checksum has to be.
func (p *Population) checksum() (string, error) {
	without := *p
	without.Checksum = ""
	text, err := json.Marshal(&without)
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), err
}

// read reads population.json. One of an earlier program has no checksum.
func (p *Population) read(text []byte) error {
	if err := json.Unmarshal(text, p); err != nil {
		return sealed.ErrDamaged
	}
	sum, err := p.checksum()
	if err == nil && p.Version == Version && p.Checksum != "" && p.Checksum != sum {
		err = sealed.ErrDamaged
	}
	return err
}

// save puts population.json in place.
func (p *Population) save() error {
	var err error
	if p.Checksum, err = p.checksum(); err != nil {
		return err
	}
	text, err := json.MarshalIndent(p, "", "\t")
	if err != nil {
		return err
	}
	return atomicfile.WriteBytes(atomicfile.Private{}, filepath.Join(p.dir, manifestFile), append(text, '\n'))
}
