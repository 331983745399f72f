package update

import (
	"cmp"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/interdict/interdict"
	"github.com/interdict/interdict/base"
	"github.com/interdict/interdict/internal/fetch"
	"github.com/interdict/interdict/lists"
	"github.com/interdict/interdict/lists/all"
	"github.com/interdict/interdict/register"
	"github.com/interdict/interdict/report"
)

// maxHosts is how many hosts are fetched from at once; from each, one file
// after the other.
const maxHosts = 3

// client is what fetches files.
func (c *Options) client() (*fetch.Client, error) {
	client := &fetch.Client{
		UserAgent: cmp.Or(c.UserAgent, "interdict (fetches sanctions lists)"),
		PlainHTTP: c.AllowHTTP,
		Limits:    fetch.Limits{Time: c.Timeout, Size: c.MaxSize << 20},
		Sleep:     c.Sleep,
	}
	if strings.ContainsFunc(client.UserAgent, func(r rune) bool { return r < ' ' || r > '~' }) {
		return nil, base.Wrongf("--user-agent: write it in ASCII")
	}
	if c.CAFile == "" {
		return client, nil
	}
	pem, err := os.ReadFile(c.CAFile)
	if err != nil {
		return nil, base.Wrongf("--ca-file: %w", err)
	}
	if client.Roots, err = x509.SystemCertPool(); err != nil {
		client.Roots = x509.NewCertPool()
	}
	if !client.Roots.AppendCertsFromPEM(pem) {
		return nil, base.Wrongf("--ca-file: %s holds no certificate in PEM", c.CAFile)
	}
	return client, nil
}

// job is a list to be fetched, and what came of it.
type job struct {
	list    all.List
	address string
	path    string   // the destination
	beside  []string // files that came with it
	since   fetch.Validators
	got     *fetch.Result
	err     error
}

// address is where a list's file is fetched.
func (c *Options) address(l *all.List) string { return c.mirrored(l, l.FileName(), l.File) }

// mirrored is where a file of a list is fetched that its publisher has at an
// address.
func (c *Options) mirrored(l *all.List, name, address string) string {
	if c.Mirror == "" {
		return address
	}
	base := c.Mirror
	if !strings.Contains(base, "{list}") && !strings.Contains(base, "{file}") {
		base = strings.TrimRight(base, "/") + "/{file}"
	}
	return strings.NewReplacer("{list}", l.ID, "{file}", url.PathEscape(name)).Replace(base)
}

// fromServers fetches the lists and loads each as soon as it is here.
func (u *updater) fromServers(ctx context.Context, chosen []all.List) error {
	hosts := map[string][]*job{}
	var order []string
	for i := range chosen {
		l := &chosen[i]
		if l.File == "" {
			res := u.result(l)
			res.Result, res.Reason = report.ByHand, "no address is known from which it could be fetched; load it with `interdict lists load`, see "+l.Page
			continue
		}
		address := u.options.address(l)
		j := &job{list: *l, address: address, path: filepath.Join(u.downloads.Of(l.ID), l.PublishedName())}
		u.result(l).Source = fetch.Public(address)
		if err := u.prepare(ctx, j); err != nil {
			return err
		}
		if j.err != nil {
			u.failed(l, string(fetch.Status), j.err.Error())
			continue
		}
		host := hostOf(address)
		if hosts[host] == nil {
			order = append(order, host)
		}
		hosts[host] = append(hosts[host], j)
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	p, plain := u.options.Progress, u.Folder
	if p == nil {
		p = unseen{plain}
	}
	above := *plain
	above.Say = p.Say
	u.Folder = &above
	done := u.fetchAll(ctx, hosts, order, p)
	var failed error
	for j := range done {
		if failed == nil {
			if failed = u.arrived(ctx, j); failed != nil {
				stop()
			}
		}
	}
	p.End()
	u.Folder = plain // nothing is written above bars that are gone
	return failed
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Host)
}

// prepare makes a job's folder, and asks for what is newer than its last edition
// where the register still has that.
func (u *updater) prepare(ctx context.Context, j *job) error {
	if err := os.MkdirAll(u.downloads.Of(j.list.ID), 0o700); err != nil {
		return fmt.Errorf("the folder of downloads cannot be made: %w", err)
	}
	s := u.downloads.State(j.list.ID)
	named := slices.Contains(u.options.Lists, j.list.ID)
	if now := u.Folder.Now(); now.Before(s.NotBefore) && s.Source == fetch.Public(j.address) && !named {
		j.err = fmt.Errorf("%s asked to be left alone until %s; name the list to ask all the same", hostOf(j.address), s.NotBefore.UTC().Format("2006-01-02 15:04 UTC"))
		return nil
	}
	have, err := u.Register.Editions(ctx, j.list.ID)
	if err != nil && !register.IsKind(err, register.UnknownList) {
		return err
	}
	if s.Source == fetch.Public(j.address) && slices.ContainsFunc(have, func(e register.Edition) bool { return e.SHA256.String() == s.Edition }) {
		j.since = s.Validators
	}
	return nil
}

// fetchAll fetches from a few hosts at a time. The channel is closed once all
// are done.
func (u *updater) fetchAll(ctx context.Context, hosts map[string][]*job, order []string, p Progress) <-chan *job {
	waiting := make(chan string, len(order))
	for _, host := range order {
		waiting <- host
	}
	close(waiting)
	done := make(chan *job)
	finished := make(chan struct{})
	for range maxHosts {
		go func() {
			for host := range waiting {
				for _, j := range hosts[host] {
					u.fetch(ctx, j, p.Of(j.list.ID, host))
					done <- j
				}
			}
			finished <- struct{}{}
		}()
	}
	go func() {
		for range maxHosts {
			<-finished
		}
		close(done)
	}()
	return done
}

// fetch fetches a list's file and those that stand beside it. A mirror may lack
// these: the list is then checked by itself alone.
func (u *updater) fetch(ctx context.Context, j *job, progress func(done, total int64)) {
	j.got, j.err = u.client.Get(ctx, fetch.Request{URL: j.address, Path: j.path, Since: j.since, Progress: progress})
	if fault, ok := errors.AsType[*fetch.Error](j.err); ok && fault.Absent && u.options.Mirror != "" {
		fault.Remedy = "a mirror has to have it as " + fetch.Public(j.address)
	}
	if j.err != nil || j.got.Unchanged {
		return
	}
	for _, address := range j.list.Beside() {
		name := path.Base(address)
		to := filepath.Join(u.downloads.Of(j.list.ID), name)
		_, err := u.client.Get(ctx, fetch.Request{URL: u.options.mirrored(&j.list, j.list.ID+"."+name, address), Path: to})
		fault, ok := errors.AsType[*fetch.Error](err)
		switch {
		case err == nil:
			j.beside = append(j.beside, to)
		case ok && fault.Kind == fetch.Status && u.options.Mirror != "":
		case ok:
			fault.What = "the file that the list is checked against did not come: " + fault.What
			j.err = err
			return
		default:
			j.err = err
			return
		}
	}
}

// arrived takes what came of a job. The error is what ends the update.
func (u *updater) arrived(ctx context.Context, j *job) error {
	if j.err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		fault, ok := errors.AsType[*fetch.Error](j.err)
		if !ok {
			return j.err
		}
		u.failed(&j.list, string(fault.Kind), j.err.Error())
		if fault.After > 0 {
			u.keep(j.list.ID, func(s *base.UpdateState) {
				s.Source, s.NotBefore = fetch.Public(j.address), u.Folder.Now().Add(fault.After)
			})
		}
		return nil
	}
	res := u.result(&j.list)
	res.Bytes = j.got.Size
	if j.got.Unchanged {
		res.Result = report.Unchanged
		u.keep(j.list.ID, func(s *base.UpdateState) { s.Checked, s.Failed, s.NotBefore = u.Folder.Now(), nil, time.Time{} })
		return nil
	}
	refusedBefore, loadedBefore := len(u.Answer.Refused), len(u.Answer.Loaded)
	e, code, reason, err := u.recognise(ctx, j)
	if err != nil {
		return err
	}
	if reason == "" {
		if err := u.Load(ctx, e, nil); err != nil {
			return err
		}
		if refused := u.Answer.Refused[refusedBefore:]; len(refused) > 0 {
			code, reason = refused[0].Code, refused[0].Reason
		}
	}
	if reason != "" {
		res.Kept = j.path
		u.failed(&j.list, code, strings.ReplaceAll(reason, j.path, "the download"))
		return nil
	}
	edition := u.Answer.Loaded[loadedBefore]
	u.took(res, edition)
	u.keep(j.list.ID, func(s *base.UpdateState) {
		*s = base.UpdateState{Source: fetch.Public(j.address), Validators: j.got.Validators, Edition: edition.Edition, Checked: u.Folder.Now()}
	})
	for _, p := range append(j.beside, j.path) {
		if err := os.Remove(p); err != nil && !errors.Is(err, fs.ErrNotExist) {
			u.Folder.Tell("The download %s could not be removed: %v.", p, err)
		}
	}
	return nil
}

// Codes of downloads that are no edition of their list.
const (
	notAList  = report.NotAList
	wrongList = "wrong_list"
)

// recognise says which edition a download is, or why it is none of its list. The
// content has to say so itself: what is loaded under another list's name would
// hide both.
func (u *updater) recognise(ctx context.Context, j *job) (e *lists.Edition, code, reason string, err error) {
	id := j.list.ID
	for _, o := range []lists.CollectOptions{{MaxSize: 4 * u.options.MaxSize << 20}, {List: id, MaxSize: 4 * u.options.MaxSize << 20}} {
		editions, skipped, err := lists.Collect(ctx, append([]string{j.path}, j.beside...), all.Formats(), o)
		if err != nil {
			return nil, "", "", err
		}
		if len(editions) != 1 {
			if len(skipped) > 0 && reason == "" {
				code, reason = notAList, skipped[0].Reason
			}
			continue
		}
		e = &editions[0]
		if _, _, delta := e.Delta(); delta {
			return nil, wrongList, "it is a delta, not the whole list", nil
		}
		generic := slices.Contains(all.Generic(), e.Format.Name())
		if e.List != id && (generic || all.Entry(e.List).Title == "") {
			if all.Entry(e.List).Title != "" { // else it is but an id made of the file's name
				code, reason = wrongList, fmt.Sprintf("its content is of %s, another list", e.List)
			}
			continue
		}
		switch {
		case e.List != id:
			return nil, wrongList, fmt.Sprintf("its content is of %s, another list", e.List), nil
		case !slices.Contains(j.list.Readers, e.Format.Name()):
			return nil, wrongList, fmt.Sprintf("its form is %q, in which the list is not published", e.Format.Name()), nil
		}
		u.date(e, j)
		return e, "", "", nil
	}
	return nil, code, cmp.Or(reason, "it is not a list that can be read"), nil
}

// date gives an edition whose content states no date, and whose name does not
// either, the day on which its publisher changed the file, else today.
func (u *updater) date(e *lists.Edition, j *job) {
	if !e.Dated.IsZero() {
		return
	}
	if at, err := http.ParseTime(j.got.LastModified); err == nil && !at.After(u.Folder.Now()) {
		e.Dated, e.DatedBy = interdict.DateOf(at), "Last-Modified"
		return
	}
	e.Dated, e.DatedBy = interdict.DateOf(u.Folder.Now()), "day of download"
}

// unseen is progress that nobody sees.
type unseen struct{ folder *base.Folder }

func (unseen) Of(string, string) func(done, total int64) { return func(int64, int64) {} }
func (u unseen) Say(format string, args ...any)          { u.folder.Tell(format, args...) }
func (unseen) End()                                      {}
