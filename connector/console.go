package connector

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"net"
	"net/http"
	"strconv"
	"syscall"
	"time"

	"github.com/rs/zerolog"

	"source-ovhcloud-api/connector/config"
	"source-ovhcloud-api/connector/console"
	"source-ovhcloud-api/connector/ovhapi"
	"source-ovhcloud-api/connector/plan"
	"source-ovhcloud-api/connector/protocol"
)

// defaultListen is this machine alone: the console has the keys of an account.
const (
	loopback      = "127.0.0.1"
	defaultListen = loopback + ":8080"
)

const (
	// headerWithin is what a browser needs to say what it wants. One that takes longer holds a
	// connection for nothing.
	headerWithin = 10 * time.Second
	// requestWithin is for all of a request: the largest that the console takes, a file of 4 MiB,
	// comes within half a minute over a line of 1 Mbit/s, and this is twice that. How long the
	// answer takes is not part of it.
	requestWithin = time.Minute
	// idleWithin is how long a connection waits for the person's next click: most come sooner, and
	// a connection that was closed is made anew in no time.
	idleWithin = 2 * time.Minute
	// closeWithin is how long answers that are under way are waited for in the end.
	closeWithin = 3 * time.Second
)

// serveConsole serves the web console until the context ends.
type serveConsole struct{ listen, config string }

func (s *serveConsole) flags(f *flagSet) {
	f.text(&s.listen, "listen", "ADDRESS", "where the console can be opened, an address and a port; "+defaultListen+" by default")
	f.file(&s.config, "config", "a configuration to begin with; else the sample account", false)
}

// forPeople: who starts a console sits in front of it.
func (*serveConsole) forPeople() {}

func (s *serveConsole) run(ctx context.Context, p *process) error {
	address := cmp.Or(s.listen, defaultListen)
	sandbox, err := sandboxForm()
	if err != nil {
		return fmt.Errorf("write the sandbox's configuration: %w", err)
	}
	form := sandbox
	if s.config != "" {
		if form, err = readFile("config", s.config); err != nil {
			return err
		}
		p.out.Mask(config.Secrets(form)...)
	}
	var listening net.ListenConfig
	listener, err := listening.Listen(ctx, "tcp", address)
	if err != nil {
		return &inputError{"listen", address, listenAdvice(address, err)}
	}
	options := console.Options{Connector: consoleConnector{p}, Form: form, File: s.config, Sandbox: sandbox, Loopback: onLoopback(listener.Addr()), Log: p.log}
	c, err := console.New(options)
	if err != nil {
		return errors.Join(&inputError{"config", s.config, err}, listener.Close())
	}
	defer c.Close()
	p.out.Mask(c.Token())
	greet(p, listener.Addr(), c.Token())
	return serve(ctx, listener, c, p.log)
}

// wsaAddressInUse is what Windows has for EADDRINUSE.
const wsaAddressInUse = syscall.Errno(10048)

// isTaken reports whether another program listens at an address.
func isTaken(err error) bool {
	return errors.Is(err, syscall.EADDRINUSE) || errors.Is(err, wsaAddressInUse)
}

// listenAdvice returns the error of an address with what to do about it.
func listenAdvice(address string, err error) error {
	if _, notPort := strconv.ParseUint(address, 10, 16); notPort == nil {
		return fmt.Errorf("the port stands alone; write %s", net.JoinHostPort(loopback, address))
	}
	host, port, _ := net.SplitHostPort(address)
	number, numberErr := strconv.ParseUint(port, 10, 16)
	switch {
	case isTaken(err) && numberErr == nil:
		next := net.JoinHostPort(host, strconv.FormatUint(number%math.MaxUint16+1, 10))
		return fmt.Errorf("another program listens there, maybe another console: end it, or choose another port: --listen %s", next)
	case isTaken(err):
		return errors.New("another program listens there, maybe another console: end it, or choose another port")
	}
	return fmt.Errorf("%w; write an address of this machine and a port, such as %s", err, defaultListen)
}

// serve answers requests until the context ends, which is how a console is
// meant to end. The listener is closed by then. A handler's panic is logged.
func serve(ctx context.Context, listener net.Listener, handler http.Handler, log zerolog.Logger) error {
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: headerWithin, ReadTimeout: requestWithin, IdleTimeout: idleWithin,
		ErrorLog: newServerLog(log),
		// A call that is under way ends with the console.
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve the console: %w", err)
	case <-ctx.Done():
	}
	within, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeWithin)
	defer cancel()
	err := server.Shutdown(within)
	if errors.Is(err, context.DeadlineExceeded) {
		err = server.Close()
	}
	if stopped := <-failed; !errors.Is(stopped, http.ErrServerClosed) {
		err = errors.Join(err, stopped)
	}
	return err
}

// greet tells the person where the console is. stdout is for messages.
func greet(p *process, address net.Addr, token string) {
	fmt.Fprintf(p.stderr, "The console is at http://%s/?token=%s until this command ends.\n", openedAt(address), token)
	if !onLoopback(address) {
		fmt.Fprintln(p.stderr, "It listens to other machines, without encryption: use it in a network that you trust, or behind a proxy with TLS.")
	}
}

// openedAt returns the address at which a browser of this machine opens what listens at one, which
// may stand for all that the machine has.
func openedAt(address net.Addr) string {
	if tcp, ok := address.(*net.TCPAddr); ok && tcp.IP.IsUnspecified() {
		return net.JoinHostPort(loopback, strconv.Itoa(tcp.Port))
	}
	return address.String()
}

// onLoopback reports whether only this machine can connect to an address.
func onLoopback(address net.Addr) bool {
	tcp, ok := address.(*net.TCPAddr)
	return ok && tcp.IP.IsLoopback()
}

// consoleConnector is the connector as the console sees it.
type consoleConnector struct{ process *process }

func (c consoleConnector) Connect(cfg *config.Config) (*ovhapi.Client, error) {
	return newClient(cfg, c.process, func(o *ovhapi.Options) { o.MaxWait = checkPatience })
}

func (c consoleConnector) Catalog(ctx context.Context, cfg *config.Config, planner *plan.Planner) (protocol.ConfiguredCatalog, error) {
	streams, err := discoverStreams(ctx, cfg, planner, c.process)
	return protocol.Configure(streams), err
}

func (c consoleConnector) Mask(secrets ...string) { c.process.out.Mask(secrets...) }
