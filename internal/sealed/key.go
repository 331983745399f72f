package sealed

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
)

// Key is an installation's key.
type Key [32]byte

// NewKey makes one.
func NewKey() (k Key) {
	rand.Read(k[:])
	return k
}

// ID tells keys apart and gives nothing of them away.
func (k *Key) ID() string { return hex.EncodeToString(k.Derive("id")[:8]) }

// Derive is a key for another purpose.
func (k *Key) Derive(purpose string) *Key {
	h := hmac.New(sha256.New, k[:])
	h.Write([]byte("interdict " + purpose))
	return (*Key)(h.Sum(nil))
}

// Wrap seals a short secret under the key, bound to what it is of.
func (k *Key) Wrap(secret []byte, of string) []byte {
	a := k.aead()
	nonce := make([]byte, a.NonceSize())
	rand.Read(nonce)
	return a.Seal(nonce, nonce, secret, []byte(of))
}

// Unwrap opens what Wrap has sealed.
func (k *Key) Unwrap(wrapped []byte, of string) ([]byte, error) {
	a := k.aead()
	if len(wrapped) < a.NonceSize() {
		return nil, ErrDamaged
	}
	plain, err := a.Open(nil, wrapped[:a.NonceSize()], wrapped[a.NonceSize():], []byte(of))
	if err != nil {
		return nil, ErrDamaged
	}
	return plain, nil
}

func (k *Key) aead() cipher.AEAD {
	block, err := aes.NewCipher(k[:])
	if err == nil {
		var a cipher.AEAD
		if a, err = cipher.NewGCM(block); err == nil {
			return a
		}
	}
	panic(err) // the key's length is right
}
