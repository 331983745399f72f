package audit

import (
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Finding is what checking one receipt came to.
type Finding struct {
	Number int    `json:"number"`
	OK     bool   `json:"ok"`
	Sum    string `json:"sha256,omitempty"`
	Key    string `json:"key,omitempty"`
	// Words say what is wrong.
	Words   string   `json:"words,omitempty"`
	Receipt *Receipt `json:"-"`
}

// Verify checks the whole chain of a folder: each receipt by itself, that each
// names the one before, that no number is missing, that one key signed all, and
// what lies beside them.
func (f Folder) Verify() ([]Finding, error) {
	numbers, err := f.Numbers()
	if err != nil {
		return nil, err
	}
	key, err := f.PublicKey()
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	out := []Finding{}
	previous, want := "", 1
	for _, n := range numbers {
		for ; want < n; want++ {
			out = append(out, Finding{Number: want, Words: "the receipt is missing"})
			previous = "?"
		}
		want = n + 1
		s, err := f.Read(n)
		if err != nil {
			out = append(out, Finding{Number: n, Words: err.Error()})
			previous = "?"
			continue
		}
		finding := Finding{Number: n, OK: true, Sum: s.Sum(), Key: s.Key(), Receipt: &s.Receipt}
		finding.fault(f.beside(s, key, previous, n))
		out = append(out, finding)
		previous = s.Sum()
	}
	return out, nil
}

func (f *Finding) fault(err error) {
	if err != nil {
		f.OK, f.Words = false, err.Error()
	}
}

// beside checks how a receipt stands among the others and to what lies beside it.
func (f Folder) beside(s *Sealed, key, previous string, number int) error {
	switch {
	case s.Number != number:
		return fmt.Errorf("it is receipt %s under another number", Name(s.Number))
	case previous != "?" && s.Previous != previous:
		return errors.New("it does not follow the receipt before it: one was changed, taken out or put in")
	case key != "" && s.Key() != key:
		return errors.New("it was signed by another installation's key")
	}
	if _, err := f.Private(s); err != nil && !errors.Is(err, fs.ErrNotExist) { // it may have been removed, to forget the customers
		return err
	}
	if s.RefusedRows == "" {
		return nil
	}
	sum, err := sumOf(f.path(number, refusedExtension))
	if err != nil {
		return fmt.Errorf("the rows that were refused: %w", err)
	}
	if sum != s.RefusedRows {
		return errors.New("the file that names the refused rows was changed")
	}
	return nil
}

func sumOf(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	_, err = io.Copy(h, f)
	return hex.EncodeToString(h.Sum(nil)), err
}

// PublicKey is the installation's, in base64.
func (f Folder) PublicKey() (string, error) {
	return ReadPublicKey(filepath.Join(string(f), publicFile))
}

// ReadPublicKey reads an ed25519 key from a PEM file and gives it in base64.
func ReadPublicKey(path string) (string, error) {
	text, err := readLimited(path)
	if err != nil {
		return "", err
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return "", fmt.Errorf("%s holds no key in PEM", path)
	}
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return "", fmt.Errorf("%s: %w", path, err)
	}
	public, ok := key.(ed25519.PublicKey)
	if !ok {
		return "", fmt.Errorf("%s holds another kind of key than ed25519", path)
	}
	return base64.StdEncoding.EncodeToString(public), nil
}
