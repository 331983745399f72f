package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/interdict/interdict/audit"
	"github.com/interdict/interdict/casework"
	"github.com/interdict/interdict/internal/atomicfile"
	"github.com/interdict/interdict/internal/sealed"
	"github.com/interdict/interdict/population"
)

// keyFlags say where the key is under which personal data is sealed.
type keyFlags struct {
	KeyFile    string `name:"key-file" placeholder:"FILE" help:"File with the key that seals populations and alerts: 32 bytes as hex or base64 (environment INTERDICT_KEY holds the key itself; default: a file in the data folder, made on first use)."`
	KeyCommand string `name:"key-command" placeholder:"COMMAND" help:"Command that prints the key, such as one of a key management service."`
}

// keyFile is the key that is made where none is given.
const keyFile = "sealing.key"

// key finds the key, and makes one where none is given.
func (k *keyFlags) key(ctx context.Context, m *Main, g *globals) (*sealed.Key, error) {
	key, err := k.known(ctx, m, g)
	if key != nil || err != nil {
		return key, err
	}
	path := filepath.Join(g.Data, keyFile)
	if what, err := needsKey(g.Data); err != nil || what != "" {
		return nil, errors.Join(err, lostKey(path, what))
	}
	fresh := sealed.NewKey()
	if err := os.MkdirAll(g.Data, 0o700); err != nil {
		return nil, err
	}
	if err := atomicfile.WriteBytes(atomicfile.Private{}, path, []byte(hex.EncodeToString(fresh[:])+"\n")); err != nil {
		return nil, fmt.Errorf("no key is given, and none can be made: %w", err)
	}
	m.say(g, "A key was made in %s. It lies beside what it seals: keep it elsewhere (--key-file, --key-command or INTERDICT_KEY), and keep a copy: without it nothing can be read.", path)
	return &fresh, nil
}

// needsKey names what is sealed in a data folder already: with another key it
// could not be read. "" where nothing is.
func needsKey(data string) (string, error) {
	folder := population.In(data)
	names, err := folder.Names()
	if err != nil {
		return "", err
	}
	for _, name := range names {
		if p, err := folder.Read(name, nil); err == nil && p.KeyID != "" {
			return "the population " + name, nil
		}
	}
	if casework.Exists(data) {
		return casework.FileName, nil
	}
	if audit.In(data).HasContents() {
		return "what stood in rows that runs refused", nil
	}
	return "", nil
}

// lostKey is the error of a key that is not there any more.
func lostKey(path, sealed string) error {
	if sealed == "" {
		return nil
	}
	return fmt.Errorf("no key is given and %s is not there, but %s is sealed: put a copy of the key back, or name it with --key-file, --key-command or INTERDICT_KEY; without it nothing sealed can be read (docs/errors.md)", path, sealed)
}

// known is the key that is given, or that was made before; nil where there is
// none.
func (k *keyFlags) known(ctx context.Context, m *Main, g *globals) (*sealed.Key, error) {
	switch {
	case k.KeyFile != "" && k.KeyCommand != "":
		return nil, wrong("name --key-file or --key-command, not both")
	case k.KeyFile != "":
		text, err := settingFile(k.KeyFile)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, wrong("--key-file: %s does not exist; check the path, or put a copy of the key back there", k.KeyFile)
		}
		if err != nil {
			return nil, wrong("--key-file: %w", err)
		}
		return parseKey(text, k.KeyFile)
	case k.KeyCommand != "":
		return k.fromCommand(ctx)
	case m.Getenv("INTERDICT_KEY") != "":
		return parseKey(m.Getenv("INTERDICT_KEY"), "INTERDICT_KEY")
	}
	path := filepath.Join(g.Data, keyFile)
	text, err := settingFile(path)
	if err == nil {
		return parseKey(text, path)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return nil, err
}

// keyFinder finds the key whenever it is asked for.
type keyFinder = func(context.Context) (*sealed.Key, error)

// finder finds the key as it is known then, for a service: one that is made later
// is seen, a command is asked until it has answered once.
func (k *keyFlags) finder(m *Main, g *globals) keyFinder {
	var mu sync.Mutex
	var kept *sealed.Key
	return func(ctx context.Context) (*sealed.Key, error) {
		mu.Lock()
		defer mu.Unlock()
		if kept != nil {
			return kept, nil
		}
		key, err := k.known(ctx, m, g)
		if k.KeyCommand != "" {
			kept = key
		}
		return key, err
	}
}

func (k *keyFlags) fromCommand(ctx context.Context) (*sealed.Key, error) {
	shell := []string{"sh", "-c", k.KeyCommand}
	if runtime.GOOS == "windows" {
		shell = []string{"cmd", "/c", k.KeyCommand}
	}
	out, err := exec.CommandContext(ctx, shell[0], shell[1:]...).Output()
	if err != nil {
		return nil, fmt.Errorf("--key-command failed (%w); run it by itself to see why: it has to print the key and nothing else", err)
	}
	return parseKey(string(out), "--key-command")
}

// parseKey reads 32 bytes, written as hex or base64. Its error never holds them.
func parseKey(text, from string) (*sealed.Key, error) {
	text = strings.TrimSpace(text)
	for _, decode := range []func(string) ([]byte, error){hex.DecodeString, base64.StdEncoding.DecodeString, base64.RawURLEncoding.DecodeString} {
		if b, err := decode(text); err == nil && len(b) == len(sealed.Key{}) && !bytes.Equal(b, make([]byte, len(b))) {
			return (*sealed.Key)(b), nil
		}
	}
	return nil, wrong("%s holds no key: write 32 random bytes as hex or base64, such as `openssl rand -hex 32` prints", from)
}
