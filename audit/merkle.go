package audit

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/interdict/interdict/runs"
)

// Leaves and nodes of the tree are told apart by their first byte, as RFC 6962
// (section 2.1) does, so that no node can pass for a leaf.
const (
	leafByte = 0
	nodeByte = 1
)

// Root is the root of the Merkle tree of RFC 6962 over ranges, in hex: the
// left subtree of n leaves has the largest power of two below n.
func Root(ranges []runs.Range) (string, error) {
	leaves := make([][sha256.Size]byte, len(ranges))
	for i := range ranges {
		text, err := json.Marshal(&ranges[i])
		if err != nil {
			return "", err
		}
		leaves[i] = sha256.Sum256(append([]byte{leafByte}, text...))
	}
	root := treeOf(leaves)
	return hex.EncodeToString(root[:]), nil
}

func treeOf(leaves [][sha256.Size]byte) [sha256.Size]byte {
	switch len(leaves) {
	case 0:
		return sha256.Sum256(nil)
	case 1:
		return leaves[0]
	}
	half := 1
	for 2*half < len(leaves) {
		half *= 2
	}
	left, right := treeOf(leaves[:half]), treeOf(leaves[half:])
	return sha256.Sum256(append(append([]byte{nodeByte}, left[:]...), right[:]...))
}
