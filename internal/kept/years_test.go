package kept

import (
	"crypto/sha256"
	"flag"
	"io"
	"io/fs"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"github.com/interdict/interdict/internal/atomicfile"
)

// quick is a disk that is not asked to have written anything: the test keeps
// thousands of files and cuts no power.
type quick struct{ atomicfile.OS }

type quickFile struct{ atomicfile.File }

func (q quick) Create(dir, pattern string) (atomicfile.File, error) {
	f, err := q.OS.Create(dir, pattern)
	return quickFile{f}, err
}

func (quick) SyncDir(string) error { return nil }
func (quickFile) Sync() error      { return nil }

var years = flag.Int("years", 1, "how many years of daily editions are kept")

// TestDailyEditionsStaySmall keeps a list day after day for a year, or as many
// as -years says (`make years`: ten), each with a few parties changed, added and
// removed. All of it must take less than twice the newest edition and the
// changed rows, each compressed by itself.
func TestDailyEditionsStaySmall(t *testing.T) {
	if testing.Short() {
		t.Skip("keeps 365 files")
	}
	const parties, changed = 3000, 6
	days := 365 * *years
	r := rand.New(rand.NewPCG(1, 2))
	s := Store{Dir: t.TempDir(), FS: quick{}}
	z, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBetterCompression))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	list := rows(r, parties)
	sum := keep(t, s, []byte(strings.Join(list, "")), nil)
	keeper := newKeeper(t, s, sum)
	changes, wholes := 0, 0
	var half []byte
	var halfSum Sum
	for day := range days {
		var news strings.Builder
		for range changed {
			i := r.IntN(len(list))
			list[i] = row(r, i)
			news.WriteString(list[i])
		}
		if day%2 == 0 {
			list = append(list, row(r, 10000+day))
			news.WriteString(list[len(list)-1])
		} else {
			i := r.IntN(len(list))
			list = append(list[:i], list[i+1:]...)
		}
		changes += len(z.EncodeAll([]byte(news.String()), nil))
		if sum = keeper.keep([]byte(strings.Join(list, ""))); strings.HasSuffix(s.Path(sum), wholeExt) {
			wholes++
		}
		if day == days/2 {
			half, halfSum = []byte(strings.Join(list, "")), sum
		}
	}
	if sha256.Sum256(get(t, s, halfSum)) != sha256.Sum256(half) {
		t.Error("an edition of the middle comes back otherwise")
	}
	newest := []byte(strings.Join(list, ""))
	if sha256.Sum256(get(t, s, sum)) != sha256.Sum256(newest) {
		t.Error("the newest edition comes back otherwise")
	}
	total, limit := folderSize(t, s.Dir), 2*len(z.EncodeAll(newest, nil))+changes
	t.Logf("%d editions of %d bytes are kept in %d, %d of them whole; the newest compressed has %d, the changed rows %d; the limit is %d",
		days+1, len(newest), total, wholes+1, len(z.EncodeAll(newest, nil)), changes, limit)
	if total > limit {
		t.Errorf("they take %d bytes, want at most %d", total, limit)
	}
}

// keeper keeps one edition after the other as Store.Keep does, without putting
// the one before together anew each time.
type keeper struct {
	t    *testing.T
	s    Store
	sum  Sum
	last *built
	pack *packer
}

func newKeeper(t *testing.T, s Store, sum Sum) *keeper {
	k := &keeper{t: t, s: s}
	k.begin(sum)
	return k
}

// begin begins at a file that is kept.
func (k *keeper) begin(sum Sum) {
	var err error
	if k.last, err = k.s.rebuild(sum); err != nil {
		k.t.Fatal(err)
	}
	k.sum, k.pack = sum, &packer{}
}

func (k *keeper) keep(data []byte) Sum {
	patch := k.last.next(k.pack, k.sum, data)
	sum := sha256.Sum256(data)
	if patch == nil {
		keep(k.t, k.s, data, nil)
		k.begin(sum)
		return sum
	}
	if err := k.s.write(sum, patchExt, func(w io.Writer) error { _, err := w.Write(patch); return err }); err != nil {
		k.t.Fatal(err)
	}
	if err := k.last.patch(k.pack, patch); err != nil {
		k.t.Fatal(err)
	}
	k.sum = sum
	return sum
}

func folderSize(t *testing.T, dir string) (n int) {
	t.Helper()
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		n += int(info.Size())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}
