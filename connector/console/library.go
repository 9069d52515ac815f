package console

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"

	"source-ovhcloud-api/connector/apischema"
	"source-ovhcloud-api/connector/internal/crash"
)

// readers is how many sections are read at a time: enough that the budget and
// not the answers' way sets the pace, few enough to leave calls to the person.
const readers = 4

// library holds OVH's descriptions, and an index of what has been read of them
// so far. A description that the connector panics over is one that cannot be
// read. It is safe for concurrent use.
type library struct {
	descriptions *apischema.Descriptions
	branches     []string
	index        apischema.Index
	running      sync.WaitGroup

	ctx    context.Context // of the background reading
	cancel context.CancelFunc

	mu      sync.Mutex
	loading bool
	total   int
	done    int
	failed  []unreadSection
}

// unreadSection is a section, or with the path "/" a branch, that could not be read.
type unreadSection struct {
	Branch, Path string
	Err          error
}

// progress is how far the background reading has come.
type progress struct {
	Loading                 bool
	Done, Total, Operations int
	Failed                  []unreadSection
}

func newLibrary(descriptions *apischema.Descriptions, branches []string) *library {
	ctx, cancel := context.WithCancel(context.Background())
	return &library{descriptions: descriptions, branches: branches, ctx: ctx, cancel: cancel}
}

// begin reads all sections in the background, until the end.
func (l *library) begin() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.start()
}

// end ends the background reading for good, and waits for that.
func (l *library) end() {
	// Whoever starts to read does so under the lock, and either before this or not at all.
	l.mu.Lock()
	l.cancel()
	l.mu.Unlock()
	l.wait()
}

// again reads what could not be read before, unless that is being done or the reading has ended: a
// page may still have the library of an account that is not used any more.
func (l *library) again() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ctx.Err() == nil && !l.loading && len(l.failed) > 0 {
		l.start()
	}
}

// start needs the lock.
func (l *library) start() {
	l.loading, l.done, l.total, l.failed = true, 0, 0, nil
	l.running.Go(func() { l.load(l.ctx) })
}

// wait waits for the end of the background reading.
func (l *library) wait() { l.running.Wait() }

func (l *library) load(ctx context.Context) {
	type document struct{ branch, path string }
	documents := make(chan document)
	var reading sync.WaitGroup
	for range readers {
		reading.Go(func() {
			for d := range documents {
				_, err := l.section(ctx, d.branch, d.path)
				l.note(d.branch, d.path, err)
			}
		})
	}
	for _, branch := range l.branches {
		paths, err := l.sections(ctx, branch)
		if err != nil {
			l.note(branch, "/", err)
			continue
		}
		l.expect(len(paths))
		for _, path := range paths {
			documents <- document{branch, path}
		}
	}
	close(documents)
	reading.Wait()
	l.mu.Lock()
	defer l.mu.Unlock()
	l.loading = false
}

func (l *library) expect(sections int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.total += sections
}

// note counts a section that was read. One that OVH lists and does not publish
// is no failure: there is nothing to read.
func (l *library) note(branch, path string, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.done++
	if _, missing := errors.AsType[*apischema.NotFoundError](err); err != nil && !missing {
		l.failed = append(l.failed, unreadSection{branch, path, err})
	}
}

func (l *library) progress() progress {
	l.mu.Lock()
	defer l.mu.Unlock()
	return progress{Loading: l.loading, Done: l.done, Total: l.total, Operations: l.index.Len(), Failed: slices.Clone(l.failed)}
}

// sections returns the resource paths of a branch, sorted without regard to case.
func (l *library) sections(ctx context.Context, branch string) (paths []string, err error) {
	defer crash.Guard(&err)
	paths, err = l.descriptions.Sections(ctx, branch)
	slices.SortFunc(paths, compareFold)
	return paths, err
}

// section returns a section, read at once if it has not been yet.
func (l *library) section(ctx context.Context, branch, path string) (s *apischema.Section, err error) {
	defer crash.Guard(&err)
	if !slices.Contains(l.branches, branch) {
		return nil, &apischema.NotFoundError{Branch: branch, Path: path}
	}
	s, err = l.descriptions.Section(ctx, branch, path)
	if err == nil {
		l.index.Add(s)
	}
	return s, err
}

// operation returns an operation, its section read at once if it has not been yet.
func (l *library) operation(ctx context.Context, method, branch, path string) (op *apischema.Operation, err error) {
	defer crash.Guard(&err)
	if !slices.Contains(l.branches, branch) {
		return nil, &apischema.NotFoundError{Method: method, Branch: branch, Path: path}
	}
	return l.descriptions.Operation(ctx, method, branch, path)
}

// methodOrder is that of a thing's life: read, made, changed, removed.
var methodOrder = []string{"GET", "POST", "PUT", "DELETE"}

// byPath orders operations by path, and those of one path by method.
func byPath(a, b *apischema.Operation) int {
	return cmp.Or(compareFold(a.Path, b.Path), cmp.Compare(slices.Index(methodOrder, a.Method), slices.Index(methodOrder, b.Method)))
}
