package register

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/lists"
)

// TestMain is also the program that is killed; see TestKilledWhileLoading.
func TestMain(m *testing.M) {
	if dir := os.Getenv("REGISTER_TEST_LOAD_INTO"); dir != "" {
		loadAndDie(dir, os.Getenv("REGISTER_TEST_DIE_AT"))
		return
	}
	os.Exit(m.Run())
}

// The crash tests load an edition between two others, so that intervals are
// cut, stretched and begun.
const crashSize = 1200

func crashEditions() (first, middle, last []interdict.Listing) {
	all := generated(crashSize, 7)
	first, last = slices.Clone(all[:crashSize*3/4]), slices.Clone(all[crashSize/4:])
	middle = append(slices.Clone(all[:crashSize/2]), generated(100, 8)...)
	for i := range middle[crashSize/2:] {
		middle[crashSize/2+i].ID = fmt.Sprint("new-", i)
	}
	return first, middle, last
}

const firstDay, middleDay, lastDay = "2024-01-01", "2024-02-01", "2024-03-01"

// loadAndDie loads the middle edition. It kills itself before the listing of
// number dieAt; without one it says when all is read, and goes on.
func loadAndDie(dir, dieAt string) {
	at, err := strconv.Atoi(dieAt)
	if err != nil {
		at = -1
	}
	fail := func(err error) {
		if err != nil {
			fmt.Println(err)
			os.Exit(3)
		}
	}
	r, err := Open(context.Background(), dir, Options{})
	fail(err)
	_, middle, _ := crashEditions()
	_, err = r.Load(context.Background(), meta(middleDay, middle), func(yield func(*interdict.Listing) error) (lists.Report, error) {
		for i := range middle {
			if i == at {
				p, err := os.FindProcess(os.Getpid())
				fail(err)
				fail(p.Kill())
				select {}
			}
			if err := yield(&middle[i]); err != nil {
				return lists.Report{}, err
			}
		}
		fmt.Println("all read")
		return lists.Report{}, nil
	}, LoadOptions{Now: noon})
	fail(err)
	fail(r.Close())
	fmt.Println("loaded")
}

// crashBase makes the folder that the killed process finds.
func crashBase(t *testing.T) string {
	dir := t.TempDir()
	first, _, last := crashEditions()
	r := openAt(t, dir)
	load(t, r, firstDay, first)
	load(t, r, lastDay, last)
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

func copyDir(t *testing.T, from string) string {
	t.Helper()
	to := t.TempDir()
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	return to
}

// checkWhole fails unless the register is sound and holds the two editions,
// or the three, exactly. It returns whether it holds the middle one.
func checkWhole(t *testing.T, dir string) (loaded bool) {
	t.Helper()
	ctx := context.Background()
	r := openAt(t, dir)
	defer r.Close()
	if err := r.Check(ctx); err != nil {
		t.Fatal(err)
	}
	editions, err := r.Editions(ctx, "test")
	if err != nil {
		t.Fatal(err)
	}
	first, middle, last := crashEditions()
	want := map[string][]interdict.Listing{firstDay: first, middleDay: middle, lastDay: last}
	for _, e := range editions {
		ls := want[e.Published.String()]
		var wantIDs []string
		for i := range ls {
			wantIDs = append(wantIDs, ls[i].ID)
		}
		slices.Sort(wantIDs)
		if got := ids(t, viewOf(r, e)); !slices.Equal(got, wantIDs) {
			t.Fatalf("the %s holds %d listings that are not its %d", &e, len(got), len(wantIDs))
		}
	}
	if got := editions[len(editions)-1].Published.String(); got != lastDay || len(editions) < 2 || len(editions) > 3 {
		t.Fatalf("%d editions, in force is that of %s", len(editions), got)
	}
	return len(editions) == 3
}

// TestKilledWhileLoading kills a process with SIGKILL at many points of Load:
// while it reads, and at many moments between the last listing and the end.
func TestKilledWhileLoading(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	base := crashBase(t)
	for _, at := range []int{0, 1, 63, 64, 65, 300, 699} {
		t.Run(fmt.Sprint("listing ", at), func(t *testing.T) {
			dir := copyDir(t, base)
			runAndKill(t, dir, fmt.Sprint(at), -1)
			if checkWhole(t, dir) {
				t.Error("an edition that was not read to its end is there")
			}
			loadMiddle(t, dir)
		})
	}
	whole := runAndKill(t, copyDir(t, base), "", -1) // how long the end takes
	const rounds = 24
	loaded := 0
	for i := range rounds {
		dir := copyDir(t, base)
		runAndKill(t, dir, "", whole*time.Duration(i)/(rounds-4))
		if checkWhole(t, dir) {
			loaded++
		} else {
			loadMiddle(t, dir)
		}
	}
	t.Logf("killed %d times in %v after the last listing; the edition was in %d times", rounds, whole, loaded)
	if loaded == 0 || loaded == rounds {
		t.Errorf("the kills all fell to one side of the commit (%d of %d)", loaded, rounds)
	}
}

func loadMiddle(t *testing.T, dir string) {
	t.Helper()
	r := openAt(t, dir)
	_, middle, _ := crashEditions()
	load(t, r, middleDay, middle)
	r.Close()
	if !checkWhole(t, dir) {
		t.Error("the edition that was lost cannot be loaded again")
	}
}

// runAndKill runs this test's program as loadAndDie. It kills it that long
// after the last listing, or lets it end if negative, and returns how long it
// ran after the last listing.
func runAndKill(t *testing.T, dir, dieAt string, after time.Duration) time.Duration {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), "REGISTER_TEST_LOAD_INTO="+dir, "REGISTER_TEST_DIE_AT="+dieAt)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, _ := bufio.NewReader(out).ReadString('\n')
	read := time.Now()
	if (line == "all read\n") != (dieAt == "") {
		t.Fatalf("the process said %q", line)
	}
	if after >= 0 {
		time.Sleep(after)
		cmd.Process.Kill()
	}
	io.Copy(io.Discard, out)
	cmd.Wait()
	return time.Since(read)
}

// TestTornLog cuts the write-ahead log of a load at many lengths and flips
// bits in it, as a power cut may leave it, and opens what is there.
func TestTornLog(t *testing.T) {
	if testing.Short() {
		t.Skip("opens many registers")
	}
	dir := crashBase(t)
	before, err := os.ReadFile(filepath.Join(dir, FileName))
	if err != nil {
		t.Fatal(err)
	}
	r := openAt(t, dir)
	_, middle, _ := crashEditions()
	load(t, r, middleDay, middle)
	wal, err := os.ReadFile(filepath.Join(dir, FileName+"-wal"))
	if err != nil {
		t.Fatal(err)
	}
	if now, err := os.ReadFile(filepath.Join(dir, FileName)); err != nil || string(now) != string(before) {
		t.Fatal("the log has been copied into the file already, so that cutting it proves nothing")
	}
	r.Close()

	const header, frame = 32, 24 + 4096
	if len(wal) < header+20*frame {
		t.Fatalf("the log has %d bytes; it should have many frames", len(wal))
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	loaded := 0
	open := func(wal []byte) bool {
		dir := t.TempDir()
		for name, b := range map[string][]byte{FileName: before, FileName + "-wal": wal} {
			if err := os.WriteFile(filepath.Join(dir, name), b, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		return checkWhole(t, dir)
	}
	cuts := []int{0, 1, header - 1, header, len(wal) - 1}
	for range 40 {
		boundary := header + frame*rnd.IntN((len(wal)-header)/frame)
		cuts = append(cuts, boundary, boundary+rnd.IntN(frame))
	}
	for _, n := range cuts {
		if open(wal[:n]) {
			loaded++
		}
	}
	if loaded != 0 {
		t.Errorf("%d cut logs hold the whole edition", loaded)
	}
	for range 40 {
		torn := slices.Clone(wal)
		torn[rnd.IntN(len(torn))] ^= 1 << rnd.IntN(8)
		open(torn)
	}
	if !open(wal) {
		t.Error("the whole log does not hold the edition")
	}
}
