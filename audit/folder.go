package audit

import (
	"bufio"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/interdict/interdict/internal/atomicfile"
	"github.com/interdict/interdict/internal/lockfile"
	"github.com/interdict/interdict/runs"
)

// Folder is where an installation keeps its receipts:
//
//	installation.key   the private key that signs them, PKCS 8 in PEM
//	installation.pub   the public one, to hand to whoever checks
//	000001.receipt     a receipt
//	000001.private     what a replay needs beside the inputs, as JSON
//	000001.refused     every refused row: input, row (or 7-9, the first and last of
//	                   several in a row), reason code, tabs between
//	000001.contents    where asked for: the same with what stood in them, sealed
type Folder string

// In is the folder of receipts within a data folder.
func In(data string) Folder { return Folder(filepath.Join(data, "receipts")) }

const (
	keyFile, publicFile = "installation.key", "installation.pub"

	receiptExtension, privateExtension, refusedExtension = ".receipt", ".private", ".refused"
)

// Private is what a receipt says to nobody: what the inputs were, and the key to
// what the receipt says of rows.
type Private struct {
	Key    string   `json:"key"` // hex; of the HMACs
	Inputs []string `json:"inputs"`
	// Mapping is the mapping file's text, Weights and Policy those in force, Lists
	// and Kinds what was asked for.
	Mapping string   `json:"mapping,omitempty"`
	Policy  string   `json:"policy"`
	Weights string   `json:"weights"`
	Lists   []string `json:"lists,omitempty"`
	Kinds   []string `json:"kinds,omitempty"`
	// RangeSize is how many bytes of input a range has.
	RangeSize int64 `json:"range_size"`
}

func (f Folder) path(number int, extension string) string {
	return filepath.Join(string(f), Name(number)+extension)
}

// Name is what a receipt is called.
func Name(number int) string { return fmt.Sprintf("%06d", number) }

// lockTime is how long a run waits for another one's receipt.
const lockTime = time.Minute

// Keep numbers a receipt, ties it to the one before, signs it and puts it in
// place with what lies beside it. rejected are the rows that were refused.
func (f Folder) Keep(ctx context.Context, r *Receipt, p *Private, rejected func(yield func(*runs.Rejected) bool)) (*Sealed, error) {
	fail := func(err error) (*Sealed, error) {
		return nil, fmt.Errorf("the receipt of the run cannot be kept in %s: %w", f, err)
	}
	release, err := lockfile.In(ctx, string(f), lockTime)
	if err != nil {
		return fail(err)
	}
	defer release() //nolint:errcheck // a lock file has nothing to lose
	if err := atomicfile.RemoveRemains(string(f)); err != nil {
		return fail(err)
	}
	key, err := f.key()
	if err != nil {
		return fail(err)
	}
	numbers, err := f.Numbers()
	if err != nil {
		return fail(err)
	}
	r.Version, r.Number, r.Previous = Version, 1, ""
	if n := len(numbers); n > 0 {
		before, err := f.Read(numbers[n-1])
		if err != nil {
			return fail(err)
		}
		r.Number, r.Previous = before.Number+1, before.Sum()
	}
	if r.Root, err = Root(r.Ranges); err != nil {
		return fail(err)
	}
	if r.RefusedRows, err = f.keepRefused(r.Number, rejected); err != nil {
		return fail(err)
	}
	private, err := json.Marshal(p)
	if err != nil {
		return fail(err)
	}
	sum := sha256.Sum256(private)
	r.Private = hex.EncodeToString(sum[:])
	file, err := sign(r, key)
	if err != nil {
		return fail(err)
	}
	sealed, err := Parse(file)
	if err != nil { // better no receipt than one that contradicts itself
		return fail(err)
	}
	if err := f.write(f.path(r.Number, privateExtension), private); err != nil {
		return fail(err)
	}
	if err := f.write(f.path(r.Number, receiptExtension), file); err != nil {
		return fail(err)
	}
	return sealed, nil
}

func (f Folder) write(path string, text []byte) error {
	return atomicfile.WriteBytes(atomicfile.Private{}, path, text)
}

// keepRefused writes the file of refused rows, a line for those that follow one
// another for one reason, none where there are none, and returns its SHA-256.
func (f Folder) keepRefused(number int, rejected func(yield func(*runs.Rejected) bool)) (string, error) {
	h := sha256.New()
	rows := 0
	write := func(w io.Writer) error {
		b := bufio.NewWriter(io.MultiWriter(w, h))
		// at is the stretch of rows at hand, of which last is the last.
		var at runs.Rejected
		var last int64
		flush := func() {
			if rows == 0 {
				return
			}
			fmt.Fprintf(b, "%d\t%d", at.Input+1, at.Row)
			if last > at.Row {
				fmt.Fprintf(b, "-%d", last)
			}
			fmt.Fprintf(b, "\t%s", at.Code)
			if at.Screened {
				b.WriteString("\tscreened without the value")
			}
			b.WriteByte('\n')
		}
		for r := range rejected {
			if rows > 0 && r.Input == at.Input && r.Row == last+1 && r.Code == at.Code && r.Screened == at.Screened {
				last = r.Row
				continue
			}
			flush()
			at, last = runs.Rejected{Input: r.Input, Row: r.Row, Code: r.Code, Screened: r.Screened}, r.Row
			rows++
		}
		flush()
		return b.Flush()
	}
	path := f.path(number, refusedExtension)
	if err := atomicfile.Write(atomicfile.Private{}, path, write); err != nil || rows > 0 {
		return hex.EncodeToString(h.Sum(nil)), err
	}
	return "", os.Remove(path)
}

// key is the installation's key, made on first use.
func (f Folder) key() (ed25519.PrivateKey, error) {
	path := filepath.Join(string(f), keyFile)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return f.newKey()
	}
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, fmt.Errorf("%s holds no key in PEM; put the right one back from your backup", path)
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("%s: %w; put the right one back from your backup", path, err)
	}
	signing, ok := key.(ed25519.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("%s holds another kind of key than ed25519", path)
	}
	return signing, nil
}

func (f Folder) newKey() (ed25519.PrivateKey, error) {
	public, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	shown, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		return nil, err
	}
	if err := f.write(filepath.Join(string(f), publicFile), pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: shown})); err != nil {
		return nil, err
	}
	return key, f.write(filepath.Join(string(f), keyFile), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}))
}

// Numbers are those of the receipts that are there, ascending.
func (f Folder) Numbers() (out []int, err error) {
	files, err := os.ReadDir(string(f))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	for _, e := range files { // in the order of their names
		name, ok := strings.CutSuffix(e.Name(), receiptExtension)
		if n, bad := strconv.Atoi(name); ok && bad == nil && n > 0 && name == Name(n) {
			out = append(out, n)
		}
	}
	return out, err
}

// Read reads a receipt and checks it by itself.
func (f Folder) Read(number int) (*Sealed, error) { return ReadFile(f.path(number, receiptExtension)) }

// ReadFile reads a receipt from any file and checks it by itself.
func ReadFile(path string) (*Sealed, error) {
	file, err := readLimited(path)
	if err != nil {
		return nil, err
	}
	s, err := Parse(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return s, nil
}

func readLimited(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxReceipt+1))
}

// Private reads what lies beside a receipt, and checks that it is what the
// receipt names.
func (f Folder) Private(s *Sealed) (*Private, error) {
	path := f.path(s.Number, privateExtension)
	text, err := readLimited(path)
	if err != nil {
		return nil, fmt.Errorf("what a replay needs lies beside the receipt where it was made: %w", err)
	}
	if sum := sha256.Sum256(text); hex.EncodeToString(sum[:]) != s.Receipt.Private {
		return nil, fmt.Errorf("%s is not what the receipt names: it was changed", path)
	}
	var p Private
	if err := json.Unmarshal(text, &p); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return &p, nil
}
