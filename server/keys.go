package server

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sync"
	"time"

	"github.com/interdict/interdict/internal/atomicfile"
	"github.com/interdict/interdict/internal/lockfile"
)

// Scope is what a key may be used for.
type Scope string

const (
	Read   Scope = "read"   // search, show, see the lists and what changed in them
	Screen Scope = "screen" // screen subjects, explain hits
	Update Scope = "update" // have the lists updated
	// Metrics is a scope of its own so that what watches the service needs no key
	// that can ask about anybody.
	Metrics Scope = "metrics"
	// Alerts is one of its own too: who screens a name needs not see what is kept of
	// all customers.
	Alerts Scope = "alerts"
)

// Scopes are all there are.
var Scopes = []Scope{Read, Screen, Update, Metrics, Alerts}

// Key is a key that may ask. The key itself is not kept: only its SHA-256. That
// is enough, and no slow hash such as a password's is needed, because a key is
// 256 random bits: who has the hash cannot try them all, and a hash a request
// must be quick.
type Key struct {
	Name    string    `json:"name"`
	SHA256  string    `json:"sha256"`
	Scopes  []Scope   `json:"scopes"`
	Made    time.Time `json:"made"`
	Expires time.Time `json:"expires,omitzero"` // zero: never
}

// Expired says that a key is no longer good.
func (k *Key) Expired(now time.Time) bool { return !k.Expires.IsZero() && !now.Before(k.Expires) }

// may says whether a key has all scopes.
func (k *Key) may(scopes []Scope) bool {
	for _, s := range scopes {
		if !slices.Contains(k.Scopes, s) {
			return false
		}
	}
	return true
}

// Limits of the file of keys.
const (
	maxKeyFile = 4 << 20
	maxKeys    = 10_000
	// KeyPrefix begins every key, so that one that lies about is recognised.
	KeyPrefix = "itd_"
	keyBytes  = 32
)

// KeyName is what keys can be called: their names stand in logs.
var KeyName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

// KeyFile is where the keys of a data folder are kept.
type KeyFile string

// KeysIn is the file of a data folder.
func KeysIn(data string) KeyFile { return KeyFile(filepath.Join(data, "keys.json")) }

// keysJSON is the file's content.
type keysJSON struct {
	Keys []Key `json:"keys"`
}

// Read reads the keys; none where the file is not there.
func (f KeyFile) Read() ([]Key, error) {
	file, err := os.Open(string(f))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxKeyFile+1))
	if err != nil {
		return nil, err
	}
	keys, err := parseKeys(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f, err)
	}
	return keys, nil
}

// parseKeys reads the content of a file of keys, whole or not at all.
func parseKeys(text []byte) ([]Key, error) {
	if len(text) > maxKeyFile {
		return nil, fmt.Errorf("it has over %d MB", maxKeyFile>>20)
	}
	var all keysJSON
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&all); err != nil {
		return nil, errors.New("it is no file of keys")
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("something stands behind the keys")
	}
	if len(all.Keys) > maxKeys {
		return nil, fmt.Errorf("it has over %d keys", maxKeys)
	}
	names, sums := map[string]bool{}, map[string]bool{}
	for i := range all.Keys {
		k := &all.Keys[i]
		sum, err := hex.DecodeString(k.SHA256)
		switch {
		case !KeyName.MatchString(k.Name):
			return nil, fmt.Errorf("key %d has no name", i+1)
		case err != nil || len(sum) != sha256.Size || hex.EncodeToString(sum) != k.SHA256:
			return nil, fmt.Errorf("key %s: its hash is none", k.Name)
		case names[k.Name] || sums[k.SHA256]:
			return nil, fmt.Errorf("key %s is there twice", k.Name)
		case len(k.Scopes) == 0:
			return nil, fmt.Errorf("key %s has no scope", k.Name)
		}
		for _, s := range k.Scopes {
			if !slices.Contains(Scopes, s) {
				return nil, fmt.Errorf("key %s has a scope that there is not", k.Name)
			}
		}
		names[k.Name], sums[k.SHA256] = true, true
	}
	return all.Keys, nil
}

// change changes the keys, one process at a time.
func (f KeyFile) change(ctx context.Context, with func([]Key) ([]Key, error)) error {
	if err := os.MkdirAll(filepath.Dir(string(f)), 0o700); err != nil {
		return fmt.Errorf("the data folder cannot be made: %w", err)
	}
	release, err := lockfile.Wait(ctx, string(f)+".lock")
	if err != nil {
		return err
	}
	defer release() //nolint:errcheck // a lock file has nothing to lose
	keys, err := f.Read()
	if err != nil {
		return err
	}
	if keys, err = with(keys); err != nil {
		return err
	}
	text, err := json.MarshalIndent(keysJSON{append([]Key{}, keys...)}, "", "  ")
	if err != nil {
		return err
	}
	return atomicfile.WriteBytes(atomicfile.Private{}, string(f), append(text, '\n'))
}

// ErrKeyThere is the error of a name that is taken, ErrNoKey that of one that
// no key has.
var (
	ErrKeyThere = errors.New("there is a key of this name; revoke it first, or choose another name")
	ErrNoKey    = errors.New("there is no key of this name")
)

// Add makes a key and returns it: this is the only time that it can be seen.
func (f KeyFile) Add(ctx context.Context, k Key) (secret string, err error) {
	random := make([]byte, keyBytes)
	if _, err := rand.Read(random); err != nil {
		return "", err
	}
	secret = KeyPrefix + base64.RawURLEncoding.EncodeToString(random)
	k.SHA256 = hashOf(secret)
	err = f.change(ctx, func(keys []Key) ([]Key, error) {
		if slices.ContainsFunc(keys, func(o Key) bool { return o.Name == k.Name }) {
			return nil, ErrKeyThere
		}
		if keys = append(keys, k); len(keys) > maxKeys {
			return nil, fmt.Errorf("there are %d keys, the most there can be; revoke some", maxKeys)
		}
		return keys, nil
	})
	return secret, err
}

// Revoke removes a key.
func (f KeyFile) Revoke(ctx context.Context, name string) error {
	return f.change(ctx, func(keys []Key) ([]Key, error) {
		n := len(keys)
		if keys = slices.DeleteFunc(keys, func(k Key) bool { return k.Name == name }); len(keys) == n {
			return nil, ErrNoKey
		}
		return keys, nil
	})
}

func hashOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// Keys are the keys of a file as they stand, which is looked at again and again.
type Keys struct {
	file KeyFile
	tell func(format string, args ...any)

	mu   sync.RWMutex
	by   map[string]*Key // by hash
	seen os.FileInfo
	bad  error
}

// OpenKeys reads the keys of a file; tell is told of what becomes of it.
func OpenKeys(f KeyFile, tell func(format string, args ...any)) (*Keys, error) {
	k := &Keys{file: f, tell: tell}
	return k, k.load()
}

// load reads the file, if it has changed. After an error the last good keys
// stay: a file that is damaged or gone must neither lock everybody out nor let
// anybody in.
func (k *Keys) load() error {
	info, err := os.Stat(string(k.file))
	gone := errors.Is(err, fs.ErrNotExist)
	k.mu.RLock()
	first, seen, bad := k.by == nil, k.seen, k.bad
	k.mu.RUnlock()
	switch {
	case gone && first:
		err = nil
	case gone && seen == nil:
		return nil
	case gone:
		err = errors.New("the file of keys is gone")
	case err == nil && seen != nil && os.SameFile(info, seen) && info.ModTime().Equal(seen.ModTime()) && info.Size() == seen.Size():
		return bad
	}
	var keys []Key
	if err == nil {
		keys, err = k.file.Read()
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.bad = err; err != nil {
		if !gone {
			k.seen = info
		}
		return err
	}
	k.seen, k.by = info, map[string]*Key{}
	for i := range keys {
		k.by[keys[i].SHA256] = &keys[i]
	}
	return nil
}

// Watch reads the file again whenever it changes, until ctx ends.
func (k *Keys) Watch(ctx context.Context, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	told := ""
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		err := k.load()
		switch {
		case err == nil && told != "":
			k.tell("The keys can be read again.")
			told = ""
		case err != nil && err.Error() != told:
			told = err.Error()
			k.tell("The keys cannot be read, the last good ones stay in force: %v", err)
		}
	}
}

// find is the key that somebody sent, nil where it is none or no longer good. A
// look-up by hash tells who measures its time nothing about any key.
func (k *Keys) find(secret string, now time.Time) *Key {
	if k == nil || secret == "" {
		return nil
	}
	return k.byHash(hashOf(secret), now)
}

func (k *Keys) byHash(hash string, now time.Time) *Key {
	k.mu.RLock()
	key := k.by[hash]
	k.mu.RUnlock()
	if key == nil || key.Expired(now) {
		return nil
	}
	return key
}

// Any says whether there is a key.
func (k *Keys) Any() bool {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return len(k.by) > 0
}

// Trouble is why the keys in force are not those of the file, nil where they are.
func (k *Keys) Trouble() error {
	if k == nil {
		return nil
	}
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.bad
}
